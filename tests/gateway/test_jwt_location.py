"""Where a token may sit: found there, taken out of there, and everything around it kept as it came."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig

KEY = tokens.shared_key("ES256")
FAIL = "authentication failure: "
LOCATIONS = {
    "/header": {"header": {"name": "X-Token"}},
    "/prefixed": {"header": {"name": "X-Token", "prefix": "JWT "}},
    "/query": {"queryParameter": {"name": "access_token"}},
    "/cookie": {"cookie": {"name": "session"}},
    "/expression": {"expression": 'request.headers["x-secret"]'},
}


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        routes = [
            route(upstream, path=path, policies={"jwtAuth": jwt_auth([KEY], location=location)})
            for path, location in LOCATIONS.items()
        ]
        routes += [
            route(
                upstream,
                path="/permissive-query",
                policies={"jwtAuth": jwt_auth([KEY], "permissive", location=LOCATIONS["/query"])},
            )
        ]
        return config(routes)

    with Rig(build) as made:
        yield made


@pytest.fixture
def token():
    return KEY.token()


def test_a_header_without_prefix(rig, token):
    seen = rig.ask("/header", [("x-token", token), ("Authorization", "Basic YTpi")]).must_pass()
    assert not seen.has("x-token")
    assert seen.get("authorization") == "Basic YTpi"


def test_a_header_with_its_own_prefix(rig, token):
    for prefix in ("JWT ", "jwt "):
        assert not rig.ask("/prefixed", [("X-Token", prefix + token)]).must_pass().has("x-token")
    for bad in (token, "JWT" + token, "Bearer " + token):
        rig.ask("/prefixed", [("X-Token", bad)]).must_refuse(401, FAIL + "no bearer token found")


@pytest.mark.parametrize("path", ["/header", "/query", "/cookie"])
def test_the_usual_place_does_not_count_where_another_is_named(rig, path, token):
    rig.ask(path, [("Authorization", f"Bearer {token}")]).must_refuse(
        401, FAIL + "no bearer token found"
    )


@pytest.mark.parametrize(
    "before,after",
    [
        ("access_token={t}", ""),
        ("access_token={t}&a=1", "?a=1"),
        ("a=1&access_token={t}", "?a=1"),
        ("a=1&access_token={t}&b=2", "?a=1&b=2"),
        ("a=%20x+y&access_token={t}&%C3%A4=%2f", "?a=%20x+y&%C3%A4=%2f"),
        ("a&access_token={t}&b=&=c", "?a&b=&=c"),
        ("access%5Ftoken={t}&a=1", "?a=1"),
    ],
)
def test_a_query_parameter_is_removed_and_others_kept(rig, before, after, token):
    seen = rig.ask("/query?" + before.format(t=token)).must_pass()
    assert seen.target == "/query" + after


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?",
        "?a=1",
        "?Access_Token={t}",
        "?access_token2={t}",
        "?xaccess_token={t}",
        "?a=access_token={t}",
    ],
)
def test_a_parameter_of_another_name_is_none(rig, query, token):
    rig.ask("/query" + query.format(t=token)).must_refuse(401, FAIL + "no bearer token found")


def test_a_parameter_that_stands_twice_is_ambiguous(rig, token):
    rig.ask(f"/query?access_token={token}&access_token={token}").must_refuse(
        400, "more than one credential"
    )


@pytest.mark.parametrize(
    "before,after",
    [
        (["session={t}"], []),
        (["session={t}; a=1"], ["a=1"]),
        (["a=1; session={t}; b=2"], ["a=1; b=2"]),
        (["a=1;session={t};b=2"], ["a=1; b=2"]),
        (["a=1; xsession=y; session={t}; sessionx=z"], ["a=1; xsession=y; sessionx=z"]),
        (["a=1", "session={t}", "b=2"], ["a=1; b=2"]),
    ],
)
def test_a_cookie_is_removed_and_others_kept(rig, before, after, token):
    seen = rig.ask("/cookie", [("Cookie", text.format(t=token)) for text in before]).must_pass()
    assert "; ".join(seen.values("cookie")) == "; ".join(after)


def test_no_cookie_of_the_name_is_left_behind(rig, token):
    answer = rig.ask("/cookie", [("Cookie", f"session={token}; session={token}")])
    if answer.status == 200:
        assert not answer.seen.has("cookie")
    else:
        answer.must_refuse(400, "more than one credential")


@pytest.mark.parametrize("cookie", ["session=", "a=session={t}", "Session={t}", "session"])
def test_a_cookie_of_another_name_is_none(rig, cookie, token):
    rig.ask("/cookie", [("Cookie", cookie.format(t=token))]).must_refuse(401, FAIL)


def test_what_an_expression_found_stays_in_place(rig, token):
    assert rig.ask("/expression", [("X-Secret", token)]).must_pass().get("x-secret") == token
    rig.ask("/expression").must_refuse(401, FAIL + "no bearer token found")
    rig.ask("/expression", [("X-Secret", "nonsense")]).must_refuse(
        401, FAIL + "the token is malformed"
    )


def test_permissive_leaves_a_bad_token_in_the_query_and_takes_a_good_one_out(rig, token):
    assert (
        rig.ask("/permissive-query?a=1&access_token=bad").must_pass().target
        == "/permissive-query?a=1&access_token=bad"
    )
    assert (
        rig.ask(f"/permissive-query?a=1&access_token={token}").must_pass().target
        == "/permissive-query?a=1"
    )


def test_a_token_in_the_query_is_never_logged(rig):
    token = KEY.token(sub="only-in-this-test", header={"x": "only-in-this-test"})
    rig.ask(f"/query?access_token={token}&mark=logged-query-one").must_pass()
    rig.ask("/query?access_token=secretbadtoken&mark=logged-query-two").must_refuse(401, FAIL)
    for mark in ("logged-query-one", "logged-query-two"):
        rig.gateway.log_line(mark)
    log = "\n".join(rig.gateway.stdout.all() + rig.gateway.stderr.all())
    assert "secretbadtoken" not in log
    assert not any(part in log for part in token.split("."))
