"""Key sets and providers: unusable keys, shared ids, several issuers."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.process import Gateway
from harness.rig import Rig
from harness.upstream import Upstream
from harness.wire import bearer

KEYS = {name: tokens.shared_key(name, f"kid-{name}") for name in tokens.ASYMMETRIC}
RSA, PSS, EC, ED = KEYS["RS256"], KEYS["PS256"], KEYS["ES256"], KEYS["EdDSA"]
FAIL = "authentication failure: "


def policy_route(upstream, path, policy):
    return route(upstream, path=path, policies={"jwtAuth": policy})


UNUSABLE = {
    "for encryption": lambda: tokens.Key("RS256", "enc").public(use="enc", alg="RSA-OAEP"),
    "of an unknown type": lambda: {"kty": "XYZ", "kid": "x", "foo": "bar"},
    "of an unknown curve": lambda: {"kty": "EC", "crv": "P-999", "kid": "x", "x": "AA", "y": "AA"},
    "of X25519": lambda: {"kty": "OKP", "crv": "X25519", "kid": "x", "x": tokens.b64(bytes(32))},
    "of bad base64": lambda: {**EC.public(), "kid": "x", "x": "!!!"},
    "off its curve": lambda: {**EC.public(), "kid": "x", "y": tokens.b64(bytes(31) + b"\1")},
    "without its numbers": lambda: {"kty": "RSA", "kid": "x"},
    "too small": lambda: tokens.Key("RS256", "x", bits=1024).public(),
    "symmetric": lambda: {"kty": "oct", "kid": "x", "k": tokens.b64(bytes(32))},
    "not for verifying": lambda: {**tokens.Key("ES256", "x").public(use=None), "key_ops": ["sign"]},
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_one_unusable_key_does_not_spoil_the_set(what):
    """agentgateway refuses the whole set; RFC 7517 section 5 has such keys ignored."""
    with Rig(
        lambda up: config(
            policy_route(
                up, "/", jwt_auth([UNUSABLE[what](), EC, {**UNUSABLE[what](), "kid": "again"}])
            )
        )
    ) as rig:
        rig.ask("/", bearer(EC.token())).must_pass()


@pytest.mark.parametrize(
    "members",
    [{"use": "enc"}, {"use": None, "key_ops": ["encrypt"]}, {"use": None, "key_ops": ["sign"]}],
)
def test_a_key_that_is_not_for_verifying_verifies_nothing(members):
    jwk = {**EC.public(), **members}
    jwk = {n: v for n, v in jwk.items() if v is not None}
    with Rig(lambda up: config(policy_route(up, "/", jwt_auth([jwk, RSA])))) as rig:
        rig.ask("/", bearer(EC.token())).must_refuse(401, FAIL)
        rig.ask("/", bearer(RSA.token())).must_pass()


def test_keys_that_share_a_kid_are_both_tried():
    twin = tokens.Key("ES256", kid=EC.kid)
    with Rig(lambda up: config(policy_route(up, "/", jwt_auth([EC, twin])))) as rig:
        rig.ask("/", bearer(EC.token())).must_pass()
        rig.ask("/", bearer(twin.token())).must_pass()


def test_a_key_without_kid_verifies_tokens_without_kid():
    bare = tokens.Key("ES256", kid=None)
    with Rig(lambda up: config(policy_route(up, "/", jwt_auth([bare])))) as rig:
        rig.ask("/", bearer(bare.token())).must_pass()
        rig.ask("/", bearer(tokens.Key("ES256", kid=None).token())).must_refuse(401, FAIL)


def test_an_hmac_key_verifies_only_when_the_operator_published_one_for_it():
    key = tokens.shared_key("HS256", "shared")
    text = json.dumps({"keys": [key.public()]})
    policy = jwt_auth(text, allowSymmetricKeys=True)
    with Rig(lambda up: config(policy_route(up, "/", policy))) as rig:
        rig.ask("/", bearer(key.token())).must_pass()
        rig.ask("/", bearer(tokens.with_broken_signature(key.token()))).must_refuse(401, FAIL)


def test_a_key_set_comes_from_a_file_relative_to_the_working_directory(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "set.json").write_text(tokens.key_set(EC))
    with Rig(
        lambda up: config(policy_route(up, "/", jwt_auth({"file": "./keys/set.json"}))),
        cwd=tmp_path,
    ) as rig:
        rig.ask("/", bearer(EC.token())).must_pass()


A, B = tokens.Key("ES256", "same"), tokens.Key("ES256", "same")


@pytest.fixture(scope="module", params=["A first", "B first"])
def two_issuers(request):
    providers = [
        {"issuer": "a.test", "audiences": ["audience.test"], "jwks": tokens.key_set(A)},
        {"issuer": "b.test", "audiences": ["audience.test"], "jwks": tokens.key_set(B)},
    ]
    if request.param == "B first":
        providers.reverse()
    with Rig(
        lambda up: config(policy_route(up, "/", {"mode": "strict", "providers": providers}))
    ) as made:
        yield made


def test_issuers_may_share_a_kid(two_issuers):
    two_issuers.ask("/", bearer(A.token(iss="a.test"))).must_pass()
    two_issuers.ask("/", bearer(B.token(iss="b.test"))).must_pass()


def test_an_issuer_cannot_sign_for_another(two_issuers):
    two_issuers.ask("/", bearer(A.token(iss="b.test"))).must_refuse(401, FAIL)
    two_issuers.ask("/", bearer(B.token(iss="a.test"))).must_refuse(401, FAIL)
    two_issuers.ask("/", bearer(A.token(iss="c.test"))).must_refuse(
        401, FAIL + "the token's issuer is not accepted"
    )


def test_a_provider_has_its_own_audiences():
    providers = [
        {"issuer": "a.test", "audiences": ["for-a"], "jwks": tokens.key_set(A)},
        {"issuer": "b.test", "jwks": tokens.key_set(B)},
    ]
    with Rig(
        lambda up: config(policy_route(up, "/", {"mode": "strict", "providers": providers}))
    ) as rig:
        rig.ask("/", bearer(A.token(iss="a.test", aud="for-a"))).must_pass()
        rig.ask("/", bearer(A.token(iss="a.test", aud="for-b"))).must_refuse(
            401, FAIL + "the token is meant for another audience"
        )
        rig.ask("/", bearer(B.token(iss="b.test", aud="for-b"))).must_pass()


def test_no_provider_means_no_token_is_good():
    with Rig(lambda up: config(policy_route(up, "/", {"mode": "strict", "providers": []}))) as rig:
        rig.ask("/", bearer(A.token(iss="a.test"))).must_refuse(401, FAIL)


@pytest.fixture(scope="module")
def example(vectors):
    return vectors / "jwt-example"


def test_the_example_token_of_the_guide_passes(example):
    keys, token = (example / "pub-key").read_text(), (example / "example1.key").read_text().strip()
    policies = {
        "jwtAuth": jwt_auth(keys, issuer="agentgateway.dev", audiences=["test.agentgateway.dev"]),
        "authorization": {
            "rules": [
                {"require": 'jwt.sub == "test-user"'},
                {"require": 'jwt.nested.key == "value"'},
                {"require": 'jwt.list[0] == "apple"'},
                {"require": 'jwt.field1 == "value1"'},
            ]
        },
    }
    with Rig(lambda up: config(route(up, policies=policies))) as rig:
        seen = rig.ask("/", bearer(token)).must_pass()
        assert not seen.has("authorization")
        rig.ask("/", bearer((example / "example2.key").read_text().strip())).must_refuse(
            403, "authorization failed"
        )


def test_a_gateway_of_many_keys_starts(tmp_path):
    keys = [tokens.Key("ES256", f"k{i}") for i in range(50)]
    with Upstream() as up, Gateway(config(policy_route(up, "/", jwt_auth(keys)))) as gateway:
        assert gateway.is_running()
