"""Bad tokens are the business of who sent them: TLS connections of the same thread go on."""

import itertools

from harness import tokens
from harness.certificates import SecureWire
from harness.configs import jwt_auth, route, secure
from harness.process import Gateway
from harness.wire import bearer

KEYS = [tokens.shared_key(name, f"kid-{name}") for name in ("ES256", "RS256", "EdDSA")]
COUNT = 10_000


def bad_tokens():
    """Each another one, so that none is known."""
    parts = [key.token().split(".") for key in KEYS]
    for number, (head, payload, signature) in zip(range(COUNT), itertools.cycle(parts)):
        raw = bytearray(tokens.unb64(signature))
        raw[number % 32] ^= 1 + number // 32 % 255
        raw[-1 - number % 30] ^= 0x55
        yield f"{head}.{payload}.{tokens.b64(bytes(raw))}"


def test_ten_thousand_bad_tokens_leave_tls_alone(files, upstream, context):
    made = secure(files, upstream, routes=route(upstream, policies={"jwtAuth": jwt_auth(KEYS)}))
    with Gateway(made) as gateway, SecureWire(gateway.port(), context) as bystander:
        good = bearer(KEYS[0].token())
        assert bystander.ask("GET", "/", good, host="a.test").status == 200
        with SecureWire(gateway.port(), context) as attacker:
            for number, token in enumerate(bad_tokens()):
                assert attacker.ask("GET", "/", bearer(token), host="a.test").status == 401
                if number % 1000 == 0:
                    assert bystander.ask("GET", "/", good, host="a.test").status == 200
        assert bystander.ask("GET", "/", good, host="a.test").status == 200
        with SecureWire(gateway.port(), context) as newcomer:
            assert newcomer.ask("GET", "/", good, host="a.test").status == 200
