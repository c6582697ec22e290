"""What is asked of a token's claims and header: issuer, audience, times, required claims, critical extensions."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        policies = {
            "/one": jwt_auth([KEY]),
            "/two": jwt_auth([KEY], audiences=["first.test", "second.test"]),
            "/any": jwt_auth([KEY], audiences=None),
            "/empty": jwt_auth([KEY], audiences=[]),
            "/timeless": jwt_auth([KEY], jwtValidationOptions={"requiredClaims": []}),
            "/needs": jwt_auth(
                [KEY], jwtValidationOptions={"requiredClaims": ["exp", "nbf", "sub"]}
            ),
            "/custom": jwt_auth([KEY], jwtValidationOptions={"requiredClaims": ["tenant"]}),
        }
        return config(
            [
                route(upstream, path=path, policies={"jwtAuth": policy})
                for path, policy in policies.items()
            ]
        )

    with Rig(build) as made:
        yield made


def passes(rig, path, **claims):
    rig.ask(path, bearer(KEY.token(**claims))).must_pass()


def refused(rig, path, says="", **claims):
    rig.ask(path, bearer(KEY.token(**claims))).must_refuse(401, "authentication failure: " + says)


@pytest.mark.parametrize(
    "aud",
    [
        "first.test",
        "second.test",
        ["second.test"],
        ["other", "first.test"],
        ["first.test", "second.test"],
    ],
)
def test_any_of_the_audiences_is_enough(rig, aud):
    passes(rig, "/two", aud=aud)


@pytest.mark.parametrize(
    "aud",
    [
        "first.tes",
        "first.test2",
        "FIRST.test",
        "first.test ",
        "first.test,second.test",
        [],
        ["other"],
        "",
    ],
)
def test_an_audience_is_compared_exactly(rig, aud):
    refused(rig, "/two", aud=aud)


@pytest.mark.parametrize("aud", [1, {}, {"first.test": 1}, [["first.test"]], [1], True])
def test_an_audience_of_the_wrong_type_is_refused(rig, aud):
    refused(rig, "/two", aud=aud)


@pytest.mark.parametrize("path", ["/any", "/empty"])
@pytest.mark.parametrize("aud", [None, "whatever", ["a", "b"]])
def test_without_audiences_none_is_looked_at(rig, path, aud):
    passes(rig, path, aud=aud)


@pytest.mark.parametrize(
    "iss",
    [
        "issuer.test/",
        "Issuer.test",
        "issuer.tes",
        "xissuer.test",
        "",
        ["issuer.test"],
        1,
        {"issuer.test": 1},
        "issuer\u002etest\u200b",
    ],
)
def test_the_issuer_is_one_exact_string(rig, iss):
    refused(rig, "/one", iss=iss)


def test_the_leeway_is_sixty_seconds(rig):
    # A request takes time, so the edge is approached from both sides by a little more than it.
    passes(rig, "/one", exp=tokens.now() - 50)
    refused(rig, "/one", "the token has expired", exp=tokens.now() - 62)
    passes(rig, "/one", nbf=tokens.now() + 55)
    refused(rig, "/one", "the token is not valid yet", nbf=tokens.now() + 75)


def test_a_fraction_of_a_second_is_a_time(rig):
    passes(rig, "/one", exp=tokens.now() + 60.5)
    refused(rig, "/one", "the token has expired", exp=tokens.now() - 100.5)


@pytest.mark.parametrize(
    "exp", ["1900000000", "", [], {}, True, False, -1, 0, -1e300, -9223372036854775808]
)
def test_a_time_that_is_none_or_long_past_is_refused(rig, exp):
    refused(rig, "/one", exp=exp)
    refused(rig, "/timeless", exp=exp)


@pytest.mark.parametrize(
    "raw", ["1e400", "NaN", "Infinity", "null", "01900000000", "+1900000000", "0x71200000"]
)
def test_a_time_that_is_no_json_number_is_refused(rig, raw):
    claims = tokens.compact(tokens.good_claims(exp=None))[:-1] + f',"exp":{raw}}}'
    answer = rig.ask("/one", bearer(KEY.raw(tokens.compact(KEY.header()), claims)))
    answer.must_refuse(401, "authentication failure: ")


@pytest.mark.parametrize(
    "exp", [2**53, 2**62, 9223372036854775807, 18446744073709551615, 1e19, 1e300]
)
def test_a_time_far_in_the_future_does_not_overflow(rig, exp):
    answer = rig.ask("/one", bearer(KEY.token(exp=exp)))
    assert answer.status in (200, 401)  # a defined answer either way: never a wrapped time


def test_requiring_nothing_makes_expiry_optional_but_still_checked(rig):
    passes(rig, "/timeless", exp=None)
    refused(rig, "/timeless", "the token has expired", exp=tokens.now() - 600)
    refused(rig, "/timeless", iss="other")
    refused(rig, "/timeless", aud="other")


def test_required_claims_must_all_be_there(rig):
    passes(rig, "/needs", nbf=tokens.now() - 1)
    for claim in ("exp", "nbf", "sub"):
        refused(
            rig,
            "/needs",
            "the token lacks a required claim",
            **{"nbf": tokens.now() - 1, claim: None},
        )


def test_any_claim_can_be_required(rig):
    """agentgateway ignores names that it does not know; configured means required here."""
    passes(rig, "/custom", tenant="t1")
    refused(rig, "/custom", "the token lacks a required claim")


@pytest.mark.parametrize(
    "payload", ["[]", '"text"', "1", "null", "", "{", '{"iss":"issuer.test"', "{}x"]
)
def test_a_payload_that_is_no_object_is_refused(rig, payload):
    rig.ask("/timeless", bearer(KEY.raw(tokens.compact(KEY.header()), payload))).must_refuse(
        401, "authentication failure: "
    )


@pytest.mark.parametrize(
    "twice",
    ['"iss":"issuer.test"', '"exp":1900000000', '"\\u0065xp":1900000000', '"sub":"mallory"'],
)
def test_a_claim_that_stands_twice_is_refused(rig, twice):
    claims = tokens.compact(tokens.good_claims())[:-1] + f",{twice}}}"
    rig.ask("/one", bearer(KEY.raw(tokens.compact(KEY.header()), claims))).must_refuse(
        401, "authentication failure: "
    )


def test_a_header_member_that_stands_twice_is_refused(rig):
    header = tokens.compact(KEY.header())[:-1] + ',"alg":"ES256"}'
    rig.ask("/one", bearer(KEY.raw(header, tokens.compact(tokens.good_claims())))).must_refuse(
        401, "authentication failure: "
    )


@pytest.mark.parametrize(
    "extra",
    [
        {"x": 1},
        {"x": {"y": []}},
        {"x": None},
        {"x5t": "abc"},
        {"jku": "http://127.0.0.1:1/"},
        {"cty": "json"},
        {"typ": "at+jwt"},
        {"typ": "whatever"},
    ],
)
def test_unknown_header_members_of_any_type_are_ignored(rig, extra):
    """agentgateway fails for those that are no strings; RFC 7515 section 4 has them ignored."""
    rig.ask(
        "/one",
        bearer(
            KEY.raw(tokens.compact({**KEY.header(), **extra}), tokens.compact(tokens.good_claims()))
        ),
    ).must_pass()


@pytest.mark.parametrize("crit", [["exp"], [], "exp", None, ["alg"], ["x", "x"], [1], {}, True])
def test_every_crit_is_refused(rig, crit):
    header = {**KEY.header(), "exp": 1, "x": 1, "crit": crit}
    rig.ask(
        "/one", bearer(KEY.raw(tokens.compact(header), tokens.compact(tokens.good_claims())))
    ).must_refuse(401, "authentication failure: ")


def test_an_unencoded_payload_is_refused(rig):
    rig.ask("/one", bearer(KEY.token(header={"b64": False, "crit": ["b64"]}))).must_refuse(
        401, "authentication failure: "
    )


@pytest.mark.parametrize("kid", [1, None, [], {}, True, ""])
def test_a_kid_that_is_no_name_of_a_key_is_refused(rig, kid):
    header = {**KEY.header(), "kid": kid}
    answer = rig.ask(
        "/one", bearer(KEY.raw(tokens.compact(header), tokens.compact(tokens.good_claims())))
    )
    answer.must_refuse(401, "authentication failure: ")


def test_a_cached_token_is_checked_again_for_each_route(rig):
    """The same token is good on one route and not on another, in any order and however often it was seen."""
    token = bearer(KEY.token(aud="first.test"))
    for _ in range(3):
        rig.ask("/two", token).must_pass()
        rig.ask("/one", token).must_refuse(
            401, "authentication failure: the token is meant for another audience"
        )
        rig.ask("/custom", token).must_refuse(401, "authentication failure: ")
        rig.ask("/any", token).must_pass()


def test_a_cached_token_expires(rig):
    """A token whose leeway runs out while the gateway knows it is refused from then on."""
    token = bearer(KEY.token(exp=tokens.now() - 57))
    rig.ask("/one", token).must_pass()
    import time

    end = time.monotonic() + 30
    while rig.ask("/one", token).status == 200:
        assert time.monotonic() < end, "an expired token is still accepted"
    rig.ask("/one", token).must_refuse(401, "authentication failure: the token has expired")


def test_tokens_that_begin_alike_are_not_mixed(rig):
    """The signatures differ only behind a long common part."""
    good = KEY.token()
    bad = tokens.with_broken_signature(good)
    for _ in range(3):
        rig.ask("/one", bearer(good)).must_pass()
        rig.ask("/one", bearer(bad)).must_refuse(
            401, "authentication failure: the token's signature is not valid"
        )
