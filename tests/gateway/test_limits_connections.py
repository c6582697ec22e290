"""How many connections there may be, and for how long; who finds no room is told so."""

import contextlib

import pytest

from harness.configs import front, route
from harness.metrics import await_hits, hits
from harness.process import Gateway
from harness.waiting import Deadline
from harness.wire import Wire, ask, request_bytes


def connected(stack, gateway, source=None):
    """A connection, and the answer that came on it."""
    wire = stack.enter_context(Wire(gateway.port(), source=source))
    return wire, wire.ask("GET", "/")


def await_room(gateway):
    """Until the gateway has seen that a connection ended."""
    deadline = Deadline()
    while ask(gateway.port()).status != 200:
        assert not deadline.passed(), "there is no room again"


@pytest.mark.parametrize("workers", [1, 2])
def test_as_many_connections_as_are_allowed(upstream, workers):
    value = front(route(upstream), workers=workers, limits={"connections": 3})
    with Gateway(value) as gateway, contextlib.ExitStack() as stack:
        wires = []
        for _ in range(3):
            wire, answer = connected(stack, gateway)
            assert answer.status == 200
            wires.append(wire)
        with Wire(gateway.port()) as wire:
            refused = wire.ask("GET", "/no-room")
            assert refused.status == 503 and "(connection.too_many)" in refused.text
            assert refused.get("connection") == "close" and wire.is_closed()
        assert hits(gateway, "connections") == 1
        assert wires[0].ask("GET", "/").status == 200, "those who are here go on"
        wires[0].close()
        await_room(gateway)
    assert "/no-room" not in upstream.targets()


def test_a_refused_client_that_asks_nothing_is_closed(upstream):
    with Gateway(front(route(upstream), limits={"connections": 1})) as gateway:
        with contextlib.ExitStack() as stack:
            connected(stack, gateway)
            with Wire(gateway.port()) as silent:
                assert silent.is_closed()
            await_hits(gateway, "connections", 1)


def test_many_refused_clients_cost_nothing_that_lasts(upstream):
    with Gateway(front(route(upstream), limits={"connections": 1})) as gateway:
        with contextlib.ExitStack() as stack:
            kept, _ = connected(stack, gateway)
            refused = [stack.enter_context(Wire(gateway.port())) for _ in range(200)]
            assert all(wire.is_closed() for wire in refused)
            await_hits(gateway, "connections", 200)
            assert kept.ask("GET", "/").status == 200
        await_room(gateway)


def test_as_many_connections_of_one_client_as_are_allowed(upstream):
    value = front(route(upstream), workers=2, limits={"connectionsPerClient": 2})
    with Gateway(value) as gateway, contextlib.ExitStack() as stack:
        first, answer = connected(stack, gateway)
        assert answer.status == 200 and connected(stack, gateway)[1].status == 200
        refused = ask(gateway.port())
        assert refused.status == 503 and "(connection.too_many_of_client)" in refused.text
        assert hits(gateway, "connectionsPerClient") == 1
        assert connected(stack, gateway, "127.0.0.2")[1].status == 200, "another client"
        first.close()
        await_room(gateway)


def test_as_many_requests_on_a_connection_as_are_allowed(upstream):
    with Gateway(front(route(upstream), limits={"requestsPerConnection": 2})) as gateway:
        with Wire(gateway.port()) as wire:
            wire.send(request_bytes("GET", "/") * 3)
            first, second = wire.response(), wire.response()
            assert not first.has("connection") and second.get("connection") == "close"
            assert wire.is_closed()
        await_hits(gateway, "requestsPerConnection", 1)
    assert len(upstream.requests) == 2


def test_a_connection_ends_behind_the_answer_under_way(upstream):
    """Busy all the time, so that it never is idle when its time is up."""
    with Gateway(front(route(upstream), http={"maxConnectionDuration": "500ms"})) as gateway:
        deadline = Deadline()
        with Wire(gateway.port()) as wire:
            while not (answer := wire.ask("GET", "/")).has("connection"):
                assert answer.status == 200 and not deadline.passed()
            assert (answer.status, answer.get("connection")) == (200, "close")
            assert wire.is_closed()
        await_hits(gateway, "maxConnectionDuration", 1)


def test_an_idle_connection_ends_when_its_time_is_up(upstream):
    with Gateway(front(route(upstream), http={"maxConnectionDuration": "300ms"})) as gateway:
        with Wire(gateway.port()) as wire:
            assert wire.is_closed()
        await_hits(gateway, "maxConnectionDuration", 1)


def test_a_reload_changes_limits_for_new_connections(upstream):
    value = front(route(upstream), limits={"requestsPerConnection": 1})
    with Gateway(front(route(upstream))) as gateway:
        with Wire(gateway.port()) as former:
            assert former.ask("GET", "/").status == 200
            gateway.reload(value)
            assert not former.ask("GET", "/").has("connection")
            assert ask(gateway.port()).get("connection") == "close"


def few_descriptors(count):
    return ["prlimit", f"--nofile={count}:{count}"]


def test_clients_are_told_when_there_are_no_descriptors(upstream):
    """More connections are allowed than files may be open: the last line of defence."""
    value = front(route(upstream), limits={"connections": 1000})
    with Gateway(value, wrap=few_descriptors(48)) as gateway, contextlib.ExitStack() as stack:
        kept, answer = connected(stack, gateway)
        assert answer.status == 200
        idle = [stack.enter_context(Wire(gateway.port())) for _ in range(60)]
        answer = ask(gateway.port())
        assert answer.status == 503 and "(connection.no_descriptors)" in answer.text
        assert kept.ask("GET", "/").status == 200, "those who are here go on"
        for wire in idle:
            wire.close()
        await_room(gateway)
        assert hits(gateway, "descriptors") >= 1


def test_by_default_connections_leave_descriptors_for_their_upstreams(upstream):
    """48 files: 24 for the process itself, 12 connections, and one for each one's upstream."""
    with Gateway(front(route(upstream)), wrap=few_descriptors(48)) as gateway:
        with contextlib.ExitStack() as stack:
            answers = [connected(stack, gateway)[1].status for _ in range(13)]
            assert answers == [200] * 12 + [503]
