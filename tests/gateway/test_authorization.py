"""authorization: the truth table of allow, deny and require; levels; what the client, the log and the upstream are told."""

import itertools

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.rig import Rig
from harness.wire import Wire, bearer

KEY = tokens.shared_key("ES256")
TRUE, FALSE = "true", "false"
ERROR, NO_BOOL = "jwt.nosuch == 'x'", "'text'"
VALUES = {"true": TRUE, "false": FALSE, "error": ERROR, "no-bool": NO_BOOL, "absent": None}


def decide(deny, require, allow):
    """The table of the documentation, in its words: only the boolean true counts."""
    if deny == "true":
        return False
    if require not in ("true", "absent"):
        return False
    return allow in ("true", "absent")


CASES = list(itertools.product(VALUES, VALUES, VALUES))


def case_rules(deny, require, allow):
    return {
        "rules": [
            {kind: VALUES[value]}
            for kind, value in (("allow", allow), ("deny", deny), ("require", require))
            if VALUES[value]
        ]
    }


@pytest.fixture(scope="module")
def table():
    def build(upstream):
        return config(
            [
                route(
                    upstream,
                    exact=f"/{'.'.join(case)}",
                    policies={"authorization": case_rules(*case)},
                )
                for case in CASES
            ]
        )

    with Rig(build) as made:
        yield made


@pytest.mark.parametrize("case", CASES, ids=".".join)
def test_the_truth_table(table, case):
    answer = table.ask(f"/{'.'.join(case)}")
    if decide(*case):
        answer.must_pass()
    else:
        answer.must_refuse(403)
        assert answer.text.strip() == "authorization failed"


@pytest.fixture(scope="module")
def rig():
    jwt = {"jwtAuth": jwt_auth([KEY], "optional")}
    policies = {
        "/legacy": {"authorization": rules('request.method == "GET"')},
        "/two-allows": {
            "authorization": rules(
                {"allow": 'request.method == "GET"'}, {"allow": 'request.method == "PUT"'}
            )
        },
        "/two-requires": {
            "authorization": rules(
                {"require": 'request.headers["x-a"] == "1"'},
                {"require": 'request.headers["x-b"] == "1"'},
            )
        },
        "/two-denies": {
            "authorization": rules(
                {"deny": 'request.headers["x-a"] == "1"'}, {"deny": 'request.headers["x-b"] == "1"'}
            )
        },
        "/empty": {"authorization": {"rules": []}},
        "/subject": {**jwt, "authorization": rules(allow='jwt.sub == "alice"')},
        "/has": {**jwt, "authorization": rules(require="has(jwt.sub)")},
        "/groups": {**jwt, "authorization": rules(allow='jwt.groups.contains("admins")')},
        "/scope": {**jwt, "authorization": rules(allow='"read" in jwt.scope.split(" ")')},
        "/nested": {**jwt, "authorization": rules(allow='jwt.realm.roles[1] == "writer"')},
        "/deny-claim": {**jwt, "authorization": rules(deny="jwt.banned == true")},
        "/admin": {
            "jwtAuth": jwt_auth([KEY]),
            "authorization": rules(
                allow='request.path == "/admin" && jwt.groups.contains("admins")'
            ),
        },
        "/headers": {"authorization": rules(allow='request.headers["x-role"] == "boss"')},
        "/query": {
            "authorization": rules(allow='request.path == "/query" && request.uri.contains("k=v")')
        },
        "/permissive": {
            "jwtAuth": jwt_auth([KEY], "permissive"),
            "authorization": rules(allow='jwt.sub == "alice"'),
        },
    }
    with Rig(
        lambda upstream: config(
            [route(upstream, path=path, policies=policy) for path, policy in policies.items()],
            logging={"format": "json"},
        )
    ) as made:
        yield made


def good(**claims):
    return bearer(KEY.token(**claims))


def test_a_bare_expression_allows(rig):
    rig.ask("/legacy").must_pass()
    rig.ask("/legacy", method="DELETE").must_refuse(403)


def test_one_of_several_allows_is_enough(rig):
    rig.ask("/two-allows").must_pass()
    rig.ask("/two-allows", method="PUT").must_pass()
    rig.ask("/two-allows", method="DELETE").must_refuse(403)


def test_every_require_counts(rig):
    rig.ask("/two-requires", [("X-A", "1"), ("X-B", "1")]).must_pass()
    for headers in ([], [("X-A", "1")], [("X-B", "1")], [("X-A", "1"), ("X-B", "2")]):
        rig.ask("/two-requires", headers).must_refuse(403)


def test_every_deny_counts(rig):
    rig.ask("/two-denies").must_pass()
    rig.ask("/two-denies", [("X-A", "2"), ("X-B", "2")]).must_pass()
    rig.ask("/two-denies", [("X-A", "1")]).must_refuse(403)
    rig.ask("/two-denies", [("X-A", "2"), ("X-B", "1")]).must_refuse(403)


def test_no_rules_allow(rig):
    rig.ask("/empty").must_pass()


def test_claims_decide(rig):
    rig.ask("/subject", good()).must_pass()
    rig.ask("/subject", good(sub="bob")).must_refuse(403)
    rig.ask("/groups", good(groups=["users", "admins"])).must_pass()
    rig.ask("/groups", good(groups=["users", "not-admins"])).must_refuse(403)
    rig.ask("/groups", good(groups=[])).must_refuse(403)
    rig.ask("/groups", good()).must_refuse(403)
    rig.ask("/scope", good(scope="write read")).must_pass()
    rig.ask("/scope", good(scope="readonly thread")).must_refuse(403)
    rig.ask("/nested", good(realm={"roles": ["reader", "writer"]})).must_pass()
    rig.ask("/nested", good(realm={"roles": ["writer"]})).must_refuse(403)


def test_without_a_token_claims_are_absent_and_that_is_403_not_401(rig):
    for path in ("/subject", "/has", "/groups", "/scope", "/nested"):
        rig.ask(path).must_refuse(403, "authorization failed")
    rig.ask("/has", good()).must_pass()
    rig.ask("/has", good(sub=None)).must_refuse(403)


def test_a_deny_on_an_absent_claim_denies_nobody(rig):
    rig.ask("/deny-claim", good()).must_pass()
    rig.ask("/deny-claim").must_pass()
    rig.ask("/deny-claim", good(banned=True)).must_refuse(403)


def test_claims_of_a_bad_token_never_count(rig):
    mallory = tokens.Key("ES256", kid=KEY.kid)
    rig.ask("/permissive", bearer(mallory.token())).must_refuse(403)
    rig.ask("/permissive", bearer(KEY.token(exp=tokens.now() - 999))).must_refuse(403)
    rig.ask("/permissive", good()).must_pass()
    rig.ask("/permissive").must_refuse(403)


def test_the_rule_of_the_guide(rig):
    rig.ask("/admin", good(groups=["admins"])).must_pass()
    rig.ask("/admin", good(groups=["users"])).must_refuse(403)
    rig.ask("/admin/x", good(groups=["admins"])).must_refuse(403)
    rig.ask("/admin").must_refuse(401)


PATHS = [
    "/admin/../admin",
    "/x/../admin",
    "/%61dmin",
    "/admin/.",
    "/./admin",
    "//admin",
    "/admin/",
    "/admin%2f",
    "/admin%2F..",
    "/admin;x",
    "/admin%00",
    "/admin%5c",
    "/admin\\",
    "/ADMIN",
    "/admin%2e",
    "/x%2f..%2fadmin",
    "/%2e%2e/admin",
    "/admin#x",
    "/admin?x",
    "/admin%3f",
    "/admin%23",
    "/admin/..;/admin",
]


@pytest.mark.parametrize("path", PATHS)
def test_the_path_that_was_allowed_is_the_path_that_is_sent(rig, path):
    """Whatever the spelling, the rule, the route and the upstream read the same path, or the request is refused."""
    with Wire(rig.port) as wire:
        wire.send(
            f"GET {path} HTTP/1.1\r\nHost: a.test\r\nAuthorization: Bearer {KEY.token(groups=['admins'])}\r\nX-Case: p{PATHS.index(path)}\r\n\r\n".encode()
        )
        status = wire.response().status
    seen = rig.seen(f"p{PATHS.index(path)}")
    if seen:
        assert (
            status == 200 and seen.path == "/admin"
        ), f"{path} was allowed and sent on as {seen.target}"
    else:
        assert status in (400, 403, 404)


def test_a_path_that_a_rule_denies_cannot_be_disguised():
    spellings = [
        "/secret",
        "/%73ecret",
        "/./secret",
        "/a/../secret",
        "//secret",
        "/secret/",
        "/secret/.",
        "/%2e/secret",
        "/secret%2f",
        "/a/..%2fsecret",
        "/SECRET",
        "/secret?x=/",
    ]
    policy = {"authorization": rules(deny='request.path.startsWith("/secret")')}
    with Rig(lambda upstream: config(route(upstream, policies=policy))) as rig:
        for spelling in spellings:
            answer = rig.ask(spelling)
            assert answer.status in (400, 403) or not answer.seen.path.startswith(
                "/secret"
            ), spelling


def test_the_log_names_the_rule_and_the_client_does_not_learn_it(rig):
    response = rig.ask("/subject?mark=rule-log", good(sub="someone-else")).must_refuse(403)
    assert response.text.strip() == "authorization failed"
    record = rig.gateway.log_record(http_path="/subject?mark=rule-log")
    assert record["reason"] == "Authorization" and "allow" in record["error"], record
    assert "someone-else" not in record["error"]


def test_levels_are_judged_one_by_one_and_both_must_agree():
    """The gateway's rules and the route's rules: an allow at one level does not make up for the other's."""
    gateway = {
        "jwtAuth": jwt_auth([KEY], "optional"),
        "authorization": rules(allow='request.headers["x-gateway"] == "yes"'),
    }
    policy = {"authorization": rules(allow='jwt.sub == "alice"')}
    with Rig(lambda upstream: config(route(upstream, policies=policy), gateway)) as rig:
        rig.ask("/", good() + [("X-Gateway", "yes")]).must_pass()
        rig.ask("/", good()).must_refuse(403)
        rig.ask("/", [("X-Gateway", "yes")]).must_refuse(403)
        rig.ask("/", good(sub="bob") + [("X-Gateway", "yes")]).must_refuse(403)


def test_a_token_checked_at_the_gateway_serves_the_rules_of_routes():
    gateway = {"jwtAuth": jwt_auth([KEY], "optional")}

    def build(upstream):
        return config(
            [
                route(
                    upstream,
                    path="/alice",
                    policies={"authorization": rules(allow='jwt.sub == "alice"')},
                ),
                route(upstream, path="/open"),
            ],
            gateway,
        )

    with Rig(build) as rig:
        seen = rig.ask("/alice", good()).must_pass()
        assert not seen.has("authorization")
        rig.ask("/alice").must_refuse(403, "authorization failed")
        rig.ask("/open").must_pass()
        rig.ask("/open", bearer("bad")).must_refuse(401)
        rig.ask("/alice", bearer("bad")).must_refuse(401)


def test_the_gateways_policies_come_before_the_choice_of_a_route():
    with Rig(
        lambda upstream: config(route(upstream, path="/known"), {"jwtAuth": jwt_auth([KEY])})
    ) as rig:
        rig.ask("/unknown").must_refuse(401)
        rig.ask("/unknown", good()).must_refuse(404)
        rig.ask("/known", good()).must_pass()


def test_a_strict_route_behind_a_strict_gateway_is_satisfied_by_the_same_token():
    """agentgateway answers 401 here, because the first policy took the token away."""
    policy = {"jwtAuth": jwt_auth([KEY])}
    with Rig(lambda upstream: config(route(upstream, policies=policy), policy)) as rig:
        rig.ask("/", good()).must_pass()
        rig.ask("/").must_refuse(401)
