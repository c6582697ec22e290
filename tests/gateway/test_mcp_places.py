"""Where `mcp:` is served: on gateways that serve other things too."""

import json

import pytest

from harness.configs import config, route
from harness.mcp import Client, request, told_server
from harness.mcp_old_client import OldClient
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import ask


def hello(exchange):
    exchange.read_body()
    exchange.answer(200, b"not MCP")


@pytest.fixture(scope="module")
def gateway():
    with Upstream(hello) as upstream:
        listeners = [{"name": "one", "hostname": "one.test"}, {"name": "two", "hostname": "two.test"}]
        gateways = {"default": {"port": 0}, "named": {"port": 0, "listeners": listeners}}
        value = config(route(upstream, path="/"), gateways=gateways)
        value["mcp"] = {"gateways": ["default", "named/one"], "targets": [told_server()]}
        with Gateway(value) as made:
            yield made


@pytest.mark.parametrize("path", ["/mcp", "/mcp/deeper"])
def test_mcp_is_served_under_its_path(gateway, path):
    client = Client(gateway.port(), path=path)
    client.begin()
    assert client.call("echo", {"a": 1}) == {"a": 1}


def test_all_else_is_the_gateways_own(gateway):
    for path in ("/", "/mcpx", "/other/mcp"):
        assert ask(gateway.port(), target=path).text == "not MCP"


def test_what_belongs_to_mcp_beside_its_path_is_its_own(gateway):
    path = "/.well-known/oauth-protected-resource"
    answer = ask(gateway.port(), target=path, headers=Client(0).fields())
    assert answer.status == 404 and "mcp.no_metadata" in json.loads(answer.body)["error"]["message"]
    with OldClient(gateway.port()) as client:
        assert client.begin()


def test_one_listener_of_a_gateway_may_have_it(gateway):
    port = gateway.port("named", "one")
    body = json.dumps(request("echo")).encode()
    fields = Client(port).fields([("Content-Type", "application/json")])
    served = ask(port, "POST", "/mcp", fields, body, host="one.test")
    assert served.status == 400 and "mcp.session_missing" in served.text
    assert ask(port, "POST", "/mcp", fields, body, host="two.test").status == 404
