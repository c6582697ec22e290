"""Request smuggling: attacks on what ends where, each in its places on a connection, before an upstream that records.

For each attack it is known how many answers there are, with which status, and which requests arrive upstream, with which
bodies, in which order: never more, never other bytes. A part of the paths needs a token, so that a smuggled request is
an unauthenticated hit. What arrived is read twice, by http1.py as it comes and by strictest.py as a whole. The attacks
stand in harness/smuggling; older ones, on the same questions, in harness/attacks.py.
"""

import re

import pytest

from harness import strictest, tokens
from harness.configs import config, jwt_auth, route
from harness.http1 import Closed
from harness.rig import Rig
from harness.smuggling import bodies, chunks, codings, connections, hosts, lengths, lines, targets
from harness.smuggling.case import GOOD
from harness.wire import Wire

KEY = tokens.shared_key("ES256")
TABLES = (lengths, codings, lines, targets, hosts, chunks, bodies, connections)
ATTACKS = [attack for module in TABLES for attack in module.TABLE.attacks]
# Where an attack stands on its connection: at the start, behind a good request in the same segment, byte by byte.
PLACES = ("first", "behind", "bytewise")
BYTEWISE = 400  # bytes; longer ones say nothing new that way
TESTS = [
    (place * 2000 + number, attack, name)
    for place, name in enumerate(PLACES)
    for number, attack in enumerate(ATTACKS)
    if name != "bytewise" or len(attack.data) <= BYTEWISE
]
PERMITTED = []  # the requests that may have arrived by the end of all tests


def answer_with_its_target(exchange):
    exchange.read_body()
    exchange.answer(body=b"answer to " + exchange.request.target.encode())


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        location = {"header": {"name": "X-Token"}}
        policies = {
            "/open": None,
            "/p": {"jwtAuth": jwt_auth([KEY])},
            "/field": {"jwtAuth": jwt_auth([KEY], location=location)},
        }
        return config(
            [route(upstream, path=path, policies=made) for path, made in policies.items()]
        )

    with Rig(build, answer_with_its_target) as made:
        yield made
        must_have_read_alike(made.upstream)


def must_have_read_alike(upstream):
    """Once more, now that nothing can be under way, and by the other reader."""
    raw = [connection.raw for connection in upstream.connections.all()]
    read = [(sent.target, sent.body) for data in raw for sent in strictest.read_all(data)]
    seen = [(r.target, r.body) for r in upstream.requests.all() if r.complete]
    assert sorted(read) == sorted(seen), "two strict readers do not agree on what arrived"
    assert sorted(read) == sorted(PERMITTED)


def send(wire, data, place):
    if place != "bytewise":
        return wire.try_send(data)
    for at in range(len(data)):
        wire.try_send(data[at : at + 1])
    return wire


def read_answers(wire, expected):
    """All final answers until the connection ends; they must parse to the last byte."""
    answers = []
    for what in expected:
        method = what[1] if isinstance(what, tuple) else "GET"
        try:
            answers.append(wire.response(method))
        except Closed as ended:
            assert not ended.partial, f"half an answer: {ended.partial!r}"
            break
    assert wire.rest() == b"", "something was said behind the last answer"
    return answers


def arrived(upstream, number):
    return [
        r for r in upstream.requests.all() if re.search(r"(?<!\d)%04d(?!\d)" % number, r.target)
    ]


@pytest.mark.parametrize("number,attack,place", TESTS, ids=[f"{a.name}, {p}" for _, a, p in TESTS])
def test_attack(rig, number, attack, place):
    data = attack.numbered(number).replace(b"TOKEN", KEY.token().encode())
    statuses, arrivals = list(attack.answers), attack.arrivals(number)
    if place == "behind":
        data = GOOD.replace(b"NNNN", b"%04d" % number) + data
        statuses, arrivals = [200, *statuses], [(f"/open/good/{number:04}", b""), *arrivals]
    faults = len(rig.upstream.faults)
    with Wire(rig.port) as wire:
        send(wire, data, place).finish_sending()
        answers = read_answers(wire, statuses)
    got = [answer.status for answer in answers]
    seen = arrived(rig.upstream, number)
    whole = [(request.target, request.body) for request in seen if request.complete]
    PERMITTED.extend(whole)
    if attack.ends_after and len(got) < len(statuses):
        statuses = statuses[: len(statuses) - len(attack.answers) + attack.ends_after]
        arrivals = arrivals[: statuses.count(200)]
    expected = [what[0] if isinstance(what, tuple) else what for what in statuses]
    assert got == expected, f"{got} were answered: {[a.text for a in answers]}"
    assert whole == arrivals
    assert len(seen) - len(whole) <= int(attack.begins), "a request began that must not"
    assert rig.upstream.faults[faults:] == []
    must_answer_each_its_own(answers, whole)
    if attack.head:
        must_have_fields(
            next(r for r in seen if r.target == attack.arrivals(number)[0][0]), attack.head
        )


def must_answer_each_its_own(answers, whole):
    passed = [a.body for a in answers if a.status == 200]
    for body, (target, _) in zip(passed, whole, strict=True):
        assert body in (b"answer to " + target.encode(), b""), "somebody else's answer"


def must_have_fields(request, fields):
    for name, value in fields:
        found = [v for n, v in request.fields if n == name]
        assert found == ([] if value is None else [value]), f"{name!r} arrived as {found}"


def test_there_are_enough_attacks():
    assert len(ATTACKS) >= 300
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS)


def test_the_gateway_serves_on(rig):
    answer = rig.ask("/open/fine").must_pass()
    PERMITTED.append((answer.target, b""))
    assert rig.gateway.is_running()
