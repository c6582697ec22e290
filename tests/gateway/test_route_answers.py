"""Policies that answer or change a request on its way to the backend: directResponse, requestRedirect, urlRewrite, delay."""

import json

import pytest

from harness.configs import config, route, rules
from harness.process import Gateway, run
from harness.rig import Rig
from harness.wire import Wire, ask


def answered(policies, target="/", headers=(), method="GET", **more):
    """The answer of a route that has no backend at all."""
    with Gateway(config(route(policies=policies, **more))) as gateway:
        return ask(gateway.port(), method, target, headers)


def test_a_direct_response_needs_no_backend():
    answer = answered({"directResponse": {"status": 418, "body": "hello!"}})
    assert (answer.status, answer.text, answer.get("content-length")) == (418, "hello!", "6")


def test_a_direct_response_may_be_computed():
    answer = answered(
        {
            "directResponse": {
                "status": 200,
                "bodyExpression": '"you are at " + request.path',
                "headers": {"X-Method": "request.method", "Content-Type": '"text/plain"'},
            }
        },
        "/here",
    )
    assert answer.text == "you are at /here"
    assert (answer.get("x-method"), answer.get("content-type")) == ("GET", "text/plain")


def test_what_a_client_sends_cannot_split_an_answer():
    answer = answered(
        {"directResponse": {"status": 200, "headers": {"X-Echo": 'request.path + "\\r\\nX-Evil: 1"'}}}
    )
    assert answer.status == 200 and not answer.has("x-evil") and not answer.has("x-echo")


def test_a_direct_response_comes_behind_authorization():
    policies = {
        "authorization": rules(deny='request.path == "/no"'),
        "directResponse": {"status": 200, "body": "in"},
    }
    with Gateway(config(route(policies=policies))) as gateway:
        assert ask(gateway.port(), target="/yes").text == "in"
        assert ask(gateway.port(), target="/no").status == 403


def test_conditions_choose_the_answer_and_no_answer_is_the_backends():
    conditional = [
        {"condition": 'request.headers["x-want"] == "503"', "status": 503, "body": "injected"},
        {"condition": 'request.headers["x-want"] == "200"', "status": 200, "body": "fine"},
    ]
    policies = {"directResponse": {"conditional": conditional}}
    with Rig(lambda upstream: config(route(upstream, policies=policies))) as rig:
        assert rig.ask(headers=[("X-Want", "503")]).text == "injected"
        assert rig.ask(headers=[("X-Want", "200")]).text == "fine"
        assert rig.ask().must_pass() and rig.ask(headers=[("X-Want", "1")]).must_pass()


def test_head_and_empty_answers_are_framed_right():
    with Gateway(config(route(policies={"directResponse": {"status": 204}}))) as gateway:
        with Wire(gateway.port()) as wire:
            assert wire.ask("GET", "/").status == 204
            assert wire.ask("HEAD", "/").status == 204
            assert wire.ask("POST", "/", body=b"x").status == 204


@pytest.mark.parametrize(
    "redirect,location",
    [
        ({}, "http://gateway.test:81/old/x?a=b"),
        ({"scheme": "https"}, "https://gateway.test:81/old/x?a=b"),
        ({"scheme": "https", "authority": {"port": 443}}, "https://gateway.test/old/x?a=b"),
        ({"authority": {"full": "other.test:8080"}}, "http://other.test:8080/old/x?a=b"),
        ({"authority": {"host": "other.test"}}, "http://other.test:81/old/x?a=b"),
        ({"path": {"full": "/new"}}, "http://gateway.test:81/new?a=b"),
        ({"path": {"prefix": "/new"}}, "http://gateway.test:81/new/x?a=b"),
    ],
)
def test_a_redirect_says_where_to(redirect, location):
    policies = {"requestRedirect": {**redirect, "status": 308}}
    with Gateway(config(route(policies=policies, path="/old"))) as gateway:
        answer = ask(gateway.port(), target="/old/x?a=b", host="gateway.test:81")
        assert (answer.status, answer.get("location")) == (308, location)


@pytest.mark.parametrize(
    "rewrite,host,target",
    [
        ({"path": {"full": "/new"}}, None, "/new?a=b"),
        ({"path": {"prefix": "/new"}}, None, "/new/x?a=b"),
        ({"path": {"prefix": "/"}}, None, "/x?a=b"),
        ({"authority": "auto"}, None, "/old/x?a=b"),
        ({"authority": "none"}, "gateway.test", "/old/x?a=b"),
        ({"authority": {"full": "custom.test"}}, "custom.test", "/old/x?a=b"),
        ({"authority": {"port": 8080}}, "gateway.test:8080", "/old/x?a=b"),
    ],
)
def test_a_rewrite_changes_what_the_backend_gets(rewrite, host, target):
    policies = {"urlRewrite": rewrite}
    with Rig(lambda upstream: config(route(upstream, path="/old", policies=policies))) as rig:
        seen = rig.ask("/old/x?a=b").must_pass()
        assert (seen.get("host"), seen.target) == (host or rig.upstream.address, target)
        rig.gateway.log_line('http.path="/old/x?a=b"')


def test_a_prefix_cannot_be_replaced_where_none_matched():
    policies = {"urlRewrite": {"path": {"prefix": "/new"}}}
    with Rig(lambda upstream: config(route(upstream, exact="/old", policies=policies))) as rig:
        rig.ask("/old").must_refuse(500, "rewrite.no_prefix")


def test_a_rewritten_path_is_what_rules_of_the_route_did_not_see():
    """Rules see what the client asked for: rewriting comes behind them."""
    policies = {
        "authorization": rules(allow='request.path.startsWith("/old")'),
        "urlRewrite": {"path": {"full": "/new"}},
    }
    with Rig(lambda upstream: config(route(upstream, policies=policies))) as rig:
        assert rig.ask("/old").must_pass().target == "/new"
        rig.ask("/new").must_refuse(403)


def test_a_delay_keeps_a_request_waiting_and_lets_it_on():
    policies = {"delay": {"duration": 'request.headers["x-slow"] == "1" ? 20 : 0'}}
    with Rig(lambda upstream: config(route(upstream, policies=policies))) as rig:
        rig.ask().must_pass()
        rig.ask(headers=[("X-Slow", "1")]).must_pass()
        log = rig.gateway.log_line('http.path=/')
        assert "duration=" in log


def test_a_delay_ends_with_the_gateway(upstream):
    routes = [
        route(path="/now", policies={"directResponse": {"status": 200}}),
        route(upstream, policies={"delay": {"duration": "1h"}}),
    ]
    with Gateway(config(routes)) as gateway:
        with Wire(gateway.port()) as wire:
            wire.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert ask(gateway.port(), target="/now").status == 200  # it was read before this one
    assert len(upstream.requests) == 0


@pytest.mark.parametrize(
    "policies,said",
    [
        ({"directResponse": {}}, "missing the required key status"),
        ({"directResponse": {"status": 200, "body": "a", "bodyExpression": '"b"'}}, "body"),
        ({"directResponse": {"conditional": []}}, "found an empty list"),
        ({"requestRedirect": {"path": {"full": "new"}}}, "expected a path that begins with /"),
        ({"requestRedirect": {"authority": {}}}, "authority"),
        ({"urlRewrite": {"path": {"full": "/a", "prefix": "/b"}}}, "path"),
        ({"delay": {"duration": "1 +"}}, "duration"),
        ({"delay": {}}, "missing the required key duration"),
        ({"timeout": {"requestTimeout": "soon"}}, "expected a duration"),
    ],
)
def test_a_fault_is_told_with_its_place(policies, said):
    value = config(route("127.0.0.1:1", policies=policies))
    done = run("--validate-only", "-c", json.dumps(value))
    name = next(iter(policies))
    assert done.code != 0 and said in done.stderr and f"routes[0].policies.{name}" in done.stderr
