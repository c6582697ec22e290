"""config.metrics.fields.add: labels that the configuration adds to the metrics, each an expression."""

import json

import pytest

from harness import metrics, tokens
from harness.configs import front, jwt_auth, route
from harness.process import run
from harness.rig import Rig
from harness.waiting import Deadline
from harness.wire import Wire, ask, bearer

KEY = tokens.shared_key("ES256")


def labelled(add, policies=None):
    def build(up):
        made = front(route(up, policies=policies))
        made["config"]["metrics"] = {"fields": {"add": add}}
        return made

    return Rig(build)


def await_requests(rig, count, **labels):
    """Counting comes after answering."""
    deadline = Deadline()
    while True:
        found = metrics.samples(rig.gateway)
        if metrics.total(found, "agentgateway_requests_total", **labels) >= count:
            assert metrics.total(found, "agentgateway_requests_total", **labels) == count
            return found
        assert not deadline.passed(), (labels, found)


def test_requests_are_counted_by_what_expressions_give():
    add = {"team": "request.headers['x-team']", "class": "string(response.code / 100) + 'xx'"}
    with labelled(add) as rig:
        for team in ("blue", "red", "blue"):
            ask(rig.port, headers=[("x-team", team)])
        await_requests(rig, 2, team="blue", **{"class": "2xx"}, status="200")
        found = await_requests(rig, 1, team="red")
        for name in ("request_duration_seconds_count", "request_processing_seconds_count"):
            assert metrics.total(found, f"agentgateway_{name}", team="blue") == 2


def test_what_is_no_text_is_unknown():
    policies = {"jwtAuth": jwt_auth([KEY], "optional")}
    with labelled({"tier": "jwt.tier", "plan": "jwt.plan"}, policies) as rig:
        rig.ask("/", bearer(KEY.token(tier=2, plan="gold"))).must_pass()
        rig.ask("/").must_pass()
        await_requests(rig, 1, tier="unknown", plan="gold")
        await_requests(rig, 1, tier="unknown", plan="unknown")


def test_refusals_are_counted_by_them_too():
    policies = {"jwtAuth": jwt_auth([KEY])}
    with labelled({"path": "request.path"}, policies) as rig:
        assert rig.ask("/refused").status == 401
        await_requests(rig, 1, path="/refused", reason="JwtAuth")


def test_credentials_stay_out():
    add = {"sent": "request.headers['cookie']", "query": "request.pathAndQuery", "token": "jwt.rawToken"}
    policies = {"jwtAuth": jwt_auth([KEY])}
    with labelled(add, policies) as rig:
        token = KEY.token()
        rig.ask("/?access_token=hunter2", [("Cookie", "a=hunter2"), *bearer(token)]).must_pass()
        await_requests(rig, 1, sent="<redacted>", query="/?access_token=REDACTED", token="<redacted>")
        told = ask(rig.gateway.service("stats"), target="/metrics").text
        assert "hunter2" not in told and token[:20] not in told


def test_a_hostile_value_forges_no_series():
    with labelled({"agent": "request.headers['user-agent']"}) as rig:
        ask(rig.port, headers=[("User-Agent", 'x"} 7 forged{a="')])
        found = await_requests(rig, 1, agent='x\\"} 7 forged{a=\\"')
        assert not any(name.startswith("forged") for name, _ in found)


def test_too_many_values_are_counted_together_and_said():
    room = 1000
    with labelled({"path": "request.path"}) as rig:
        with Wire(rig.port) as wire:
            for number in range(room + 3):
                assert wire.ask("GET", f"/{number}").status == 200
        await_requests(rig, 3, path="overflow", status="200")
        await_requests(rig, 1, path="/0")
        await_requests(rig, room + 3)
        rig.gateway.stderr.wait_until(
            lambda lines: any("counted as `overflow`" in line for line in lines), "a word about it"
        )


def test_it_is_read_at_start_only():
    with labelled({"a": "'1'"}) as rig:
        ask(rig.port, target="/before")
        await_requests(rig, 1, a="1")
        made = front(route(rig.upstream))
        made["config"]["metrics"] = {"fields": {"add": {"a": "'2'", "b": "'2'"}}}
        rig.gateway.reload(made)
        ask(rig.port, target="/after")
        found = await_requests(rig, 2, a="1")
        assert not any("b" in dict(labels) for _, labels in found)


@pytest.mark.parametrize(
    "added, message",
    [
        ({"user.name": "jwt.sub"}, "expected a label's name"),
        ({"status": "jwt.sub"}, "have a label of this name already"),
        ({"a": "reqest.path"}, "did you mean 'request'?"),
        ({"a": "request.body"}, "no body is read for this"),
        ({"a": "response.code"}, "string() makes text"),
    ],
)
def test_what_is_told_at_load(added, message):
    made = front(route("localhost:1"))
    made["config"]["metrics"] = {"fields": {"add": added}}
    done = run("--validate-only", "-c", json.dumps(made))
    assert message in done.stderr, done.output
