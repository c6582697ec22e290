"""How long a client may take. The limits are short here, so that nobody waits for long; how long is not looked at."""

import pytest

from harness.configs import front, route
from harness.metrics import await_hits
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import Wire, request_bytes

TIMES = {"headerTimeout": "300ms", "bodyTimeout": "300ms", "writeTimeout": "300ms"}


@pytest.fixture
def gateway(upstream):
    with Gateway(front(route(upstream), limits=TIMES)) as made:
        made.upstream = upstream
        yield made


def test_half_a_head_is_answered_with_408(gateway):
    with Wire(gateway.port()) as wire:
        answer = wire.send(b"GET / HTTP/1.1\r\nHost: a\r\n").response()
        assert answer.status == 408 and "request.head_timeout" in answer.text
        assert wire.finish_sending().is_closed()
    gateway.log_line("http.status=408", "code=request.head_timeout", "reason=Timeout")
    await_hits(gateway, "headerTimeout", 1)


def test_a_second_head_that_stalls_is_answered_too(gateway):
    with Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/") + b"GET /second HTT")
        assert wire.response().status == 200
        assert wire.response().status == 408
    assert gateway.upstream.targets() == ["/"]


def test_half_a_body_is_answered_with_408(gateway):
    with Wire(gateway.port()) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
        answer = wire.response()
        assert answer.status == 408 and "request.timeout" in answer.text
    gateway.log_line("http.status=408", "code=request.timeout", "reason=Timeout")
    await_hits(gateway, "bodyTimeout", 1)
    assert not [r for r in gateway.upstream.requests.all() if r.complete]


def test_an_idle_connection_is_closed_without_a_word(upstream):
    with Gateway(front(route(upstream), http={"http1IdleTimeout": "300ms"})) as gateway:
        with Wire(gateway.port()) as fresh, Wire(gateway.port()) as used:
            assert used.ask("GET", "/").status == 200
            assert fresh.is_closed() and used.is_closed()
        await_hits(gateway, "http1IdleTimeout", 2)


def test_the_idle_timeout_is_the_heads_too_where_it_is_shorter(upstream):
    with Gateway(front(route(upstream), http={"http1IdleTimeout": "300ms"})) as gateway:
        with Wire(gateway.port()) as wire:
            assert wire.send(b"GET / HTTP/1.1\r\n").response().status == 408


def endless(exchange):
    exchange.start_chunked()
    try:
        while True:
            exchange.chunk(b"x" * 65536)
    except OSError:
        pass


def test_a_client_that_reads_nothing_is_left():
    with Upstream(endless) as upstream, Gateway(front(route(upstream), limits=TIMES)) as gateway:
        with Wire(gateway.port(), receive_buffer=4096) as wire:
            wire.send(request_bytes("GET", "/"))
            gateway.log_line("code=http.client_stalled")
            upstream.connections.all()[0].gone.await_open("the upstream's connection")
        await_hits(gateway, "writeTimeout", 1)
