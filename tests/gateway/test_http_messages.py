"""HTTP/1.1 through the gateway when everybody behaves: bodies, chunks, trailers, keep-alive, upgrades."""

import hashlib
import threading

import pytest

from harness.configs import config, route
from harness.process import Gateway
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made


def through(behave, **settings):
    return Rig(lambda upstream: config(route(upstream), **settings), behave)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "M-SEARCH", "get"])
def test_methods_pass_as_they_are(rig, method):
    assert rig.ask("/m", method=method).must_pass().method == method


@pytest.mark.parametrize("target", ["/", "/a/b?c=d&e", "/a?", "/?x=/../y", "/a%20b", "/%C3%A4", "/a+b;c=d", "/~user/-._", "/a//b", "/:@!$&'()*+,;=", "/a?b?c", "/a?q=%2F%00"])
def test_targets_in_canonical_form_pass_as_they_are(rig, target):
    assert rig.ask(target).must_pass().target == target


@pytest.mark.parametrize("target,sent", [("/a/../b", "/b"), ("/a/./b", "/a/b"), ("/%61", "/a"), ("/%c3%a4", "/%C3%A4"), ("/a/..", "/"), ("/a/b/.", "/a/b/")])
def test_other_targets_are_made_canonical(rig, target, sent):
    assert rig.ask(target).must_pass().target == sent


def test_an_absolute_target_is_sent_in_origin_form(rig):
    assert rig.ask("http://gateway.test/abs?x=1").must_pass().target == "/abs?x=1"


def test_headers_pass_in_order_with_their_values(rig):
    headers = [("X-B", "2"), ("X-A", "1"), ("X-B", "3"), ("Accept", "a, b"), ("X-Empty", ""), ("Cookie", "a=1; b=2"), ("X-Odd", "\t ~!@#$%^&*()"), ("X-High", "caf\udce9")]
    seen = rig.ask("/h", headers).must_pass()
    assert seen.values("x-b") == ["2", "3"]
    assert (seen.get("x-a"), seen.get("accept"), seen.get("x-empty"), seen.get("cookie")) == ("1", "a, b", "", "a=1; b=2")
    assert (seen.get("x-odd"), seen.get("x-high")) == ("~!@#$%^&*()", "caf\xe9")
    assert [n for n, _ in seen.fields if n in (b"x-b", b"x-a")] == [b"x-b", b"x-a", b"x-b"]


def test_the_host_is_the_backends(rig):
    assert rig.ask("/host").must_pass().get("host") == rig.upstream.address


@pytest.mark.parametrize("connection,extra", [
    ("close, X-Private", [("X-Private", "1")]),
    ("keep-alive", [("Keep-Alive", "timeout=5")]),
    ("X-One,X-Two", [("X-One", "1"), ("X-Two", "2")]),
    ("", [("Proxy-Connection", "keep-alive")]),
    ("TE", [("TE", "gzip, deflate")]),
    ("x-private", [("X-PRIVATE", "1"), ("x-private", "2")]),
])
def test_fields_of_one_connection_are_not_sent_on(rig, connection, extra):
    headers = ([("Connection", connection)] if connection else []) + extra + [("X-Kept", "yes")]
    seen = rig.ask("/hop", headers).must_pass()
    for name, _ in extra:
        assert not seen.has(name), f"{name} was sent on"
    assert seen.get("x-kept") == "yes"
    assert "x-private" not in (seen.get("connection") or "").lower()


@pytest.mark.parametrize("name", ["Authorization", "Host", "Content-Length", "Cookie"])
def test_a_client_cannot_name_end_to_end_fields_in_connection(rig, name):
    headers = [("Connection", name), ("Cookie", "a=b"), ("Authorization", "Basic x")]
    seen = rig.ask("/hop", headers, method="POST", body=b"abc").must_pass()
    assert seen.has("host") and seen.body == b"abc" and seen.get("cookie") == "a=b" and seen.get("authorization") == "Basic x"


def test_te_trailers_is_sent_on(rig):
    assert rig.ask("/te", [("TE", "trailers"), ("Connection", "TE")]).must_pass().get("te") == "trailers"


def test_a_connection_serves_many_requests(rig):
    with Wire(rig.port) as wire:
        for i in range(50):
            assert wire.ask("GET", f"/{i}").text == "hello"
            assert wire.ask("POST", f"/{i}", body=b"x" * i).text == (f"got {i} bytes" if i else "hello")


def test_pipelined_requests_are_answered_in_order():
    def behave(exchange):
        exchange.read_body()
        exchange.answer(body=exchange.request.target.encode())
    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"".join(request_bytes("GET", f"/{i}") + request_bytes("POST", f"/p{i}", body=b"b" * i) for i in range(20)))
        for i in range(20):
            assert wire.response().text == f"/{i}"
            assert wire.response().text == f"/p{i}"


def test_a_request_may_arrive_byte_by_byte(rig):
    with Wire(rig.port) as wire:
        for byte in request_bytes("POST", "/slow", body=b"abcdef"):
            wire.send(bytes([byte]))
        assert wire.response().text == "got 6 bytes"


def test_close_is_honoured(rig):
    with Wire(rig.port) as wire:
        response = wire.ask("GET", "/", [("Connection", "close")])
        assert response.status == 200 and "close" in response.get("connection", "")
        assert wire.is_closed()


def test_http_1_0_is_answered_and_closed(rig):
    with Wire(rig.port) as wire:
        response = wire.send(b"GET /old HTTP/1.0\r\nHost: a\r\n\r\n").response()
        assert response.status == 200 and response.framing in ("length", "close") and wire.is_closed()


def test_http_1_0_without_host_is_served(rig):
    with Wire(rig.port) as wire:
        assert wire.send(b"GET /old HTTP/1.0\r\n\r\n").response().status == 200


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
                sender = threading.Thread(target=wire.send, args=(request_bytes("POST", "/", body=body),))
                sender.start()
                assert wire.response().body == body
                sender.join()


def test_a_chunked_request_arrives_chunked_with_its_trailers():
    def behave(exchange):
        exchange.read_body()
        exchange.answer()
    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                  b"5\r\nhello\r\n1;ext=\"x\"\r\n!\r\n0\r\nX-Sum: 6\r\n\r\n")
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
        assert head.get("transfer-encoding") == "chunked" and head.get("content-type") == "text/event-stream"
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
        assert response.body == b"abc" and dict(response.trailers) == {b"x-sum": b"3", b"grpc-status": b"0"}
        assert wire.ask("GET", "/").status == 200


def test_a_body_that_ends_with_its_connection_is_passed_whole():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + b"x" * 100_000)
        exchange.close()
    with through(behave) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").body == b"x" * 100_000
        assert wire.ask("GET", "/").body == b"x" * 100_000


@pytest.mark.parametrize("framing", ["Content-Length: 5", "Transfer-Encoding: chunked", "X-None: 1"])
def test_head_gets_no_body_and_the_connection_goes_on(framing):
    def behave(exchange):
        exchange.send(f"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n".encode() if exchange.request.method == "HEAD" else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
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
        exchange.send(f"HTTP/1.1 {status} X\r\nETag: \"a\"\r\n\r\n".encode() if bodiless else b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    with through(behave) as rig, Wire(rig.port) as wire:
        response = wire.ask("GET", "/x")
        assert (response.status, response.body, response.get("etag")) == (status, b"", '"a"')
        assert wire.ask("GET", "/y").text == "ok"


@pytest.mark.parametrize("status", [200, 201, 202, 206, 301, 302, 307, 400, 401, 404, 418, 429, 500, 502, 503, 599])
def test_statuses_headers_and_bodies_pass_unchanged(status):
    def behave(exchange):
        exchange.answer(status, b"the body", [("X-A", "1"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Location", "http://elsewhere/"),
                                              ("Connection", "X-Hop"), ("X-Hop", "1"), ("Keep-Alive", "timeout=1")], "Some Reason")
    with through(behave) as rig:
        response = ask(rig.port)
        assert (response.status, response.body, response.get("x-a")) == (status, b"the body", "1")
        assert response.values("set-cookie") == ["a=1", "b=2"] and response.get("location") == "http://elsewhere/"
        assert not response.has("x-hop") and not response.has("keep-alive")


def test_interim_answers_of_the_upstream_do_not_confuse_anybody():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        exchange.answer(body=b"final")
    with through(behave) as rig, Wire(rig.port) as wire:
        assert wire.ask("GET", "/").text == "final"
        assert wire.ask("GET", "/").text == "final"


def test_a_client_that_expects_100_is_told_to_go_on():
    with through(lambda exchange: (exchange.read_body(), exchange.answer(body=b"done"))) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert wire.head().status == 100
        wire.send(b"body")
        response = wire.response()
        assert response.status == 200 and response.text == "done"
        assert rig.upstream.only_request().body == b"body"
        assert wire.ask("GET", "/").status == 200


def test_a_refused_request_that_expects_100_is_not_told_to_go_on():
    with Rig(lambda up: config(route(up, path="/known"))) as rig, Wire(rig.port) as wire:
        wire.send(b"POST /unknown HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        response = wire.response()
        assert response.status == 404 and not response.interim


def test_a_refused_request_with_a_body_leaves_the_connection_usable_or_closed(rig):
    with Rig(lambda up: config(route(up, path="/known"))) as own, Wire(own.port) as wire:
        wire.send(request_bytes("POST", "/unknown", body=b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"))
        assert wire.response().status == 404
        wire.try_send(request_bytes("GET", "/known"))
        rest = wire.finish_sending().rest()
        assert rest == b"" or rest.startswith(b"HTTP/1.1 200")
        assert "/smuggled" not in own.upstream.targets()


def test_an_upgrade_becomes_a_tunnel():
    def behave(exchange):
        assert exchange.request.get("upgrade") == "websocket" and "upgrade" in exchange.request.get("connection").lower()
        exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nwelcome")
        while data := exchange.connection.socket.recv(65536):
            exchange.send(data.swapcase())
            if data.endswith(b"BYE"):
                break
        exchange.close()
    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/ws", [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "k")]))
        head = wire.head()
        assert head.status == 101 and head.get("upgrade") == "websocket" and head.get("sec-websocket-accept") == "x"
        assert wire.take(7) == b"welcome"
        for text in (b"Hello", b"\x00\xff\r\n\r\nGET / HTTP/1.1\r\n\r\n", b"x" * 200_000):
            sender = threading.Thread(target=wire.send, args=(text,))
            sender.start()
            assert wire.take(len(text)) == text.swapcase()
            sender.join()
        wire.send(b"BYE")
        assert wire.take(3) == b"bye" and wire.is_closed()


def test_a_tunnel_ends_when_the_client_ends_it():
    ended = Gate()

    def behave(exchange):
        exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")
        exchange.await_close()
        ended.set()
    with through(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/", [("Connection", "upgrade"), ("Upgrade", "x")]))
            assert wire.head().status == 101
        ended.await_open("the end of the upstream's side")


def test_an_upgrade_that_the_upstream_declines_is_a_plain_answer():
    with through(lambda exchange: exchange.answer(426, b"no")) as rig, Wire(rig.port) as wire:
        response = wire.ask("GET", "/", [("Connection", "Upgrade"), ("Upgrade", "websocket")])
        assert (response.status, response.text) == (426, "no")
        assert wire.ask("GET", "/").status == 426


def test_a_101_that_nobody_asked_for_is_an_error():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
    with through(behave) as rig:
        assert ask(rig.port).status == 502


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

    with Upstream(behave, keeps_bytes=False) as upstream, Gateway(config(route(upstream))) as gateway, Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/"))
        head, got = wire.head(), 0
        while got < total:
            got += len(wire.reader.take_some())
        assert head.status == 200 and got == total
        wire.send(f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {total}\r\n\r\n".encode())
        for _ in range(total // MIB):
            wire.send(block)
        assert wire.response().text == str(total)


def test_ipv6_and_ipv4_clients_are_served(rig):
    assert ask(rig.port, address="127.0.0.1").status == 200
    try:
        assert ask(rig.port, address="::1").status == 200
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_many_connections_at_once():
    with Rig(lambda upstream: config(route(upstream), workers=2)) as rig:
        wires = [Wire(rig.port) for _ in range(200)]
        try:
            for round_number in range(3):
                for wire in wires:
                    wire.send(request_bytes("GET", f"/{round_number}"))
                for wire in wires:
                    assert wire.response().text == "hello"
        finally:
            for wire in wires:
                wire.close()
