"""Keys by URL and by discovery of a real identity provider that rotates its keys and is down at times."""

import pytest

from harness.configs import config, jwt_auth, route
from harness.key_server import patient
from harness.rig import Rig
from harness.waiting import until
from harness.wire import bearer

ALGORITHMS = ["rs256", "ps256", "es256", "es384", "eddsa"]


def rig_for(provider, jwks):
    policy = jwt_auth(
        jwks, issuer=provider.issuer, audiences=[f"urn:api:{name}" for name in ALGORITHMS]
    )
    return Rig(lambda upstream: config(route(upstream, policies={"jwtAuth": policy})))


def by_url(provider, **more):
    return patient(f"{provider.issuer}/jwks", **more)


def test_its_tokens_are_verified_by_discovery_alone(gateway_binary, provider_of_keys):
    provider = provider_of_keys
    with rig_for(provider, {"discovery": True}) as rig:
        for algorithm in ALGORITHMS:
            rig.ask("/", bearer(provider.token(algorithm))).must_pass()


@pytest.mark.parametrize("mode", ["overlap", "hard"])
def test_a_rotation_is_seen_by_the_first_request_with_a_new_key(gateway_binary, provider_of_keys, mode):
    provider = provider_of_keys
    with rig_for(provider, by_url(provider)) as rig:
        old = bearer(provider.token())
        rig.ask("/", old).must_pass()
        provider.ask("POST", f"/_rotate?mode={mode}")
        for algorithm in ALGORITHMS:
            rig.ask("/", bearer(provider.token(algorithm))).must_pass()
        if mode == "overlap":
            rig.ask("/", old).must_pass()
        else:
            rig.ask("/", old).must_refuse(401, "unknown key")
        assert provider.fetches() == 2


def test_it_may_be_down_at_start(gateway_binary, provider_of_keys):
    provider = provider_of_keys
    provider.ask("GET", "/_down=1")
    with rig_for(provider, by_url(provider)) as rig:
        token = bearer(provider.token())
        rig.ask("/", token).must_refuse(503, "jwt.keys_unavailable")
        provider.ask("GET", "/_down=0")
        until(lambda: rig.ask("/", token).status == 200, "the keys")


def test_it_may_go_down_later(gateway_binary, provider_of_keys):
    provider = provider_of_keys
    with rig_for(provider, by_url(provider, minRefresh="1s", maxRefresh="1s")) as rig:
        token = bearer(provider.token())
        rig.ask("/", token).must_pass()
        provider.ask("GET", "/_down=1")
        rig.gateway.stderr.wait_until(
            lambda lines: any("the former keys stay in use" in line for line in lines),
            "the warning",
        )
        rig.ask("/", token).must_pass()
        provider.ask("POST", "/_rotate?mode=hard")
        provider.ask("GET", "/_down=0")
        until(
            lambda: rig.ask("/", bearer(provider.token())).status == 200, "the keys to be fetched"
        )
