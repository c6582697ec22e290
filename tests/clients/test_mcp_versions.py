"""The second version of the MCP SDK, which speaks without sessions where it can: server and client, with the gateway between."""

import pathlib
import subprocess

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.process import Gateway

HERE = pathlib.Path(__file__).resolve().parent
KEY = tokens.shared_key("ES256")
VERSION = "2026-07-28"
RULES = {"rules": ['mcp.tool.name != "both"']}


@pytest.fixture(scope="module")
def servers(node):
    process = subprocess.Popen([node.path, HERE / "mcp_single_server.mjs"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(process.stdout.readline())
        yield [{"name": name, "mcp": {"host": f"http://127.0.0.1:{port}/{name}"}} for name in ("one", "two")]
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def gateway(node, servers, server_script):
    run = {"name": "run", "stdio": {"cmd": node.path, "args": [server_script]}}
    shapes = {
        "/single": {"targets": servers[:1]},
        "/labelled": {"targets": servers},
        "/plain": {"targets": servers, "prefixMode": "never"},
        "/sessions": {"targets": [run]},
    }
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": RULES}
    routes = [route({"mcp": shape}, exact=path, policies=policies) for path, shape in shapes.items()]
    with Gateway(config(routes, workers=2)) as made:
        yield made


@pytest.mark.parametrize(
    "path, tools, calls",
    [
        ("/single", ["hello_one"], {"hello_one": "from one", "both": "Unknown tool: both"}),
        (
            "/labelled",
            ["one_hello_one", "two_hello_two"],
            {"one_hello_one": "from one", "two_hello_two": "from two", "hello_one": "Unknown tool: hello_one"},
        ),
        ("/plain", ["hello_one", "hello_two"], {"hello_two": "from two", "both": "Unknown tool: both"}),
    ],
)
def test_it_needs_no_session(node, gateway, path, tools, calls):
    url = f"http://127.0.0.1:{gateway.only_port()}{path}"
    seen = node.run("mcp_single_client.mjs", MCP_URL=url, TOKEN=KEY.token(), CALLS=" ".join(calls))
    assert seen == {"version": VERSION, "tools": tools, "calls": calls}


def test_it_begins_one_where_a_server_is_run(node, gateway):
    url = f"http://127.0.0.1:{gateway.only_port()}/sessions"
    seen = node.run("mcp_single_client.mjs", MCP_URL=url, TOKEN=KEY.token(), CALLS="both")
    assert seen["version"] == "2025-11-25" and "echo" in seen["tools"]
    assert "Unknown tool: both" in seen["calls"]["both"]
