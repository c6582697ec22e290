"""How much an upstream is asked at a time: further calls wait in line, in order, for a bounded time, or are refused with a code."""

import selectors

import pytest

from harness.configs import config, host, route
from harness.rig import Rig
from harness.waiting import PATIENCE, Gate
from harness.wire import Wire, ask, request_bytes

LONG = "10m"  # longer than any test waits


class Held:
    """Answers `/held...` when the test opens the gate, all else at once."""

    def __init__(self):
        self.gate = Gate()

    def __call__(self, exchange):
        exchange.read_body()
        if exchange.request.target.startswith("/held"):
            self.gate.await_open("the test's leave to answer")
        exchange.answer(body=exchange.request.target.encode())


def through(behave, **limits):
    return Rig(lambda upstream: config(route(upstream), backend={"concurrency": limits}), behave)


def hold(rig, wire, target="/held"):
    """A call that is under way."""
    before = len(rig.upstream.requests)
    wire.send(request_bytes("GET", target))
    rig.upstream.wait_for(before + 1)


def must_be_busy(response):
    assert response.status == 503 and "upstream.busy" in response.text, response.text


def test_past_the_limit_and_without_a_line_a_call_is_refused():
    held = Held()
    with through(held, calls=1, queue=0) as rig, Wire(rig.port) as wire:
        hold(rig, wire)
        must_be_busy(ask(rig.port, target="/second"))
        held.gate.set()
        assert wire.response().text == "/held"
        assert ask(rig.port, target="/third").text == "/third"
        assert rig.upstream.targets() == ["/held", "/third"]
        rig.gateway.log_line("code=upstream.busy", "1 calls under way, 0 waiting")


def test_a_call_waits_in_line_and_the_next_finds_the_line_full():
    held = Held()
    with through(held, calls=1, queue=1, queueTimeout=LONG) as rig, Wire(rig.port) as first, Wire(
        rig.port
    ) as second:
        hold(rig, first)
        second.send(request_bytes("GET", "/second"))
        # Whoever of the two came later is refused.
        with Wire(rig.port) as third:
            third.send(request_bytes("GET", "/third"))
            refused, waits = answered_and_other(second, third)
            must_be_busy(refused.response())
            held.gate.set()
            assert first.response().text == "/held"
            assert waits.response().status == 200


def answered_and_other(second, third):
    """The one of both that was answered already, and the other."""
    with selectors.DefaultSelector() as selector:
        for wire in (second, third):
            selector.register(wire.socket, selectors.EVENT_READ, wire)
        answered = selector.select(PATIENCE)[0][0].data
    return answered, third if answered is second else second


def test_who_waits_too_long_is_refused():
    held = Held()
    with through(held, calls=1, queue=5, queueTimeout="1ms") as rig, Wire(rig.port) as wire:
        hold(rig, wire)
        must_be_busy(ask(rig.port, target="/second"))
        rig.gateway.log_line("code=upstream.busy", "no place within 1ms")
        held.gate.set()
        assert wire.response().status == 200


def test_a_client_that_leaves_the_line_is_never_sent_on():
    held = Held()
    with through(held, calls=1, queue=5, queueTimeout=LONG) as rig, Wire(rig.port) as wire:
        hold(rig, wire)
        with Wire(rig.port) as gone:
            gone.send(request_bytes("GET", "/gone"))
        rig.gateway.log_line("http.path=/gone", "code=http.client_gone")
        held.gate.set()
        assert wire.response().status == 200
        assert ask(rig.port, target="/after").text == "/after"
        assert rig.upstream.targets() == ["/held", "/after"]


@pytest.mark.parametrize("ending", ["close", "reset"])
def test_a_place_is_free_again_when_the_upstream_fails(ending):
    def behave(exchange):
        if exchange.request.target == "/bad":
            getattr(exchange, ending)()
        else:
            exchange.answer()

    with through(behave, calls=1, queue=0) as rig:
        for _ in range(3):
            assert ask(rig.port, target="/bad").status == 503
            assert ask(rig.port, target="/good").status == 200


def test_a_tunnel_holds_its_place():
    ended = Gate()

    def behave(exchange):
        if not exchange.request.has("upgrade"):
            return exchange.answer()
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
        )
        exchange.await_close()
        ended.set()

    with through(behave, calls=1, queue=1, queueTimeout=LONG) as rig:
        with Wire(rig.port) as tunnel, Wire(rig.port) as other:
            tunnel.send(request_bytes("GET", "/", [("Connection", "Upgrade"), ("Upgrade", "x")]))
            assert tunnel.head().status == 101
            other.send(request_bytes("GET", "/waits"))
            tunnel.close()
            ended.await_open("the tunnel's end")
            assert other.response().status == 200


def test_a_backend_has_limits_of_its_own():
    held = Held()

    def build(upstream):
        narrow = host(upstream, policies={"concurrency": {"calls": 1, "queue": 0}})
        return config([route(narrow, path="/held"), route(upstream, path="/wide")])

    with Rig(build, held) as rig, Wire(rig.port) as wire:
        hold(rig, wire)
        must_be_busy(ask(rig.port, target="/held/second"))
        assert ask(rig.port, target="/wide").text == "/wide"
        held.gate.set()
        assert wire.response().status == 200


def test_refusals_and_connections_are_counted():
    held = Held()

    def build(upstream):
        backend = {"concurrency": {"calls": 1, "queue": 0}}
        return config(route(upstream), backend=backend, statsAddr="localhost:0")

    with Rig(build, held) as rig, Wire(rig.port) as wire:
        hold(rig, wire)
        must_be_busy(ask(rig.port))
        metrics = ask(rig.gateway.service("stats"), target="/metrics").text
        assert 'jotgate_refusals_total{code="upstream.busy",route="default/route0"} 1' in metrics
        connects = "agentgateway_upstream_connect_duration_seconds_count"
        assert f'{connects}{{transport="plaintext"}} 1' in metrics
        held.gate.set()
        assert wire.response().status == 200
