"""An upstream at its worst, at every point of an exchange: the client is told the truth, the log too, and nothing is left.

Which test shows which fault stands in docs/threat-model.md.
"""

import socket
from dataclasses import dataclass

import pytest

from harness.configs import config, route
from harness.descriptors import Holdings
from harness.http1 import Closed
from harness.rig import Rig
from harness.upstream import plain
from harness.wire import Wire, request_bytes

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
FAULTS = {}


@dataclass(frozen=True)
class Fault:
    work: object  # what the upstream does with an exchange
    status: int  # that the client sees; 0: its answer breaks off, or is an error when its head was not out yet
    code: str | None  # in the log


def fault(status, code=None):
    def note(work):
        FAULTS[work.__name__.replace("_", "-")] = Fault(work, status, code)
        return work

    return note


def sends_for_ever(start, more):
    """Sends until the gateway has had enough and ends the connection."""

    def work(exchange):
        exchange.read_body()
        try:
            exchange.send(start)
            while True:
                exchange.send(more)
        except OSError:
            exchange.connection.gone.set()

    return work


@fault(503, "upstream.closed")
def resets(exchange):
    exchange.reset()


@fault(503, "upstream.closed")
def closes(exchange):
    exchange.close()


@fault(503, "upstream.closed")
def ends_its_side(exchange):
    exchange.connection.socket.shutdown(socket.SHUT_WR)
    exchange.await_close()


@fault(200)
def answers_and_ends_its_side(exchange):
    exchange.answer()
    exchange.connection.socket.shutdown(socket.SHUT_WR)
    exchange.await_close()


@fault(503, "upstream.closed")
def closes_in_the_head(exchange):
    exchange.send(OK + b"X: y\r\nContent-Le")
    exchange.close()


@fault(503, "upstream.closed")
def resets_in_the_head(exchange):
    exchange.send(OK + b"X: y\r\nContent-Le")
    exchange.reset()


@fault(503, "upstream.closed")
def closes_after_an_interim_answer(exchange):
    exchange.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
    exchange.close()


@fault(0, "upstream.closed")
def promises_more_than_it_sends(exchange):
    exchange.send(OK + b"Content-Length: 100\r\n\r\nhello")
    exchange.close()


@fault(0, "upstream.closed")
def promises_more_chunks(exchange):
    exchange.send(CHUNKED + b"5\r\nhello\r\n")
    exchange.close()


@fault(200)
def sends_more_than_it_promised(exchange):
    exchange.send(plain() + b" and more")
    exchange.await_close()


@fault(502, "upstream.malformed")
def talks_no_http(exchange):
    exchange.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")
    exchange.await_close()


@fault(502, "upstream.malformed")
def answers_in_tls(exchange):
    exchange.send(b"\x15\x03\x01\x00\x02\x02\x16")
    exchange.await_close()


@fault(0, "upstream.malformed")
def chunks_that_break(exchange):
    exchange.send(CHUNKED + b"5\r\nhelloXX")
    exchange.await_close()


@fault(503, "upstream.closed")
def closes_while_it_is_sent_to(exchange):
    next(exchange.body_pieces())
    exchange.close()


@fault(503, "upstream.closed")
def resets_while_it_is_sent_to(exchange):
    next(exchange.body_pieces())
    exchange.reset()


@fault(413)
def refuses_while_it_is_sent_to(exchange):
    next(exchange.body_pieces())
    exchange.answer(413, b"too much")
    exchange.await_close()


@fault(502, "upstream.malformed")
def breaks_while_it_is_sent_to(exchange):
    next(exchange.body_pieces())
    exchange.send(b"junk\r\n\r\n")
    exchange.await_close()


for name, status, start, more in (
    ("a reason", 502, b"HTTP/1.1 200 ", b"x" * 1000),
    ("a field", 502, OK + b"X: ", b"y" * 1000),
    ("fields", 502, OK, b"X: y\r\n" * 10),
    ("a name", 502, OK, b"x" * 1000),
    ("line ends", 502, b"", b"\r\n" * 500),
    ("interim answers", 502, b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    ("a chunk's size", 0, CHUNKED, b"0" * 1000),
    ("an extension", 0, CHUNKED + b"5;", b"x" * 1000),
    ("extensions", 0, CHUNKED, b"1;xxxxxxxxxxxxx\r\ny\r\n" * 50),
    ("a trailer", 0, CHUNKED + b"0\r\nX: ", b"y" * 1000),
    ("trailers", 0, CHUNKED + b"0\r\n", b"X: y\r\n" * 10),
):
    FAULTS[f"endless {name}".replace(" ", "-")] = Fault(
        sends_for_ever(start, more), status, "upstream.malformed"
    )


class Unwell:
    """Does what the target names; anything else is answered well."""

    def __call__(self, exchange):
        made = FAULTS.get(exchange.request.target[1:])
        if made:
            made.work(exchange)
        else:
            exchange.answer()


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream)), Unwell()) as made:
        made.ask("/well").must_pass()
        made.holdings = Holdings(made.gateway, made.upstream)
        yield made


@pytest.mark.parametrize("name", FAULTS)
def test_fault(rig, name):
    made = FAULTS[name]
    with Wire(rig.port) as wire:
        if name.endswith("while-it-is-sent-to"):
            wire.send(f"POST /{name} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx".encode())
        else:
            wire.send(request_bytes("GET", f"/{name}"))
        must_be_told(wire, made.status)
    line = rig.gateway.log_line(f"http.path=/{name} ")
    assert made.code is None and "code=" not in line or f"code={made.code} " in line, line
    rig.holdings.await_release()
    rig.ask("/well").must_pass()


def must_be_told(wire, status):
    try:
        answer = wire.response()
    except Closed:
        assert status == 0, "the answer broke off"
        return
    assert answer.status == status or status == 0 and answer.status in (502, 503), answer.text
    if answer.status in (502, 503):
        assert "upstream" in answer.text
