"""A client that goes away, or stops reading, at every point of an exchange: its upstream's work ends, and nothing is left.

Which test shows which fault stands in docs/threat-model.md.
"""

import pytest

from harness.configs import config, route
from harness.descriptors import Holdings
from harness.rig import Rig
from harness.wire import Wire, request_bytes

GONE = "http.client_gone"
SWITCH = [("Connection", "upgrade"), ("Upgrade", "x")]
MOST = 64 << 20  # bytes; an upstream must never get rid of so many for a client that does not read
UNFINISHED = ("in-the-body", "in-a-chunk", "owing-the-body-it-announced")
# By name: what the client does to come there, what its upstream does, the code in the log.
POINTS = {}


def point(serve=None, code=None):
    def note(arrive):
        POINTS[arrive.__name__.replace("_", "-")] = arrive, serve, code
        return arrive

    return note


# Upstreams.


def waits(exchange):
    exchange.await_close()


def begins(exchange):
    exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello")
    exchange.await_close()


def begins_chunks(exchange):
    exchange.start_chunked()
    exchange.await_close()


def switches(exchange):
    exchange.send(b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
    exchange.await_close()


def pours(start):
    """Sends until nobody takes any more, and notes how much was taken."""

    def serve(exchange):
        exchange.send(start)
        connection, taken = exchange.connection, 0
        connection.socket.settimeout(1)  # nothing taken for so long: it is blocked
        try:
            while taken < MOST:
                taken += connection.socket.send(b"x" * 65536)
        except OSError:
            pass
        exchange.request.taken = taken
        connection.upstream.requests.touch()
        connection.socket.settimeout(connection.upstream.patience)
        exchange.await_close()

    return serve


pours_an_answer = pours(b"HTTP/1.1 200 OK\r\n\r\n")
pours_into_a_tunnel = pours(b"HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")


# Points, and how a client gets there.


@point()
def in_the_head(wire, target, rig):
    wire.send(f"GET {target} HTTP/1.1\r\nHost: a\r\nX-".encode())


@point(waits, GONE)
def in_the_body(wire, target, rig):
    wire.send(f"POST {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello".encode())
    rig.await_request(target)


@point(waits, GONE)
def in_a_chunk(wire, target, rig):
    wire.send(
        f"POST {target} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello".encode()
    )
    rig.await_request(target)


@point(lambda exchange: exchange.read_body(), GONE)
def owing_the_body_it_announced(wire, target, rig):
    wire.send(
        f"POST {target} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n".encode()
    )
    assert wire.head().status == 100


@point(waits, GONE)
def before_the_answer(wire, target, rig):
    wire.send(request_bytes("GET", target))
    rig.await_request(target)


@point(waits, GONE)
def before_the_first_of_many_answers(wire, target, rig):
    wire.send(request_bytes("GET", target) * 20)
    rig.await_request(target)


@point(begins_chunks, GONE)
def at_the_answers_head(wire, target, rig):
    wire.send(request_bytes("GET", target))
    assert wire.head().status == 200


@point(begins, GONE)
def in_the_answers_body(wire, target, rig):
    wire.send(request_bytes("GET", target))
    assert wire.head().status == 200
    wire.take(5)


@point(lambda exchange: exchange.answer())
def between_requests(wire, target, rig):
    assert wire.ask("GET", target).status == 200


@point(switches)
def in_a_quiet_tunnel(wire, target, rig):
    wire.send(request_bytes("GET", target, SWITCH))
    assert wire.head().status == 101


@point(pours_an_answer, GONE)
def in_a_stream_it_does_not_read(wire, target, rig):
    wire.send(request_bytes("GET", target))
    assert wire.head().status == 200
    rig.await_backpressure(target)


@point(pours_into_a_tunnel)
def in_a_tunnel_it_does_not_read(wire, target, rig):
    wire.send(request_bytes("GET", target, SWITCH))
    assert wire.head().status == 101
    rig.await_backpressure(target)


class PointRig(Rig):
    def await_request(self, target):
        self.upstream.requests.wait_until(
            lambda all: [r for r in all if r.target == target], f"{target} at the upstream"
        )

    def await_backpressure(self, target):
        request = self.upstream.requests.wait_until(
            lambda all: next((r for r in all if r.target == target and hasattr(r, "taken")), None),
            f"an upstream of {target} that can send no more",
        )
        assert request.taken < MOST


def serve(exchange):
    name = exchange.request.target.split("/")[1]
    (POINTS[name][1] if name in POINTS else type(exchange).answer)(exchange)


@pytest.fixture(scope="module")
def rig():
    with PointRig(lambda upstream: config(route(upstream)), serve) as made:
        made.ask("/well").must_pass()
        made.holdings = Holdings(made.gateway, made.upstream)
        yield made


@pytest.mark.parametrize("way", ["close", "reset"])
@pytest.mark.parametrize("name", POINTS)
def test_a_client_that_leaves(rig, name, way):
    arrive, upstream_serves, code = POINTS[name]
    if way == "close" and name in UNFINISHED:
        code = "http.incomplete_body"  # it only ended its side, and might still read
    target = f"/{name}/{way}"
    with Wire(rig.port, receive_buffer=4096) as wire:
        arrive(wire, target, rig)
        getattr(wire, way)()
    rig.holdings.await_release()
    if upstream_serves:
        line = rig.gateway.log_line(f"http.path={target} ")
        assert code is None and "code=" not in line or f"code={code} " in line, line
    assert rig.upstream.targets().count(target) == (1 if upstream_serves else 0)
    rig.ask("/well").must_pass()
