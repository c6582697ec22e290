"""mcpAuthentication: what an MCP client is told of how to get a token, with the metadata of a server in the test's hands."""

import json

import pytest

from harness import tokens
from harness.configs import config, route
from harness.process import as_text, run
from harness.rig import Rig
from harness.upstream import Upstream
from harness.waiting import until
from harness.wire import ask, ask_json, bearer

KEY = tokens.shared_key("ES256", "key-1")
RESOURCE = "http://gateway.test/mcp"
DOCUMENT = "/.well-known/oauth-protected-resource/mcp"
SERVER = "/.well-known/oauth-authorization-server/mcp"
JSON = [("Content-Type", "application/json")]


class Login(Upstream):
    """An authorization server's documents, each where some kind of it has them."""

    def __init__(self, **more):
        super().__init__(self._behave, "login")
        self.more = more
        self.is_down = False

    @property
    def issuer(self):
        return f"http://{self.address}/realms/x"

    def _behave(self, exchange):
        exchange.read_body()
        if self.is_down:
            return exchange.answer(503, b"down", JSON)
        if "well-known/openid" not in exchange.request.target and "oauth-auth" not in exchange.request.target:
            return exchange.answer(200, tokens.key_set(KEY).encode(), JSON)
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "registration_endpoint": f"{self.issuer}/register",
            "authorization_response_iss_parameter_supported": True,
            "code_challenge_methods_supported": ["S256"],
            **self.more,
        }
        return exchange.answer(200, json.dumps(document).encode(), JSON)


@pytest.fixture
def login():
    with Login() as made:
        yield made


def rig_for(login, metadata=(), **more):
    value = {
        "issuer": login.issuer,
        "audiences": ["aud-1", "aud-2"],
        "resourceMetadata": {"resource": RESOURCE, **dict(metadata)},
        **more,
    }
    return Rig(
        lambda upstream: config(route(upstream, path="/mcp", policies={"mcpAuthentication": value}))
    )


def token(login, **claims):
    return bearer(KEY.token(iss=login.issuer, aud="aud-2", **claims))


def targets(login):
    return {seen.target for seen in login.requests.all()}


def test_who_has_no_token_is_told_where_the_document_is(login):
    with rig_for(login) as rig:
        refused = rig.ask("/mcp").must_refuse(401, "jwt.missing")
        assert f'resource_metadata="http://gateway.test{DOCUMENT}"' in refused.get("www-authenticate")
        rig.ask("/mcp", token(login)).must_pass()
        rig.ask("/mcp", bearer(KEY.token(iss=login.issuer, aud="aud-3"))).must_refuse(401)


def test_the_document_names_the_server(login):
    with rig_for(login, {"scopesSupported": ["read"]}) as rig:
        answer = rig.ask(DOCUMENT).response
        assert (answer.status, answer.get("access-control-allow-origin")) == (200, "*")
        assert json.loads(answer.body) == {
            "resource": RESOURCE,
            "scopes_supported": ["read"],
            "mcp_protocol_version": "2025-06-18",
            "resource_type": "mcp-server",
            "authorization_servers": [login.issuer],
        }


def test_the_servers_metadata_is_passed_on(login):
    with rig_for(login) as rig:
        told = json.loads(rig.ask(SERVER).response.body)
        assert told["issuer"] == login.issuer
        assert told["registration_endpoint"] == f"{login.issuer}/register"
    assert "/.well-known/oauth-authorization-server/realms/x" in targets(login)
    assert "/realms/x/.well-known/jwks.json" in targets(login)


@pytest.mark.parametrize(
    "kind, keys, audience",
    [
        ("keycloak", "/realms/x/protocol/openid-connect/certs", ""),
        ("authentik", "/realms/x/jwks/", ""),
        ("okta", "/realms/x/.well-known/jwks.json", "?audience=aud-1"),
        ("auth0", "/realms/x/.well-known/jwks.json", "?audience=aud-1"),
        ("descope", "/realms/x/.well-known/jwks.json", ""),
    ],
)
def test_a_server_of_a_known_kind_is_fronted(login, kind, keys, audience):
    with rig_for(login, provider={kind: {}}) as rig:
        assert json.loads(rig.ask(DOCUMENT).response.body)["authorization_servers"] == [RESOURCE]
        told = json.loads(rig.ask(SERVER).response.body)
        assert told["issuer"] == RESOURCE
        assert told["authorization_endpoint"] == f"{login.issuer}/auth{audience}"
        assert "authorization_response_iss_parameter_supported" not in told
        rig.ask("/mcp", token(login)).must_pass()
    assert keys in targets(login)


def test_clients_that_register_get_the_id_that_is_configured(login):
    with rig_for(login, clientId="the-id") as rig:
        told = json.loads(rig.ask(SERVER).response.body)
        assert told["registration_endpoint"] == f"http://gateway.test{SERVER}/client-registration"
        where = f"{SERVER}/client-registration"
        answer = ask_json(rig.port, where, {"redirect_uris": ["http://127.0.0.1/cb"], "scope": "all"})
        assert (answer.status, answer.get("cache-control")) == (201, "no-store")
        assert json.loads(answer.body)["client_id"] == "the-id"
        refused = ask_json(rig.port, where, {"client_name": "x"})
        assert (refused.status, json.loads(refused.body)) == (400, {"error": "invalid_redirect_uri"})
        assert ask(rig.port, "GET", where).status == 405
        assert ask(rig.port, "OPTIONS", where).get("access-control-allow-methods") == "POST"
    assert not any("register" in target for target in targets(login))


def test_start_up_says_what_anybody_may_do(login):
    with rig_for(login, clientId="the-id") as rig:
        log = rig.gateway.log_text()
        assert "mcpAuthentication: strict, token in header authorization" in log
        assert f"mcpAuthentication: anybody may read {SERVER}, from http://" in log
        assert 'register as client "the-id"' in log and "jwtAuth" not in log


def test_without_an_id_nobody_is_registered_here(login):
    with rig_for(login) as rig:
        assert ask_json(rig.port, f"{SERVER}/client-registration", {}).status == 404


def test_a_server_that_is_down_costs_no_answer_but_its_own():
    with Login() as login:
        login.is_down = True
        with rig_for(login) as rig:
            rig.ask(SERVER).must_refuse(503, "jwt.metadata_unavailable")
            rig.ask("/mcp", token(login)).must_refuse(503, "jwt.keys_unavailable")
            assert rig.ask(DOCUMENT).status == 200
            login.is_down = False
            until(lambda: rig.ask(SERVER).status == 200, "the metadata")


@pytest.mark.parametrize(
    "more, code",
    [
        ({"issuer": "http://other.test"}, "keys.issuer"),
        ({"token_endpoint": "file:///etc/passwd"}, "keys.discovery"),
        ({"authorization_endpoint": 1}, "keys.discovery"),
    ],
)
def test_a_document_that_is_not_the_servers_is_not_passed_on(more, code):
    with Login(**more) as login, rig_for(login) as rig:
        rig.ask(SERVER).must_refuse(503, "jwt.metadata_unavailable")
        assert code in rig.gateway.log_text()


@pytest.mark.parametrize(
    "change, told",
    [
        ({"resourceMetadata": {"scopesSupported": []}}, "the URL that tokens are for"),
        ({"provider": {"entra": {}}}, "jotgate does not honour it yet"),
        ({"provider": {"google": {}}}, "expected auth0, okta"),
        ({"clientSecret": "x"}, "jotgate does not honour it yet"),
        ({"issuer": "no-url"}, "jwks must say where its keys are"),
        ({"audiences": []}, "audiences"),
    ],
)
def test_what_cannot_be_is_told_at_load(change, told, tmp_path):
    value = {
        "issuer": "http://127.0.0.1:1",
        "audiences": ["a"],
        "resourceMetadata": {"resource": RESOURCE},
        **change,
    }
    made = config(route("127.0.0.1:1", policies={"mcpAuthentication": value}))
    (tmp_path / "c.yaml").write_text(as_text(made))
    ended = run("--validate-only", "-f", "c.yaml", cwd=tmp_path)
    assert ended.code == 1 and told in ended.output
