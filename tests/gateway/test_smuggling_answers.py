"""Answers that lie about where they end: whatever one upstream says to one client, the next client gets its own answer.

Each lie is told on a connection that would be used again. Behind it two other clients ask, and the first one once more;
all of them must get exactly their own. The lies stand in harness/smuggling/answers.py.
"""

import pytest

from harness.configs import config, route
from harness.http1 import Closed
from harness.rig import Rig
from harness.smuggling.answers import LIES
from harness.wire import Wire, request_bytes


class Liar:
    """Answers /lie/N with the lie of that number, and all else well."""

    def __call__(self, exchange):
        exchange.read_body()
        kind, number = exchange.request.target.strip("/").split("/")[:2]
        if kind == "lie":
            lie = LIES[int(number)]
            exchange.send(lie.says)
            if lie.closes:
                exchange.close()
        else:
            exchange.answer(body=b"the answer to " + exchange.request.target.encode())


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream)), Liar()) as made:
        yield made


def must_get_its_own(wire, target):
    assert wire.ask("GET", target).text == f"the answer to {target}"


@pytest.mark.parametrize("number", range(len(LIES)), ids=[lie.name for lie in LIES])
def test_lie(rig, number):
    lie = LIES[number]
    with Wire(rig.port) as wire:
        wire.send(request_bytes(lie.method, f"/lie/{number}", lie.asks))
        try:
            answer = wire.response(lie.method)
        except Closed:
            answer = None
            assert lie.status == 0, "the connection broke"
        if answer is not None:
            must_look_like(answer, lie)
        for who in ("second", "third"):
            with Wire(rig.port) as other:
                must_get_its_own(other, f"/{who}/{number}")
                must_get_its_own(other, f"/{who}/{number}/again")
        if answer is not None and answer.get("connection") != "close":
            must_get_its_own(wire, f"/first/{number}/again")
        assert wire.finish_sending().rest() == b""


def must_look_like(answer, lie):
    assert answer.status == (lie.status or 502), answer.text
    if answer.status == 502:
        assert "upstream.malformed" in answer.text or "upstream.upgrade" in answer.text
        assert "POISON" not in answer.text
    else:
        assert answer.body == lie.body
    heads = [answer, *answer.interim]
    assert not {name.decode() for head in heads for name, _ in head.fields} & set(lie.hides)
    assert not {name.decode() for name, _ in answer.trailers} & set(lie.drops)


def test_there_are_enough_lies():
    assert len(LIES) >= 150
    assert len({lie.name for lie in LIES}) == len(LIES)
