"""Request smuggling and its relatives: raw bytes against a recording upstream.

Each case says which requests may arrive upstream. Whatever the gateway answers, no other request may come out of it,
and what arrives must be strict HTTP/1.1 (the upstream's reader repairs nothing).
"""

import re

import pytest

from harness.attacks import CASES, CHUNKED, EVIL, post
from harness.configs import config, route
from harness.rig import Rig
from harness.wire import Wire

# Requests carry the number of their case, so that one that arrives late is still known. The lengths in the cases count on it.
PERMITTED = {}


def numbered(number, text):
    """/ok becomes /k012 and so on; all but /ok keep their length."""
    for name, short in (("/ok", "/k"), ("/evil", "/e"), ("/second", "/sec")):
        text = text.replace(name.encode(), f"{short}{number:03}".encode())
    return text


def arrived(upstream, number):
    found = [request.target for request in upstream.requests.all()]
    return [target for target in found if re.search(f"{number:03}$", target.split("?")[0])]


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made
        for number, allowed in PERMITTED.items():  # once more, now that nothing can be under way
            must_be_permitted(arrived(made.upstream, number), allowed, b"")


def must_be_permitted(targets, allowed, answer):
    left = iter(allowed)
    assert all(
        target in left for target in targets
    ), f"{targets} arrived, only {allowed} may; the client was told {answer[:200]!r}"


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.id for case in CASES])
def test_attack(rig, number):
    data, allowed, status = CASES[number].values
    PERMITTED[number] = [numbered(number, target.encode()).decode() for target in allowed]
    with Wire(rig.port) as wire:
        wire.try_send(numbered(number, data)).finish_sending()
        answer = wire.rest()
    must_be_permitted(arrived(rig.upstream, number), PERMITTED[number], answer)
    assert not rig.upstream.faults, rig.upstream.faults
    if status is not None:
        assert answer.startswith(
            b"HTTP/1.1 %d " % status
        ), f"expected {status}, got {answer[:300]!r}"
    if status is not None and status >= 400:
        assert (
            b"\r\nconnection: close\r\n" in answer.lower()
        ), f"the connection was not closed after a malformed request: {answer[:300]!r}"
        assert (
            answer.lower().count(b"http/1.1 ") == 1
        ), f"something was answered behind the refusal: {answer!r}"


def test_there_are_enough_cases():
    assert len(CASES) >= 150


def test_the_gateway_serves_on_after_all_of_them(rig):
    assert rig.ask("/fine").must_pass().target == "/fine"
    assert rig.gateway.is_running()


def test_attacks_after_a_good_request_on_the_same_connection(rig):
    with Wire(rig.port) as wire:
        assert wire.ask("POST", "/before-attack", body=b"x").status == 200
        wire.try_send(
            post(b"Content-Length: 6", CHUNKED, body=b"0\r\n\r\n" + EVIL)
        ).finish_sending()
        assert wire.rest().startswith(b"HTTP/1.1 400 ")
    assert (
        rig.upstream.targets().count("/before-attack") == 1
        and "/evil" not in rig.upstream.targets()
    )
