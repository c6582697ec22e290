"""Whatever happens, no token, key, claim value or secret stands in what the gateway writes or answers."""

import json

import pytest

from harness import tokens
from harness.configs import OWN_SERVERS_OFF, jwt_auth, route, rules
from harness.http1 import Closed, ProtocolError
from harness.process import Gateway, run
from harness.upstream import Upstream, closed_port
from harness.wire import Wire, ask, ask_json, bearer, request_bytes

KEY = tokens.shared_key("ES256")
HMAC = tokens.shared_key("HS256", "hmac-kid")
SECRETS = [
    "sk-operators-own-key-5f1c",
    "hunter2-in-query",
    "hunter2-in-cookie",
    "hunter2-in-basic",
    "hunter2-in-body",
    "claim-value-9a7d",
    "nested-claim-value-77",
    "kid-from-client-31",
    "hunter2-in-header",
    "hunter2-in-upstream-header",
    "hunter2-in-malformed-line",
]


def secret_claims(**more):
    return KEY.token(tenant="claim-value-9a7d", deep={"er": ["nested-claim-value-77"]}, **more)


@pytest.fixture(scope="module", params=["text", "json"])
def everything(request):
    """A busy minute: every kind of success and failure; then all that was written and answered."""
    answered = []
    sent_tokens = [
        secret_claims(),
        secret_claims(exp=1),
        secret_claims(aud="x"),
        secret_claims(iss="x"),
        secret_claims(nbf=tokens.now() + 999),
        secret_claims(exp=None),
        tokens.with_broken_signature(secret_claims()),
        tokens.Key("ES256", "kid-from-client-31").token(tenant="claim-value-9a7d"),
        tokens.hmac_token(KEY.pem()),
        HMAC.token(tenant="claim-value-9a7d"),
        "part-one-of-a-bad-token.part-two-of-a-bad-token",
        "opaque-token-0123456789",
        tokens.unsigned({"alg": "none"}, {"tenant": "claim-value-9a7d"}),
        secret_claims() + "x" * 20_000,
    ]

    def behave(exchange):
        exchange.read_body()
        if "broken" in exchange.request.target:
            exchange.send(b"HTTP/1.1 200 OK\r\nX-Secret hunter2-in-upstream-header\r\n\r\n")
            return exchange.close()
        exchange.answer(headers=[("Set-Cookie", "s=hunter2-in-upstream-header")])

    with Upstream(behave) as upstream:
        locations = {
            "/q": {"queryParameter": {"name": "access_token"}},
            "/c": {"cookie": {"name": "session"}},
            "/x": {"expression": 'request.headers["x-token"]'},
        }
        routes = [
            route(upstream, path=path, policies={"jwtAuth": jwt_auth([KEY], location=location)})
            for path, location in locations.items()
        ]
        routes += [
            route(upstream, path="/jwt", policies={"jwtAuth": jwt_auth([KEY])}),
            route(
                upstream, path="/permissive", policies={"jwtAuth": jwt_auth([KEY], "permissive")}
            ),
            route(
                upstream,
                path="/hmac",
                policies={
                    "jwtAuth": jwt_auth(
                        tokens.compact({"keys": [HMAC.public()]}), allowSymmetricKeys=True
                    )
                },
            ),
            route(
                upstream,
                path="/rule",
                policies={
                    "jwtAuth": jwt_auth([KEY]),
                    "authorization": rules(
                        allow='jwt.tenant == "someone else"',
                        deny="jwt.deep.er[7] == jwt.tenant + 1",
                    ),
                },
            ),
            route(f"127.0.0.1:{closed_port()}", path="/down"),
            route(upstream, path="/broken"),
        ]
        settings = {
            "config": {
                **OWN_SERVERS_OFF,
                "adminAddr": "localhost:0",
                "statsAddr": "localhost:0",
                "workerThreads": 1,
                "logging": {"level": "debug", "format": request.param},
            },
            "gateways": {"default": {"port": 0}},
            "routes": routes,
            "llm": {
                "port": 0,
                "policies": {"jwtAuth": jwt_auth([KEY])},
                "models": [
                    {
                        "name": "*",
                        "provider": "openAI",
                        "params": {
                            "apiKey": "$THE_KEY",
                            "baseUrl": f"http://127.0.0.1:{closed_port()}",
                        },
                    }
                ],
            },
        }
        with Gateway(settings, env={"THE_KEY": "sk-operators-own-key-5f1c"}) as gateway:
            port = gateway.port()
            llm = next(
                int(f["address"].rpartition(":")[2])
                for f in gateway.listening
                if int(f["address"].rpartition(":")[2])
                not in (port, gateway.service("admin"), gateway.service("stats"))
            )

            def note(response):
                answered.append(response.head + response.body)

            for token in sent_tokens:
                for path in (
                    "/jwt",
                    "/permissive",
                    "/hmac",
                    "/rule",
                    "/down",
                    "/broken",
                    "/nowhere",
                ):
                    note(ask(port, target=path, headers=bearer(token)))
                note(ask(port, target=f"/q?access_token={token[:12_000]}&a=1"))
                note(
                    ask(
                        port,
                        headers=[("Cookie", f"a=hunter2-in-cookie; session={token[:12_000]}")],
                        target="/c",
                    )
                )
                note(ask(port, headers=[("X-Token", token[:12_000])], target="/x"))
                note(
                    ask_json(
                        llm,
                        "/v1/chat/completions",
                        {
                            "model": "m",
                            "messages": [{"role": "user", "content": "hunter2-in-body"}],
                        },
                        bearer(token),
                    )
                )
            for query in (
                "token",
                "access_token",
                "key",
                "api_key",
                "apikey",
                "password",
                "client_secret",
                "code",
                "id_token",
                "refresh_token",
                "signature",
                "Access_Token",
                "access%5Ftoken",
            ):
                note(ask(port, target=f"/jwt?{query}=hunter2-in-query"))
            note(ask(port, target="/jwt", headers=[("Authorization", "Basic hunter2-in-basic")]))
            note(
                ask(
                    port,
                    target="/jwt",
                    headers=[
                        ("X-Api-Key", "hunter2-in-header"),
                        ("Proxy-Authorization", "hunter2-in-header"),
                    ],
                )
            )
            note(
                ask_json(
                    llm,
                    "/v1/chat/completions",
                    {"messages": "hunter2-in-body"},
                    bearer(secret_claims()),
                )
            )
            note(
                ask(
                    llm,
                    "POST",
                    "/v1/chat/completions",
                    bearer(secret_claims()),
                    b'{"model": "hunter2-in-body',
                )
            )
            for junk in (
                b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization hunter2-in-malformed-line\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: a\r\nX: hunter2-in-malformed-line\x01\r\n\r\n",
                b"GET /hunter2-in-malformed-line\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
                b"hunter2-in-malformed-line\r\n\r\n",
                b"GET / HTTP/1.1\r\nHost: hunter2-in-malformed-line@a\r\n\r\n",
            ):
                with Wire(port) as wire:
                    answered.append(wire.try_send(junk).finish_sending().rest())
            try:
                with Wire(port) as wire:
                    wire.send(request_bytes("POST", "/jwt", bearer(sent_tokens[0]), b"x")[:-1])
                    wire.finish_sending().rest()
            except (Closed, ProtocolError):
                pass
            for service, path in (("admin", "/config_dump"), ("admin", "/"), ("stats", "/metrics")):
                answered.append(ask(gateway.service(service), target=path, host="localhost").body)
            ended = gateway.stop()
        yield ended, answered, sent_tokens


def test_nothing_secret_was_logged(everything):
    ended, _, sent = everything
    for secret in SECRETS:
        # The id of a key is no secret, and an operator who asks why a token was refused needs it.
        assert secret == "kid-from-client-31" or secret not in ended.output, context(
            ended.output, secret
        )
    for token in sent:
        for part in token.split("."):
            if len(part) >= 12:
                assert part not in ended.output, context(ended.output, part)


def test_no_part_of_a_signature_or_payload_was_logged(everything):
    """Not even the first characters: they are enough to find a token elsewhere."""
    ended, _, sent = everything
    for token in sent[:8]:
        for part in token.split(".")[1:]:
            assert part[:16] not in ended.output, context(ended.output, part[:16])


def test_nothing_secret_was_answered(everything):
    _, answered, sent = everything
    allowed = {"hunter2-in-upstream-header"}  # what the upstream tells the client is its own affair
    for answer in answered:
        text = answer.decode("latin-1")
        for secret in SECRETS:
            assert secret in allowed or secret not in text, context(text, secret)
        for token in sent:
            for part in token.split("."):
                assert len(part) < 12 or part not in text


def test_no_private_key_or_shared_secret_is_anywhere(everything):
    ended, answered, _ = everything
    for text in [ended.output] + [a.decode("latin-1") for a in answered]:
        assert HMAC.jwk["k"] not in text


def context(text, secret):
    at = text.index(secret)
    return f"found {secret!r} in: ...{text[max(0, at - 300):at + 100]}"


def test_a_configuration_with_faults_does_not_print_its_secrets():
    text = json.dumps(
        {
            "gateways": {
                "default": {
                    "port": "$SECRET_PORT",
                    "jwtAuth": {
                        "issuer": "$SECRET_PORT",
                        "jwks": "$SECRET_JWKS",
                        "mode": "$SECRET_PORT",
                    },
                }
            },
            "llm": {
                "models": [
                    {
                        "name": "*",
                        "provider": "openAI",
                        "params": {"apiKey": "$SECRET_KEY", "baseUrl": "$SECRET_PORT"},
                    }
                ]
            },
        }
    )
    done = run(
        "--validate-only",
        "-c",
        text,
        env={
            "SECRET_PORT": "hunter2-port",
            "SECRET_JWKS": json.dumps({"keys": ["hunter2-jwks"]}),
            "SECRET_KEY": "hunter2-key",
        },
    )
    assert done.code != 0 and "hunter2" not in done.output, done.output


def test_a_private_key_in_a_key_set_is_not_printed(tmp_path):
    private = {**KEY.public(), "d": "hunter2-private-part-of-a-key-000000000000000"}
    text = json.dumps(
        {
            "gateways": {"default": {"port": 0, "jwtAuth": jwt_auth([private])}},
            "routes": [route("127.0.0.1:1")],
        }
    )
    done = run("--validate-only", "-c", text)
    assert "hunter2" not in done.output
