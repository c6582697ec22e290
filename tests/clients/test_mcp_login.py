"""A login from nothing: the SDK's client knows the gateway's URL, and nothing else of who gives out tokens."""

import pytest

from harness.configs import OWN_SERVERS_OFF
from harness.ports import free_ports
from harness.process import Gateway

RESOURCE = "urn:api:rs256"  # as idp.mjs calls it


def behind(node, server_script, login, resource, more):
    authentication = {
        "issuer": login.issuer,
        "audiences": [RESOURCE],
        "jwks": {"url": f"{login.issuer}/jwks"},
        "resourceMetadata": {"resource": resource, "scopesSupported": ["openid", "read"]},
        **more,
    }
    return {
        "config": {**OWN_SERVERS_OFF, "workerThreads": 2},
        "mcp": {
            "port": int(resource.split(":")[2].split("/")[0]),
            "policies": {"mcpAuthentication": authentication},
            "targets": [{"name": "everything", "stdio": {"cmd": node.path, "args": [server_script]}}],
        },
    }


@pytest.mark.parametrize(
    "more, issuer",
    [
        ({}, "the provider's"),
        ({"provider": {"keycloak": {}}}, "ours"),
    ],
    ids=["by the server's own metadata", "by the gateway's"],
)
def test_a_client_logs_in_without_help(node, server_script, provider_of_keys, more, issuer):
    provider = provider_of_keys
    (port,) = free_ports(1)
    origin = f"http://127.0.0.1:{port}"
    with Gateway(behind(node, server_script, provider, f"{origin}/mcp", more)) as gateway:
        seen = node.run(
            "mcp_login_client.mjs", MCP_URL=f"{origin}/mcp", RESOURCE=RESOURCE, CLIENT="web", SECRET="web-secret"
        )
        assert seen.get("echo") == "Echo: hello", (seen, gateway.log_text())
    assert seen["refusal"].startswith("UnauthorizedError")
    asked = seen["asked"]
    assert asked[0] == f"POST {origin}/mcp 401"
    assert f"GET {origin}/.well-known/oauth-protected-resource/mcp 200" in asked
    metadata = [line for line in asked if "/.well-known/oauth-authorization-server" in line]
    expected = origin + "/.well-known/oauth-authorization-server/mcp" if issuer == "ours" else provider.issuer
    assert any(line.startswith(f"GET {expected}") for line in metadata), asked
    assert f"POST {provider.issuer}/token 200" in asked
