"""HTTP/2 to upstreams: what goes through, and how connections are shared."""

import pytest

from harness.configs import config, host, route
from harness.h2_rig import BY_H2, CANCEL, H2Rig, answer, at_once
from harness.h2_upstream import H2Upstream
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Gate, Growing
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


# --- messages ---


def test_a_request_arrives_as_http2_wants_it():
    def behave(stream):
        stream.answer(201, b"hello", [("x-answer", "1"), ("content-length", "5")])

    with H2Rig(behave) as rig:
        response = rig.ask(
            target="/a?b=c",
            headers=[("X-One", "1"), ("Connection", "x-hop"), ("X-Hop", "gone"), ("TE", "trailers")],
        )
        assert response.status == 201 and response.text == "hello"
        assert response.get("x-answer") == "1" and response.framing == "length"
        (stream,) = rig.upstream.requests.all()
        names = [name for name, _ in stream.fields]
        assert names[:4] == [":method", ":scheme", ":authority", ":path"]
        assert stream.get(":path") == "/a?b=c" and stream.get(":scheme") == "http"
        assert stream.get(":authority") == rig.upstream.address and stream.get("x-one") == "1"
        assert not {"host", "connection", "x-hop", "transfer-encoding"} & set(names)
        rig.gateway.log_line("http.status=201", f"endpoint={rig.upstream.address}")


@pytest.mark.parametrize("size", [0, 1, 65_535, 3 * MIB])
def test_bodies_pass_whole_both_ways(size):
    body = bytes(i * 7 % 251 for i in range(size))

    def behave(stream):
        stream.answer(body=stream.read_body())

    with H2Rig(behave) as rig:
        response = rig.ask("POST", "/", body=body)
        assert response.status == 200 and response.body == body
        (stream,) = rig.upstream.requests.all()
        assert stream.get("content-length") == str(size)


def test_trailers_pass_both_ways():
    def behave(stream):
        stream.answer(body=stream.read_body(), trailers=[("x-sum", "42")])

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        wire.send(
            b"POST / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"5\r\nhello\r\n0\r\nX-Check: 7\r\n\r\n"
        )
        response = wire.response()
        assert response.body == b"hello" and response.trailers == [(b"x-sum", b"42")]
        (stream,) = rig.upstream.requests.all()
        assert stream.trailers == [("x-check", "7")] and stream.get("content-length") is None


@pytest.mark.parametrize("method,status", [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_an_answer_without_a_body(method, status):
    def behave(stream):
        stream.head(status, [("x-length", "none")], end=True)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        for _ in range(2):
            response = wire.ask(method, "/")
            assert response.status == status and response.body == b""


def test_interim_answers_are_not_taken_for_the_answer():
    def behave(stream):
        stream.interim(100)
        stream.interim(103, [("link", "</x>")])
        answer(stream)

    with H2Rig(behave) as rig:
        assert rig.ask(target="/x").text == "/x"


def test_the_answer_streams_while_the_request_does():
    def behave(stream):
        stream.head(200)
        stream.data(b"first")
        stream.connection.upstream.told.await_open()
        stream.data(stream.read_body(), end=True)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        rig.upstream.told = Gate()
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n")
        head = wire.head()
        assert head.status == 200
        assert wire.take(10) == b"5\r\nfirst\r\n"
        wire.send(b"second")
        rig.upstream.told.set()
        assert wire.take(11) == b"6\r\nsecond\r\n"


def test_an_upgrade_goes_by_http1_whatever_the_version():
    def behave(exchange):
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhi"
        )
        exchange.await_close()

    with Upstream(behave) as upstream, Gateway(
        config(route(host(upstream, policies=BY_H2)))
    ) as gateway, Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/", [("Connection", "Upgrade"), ("Upgrade", "x")]))
        assert wire.head().status == 101 and wire.take(2) == b"hi"


def test_grpc_goes_by_http2_and_all_else_by_http1_without_a_policy():
    with H2Upstream(lambda s: s.answer(trailers=[("grpc-status", "0")])) as upstream, Gateway(
        config(route(upstream))
    ) as gateway:
        headers = [("Content-Type", "application/grpc"), ("TE", "trailers")]
        response = ask(gateway.port(), "POST", "/s/m", headers, b"\0\0\0\0\0")
        assert response.status == 200 and response.trailers == [(b"grpc-status", b"0")]
    with Upstream() as upstream, Gateway(config(route(upstream))) as gateway:
        assert ask(gateway.port()).status == 200


# --- sharing ---


def test_many_requests_share_one_connection():
    everybody = Growing()

    def behave(stream):
        everybody.add(stream.target)
        everybody.wait_until(lambda all: len(all) == 20, "all requests")
        answer(stream)

    with H2Rig(behave) as rig:
        paths = [f"/{i}" for i in range(20)]
        got = at_once(*(lambda p=p: rig.ask(target=p).text for p in paths))
        assert got == paths
        assert len(rig.upstream.connections) == 1


def test_another_connection_is_opened_when_the_peer_takes_no_more():
    everybody = Growing()

    def behave(stream):
        everybody.add(stream.target)
        everybody.wait_until(lambda all: len(set(all)) == 5, "all requests")
        answer(stream)

    with H2Rig(behave, settings={3: 2}) as rig:  # MAX_CONCURRENT_STREAMS
        paths = [f"/{i}" for i in range(5)]
        got = at_once(*(lambda p=p: rig.ask(target=p).text for p in paths))
        assert got == paths
        assert len(rig.upstream.connections) == 3


def test_a_peer_that_takes_no_streams_is_busy():
    with H2Rig(answer, settings={3: 0}) as rig:
        for _ in range(3):
            response = rig.ask()
            assert response.status == 503 and "upstream.busy" in response.text
        assert len(rig.upstream.requests) == 0


def test_a_reader_that_stops_holds_up_nobody_else():
    stopped = Gate()

    def behave(stream):
        if stream.target != "/big":
            return answer(stream)
        stream.head(200)
        try:
            while stream.connection.window(stream.number) > 0:
                stream.data(b"x" * 16_384)
        finally:
            stopped.set()

    with H2Rig(behave) as rig, Wire(rig.port, receive_buffer=4096) as slow:
        slow.send(request_bytes("GET", "/big"))
        assert slow.head().status == 200
        for i in range(10):
            assert rig.ask(target=f"/{i}").text == f"/{i}"
        stopped.await_open("the closing of the slow reader's window")
        assert rig.ask(target="/last").text == "/last"
        assert len(rig.upstream.connections) == 1


def test_an_upload_waits_for_the_upstream_to_take_it():
    taken = Gate()

    def behave(stream):
        if stream.target != "/upload":
            return answer(stream)
        stream.head(200)
        stream.data(b"begun")
        taken.await_open()
        stream.reset(CANCEL)

    with H2Rig(behave, reads=False) as rig, Wire(rig.port) as wire:
        wire.send(b"POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % (64 * MIB))
        wire.socket.settimeout(1)
        sent = 0
        with pytest.raises(TimeoutError):
            while sent < 64 * MIB:
                sent += wire.socket.send(b"x" * 65536)
        assert rig.ask(target="/other").text == "/other"
        (stream, _) = rig.upstream.requests.all()
        assert len(stream.body) <= 65_535, "more than the window was sent"
        taken.set()
