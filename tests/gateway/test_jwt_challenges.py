"""What a refusal tells of how to get in: RFC 6750's challenges, RFC 9728's document."""

import json
import re

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
ISSUER = "https://issuer.test"
RESOURCE = "https://api.example/told"
DOCUMENT = "/.well-known/oauth-protected-resource"
TOLD = {
    "challenge": {"realm": "orders", "scopes": ["read"]},
    "resourceMetadata": {"resource": RESOURCE, "scopesSupported": ["read", "write"]},
}
BY_SCOPE = rules(
    {"require": 'has(jwt.scope) && "write" in jwt.scope.split(" ")', "scopes": ["read", "write"]}
)


def auth(**more):
    return jwt_auth([KEY], issuer=ISSUER, **more)


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return config(
            [
                route(upstream, path="/plain", policies={"jwtAuth": auth()}),
                route(upstream, path="/told", policies={"jwtAuth": auth(**TOLD)}),
                route(
                    upstream,
                    path="/rule",
                    policies={"jwtAuth": auth(), "authorization": BY_SCOPE},
                ),
                route(
                    upstream,
                    path="/list",
                    policies={
                        "jwtAuth": auth(challenge={"scopes": ["a", "b:c/d"]}),
                        "authorization": rules(allow='jwt.sub == "root"'),
                    },
                ),
                route(
                    upstream,
                    path="/anonymous",
                    policies={"jwtAuth": {**auth(), "mode": "optional"}, "authorization": BY_SCOPE},
                ),
            ]
        )

    with Rig(build) as made:
        yield made


def token(**changes):
    return bearer(KEY.token(iss=ISSUER, **changes))


def challenge(answer):
    """The parameters of the one challenge."""
    values = answer.response.values("www-authenticate")
    assert len(values) == 1 and values[0].startswith("Bearer "), values
    assert re.fullmatch(r'\w+="[^"\\]*"(, \w+="[^"\\]*")*', values[0][7:]), values[0]
    return dict(re.findall(r'(\w+)="([^"]*)"', values[0]))


def test_no_token_is_no_error(rig):
    """Lessons 4, decision 22: RFC 6750 section 3.1 wants no error code when no token came."""
    answer = rig.ask("/plain")
    answer.must_refuse(401)
    assert challenge(answer) == {"realm": "jotgate"}
    other_scheme = rig.ask("/plain", [("Authorization", "Basic YTpi")])
    assert challenge(other_scheme) == {"realm": "jotgate"}


@pytest.mark.parametrize(
    "headers,says",
    [
        (bearer("x"), "the token is malformed"),
        (bearer(KEY.token(iss=ISSUER, exp=1)), "the token has expired"),
        (bearer(KEY.token(iss="https://other.test")), "the token's issuer is not accepted"),
    ],
    ids=["malformed", "expired", "issuer"],
)
def test_a_bad_token_is_invalid(rig, headers, says):
    answer = rig.ask("/plain", headers)
    answer.must_refuse(401)
    assert challenge(answer) == {
        "realm": "jotgate",
        "error": "invalid_token",
        "error_description": says,
    }


def test_two_tokens_are_an_invalid_request(rig):
    answer = rig.ask("/plain", token() + token())
    answer.must_refuse(400)
    assert challenge(answer)["error"] == "invalid_request"


@pytest.mark.parametrize("claims", [{}, {"scope": "read"}, {"scope": "rewrite"}])
def test_a_rule_that_refuses_names_the_scopes_it_wants(rig, claims):
    """Lessons 3.4, row Tyk contains_match: `rewrite` is not `write`."""
    answer = rig.ask("/rule", token(**claims))
    answer.must_refuse(403, "authorization failed")
    assert challenge(answer) == {
        "realm": "jotgate",
        "error": "insufficient_scope",
        "error_description": "authorization failed",
        "scope": "read write",
    }
    rig.ask("/rule", token(scope="read write")).must_pass()


def test_a_rule_without_scopes_leaves_the_configured_ones(rig):
    answer = rig.ask("/list", token())
    answer.must_refuse(403)
    assert challenge(answer)["scope"] == "a b:c/d"


def test_nobody_known_is_not_told_of_scopes(rig):
    answer = rig.ask("/anonymous").must_refuse(403)
    assert not answer.get("www-authenticate")


@pytest.mark.parametrize("headers", [[], bearer("x")], ids=["none", "bad"])
def test_a_configured_challenge_stands_in_every_401(rig, headers):
    answer = rig.ask("/told", headers)
    answer.must_refuse(401)
    told = challenge(answer)
    assert told["realm"] == "orders" and told["scope"] == "read"
    assert told["resource_metadata"] == f"https://api.example{DOCUMENT}/told"
    assert ("error" in told) == bool(headers)


def test_the_document_is_where_the_challenge_says_and_needs_no_token(rig):
    where = challenge(rig.ask("/told"))["resource_metadata"].removeprefix("https://api.example")
    answer = rig.ask(where)
    assert answer.status == 200 and answer.seen is None
    assert answer.response.get("content-type") == "application/json"
    assert answer.response.get("access-control-allow-origin") == "*"
    assert json.loads(answer.text) == {
        "resource": RESOURCE,
        "scopes_supported": ["read", "write"],
        "authorization_servers": [ISSUER],
    }
    head = rig.ask(where, method="HEAD")
    assert head.status == 200 and head.response.body == b""
    preflight = rig.ask(where, [("Origin", "https://x.example")], method="OPTIONS")
    assert preflight.status == 204 and preflight.seen is None
    for method in ("POST", "PUT", "DELETE"):
        other = rig.ask(where, method=method, body=b"x").must_refuse(405)
        assert other.get("allow") == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["", "/", "/told/", "/told/x", "/plain", "/TOLD"])
def test_there_is_no_other_document(rig, path):
    rig.ask(DOCUMENT + path).must_refuse(404)


def test_the_documents_path_is_not_a_way_around_the_token(rig):
    """Lessons 3.5, row CVE-2021-29492: the path that decides is the one the upstream gets."""
    for target in (
        f"/told/..{DOCUMENT}/told/../../../told",
        f"{DOCUMENT}/told/../../../told",
        "/told?x=" + DOCUMENT + "/told",
    ):
        rig.ask(target).must_refuse(401)
    for target in (f"{DOCUMENT}%2Ftold", f"{DOCUMENT}/told%00"):
        rig.ask(target).must_refuse(400)


def test_a_gateway_serves_the_document_before_routing():
    def build(upstream):
        told = {"jwtAuth": auth(resourceMetadata={"resource": "https://api.example"})}
        return config(route(upstream, path="/only"), gateway=told)

    with Rig(build) as rig:
        rig.ask("/only").must_refuse(401)
        assert json.loads(rig.ask(DOCUMENT).text)["resource"] == "https://api.example"
        rig.ask("/only", token()).must_pass()
