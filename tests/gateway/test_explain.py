"""`jotgate explain` says what the gateway does, step by step: held against the gateway itself."""

import json
import re

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.key_server import KeyServer, by_url
from harness.mcp import serving
from harness.process import as_text, run
from harness.rig import Rig
from harness.upstream import closed_port
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
OTHER = tokens.Key("ES256")
RSA = tokens.shared_key("RS256")


def guarded(upstream="127.0.0.1:1", **more):
    routes = [
        route(upstream, path="/admin", name="admin", policies={"authorization": rules(allow='jwt.role == "admin"')}),
        route(upstream, path="/", name="all"),
    ]
    return config(routes, gateway={"jwtAuth": jwt_auth([KEY], **more)})


def explain(made, token=None, *arguments, stdin=None):
    token_arguments = () if token is None else ("--token", token)
    return run("explain", "-c", as_text(made), *token_arguments, *arguments, stdin=stdin or b"")


def told(made, token=None, *arguments):
    done = explain(made, token, *arguments, "--json")
    assert done.code in (0, 1), done.output
    answer = json.loads(done.stdout)
    assert answer["passes"] == (done.code == 0)
    return answer


@pytest.mark.parametrize("source", ["nonsense", "300.1.1.1", "127.0.0.1:80", ""])
def test_a_source_that_is_no_address_is_refused(source):
    done = explain(guarded(), KEY.token(), "--source", source)
    assert done.code == 2 and "the source is no IP address" in done.stderr


CASES = {
    "good": lambda: KEY.token(),
    "expired": lambda: KEY.token(exp=1),
    "early": lambda: KEY.token(nbf=tokens.now() + 3600),
    "audience": lambda: KEY.token(aud="elsewhere"),
    "issuer": lambda: KEY.token(iss="somebody.else"),
    "no issuer": lambda: KEY.token(iss=None),
    "unknown key": lambda: KEY.token(header={"kid": "rotated"}),
    "algorithm": lambda: RSA.token(),
    "signature": lambda: OTHER.token(),
    "no exp": lambda: KEY.token(exp=None),
    "odd exp": lambda: KEY.token(exp="tomorrow"),
    "malformed": lambda: "a.b.c",
    "unsigned": lambda: tokens.unsigned({"alg": "none"}),
    "encrypted": lambda: "a.b.c.d.e",
    "critical": lambda: KEY.token(header={"crit": ["x"]}),
    "none": lambda: None,
}


@pytest.fixture(scope="module")
def rig():
    with Rig(guarded) as made:
        yield made


@pytest.mark.parametrize("name", CASES)
def test_it_answers_as_the_gateway_does(rig, name):
    token = CASES[name]()
    for path in ("/", "/admin"):
        answer = rig.ask(path, bearer(token) if token else ())
        found = told(guarded(), token, "--path", path)
        if answer.status == 200:
            assert found["passes"]
        else:
            assert found["status"] == answer.status
            if answer.status == 401:
                assert f"({found['code']})" in answer.text
            assert found["cure"]


def test_the_first_failure_is_the_code_and_all_checks_are_told():
    found = told(guarded(), KEY.token(aud="elsewhere", exp=1))
    steps = {step["step"]: step for step in found["steps"]}
    assert found["code"] == "jwt.audience"
    assert steps["audience"]["code"] == "jwt.audience"
    assert steps["audience"]["values"] == {"aud": "elsewhere"}
    assert steps["times"]["code"] == "jwt.expired"
    assert steps["issuer"]["outcome"] == steps["signature"]["outcome"] == "good"
    assert found["token"]["claims"]["aud"] == "elsewhere"


def test_it_names_listener_route_and_rules_with_the_claims_they_read():
    found = told(guarded(), KEY.token(role="guest"), "--path", "/admin/x")
    says = {step["step"]: step.get("says", "") for step in found["steps"]}
    assert found["status"] == 403 and found["code"] == "authorization.denied"
    assert "default/admin" in says["route"] and "/admin/*" in says["route"]
    assert "is not true" in says["rule"]
    rule = next(step for step in found["steps"] if step["step"] == "rule")
    assert rule["values"] == {"jwt.role": "guest"}
    assert told(guarded(), KEY.token(role="admin"), "--path", "/admin")["passes"]


def test_the_output_holds_neither_the_token_nor_its_signature():
    for token in (KEY.token(), OTHER.token(), KEY.token(exp=1)):
        for form in ((), ("--json",)):
            done = explain(guarded(), token, *form)
            assert token not in done.output
            for part in token.split("."):
                assert part not in done.output


def test_the_token_may_come_from_a_file_or_standard_input(tmp_path):
    (tmp_path / "token").write_text("Bearer " + KEY.token() + "\n")
    (tmp_path / "config.yaml").write_text(as_text(guarded()))
    text = (tmp_path / "token").read_bytes()
    for arguments, stdin in (
        (("--token-file", "token"), None),
        (("--token-file", "-"), text),
        (("--token", "-"), text),
    ):
        done = run("explain", "-f", "config.yaml", *arguments, cwd=tmp_path, stdin=stdin or b"")
        assert done.code == 0, done.output


def test_the_moment_can_be_chosen():
    token = KEY.token(exp=2_000_000_000)
    assert told(guarded(), token, "--now", "1999999999")["passes"]
    assert told(guarded(), token, "--now", "2000000061")["code"] == "jwt.expired"


@pytest.mark.parametrize("location", [
    {"header": {"name": "x-token"}},
    {"queryParameter": {"name": "t"}},
    {"cookie": {"name": "session"}},
])
def test_the_token_is_put_where_the_policy_looks(location):
    assert told(guarded(location=location), KEY.token(), "--path", "/?a=b")["passes"]


def test_a_request_is_explained_as_it_is_given():
    made = config(
        route("127.0.0.1:1", match={"path": {"exact": "/only"}, "method": "POST", "headers": [{"name": "x-a", "value": {"exact": "1"}}]},
              hostnames=["api.test"]),
    )
    given = ("--path", "/only", "--method", "POST", "--header", "X-A: 1", "--host", "api.test:8080")
    assert told(made, None, *given)["passes"]
    for wrong in (("--path", "/other"), ("--method", "GET"), ("--header", "X-A: 2"), ("--host", "other.test")):
        changed = list(given)
        changed[changed.index(wrong[0]) + 1] = wrong[1]
        assert told(made, None, *changed)["code"] == "route.not_found"


def test_a_mode_that_lets_go_on_says_so():
    found = told(guarded(mode="permissive"), KEY.token(exp=1))
    assert found["passes"]
    passed = next(step for step in found["steps"] if step["step"] == "passed on")
    assert "permissive" in passed["says"] and "jwt.expired" in passed["says"]


def test_limits_are_not_asked():
    limit = {"localRateLimit": [{"maxTokens": 1, "tokensPerFill": 1, "fillInterval": "1h"}]}
    found = told(config(route("127.0.0.1:1", policies=limit)))
    assert found["passes"]
    assert {"skipped"} == {step["outcome"] for step in found["steps"] if step["step"] == "localRateLimit"}


def test_a_port_must_be_said_where_there_are_several():
    made = config(route("127.0.0.1:1", gateways=["a", "b"]), gateways={"a": {"port": 3000}, "b": {"port": 3001}})
    done = explain(made)
    assert done.code == 2 and "3000 3001" in done.stderr
    assert told(made, None, "--port", "3001")["passes"]
    assert explain(made, None, "--port", "9").code == 2


@pytest.mark.parametrize("arguments", [
    (),
    ("-f", "no-such-file"),
    ("-c", "gateways: ["),
    ("-c", "{}", "--no-such-option"),
    ("-c", "gateways: {default: {port: 3000}}", "--path", "no-slash"),
    ("-c", "gateways: {default: {port: 3000}}", "--header", "no colon"),
    ("-c", "gateways: {default: {port: 3000}}", "--header", "a b: c"),
    ("-c", "gateways: {default: {port: 3000}}", "--host", "a/b"),
    ("-c", "gateways: {default: {port: 3000}}", "--token-file", "no-such-file"),
    ("-f", "-", "--token", "-"),
    ("-c", "{}"),
])
def test_faults_of_the_question_end_with_2(arguments, tmp_path):
    done = run("explain", *arguments, cwd=tmp_path, stdin=b"")
    assert done.code == 2 and done.stderr and not done.stdout


def test_a_hostile_token_writes_nothing_to_a_terminal():
    token = KEY.token(aud="\x1b[2J\u009b2J\r\n", header={"kid": "\x1b]0;x\x07\u202e"})
    done = explain(guarded(), token)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", done.output)


def test_keys_by_url_are_fetched_when_that_is_said_and_not_before():
    with KeyServer(KEY) as provider:
        made = config(route("127.0.0.1:1", policies={"jwtAuth": jwt_auth(by_url(provider.url))}))
        answer = told(made, KEY.token())
        assert (answer["passes"], answer["code"], provider.asked) == (False, "jwt.keys_unavailable", 0)
        assert "keys come from URL, not fetched" in explain(made, KEY.token()).stdout
        assert told(made, KEY.token(), "--fetch")["passes"] and provider.asked == 1
        refused = told(made, OTHER.token(header={"kid": KEY.kid}), "--fetch")
        assert (refused["code"], provider.asked) == ("jwt.signature", 2)


def test_a_provider_that_is_down_is_told():
    made = config(route("127.0.0.1:1", policies={"jwtAuth": jwt_auth(by_url(f"http://localhost:{closed_port()}/"))}))
    assert told(made, KEY.token(), "--fetch")["code"] == "jwt.keys_unavailable"


MCP_RULES = ['mcp.tool.name == "echo"', 'jwt.role == "admin" && mcp.tool.target == "told"']


def tools(rules=MCP_RULES):
    policies = {"jwtAuth": jwt_auth([KEY])}
    if rules:
        policies["mcpAuthorization"] = {"rules": rules}
    return serving({"name": "told", "mcp": {"host": "http://127.0.0.1:1/mcp"}}, policies=policies)


@pytest.mark.parametrize(
    "role,tool,passes", [("guest", "echo", True), ("guest", "drop", False), ("admin", "drop", True)]
)
def test_a_tool_of_an_mcp_server_is_judged_as_the_gateway_does(role, tool, passes):
    found = told(tools(), KEY.token(role=role), "--path", "/mcp", "--tool", tool)
    assert found["passes"] == passes
    if not passes:
        assert (found["status"], found["code"]) == (400, "mcp.denied")
    steps = found["steps"]
    message = next(step for step in steps if step["step"] == "message")
    assert message["says"].startswith(f"tools/call {tool}") or not passes
    rules = [step for step in steps if step["step"] == "rule"]
    assert len(rules) == len(MCP_RULES) and all(rule["depth"] == 1 for rule in rules)
    assert rules[1]["values"] == {"jwt.role": role}


def test_any_message_can_be_asked_about():
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "prompts/get", "params": {"name": "p"}})
    made = tools(['mcp.prompt.name == "p"'])
    assert told(made, KEY.token(), "--path", "/mcp", "--method", "POST", "--body", body)["passes"]
    bad = told(made, KEY.token(), "--path", "/mcp", "--method", "POST", "--body", "{")
    assert (bad["status"], bad["code"]) == (400, "mcp.malformed")


def test_without_a_message_the_rules_are_shown_and_nothing_is_refused():
    found = told(tools(), KEY.token(role="admin"), "--path", "/mcp")
    assert found["passes"]
    rules = [step["says"] for step in found["steps"] if step["step"] == "rule"]
    assert len(rules) == 2 and "jwt.role" in rules[1]
    assert not [s for s in told(tools([]), KEY.token(), "--path", "/mcp")["steps"] if s["step"] == "rule"]


def test_a_body_is_what_rules_read():
    routes = route("127.0.0.1:1", policies={"authorization": rules(allow='string(request.body) == "yes"')})
    for body, passes in (("yes", True), ("no", False)):
        assert told(config(routes), None, "--body", body)["passes"] == passes
