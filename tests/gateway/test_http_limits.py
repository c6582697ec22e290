"""Limits of a request's head, at their edges: what still passes, and what does not."""

import pytest

from harness.attacks import get
from harness.configs import config, route
from harness.rig import Rig
from harness.wire import Wire


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made


def sized_head(size):
    start = b"GET /ok HTTP/1.1\r\nHost: a\r\n"
    left = size - len(start) - 2
    lines = b""
    while left > 0:
        take = min(left, 4000)
        if left - take < 10 and left != take:
            take = left - 10
        lines += b"X: " + b"a" * (take - 5) + b"\r\n"
        left -= take
    return start + lines + b"\r\n"


@pytest.mark.parametrize(
    "size,status", [(60_000, 200), (65_000, 200), (66_000, 431), (300_000, 431)]
)
def test_a_heads_bytes_are_limited(rig, size, status):
    with Wire(rig.port) as wire:
        assert wire.try_send(sized_head(size)).response().status == status


@pytest.mark.parametrize("count,status", [(98, 200), (99, 200), (101, 431), (5000, 431)])
def test_a_heads_fields_are_limited(rig, count, status):
    with Wire(rig.port) as wire:
        assert wire.try_send(get(*[b"X: y"] * count)).response().status == status


@pytest.mark.parametrize(
    "size,status", [(16_000, 200), (16_384, 200), (16_385, 414), (60_000, 414), (200_000, 414)]
)
def test_a_targets_length_is_limited(rig, size, status):
    with Wire(rig.port) as wire:
        assert wire.try_send(get(target=b"/" + b"a" * (size - 1))).response().status == status


def test_a_head_without_end_is_refused_not_collected(rig):
    with Wire(rig.port) as wire:
        wire.send(b"GET /ok HTTP/1.1\r\nHost: a\r\n")
        for _ in range(300):
            wire.try_send(b"X: " + b"a" * 1000 + b"\r\n")
        assert wire.rest().startswith(b"HTTP/1.1 431 ")


def test_a_start_line_without_end_is_refused_not_collected(rig):
    with Wire(rig.port) as wire:
        wire.try_send(b"GET /" + b"a" * 1_000_000)
        assert wire.rest().split(b"\r\n")[0].split(b" ")[1] in (b"414", b"431")


def test_a_client_that_sends_half_a_head_and_leaves_costs_nothing(rig):
    for _ in range(50):
        with Wire(rig.port) as wire:
            wire.send(b"GET /half HTTP/1.1\r\nHo")
    assert rig.ask("/fine").status == 200
    assert "/half" not in rig.upstream.targets()
