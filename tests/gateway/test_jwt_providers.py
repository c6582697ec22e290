"""The guide's configuration for each identity provider, against keys and tokens of that provider's shape."""

import base64
import functools
import pathlib
import re

import pytest
import yaml

from harness import tokens
from harness.process import OWN_SERVERS_OFF
from harness.rig import Rig
from harness.tokens import now
from harness.wire import bearer

PAGES = pathlib.Path(__file__).resolve().parents[2] / "docs/guide/providers"
API = "https://api.example.com"
ONE, TWO, APP = ("-".join([d * 8, d * 4, d * 4, d * 4, d * 12]) for d in "123")
CERTIFICATE = base64.b64encode(b"a certificate").decode()
KEY = tokens.shared_key("RS256", "signing")
RETIRED = tokens.shared_key("RS256", "retired")
FORGER = tokens.Key("RS256", "signing")


def jwk(key=KEY, **changes):
    return key.public(**changes)


# What each publishes beside kty, n and e.
KEY_SETS = {
    "auth0": [jwk(x5c=[CERTIFICATE], x5t="c2lnbmluZw"), jwk(RETIRED, x5c=[CERTIFICATE], x5t="cmV0")],
    "okta": [jwk()],
    "entra": [
        jwk(alg=None, x5t="signing", x5c=[CERTIFICATE], issuer="https://x/{tenantid}/v2.0"),
        jwk(RETIRED, alg=None, x5t="retired", x5c=[CERTIFICATE], cloud_instance_name="x"),
    ],
    "keycloak": [
        jwk(RETIRED, use="enc", alg="RSA-OAEP", x5c=[CERTIFICATE]),
        jwk(x5c=[CERTIFICATE], x5t="c2ln", **{"x5t#S256": "c2lnbmluZw"}),
    ],
    "cognito": [jwk(), jwk(RETIRED)],
    "google": [jwk(RETIRED), jwk()],
    "ping": [jwk(alg=None, x5t="c2ln", x5c=[CERTIFICATE])],
}
ISSUERS = {
    "auth0": "https://example.us.auth0.com/",
    "okta": "https://example.okta.com/oauth2/default",
    "entra": f"https://login.microsoftonline.com/{ONE}/v2.0",
    "keycloak": "https://id.example.com/realms/shop",
    "cognito": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_EXAMPLE",
    "google": "https://accounts.google.com",
    "ping": "https://auth.pingone.eu/44444444-4444-4444-4444-444444444444/as",
}
CLIENT = {"cognito": "4h57examplecli3nt", "google": "1234567890-example.apps.googleusercontent.com"}
HEADERS = {  # what differs from typ JWT and kid
    "auth0": {},
    "okta": {"typ": None},
    "entra": {"x5t": "signing"},
    "keycloak": {},
    "cognito": {"typ": None},
    "google": {},
    "ping": {"x5t": "c2ln", "typ": None},
}
CLAIMS = {
    "auth0": {
        "sub": "auth0|63f0",
        "aud": [API, "https://example.us.auth0.com/userinfo"],
        "azp": "cl13nt",
        "scope": "openid read:orders",
        "permissions": ["read:orders"],
    },
    "okta": {
        "ver": 1,
        "jti": "AT.x",
        "aud": "api://default",
        "cid": "0oa1",
        "uid": "00u1",
        "scp": ["openid", "orders.read"],
        "sub": "a@example.com",
    },
    "entra": {
        "aud": APP,
        "azp": "client",
        "azpacr": "1",
        "oid": "o",
        "rh": "0.x",
        "scp": "Orders.Read User.Read",
        "sub": "s",
        "tid": ONE,
        "uti": "u",
        "ver": "2.0",
    },
    "keycloak": {
        "jti": "j",
        "aud": ["orders-api", "account"],
        "sub": "f:1",
        "typ": "Bearer",
        "azp": "web",
        "sid": "s",
        "acr": "1",
        "realm_access": {"roles": ["offline_access", "orders"]},
        "resource_access": {"account": {"roles": ["view-profile"]}},
        "scope": "profile email",
        "preferred_username": "alice",
    },
    "cognito": {
        "sub": "u",
        "cognito:groups": ["admins"],
        "client_id": CLIENT["cognito"],
        "origin_jti": "o",
        "event_id": "e",
        "token_use": "access",
        "scope": "openid orders/read",
        "auth_time": now() - 20,
        "jti": "j",
        "username": "alice",
    },
    "google": {
        "azp": CLIENT["google"],
        "aud": CLIENT["google"],
        "sub": "10769150350006150715113082367",
        "hd": "example.com",
        "email": "a@example.com",
        "email_verified": True,
        "at_hash": "x",
    },
    "ping": {
        "client_id": "c",
        "aud": [API],
        "scope": "openid orders:read",
        "sub": "u",
        "sid": "s",
        "acr": "Single_Factor",
    },
}


def configuration(name, upstream):
    """The page's, with this key set and in a place of its own."""
    text = (PAGES / f"{name}.md").read_text()
    block = re.search(rf"^```yaml file={name}\.yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    made = yaml.safe_load(block[1])
    gateway = made["gateways"]["default"]
    gateway["port"] = 0
    gateway["jwtAuth"]["jwks"] = tokens.key_set(*KEY_SETS[name])
    made["routes"][0]["backends"] = [{"host": upstream.address}]
    return {"config": {**OWN_SERVERS_OFF, "workerThreads": 1}, **made}


def rig_of(name):
    return Rig(functools.partial(configuration, name))


@pytest.fixture(params=sorted(CLAIMS), scope="module")
def provider(request):
    with rig_of(request.param) as rig:
        yield request.param, rig


def token(name, key=KEY, header=None, **changes):
    times = {"iat": now() - 10, "exp": now() + 3500}
    claims = {"iss": ISSUERS[name], **times, **CLAIMS[name]}
    return bearer(key.token_of(claims, {**HEADERS[name], **(header or {})}, **changes))


def test_each_has_its_page():
    assert {page.stem for page in PAGES.glob("*.md")} == {"README", *CLAIMS}


def test_its_access_tokens_pass(provider):
    name, rig = provider
    for _ in range(2):
        assert not rig.ask("/", token(name)).must_pass().has("authorization")


def test_its_next_key_checks_too(provider):
    name, rig = provider
    if all(each["kid"] != "retired" or each.get("use") == "enc" for each in KEY_SETS[name]):
        rig.ask("/", token(name, RETIRED)).must_refuse(401, "(jwt.unknown_key)")
    else:
        rig.ask("/", token(name, RETIRED)).must_pass()


def test_others_tokens_do_not(provider):
    name, rig = provider
    rig.ask("/", token(name, FORGER)).must_refuse(401, "(jwt.signature)")
    rig.ask("/", token(name, iss=ISSUERS[name] + "x")).must_refuse(401, "(jwt.issuer)")
    rig.ask("/", token(name, exp=now() - 100)).must_refuse(401, "(jwt.expired)")
    secret = tokens.hmac_token(KEY.pem(), header={"kid": "signing"})
    rig.ask("/", bearer(secret)).must_refuse(401)


def test_a_token_for_another_api_does_not(provider):
    name, rig = provider
    claim = "client_id" if name == "cognito" else "aud"
    rig.ask("/", token(name, **{claim: "another"})).must_refuse(401, "(jwt.audience)")
    rig.ask("/", token(name, **{claim: None})).must_refuse(401, "(jwt.missing_claim)")


@pytest.mark.parametrize(
    "name,changes",
    [
        ("auth0", {"scope": "openid"}),
        ("okta", {"scp": ["orders.readonly"]}),
        ("entra", {"scp": "Orders.ReadBasic"}),
        ("keycloak", {"typ": "ID"}),
        ("keycloak", {"realm_access": {"roles": ["no-orders"]}}),
        ("cognito", {"token_use": "id"}),
        ("google", {"hd": None}),
        ("google", {"email_verified": "true"}),
        ("ping", {"scope": None}),
    ],
)
def test_its_rules_refuse_what_is_not_for_here(name, changes):
    with rig_of(name) as rig:
        rig.ask("/", token(name, **changes)).must_refuse(403)


@pytest.mark.parametrize(
    "name,changes",
    [("okta", {"cid": None}), ("ping", {"client_id": None}), ("cognito", {"client_id": None})],
)
def test_its_id_tokens_do_not_pass(name, changes):
    with rig_of(name) as rig:
        rig.ask("/", token(name, **changes)).must_refuse(401, "(jwt.missing_claim)")


def test_entra_in_both_versions_and_tenants():
    v1 = {"ver": "1.0", "aud": f"api://{APP}", "appid": "client", "azp": None}
    with rig_of("entra") as rig:
        for tenant in (ONE, TWO):
            issuer = f"https://sts.windows.net/{tenant}/"
            rig.ask("/", token("entra", iss=issuer, tid=tenant, **v1)).must_pass()
            issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
            rig.ask("/", token("entra", iss=issuer, tid=tenant)).must_pass()
        for issuer in (f"https://sts.windows.net/{APP}/", f"https://sts.windows.net/{ONE}"):
            rig.ask("/", token("entra", iss=issuer, **v1)).must_refuse(401, "(jwt.issuer)")
        rig.ask("/", token("entra", tid=TWO)).must_refuse(401, "(jwt.issuer)")
        service = token("entra", scp=None, roles=["Orders.Read.All"])
        rig.ask("/", service).must_pass()


def test_google_with_and_without_a_scheme():
    with rig_of("google") as rig:
        rig.ask("/", token("google", iss="accounts.google.com")).must_pass()
        rig.ask("/", token("google", iss="http://accounts.google.com")).must_refuse(401)
        rig.ask("/", token("google", exp=now() + 7200)).must_refuse(401, "(jwt.lifetime)")


def test_keycloak_tells_the_backend_who_calls():
    with rig_of("keycloak") as rig:
        seen = rig.ask("/", token("keycloak") + [("X_User", "root")]).must_pass()
        assert seen.get("x-user") == "alice" and seen.get("x-roles") == "offline_access,orders"
        assert not seen.has("x_user")
