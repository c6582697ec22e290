"""One request, one token: places that agree, places that do not, and tokens that came twice."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
FAIL = "authentication failure: "
SEVERAL = "more than one credential was sent (jwt.ambiguous)"
PLACES = [
    {"header": {"name": "Authorization", "prefix": "Bearer "}},
    {"queryParameter": {"name": "access_ticket"}},
    {"cookie": {"name": "session"}},
]


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return config(
            [
                route(
                    upstream,
                    path=f"/{mode}",
                    policies={"jwtAuth": jwt_auth([KEY], mode, locations=PLACES)},
                )
                for mode in ("strict", "optional", "permissive")
            ]
            + [route(upstream, path="/plain", policies={"jwtAuth": jwt_auth([KEY])})]
        )

    with Rig(build) as made:
        yield made


@pytest.fixture
def token():
    return KEY.token()


def in_cookie(token):
    return [("Cookie", f"a=1; session={token}")]


def test_a_token_counts_wherever_it_stands(rig, token):
    for target, headers in (
        ("/strict", bearer(token)),
        (f"/strict?access_ticket={token}", []),
        ("/strict", in_cookie(token)),
    ):
        seen = rig.ask(target, headers).must_pass()
        assert token not in seen.head.decode()
    rig.ask("/strict").must_refuse(401, FAIL + "no bearer token found")


def test_the_same_token_in_every_place_is_one_and_leaves_all_of_them(rig, token):
    """Lessons 3.5, row envoy#12089: the request that is sent on carries no credential."""
    seen = rig.ask(
        f"/strict?b=2&access_ticket={token}", bearer(token) + in_cookie(token)
    ).must_pass()
    assert seen.target == "/strict?b=2"
    assert not seen.has("authorization") and seen.values("cookie") == ["a=1"]


@pytest.mark.parametrize("mode", ["strict", "optional"])
@pytest.mark.parametrize("kind", ["good", "nonsense", "empty"])
def test_different_tokens_in_two_places_are_refused(rig, mode, kind, token):
    """Lessons 3.5, row envoy#12089: a good token in the query and another in the header."""
    other = {"good": KEY.token(sub="bob"), "nonsense": "nonsense", "empty": ""}[kind]
    for target, headers in (
        (f"/{mode}?access_ticket={token}", bearer(other) if other else in_cookie("")),
        (f"/{mode}?access_ticket={other}", bearer(token)),
        (f"/{mode}?access_ticket={other}", in_cookie(token)),
    ):
        answer = rig.ask(target, headers).must_refuse(400, FAIL + SEVERAL)
        assert 'error="invalid_request"' in answer.get("www-authenticate")


def test_permissive_mode_knows_nobody_by_tokens_that_differ(rig, token):
    rig.ask(f"/permissive?access_ticket={token}&mark=differ", bearer(KEY.token(sub="b"))).must_pass()
    assert "jwt.sub" not in rig.gateway.log_line("mark=differ")


@pytest.mark.parametrize("kind", ["same", "good", "nonsense"])
def test_two_authorization_headers_are_refused(rig, kind, token):
    """Lessons 3.5, row CVE-2026-26308, CVE-2020-25017: not only the first value is looked at."""
    second = {"same": token, "good": KEY.token(sub="bob"), "nonsense": "nonsense"}[kind]
    for first, then in ((token, second), (second, token)):
        rig.ask("/plain", bearer(first) + bearer(then)).must_refuse(400, FAIL + SEVERAL)
        rig.ask("/plain", [*bearer(first), ("authorization", "Basic YTpi")]).must_refuse(400, SEVERAL)
        joined = [("Authorization", f"Bearer {first}, Bearer {then}")]
        rig.ask("/plain", joined).must_refuse(400, FAIL + SEVERAL)


def test_a_token_in_a_second_place_is_never_logged(rig):
    token = KEY.token(sub="only-in-this-log", header={"x": "only-in-this-log"})
    rig.ask(f"/strict?access_ticket={token}&mark=second-place").must_pass()
    rig.ask(f"/strict?access_ticket={token}&mark=second-place-bad", bearer("x")).must_refuse(400)
    for mark in ("mark=second-place", "mark=second-place-bad"):
        rig.gateway.log_line(mark)
    log = "\n".join(rig.gateway.stdout.all() + rig.gateway.stderr.all())
    assert not any(part in log for part in token.split("."))
