"""HTTP/2 connections: how they end, what stalls on them, and what one stream's trouble does to others."""

import socket

import pytest

from harness import http2
from harness.configs import config, front, host, route
from harness.http2 import Http2
from harness.metrics import await_hits
from harness.process import Gateway
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import PATIENCE, Gate

MIB = 1 << 20
LAST = (1 << 31) - 1


def through(behave, **policies):
    return Rig(lambda upstream: front(route(upstream), **policies), behave)


# --- how they end ---


def test_a_stop_lets_streams_end_and_takes_no_more():
    gate = Gate()

    def behave(exchange):
        exchange.read_body()
        gate.await_open("the stop")
        exchange.answer(body=b"in time")

    with Upstream(behave) as upstream, Gateway(config(route(upstream))) as gateway:
        with Http2(gateway.port()) as client:
            under_way = client.request("GET", "/under-way")
            upstream.wait_for(1)
            gateway.tell_to_stop()
            client.read_until(lambda: len(client.goaways) == 2, "two GOAWAYs")
            assert [g.last_stream for g in client.goaways] == [LAST, under_way]
            client.request("GET", "/too-late")
            gate.set()
            assert client.response(under_way).text == "in time"
            assert client.rest() == http2.NO_ERROR
        assert upstream.targets() == ["/under-way"]


def test_an_idle_connection_ends_with_a_stop():
    with Rig(lambda upstream: config(route(upstream))) as rig, Http2(rig.port) as client:
        assert client.ask().status == 200
        rig.gateway.tell_to_stop()
        assert client.rest() == http2.NO_ERROR


def test_an_idle_connection_is_closed_in_time():
    with through(None, http={"http1IdleTimeout": "500ms"}) as rig, Http2(rig.port) as client:
        assert client.ask().status == 200
        assert client.rest() == http2.NO_ERROR
        await_hits(rig.gateway, "http1IdleTimeout", 1)


def test_a_head_that_does_not_come_ends_the_connection():
    with through(None, limits={"headerTimeout": "500ms"}) as rig, Http2(rig.port) as client:
        client.read_until(lambda: client.settings, "the settings")  # the answer to them, too
        data, _ = client.headers(http2.request_fields())
        client.send(http2.frame(http2.HEADERS, http2.END_STREAM, 1, data[9:]))
        assert client.rest() == http2.NO_ERROR
        await_hits(rig.gateway, "headerTimeout", 1)


def test_a_preface_that_does_not_come_ends_the_connection():
    with through(None, limits={"headerTimeout": "500ms"}) as rig:
        with socket.create_connection(("127.0.0.1", rig.port)) as sock:
            sock.settimeout(PATIENCE)
            sock.sendall(http2.PREFACE)
            while sock.recv(65536):
                pass


def test_the_last_request_of_a_connection_is_announced():
    with through(None, limits={"requestsPerConnection": 2}) as rig, Http2(rig.port) as client:
        assert client.ask().status == 200
        second = client.request()
        assert client.response(second).status == 200
        assert client.rest() == http2.NO_ERROR
        assert client.goaways[-1].last_stream == second
        await_hits(rig.gateway, "requestsPerConnection", 1)


def test_an_old_connection_ends_behind_the_answer_under_way():
    gate = Gate()

    def behave(exchange):
        gate.await_open("the GOAWAY")
        exchange.answer()

    with through(behave, http={"maxConnectionDuration": "500ms"}) as rig, Http2(rig.port) as client:
        stream = client.request()
        client.read_until(lambda: client.goaways, "a GOAWAY")
        gate.set()
        assert client.response(stream).status == 200
        assert client.rest() == http2.NO_ERROR
        await_hits(rig.gateway, "maxConnectionDuration", 1)


def test_a_silent_client_is_asked_whether_it_is_there():
    keepalive = {"http2KeepaliveInterval": "500ms", "http2KeepaliveTimeout": "500ms"}
    with through(None, http=keepalive) as rig:
        with Http2(rig.port) as client:
            for _ in range(3):  # answered by the client while it reads
                got = client.read()
                while got.kind != http2.PING:
                    got = client.read()
            assert client.ask().status == 200
        with Http2(rig.port) as client:
            client.read_until(lambda: client.settings, "the settings")
            client.acks = False
            assert client.rest() == http2.NO_ERROR
            await_hits(rig.gateway, "http2KeepaliveTimeout", 1)


# --- what is settled at their beginning ---


def test_settings_are_those_of_the_configuration():
    http = {
        "http2WindowSize": 70_000,
        "http2ConnectionWindowSize": 200_000,
        "http2FrameSize": 32_768,
        "http2MaxHeaderSize": 4096,
    }
    with through(None, http=http) as rig, Http2(rig.port) as client:
        client.read_until(lambda: client.settings and 0 in client.opened, "settings and window")
        assert client.settings[http2.INITIAL_WINDOW] == 70_000
        assert client.settings[5] == 32_768 and client.settings[6] == 4096
        assert client.opened[0] + 65_535 == 200_000
        assert client.ask("POST", body=b"x" * 32_768).text == "got 32768 bytes"
        assert client.ask("GET", headers=[("x", "y" * 4096)]).status == 431
        assert client.ask("GET", headers=[("x", "y" * 2048)]).status == 200


# --- what stalls ---


def test_a_body_that_stalls_is_given_up():
    with through(None, limits={"bodyTimeout": "500ms"}) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", [("content-length", "10")], body=b"half", end=False)
        answer = client.response(stream)
        assert answer.status == 408 or answer.reset is not None
        assert client.ask().status == 200


def test_a_client_that_takes_nothing_is_given_up_and_others_are_served():
    def behave(exchange):
        exchange.answer(body=b"x" * (MIB if exchange.request.target == "/large" else 1))

    with through(behave, limits={"writeTimeout": "500ms"}) as rig:
        with Http2(rig.port, opens_windows=False) as client:
            large = client.request("GET", "/large")
            assert client.response(large).reset == http2.CANCEL
            client.send(http2.window_update(0, MIB))
            assert client.ask("GET", "/small").status == 200
            rig.gateway.log_line("/large", "http.client_stalled")


def test_an_upload_waits_for_an_upstream_that_does_not_read():
    gate = Gate()

    def behave(exchange):
        gate.await_open("the client to be stopped")
        exchange.answer(body=b"%d" % len(exchange.read_body()))

    size = 64 * MIB
    with Rig(lambda upstream: config(route(upstream)), behave) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", end=False)
        client.read_until(lambda: client.settings, "the settings")
        stopped_at, closed = None, 0
        for sent in range(0, size, 16_384):
            while not stopped_at and client.window(stream) < 16_384 and closed < 50:
                client.ping()  # it is alive, and lets nothing more through
                closed += 1
            if closed == 50 and not stopped_at:
                stopped_at = sent
                gate.set()
            client.send_when_open(stream, b"x" * 16_384)
        gate.set()
        client.data(stream, b"", end=True)
        assert client.response(stream).text == str(size)
        assert stopped_at, "it was never stopped"


# --- one stream's trouble ---


def test_a_reset_ends_the_upstreams_work_and_nothing_else():
    gone = Gate()

    def behave(exchange):
        if exchange.request.target == "/long":
            exchange.await_close()
            gone.set()
        else:
            exchange.answer()

    with Rig(lambda upstream: config(route(upstream)), behave) as rig, Http2(rig.port) as client:
        stream = client.request("GET", "/long")
        rig.upstream.wait_for(1)
        client.send(http2.rst_stream(stream))
        gone.await_open("the end of the upstream's connection")
        assert client.ask().status == 200
        rig.gateway.log_line("/long", "http.client_gone")


def test_a_client_that_is_gone_ends_the_upstreams_work():
    gone = Gate()

    def behave(exchange):
        exchange.await_close()
        gone.set()

    with Rig(lambda upstream: config(route(upstream)), behave) as rig:
        with Http2(rig.port) as client:
            client.request("GET", "/long")
            rig.upstream.wait_for(1)
        gone.await_open("the end of the upstream's connection")


def test_an_answer_that_breaks_off_never_looks_whole():
    def behave(exchange):
        if exchange.request.target == "/broken":
            exchange.start_chunked()
            exchange.chunk(b"some")
            exchange.close()
        else:
            exchange.answer()

    with Rig(lambda upstream: config(route(upstream)), behave) as rig, Http2(rig.port) as client:
        answer = client.ask("GET", "/broken")
        assert answer.reset == http2.INTERNAL_ERROR and not answer.ended
        assert client.ask().status == 200


def test_an_early_answer_asks_the_client_to_stop():
    def behave(exchange):
        exchange.answer(413, b"too much")
        exchange.close()

    with Rig(lambda upstream: config(route(upstream)), behave) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", body=b"begin", end=False)
        answer = client.response(stream)
        assert (answer.status, answer.text, answer.ended) == (413, "too much", True)
        client.read_until(lambda: answer.reset is not None, "a reset")
        assert answer.reset == http2.NO_ERROR


def test_a_refused_upload_leaves_the_connection_to_others():
    with through(None, limits={"bodyBytes": 1000}) as rig, Http2(rig.port) as client:
        stream = client.request("POST", "/", [("content-length", "2000")], end=False)
        answer = client.response(stream)
        assert answer.status == 413 and answer.ended
        client.data(stream, b"x" * 1000)
        assert client.ask("POST", body=b"x" * 1000).status == 200


@pytest.mark.parametrize("status", [7, 0])
def test_a_calls_status_stands_in_the_log(status):
    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked([("Content-Type", "application/grpc")])
        exchange.chunk(b"\0\0\0\0\0")
        exchange.end_chunks([("Grpc-Status", str(status)), ("Grpc-Message", "so it is")])

    grpc = [("content-type", "application/grpc"), ("te", "trailers")]
    by_http1 = {"http": {"version": "HTTP/1.1"}}

    def build(upstream):
        return config(route(host(upstream, policies=by_http1)))

    with Rig(build, behave) as rig, Http2(rig.port) as client:
        answer = client.ask("POST", "/pkg.Service/Call", grpc, body=b"\0\0\0\0\0")
        assert answer.trailers == [("grpc-status", str(status)), ("grpc-message", "so it is")]
        rig.gateway.log_line("/pkg.Service/Call", f"grpc.status={status} ")


def test_a_refused_call_is_told_in_grpcs_form():
    with Rig(lambda upstream: config(route(upstream, path="/elsewhere"))) as rig:
        grpc = [("content-type", "application/grpc"), ("te", "trailers")]
        with Http2(rig.port) as client:
            answer = client.ask("POST", "/pkg.Service/Call", grpc, body=b"\0\0\0\0\0")
        assert answer.status == 200 and answer.ended and answer.get("grpc-status") == "12"
        rig.gateway.log_line("/pkg.Service/Call", "grpc.status=12 ")
