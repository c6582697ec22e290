"""DPoP proofs as a real client makes them."""

import json

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig


def private_jwk(key):
    number = key.private.private_numbers().private_value
    return {**key.jwk, "alg": key.algorithm, "d": tokens.b64_int(number, 32)}


def test_proofs_of_a_real_client_are_good_once_and_for_their_request(gateway_binary, node):
    key = tokens.shared_key("ES256")
    policy = jwt_auth([key], dpop="required")
    with Rig(lambda upstream: config(route(upstream, policies={"jwtAuth": policy}))) as rig:
        gateway = f"http://127.0.0.1:{rig.port}"
        results = node.run("dpop_client.mjs", GATEWAY=gateway, ISSUER_KEY=json.dumps(private_jwk(key)))
    refused = ("replayed", "without", "bearer", "thief", "elsewhere")
    assert {name: results.pop(name) for name in refused} == dict.fromkeys(refused, 401)
    assert results == dict.fromkeys(("ES256", "ES384", "RS256", "PS256", "EdDSA", "post"), 200)
