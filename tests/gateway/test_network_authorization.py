"""Rules over the connection itself: who may not connect is closed without a word."""

import json

import pytest

from harness.configs import front, route, rules
from harness.metrics import samples, total
from harness.process import Gateway, run
from harness.waiting import Deadline
from harness.wire import Wire, request_bytes


def answered(gateway, source):
    with Wire(gateway.port(), source=source) as wire:
        data = wire.try_send(request_bytes("GET", "/")).rest()
        return bool(data) and data.startswith(b"HTTP/1.1 200")


def closings(gateway):
    return total(samples(gateway), "jotgate_connections_closed_total", by="networkAuthorization")


ONLY_TWO = rules(allow='source.address == "127.0.0.2"')


def gateway_with(upstream, rule_set, **more):
    limits = {"requestsPerConnection": 1}
    return Gateway(front(route(upstream), networkAuthorization=rule_set, limits=limits, **more))


@pytest.mark.parametrize(
    "rule_set,may",
    [
        (ONLY_TWO, {"127.0.0.2"}),
        (rules(deny='source.address == "127.0.0.2"'), {"127.0.0.1", "127.0.0.3"}),
        (rules(require='cidr("127.0.0.2/31").containsIP(source.address)'), {"127.0.0.2", "127.0.0.3"}),
        (rules(allow="destination.port > 0"), {"127.0.0.1", "127.0.0.2", "127.0.0.3"}),
        (rules(allow="source.nosuch == 1 || 1 / 0 == 1"), None),
    ],
)
def test_rules_decide_by_address(upstream, rule_set, may):
    if may is None:
        done = run("--validate-only", "-c", json.dumps(front([], networkAuthorization=rule_set)))
        assert done.code != 0 and "frontendPolicies.networkAuthorization.rules[0]" in done.stderr
        return
    with gateway_with(upstream, rule_set) as gateway:
        for source in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            assert answered(gateway, source) == (source in may), source
        assert closings(gateway) == 3 - len(may)
    assert len(upstream.requests) == len(may)


def test_a_rule_that_fails_lets_nobody_on(upstream):
    with gateway_with(upstream, rules(allow="1 / (source.port - source.port) == 1")) as gateway:
        assert not answered(gateway, "127.0.0.1")


def test_rules_may_not_read_the_request():
    value = front([], networkAuthorization=rules(allow='request.path == "/"'))
    done = run("--validate-only", "-c", json.dumps(value))
    assert done.code != 0 and "'request' is not known yet" in done.stderr, done.output


def test_a_reload_changes_them_for_new_connections(upstream):
    value = front(route(upstream))
    with Gateway(value) as gateway, Wire(gateway.port(), source="127.0.0.1") as former:
        assert former.ask("GET", "/").status == 200
        gateway.reload({**value, "frontendPolicies": {"networkAuthorization": ONLY_TWO}})
        deadline = Deadline()
        while answered_once(gateway):
            assert not deadline.passed()
        assert former.ask("GET", "/").status == 200


def answered_once(gateway):
    with Wire(gateway.port(), source="127.0.0.1") as wire:
        wire.try_send(request_bytes("GET", "/", [("Connection", "close")]))
        return bool(wire.rest())
