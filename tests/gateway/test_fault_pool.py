"""Pooled connections that die just as they are used again: many races, none of which may cost an answer or ask twice.

The cases that need no race stand in test_upstream_pool.py.
"""

import collections

import pytest

from harness.configs import config, route
from harness.descriptors import Holdings
from harness.rig import Rig
from harness.wire import Wire

ROUNDS = 300
LAST = "/last"


class ShortOfBreath:
    """Ends each connection right behind an answer, without a word of it: the gateway learns when it would use it again."""

    def __init__(self, end):
        self.end = end

    def __call__(self, exchange):
        exchange.read_body()
        exchange.answer(body=exchange.request.target.encode())
        if exchange.request.target == LAST:
            return
        if len(exchange.connection.requests) > 1 or exchange.request.target.endswith("0"):
            getattr(exchange, self.end)()


@pytest.mark.parametrize("end", ["close", "reset"])
@pytest.mark.parametrize("method", ["GET", "PUT", "POST"])
def test_a_connection_that_dies_as_it_is_used_again(method, end):
    body = None if method == "GET" else b"body"
    with Rig(lambda upstream: config(route(upstream)), ShortOfBreath(end)) as rig:
        holdings = Holdings(rig.gateway, rig.upstream)
        with Wire(rig.port) as wire:
            for number in range(ROUNDS):
                answer = wire.ask(method, f"/{number}", body=body)
                if method == "GET":
                    assert answer.text == f"/{number}"
                else:
                    assert answer.status in (200, 503), answer.text
            # The gateway learns of the one that was reset last when it would use it again.
            assert wire.ask("GET", LAST).text == LAST
        times = collections.Counter(rig.upstream.targets())
        most = 1 if method == "POST" else 2
        assert max(times.values()) <= most
        holdings.await_release()
