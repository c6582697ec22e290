"""HTTP/2 in front when everybody behaves: heads, bodies, trailers, streams side by side."""

import socket

import pytest

from harness import http2
from harness.configs import config, route
from harness.http1 import Closed
from harness.http2 import Http2, ask2
from harness.rig import Rig, through
from harness.upstream import Upstream
from harness.waiting import Gate
from harness.wire import ask

MIB = 1 << 20


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "M-SEARCH"])
def test_methods_pass_as_they_are(rig, method):
    rig.upstream.forget()
    assert ask2(rig.port, method, "/m").status == 200
    assert rig.upstream.only_request().method == method


def test_a_request_reaches_an_http1_upstream_as_it_was_meant(rig):
    rig.upstream.forget()
    answer = ask2(rig.port, "GET", "/a/b?c=d", [("x-a", "1"), ("x-b", "caf\udce9"), ("te", "trailers"), ("x-a", "2")])
    assert answer.status == 200 and answer.text == "hello"
    request = rig.upstream.only_request()
    assert request.target == "/a/b?c=d" and request.values("x-a") == ["1", "2"]
    assert request.get("x-b") == "caf\xe9" and request.get("te") == "trailers"
    assert request.get("host") == rig.upstream.address


def test_cookies_that_came_apart_arrive_as_one(rig):
    rig.upstream.forget()
    ask2(rig.port, headers=[("cookie", "a=1"), ("cookie", "b=2"), ("cookie", "c=3")])
    assert rig.upstream.only_request().get("cookie") == "a=1; b=2; c=3"


def test_a_host_field_does_for_an_authority(rig):
    rig.upstream.forget()
    assert ask2(rig.port, headers=[("host", "gateway.test")], authority=None).status == 200


def test_an_answer_has_no_fields_of_connections():
    def behave(exchange):
        exchange.answer(headers=[("Connection", "x-hop, keep-alive"), ("X-Hop", "1"), ("Keep-Alive", "timeout=5"), ("X-End", "2")])

    with through(behave) as rig:
        answer = ask2(rig.port)
        assert answer.get("x-end") == "2" and answer.get("content-length") == "5"
        for name in ("connection", "x-hop", "keep-alive", "transfer-encoding"):
            assert answer.get(name) is None


@pytest.mark.parametrize("size", [0, 1, 16_384, 16_385, 65_535, 65_536, 3 * MIB])
def test_bodies_pass_both_ways(size):
    sent = bytes(i * 7 % 251 for i in range(min(size, 4096))) * (size // 4096 + 1)
    sent = sent[:size]

    def behave(exchange):
        exchange.answer(body=exchange.read_body())

    with through(behave) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", [("content-length", str(size))], end=False)
        left = sent
        while left:
            piece, left = left[:16_384], left[16_384:]
            client.send_when_open(stream, piece)
        client.data(stream, b"", end=True)
        answer = client.response(stream)
        assert answer.body == sent and answer.ended


def test_an_unknown_length_is_chunked_upstream(rig):
    rig.upstream.forget()
    with Http2(rig.port) as client:
        stream = client.request("POST", "/", end=False)
        client.data(stream, b"one ").data(stream, b"two", end=True)
        assert client.response(stream).text == "got 7 bytes"
    request = rig.upstream.only_request()
    assert request.framing == "chunked" and request.body == b"one two"


def test_trailers_pass_both_ways():
    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked()
        exchange.chunk(b"data")
        exchange.end_chunks([("Grpc-Status", "7"), ("X-Sum", "4")])

    with through(behave) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", [("te", "trailers")], end=False)
        client.data(stream, b"body").trailers(stream, [("x-up", "1"), ("content-length", "9")])
        answer = client.response(stream)
        assert answer.body == b"data" and answer.trailers == [("grpc-status", "7"), ("x-sum", "4")]
        assert rig.upstream.only_request().trailers == [(b"x-up", b"1")]


@pytest.mark.parametrize("status", [204, 304])
def test_answers_without_a_body_end_with_their_head(status):
    def behave(exchange):
        exchange.read_body()
        exchange.send(b"HTTP/1.1 %d x\r\nETag: \"e\"\r\n\r\n" % status)

    with through(behave) as rig:
        answer = ask2(rig.port)
        assert (answer.status, answer.body, answer.ended, answer.get("content-length")) == (status, b"", True, None)


def test_head_tells_the_length_and_has_no_body():
    def behave(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n")

    with through(behave) as rig:
        answer = ask2(rig.port, "HEAD")
        assert (answer.status, answer.body, answer.get("content-length"), answer.ended) == (200, b"", "1234", True)


def test_an_interim_answer_invites_the_body(rig):
    with Http2(rig.port) as client:
        stream = client.request("POST", "/", [("expect", "100-continue"), ("content-length", "4")], end=False)
        client.read_until(lambda: client.responses[stream].interim, "100 Continue")
        assert client.responses[stream].interim == [(100, [])]
        client.data(stream, b"body", end=True)
        assert client.response(stream).text == "got 4 bytes"
    assert rig.upstream.requests.all()[-1].get("expect") is None


def test_streams_are_served_side_by_side():
    gates = {f"/{i}": Gate() for i in range(5)}

    def behave(exchange):
        gates[exchange.request.target].await_open("its turn")
        exchange.answer(body=exchange.request.target.encode())

    with through(behave) as rig, Http2(rig.port) as client:
        streams = {path: client.request("GET", path) for path in gates}
        for path in reversed(list(gates)):
            gates[path].set()
            assert client.response(streams[path]).text == path


def test_a_hundred_streams_at_a_time(rig):
    with Http2(rig.port) as client:
        client.read_until(lambda: client.settings, "the settings")
        assert client.settings[http2.MAX_STREAMS] == 100
        for _ in range(3):
            streams = [client.request("GET", f"/{i}") for i in range(100)]
            for stream in streams:
                assert client.response(stream).status == 200


def test_a_ping_is_answered(rig):
    with Http2(rig.port) as client:
        client.ping(b"abcdefgh")


def test_a_connection_serves_one_request_after_another(rig):
    with Http2(rig.port) as client:
        for i in range(50):
            assert client.ask("GET", f"/{i}", [("x-case", str(i))]).status == 200


def test_one_port_speaks_both_versions(rig):
    assert ask(rig.port).status == 200
    assert ask2(rig.port).status == 200


def test_the_preface_may_come_byte_by_byte(rig):
    with socket.create_connection(("127.0.0.1", rig.port)) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        class Slow:
            def __getattr__(self, name):
                return getattr(sock, name)

            def sendall(self, data):
                for at in range(len(data)):
                    sock.send(data[at : at + 1])

        client = Http2(rig.port, sock=Slow())
        assert client.ask().status == 200


def test_the_log_tells_the_version(rig):
    ask2(rig.port, path="/logged-as-2")
    assert "http.version=HTTP/2.0" in rig.gateway.log_line("/logged-as-2")
