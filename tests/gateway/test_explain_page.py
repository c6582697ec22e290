"""POST /explain of the admin server: closed by default, and then the same as `jotgate explain`."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.metrics import samples, total
from harness.rig import Rig
from harness.wire import ask, bearer

KEY = tokens.shared_key("ES256")


def guarded(upstream, **settings):
    limit = {"localRateLimit": [{"maxTokens": 2, "tokensPerFill": 1, "fillInterval": "1h"}]}
    made = route(upstream, policies={"jwtAuth": jwt_auth([KEY]), **limit})
    return config(made, adminAddr="localhost:0", statsAddr="localhost:0", **settings)


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: guarded(upstream, explainTokens=True)) as made:
        yield made


def explain(rig, question, accept="application/json", method="POST"):
    body = question if isinstance(question, bytes) else (question if isinstance(question, str) else json.dumps(question)).encode()
    return ask(rig.gateway.service("admin"), method, "/explain", [("Accept", accept)], body, "localhost")


def test_it_is_closed_by_default():
    with Rig(guarded) as closed:
        answer = explain(closed, {"token": KEY.token()})
        assert answer.status == 403 and "config.explainTokens" in answer.text


def test_a_web_page_cannot_ask(rig):
    port = rig.gateway.service("admin")
    for headers, host in (([], "evil.test"), ([("Origin", "http://evil.test")], "localhost")):
        assert ask(port, "POST", "/explain", headers, b"{}", host).status == 403


def test_it_answers_as_the_gateway_does(rig):
    good = explain(rig, {"token": KEY.token(), "path": "/x"})
    assert good.status == 200 and good.get("content-type") == "application/json"
    assert json.loads(good.text)["passes"]
    old = json.loads(explain(rig, {"token": KEY.token(exp=1)}).text)
    assert (old["status"], old["code"]) == (401, "jwt.expired")
    placed = {"headers": {"Authorization": "Bearer " + KEY.token()}}
    assert json.loads(explain(rig, placed).text)["passes"]
    assert json.loads(explain(rig, {}).text)["code"] == "jwt.missing"
    late = {"token": KEY.token(exp=1_000_000), "now": 999_999}
    assert json.loads(explain(rig, late).text)["passes"]


def test_it_answers_in_words(rig):
    token = KEY.token(aud="elsewhere")
    answer = explain(rig, {"token": token}, accept="text/plain")
    assert answer.get("content-type").startswith("text/plain")
    assert "refused with 401 jwt.audience" in answer.text
    assert token.rpartition(".")[2] not in answer.text


def test_asking_counts_nothing_and_takes_from_no_limit(rig):
    for _ in range(5):
        assert json.loads(explain(rig, {"token": KEY.token()}).text)["passes"]
    found = samples(rig.gateway)
    assert total(found, "jotgate_jwt_requests_total") == 0
    assert total(found, "agentgateway_requests_total") == 0
    rig.ask("/", bearer(KEY.token())).must_pass()


@pytest.mark.parametrize("question", [
    "", "[]", "{", "null", b"\xff", '{"tokens": "x"}', '{"token": 1}', '{"headers": []}', '{"headers": {"a": 1}}',
    '{"headers": {"a b": "c"}}', '{"headers": {"a": "b\\r\\nc: d"}}', '{"path": "x"}', '{"method": "A B"}', '{"host": "a/b"}',
    '{"now": -1}', '{"body": 1}', '{"tool": ["x"]}', '{"now": 1e99}', '{"port": 70000}', '{"port": 1}', '{"path": "/", "path": "/"}', '{"token": "a\\nb"}',
])
def test_what_is_no_question_is_a_400(rig, question):
    answer = explain(rig, question)
    assert answer.status == 400 and answer.text


def test_a_question_has_a_size(rig):
    assert explain(rig, json.dumps({"token": "x" * 70_000})).status == 400
    assert explain(rig, {"token": "x" * 20_000}).status == 200


def test_it_is_asked_by_post_only(rig):
    assert ask(rig.gateway.service("admin"), "GET", "/explain", host="localhost").status == 405


def test_a_token_that_was_explained_is_in_no_log():
    token = KEY.token(aud="elsewhere")
    with Rig(lambda upstream: guarded(upstream, explainTokens=True)) as made:
        explain(made, {"token": token})
        made.ask("/", bearer(KEY.token())).must_pass()
    written = made.gateway.ended.stdout + made.gateway.ended.stderr
    assert "request" in written
    for part in token.split("."):
        assert part not in written
