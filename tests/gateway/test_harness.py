"""The harness itself: what it would not notice, no test would."""

import pytest

from harness import tokens
from harness.http1 import Closed, ProtocolError, Reader
from harness.upstream import Upstream
from harness.wire import Wire, ask

pytestmark = pytest.mark.needs_no_binary


def reader_of(*pieces):
    pending = list(pieces)
    return Reader(lambda: pending.pop(0) if pending else b"")


def test_an_upstream_records_and_answers():
    with Upstream() as upstream:
        answer = ask(upstream.port, "POST", "/a?b=c", [("X-One", "1")], b"body")
        assert (answer.status, answer.text) == (200, "got 4 bytes")
        request = upstream.only_request()
        assert (request.method, request.target, request.body, request.get("x-one")) == (
            "POST",
            "/a?b=c",
            b"body",
            "1",
        )


def test_two_requests_on_one_connection_are_told_apart():
    with Upstream() as upstream, Wire(upstream.port) as wire:
        assert wire.ask("GET", "/1").text == "hello"
        assert wire.ask("GET", "/2").text == "hello"
        assert upstream.targets() == ["/1", "/2"] and len(upstream.connections) == 1


def test_bytes_that_are_no_http_are_a_fault_of_the_gateway():
    with pytest.raises(AssertionError, match="no HTTP"):
        with Upstream() as upstream, Wire(upstream.port) as wire:
            wire.send(b"GET / HTTP/1.1\nHost: x\n\n")
            assert wire.is_closed()


def test_chunks_and_trailers_are_read():
    response = reader_of(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"1;x=y\r\nd\r\n0\r\nX-Sum: 4\r\n\r\nrest",
    ).response()
    assert (response.body, response.chunks, response.trailers) == (
        b"abcd",
        [3, 1],
        [(b"x-sum", b"4")],
    )


@pytest.mark.parametrize(
    "bad",
    [
        b"HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
        b"HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
    ],
)
def test_malformed_responses_are_refused(bad):
    with pytest.raises(ProtocolError):
        reader_of(bad).response()


def test_a_message_cut_short_is_an_error():
    with pytest.raises(Closed):
        reader_of(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").response()
    with pytest.raises(Closed):
        reader_of(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n").response()


@pytest.mark.parametrize("algorithm", tokens.ASYMMETRIC + ["HS256", "HS384", "HS512"])
def test_tokens_have_three_parts_and_a_signature_of_the_right_size(algorithm):
    key = tokens.shared_key(algorithm)
    signature = tokens.unb64(key.token().split(".")[2])
    sizes = {"R": 256, "P": 256, "H": int(algorithm[-3:]) // 8 if algorithm[0] == "H" else 0}
    size = (
        sizes.get(algorithm[0])
        or {"ES256": 64, "ES384": 96, "ES512": 132, "EdDSA": 64, "EdDSA-Ed448": 114}[algorithm]
    )
    assert len(signature) == size
