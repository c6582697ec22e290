"""Bodies in both directions: lengths, chunks, trailers, streams, and the answers that have none."""

import hashlib
import threading

import pytest

from harness.configs import config, route
from harness.process import Gateway
from harness.rig import Rig, through
from harness.upstream import Upstream
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


def test_http_1_0_never_gets_chunks():
    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"abc")
        exchange.chunk(b"def")
        exchange.end_chunks()

    with through(behave) as rig, Wire(rig.port) as wire:
        response = wire.send(b"GET / HTTP/1.0\r\nHost: a\r\n\r\n").response()
        assert response.body == b"abcdef" and response.framing != "chunked"


@pytest.mark.parametrize("size", [0, 1, 4095, 4096, 16384, 65535, 65536, 65537, 1 << 20, 5_000_001])
def test_bodies_of_every_size_pass_unchanged(size):
    body = hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1)
    body = body[:size]

    def behave(exchange):
        assert exchange.read_body() == body
        exchange.answer(body=body)

    with through(behave) as rig:
        with Wire(rig.port) as wire:
            for _ in range(2):
                sender = threading.Thread(
                    target=wire.send, args=(request_bytes("POST", "/", body=body),)
                )
                sender.start()
                assert wire.response().body == body
                sender.join()


def test_a_chunked_request_arrives_chunked_with_its_trailers():
    def behave(exchange):
        exchange.read_body()
        exchange.answer()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            b'5\r\nhello\r\n1;ext="x"\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n'
        )
        assert wire.response().status == 200
        seen = rig.upstream.only_request()
        assert (seen.framing, seen.body) == ("chunked", b"hello!")
        assert dict(seen.trailers).get(b"x-sum") == b"6"
        assert wire.ask("GET", "/next").status == 200


def test_a_chunked_request_streams_while_it_arrives():
    first = Gate()

    def behave(exchange):
        pieces = exchange.body_pieces()
        assert next(pieces) == b"first"
        first.set()
        assert b"".join(pieces) == b"second"
        exchange.answer(body=b"both")

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        first.await_open("the upstream's sight of the first chunk")
        wire.send(b"6\r\nsecond\r\n0\r\n\r\n")
        assert wire.response().text == "both"


def test_a_chunked_answer_streams_while_it_is_made():
    seen = [Gate() for _ in range(5)]

    def behave(exchange):
        exchange.start_chunked([("Content-Type", "text/event-stream")])
        for i, gate in enumerate(seen):
            exchange.chunk(b"data: %d\n\n" % i)
            gate.await_open("the client's sight of an event")
        exchange.end_chunks()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/events"))
        head = wire.head()
        assert (
            head.get("transfer-encoding") == "chunked"
            and head.get("content-type") == "text/event-stream"
        )
        for i, gate in enumerate(seen):
            size = int(wire.reader.take_line("a chunk's size"), 16)
            assert wire.take(size + 2) == b"data: %d\n\n\r\n" % i
            gate.set()
        assert wire.take(5) == b"0\r\n\r\n"


def test_trailers_of_an_answer_reach_the_client():
    def behave(exchange):
        exchange.start_chunked([("Trailer", "X-Sum")])
        exchange.chunk(b"abc")
        exchange.end_chunks([("X-Sum", "3"), ("grpc-status", "0")])

    with through(behave) as rig, Wire(rig.port) as wire:
        response = wire.ask("GET", "/", [("TE", "trailers")])
        assert response.body == b"abc" and dict(response.trailers) == {
            b"x-sum": b"3",
            b"grpc-status": b"0",
        }
        assert wire.ask("GET", "/").status == 200


def test_a_body_that_ends_with_its_connection_is_passed_whole():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * 100_000)
        exchange.close()

    with through(behave) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").body == b"x" * 100_000
        assert wire.ask("GET", "/").body == b"x" * 100_000


@pytest.mark.parametrize(
    "framing", ["Content-Length: 5", "Transfer-Encoding: chunked", "X-None: 1"]
)
def test_head_gets_no_body_and_the_connection_goes_on(framing):
    def behave(exchange):
        exchange.send(
            f"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n".encode()
            if exchange.request.method == "HEAD"
            else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        )

    with through(behave) as rig, Wire(rig.port) as wire:
        head = wire.ask("HEAD", "/")
        assert head.status == 200 and head.body == b""
        if framing.startswith("Content-Length"):
            assert head.get("content-length") == "5"
        assert wire.ask("GET", "/").text == "ok"


@pytest.mark.parametrize("status", [204, 304])
def test_statuses_without_body_have_none(status):
    def behave(exchange):
        bodiless = exchange.request.target == "/x"
        exchange.send(
            f'HTTP/1.1 {status} X\r\nETag: "a"\r\n\r\n'.encode()
            if bodiless
            else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        )

    with through(behave) as rig, Wire(rig.port) as wire:
        response = wire.ask("GET", "/x")
        assert (response.status, response.body, response.get("etag")) == (status, b"", '"a"')
        assert wire.ask("GET", "/y").text == "ok"


@pytest.mark.parametrize(
    "status", [200, 201, 202, 206, 301, 302, 307, 400, 401, 404, 418, 429, 500, 502, 503, 599]
)
def test_statuses_headers_and_bodies_pass_unchanged(status):
    def behave(exchange):
        exchange.answer(
            status,
            b"the body",
            [
                ("X-A", "1"),
                ("Set-Cookie", "a=1"),
                ("Set-Cookie", "b=2"),
                ("Location", "http://elsewhere/"),
                ("Connection", "X-Hop"),
                ("X-Hop", "1"),
                ("Keep-Alive", "timeout=1"),
            ],
            "Some Reason",
        )

    with through(behave) as rig:
        response = ask(rig.port)
        assert (response.status, response.body, response.get("x-a")) == (status, b"the body", "1")
        assert (
            response.values("set-cookie") == ["a=1", "b=2"]
            and response.get("location") == "http://elsewhere/"
        )
        assert not response.has("x-hop") and not response.has("keep-alive")


def test_interim_answers_of_the_upstream_do_not_confuse_anybody():
    def behave(exchange):
        exchange.send(
            b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        )
        exchange.answer(body=b"final")

    with through(behave) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").text == "final"
        assert wire.ask("GET", "/").text == "final"


def test_a_client_that_expects_100_is_told_to_go_on():
    with through(
        lambda exchange: (exchange.read_body(), exchange.answer(body=b"done"))
    ) as rig, Wire(rig.port) as wire:
        wire.send(
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        )
        assert wire.head().status == 100
        wire.send(b"body")
        response = wire.response()
        assert response.status == 200 and response.text == "done"
        assert rig.upstream.only_request().body == b"body"
        assert wire.ask("GET", "/").status == 200


def test_a_refused_request_that_expects_100_is_not_told_to_go_on():
    with Rig(lambda up: config(route(up, path="/known"))) as rig, Wire(rig.port) as wire:
        wire.send(
            b"POST /unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        )
        response = wire.response()
        assert response.status == 404 and not response.interim


def test_a_refused_request_with_a_body_leaves_the_connection_usable_or_closed():
    with Rig(lambda up: config(route(up, path="/known"))) as own, Wire(own.port) as wire:
        wire.send(
            request_bytes("POST", "/unknown", body=b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")
        )
        assert wire.response().status == 404
        wire.try_send(request_bytes("GET", "/known"))
        rest = wire.finish_sending().rest()
        assert rest == b"" or rest.startswith(b"HTTP/1.1 200")
        assert "/smuggled" not in own.upstream.targets()


def test_large_bodies_stream_in_both_directions():
    total = 64 * MIB
    block = bytes(range(256)) * 4096

    def behave(exchange):
        if exchange.request.method == "POST":
            size = sum(len(piece) for piece in _drain(exchange))
            return exchange.answer(body=str(size).encode())
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {total}\r\n\r\n".encode())
        for _ in range(total // MIB):
            exchange.send(block)

    def _drain(exchange):
        left = exchange.request.length
        while left:
            piece = exchange.connection.reader.take_some(min(left, MIB))
            left -= len(piece)
            yield piece
        exchange.request.complete = True

    with Upstream(behave, keeps_bytes=False) as upstream, Gateway(
        config(route(upstream))
    ) as gateway, Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/"))
        head, got = wire.head(), 0
        while got < total:
            got += len(wire.reader.take_some())
        assert head.status == 200 and got == total
        wire.send(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {total}\r\n\r\n".encode())
        for _ in range(total // MIB):
            wire.send(block)
        assert wire.response().text == str(total)
