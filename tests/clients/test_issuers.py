"""Tokens that other people's software signed: npm's jose, and a real identity provider."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.rig import Rig
from harness.wire import bearer

JOSE = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
]
PROVIDER = ["RS256", "PS256", "ES256", "ES384", "EdDSA"]


@pytest.fixture(scope="module")
def signed(node):
    return node.run("jose_tokens.mjs")


@pytest.fixture(scope="module")
def jose_rig(gateway_binary, signed):
    with Rig(
        lambda up: config(
            route(
                up,
                policies={
                    "jwtAuth": jwt_auth(json.dumps(signed["jwks"])),
                    "authorization": rules(allow='jwt.groups.contains("a")'),
                },
            )
        )
    ) as rig:
        yield rig


@pytest.mark.parametrize("algorithm", JOSE)
def test_what_jose_signed_is_verified(signed, jose_rig, algorithm):
    jose_rig.ask("/", bearer(signed["tokens"][algorithm]["good"])).must_pass()
    jose_rig.ask("/", bearer(signed["tokens"][algorithm]["expired"])).must_refuse(
        401, "has expired"
    )
    jose_rig.ask(
        "/", bearer(tokens.with_broken_signature(signed["tokens"][algorithm]["good"]))
    ).must_refuse(401, "signature")


@pytest.fixture(scope="module")
def issued(node):
    return node.run("identity_provider.mjs")


@pytest.fixture(scope="module")
def issuer_rig(gateway_binary, issued, tmp_path_factory):
    folder = tmp_path_factory.mktemp("issuer")
    (folder / "jwks.json").write_text(json.dumps(issued["jwks"]))
    policy = jwt_auth(
        {"file": "jwks.json"},
        issuer=issued["issuer"],
        audiences=[f"urn:api:{alg}" for alg in PROVIDER],
    )
    guard = rules(
        allow='jwt.tenant.tier == "gold" && "read" in jwt.scope.split(" ") && jwt.client_id == "machine"'
    )
    with Rig(
        lambda up: config(route(up, policies={"jwtAuth": policy, "authorization": guard})),
        cwd=folder,
    ) as rig:
        yield rig


@pytest.mark.parametrize("algorithm", PROVIDER)
def test_what_an_identity_provider_issued_is_verified(issued, issuer_rig, algorithm):
    issuer_rig.ask("/", bearer(issued["tokens"][algorithm])).must_pass()
    issuer_rig.ask(
        "/", bearer(tokens.with_broken_signature(issued["tokens"][algorithm]))
    ).must_refuse(401, "signature")
