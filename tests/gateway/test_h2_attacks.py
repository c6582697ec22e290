"""HTTP/2 requests that mean something else once they are written as HTTP/1.1, and frames that break the rules."""

import pytest

from harness import http2
from harness.configs import config, route
from harness.http2 import END_HEADERS, END_STREAM, Http2, frame, request_fields
from harness.rig import Rig
from harness.wire import Wire

EVIL = "GET /evil HTTP/1.1\r\nhost: a\r\n\r\n"


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made


def having(*headers, **pseudo):
    return request_fields(headers=headers, **pseudo)


def without(name):
    return [field for field in having() if field[0] != name]


HEADS = {
    "CRLF in a value": having(("x", "a\r\ntransfer-encoding: chunked")),
    "CRLF and a request in a value": having(("x", "a\r\n\r\n" + EVIL)),
    "LF in a value": having(("x", "a\nb: c")),
    "CR in a value": having(("x", "a\rb: c")),
    "NUL in a value": having(("x", "a\0b")),
    "a control byte in a value": having(("x", "a\x01b")),
    "DEL in a value": having(("x", "a\x7fb")),
    "a space before a value": having(("x", " a")),
    "a tab behind a value": having(("x", "a\t")),
    "CRLF in a name": having(("x: y\r\nhost", "b")),
    "a colon in a name": having(("content-length: 5", "x")),
    "a space in a name": having(("content-length ", "5")),
    "an upper-case name": having(("Host", "b")),
    "NUL in a name": having(("x\0", "a")),
    "an empty name": having(("", "a")),
    "a byte beyond ASCII in a name": having(("x\xe4", "a")),
    "transfer-encoding: chunked": having(("transfer-encoding", "chunked")),
    "transfer-encoding: identity": having(("transfer-encoding", "identity")),
    "transfer_encoding": having(("transfer_encoding", "chunked")),
    "content_length": having(("content_length", "5")),
    "connection": having(("connection", "close")),
    "connection that names another": having(("connection", "x-secret"), ("x-secret", "1")),
    "keep-alive": having(("keep-alive", "timeout=5")),
    "proxy-connection": having(("proxy-connection", "close")),
    "upgrade": having(("upgrade", "websocket")),
    "te: chunked": having(("te", "chunked")),
    "te: trailers, chunked": having(("te", "trailers, chunked")),
    "two content-lengths": having(("content-length", "0"), ("content-length", "0")),
    "a list of lengths": having(("content-length", "0, 0")),
    "a length with a sign": having(("content-length", "+0")),
    "a length in hexadecimal": having(("content-length", "0x0")),
    "a length past 63 bits": having(("content-length", "9223372036854775808")),
    "a length and no body": having(("content-length", "5")),
    "another host": having(("host", "other.test")),
    "another port in host": having(("host", "gateway.test:81")),
    "two hosts": having(("host", "gateway.test"), ("host", "gateway.test")),
    "no authority and two hosts": [
        *without(":authority"),
        ("host", "gateway.test"),
        ("host", "other.test"),
    ],
    "neither authority nor host": without(":authority"),
    "an empty authority": having(authority=""),
    "user info in the authority": having(authority="gateway.test@evil.test"),
    "a path in the authority": having(authority="gateway.test/evil"),
    "CRLF in the authority": having(authority="gateway.test\r\nx: y"),
    "a space in the authority": having(authority="gateway.test x"),
    "no method": without(":method"),
    "an empty method": having(method=""),
    "a request in the method": having(method="GET /evil HTTP/1.1\r\nhost: a\r\n\r\nGET"),
    "a space in the method": having(method="GET /evil"),
    "no scheme": without(":scheme"),
    "an unknown scheme": having(scheme="file"),
    "a URL in the scheme": having(scheme="http://evil.test/"),
    "no path": without(":path"),
    "an empty path": having(path=""),
    "a path without a slash": having(path="evil"),
    "a URL for a path": having(path="http://evil.test/"),
    "an asterisk for GET": having(path="*"),
    "a request in the path": having(path="/ok HTTP/1.1\r\nhost: a\r\n\r\nGET /evil"),
    "a space in the path": having(path="/ok HTTP/1.1"),
    "NUL in the path": having(path="/a\0b"),
    "a fragment in the path": having(path="/a#b"),
    "a byte beyond ASCII in the path": having(path="/\xe4"),
    "two methods": [*having(), (":method", "POST")],
    "two paths": [*having(), (":path", "/evil")],
    "two schemes": [*having(), (":scheme", "http")],
    "two authorities": [*having(), (":authority", "gateway.test")],
    "a pseudo-header field behind others": [*without(":path"), ("x", "y"), (":path", "/")],
    "an unknown pseudo-header field": [(":evil", "1"), *having()],
    "a status in a request": [(":status", "200"), *having()],
    ":protocol without CONNECT": [(":protocol", "websocket"), *having()],
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_that_breaks_a_rule_is_answered_and_its_stream_broken_off(rig, name):
    rig.upstream.forget()
    with Http2(rig.port) as client:
        data, stream = client.headers(HEADS[name], raw=True)
        answer = client.send(data).response(stream)
        assert answer.status == 400 and not answer.ended, answer
        assert answer.reset == http2.PROTOCOL_ERROR
        assert client.ask("GET", "/after").status == 200, "the connection goes on"
    assert [request.target for request in rig.upstream.requests.all()] == ["/after"]


OTHERS = {
    "CONNECT": ([(":method", "CONNECT"), (":authority", "evil.test:443")], 405),
    "a target that is too long": (having(path="/" + "x" * 17_000), 414),
    "too many fields": (having(*((f"x-{i}", "1") for i in range(101))), 431),
    "a head that is too large": (having(*((f"x-{i}", "y" * 3000) for i in range(30))), 431),
    "an expectation that nobody knows": (having(("expect", "200-ok")), 417),
    "an encoded slash": (having(path="/a%2fb"), 400),
    "an encoded NUL": (having(path="/a%00b"), 400),
    "a path that climbs out": (having(path="/../b"), 400),
    "a backslash": (having(path="/a\\b"), 400),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_not_served_is_refused_in_full(rig, name):
    rig.upstream.forget()
    fields, status = OTHERS[name]
    with Http2(rig.port) as client:
        block = http2.literal(fields)
        stream = client.take_stream()
        client.responses[stream] = http2.Response()
        pieces = [block[at : at + 16_384] for at in range(0, len(block), 16_384)]
        last = len(pieces) - 1
        for i, piece in enumerate(pieces):
            kind = http2.CONTINUATION if i else http2.HEADERS
            flags = (0 if i else END_STREAM) | (END_HEADERS if i == last else 0)
            client.send(frame(kind, flags, stream, piece))
        answer = client.response(stream)
        assert answer.status == status and answer.ended, answer
        assert client.ask("GET", "/after").status == 200
    assert [request.target for request in rig.upstream.requests.all()] == ["/after"]


BODIES = {
    "fewer data than promised": ("5", [b"abc"]),
    "more data than promised": ("2", [b"abc"]),
    "more data than promised, in pieces": ("2", [b"ab", b"c"]),
    "no data at all": ("5", [b""]),
    "a request behind the promised length": ("4", [b"body", EVIL.encode()]),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_what_its_head_promised_never_looks_whole_upstream(rig, name):
    rig.upstream.forget()
    length, pieces = BODIES[name]
    with Http2(rig.port) as client:
        stream = client.request("POST", "/lied", [("content-length", length)], end=False)
        for piece in pieces[:-1]:
            client.data(stream, piece)
            assert client.ask("GET", "/between").status == 200  # whoever could be misled has been
        client.data(stream, pieces[-1], end=True)
        answer = client.response(stream)
        assert answer.reset == http2.PROTOCOL_ERROR and not answer.ended
        assert client.ask("GET", "/after").status == 200
    rig.upstream.wait_for(1)
    for request in rig.upstream.requests.all():
        assert request.target in ("/lied", "/between", "/after")
        assert request.complete == (request.target != "/lied")


TRAILERS = {
    "a second head": [(":method", "GET"), (":path", "/evil")],
    "CRLF in a trailer": [("x", "a\r\nb: c")],
    "transfer-encoding in trailers": [("transfer-encoding", "chunked")],
    "an upper-case trailer": [("X", "a")],
}


@pytest.mark.parametrize("name", TRAILERS)
def test_trailers_that_break_a_rule_break_the_stream_off(rig, name):
    with Http2(rig.port) as client:
        stream = client.request("POST", "/", end=False)
        client.data(stream, b"body")
        client.send(frame(http2.HEADERS, END_HEADERS | END_STREAM, stream, http2.literal(TRAILERS[name])))
        answer = client.response(stream)
        assert answer.reset == http2.PROTOCOL_ERROR and not answer.ended
        assert client.ask().status == 200


def connection_breakers():
    header = http2.literal(having())
    return {
        "DATA on no stream": (frame(http2.DATA, 0, 0, b"x"), http2.PROTOCOL_ERROR),
        "DATA on an idle stream": (frame(http2.DATA, 0, 1, b"x"), http2.PROTOCOL_ERROR),
        "HEADERS on no stream": (frame(http2.HEADERS, 5, 0, header), http2.PROTOCOL_ERROR),
        "HEADERS on an even stream": (frame(http2.HEADERS, 5, 2, header), http2.PROTOCOL_ERROR),
        "a stream below the last": (
            frame(http2.HEADERS, 5, 5, header) + frame(http2.HEADERS, 5, 3, header),
            None,
        ),
        "CONTINUATION alone": (frame(http2.CONTINUATION, 4, 1, header), http2.PROTOCOL_ERROR),
        "another frame within a block": (
            frame(http2.HEADERS, 1, 1, header) + frame(http2.PING, 0, 0, b"12345678"),
            http2.PROTOCOL_ERROR,
        ),
        "a block that is no HPACK": (frame(http2.HEADERS, 5, 1, b"\xff\xff\xff\xff"), 9),
        "PING of a wrong size": (frame(http2.PING, 0, 0, b"1234"), http2.FRAME_SIZE_ERROR),
        "PING on a stream": (frame(http2.PING, 0, 1, b"12345678"), http2.PROTOCOL_ERROR),
        "SETTINGS of a wrong size": (frame(http2.SETTINGS, 0, 0, b"12345"), http2.FRAME_SIZE_ERROR),
        "SETTINGS on a stream": (frame(http2.SETTINGS, 0, 1), http2.PROTOCOL_ERROR),
        "a window past its limit": (
            http2.settings([(http2.INITIAL_WINDOW, 1 << 31)]),
            http2.FLOW_CONTROL_ERROR,
        ),
        "a frame size below its limit": (http2.settings([(5, 100)]), http2.PROTOCOL_ERROR),
        "a window update of nothing": (http2.window_update(0, 0), http2.PROTOCOL_ERROR),
        "a window update past the limit": (
            http2.window_update(0, (1 << 31) - 1),
            http2.FLOW_CONTROL_ERROR,
        ),
        "RST_STREAM on an idle stream": (http2.rst_stream(1), http2.PROTOCOL_ERROR),
        "PUSH_PROMISE": (frame(http2.PUSH_PROMISE, 4, 1, b"\0\0\0\2" + header), http2.PROTOCOL_ERROR),
        "a frame over the size": (frame(http2.DATA, 0, 1, b"x" * 16_385), http2.FRAME_SIZE_ERROR),
        "padding over the frame": (
            frame(http2.HEADERS, 5, 1, header) + frame(http2.HEADERS, 4, 3, header)
            + frame(http2.DATA, http2.PADDED, 3, b"\xffx"),
            http2.PROTOCOL_ERROR,
        ),
    }


@pytest.mark.parametrize("name", connection_breakers())
def test_frames_that_break_the_rules_end_the_connection(rig, name):
    data, code = connection_breakers()[name]
    with Http2(rig.port) as client:
        for stream in (1, 3, 5):
            client.responses[stream] = http2.Response()
        client.read_until(lambda: client.settings, "the settings")
        client.try_send(data)
        if code is None:  # may be a late frame of a stream that was reset: nothing comes of it
            client.ping()
            return
        assert client.rest() == code


PREFACES = {
    "one letter is wrong": http2.PREFACE[:-6] + b"X\r\n\r\n" + http2.settings(),
    "no settings": http2.PREFACE + frame(http2.PING, 0, 0, b"12345678"),
    "HTTP/1.1 behind it": http2.PREFACE + EVIL.encode(),
}


@pytest.mark.parametrize("name", PREFACES)
def test_a_preface_that_goes_wrong_ends_the_connection(rig, name):
    with Wire(rig.port) as wire:
        wire.send(PREFACES[name]).rest()
    assert "/evil" not in {request.target for request in rig.upstream.requests.all()}


def test_a_second_request_hidden_in_a_body_stays_a_body(rig):
    rig.upstream.forget()
    with Http2(rig.port) as client:
        body = b"0\r\n\r\n" + EVIL.encode()
        assert client.ask("POST", "/ok", body=body).status == 200
    request = rig.upstream.only_request()
    assert request.target == "/ok" and request.body == body
