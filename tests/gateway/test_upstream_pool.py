"""Connections to upstreams that are kept and used again: never a stale answer, never a request sent twice that must not be."""


import pytest

from harness.rig import through
from harness.waiting import Gate
from harness.wire import Wire, ask


class Dying:
    """An upstream that answers the first request on each connection and closes while the connection is idle in the pool, or closes on the
    next request, as a server with a short keep-alive does."""

    def __init__(self, die):
        self.die = die

    def __call__(self, exchange):
        if len(exchange.connection.requests) == 1:
            exchange.read_body()
            exchange.answer(body=b"first")
        else:
            self.die(exchange)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_a_request_that_meets_a_dead_pooled_connection_is_sent_once_more(method):
    with through(Dying(lambda exchange: exchange.close())) as rig:
        assert ask(rig.port).text == "first"
        assert ask(rig.port, method).status == 200
        assert len(rig.upstream.connections) == 2
        assert len(rig.upstream.requests) == 3
        rig.gateway.log_line(f"http.method={method}", "http.status=200", "retry.attempt=1")


@pytest.mark.parametrize("body", [b"", b"a body"])
def test_a_post_is_never_sent_twice(body):
    with through(Dying(lambda exchange: (exchange.read_body(), exchange.close()))) as rig:
        assert ask(rig.port).text == "first"
        response = ask(rig.port, "POST", "/pay", body=body)
        assert [t for t in rig.upstream.targets() if t == "/pay"] in (
            ["/pay"],
            [],
        ), "a POST reached the upstream twice"
        assert response.status in (200, 503)


def test_a_second_failure_is_not_repeated():
    """The fresh connection dies too: one repetition is all there is."""
    count = []

    def behave(exchange):
        count.append(exchange.request.target)
        if exchange.request.target == "/good":
            exchange.answer(body=b"good")
        else:
            exchange.close()

    with through(behave) as rig:
        assert ask(rig.port, target="/good").text == "good"
        assert ask(rig.port, target="/bad").status == 503
        assert count.count("/bad") <= 2


def test_an_idle_connection_that_the_upstream_closed_is_not_used():
    closed = Gate()

    def behave(exchange):
        exchange.read_body()
        exchange.answer(body=b"answer")
        if exchange.request.target == "/last":
            exchange.close()
            closed.set()

    with through(behave) as rig:
        assert ask(rig.port, target="/last").text == "answer"
        closed.await_open()
        for _ in range(5):
            assert ask(rig.port, "POST", "/more", body=b"x").status == 200


def test_bytes_behind_an_answer_are_not_taken_for_the_next_one():
    def behave(exchange):
        exchange.read_body()
        exchange.send(
            b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        )

    with through(behave) as rig:
        for _ in range(5):
            assert ask(rig.port).text == "ok"


def test_late_bytes_on_an_idle_connection_are_not_taken_for_an_answer():
    poisoned = Gate()

    def behave(exchange):
        exchange.read_body()
        exchange.answer(body=b"ok")
        if exchange.request.target == "/first":
            exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")
            poisoned.set()

    with through(behave) as rig:
        assert ask(rig.port, target="/first").text == "ok"
        poisoned.await_open()
        for _ in range(5):
            assert ask(rig.port).text == "ok"


def test_connection_close_from_the_upstream_is_honoured():
    with through(
        lambda exchange: (
            exchange.read_body(),
            exchange.answer(headers=[("Connection", "close")]),
            exchange.close(),
        )
    ) as rig, Wire(rig.port) as wire:
        for _ in range(5):
            assert wire.ask("GET", "/").text == "hello"
        assert len(rig.upstream.connections) == 5
