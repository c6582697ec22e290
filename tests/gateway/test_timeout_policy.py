"""The policy `timeout`: what takes too long is answered with 504 or, once the answer has begun, broken off."""

import json

import pytest

from harness.configs import config, front, route
from harness.h2_rig import H2Rig
from harness.http1 import Closed
from harness.metrics import await_hits
from harness.process import Gateway, run
from harness.upstream import Deaf, Upstream
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

SHORT = "300ms"


def timeout(request=None, backend=None):
    times = {"requestTimeout": request, "backendRequestTimeout": backend}
    return {"timeout": {name: time for name, time in times.items() if time}}


def silent(exchange):
    """Takes a request and answers nothing until it is left."""
    exchange.read_body()
    exchange.await_close()


def half_streamed(exchange):
    exchange.start_chunked([("Content-Type", "text/event-stream")])
    exchange.chunk(b"data: 1\n\n")
    exchange.await_close()


@pytest.mark.parametrize(
    "times,code,limit",
    [
        ({"request": SHORT}, "timeout.request", "requestTimeout"),
        ({"backend": SHORT}, "timeout.backend", "backendRequestTimeout"),
        ({"request": "1h", "backend": SHORT}, "timeout.backend", "backendRequestTimeout"),
        ({"request": SHORT, "backend": "1h"}, "timeout.request", "requestTimeout"),
    ],
)
def test_a_silent_backend_is_left_and_answered_for(times, code, limit):
    with Upstream(silent) as upstream:
        with Gateway(front(route(upstream, policies=timeout(**times)))) as gateway:
            with Wire(gateway.port()) as wire:
                answer = wire.ask("GET", "/")
                assert answer.status == 504 and f"({code})" in answer.text
                upstream.connections.all()[0].gone.await_open("the upstream's connection")
                assert wire.ask("GET", "/again").status == 504, "the connection can go on"
            gateway.log_line("http.status=504", f"code={code}", "reason=Timeout", "http.path=/ ")
            await_hits(gateway, limit, 2)


def test_a_grpc_caller_reads_deadline_exceeded():
    def never(stream):
        stream.was_reset.await_open("the gateway's reset")

    with H2Rig(never, timeout(request=SHORT)) as rig:
        answer = rig.ask("POST", headers=[("Content-Type", "application/grpc")], body=b"")
        assert (answer.status, answer.get("grpc-status")) == (200, "4")


def test_a_quick_answer_is_not_touched(upstream):
    policies = timeout(request="1h", backend="1h")
    with Gateway(config(route(upstream, policies=policies))) as gateway:
        with Wire(gateway.port()) as wire:
            for _ in range(3):
                assert wire.ask("GET", "/").status == 200


def test_a_stream_is_broken_off_when_the_requests_time_is_up():
    with Upstream(half_streamed) as upstream:
        with Gateway(front(route(upstream, policies=timeout(request=SHORT)))) as gateway:
            with Wire(gateway.port()) as wire:
                wire.send(request_bytes("GET", "/"))
                with pytest.raises(Closed):  # no end of the chunks: it does not look whole
                    wire.response()
            gateway.log_line("http.status=200", "code=timeout.request")
            upstream.connections.all()[0].gone.await_open("the upstream's connection")
            await_hits(gateway, "requestTimeout", 1)


def test_a_stream_may_outlive_the_backends_time():
    """It ends with the head of the answer."""
    opened = Gate()

    def streamed(exchange):
        exchange.start_chunked()
        exchange.chunk(b"first ")
        opened.await_open("the gate")
        exchange.chunk(b"second")
        exchange.end_chunks()

    with Upstream(streamed) as upstream, Upstream(silent) as never:
        routes = [
            route(upstream, path="/stream", policies=timeout(backend=SHORT)),
            route(never, path="/never", policies=timeout(backend=SHORT)),
        ]
        with Gateway(config(routes)) as gateway, Wire(gateway.port()) as wire:
            wire.send(request_bytes("GET", "/stream"))
            head = wire.head()
            assert head.status == 200
            # Its time is up for certain when that of a request that came later is.
            assert ask(gateway.port(), target="/never").status == 504
            opened.set()
            assert b"second" in wire.take(len(b"6\r\nfirst \r\n6\r\nsecond\r\n0\r\n\r\n"))


def test_a_client_that_does_not_read_is_left_when_the_requests_time_is_up():
    def endless(exchange):
        exchange.start_chunked()
        try:
            while True:
                exchange.chunk(b"x" * 65536)
        except OSError:
            pass

    with Upstream(endless) as upstream:
        with Gateway(config(route(upstream, policies=timeout(request=SHORT)))) as gateway:
            with Wire(gateway.port(), receive_buffer=4096) as wire:
                wire.send(request_bytes("GET", "/"))
                gateway.log_line("code=timeout.request")


def test_an_upload_that_stalls_counts():
    with Upstream() as upstream:
        with Gateway(config(route(upstream, policies=timeout(request=SHORT)))) as gateway:
            with Wire(gateway.port()) as wire:
                wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
                answer = wire.response()
                assert answer.status == 504 and "timeout.request" in answer.text
        assert not [r for r in upstream.requests.all() if r.complete]


def test_a_connection_that_is_never_made_counts():
    """Connecting alone may take ten seconds; the policy's time ends it before."""
    with Deaf() as deaf:
        routes = route(f"127.0.0.1:{deaf.port}", policies=timeout(request=SHORT))
        with Gateway(config(routes)) as gateway:
            answer = ask(gateway.port())
            assert answer.status == 504 and "timeout.request" in answer.text


def test_a_delay_counts(upstream):
    policies = {**timeout(request=SHORT), "delay": {"duration": "1h"}}
    with Gateway(config(route(upstream, policies=policies))) as gateway:
        answer = ask(gateway.port())
        assert answer.status == 504 and "timeout.request" in answer.text
    assert len(upstream.requests) == 0


def test_a_tunnel_may_outlive_every_time():
    def switching(exchange):
        if not exchange.request.has("upgrade"):
            return silent(exchange)
        exchange.send(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")
        exchange.send(exchange.connection.reader.take(4, "ping"))
        return exchange.close()

    with Upstream(switching) as upstream:
        policies = timeout(request=SHORT, backend=SHORT)
        with Gateway(config(route(upstream, policies=policies))) as gateway:
            with Wire(gateway.port()) as wire:
                wire.send(
                    request_bytes("GET", "/", [("Connection", "upgrade"), ("Upgrade", "x")])
                )
                assert wire.head().status == 101
                assert ask(gateway.port()).status == 504, "the tunnel's time is up too"
                assert wire.send(b"ping").rest() == b"ping"


@pytest.mark.parametrize("where", ["gateway", "llm"])
def test_it_stands_at_routes_only(where):
    policy = timeout(request="1s")
    value = {
        "gateway": {"gateways": {"default": {"port": 0, **policy}}},
        "llm": {"llm": {"port": 0, "policies": policy, "models": []}},
    }[where]
    done = run("--validate-only", "-c", json.dumps(value))
    assert done.code != 0 and "timeout: unknown key" in done.stderr, done.output
