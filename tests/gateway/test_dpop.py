"""Tokens bound to a DPoP key (RFC 9449): good with a proof for this request, once, and only so."""

import hashlib
import itertools
import threading

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.metrics import samples, total
from harness.rig import Rig
from harness.tokens import b64, compact
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
HOLDER = tokens.shared_key("ES256", "holder")
THIEF = tokens.shared_key("ES256", "thief")
SERIAL = itertools.count()


def thumbprint(key):
    members = {name: key.jwk[name] for name in ("crv", "kty", "x", "y")}
    return b64(hashlib.sha256(compact(members).encode()).digest())


BOUND = {"cnf": {"jkt": thumbprint(HOLDER)}}


def proof(token, path="/", key=HOLDER, header=None, method="GET", host="a.test", **claims):
    given = {
        "jti": f"proof-{next(SERIAL)}",
        "htm": method,
        "htu": f"http://{host}{path}",
        "iat": tokens.now(),
        "ath": b64(hashlib.sha256(token.encode()).digest()),
        **claims,
    }
    public = {name: key.jwk[name] for name in ("kty", "crv", "x", "y")}
    head = {"typ": "dpop+jwt", "jwk": public, "kid": None, **(header or {})}
    return key.token_of(given, head)


def sent(token, *proofs, scheme="DPoP"):
    return [("Authorization", f"{scheme} {token}"), *(("DPoP", one) for one in proofs)]


def auth(**more):
    return {"jwtAuth": jwt_auth([KEY], **more)}


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        scopes = rules({"require": 'has(jwt.scope) && jwt.scope == "write"', "scopes": ["write"]})
        return config(
            [
                route(upstream, path="/required", policies=auth(dpop="required")),
                route(upstream, path="/off", policies=auth()),
                route(
                    upstream,
                    path="/public",
                    policies=auth(dpop={"mode": "ifBound", "origins": ["https://public.test"]}),
                ),
                route(upstream, path="/rule", policies={**auth(dpop="ifBound"), "authorization": scopes}),
                route(upstream, path="/", policies=auth(dpop="ifBound")),
            ],
            workers=2,
            statsAddr="localhost:0",
        )

    with Rig(build) as made:
        yield made


def ask(rig, path, headers, host="a.test", method="GET"):
    return rig.ask(path, headers, method, host=host)


def test_a_proof_of_the_bound_key_lets_in_and_stays_here(rig):
    token = KEY.token(**BOUND)
    for path in ("/", "/required", "/a?b=c"):
        ask(rig, path, sent(token, proof(token, path))).must_pass()
    seen = rig.upstream.requests.all()[-1]
    assert not seen.has("dpop") and not seen.has("authorization")


def test_a_proof_is_good_once_whichever_worker_sees_it(rig):
    token = KEY.token(**BOUND)
    again = sent(token, proof(token))
    answers = []
    asking = [
        threading.Thread(target=lambda: answers.append(ask(rig, "/", again).status)) for _ in range(16)
    ]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(answers) == [200] + [401] * 15
    ask(rig, "/", again).must_refuse(401, "(jwt.dpop_replay)")
    assert total(samples(rig.gateway), "jotgate_jwt_requests_total", reason="jwt.dpop_replay") == 16


CASES = {
    "none": lambda t: [],
    "two": lambda t: [proof(t), proof(t)],
    "two in one field": lambda t: [f"{proof(t)}, {proof(t)}"],
    "no token at all": lambda t: ["proof"],
    "another method": lambda t: [proof(t, method="POST")],
    "another path": lambda t: [proof(t, "/other")],
    "another host": lambda t: [proof(t, host="b.test")],
    "for another token": lambda t: [proof(KEY.token(**BOUND))],
    "for no token": lambda t: [proof(t, ath=None)],
    "an old one": lambda t: [proof(t, iat=tokens.now() - 300)],
    "one from the future": lambda t: [proof(t, iat=tokens.now() + 300)],
    "another type": lambda t: [proof(t, header={"typ": "JWT"})],
    "no key": lambda t: [proof(t, header={"jwk": None})],
    "a key by its id": lambda t: [proof(t, header={"jwk": None, "kid": "key-1"})],
    "another's key in it": lambda t: [proof(t, header={"jwk": THIEF.jwk})],
    "a broken signature": lambda t: [tokens.with_broken_signature(proof(t))],
    "unsigned": lambda t: [tokens.unsigned({"typ": "dpop+jwt", "alg": "none", "jwk": HOLDER.jwk})],
}


@pytest.mark.parametrize("case", CASES)
def test_anything_else_is_no_proof(rig, case):
    token = KEY.token(**BOUND)
    refused = ask(rig, "/", sent(token, *CASES[case](token))).must_refuse(401, "(jwt.dpop_proof)")
    challenges = refused.values("www-authenticate")
    assert [one.split(" ")[0] for one in challenges] == ["Bearer", "DPoP"]
    assert "error" not in challenges[0]
    assert 'error="invalid_dpop_proof"' in challenges[1] and 'algs="' in challenges[1]


def test_a_stolen_token_is_worth_nothing(rig):
    token = KEY.token(**BOUND)
    refused = ask(rig, "/", sent(token, proof(token, key=THIEF))).must_refuse(401, "(jwt.dpop_binding)")
    assert 'error="invalid_token"' in refused.values("www-authenticate")[1]
    for headers in (bearer(token), sent(token, proof(token), scheme="Bearer")):
        ask(rig, "/", headers).must_refuse(401, "(jwt.dpop_binding)")
    ask(rig, "/off", bearer(token)).must_refuse(401, "(jwt.unchecked_binding)")
    ask(rig, "/off", sent(token, proof(token, "/off"))).must_refuse(401, "(jwt.missing)")


def test_unbound_tokens_are_bearer_tokens_where_that_is_enough(rig):
    token = KEY.token()
    ask(rig, "/", bearer(token)).must_pass()
    ask(rig, "/", sent(token, proof(token))).must_refuse(401, "(jwt.dpop_binding)")
    refused = ask(rig, "/required", bearer(token)).must_refuse(401, "(jwt.dpop_binding)")
    assert [one.split(" ")[0] for one in refused.values("www-authenticate")] == ["DPoP"]
    nothing = ask(rig, "/required", []).must_refuse(401, "(jwt.missing)")
    assert "error" not in nothing.get("www-authenticate")


def test_the_url_is_the_one_that_clients_know(rig):
    token = KEY.token(**BOUND)
    ask(rig, "/public", sent(token, proof(token, "/public"))).must_refuse(401, "(jwt.dpop_proof)")
    known = proof(token, htu="https://PUBLIC.test:443/public?x=y")
    ask(rig, "/public", sent(token, known)).must_pass()


def test_a_rule_that_refuses_tells_it_by_the_scheme_that_was_used(rig):
    token = KEY.token(**BOUND)
    refused = ask(rig, "/rule", sent(token, proof(token, "/rule"))).response
    assert refused.status == 403
    challenges = refused.values("www-authenticate")
    assert "insufficient_scope" in challenges[1] and "insufficient_scope" not in challenges[0]


def test_two_credentials_are_one_too_many(rig):
    token = KEY.token(**BOUND)
    both = sent(token, proof(token)) + bearer(token)
    ask(rig, "/", both).must_refuse(400, "(jwt.ambiguous)")
