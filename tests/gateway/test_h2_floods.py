"""Clients that make HTTP/2 costly: each is told ENHANCE_YOUR_CALM and cut off, and others notice nothing."""

import struct

import pytest

from harness import http2
from harness.configs import config, route
from harness.http2 import END_HEADERS, END_STREAM, Http2, ask2, frame, literal, request_fields
from harness.metrics import samples, total
from harness.rig import Rig
from harness.waiting import Deadline

GET = literal(request_fields())
PING = frame(http2.PING, 0, 0, b"12345678")


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream), statsAddr="localhost:0")) as made:
        yield made


def get(stream, flags=END_HEADERS | END_STREAM):
    return frame(http2.HEADERS, flags, stream, GET)


def rapid_resets():
    for stream in range(1, 1 << 20, 2):
        yield get(stream) + http2.rst_stream(stream)


def settings():
    while True:
        yield http2.settings()


def settings_that_move_windows():
    yield b"".join(get(stream, END_HEADERS) for stream in range(1, 180, 2))
    while True:
        yield http2.settings([(http2.INITIAL_WINDOW, 0), (http2.INITIAL_WINDOW, 65_535)] * 10)


def pings():
    while True:
        yield PING


def empty_data():
    yield get(1, END_HEADERS)
    while True:
        yield frame(http2.DATA, 0, 1)


def window_updates():
    while True:
        yield http2.window_update(0, 1)


def priorities():
    while True:
        yield frame(http2.PRIORITY, 0, 3, struct.pack("!IB", 0, 1))


def unknown_frames():
    while True:
        yield frame(0xFA, 0, 0, b"x" * 100)


def continuations():
    yield frame(http2.HEADERS, END_STREAM, 1, GET)
    while True:
        yield frame(http2.CONTINUATION, 0, 1)


def header_bomb():
    entry = b"\x40" + literal([("x", "v" * 4000)])[1:]
    yield frame(http2.HEADERS, END_HEADERS | END_STREAM, 1, GET + entry + b"\xbe" * 12_000)
    while True:
        yield b""


FLOODS = {
    rapid_resets: "h2.reset_flood",
    settings: "h2.settings_flood",
    settings_that_move_windows: "h2.settings_flood",
    pings: "h2.ping_flood",
    empty_data: "h2.empty_frame_flood",
    window_updates: "h2.window_flood",
    priorities: "h2.priority_flood",
    unknown_frames: "h2.overhead_flood",
    continuations: "h2.continuation_flood",
    header_bomb: "h2.header_bomb",
}


@pytest.mark.parametrize("flood", FLOODS, ids=lambda flood: flood.__name__)
def test_a_flood_is_cut_off(rig, flood):
    with Http2(rig.port) as client:
        client.responses = Anything()
        client.read_until(lambda: client.settings, "the settings")
        sent, frames = 0, flood()
        while sent < 20_000:
            batch = b"".join(next(frames) for _ in range(100))
            sent += 100
            if not client.try_send(batch) or sent > 100 and not client.read_what_is_here():
                break
        assert client.rest() == http2.ENHANCE_YOUR_CALM
    await_faults(rig.gateway, FLOODS[flood])
    assert ask2(rig.port).status == 200


def await_faults(gateway, code):
    """Counting comes after the connection's end."""
    deadline = Deadline()
    while not total(samples(gateway), "jotgate_connection_faults_total", code=code):
        assert not deadline.passed(), f"{code} was not counted"


def test_resets_that_a_client_provokes_count_as_its_own(rig):
    with Http2(rig.port) as client:
        client.responses = Anything()
        client.read_until(lambda: client.settings, "the settings")
        # Fewer than the limit of streams at a time, so that no other rule is broken.
        for first in range(1, 1000, 100):
            batch = b"".join(
                get(stream, END_HEADERS) + http2.window_update(stream, (1 << 31) - 1)
                for stream in range(first, first + 100, 2)
            )
            if not client.try_send(batch + PING):
                break
            count = len(client.pongs)
            while len(client.pongs) == count and client.read() is not None:
                pass
        assert client.rest() == http2.ENHANCE_YOUR_CALM
    await_faults(rig.gateway, "h2.provoked_reset_flood")


class Anything(dict):
    """Answers that nobody looks at."""

    def __missing__(self, stream):
        self[stream] = http2.Response()
        return self[stream]


def test_streams_past_the_limit_are_refused_and_not_served():
    with Rig(lambda upstream: config(route(upstream))) as rig, Http2(rig.port) as client:
        client.acks = False  # the limit is not known yet, so that going past it is no fault
        streams = [client.request("POST", "/", end=False) for _ in range(150)]

        def refused():
            return [s for s in streams if client.responses[s].reset == http2.REFUSED_STREAM]

        client.read_until(lambda: len(refused()) >= 50, "refusals")
        assert refused() == streams[100:]


def test_an_honest_client_may_give_up_now_and_then(rig):
    with Http2(rig.port) as client:
        for _ in range(1000):
            assert client.ask().status == 200
            client.send(http2.rst_stream(client.request("GET", "/")))
            client.ping()
        assert client.ask().status == 200
