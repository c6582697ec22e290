"""Upstreams that break HTTP/2 or abuse it: the client gets an honest answer, the gateway goes on and stays small."""

import struct

import hpack
import pytest

from harness.h2_rig import H2Rig
from harness.h2_upstream import (
    CONTINUATION,
    DATA,
    GOAWAY,
    HEADERS,
    PING,
    RST_STREAM,
    SETTINGS,
    frame,
)
from harness.waiting import Gate

MIB = 1 << 20
END_STREAM, END_HEADERS, ACK = 1, 4, 1
PUSH_PROMISE, WINDOW_UPDATE, PRIORITY, UNKNOWN = 5, 8, 2, 0xEE


def block(*fields):
    """A header block that no table remembers."""
    encoder = hpack.Encoder()
    return encoder.encode([hpack.NeverIndexedHeaderTuple(n, v) for n, v in fields], huffman=False)


OK = block((b":status", b"200"))


def rig_before(behave):
    # The upstream's own state knows nothing of what it sends by hand.
    return H2Rig(behave, honest=False)


def behave_badly(misdeed):
    """Answers `/good` well and everything else by `misdeed(stream)`."""

    def behave(stream):
        if stream.target == "/good":
            stream.answer(body=b"good")
        else:
            misdeed(stream)
            stream.connection.gone.wait(1)

    return behave


def must_go_on(rig):
    for _ in range(2):
        assert rig.ask(target="/good").text == "good"


MALFORMED = {
    "no status": block((b"x", b"1")),
    "two statuses": block((b":status", b"200"), (b":status", b"200")),
    "status behind a field": block((b"x", b"1"), (b":status", b"200")),
    "a request's pseudo field": block((b":status", b"200"), (b":path", b"/")),
    "an unknown pseudo field": block((b":status", b"200"), (b":x", b"1")),
    "status 99": block((b":status", b"099")),
    "status 2000": block((b":status", b"2000")),
    "status text": block((b":status", b"OK!")),
    "status 101": block((b":status", b"101")),
    "an upper-case name": block((b":status", b"200"), (b"X-Upper", b"1")),
    "an empty name": block((b":status", b"200"), (b"", b"1")),
    "a space in a name": block((b":status", b"200"), (b"x y", b"1")),
    "a colon in a name": block((b":status", b"200"), (b"x:y", b"1")),
    "CRLF in a value": block((b":status", b"200"), (b"x", b"a\r\nset-cookie: evil=1")),
    "LF in a value": block((b":status", b"200"), (b"x", b"a\nb")),
    "NUL in a value": block((b":status", b"200"), (b"x", b"a\0b")),
    "CRLF in a name": block((b":status", b"200"), (b"x: 1\r\ny", b"1")),
    "a space in front of a value": block((b":status", b"200"), (b"x", b" 1")),
    "connection": block((b":status", b"200"), (b"connection", b"close")),
    "transfer-encoding": block((b":status", b"200"), (b"transfer-encoding", b"chunked")),
    "keep-alive": block((b":status", b"200"), (b"keep-alive", b"timeout=5")),
    "upgrade": block((b":status", b"200"), (b"upgrade", b"h2c")),
    "two lengths": block((b":status", b"200"), (b"content-length", b"5"), (b"content-length", b"6")),
    "a signed length": block((b":status", b"200"), (b"content-length", b"+5")),
    "a list of lengths": block((b":status", b"200"), (b"content-length", b"5, 5")),
    "a huge length": block((b":status", b"200"), (b"content-length", b"99999999999999999999")),
    "too many fields": block((b":status", b"200"), *((b"x", b"1") for _ in range(200))),
    "too large a head": block((b":status", b"200"), *((b"x", b"a" * 35_000) for _ in range(2))),
}


def send_head(stream, head, flags=0):
    """In HEADERS and as many CONTINUATION frames as it takes."""
    first, rest = head[:16_000], head[16_000:]
    stream.raw(HEADERS, flags | (0 if rest else END_HEADERS), first)
    while rest:
        piece, rest = rest[:16_000], rest[16_000:]
        stream.raw(CONTINUATION, 0 if rest else END_HEADERS, piece)


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_head_is_502_and_nothing_of_it_reaches_the_client(name):
    def misdeed(stream):
        send_head(stream, MALFORMED[name])
        stream.raw(DATA, END_STREAM, b"hello")

    with rig_before(behave_badly(misdeed)) as rig:
        response = rig.ask()
        assert response.status == 502 and "upstream.malformed" in response.text, response.text
        assert not response.has("set-cookie") and not response.has("x")
        must_go_on(rig)
        assert len(rig.upstream.connections) == 1, "a stream's fault is not its connection's"


def test_data_before_a_head_is_502():
    with rig_before(behave_badly(lambda s: s.raw(DATA, END_STREAM, b"hello"))) as rig:
        assert rig.ask().status in (502, 503)
        must_go_on(rig)


@pytest.mark.parametrize("sent", [b"", b"four", b"sixsix"], ids=["none", "less", "more"])
def test_a_body_that_is_not_as_long_as_promised_never_looks_whole(sent):
    def misdeed(stream):
        send_head(stream, block((b":status", b"200"), (b"content-length", b"5")))
        stream.raw(DATA, END_STREAM, sent)

    with rig_before(behave_badly(misdeed)) as rig:
        try:
            response = rig.ask()
            assert response.status == 502
        except Exception as error:  # the connection broke off
            assert "Closed" in type(error).__name__
        must_go_on(rig)


@pytest.mark.parametrize(
    "trailer", [(b":status", b"200"), (b"X-Upper", b"1"), (b"x", b"a\r\nb"), (b"connection", b"x")]
)
def test_malformed_trailers_break_the_answer(trailer):
    def misdeed(stream):
        send_head(stream, OK)
        stream.raw(DATA, 0, b"hello")
        send_head(stream, block(trailer), END_STREAM)

    with rig_before(behave_badly(misdeed)) as rig:
        try:
            assert rig.ask().status == 502
        except Exception as error:
            assert "Closed" in type(error).__name__
        must_go_on(rig)


def setting(number, value):
    return struct.pack(">HI", number, value)


BROKEN = {
    "a push": lambda s: s.raw(PUSH_PROMISE, END_HEADERS, struct.pack(">I", 2) + OK),
    "data on stream 0": lambda s: s.connection.send(frame(DATA, 0, 0, b"x")),
    "a head on an idle stream": lambda s: s.connection.send(frame(HEADERS, END_HEADERS, 99, OK)),
    "a head on an even stream": lambda s: s.connection.send(frame(HEADERS, END_HEADERS, 2, OK)),
    "a reset of an idle stream": lambda s: s.connection.send(frame(RST_STREAM, 0, 99, b"\0" * 4)),
    "a frame that is too large": lambda s: s.raw(DATA, 0, b"x" * 20_000),
    "settings of a wrong size": lambda s: s.connection.send(frame(SETTINGS, 0, 0, b"x")),
    "a window beyond all bounds": lambda s: s.connection.send(
        frame(SETTINGS, 0, 0, setting(4, 1 << 31))
    ),
    "a window that overflows": lambda s: s.connection.send(
        frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", (1 << 31) - 1))
    ),
    "a ping of a wrong size": lambda s: s.connection.send(frame(PING, 0, 0, b"x")),
    "a goaway that is too short": lambda s: s.connection.send(frame(GOAWAY, 0, 0, b"x")),
    "an undecodable head": lambda s: s.raw(HEADERS, END_HEADERS, b"\xff" * 50),
    "a value beyond what is decoded": lambda s: send_head(
        s, block((b":status", b"200"), (b"x", b"a" * 70_000))
    ),
    "a continuation without a head": lambda s: s.raw(CONTINUATION, END_HEADERS, OK),
    "a head that is interrupted": lambda s: (
        s.raw(HEADERS, 0, OK),
        s.connection.send(frame(PING, 0, 0, b"x" * 8)),
    ),
    "HTTP/1.1": lambda s: s.connection.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
    "padding that is longer than its frame": lambda s: s.raw(DATA, 8, b"\xff\0"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_framing_ends_the_connection(name):
    with rig_before(behave_badly(BROKEN[name])) as rig:
        response = rig.ask()
        assert response.status in (502, 503), response.text
        assert "upstream.malformed" in response.text or "upstream.closed" in response.text
        must_go_on(rig)


FLOODS = {
    "settings": lambda s: frame(SETTINGS, 0, 0, setting(4, 65_535)),
    "pings": lambda s: frame(PING, 0, 0, b"x" * 8),
    "interim heads": lambda s: frame(HEADERS, END_HEADERS, s.number, block((b":status", b"103"))),
    "continuations": lambda s: frame(CONTINUATION, 0, s.number, b""),
    "heads without an end": lambda s: frame(CONTINUATION, 0, s.number, block((b"x", b"y" * 8_000))),
    "trailers of a finished stream": lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s.number, OK),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_stopped(name):
    """However long it goes on, the gateway ends the connection and does not grow."""
    stopped = Gate()

    def misdeed(stream):
        if "continuations" in name or "without an end" in name:
            stream.raw(HEADERS, 0, OK)
        if "finished" in name:
            send_head(stream, OK, END_STREAM)
        flood = FLOODS[name](stream) * 64
        try:
            while True:
                stream.connection.send(flood)
        except OSError:
            stopped.set()

    with rig_before(behave_badly(misdeed)) as rig:
        before = rig.gateway.peak_memory()
        response = rig.ask()
        assert response.status in (200, 502, 503)
        stopped.await_open("the gateway's end of the flood")
        must_go_on(rig)
        assert rig.gateway.peak_memory() - before < 64 * MIB


def test_a_header_bomb_stays_small():
    """One entry of the table, referred to again and again (CVE-2016-6581, CVE-2025-53020)."""

    def misdeed(stream):
        entry = b"\x40\x01x" + b"\x7f" + bytes([(4_000 - 127) & 0x7F | 0x80, (4_000 - 127) >> 7]) + b"y" * 4_000
        stream.raw(HEADERS, 0, OK + entry)
        try:
            for _ in range(10_000):
                stream.raw(CONTINUATION, 0, b"\xbe" * 16_000)
        except OSError:
            pass

    with rig_before(behave_badly(misdeed)) as rig:
        before = rig.gateway.peak_memory()
        assert rig.ask().status in (502, 503)
        must_go_on(rig)
        assert rig.gateway.peak_memory() - before < 64 * MIB


@pytest.mark.parametrize("kind", [PRIORITY, UNKNOWN])
def test_frames_that_mean_nothing_change_nothing(kind):
    def behave(stream):
        payload = b"\0\0\0\0\x10" if kind == PRIORITY else b"whatever"
        for _ in range(100):
            stream.raw(kind, 0, payload)
        stream.answer(body=b"good")

    with rig_before(behave) as rig:
        assert rig.ask().text == "good"
