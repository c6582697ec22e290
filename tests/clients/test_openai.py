"""OpenAI's own SDK: through the gateway it must see what it sees without it, to the byte."""

import base64
import json
import pathlib

import pytest

from harness import tokens
from harness.configs import OWN_SERVERS_OFF, jwt_auth
from harness.process import Gateway
from harness.wire import ask

KEY = tokens.shared_key("ES256")


def llm(provider, **more):
    return {
        "config": {**OWN_SERVERS_OFF, "workerThreads": 1, "logging": {"format": "json"}},
        "llm": {
            "port": 0,
            "policies": {"jwtAuth": jwt_auth([KEY])},
            "models": [
                {
                    "name": "*",
                    "provider": "openAI",
                    "params": {"apiKey": "sk-operator", "baseUrl": f"http://{provider}/v1"},
                }
            ],
            **more,
        },
    }


@pytest.fixture(scope="module")
def gateway(gateway_binary, provider):
    with Gateway(llm(provider)) as made:
        yield made


@pytest.fixture(scope="module")
def direct(node, provider):
    return node.run("openai_client.mjs", BASE_URL=f"http://{provider}/v1", API_KEY="anything")


@pytest.fixture(scope="module")
def through(node, gateway):
    return node.run(
        "openai_client.mjs",
        BASE_URL=f"http://127.0.0.1:{gateway.only_port()}/v1",
        API_KEY=KEY.token(),
    )


CALLS = [
    "chat",
    "chat in other words",
    "chat stream",
    "chat stream with usage",
    "slow stream",
    "tools",
    "tools stream",
    "embeddings",
    "responses",
    "responses stream",
    "large body",
    *(f"error {status}" for status in (400, 404, 409, 422, 429, 500, 503)),
]


@pytest.mark.parametrize("call", CALLS)
def test_the_sdk_sees_the_same(direct, through, call):
    assert "value" in direct["results"][call] or call.startswith("error"), direct["results"][call]
    assert through["results"][call] == direct["results"][call]


def test_the_bytes_on_the_wire_are_the_same(direct, through):
    own = "/v1/models"  # the gateway answers this itself
    pairs = list(
        zip(
            [w for w in direct["wire"] if w["path"] != own],
            [w for w in through["wire"] if w["path"] != own],
            strict=True,
        )
    )
    assert len(pairs) >= 16
    for expected, got in pairs:
        assert (got["path"], got["status"], got["type"]) == (
            expected["path"],
            expected["status"],
            expected["type"],
        )
        assert base64.b64decode(got["body"]) == base64.b64decode(expected["body"]), expected["path"]


def test_the_models_are_the_configured_ones(through):
    models = through["results"]["models"]["value"]
    assert models and all(model["object"] == "model" and model["id"] for model in models)


def test_the_provider_sees_the_operators_key_and_the_same_bodies(direct, through, provider):
    seen = json.loads(ask(int(provider.rpartition(":")[2]), target="/_seen").body)
    by_key = {}
    for request in seen:
        by_key.setdefault(request["headers"].get("authorization"), []).append(request)
    assert set(by_key) <= {"Bearer anything", "Bearer sk-operator", None}
    without = [r["body"] for r in by_key["Bearer anything"] if not r["url"].endswith("/models")]
    assert [
        r["body"] for r in by_key["Bearer sk-operator"] if not r["url"].endswith("/models")
    ] == without


@pytest.mark.parametrize(
    "what,key,words",
    [
        ("garbage", lambda: "not-a-token", "malformed"),
        ("expired", lambda: KEY.token(exp=tokens.now() - 600), "expired"),
        ("of another audience", lambda: KEY.token(aud="other"), "audience"),
        ("of another key", lambda: tokens.Key("ES256", "other").token(), "unknown key"),
    ],
)
def test_a_bad_token_is_an_authentication_error_that_says_what_is_wrong(
    node, gateway, what, key, words
):
    token = key()
    seen = node.run(
        "openai_client.mjs",
        BASE_URL=f"http://127.0.0.1:{gateway.only_port()}/v1",
        API_KEY=token,
        CALLS="chat,slow stream,embeddings,responses",
    )
    for name, result in seen["results"].items():
        error = result["error"]
        assert error["kind"] == "AuthenticationError" and error["status"] == 401, (name, error)
        assert (
            words in error["message"] and error["code"] and error["code"].startswith("jwt.")
        ), error
        assert token not in json.dumps(error)
    assert all(w["challenge"] and w["challenge"].startswith("Bearer") for w in seen["wire"])


def test_a_rule_that_says_no_is_a_permission_error(gateway_binary, node, provider):
    policies = {
        "jwtAuth": jwt_auth([KEY]),
        "authorization": {"rules": [{"allow": 'jwt.sub == "somebody else"'}]},
    }
    with Gateway(llm(provider, policies=policies)) as gateway:
        seen = node.run(
            "openai_client.mjs",
            BASE_URL=f"http://127.0.0.1:{gateway.only_port()}/v1",
            API_KEY=KEY.token(),
            CALLS="chat,chat stream",
        )
        for result in seen["results"].values():
            assert (
                result["error"]["kind"] == "PermissionDeniedError"
                and result["error"]["status"] == 403
            ), result


def test_an_unknown_model_is_not_found(gateway_binary, node, provider):
    config = llm(provider)
    config["llm"]["models"][0]["name"] = "only-this"
    with Gateway(config) as gateway:
        seen = node.run(
            "openai_client.mjs",
            BASE_URL=f"http://127.0.0.1:{gateway.only_port()}/v1",
            API_KEY=KEY.token(),
            CALLS="chat",
        )
        assert seen["results"]["chat"]["error"]["kind"] == "NotFoundError", seen["results"]


def test_tokens_used_are_in_the_log(gateway, through):
    record = gateway.stdout.wait_until(
        lambda lines: next(
            (
                r
                for r in map(json.loads, lines)
                if r.get("gen_ai.operation.name") == "chat" and r.get("http.status") == 200
            ),
            None,
        ),
        "a record of a chat",
    )
    assert record["gen_ai.request.model"] == "gpt-4o-mini" and record["jwt.sub"] == "alice"
    assert (record["gen_ai.usage.input_tokens"], record["gen_ai.usage.output_tokens"]) == (
        7,
        3,
    ), record


def test_the_scripts_are_there():
    here = pathlib.Path(__file__).parent
    assert all(
        (here / name).exists()
        for name in (
            "openai_client.mjs",
            "jose_tokens.mjs",
            "identity_provider.mjs",
            "package-lock.json",
        )
    )
