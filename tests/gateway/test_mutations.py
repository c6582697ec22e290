"""Good tokens and good requests, changed at random from a fixed seed: nothing changed is accepted, nothing falls over."""

import random

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import Wire, request_bytes

KEYS = [
    tokens.shared_key(name, f"kid-{name}") for name in ("ES256", "RS256", "EdDSA", "ES512", "PS384")
]
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return config(
            [
                route(upstream, path="/jwt", policies={"jwtAuth": jwt_auth(KEYS)}),
                route(upstream, path="/open"),
            ]
        )

    with Rig(build) as made:
        yield made


def statuses(rig, texts):
    """The answers to many tokens on one connection, in order."""
    with Wire(rig.port) as wire:
        for text in texts:
            yield wire.ask("GET", "/jwt", [("Authorization", f"Bearer {text}")]).status


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
def test_no_token_with_one_letter_changed_is_accepted(rig, key):
    dice = random.Random(1)
    good = key.token()
    assert list(statuses(rig, [good])) == [200]
    changed = []
    for at, letter in enumerate(good):
        other = dice.choice([c for c in ALPHABET + "." if c != letter])
        changed.append(good[:at] + other + good[at + 1 :])
    accepted = [text for text, status in zip(changed, statuses(rig, changed)) if status != 401]
    assert not accepted


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.algorithm)
def test_no_token_cut_short_or_made_longer_is_accepted(rig, key):
    good = key.token()
    changed = (
        [good[:at] for at in range(1, len(good), 3)]
        + [good[at:] for at in range(1, len(good), 7)]
        + [good + c for c in "A=._-%"]
        + [good[:at] + "A" + good[at:] for at in range(0, len(good), 5)]
    )
    accepted = [text for text, status in zip(changed, statuses(rig, changed)) if status != 401]
    assert not accepted


def test_parts_of_different_tokens_do_not_make_one(rig):
    made = [key.token(sub=str(n)) for n, key in enumerate(KEYS)] + [
        KEYS[0].token(sub="x"),
        KEYS[0].token(aud="other"),
    ]
    parts = [text.split(".") for text in made]
    mixed = [
        f"{a[0]}.{b[1]}.{c[2]}" for a in parts for b in parts for c in parts if not a == b == c
    ]
    genuine = set(made[:-1])
    accepted = [
        text
        for text, status in zip(mixed, statuses(rig, mixed))
        if status != 401 and text not in genuine
    ]
    assert not accepted


def nested(depth):
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "payload",
    [
        lambda: '{"iss":"issuer.test","aud":"audience.test","exp":1900000000,"x":'
        + nested(2000)
        + "}",
        lambda: '{"iss":"issuer.test","aud":"audience.test","exp":1900000000,"x":'
        + '{"a":' * 1500
        + "1"
        + "}" * 1500
        + "}",
        lambda: '{"iss":"issuer.test","aud":"audience.test","exp":1900000000,'
        + ",".join(f'"c{i}":{i}' for i in range(900))
        + "}",
        lambda: '{"iss":"issuer.test","aud":['
        + ",".join(f'"a{i}"' for i in range(1000))
        + '],"exp":1900000000}',
        lambda: '{"iss":"issuer.test","aud":"audience.test","exp":1900000000,"x":"'
        + "\\u0000" * 1500
        + '"}',
        lambda: '{"iss":"issuer.test","aud":"audience.test","exp":1900000000,"x":1'
        + "0" * 9000
        + "}",
        lambda: '{"iss":"issuer.test\\u0000","aud":"audience.test","exp":1900000000}',
        lambda: '{"iss":"issuer.test","aud":"audience.test\\u0000x","exp":1900000000}',
    ],
    ids=range(8),
)
def test_odd_payloads_that_are_signed_have_a_defined_answer(rig, payload):
    key = KEYS[0]
    token = key.raw(tokens.compact(key.header()), payload())
    assert list(statuses(rig, [token]))[0] in (200, 401)


BASES = [
    request_bytes(
        "GET", "/open/a?b=c", [("Accept", "*/*"), ("X-A", "1"), ("Connection", "keep-alive")]
    ),
    request_bytes("POST", "/open/b", [("Content-Type", "text/plain")], b"some body"),
    b"POST /open/c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n4;a=b\r\nabcd\r\n1\r\ne\r\n0\r\nX: y\r\n\r\n",
    request_bytes(
        "GET", "/open/d", [("Connection", "Upgrade"), ("Upgrade", "x"), ("Cookie", "a=b; c=d")]
    )
    + request_bytes("HEAD", "/open/e"),
]
PIECES = [
    b"\r",
    b"\n",
    b"\r\n",
    b"\0",
    b" ",
    b"\t",
    b":",
    b",",
    b";",
    b"chunked",
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"0\r\n\r\n",
    b"\xff",
    b"%00",
    b"../",
    b"GET / HTTP/1.1\r\n",
    b"Host: b\r\n",
    b"-1",
    b"ffffffffffffffff",
]


def mutate(dice, data):
    data = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 3, 8])):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(5)
        if kind == 0 and at < len(data):
            data[at] = dice.randrange(256)
        elif kind == 1 and at < len(data):
            del data[at : at + dice.choice([1, 1, 2, 10])]
        elif kind == 2:
            data[at:at] = dice.choice(PIECES)
        elif kind == 3 and at < len(data):
            end = at + dice.randrange(1, 20)
            data[at:at] = data[at:end]
        else:
            data[at:at] = bytes([dice.randrange(256)])
    return bytes(data)


@pytest.mark.parametrize("seed", range(8))
def test_mangled_requests_never_confuse_the_upstream(rig, seed):
    """The upstream's strict reader faults whatever is not one well-formed request after the other."""
    dice = random.Random(seed)
    for _ in range(120):
        data = mutate(dice, dice.choice(BASES))
        with Wire(rig.port) as wire:
            wire.try_send(data).finish_sending()
            wire.rest()
        assert not rig.upstream.faults, f"{data!r} became {rig.upstream.faults}"
    rig.ask("/open").must_pass()


def test_mangled_answers_never_confuse_the_client():
    """Whatever the upstream says, the client gets strict HTTP: an answer, an error, or an end that shows."""
    bases = [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n",
        b"HTTP/1.1 103 Hints\r\nA: b\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.0 404 Not Found\r\nConnection: close\r\n\r\nbody",
    ]
    dice = random.Random(99)
    from harness.http1 import Closed

    def behave(exchange):
        exchange.read_body()
        exchange.send(mutate(dice, dice.choice(bases)))
        exchange.close()

    with Rig(lambda up: config(route(up)), behave) as own:
        for _ in range(400):
            with Wire(own.port) as wire:
                wire.send(request_bytes("GET", "/"))
                try:
                    assert wire.response().status >= 200
                except Closed:
                    pass
        assert own.gateway.is_running()
