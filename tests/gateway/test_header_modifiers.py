"""requestHeaderModifier and responseHeaderModifier, on routes and on backends."""

import json

import pytest

from harness.configs import config, host, route, rules
from harness.process import run
from harness.rig import Rig


def answer_with(*headers):
    def behave(exchange):
        exchange.read_body()
        exchange.answer(headers=headers)

    return behave


def test_a_request_is_changed_on_its_way():
    edits = {
        "add": {"X-Twice": "two"},
        "set": {"x-set": "new", "User-Agent": "gateway"},
        "remove": ["X-Illegal"],
    }
    with Rig(lambda up: config(route(up, policies={"requestHeaderModifier": edits}))) as rig:
        sent = [("X-Twice", "one"), ("X-Set", "a"), ("x-set", "b"), ("X-Illegal", "x")]
        seen = rig.ask(headers=sent).must_pass()
        assert seen.values("x-twice") == ["one", "two"]
        assert seen.values("x-set") == ["new"]
        assert seen.get("user-agent") == "gateway"
        assert not seen.has("x-illegal")


def test_an_answer_is_changed_on_its_way():
    edits = {"add": {"Set-Cookie": "b=2"}, "set": {"server": "jotgate"}, "remove": ["X-Inside"]}
    build = lambda up: config(route(up, policies={"responseHeaderModifier": edits}))
    behave = answer_with(("Set-Cookie", "a=1"), ("Server", "secret/1.0"), ("X-Inside", "x"))
    with Rig(build, behave) as rig:
        answer = rig.ask()
        answer.must_pass()
        assert answer.response.values("set-cookie") == ["a=1", "b=2"]
        assert answer.response.values("server") == ["jotgate"]
        assert not answer.response.has("x-inside")
        assert answer.text == "hello"


def test_a_backend_has_edits_of_its_own_inside_those_of_the_route():
    backend_policies = {
        "requestHeaderModifier": {"set": {"x-who": "backend"}},
        "responseHeaderModifier": {"set": {"x-who": "backend"}, "remove": ["x-inside"]},
    }
    route_policies = {
        "requestHeaderModifier": {"set": {"x-who": "route", "x-route": "1"}},
        "responseHeaderModifier": {"set": {"x-who": "route"}},
    }
    with Rig(
        lambda up: config(route(host(up, policies=backend_policies), policies=route_policies)),
        answer_with(("X-Inside", "x")),
    ) as rig:
        answer = rig.ask()
        seen = answer.must_pass()
        assert (seen.get("x-who"), seen.get("x-route")) == ("backend", "1")
        assert answer.response.values("x-who") == ["route"]
        assert not answer.response.has("x-inside")


def test_framing_is_untouched():
    """Bodies arrive whole with as many edits as one likes around them."""
    edits = {"set": {"x-a": "1", "content-type": "text/x"}, "remove": ["x-b", "date"]}
    policies = {"requestHeaderModifier": edits, "responseHeaderModifier": edits}
    with Rig(lambda up: config(route(up, policies=policies))) as rig:
        for method, body in (("POST", b"0123456789"), ("POST", b""), ("PUT", b"x" * 100_000)):
            answer = rig.ask(method=method, body=body)
            seen = answer.must_pass()
            assert seen.body == body and seen.values("content-type") == ["text/x"]
            assert answer.response.values("content-type") == ["text/x"]


@pytest.mark.parametrize("kind", ["requestHeaderModifier", "responseHeaderModifier"])
@pytest.mark.parametrize("place", ["route", "backend"])
@pytest.mark.parametrize(
    "edits,named",
    [
        ({"set": {"Content-Length": "3"}}, "Content-Length"),
        ({"add": {"transfer-encoding": "chunked"}}, "transfer-encoding"),
        ({"remove": ["Connection"]}, "Connection"),
        ({"set": {"Host": "x"}}, "does not honour it yet"),
        ({"set": {":path": "/x"}}, "does not honour them yet"),
        ({"set": {"x y": "1"}}, "x y"),
        ({"set": {"x": "a\r\nx-injected: 1"}}, "line breaks"),
        ({"set": {"x": "a\0"}}, "control characters"),
        ({"nosuch": {}}, "nosuch"),
    ],
)
def test_a_fault_is_refused_with_its_path(kind, place, edits, named):
    policies = {kind: edits}
    made = (
        route("127.0.0.1:1", policies=policies)
        if place == "route"
        else route(host("127.0.0.1:1", policies=policies))
    )
    done = run("--validate-only", "-c", json.dumps(config(made)))
    assert done.code != 0 and kind in done.stderr and named in done.stderr, done.output


def test_values_are_not_shown():
    """They may come from a variable and be secret."""
    value = config(
        route("127.0.0.1:1", policies={"requestHeaderModifier": {"set": {"x-key": "s3cr3t"}}})
    )
    done = run("--validate-only", "-c", json.dumps(value))
    assert done.code == 0 and "sets x-key" in done.stdout and "s3cr3t" not in done.output


def test_a_route_that_only_changes_fields_is_no_guarded_one():
    policies = {"requestHeaderModifier": {"set": {"x-a": "1"}}}
    for more, is_warned in (({}, True), ({"authorization": rules(deny="request.path == '/no'")}, False)):
        value = config(route("127.0.0.1:1", policies={**policies, **more}))
        done = run("--validate-only", "-c", json.dumps(value))
        assert done.code == 0 and ("nothing is checked" in done.stdout) == is_warned, done.output
