"""The official MCP SDK's client uses a REST service as an MCP server."""

import json

from harness.mcp import serving
from harness.process import Gateway
from harness.upstream import Upstream

DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Weather", "version": "2"},
    "paths": {
        "/weather/{city}": {
            "get": {
                "operationId": "getWeather",
                "summary": "The weather in a city.",
                "parameters": [
                    {"name": "city", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "days", "in": "query", "schema": {"type": "integer"}},
                ],
            }
        }
    },
}


def weather(exchange):
    exchange.read_body()
    known = exchange.request.target == "/weather/St.%20P%C3%B6lten?days=2"
    body = b'{"sky": "clear"}' if known else b'{"detail": "no such city"}'
    exchange.answer(200 if known else 404, body, [("Content-Type", "application/json")])


def test_the_sdk_lists_and_calls_the_operations(node):
    with Upstream(weather) as upstream:
        openapi = {"host": upstream.address, "schema": json.dumps(DESCRIPTION)}
        with Gateway(serving({"name": "weather", "openapi": openapi})) as gateway:
            seen = node.run(
                "mcp_client.mjs",
                MCP_URL=f"http://127.0.0.1:{gateway.only_port()}/mcp",
                TOOLS=json.dumps({"getWeather": {"path": {"city": "St. Pölten"}, "query": {"days": 2}}}),
                CALLS="server,ping,tools,getWeather,unknown tool,prompts",
            )
            lost = node.run(
                "mcp_client.mjs",
                MCP_URL=f"http://127.0.0.1:{gateway.only_port()}/mcp",
                TOOLS=json.dumps({"getWeather": {"path": {"city": "x"}}}),
                CALLS="getWeather",
            )
    results = seen["results"]
    assert results["server"]["value"]["version"] == {"name": "Weather", "version": "2"}
    assert results["server"]["value"]["capabilities"] == {"tools": {}}
    assert results["tools"]["value"] == ["getWeather"] and results["ping"]["value"] == {}
    assert results["getWeather"]["value"] == {
        "content": [{"type": "text", "text": '{"sky": "clear"}'}],
        "structuredContent": {"sky": "clear"},
    }
    assert "Unknown tool: no-such-tool" in results["unknown tool"]["error"]["message"]
    assert "prompts" in results
    result = lost["results"]["getWeather"]["value"]
    assert result["isError"] is True and result["content"][0]["text"] == '{"detail": "no such city"}'
    # The stream that nobody needs is refused as the protocol has it, and the session is ended.
    assert [r["status"] for r in seen["refused"] if r["method"] == "GET"] == [405]
    assert seen["session"]
