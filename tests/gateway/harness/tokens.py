"""Keys, key sets and tokens of every kind, good and odd."""

import base64
import functools
import hashlib
import hmac
import json
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa, utils

HASHES = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}
CURVES = {
    "ES256": (ec.SECP256R1, "P-256", 32),
    "ES384": (ec.SECP384R1, "P-384", 48),
    "ES512": (ec.SECP521R1, "P-521", 66),
}
ASYMMETRIC = [
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
    "EdDSA-Ed448",
]


def b64(data):
    return (
        base64.urlsafe_b64encode(data if isinstance(data, bytes) else data.encode())
        .rstrip(b"=")
        .decode()
    )


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64_int(number, length=None):
    return b64(number.to_bytes(length or (number.bit_length() + 7) // 8, "big"))


def compact(value):
    return json.dumps(value, separators=(",", ":"))


class Key:
    """A signing key with its JWK. `algorithm` is a JWS name; EdDSA-Ed448 picks the other curve."""

    def __init__(self, algorithm="ES256", kid="key-1", bits=2048):
        self.algorithm = algorithm.split("-")[0]
        self.kid = kid
        self.private, self.jwk = make(algorithm, bits)
        self.jwk = {"kid": kid, **self.jwk}
        if kid is None:
            del self.jwk["kid"]

    def public(self, **changes):
        """The JWK with members changed; None leaves one out."""
        jwk = {"use": "sig", "alg": self.algorithm, **self.jwk, **changes}
        return {name: value for name, value in jwk.items() if value is not None}

    def sign(self, data, algorithm=None):
        algorithm = algorithm or self.algorithm
        if algorithm.startswith("RS"):
            return self.private.sign(data, padding.PKCS1v15(), HASHES[algorithm[2:]]())
        if algorithm.startswith("PS"):
            digest = HASHES[algorithm[2:]]()
            return self.private.sign(
                data, padding.PSS(padding.MGF1(digest), digest.digest_size), digest
            )
        if algorithm.startswith("ES"):
            size = (self.private.key_size + 7) // 8
            r, s = utils.decode_dss_signature(
                self.private.sign(data, ec.ECDSA(HASHES[algorithm[2:5]]()))
            )
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        if algorithm == "EdDSA" or algorithm in ("Ed25519", "Ed448"):
            return self.private.sign(data)
        if algorithm.startswith("HS"):
            return hmac.new(self.private, data, getattr(hashlib, "sha" + algorithm[2:])).digest()
        raise ValueError(algorithm)

    def token(self, claims=None, header=None, **changes):
        """A token that is good by default; `changes` are claims (None leaves one out), `header` changes the header likewise."""
        return self.token_of(good_claims() if claims is None else claims, header, **changes)

    def token_of(self, claims, header=None, **changes):
        claims = {n: v for n, v in {**claims, **changes}.items() if v is not None}
        return self.raw(compact(self.header(header)), compact(claims))

    def header(self, changes=None):
        header = {"alg": self.algorithm, "typ": "JWT", "kid": self.kid, **(changes or {})}
        return {n: v for n, v in header.items() if v is not None}

    def raw(self, header, payload, algorithm=None):
        """Signs exactly these texts."""
        signed = f"{b64(header)}.{b64(payload)}"
        return f"{signed}.{b64(self.sign(signed.encode(), algorithm))}"

    def pem(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def der(self):
        return self.private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )


def make(algorithm, bits=2048):
    if algorithm[:2] in ("RS", "PS"):
        private = rsa.generate_private_key(65537, bits)
        numbers = private.public_key().public_numbers()
        return private, {"kty": "RSA", "n": b64_int(numbers.n), "e": b64_int(numbers.e)}
    if algorithm[:2] == "ES":
        curve, name, size = CURVES[algorithm]
        private = ec.generate_private_key(curve())
        numbers = private.public_key().public_numbers()
        return private, {
            "kty": "EC",
            "crv": name,
            "x": b64_int(numbers.x, size),
            "y": b64_int(numbers.y, size),
        }
    if algorithm[:2] == "Ed":
        kind, name = (
            (ed448.Ed448PrivateKey, "Ed448")
            if algorithm.endswith("448")
            else (ed25519.Ed25519PrivateKey, "Ed25519")
        )
        private = kind.generate()
        raw = private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        return private, {"kty": "OKP", "crv": name, "x": b64(raw)}
    if algorithm[:2] == "HS":
        secret = hashlib.sha512(algorithm.encode() + str(time.time_ns()).encode()).digest()
        return secret, {"kty": "oct", "k": b64(secret)}
    raise ValueError(algorithm)


@functools.lru_cache(maxsize=None)
def shared_key(algorithm="ES256", kid="key-1", bits=2048):
    """The same key for all who ask in this process: RSA keys are slow to make."""
    return Key(algorithm, kid, bits)


def key_set(*keys):
    """The text of a JWKS of keys and of plain JWK values."""
    return compact({"keys": [key.public() if isinstance(key, Key) else key for key in keys]})


def now():
    return int(time.time())


def good_claims(**changes):
    claims = {
        "iss": "issuer.test",
        "aud": "audience.test",
        "sub": "alice",
        "exp": now() + 3600,
        "iat": now() - 10,
        **changes,
    }
    return {n: v for n, v in claims.items() if v is not None}


def hmac_token(secret, algorithm="HS256", header=None, claims=None):
    """A token signed with any bytes as secret, for key confusion."""
    signed = f"{b64(compact({'alg': algorithm, 'typ': 'JWT', **(header or {})}))}.{b64(compact(claims or good_claims()))}"
    return f"{signed}.{b64(hmac.new(secret, signed.encode(), getattr(hashlib, 'sha' + algorithm[2:])).digest())}"


def unsigned(header, claims=None, signature=""):
    return f"{b64(compact(header))}.{b64(compact(claims or good_claims()))}.{signature}"


def with_broken_signature(token):
    head, payload, signature = token.split(".")
    raw = bytearray(unb64(signature))
    raw[len(raw) // 2] ^= 1
    return f"{head}.{payload}.{b64(bytes(raw))}"
