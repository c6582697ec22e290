"""A token's signature is checked once; everything else about it every time, and by the policy that asks."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.live import Live
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import until
from harness.wire import ask, bearer

KEY = tokens.shared_key("ES256")
ISSUER = "issuer.test"


def counted(gateway, what, issuer=ISSUER):
    """jotgate_jwt_cache_<what>_total of an issuer."""
    sample = f'jotgate_jwt_cache_{what}_total{{issuer="{issuer}"}} '
    text = ask(gateway.service("stats"), target="/metrics").text
    return sum(int(line.split()[-1]) for line in text.splitlines() if line.startswith(sample))


def guarded(upstream, workers=1, **more):
    return config(
        [
            route(upstream, path="/a", policies={"jwtAuth": jwt_auth([KEY], **more)}),
            route(
                upstream,
                path="/b",
                policies={"jwtAuth": jwt_auth([KEY], audiences=["other.test"], **more)},
            ),
        ],
        workers=workers,
        statsAddr="localhost:0",
    )


@pytest.fixture
def rig():
    with Rig(guarded) as made:
        yield made


def test_a_signature_is_checked_once(rig):
    token = bearer(KEY.token())
    for _ in range(5):
        seen = rig.ask("/a", token).must_pass()
        assert not seen.has("authorization")
    assert (counted(rig.gateway, "misses"), counted(rig.gateway, "hits")) == (1, 4)


def test_a_known_token_is_held_against_the_route_that_asks(rig):
    token = bearer(KEY.token())
    for _ in range(2):
        rig.ask("/a", token).must_pass()
        rig.ask("/b", token).must_refuse(401, "jwt.audience")
    both = bearer(KEY.token(aud=["audience.test", "other.test"]))
    for _ in range(2):
        rig.ask("/a", both).must_pass()
        rig.ask("/b", both).must_pass()
    assert (counted(rig.gateway, "misses"), counted(rig.gateway, "hits")) == (2, 6)


def test_one_bad_token_is_checked_once(rig):
    good = KEY.token()
    bad = tokens.with_broken_signature(good)
    for _ in range(4):
        rig.ask("/a", bearer(bad)).must_refuse(401, "jwt.signature")
    assert (counted(rig.gateway, "misses"), counted(rig.gateway, "hits")) == (1, 3)
    rig.ask("/a", bearer(good)).must_pass()


def test_tokens_that_differ_in_one_byte_are_two(rig):
    """Everywhere in the text: nothing but the whole of it finds what is known."""
    good = KEY.token()
    rig.ask("/a", bearer(good)).must_pass()
    for at in range(0, len(good), 7):
        other = "A" if good[at] != "A" else "B"
        rig.ask("/a", bearer(good[:at] + other + good[at + 1 :])).must_refuse(401)
    rig.ask("/a", bearer(good)).must_pass()


def test_known_tokens_stay_known_when_something_else_is_changed():
    with Upstream() as upstream, Live(guarded(upstream)) as live:
        token = bearer(KEY.token())
        assert ask(live.port, target="/a", headers=token).status == 200
        changed = guarded(upstream, leeway="30s")
        changed["routes"].append(route(upstream, path="/c"))
        live.replace(changed)
        live.taken()
        until(lambda: ask(live.port, target="/c").status == 200, "the new route")
        assert ask(live.port, target="/a", headers=token).status == 200
        assert counted(live.gateway, "misses") == 1


def test_known_tokens_are_gone_with_their_key():
    renewed = tokens.Key("ES256", KEY.kid)
    with Upstream() as upstream, Live(guarded(upstream)) as live:
        old, new = bearer(KEY.token()), bearer(renewed.token())
        assert ask(live.port, target="/a", headers=old).status == 200
        assert ask(live.port, target="/a", headers=new).status == 401
        value = guarded(upstream)
        for one in value["routes"]:
            one["policies"]["jwtAuth"]["jwks"] = tokens.key_set(renewed)
        live.replace(value)
        live.taken()
        until(lambda: ask(live.port, target="/a", headers=new).status == 200, "the new key")
        assert ask(live.port, target="/a", headers=old).status == 401
