"""What happens when somebody misbehaves or goes away: each side must be told the truth, and nothing is done twice."""


import pytest

from harness.configs import config, route
from harness.http1 import Closed
from harness.process import Gateway
from harness.rig import through
from harness.upstream import Upstream, closed_port
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes


def test_an_upstream_that_is_not_there_is_503():
    with Gateway(config(route(f"127.0.0.1:{closed_port()}"))) as gateway, Wire(
        gateway.port()
    ) as wire:
        for _ in range(3):
            response = wire.ask("GET", "/")
            assert response.status == 503 and "could not be reached" in response.text


def test_a_name_that_does_not_resolve_is_503():
    too_long = "x" * 64 + ".test:80"  # such a label is never asked for over the network
    with Gateway(config(route(too_long))) as gateway:
        response = ask(gateway.port())
        assert response.status == 503 and "could not be resolved" in response.text


def test_localhost_finds_a_server_on_ipv4_only():
    with Upstream() as upstream, Gateway(config(route(f"localhost:{upstream.port}"))) as gateway:
        assert ask(gateway.port()).status == 200


@pytest.mark.parametrize("end", ["close", "reset"])
def test_an_upstream_that_ends_without_an_answer_is_503(end):
    with through(lambda exchange: getattr(exchange, end)()) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").status == 503
        assert len(rig.upstream.requests) == 1, "a request on a fresh connection was sent twice"


def test_half_a_head_and_the_end_is_503():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Le")
        exchange.close()

    with through(behave) as rig:
        assert ask(rig.port).status in (502, 503)


@pytest.mark.parametrize(
    "answer",
    [
        b"nonsense\r\n\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1e1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX Y: 1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\rb\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"\x16\x03\x01\x00\x05hello",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
    ids=range(18),
)
def test_a_malformed_answer_is_502_and_its_bytes_never_reach_the_client(answer):
    def behave(exchange):
        exchange.send(answer)
        exchange.await_close()

    with through(behave) as rig:
        response = ask(rig.port)
        assert response.status == 502 and "malformed" in response.text, (
            response.status,
            response.text,
        )
        assert b"hello" not in response.body


@pytest.mark.parametrize(
    "start,rest",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", b"only this"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhel"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhelloXX"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhello\r\n0\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"zz\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"fffffffffffffffff\r\nx"),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("end", ["close", "reset"])
def test_an_answer_that_breaks_off_is_seen_to_be_broken(start, rest, end):
    """The client must never take half an answer for a whole one."""
    started = Gate()

    def behave(exchange):
        exchange.send(start)
        started.await_open("the client's sight of the head")
        exchange.send(rest)
        getattr(exchange, end)()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/"))
        started.set()
        with pytest.raises(Closed):
            response = wire.response()
            if response.status in (
                502,
                503,
            ):  # it broke before the head was sent on: an honest answer too
                raise Closed("an error answer")


def test_a_client_that_leaves_while_waiting_ends_the_upstreams_work():
    gone = Gate()

    def behave(exchange):
        exchange.await_close()
        gone.set()

    with through(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/stalls"))
            rig.upstream.wait_for(1)
        gone.await_open("the gateway's leaving the upstream")


@pytest.mark.parametrize("end", ["close", "reset"])
def test_a_client_that_leaves_during_a_stream_ends_the_upstreams_work(end):
    gone = Gate()

    def behave(exchange):
        exchange.start_chunked()
        try:
            while True:
                exchange.chunk(b"x" * 10_000)
        except OSError:
            gone.set()

    with through(behave) as rig:
        wire = Wire(rig.port)
        wire.send(request_bytes("GET", "/stream"))
        assert wire.head().status == 200
        getattr(wire, end)()
        gone.await_open("the end of the upstream's stream")


def test_a_client_that_leaves_during_a_quiet_stream_ends_the_upstreams_work():
    gone = Gate()

    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"one event")
        exchange.await_close()
        gone.set()

    with through(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/quiet"))
            assert wire.head().status == 200
            wire.take(9)
        gone.await_open("the gateway's leaving the quiet stream")


@pytest.mark.parametrize("framing", [b"Content-Length: 100", b"Transfer-Encoding: chunked"])
def test_a_request_that_breaks_off_is_never_whole_upstream(framing):
    ended = Gate()
    outcome = []

    def behave(exchange):
        try:
            exchange.read_body()
            outcome.append("whole")
        except Closed:
            outcome.append("broken")
        ended.set()
        exchange.close()

    with through(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(
                b"POST / HTTP/1.1\r\nHost: a\r\n"
                + framing
                + b"\r\n\r\n"
                + (b"5\r\nhello\r\n" if b"chunked" in framing else b"hello")
            )
            rig.upstream.wait_for(1)
        ended.await_open("the upstream's notice")
        assert outcome == ["broken"]


def test_an_answer_that_comes_before_the_request_is_through_is_passed_on():
    """413 and the like: the client is told although it still sends."""

    def behave(exchange):
        exchange.answer(413, b"too much", [("Connection", "close")])
        exchange.close()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 1000)
        response = wire.response()
        assert response.status in (413, 503)


def test_no_request_is_taken_from_the_rest_of_an_unfinished_body():
    def behave(exchange):
        exchange.answer(413, b"too much")
        exchange.close()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST /first HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nxxx")
        wire.response()
        wire.try_send(b"x" * 997 + request_bytes("GET", "/second"))
        wire.finish_sending().rest()
        assert rig.upstream.targets() in (["/first"], ["/first", "/second"])


def test_a_stalled_client_does_not_stall_others():
    block = b"x" * 65536

    def behave(exchange):
        exchange.read_body()
        if exchange.request.target == "/quick":
            return exchange.answer(body=b"quick")
        exchange.start_chunked()
        try:
            for _ in range(400):
                exchange.chunk(block)
            exchange.end_chunks()
        except OSError:
            pass

    with through(behave) as rig, Wire(rig.port, receive_buffer=4096) as slow:
        slow.send(request_bytes("GET", "/big"))
        assert slow.head().status == 200
        for _ in range(20):
            assert ask(rig.port, target="/quick").text == "quick"


def test_a_slow_head_does_not_stall_others():
    with through(lambda exchange: exchange.answer()) as rig, Wire(rig.port) as slow:
        slow.send(b"GET / HTTP/1.1\r\nHost: a\r\nX-")
        for _ in range(20):
            assert ask(rig.port).status == 200
        slow.send(b"Y: 1\r\n\r\n")
        assert slow.response().status == 200


def test_sigterm_lets_an_answer_under_way_finish():
    started, finish = Gate(), Gate()

    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"begin ")
        started.set()
        finish.await_open("the test's leave to finish")
        exchange.chunk(b"end")
        exchange.end_chunks()

    with Upstream(behave) as upstream, Gateway(config(route(upstream))) as gateway, Wire(
        gateway.port()
    ) as wire:
        wire.send(request_bytes("GET", "/"))
        started.await_open()
        gateway.tell_to_stop()
        finish.set()
        assert wire.response().text == "begin end"


def test_sigterm_ends_idle_connections_at_the_deadline():
    with through(
        lambda exchange: exchange.answer(), connectionTerminationDeadline="1s"
    ) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").status == 200
        rig.gateway.tell_to_stop()
        assert wire.is_closed()
