"""`jotgate cel` and POST /cel of the admin server: what an expression gives, and why."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.process import run
from harness.rig import Rig
from harness.wire import ask

KEY = tokens.shared_key("ES256")


def cel(*arguments, code=0, stdin=""):
    done = run("cel", *arguments, stdin=stdin.encode())
    assert done.code == code, done.output
    return done.output if code == 2 else done.stdout


def evaluated(*arguments, **more):
    return json.loads(cel(*arguments, "--json", **more))


def test_it_tells_value_type_and_cost():
    assert cel("1u + 2u").splitlines() == ["3u", "type uint, cost 0 steps and 0 bytes"]
    told = evaluated("[1, 2].map(x, x * 2)")
    assert told["value"] == [2, 4] and told["text"] == "[2, 4]" and told["type"] == "list" and told["cost"]["steps"] > 4
    assert evaluated("duration('90s')")["text"] == 'duration("90s")'


def test_it_looks_at_a_request():
    asked = ("--request", "POST /a/b?x=1&x=2", "--host", "Example.com:8080", "--source", "192.0.2.9", "--header", "X-Team: blue",
             "--header", "Cookie: a=1; session=s")
    for holds in ("request.method == 'POST' && request.path == '/a/b'", "request.host == 'example.com'",
                  "request.pathAndQuery.query('x') == ['1', '2']", "request.headers['x-team'] == 'blue'",
                  "request.headers.cookie('session') == 's'", "source.address == '192.0.2.9'", "jwt == null"):
        assert evaluated(holds, *asked)["value"] is True, holds


def test_it_reads_a_token_and_does_not_show_it(tmp_path):
    token = KEY.token(sub="ann", groups=["admins"])
    assert evaluated("jwt.sub == 'ann' && 'admins' in jwt.groups", "--token", "Bearer " + token)["value"] is True
    assert evaluated("jwt.sub", "--token", "-", stdin=token)["value"] == "ann"
    (tmp_path / "token").write_text(token)
    shown = cel("jwt", "--token-file", str(tmp_path / "token"), "--trace")
    assert "ann" in shown and token not in shown and token.split(".")[2] not in shown
    assert evaluated("jwt.rawToken", "--token", token)["value"] == "<redacted>"
    assert "claims" in cel("jwt", "--token", "nonsense", code=2)


def test_it_takes_variables_from_a_context(tmp_path):
    (tmp_path / "context.json").write_text('{"jwt": {"n": 7}, "llm": {"inputTokens": 12}}')
    assert evaluated("jwt.n + llm.inputTokens", "--context", str(tmp_path / "context.json"))["value"] == 19
    assert evaluated("jwt.n", "--context", "-", stdin='{"jwt": {"n": 8}}')["value"] == 8
    assert "'jwwt'" in cel("1", "--context", "-", stdin='{"jwwt": {}}', code=2)
    assert "JSON object" in cel("1", "--context", "-", stdin="[]", code=2)
    assert "cannot be read" in cel("1", "--context", str(tmp_path / "none"), code=2)


def test_it_traces_each_part():
    context = '{"jwt": {"groups": ["users", "admins"], "n": 0}}'
    shown = cel("jwt.groups.exists(g, g == 'admins') && (1 + 1 == 2 || jwt.n > 0)", "--trace", "--context", "-", stdin=context)
    assert shown.splitlines()[0] == "true"
    assert shown.splitlines()[3:] == [
        "jwt.groups.exists(g, g == 'admins') && (1 + 1 == 2 || jwt.n > 0)  ->  true",
        "  jwt.groups.exists(g, g == 'admins')  ->  true",
        '    jwt.groups  ->  ["users", "admins"]',
        "    g == 'admins'  ->  false",
        '      g  ->  "users"',
        "    g == 'admins'  ->  true",
        '      g  ->  "admins"',
        "  1 + 1 == 2 || jwt.n > 0  ->  true",
        "    1 + 1 == 2  ->  true",
        "      1 + 1  ->  2",
    ]
    traced = evaluated("jwt.groups.all(a, jwt.groups.all(b, a != ''))", "--trace", "--context", "-",
                       stdin=json.dumps({"jwt": {"groups": ["g"] * 60}}))
    assert len(traced["trace"]) == 1000 and traced["leftOut"] > 1000


def test_it_shows_where_an_expression_fails():
    shown = cel("jwt.sub == 'ann' && jwt.n / 0 > 1", "--context", "-", stdin='{"jwt": {"sub": "ann", "n": 1}}', code=1)
    assert shown.splitlines()[:4] == ["it fails", "  jwt.sub == 'ann' && jwt.n / 0 > 1", " " * 28 + "^",
                                      "  cel.divide_by_zero: division by zero"]
    told = evaluated("1 / 0", code=1)
    assert told["error"].startswith("cel.divide_by_zero") and told["type"] == "error" and "value" not in told


def test_it_shows_what_does_not_compile():
    assert "did you mean 'request'?" in cel("requst.path == '/'", code=2)
    assert "ends too early" in cel("1 +", code=2)
    assert "GET /path" in cel("1", "--request", "GET", code=2)
    assert cel(code=2)


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream, policies={"jwtAuth": jwt_auth([KEY])}), adminAddr="localhost:0",
                                     explainTokens=True)) as made:
        yield made


def post(rig, question, accept="application/json"):
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    return ask(rig.gateway.service("admin"), "POST", "/cel", [("Accept", accept)], body, "localhost")


def test_the_admin_page_is_closed_by_default():
    with Rig(lambda upstream: config(route(upstream), adminAddr="localhost:0")) as closed:
        answer = post(closed, {"expression": "1"})
        assert answer.status == 403 and "config.explainTokens" in answer.text


def test_the_admin_page_answers_as_the_command_does(rig):
    answer = post(rig, {"expression": "jwt.sub + request.path", "token": KEY.token(sub="ann"), "path": "/x", "trace": True})
    assert answer.status == 200 and answer.get("content-type") == "application/json"
    told = json.loads(answer.text)
    assert told["value"] == "ann/x" and [part["expression"] for part in told["trace"]][1:] == ["jwt.sub", "request.path"]
    in_words = post(rig, {"expression": "jwt.n", "context": {"jwt": {"n": 1}}}, accept="text/plain")
    assert in_words.text.splitlines()[0] == "1"


def test_the_admin_page_says_what_is_wrong_with_a_question(rig):
    for question, says in ((b"{", "JSON object"), ({}, "missing"), ({"expression": 1}, "not a string"),
                           ({"expression": "1", "trace": 1}, "not a bool"), ({"expression": "1", "what": 1}, "not known"),
                           ({"expression": "1", "context": []}, "JSON object"), ({"expression": "jwt.("}, "member's name"),
                           ({"expression": "1", "path": "x"}, "path")):
        answer = post(rig, question)
        assert answer.status == 400 and says in answer.text, (question, answer.text)
