"""Stopping, and a second instance that takes over on the same ports: nobody is refused, reset or cut short."""

import contextlib
import signal
import subprocess
import threading

import pytest

from harness.configs import config, route
from harness.http2 import NO_ERROR, Http2
from harness.load import (
    Load,
    Pace,
    closes,
    fresh,
    http2,
    http2_stream,
    keep_alive,
    stream,
    upload,
    upstream_behaviour,
)
from harness.ports import free_ports
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Deadline, Gate
from harness.wire import Wire, ask, request_bytes

KINDS = [keep_alive, keep_alive, fresh, fresh, fresh, stream, upload, http2, http2, http2_stream]
PATIENT = {"connectionTerminationDeadline": "60s"}


def ready(port):
    return ask(port, target="/healthz/ready")


def let_end(gateway, meanwhile=lambda: None):
    """Waits for its end, which must be a good one."""
    deadline = Deadline(60)
    while gateway.is_running() and not deadline.passed():
        meanwhile()
        with contextlib.suppress(subprocess.TimeoutExpired):
            gateway.process.wait(0.05)
    gateway.stop()


@pytest.fixture
def draining_stream():
    """A gateway that was told to stop while it hands on an answer that goes on; and the end of that."""
    began, finish = Gate(), Gate()

    def behave(exchange):
        if exchange.request.path != "/long":
            return exchange.answer()
        exchange.start_chunked()
        exchange.chunk(b"begin ")
        began.set()
        finish.await_open("the test's leave")
        exchange.chunk(b"end")
        exchange.end_chunks()

    with Upstream(behave) as upstream, Gateway(
        config(route(upstream), readinessAddr="localhost:0", adminAddr="localhost:0", **PATIENT)
    ) as gateway, Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/long"))
        began.await_open()
        yield gateway, wire, finish
        finish.set()
        wire.close()
        if gateway.ended is None:
            let_end(gateway)


def test_two_restarts_side_by_side_lose_nothing():
    pace = Pace()
    gateway_port, readiness, stats = free_ports(3)
    with Upstream(upstream_behaviour(pace), keeps_bytes=False) as upstream:
        value = config(
            route(upstream),
            gateway={"port": gateway_port},
            workers=2,
            readinessAddr=f"localhost:{readiness}",
            statsAddr=f"localhost:{stats}",
            **PATIENT,
        )
        with contextlib.ExitStack() as instances:
            present = instances.enter_context(Gateway(value))
            with Load(gateway_port, KINDS, pace) as load:
                try:
                    for _ in range(2):
                        successor = instances.enter_context(Gateway(value))
                        present.tell_to_stop()
                        # Who asks from now on asks the one that stays.
                        assert [ready(readiness).status for _ in range(10)] == [200] * 10
                        let_end(present, meanwhile=pace.step)
                        present = successor
                finally:
                    pace.release()
            assert not load.faults, load.faults[:5]
            assert all(count > 0 for count in load.counts.values()), load.counts
    assert any("somebody listens already" in line for line in successor.stderr.all())


def test_readiness_ends_at_once_and_what_is_under_way_does_not(draining_stream):
    gateway, wire, finish = draining_stream
    gateway.tell_to_stop()
    answer = ready(gateway.service("readiness"))
    assert (answer.status, answer.text) == (500, "not ready, pending: draining\n")
    assert ask(gateway.service("admin"), target="/healthz", host="localhost").status == 200
    finish.set()
    assert wire.response().text == "begin end"


def test_an_idle_connection_is_told_with_its_next_answer(draining_stream):
    gateway, _, _ = draining_stream
    with Wire(gateway.port()) as idle, Wire(gateway.port()) as silent:
        assert not closes(idle.ask("GET", "/"))
        gateway.tell_to_stop()
        for wire in (idle, silent):  # one that asked before, one that never did
            assert closes(wire.ask("GET", "/"))
            assert wire.is_closed()


def test_an_http2_client_is_told_by_goaway(draining_stream):
    gateway, _, finish = draining_stream
    with Http2(gateway.port()) as busy, Http2(gateway.port()) as idle:
        long = busy.request("GET", "/long")
        busy.head(long)
        assert idle.ask("GET", "/").status == 200
        gateway.tell_to_stop()
        assert idle.rest() == NO_ERROR
        busy.read_until(lambda: busy.goaways, "the GOAWAY")
        finish.set()
        assert busy.response(long).text == "begin end"
        assert busy.rest() == NO_ERROR


def test_a_second_signal_ends_it_at_once(draining_stream):
    gateway, wire, _ = draining_stream
    assert wire.head().status == 200
    gateway.tell_to_stop()
    gateway.must_end_by(signal.SIGTERM)
    wire.rest()
    assert wire.is_closed()


def test_what_does_not_end_is_ended():
    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"begin")
        exchange.await_close()

    with Upstream(behave) as upstream, Gateway(
        config(route(upstream), connectionTerminationDeadline="1s")
    ) as gateway, Wire(gateway.port()) as endless, Wire(gateway.port()) as idle:
        endless.send(request_bytes("GET", "/"))
        endless.head()
        gateway.tell_to_stop()
        assert idle.is_closed()
        assert b"begin" in endless.rest()
        let_end(gateway)


def test_new_connections_are_taken_until_the_least_deadline():
    with Upstream() as upstream, Gateway(
        config(
            route(upstream),
            connectionMinTerminationDeadline="60s",
            connectionTerminationDeadline="61s",
        )
    ) as gateway:
        gateway.tell_to_stop()
        for _ in range(3):
            answer = ask(gateway.port())
            assert answer.status == 200 and closes(answer)
        gateway.must_end_by(signal.SIGTERM)


def test_connections_that_were_made_are_served():
    """Those that no worker has seen yet among them."""
    with Upstream() as upstream, Gateway(
        config(route(upstream), workers=2, **PATIENT)
    ) as gateway, contextlib.ExitStack() as stack:
        wires = [stack.enter_context(Wire(gateway.port())) for _ in range(50)]
        gateway.tell_to_stop()
        for wire in wires:
            assert wire.ask("GET", "/").status == 200
        let_end(gateway)


def test_nobody_is_reset_when_it_ends():
    """Refused, yes, once nobody listens any more; but who got a connection gets an answer."""
    served = Gate()
    answers = []

    with Upstream() as upstream, Gateway(config(route(upstream), workers=2)) as gateway:

        def ask_until_refused():
            while True:
                try:
                    wire = Wire(gateway.port())
                except ConnectionRefusedError:
                    return
                with wire:
                    answers.append(wire.ask("GET", "/").status)
                    served.set()

        asker = threading.Thread(target=ask_until_refused)
        asker.start()
        served.await_open()
        gateway.tell_to_stop()
        asker.join()
        let_end(gateway)
    assert set(answers) == {200}


def test_the_admin_server_ends_it_too():
    with Upstream() as upstream, Gateway(
        config(route(upstream), adminAddr="localhost:0")
    ) as gateway:
        port = gateway.service("admin")
        assert ask(port, "GET", "/quitquitquit", host="localhost").status == 405
        assert ask(port, "POST", "/quitquitquit", host="evil.test").status == 403
        assert gateway.is_running()
        assert ask(port, "POST", "/quitquitquit", host="localhost").status == 200
        let_end(gateway)
