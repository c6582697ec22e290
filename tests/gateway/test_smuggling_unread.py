"""Upstreams that do not read the bodies they are sent: what is left unread would be the next client's request.

The gateway cannot see it, so it gives no other client a connection on which it may have happened: one whose request had
a body that means nothing with its method. An Expect is met by the gateway and not sent on. What remains is in
docs/threat-model.md.
"""

import pytest

from harness.configs import config, route
from harness.rig import Rig
from harness.wire import Wire, request_bytes

PREFIX = b"GET /prefix HTTP/1.1\r\nHost: a\r\nX-Eats: "


def answers_without_reading(exchange):
    exchange.request.complete = True  # what is left is read as the next request
    exchange.answer(body=b"the answer to " + exchange.request.target.encode())


def ignores_expected(exchange):
    if exchange.request.has("expect"):
        exchange.request.complete = True
    exchange.read_body()
    exchange.answer(body=b"the answer to " + exchange.request.target.encode())


def must_not_meet(rig, method, headers=()):
    with Wire(rig.port) as attacker, Wire(rig.port) as victim:
        attacker.send(request_bytes(method, "/attack", headers, PREFIX))
        assert attacker.response(method).status == 200
        assert victim.ask("GET", "/victim").text == "the answer to /victim"
    assert rig.upstream.targets() == ["/attack", "/victim"]


@pytest.mark.parametrize("method", ["GET", "HEAD", "DELETE", "OPTIONS", "TRACE"])
def test_a_body_that_means_nothing(method):
    with Rig(lambda upstream: config(route(upstream)), answers_without_reading) as rig:
        must_not_meet(rig, method)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_that_is_expected(method):
    with Rig(lambda upstream: config(route(upstream)), ignores_expected) as rig:
        must_not_meet(rig, method, [("Expect", "100-continue")])


def test_the_connection_is_used_again_where_the_body_means_something():
    with Rig(lambda upstream: config(route(upstream))) as rig:
        for method, body in (("POST", b"x"), ("PUT", b"x"), ("GET", None), ("DELETE", None)):
            assert rig.ask("/", method=method, body=body).status == 200
        assert len(rig.upstream.connections) == 1
