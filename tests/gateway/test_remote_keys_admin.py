"""The admin page of fetched keys, fetching them by hand, and the metrics."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import KeyServer, patient
from harness.metrics import samples
from harness.rig import Rig
from harness.waiting import until
from harness.wire import ask, bearer

OLD = tokens.shared_key("ES256", "old")
NEW = tokens.shared_key("RS256", "new")


@pytest.fixture
def provider():
    with KeyServer(OLD) as made:
        yield made


@pytest.fixture
def rig(provider):
    def build(upstream):
        return config(
            route(upstream, policies={"jwtAuth": jwt_auth(patient(provider.url + "?secret=1"))}),
            adminAddr="localhost:0",
            statsAddr="localhost:0",
        )

    with Rig(build) as made:
        yield made


def admin(rig, method, target):
    port = rig.gateway.service("admin")
    response = ask(port, method, target, host=f"localhost:{port}")
    assert response.status == 200, response.text
    return response.text


def only_source(rig):
    (source,) = json.loads(admin(rig, "GET", "/keys"))["sources"]
    return source


def test_keys_in_use_are_shown(rig, provider):
    """Public parts only, and the URL without its query."""
    provider.serve(OLD, {**NEW.public(), "d": "c2VjcmV0"}, {"kty": "oct", "k": "AAAA", "kid": "x"})
    before = only_source(rig)
    assert before["source"] == provider.url and before["usable"] is True
    assert before["keys"] == [{"kid": "old", "algorithms": "ES256"}]
    assert before["next"] > before["fetched"] > 0
    admin(rig, "POST", "/keys/refresh")
    until(lambda: only_source(rig)["generation"] == before["generation"] + 1, "the other set")
    after = only_source(rig)
    assert [key["kid"] for key in after["keys"]] == ["old", "new"]
    assert [key["code"] for key in after["unusable"]] == ["jwks.key_symmetric"]
    text = admin(rig, "GET", "/keys")
    assert "c2VjcmV0" not in text and "secret" not in text.replace("shared secrets", "")


def test_trouble_is_shown(rig, provider):
    provider.say(503, "down")
    admin(rig, "POST", "/keys/refresh")
    until(lambda: "failure" in only_source(rig), "the failure")
    assert only_source(rig)["failure"]["code"] == "fetch.status"
    assert only_source(rig)["usable"] is True


def test_fetching_by_hand_changes_what_is_accepted(rig, provider):
    rig.ask("/", bearer(OLD.token())).must_pass()
    provider.serve(NEW)
    assert admin(rig, "POST", "/keys/refresh") == "fetching now: 1\n"
    until(lambda: rig.ask("/", bearer(OLD.token())).status == 401, "the old key to be gone")


def test_fetches_and_keys_are_counted(rig, provider):
    provider.say(503, "down")
    admin(rig, "POST", "/keys/refresh")
    source = ("source", provider.url)

    def failures():
        found = samples(rig.gateway)
        return found.get(
            ("jotgate_jwks_fetches_total", (("result", "fetch.status"), source))
        ) and found

    found = until(failures, "the failure to be counted")
    assert found[("jotgate_jwks_fetches_total", (("result", "changed"), source))] == 1
    assert found[("jotgate_jwks_keys", (source,))] == 1
    assert found[("jotgate_jwks_fetched_timestamp_seconds", (source,))] > 1_700_000_000
    assert found[("jotgate_jwks_unknown_kids_total", (source,))] == 0
