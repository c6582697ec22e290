"""A WebSocket on a stream: an extended CONNECT, passed on as an upgrade of HTTP/1.1 (RFC 8441)."""

import pytest

from harness import http2
from harness.configs import config, route
from harness.http2 import Http2
from harness.rig import Rig
from harness.waiting import Gate

SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"
ENABLE_CONNECT = 8


def connect(client, path="/ws", protocol="websocket", headers=()):
    fields = [
        (":method", "CONNECT"),
        (":protocol", protocol),
        (":scheme", "http"),
        (":authority", "gateway.test"),
        (":path", path),
        ("sec-websocket-version", "13"),
        *headers,
    ]
    data, stream = client.headers(fields, end=False)
    client.send(data)
    return stream


def through(behave, **policies):
    return Rig(lambda upstream: config(route(upstream, **policies)), behave)


def swap_cases(exchange):
    exchange.send(SWITCH + b"welcome")
    while data := exchange.connection.socket.recv(65536):
        exchange.send(data.swapcase())
    exchange.close()


def test_bytes_pass_both_ways_until_both_have_ended():
    with through(swap_cases) as rig, Http2(rig.port) as client:
        client.read_until(lambda: client.settings, "the settings")
        assert client.settings[ENABLE_CONNECT] == 1
        stream = connect(client, headers=[("sec-websocket-protocol", "chat")])
        answer = client.head(stream)
        assert answer.status == 200 and answer.get("sec-websocket-accept") is None
        client.read_until(lambda: answer.body == b"welcome", "a welcome")
        large = b"Hello" * 40_000
        for at in range(0, len(large), 16_000):
            client.send_when_open(stream, large[at : at + 16_000])
        client.read_until(lambda: answer.body == b"welcome" + large.swapcase(), "all of it back")
        client.data(stream, b"", end=True)
        assert client.response(stream).ended
    request = rig.upstream.requests.all()[0]
    assert request.method == "GET" and request.target == "/ws"
    assert request.get("upgrade") == "websocket" and request.get("sec-websocket-key")
    assert request.get("sec-websocket-protocol") == "chat"


def test_a_reset_ends_the_upstreams_side():
    gone = Gate()

    def behave(exchange):
        exchange.send(SWITCH)
        exchange.await_close()
        gone.set()

    with through(behave) as rig, Http2(rig.port) as client:
        stream = connect(client)
        assert client.head(stream).status == 200
        client.send(http2.rst_stream(stream))
        gone.await_open("the end of the upstream's side")
        client.ping()


def test_an_upstream_that_declines_gives_a_plain_answer():
    with through(lambda exchange: exchange.answer(426, b"no")) as rig, Http2(rig.port) as client:
        stream = connect(client)
        answer = client.response(stream)
        assert (answer.status, answer.text) == (426, "no")


def test_rules_hold_for_it_as_for_any_request():
    rules = {"authorization": {"rules": ['request.path != "/ws"']}}
    with through(swap_cases, policies=rules) as rig, Http2(rig.port) as client:
        assert client.response(connect(client)).status == 403
        assert client.head(connect(client, "/other")).status == 200


@pytest.mark.parametrize("protocol", ["h2c", "tls", "x"])
def test_another_protocol_is_refused(protocol):
    with through(swap_cases) as rig, Http2(rig.port) as client:
        assert client.response(connect(client, protocol=protocol)).status == 501
        assert not rig.upstream.requests.all()
