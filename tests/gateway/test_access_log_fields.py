"""frontendPolicies.accessLog and config.logging: which exchanges the access log tells of, and what it tells of them."""

import json

import pytest

from harness import tokens
from harness.configs import config, front, jwt_auth, route, rules
from harness.http2 import ask2
from harness.metrics import samples, total
from harness.process import run
from harness.rig import Rig
from harness.waiting import until
from harness.wire import ask, bearer

KEY = tokens.shared_key("ES256")


def told(rig):
    """All that the access log has told."""
    return "\n".join(rig.gateway.stdout.all())


def logging(policies=None, **said):
    return Rig(lambda up: front(route(up, policies=policies), accessLog=said))


def test_fields_are_added_behind_the_others():
    added = {
        "team": "request.headers['x-team']",
        "size": "size(request.path)",
        "code.class": "response.code / 100",
        "is_get": "request.method == 'GET'",
        "none": "request.headers['nosuch']",
        "took": "duration('90s')",
        "list": "['a', 1]",
    }
    with logging(add=added) as rig:
        for number, asked in enumerate((ask, ask2)):
            asked(rig.port, "GET", f"/{number}", [("x-team", "red ones")])
            line = rig.gateway.log_line(f"http.path=/{number} ")
            assert 'team="red ones" size=2 code.class=2 is_get=true took=90s list="[\\"a\\",1]"' in line, line
            assert "none" not in line


def test_fields_are_added_to_json_as_what_they_are():
    def build(up):
        said = {"size": "size(request.path)", "list": "['a', 1]", "text": "'1'", "map": "{'a': true}"}
        made = front(route(up), accessLog={"add": said})
        made["config"]["logging"] = {"format": "json"}
        return made

    with Rig(build) as rig:
        ask(rig.port, target="/json")
        line = json.loads(rig.gateway.log_line('"http.path":"/json"'))
        assert (line["size"], line["list"], line["text"], line["map"]) == (5, ["a", 1], "1", {"a": True})


def test_a_field_in_which_a_key_is_looked_for_is_never_told():
    keys = {"location": {"header": {"name": "X-My-Key"}}, "keys": [{"key": "a-good-key-of-this-test"}]}
    with logging(policies={"apiKey": keys}, add={"all": "request.headers"}) as rig:
        for number, sent in enumerate(("a-good-key-of-this-test", "a-mistyped-key")):
            ask(rig.port, target=f"/{number}", headers=[("X-My-Key", sent)])
            assert sent not in rig.gateway.log_line(f"http.path=/{number} ")
        assert "x-my-key" in rig.gateway.log_line("http.path=/1 ")


def test_a_hostile_value_forges_no_field():
    with logging(add={"agent": "request.headers['user-agent']"}) as rig:
        ask(rig.port, target="/forge", headers=[("User-Agent", 'x" code=forged http.status=999')])
        line = rig.gateway.log_line("http.path=/forge")
        assert 'agent="x\\" code=forged http.status=999"' in line


def test_fields_are_removed_and_replaced():
    said = {"remove": ["http.host", "duration", "protocol"], "add": {"http.path": "'/hidden'"}}
    with logging(**said) as rig:
        ask(rig.port, target="/secret")
        line = rig.gateway.log_line("http.path=/hidden")
        assert "/secret" not in line and "http.host=" not in line and "duration=" not in line
        assert "protocol=" not in line and "http.method=GET" in line and line.count("http.path=") == 1


def test_flattened_values_are_fields_of_their_own():
    policies = {"jwtAuth": jwt_auth([KEY], "optional")}
    added = {
        "user": "flatten(jwt)",
        "deep": "flattenRecursive(jwt.org)",
        "list": "flatten([['a'], 'b'])",
        "sent": "flatten(request.headers)",
        "none": "flatten(jwt.nosuch)",
    }
    with logging(policies, add=added) as rig:
        claims = {"team": "red", "org": {"unit": {"name": "core"}}, "not a name": "x"}
        rig.ask("/flat", [("X-Tag", "1"), *bearer(KEY.token(**claims))]).must_pass()
        line = rig.gateway.log_line("http.path=/flat")
        for told in ("user.team=red", "deep.unit.name=core", "list.0=a list.1=b", "sent.x-tag=1"):
            assert f" {told}" in line, line
        assert "sent.authorization=" not in line and "not a name" not in line and "none" not in line


def test_a_flattened_key_takes_no_other_fields_place():
    added = {"http": "flatten(request.headers)", "http.other": "'ours'", "sent": "flatten(request.headers)"}
    with logging(add=added) as rig:
        sent = [("Status", "999"), ("Other", "forged"), ("Third", "3"), ("Cookie", "a=hunter2")]
        ask(rig.port, target="/flat", headers=sent)
        line = rig.gateway.log_line("http.path=/flat")
        assert "http.status=200" in line and " http.status=999" not in line and "http.other=forged" not in line
        assert "http.other=ours" in line and "http.third=3" in line
        assert "sent.cookie=<redacted>" in line and "hunter2" not in line


def test_a_line_is_not_flooded_with_flattened_fields():
    with logging(add={"sent": "flatten(request.headers)"}) as rig:
        ask(rig.port, target="/many", headers=[(f"X-{n}", "1") for n in range(80)])
        assert rig.gateway.log_line("http.path=/many").count(" sent.") == 64


def test_only_what_the_filter_is_true_of_is_told():
    with logging(filter="response.code >= 400 || request.path == '/last'") as rig:
        ask(rig.port, target="/good")
        ask(rig.port, "CONNECT", "x:1")
        ask(rig.port, target="/last")
        rig.gateway.log_line("http.path=/last")
        assert "http.path=/last" in told(rig) and "http.status=405" in told(rig)
        assert "/good" not in told(rig)


def test_a_filter_that_fails_tells_nothing():
    with logging(filter="request.headers['x-log'] == '1'") as rig:
        ask(rig.port, target="/unheard")
        ask(rig.port, target="/heard", headers=[("x-log", "1")])
        rig.gateway.log_line("http.path=/heard")
        assert "/unheard" not in told(rig)


def test_what_is_not_logged_is_counted():
    with logging(filter="false") as rig:
        ask(rig.port)
        counted = lambda: total(samples(rig.gateway), "agentgateway_requests_total", status="200")
        until(lambda: counted() == 1, "the count, which comes after the answer")


def test_claims_of_a_token_that_was_taken_and_of_none():
    policies = {"jwtAuth": jwt_auth([KEY], "optional")}
    with logging(policies, add={"user": "jwt.email", "groups": "jwt.groups"}) as rig:
        rig.ask("/known", bearer(KEY.token(email="a@b.c", groups=["x"]))).must_pass()
        assert 'user=a@b.c groups="[\\"x\\"]"' in rig.gateway.log_line("http.path=/known")
        rig.ask("/unknown").must_pass()
        assert "user=" not in rig.gateway.log_line("http.path=/unknown")


def test_credentials_stay_out_whatever_is_asked_for():
    added = {
        "auth": "request.headers['authorization']",
        "cookie": "request.headers.cookie",
        "other": "request.headers['x-other']",
        "query": "request.pathAndQuery",
        "uri": "request.uri",
        "token": "jwt.rawToken",
        "all": "toJson(request.headers)",
        "set": "response.headers['set-cookie']",
    }

    def behave(exchange):
        exchange.read_body()
        exchange.answer(headers=[("Set-Cookie", "session=hunter2")])

    policies = {"jwtAuth": jwt_auth([KEY], "optional", location={"header": {"name": "x-token"}})}
    with Rig(lambda up: front(route(up, policies=policies), accessLog={"add": added}), behave) as rig:
        token = KEY.token()
        sent = [
            ("Authorization", "Basic hunter2"),
            ("Cookie", "a=hunter2"),
            ("X-Other", f"Bearer {token}"),
            ("X-Token", token),
        ]
        rig.ask(f"/secrets?access_token=hunter2&a=b&t={token}", sent).must_pass()
        line = rig.gateway.log_line("http.path=")
        assert "auth=<redacted>" in line and "cookie=<redacted>" in line and "other=<redacted>" in line
        assert "hunter2" not in told(rig) and token[:20] not in told(rig)


def test_refusals_are_told_with_added_fields():
    with logging({"authorization": rules(deny="true")}, add={"who": "source.address"}) as rig:
        ask(rig.port, target="/refused")
        assert "who=127.0.0.1" in rig.gateway.log_line("http.path=/refused", "http.status=403")


def test_the_older_place_does_as_well():
    def build(up):
        made = config(route(up))
        made["config"]["logging"] = {
            "filter": "request.path != '/unheard'",
            "fields": {"add": {"a": "'1'"}, "remove": ["http.host"]},
        }
        return made

    with Rig(build) as rig:
        ask(rig.port, target="/unheard")
        ask(rig.port, target="/heard")
        line = rig.gateway.log_line("http.path=/heard")
        assert "a=1" in line and "http.host" not in line and "/unheard" not in told(rig)


def test_a_reload_changes_it():
    with logging(add={"n": "'1'"}) as rig:
        ask(rig.port, target="/before")
        assert "n=1" in rig.gateway.log_line("http.path=/before")
        rig.gateway.reload(front(route(rig.upstream), accessLog={"add": {"n": "'2'"}}))
        ask(rig.port, target="/after")
        assert "n=2" in rig.gateway.log_line("http.path=/after")


@pytest.mark.parametrize(
    "said, message",
    [
        ({"remove": ["http.pth"]}, "did you mean http.path?"),
        ({"add": {"a b": "'1'"}}, "letters, digits, dots"),
        ({"add": {"a": "reqest.path"}}, "did you mean 'request'?"),
        ({"add": {"a": "request.body"}}, "no body is read for this"),
        ({"filter": "response.code == '200'"}, "never equal"),
        ({"otlp": {}}, "does not honour it yet"),
    ],
)
def test_what_is_told_at_load(said, message):
    made = front(route("localhost:1"), accessLog=said)
    done = run("--validate-only", "-c", json.dumps(made))
    assert message in done.stderr, done.output
