"""Keys and tokens of the benchmarks' own issuer."""

import base64
import json
import time

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

ISSUER = AUDIENCE = "bench"


class Issuer:
    def __init__(self, place, algorithm):
        self.algorithm, self._place = algorithm, place
        self._key = (rsa.generate_private_key(65537, 2048) if algorithm == "RS256"
                     else ec.generate_private_key(ec.SECP256R1()))
        public = self._key.public_key()
        pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.pem = place.write(f"{algorithm}.pem", pem.decode())
        numbers = public.public_numbers()
        material = ({"kty": "RSA", "n": number(numbers.n, 256), "e": number(numbers.e, 3)} if algorithm == "RS256"
                    else {"kty": "EC", "crv": "P-256", "x": number(numbers.x, 32), "y": number(numbers.y, 32)})
        key = {**material, "kid": "bench", "alg": algorithm, "use": "sig"}
        self.jwks = place.write(f"{algorithm}.json", json.dumps({"keys": [key]}))

    def sign(self, subject):
        """A usual token: with RS256, 811 bytes."""
        header = {"alg": self.algorithm, "typ": "JWT", "kid": "bench"}
        now = int(time.time())
        claims = {
            "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 86400,
            "scope": "openid profile email read write", "groups": ["engineering", "platform", "on-call"],
            "email": "ann@example.com", "name": "Ann Example", "tenant": "3f2b8a6e-7c1d-4b5a-9e0f-112233445566",
            "jti": "5b1d6f0c-9a8e-4c3b-8d7f-665544332211", "client_id": "dashboard-web",
        }
        signed = ".".join(encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        return f"{signed}.{encode(self._signature(signed.encode()))}"

    def file_of(self, count):
        """Tokens of as many subjects, one a line."""
        return self._place.write(f"{self.algorithm}-{count}.txt",
                                 "".join(self.sign(f"user-{i:06}") + "\n" for i in range(count)))

    def _signature(self, text):
        if self.algorithm == "RS256":
            return self._key.sign(text, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(self._key.sign(text, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value, size):
    return encode(value.to_bytes(size, "big"))
