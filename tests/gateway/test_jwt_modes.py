"""The three modes against every kind of credential: status, body, and what the upstream is sent."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
OTHER = tokens.Key("ES256", kid="unknown-key")
IMPOSTOR = tokens.Key("ES256", kid=KEY.kid)
MODES = ["strict", "optional", "permissive"]
PREFIX = "authentication failure: "


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return config(
            [
                route(upstream, path=f"/{mode}", policies={"jwtAuth": jwt_auth([KEY], mode)})
                for mode in MODES
            ]
        )

    with Rig(build) as made:
        yield made


def past(seconds):
    return KEY.token(exp=tokens.now() - seconds)


# What is sent; the sentence that strict mode answers.
BAD = {
    "garbage": (lambda: "garbage", "the token is malformed"),
    "two parts": (lambda: "a.b", "the token is malformed"),
    "four parts": (lambda: "a.b.c.d", "the token is malformed"),
    "empty parts": (lambda: "..", "the token is malformed"),
    "header is no base64url": (
        lambda: "!!!." + KEY.token().split(".", 1)[1],
        "the token is malformed",
    ),
    "header is no JSON": (
        lambda: KEY.raw("no json", tokens.compact(tokens.good_claims())),
        "the token is malformed",
    ),
    "header is a list": (
        lambda: KEY.raw("[]", tokens.compact(tokens.good_claims())),
        "the token is malformed",
    ),
    "header without alg": (lambda: KEY.token(header={"alg": None}), ""),
    "padding": (lambda: KEY.token() + "=", "the token is malformed"),
    "encrypted": (
        lambda: "a.b.c.d.e".replace("a", tokens.b64('{"alg":"dir","enc":"A128GCM"}')),
        "encrypted tokens are not accepted",
    ),
    "unknown kid": (OTHER.token, "the token was signed with an unknown key"),
    "no kid and another's key": (lambda: OTHER.token(header={"kid": None}), ""),
    "another key of the same kid": (IMPOSTOR.token, "the token's signature is not valid"),
    "one bit changed": (
        lambda: tokens.with_broken_signature(KEY.token()),
        "the token's signature is not valid",
    ),
    "no signature": (lambda: KEY.token().rpartition(".")[0] + ".", ""),
    "algorithm none": (
        lambda: tokens.unsigned({"alg": "none", "kid": KEY.kid}),
        "the token's algorithm is not accepted",
    ),
    "another issuer": (lambda: KEY.token(iss="evil.test"), "the token's issuer is not accepted"),
    "no issuer": (lambda: KEY.token(iss=None), ""),
    "another audience": (
        lambda: KEY.token(aud="other.test"),
        "the token is meant for another audience",
    ),
    "no audience": (lambda: KEY.token(aud=None), ""),
    "expired": (lambda: past(120), "the token has expired"),
    "no expiry": (lambda: KEY.token(exp=None), "the token lacks a required claim"),
    "not yet valid": (lambda: KEY.token(nbf=tokens.now() + 600), "the token is not valid yet"),
    "unknown critical header": (
        lambda: KEY.token(header={"crit": ["x"], "x": 1}),
        "the token needs an extension that is not understood",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_strict_refuses(rig, what):
    make, says = BAD[what]
    response = rig.ask("/strict", bearer(make())).must_refuse(401, PREFIX + says)
    assert response.get("content-type", "").startswith("text/plain")
    challenge = response.get("www-authenticate", "")
    assert challenge.startswith("Bearer") and 'error="invalid_token"' in challenge, challenge


@pytest.mark.parametrize("what", BAD)
def test_optional_refuses_what_is_present_and_bad(rig, what):
    make, says = BAD[what]
    rig.ask("/optional", bearer(make())).must_refuse(401, PREFIX + says)


@pytest.mark.parametrize("what", BAD)
def test_permissive_passes_a_bad_token_on_and_leaves_it_in_place(rig, what):
    token = BAD[what][0]()
    seen = rig.ask("/permissive", bearer(token)).must_pass()
    assert seen.get("authorization") == f"Bearer {token}"


ABSENT = {
    "nothing": [],
    "basic": [("Authorization", "Basic YTpi")],
    "another scheme": [("Authorization", "Token abc")],
    "prefix without its space": [("Authorization", "Bearerabc")],
    "bearer and nothing": [("Authorization", "Bearer")],
    "bearer and a space": [("Authorization", "Bearer ")],
    "empty": [("Authorization", "")],
}


@pytest.mark.parametrize("what", ABSENT)
def test_strict_refuses_an_absent_token(rig, what):
    response = rig.ask("/strict", ABSENT[what]).must_refuse(401, PREFIX + "no bearer token found")
    challenge = response.get("www-authenticate", "")
    # RFC 6750 section 3.1: no error code when there were no credentials at all.
    assert challenge.startswith("Bearer") and "error=" not in challenge, challenge


@pytest.mark.parametrize("mode", ["optional", "permissive"])
@pytest.mark.parametrize("what", ABSENT)
def test_the_other_modes_pass_an_absent_token(rig, mode, what):
    seen = rig.ask(f"/{mode}", ABSENT[what]).must_pass()
    expected = [value.strip() for _, value in ABSENT[what]]
    assert seen.values("authorization") == expected


@pytest.mark.parametrize("mode", MODES)
def test_a_good_token_passes_and_is_removed(rig, mode):
    seen = rig.ask(f"/{mode}", bearer(KEY.token()) + [("X-Other", "kept")]).must_pass()
    assert not seen.has("authorization")
    assert seen.get("x-other") == "kept"


@pytest.mark.parametrize("prefix", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_is_compared_without_case(rig, prefix):
    seen = rig.ask("/strict", [("Authorization", f"{prefix} {KEY.token()}")]).must_pass()
    assert not seen.has("authorization")


def test_two_spaces_are_one_too_many(rig):
    rig.ask("/strict", [("Authorization", f"Bearer  {KEY.token()}")]).must_refuse(401, PREFIX)


@pytest.mark.parametrize("mode", ["strict", "optional"])
def test_two_credentials_are_refused_whatever_they_hold(rig, mode):
    good, bad = KEY.token(), OTHER.token()
    for pair in ((good, good), (good, bad), (bad, good)):
        rig.ask(f"/{mode}", bearer(pair[0]) + bearer(pair[1])).must_refuse(
            400, "more than one credential"
        )


def test_permissive_takes_no_claims_from_two_credentials(rig):
    answer = rig.ask("/permissive", bearer(KEY.token()) + bearer(OTHER.token()))
    assert answer.status in (200, 400)


def test_a_token_without_kid_is_tried_with_the_keys_of_its_issuer(rig):
    """agentgateway refuses these; RFC 7515 section 4.1.4 makes kid optional."""
    rig.ask("/strict", bearer(KEY.token(header={"kid": None}))).must_pass()


def test_optional_is_the_default_mode():
    policy = {name: value for name, value in jwt_auth([KEY]).items() if name != "mode"}
    with Rig(lambda upstream: config(route(upstream, policies={"jwtAuth": policy}))) as rig:
        rig.ask("/").must_pass()
        rig.ask("/", bearer(OTHER.token())).must_refuse(401, PREFIX)


def test_a_token_past_the_size_limit_is_refused_and_one_below_it_passes(rig):
    rig.ask("/strict", bearer(KEY.token(filler="x" * 16_400))).must_refuse(
        401, PREFIX + "the token is too large"
    )
    rig.ask("/strict", bearer(KEY.token(filler="x" * 10_000))).must_pass()


def test_nothing_of_the_token_or_of_a_library_is_told_to_the_client(rig):
    token = OTHER.token(sub="secret-subject", header={"kid": "secret-kid"})
    for text in ("secret-kid", "secret-subject", "Error(", "OpenSSL", token[:20]):
        assert text not in rig.ask("/strict", bearer(token)).text


def test_permissive_with_strip_invalid_passes_a_request_on_without_its_bad_token():
    def build(upstream):
        return config(
            [
                route(
                    upstream,
                    path="/strip",
                    policies={"jwtAuth": jwt_auth([KEY], "permissive", stripInvalid=True)},
                )
            ]
        )

    with Rig(build) as made:
        seen = made.ask("/strip", bearer(IMPOSTOR.token())).must_pass()
        assert seen.get("authorization") is None
