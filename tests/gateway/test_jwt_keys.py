"""Algorithms: which key may verify which token, and which never."""


import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.rig import Rig
from harness.upstream import Upstream
from harness.wire import bearer

KEYS = {name: tokens.shared_key(name, f"kid-{name}") for name in tokens.ASYMMETRIC}
RSA, PSS, EC, ED = KEYS["RS256"], KEYS["PS256"], KEYS["ES256"], KEYS["EdDSA"]
FAIL = "authentication failure: "


def policy_route(upstream, path, policy):
    return route(upstream, path=path, policies={"jwtAuth": policy})


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        routes = []
        for name, key in KEYS.items():
            routes.append(policy_route(upstream, f"/with/{name}", jwt_auth([key])))
            routes.append(
                policy_route(upstream, f"/without/{name}", jwt_auth([key.public(alg=None)]))
            )
        routes.append(policy_route(upstream, "/all", jwt_auth(list(KEYS.values()))))
        routes.append(
            policy_route(
                upstream,
                "/all-plain",
                jwt_auth([key.public(alg=None, use=None) for key in KEYS.values()]),
            )
        )
        return config(routes)

    with Rig(build) as made:
        yield made


@pytest.mark.parametrize("name", KEYS)
def test_every_algorithm_is_verified(rig, name):
    for path in (f"/with/{name}", f"/without/{name}", "/all", "/all-plain"):
        rig.ask(path, bearer(KEYS[name].token())).must_pass()
        rig.ask(path, bearer(tokens.with_broken_signature(KEYS[name].token()))).must_refuse(
            401, FAIL
        )


@pytest.mark.parametrize("name", ["Ed25519", "Ed448"])
def test_the_names_of_rfc_9864_are_understood(rig, name):
    key = KEYS["EdDSA" if name == "Ed25519" else "EdDSA-Ed448"]
    rig.ask("/all-plain", bearer(key.token(header={"alg": name}))).must_pass()


@pytest.mark.parametrize("name", KEYS)
def test_a_token_without_kid_finds_its_key_among_many(rig, name):
    rig.ask("/all", bearer(KEYS[name].token(header={"kid": None}))).must_pass()


@pytest.mark.parametrize("used", ["RS384", "RS512", "PS256", "PS384", "PS512"])
def test_a_key_with_alg_takes_only_that(rig, used):
    token = RSA.raw(
        tokens.compact(RSA.header({"alg": used})), tokens.compact(tokens.good_claims()), used
    )
    rig.ask("/with/RS256", bearer(token)).must_refuse(
        401, FAIL + "the token's algorithm is not accepted"
    )


@pytest.mark.parametrize("used", ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
def test_an_rsa_key_without_alg_takes_its_family(rig, used):
    token = RSA.raw(
        tokens.compact(RSA.header({"alg": used})), tokens.compact(tokens.good_claims()), used
    )
    rig.ask("/without/RS256", bearer(token)).must_pass()


CONFUSED = [
    (key, alg)
    for key in ("RS256", "ES256", "ES384", "ES512", "EdDSA", "EdDSA-Ed448")
    for alg in (
        "RS256",
        "PS256",
        "ES256",
        "ES384",
        "ES512",
        "EdDSA",
        "HS256",
        "ES256K",
        "none",
        "NONE",
        "nOnE",
        "n",
        "",
        "es256",
        "RS257",
    )
]


@pytest.mark.parametrize(
    "name,alg",
    [
        (k, a)
        for k, a in CONFUSED
        if a != k
        and not (k == "EdDSA-Ed448" and a == "EdDSA")
        and not (k == "RS256" and a == "PS256")
    ],
)
def test_the_header_never_chooses_an_algorithm_of_another_family(rig, name, alg):
    key = KEYS[name]
    token = key.raw(
        tokens.compact(key.header({"alg": alg})),
        tokens.compact(tokens.good_claims()),
        key.algorithm,
    )
    for path in (f"/with/{name}", f"/without/{name}"):
        rig.ask(path, bearer(token)).must_refuse(401, FAIL)


def secrets_from(key):
    text = tokens.compact(key.public())
    yield from (
        key.pem(),
        key.pem().strip(),
        key.pem() + b"\n",
        b" " + key.pem(),
        key.pem().replace(b"\n", b"\r\n"),
        key.der(),
        text.encode(),
    )
    yield from (tokens.unb64(key.jwk[n]) for n in ("n", "x", "y") if n in key.jwk)
    yield from (key.jwk[n].encode() for n in ("n", "x", "y") if n in key.jwk)
    yield b""


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("name", ["RS256", "ES256", "EdDSA"])
def test_a_public_key_is_never_a_secret(rig, name, alg):
    key = KEYS[name]
    for secret in secrets_from(key):
        for header in ({"kid": key.kid}, {}):
            token = tokens.hmac_token(secret, alg, header)
            for path in (f"/with/{name}", f"/without/{name}"):
                rig.ask(path, bearer(token)).must_refuse(
                    401, FAIL + "the token's algorithm is not accepted"
                )


@pytest.mark.parametrize(
    "header",
    [
        {"alg": a}
        for a in ("none", "None", "NONE", "nOnE", "n", "no", "non", "none ", " none", "nonee", "")
    ]
    + [{"alg": None}, {"alg": []}, {"alg": 0}, {"alg": ["none"]}, {"alg": True}, {}],
)
@pytest.mark.parametrize("signature", ["", "AA", tokens.b64(bytes(64))])
def test_unsigned_tokens_are_refused(rig, header, signature):
    for kid in ({}, {"kid": EC.kid}):
        rig.ask(
            "/with/ES256", bearer(tokens.unsigned({**header, **kid}, signature=signature))
        ).must_refuse(401, FAIL)


P256_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@pytest.mark.parametrize(
    "r,s",
    [
        (0, 0),
        (0, 1),
        (1, 0),
        (P256_N, 1),
        (1, P256_N),
        (P256_N, P256_N),
        (P256_N + 1, 1),
        (2**256 - 1, 2**256 - 1),
        (1, 1),
    ],
)
def test_degenerate_ecdsa_signatures_are_refused(rig, r, s):
    token = (
        EC.token().rpartition(".")[0]
        + "."
        + tokens.b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    )
    rig.ask("/with/ES256", bearer(token)).must_refuse(401, FAIL)


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s[:-1],
        lambda s: s + b"\0",
        lambda s: b"\0" + s,
        lambda s: s * 2,
        lambda s: s[:32],
        lambda s: b"",
        lambda s: s[:1],
        lambda s: b"\x30\x44\x02\x20" + s[:32] + b"\x02\x20" + s[32:],
        lambda s: s * 100,
        lambda s: s[32:] + s[:32],
    ],
)
def test_signatures_of_another_size_or_form_are_refused(rig, change):
    for key, path in ((EC, "/with/ES256"), (RSA, "/with/RS256"), (ED, "/with/EdDSA")):
        head, _, signature = key.token().rpartition(".")
        changed = change(tokens.unb64(signature))
        if len(changed) < 12_000:
            rig.ask(path, bearer(f"{head}.{tokens.b64(changed)}")).must_refuse(401, FAIL)


def test_base64url_is_read_strictly(rig):
    token = EC.token()
    for bad in (
        token + "=",
        token + " x",
        token.replace("-", "+").replace("_", "/") + "+",
        token + "\x80",
        "." + token,
        token + ".",
        token.replace(".", "..", 1),
    ):
        rig.ask("/with/ES256", bearer(bad)).must_refuse(401, FAIL)
    last = token[-1]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    loose = alphabet[
        (alphabet.index(last) & ~0xF) | 1
    ]  # 64 bytes leave four unused bits in the last letter
    rig.ask("/with/ES256", bearer(token[:-1] + loose)).must_refuse(401, FAIL)


def test_keys_in_the_tokens_own_header_are_not_used():
    """jwk, x5c and friends change nothing, and jku and x5u open no connection."""
    mallory = tokens.Key("ES256", kid="mallory")
    with Upstream(name="tripwire") as tripwire, Rig(
        lambda up: config(policy_route(up, "/", jwt_auth([EC])))
    ) as rig:
        urls = {"jku": f"http://{tripwire.address}/keys", "x5u": f"http://{tripwire.address}/cert"}
        for extra in (
            {"jwk": mallory.public()},
            urls,
            {"x5c": ["MIIB"]},
            {"x5t": "abc"},
            {"x5t#S256": "abc"},
        ):
            for kid in ("mallory", EC.kid, None):
                header = {"kid": kid, **extra}
                rig.ask("/", bearer(mallory.token(header=header))).must_refuse(401, FAIL)
        assert len(tripwire.connections) == 0
