"""What a provider may ask of tokens beyond agentgateway's keys, each through the gateway."""

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.tokens import now
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
OTHER = tokens.Key("ES256", "key-1")  # the same id at another issuer
RSA = tokens.shared_key("RS256", "key-rs")
TENANT = "https://login.test/{tenant}/v2.0"
RULES = {
    "/plain": {},
    "/algorithms": {"algorithms": ["ES256"]},
    "/exact": {"leeway": "0s"},
    "/lifetime": {"maxLifetime": "15m"},
    "/age": {"maxAge": "1m"},
    "/claims": {"jwtValidationOptions": {"requiredClaims": ["exp", "tenant"]}},
    "/all": {"audienceMatch": "all", "audiences": ["audience.test", "second.test"]},
    "/client": {"audienceClaims": ["aud", "client_id", "azp"]},
    "/types": {"types": ["at+jwt", "JWT"]},
    "/profile": {"profile": "at+jwt"},
    "/bound": {"boundTokens": "accept"},
    "/alias": {"issuerAliases": ["https://old.test/"]},
    "/tenants": {"issuer": TENANT, "tenants": ["one", "two"]},
    "/tenant-claim": {"issuer": TENANT, "tenants": ["one", "two"], "tenantClaim": "tid"},
}


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        routes = [
            route(upstream, path=path, policies={"jwtAuth": jwt_auth([KEY, RSA], **rules)})
            for path, rules in RULES.items()
        ]
        two = [jwt_auth([KEY], issuer="one.test"), jwt_auth([OTHER], issuer="two.test")]
        providers = [{n: v for n, v in each.items() if n != "mode"} for each in two]
        jwt = {"mode": "strict", "providers": providers}
        return config([*routes, route(upstream, path="/two", policies={"jwtAuth": jwt})])

    with Rig(build) as made:
        yield made


def passes(rig, path, key=KEY, **changes):
    rig.ask(path, bearer(key.token(**changes))).must_pass()


def refuses(rig, path, code, key=KEY, status=401, **changes):
    """Twice: a token that is known is judged as one that is new."""
    headers = bearer(key.token(**changes))
    for _ in range(2):
        answer = rig.ask(path, headers).must_refuse(status, f"({code})")
        assert 'error="invalid_token"' in answer.get("www-authenticate")


def test_an_algorithm_that_is_not_listed(rig):
    """Lessons 3.1, row CVE-2026-22817: a key without alg still takes only listed algorithms."""
    passes(rig, "/algorithms")
    refuses(rig, "/algorithms", "jwt.algorithm", RSA)
    passes(rig, "/plain", RSA)


def test_no_leeway(rig):
    passes(rig, "/plain", exp=now() - 30)
    refuses(rig, "/exact", "jwt.expired", exp=now() - 30)
    refuses(rig, "/exact", "jwt.not_yet_valid", nbf=now() + 30)


def test_a_life_that_is_too_long(rig):
    passes(rig, "/lifetime", exp=now() + 600)
    refuses(rig, "/lifetime", "jwt.lifetime", exp=now() + 7200)
    refuses(rig, "/lifetime", "jwt.missing_claim", iat=None)
    refuses(rig, "/lifetime", "jwt.not_yet_valid", iat=now() + 300, exp=now() + 600)


def test_a_token_that_is_too_old(rig):
    passes(rig, "/age")
    refuses(rig, "/age", "jwt.too_old", iat=now() - 300)
    refuses(rig, "/age", "jwt.missing_claim", iat=None)
    passes(rig, "/plain", iat=now() - 300)


def test_a_required_claim_of_any_name(rig):
    refuses(rig, "/claims", "jwt.missing_claim")
    passes(rig, "/claims", tenant="t")


def test_all_audiences(rig):
    refuses(rig, "/all", "jwt.audience")
    passes(rig, "/all", aud=["second.test", "audience.test"])


def test_an_audience_under_another_name(rig):
    passes(rig, "/client", aud=None, client_id="audience.test")
    passes(rig, "/client", aud="other.test", azp="audience.test")
    refuses(rig, "/client", "jwt.audience", aud="other.test", client_id="other.test")
    refuses(rig, "/client", "jwt.missing_claim", aud=None)
    refuses(rig, "/plain", "jwt.missing_claim", aud=None, client_id="audience.test")


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "jwt"])
def test_a_type_that_is_listed(rig, typ):
    passes(rig, "/types", header={"typ": typ})


@pytest.mark.parametrize("typ", [None, "", "logout+jwt", "at+jwt "])
def test_a_type_that_is_not(rig, typ):
    refuses(rig, "/types", "jwt.type", header={"typ": typ})


def test_the_profile_of_access_tokens(rig):
    """Lessons 4, decision 26: an ID token does not pass for an access token."""
    at = {"header": {"typ": "at+jwt"}, "client_id": "c", "jti": "j"}
    passes(rig, "/profile", **at)
    refuses(rig, "/profile", "jwt.type", client_id="c", jti="j")
    for claim in ("client_id", "jti", "sub", "iat", "aud", "exp"):
        refuses(rig, "/profile", "jwt.missing_claim", **{**at, claim: None})


@pytest.mark.parametrize("cnf", [{"jkt": "x"}, {"x5t#S256": "x"}, {}, "x"])
def test_a_token_bound_to_a_key(rig, cnf):
    """Lessons 4, decision 25: a cnf that is not checked is refused unless said otherwise."""
    refuses(rig, "/plain", "jwt.unchecked_binding", cnf=cnf)
    passes(rig, "/bound", cnf=cnf)


def test_an_issuer_by_another_name(rig):
    passes(rig, "/alias")
    passes(rig, "/alias", iss="https://old.test/")
    refuses(rig, "/alias", "jwt.issuer", iss="https://old.test")
    refuses(rig, "/plain", "jwt.issuer", iss="https://old.test/")


def test_tenants_of_one_key_set(rig):
    """Lessons 3.4, row CVE-2024-53861, CVE-2025-30144: no prefix, suffix or template will do."""
    passes(rig, "/tenants", iss="https://login.test/one/v2.0")
    passes(rig, "/tenants", iss="https://login.test/two/v2.0", tid="anything")
    for iss in ("three", "{tenant}", "", "one/two", "ONE", "one/v2.0/../two"):
        refuses(rig, "/tenants", "jwt.issuer", iss=f"https://login.test/{iss}/v2.0")


def test_a_tenants_own_claim(rig):
    one = "https://login.test/one/v2.0"
    passes(rig, "/tenant-claim", iss=one, tid="one")
    refuses(rig, "/tenant-claim", "jwt.issuer", iss=one, tid="two")
    refuses(rig, "/tenant-claim", "jwt.missing_claim", iss=one)


def test_the_same_key_id_at_two_issuers(rig):
    """Lessons 3.1, row Tyk, Oathkeeper, KrakenD: each issuer's keys vouch for it alone."""
    passes(rig, "/two", KEY, iss="one.test")
    passes(rig, "/two", OTHER, iss="two.test")
    refuses(rig, "/two", "jwt.signature", OTHER, iss="one.test")
    refuses(rig, "/two", "jwt.signature", KEY, iss="two.test")
    passes(rig, "/two", KEY, iss="one.test")


def test_a_token_known_on_one_route_is_judged_by_the_rules_of_another(rig):
    """Lessons 3.5, row Oathkeeper 198a2bc8: only the signature's result is remembered."""
    headers = bearer(KEY.token(exp=now() + 7200, iat=now() - 300))
    rig.ask("/plain", headers).must_pass()
    rig.ask("/lifetime", headers).must_refuse(401, "(jwt.lifetime)")
    rig.ask("/age", headers).must_refuse(401, "(jwt.too_old)")
    rig.ask("/profile", headers).must_refuse(401, "(jwt.type)")
    rig.ask("/plain", headers).must_pass()
