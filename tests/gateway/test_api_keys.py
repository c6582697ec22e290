"""apiKey: callers by key, what is said of a key in rules, and the models it may ask."""

import hashlib
import json

import pytest

from harness.configs import OWN_SERVERS_OFF, config, route, rules
from harness.process import Gateway
from harness.rig import Rig
from harness.wire import ask, ask_json, bearer

HASHED = "sha256:" + hashlib.sha256(b"hashed-key").hexdigest()
KEYS = [
    {"key": "plain-key", "metadata": {"owner": "ann", "tier": 2}},
    {"keyHash": HASHED, "metadata": {"owner": "bob", "tier": 1}},
]


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        strict = {"apiKey": {"mode": "strict", "keys": KEYS}}
        return config(
            [
                route(upstream, path="/strict", policies=strict),
                route(
                    upstream,
                    path="/ruled",
                    policies={**strict, "authorization": rules(allow="apiKey.tier > 1")},
                ),
                route(
                    upstream,
                    path="/query",
                    policies={
                        "apiKey": {
                            "mode": "strict",
                            "keys": KEYS,
                            "location": {"queryParameter": {"name": "code"}},
                        }
                    },
                ),
                route(
                    upstream,
                    path="/both",
                    policies={
                        "apiKey": {"keys": KEYS},
                        "authorization": rules(allow='apiKey.owner == "ann"'),
                    },
                ),
            ]
        )

    with Rig(build) as made:
        yield made


def test_a_good_key_is_let_on_and_taken_out(rig):
    for key in ("plain-key", "hashed-key"):
        assert not rig.ask("/strict", bearer(key)).must_pass().has("authorization")


def test_others_are_refused(rig):
    refused = rig.ask("/strict").must_refuse(
        401, "api key authentication failure: no API Key found"
    )
    assert refused.has("www-authenticate")
    for bad in ("no-key", HASHED, "plain-ke", "plain-keys"):
        rig.ask("/strict", bearer(bad)).must_refuse(
            401, "api key authentication failure: invalid credentials"
        )
    rig.ask("/strict", [*bearer("plain-key"), *bearer("plain-key")]).must_refuse(400)
    rig.gateway.log_line("http.status=401", "reason=APIKeyAuth", "code=api_key.invalid")


def test_rules_read_what_is_said_of_a_key(rig):
    rig.ask("/ruled", bearer("plain-key")).must_pass()
    rig.ask("/ruled", bearer("hashed-key")).must_refuse(403)
    rig.ask("/both", bearer("plain-key")).must_pass()
    rig.ask("/both").must_refuse(403)


def test_a_key_in_the_query_is_taken_out_and_not_logged(rig):
    seen = rig.ask("/query?a=1&code=plain-key&b=2").must_pass()
    assert seen.target == "/query?a=1&b=2"
    line = rig.gateway.log_line("http.path=", "/query", "http.status=200")
    assert "plain-key" not in line


def test_keys_are_not_told_anywhere():
    value = config(
        route("127.0.0.1:1", policies={"apiKey": {"mode": "strict", "keys": KEYS}}),
        adminAddr="localhost:0",
    )
    with Gateway(value) as gateway:
        dump = ask(gateway.service("admin"), target="/config_dump").text
        assert "plain-key" not in dump and HASHED not in dump
    assert "plain-key" not in gateway.ended.output and HASHED not in gateway.ended.output


def test_a_key_may_ask_its_models_only():
    keys = [
        {"key": "some", "allowedModels": ["echo-a", "team/*"]},
        {"key": "none", "allowedModels": []},
        {"key": "all"},
    ]
    value = {
        "config": {**OWN_SERVERS_OFF, "workerThreads": 1},
        "llm": {
            "port": 0,
            "policies": {"apiKey": {"mode": "strict", "keys": keys}},
            "models": [{"name": "*", "provider": "echo"}],
        },
    }
    with Gateway(value) as gateway:

        def chat(key, model):
            body = {"model": model, "messages": [{"role": "user", "content": "hi"}]}
            return ask_json(gateway.only_port(), "/v1/chat/completions", body, bearer(key))

        assert chat("some", "echo-a").status == 200
        assert chat("some", "team/x").status == 200
        refused = chat("some", "echo-b")
        assert refused.status == 403
        assert json.loads(refused.body)["error"]["code"] == "model_not_allowed"
        assert chat("none", "echo-a").status == 403
        assert chat("all", "echo-b").status == 200
        assert chat("nobody", "echo-a").status == 401
