"""MCP 2026-07-28: no sessions, each request says of itself all that there is to know, in its head as in its body."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import Client, messages, notification, request, serving, told_server
from harness.mcp_lists import result_of
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import ask

KEY = tokens.shared_key("ES256")
VERSION = "2026-07-28"
META = "io.modelcontextprotocol/"
NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}


def modern(exchange):
    """A server of this version. It tells what it was asked by."""
    message = json.loads(exchange.read_body())
    head = exchange.request
    if "id" not in message:
        return exchange.answer(202, b"")
    method, params = message["method"], message["params"]
    assert head.get("mcp-protocol-version") == params["_meta"][META + "protocolVersion"] == VERSION
    assert head.get("mcp-method") == method
    if method in NAMED:
        assert head.get("mcp-name") == params[NAMED[method]]
    if method == "server/discover":
        result = {"supportedVersions": [VERSION, "2025-11-25"], "capabilities": {"tools": {}}}
    else:
        result = {**result_of(method, params), "ttlMs": 60000, "cacheScope": "public"}
    text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": {"resultType": "complete", **result}})
    exchange.answer(200, text.encode(), [("Content-Type", "application/json")])


def legacy(exchange):
    exchange.read_body()
    exchange.answer(400, b"Bad Request: Unsupported protocol version")


def asked(method, params=None, id=1):
    meta = {META + "protocolVersion": VERSION, META + "clientCapabilities": {}}
    return request(method, {**(params or {}), "_meta": meta}, id)


def fields(message):
    """What a client sends beside a message."""
    made = [("MCP-Protocol-Version", VERSION), ("Mcp-Method", message["method"])]
    if message["method"] in NAMED:
        made.append(("Mcp-Name", message["params"][NAMED[message["method"]]]))
    return made


class Front:
    """One server after another, each by what it does."""

    def __init__(self, *behaviours, **more):
        self.upstreams, self.more = [Upstream(one) for one in behaviours], more

    def __enter__(self):
        targets = []
        for name, upstream in zip("abc", self.upstreams):
            upstream.__enter__()
            targets.append({"name": name, "mcp": {"host": f"http://{upstream.address}/mcp"}})
        self.gateway = Gateway(serving(targets=targets, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            for upstream in self.upstreams:
                upstream.__exit__(*error)

    def ask(self, message, more=(), token=None):
        return Client(self.gateway.only_port(), token).post(message, [*fields(message), *more])

    def result(self, method, params=None, token=None):
        answer = self.ask(asked(method, params), token=token)
        assert answer.status == 200, (answer.status, answer.text)
        return messages(answer)[-1]["result"]


def error_of(answer):
    return answer.status, json.loads(answer.body)["error"]["code"]


@pytest.fixture(scope="module")
def one():
    with Front(modern) as made:
        yield made


@pytest.fixture(scope="module")
def two():
    with Front(modern, modern) as made:
        yield made


def test_requests_pass_as_they_are(one):
    one.upstreams[0].forget()
    assert one.result("server/discover")["supportedVersions"] == [VERSION, "2025-11-25"]
    assert one.result("tools/list")["cacheScope"] == "public"
    answer = one.ask(asked("tools/call", {"name": "echo"}), [("Mcp-Session-Id", "x"), ("Mcp-Param-Region", "eu")])
    assert answer.status == 200 and not answer.has("mcp-session-id")
    last = one.upstreams[0].wait_for(3)[-1]
    assert last.get("mcp-param-region") == "eu" and last.get("mcp-session-id") is None
    assert one.gateway.log_record(**{"gen_ai.tool.name": "echo"})["mcp.target"] == "a"


@pytest.mark.parametrize(
    "field,value",
    [("MCP-Protocol-Version", "2025-11-25"), ("MCP-Protocol-Version", None), ("Mcp-Method", "tools/list"), ("Mcp-Method", None), ("Mcp-Name", "drop")],
)
def test_what_is_said_twice_must_be_the_same(one, field, value):
    one.upstreams[0].forget()
    message = asked("tools/call", {"name": "echo"})
    said = [(name, value if name == field else given) for name, given in fields(message)]
    answer = Client(one.gateway.only_port()).post(message, said)
    assert error_of(answer) == (400, -32020) and one.upstreams[0].requests.all() == []


def test_a_request_without_its_metadata_is_refused(one):
    message = request("tools/list")
    assert error_of(one.ask(message)) == (400, -32602)
    batch = Client(one.gateway.only_port()).post([message], fields(message))
    assert error_of(batch) == (400, -32600)


def test_who_speaks_an_unknown_version_is_told_the_known_ones(one):
    answer = Client(one.gateway.only_port()).post(asked("tools/list"), [("MCP-Protocol-Version", "1900-01-01")])
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"], error["data"]["requested"]) == (400, -32022, "1900-01-01")
    assert error["data"]["supported"][-1] == VERSION


def test_there_is_no_stream_and_no_session(one):
    for method in ("GET", "DELETE"):
        said = [("Accept", "text/event-stream"), ("MCP-Protocol-Version", VERSION)]
        assert ask(one.gateway.only_port(), method, "/mcp", said).status == 405
    assert one.ask(notification("notifications/cancelled", {"requestId": 1})).status == 202


def test_a_server_that_is_run_is_not_asked_so():
    """Nor is the client told an error of this version: it begins a session then."""
    with Gateway(serving()) as gateway:
        message = asked("server/discover")
        client = Client(gateway.only_port())
        assert error_of(client.post(message, fields(message))) == (400, -32600)
        client.begin()
        assert client.call("tools/list")["tools"]


def test_rules_hold_and_what_one_may_use_is_for_no_other():
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": ["mcp.tool.name == 'echo'"]}}
    with Front(modern, policies=policies) as front:
        listed = front.result("tools/list", token=KEY.token())
        assert [tool["name"] for tool in listed["tools"]] == ["echo"] and listed["cacheScope"] == "private"
        assert front.result("tools/call", {"name": "echo"}, KEY.token())
        refused = front.ask(asked("tools/call", {"name": "drop"}), token=KEY.token())
        assert error_of(refused) == (400, -32602)
        assert error_of(front.ask(asked("subscriptions/listen"), token=KEY.token())) == (400, -32601)
        assert front.result("server/discover", token=KEY.token())


def test_several_are_discovered_as_one(two):
    found = two.result("server/discover")
    assert found["supportedVersions"] == ["2025-11-25", VERSION] and found["resultType"] == "complete"
    assert found["capabilities"] == {"tools": {}}


def test_lists_of_several_are_one_and_not_to_be_kept(two):
    listed = two.result("tools/list")
    assert [tool["name"] for tool in listed["tools"]] == ["a_echo", "a_drop", "b_echo", "b_drop"]
    assert (listed["ttlMs"], listed["cacheScope"], listed["resultType"]) == (0, "private", "complete")
    rest = two.result("tools/list", {"cursor": listed["nextCursor"]})
    assert [tool["name"] for tool in rest["tools"]] == ["a_sum", "b_sum"] and "nextCursor" not in rest


def test_calls_go_to_their_server_under_its_own_name(two):
    for upstream in two.upstreams:
        upstream.forget()
    assert two.result("tools/call", {"name": "b_echo"})["content"][0]["text"] == "echo"
    assert two.result("resources/read", {"uri": "b+demo://public/a"})["method"] == "resources/read"
    assert two.upstreams[0].requests.all() == []
    assert [head.get("mcp-name") for head in two.upstreams[1].wait_for(2)] == ["echo", "demo://public/a"]
    assert error_of(two.ask(asked("tools/call", {"name": "echo"}))) == (400, -32602)


def test_what_several_cannot_do_together_is_no_method(two):
    for method in ("subscriptions/listen", "ping", "logging/setLevel"):
        assert error_of(two.ask(asked(method))) == (404, -32601)
    assert two.ask(notification("notifications/cancelled", {"requestId": 1})).status == 202


def test_where_one_of_several_cannot_the_client_begins_a_session():
    with Front(modern, legacy) as front:
        assert error_of(front.ask(asked("server/discover"))) == (400, -32600)


def test_names_of_several_may_stand_as_they_are():
    def other(exchange):
        body = json.loads(exchange.read_body())
        result = {"tools": [{"name": "only"}, {"name": "echo"}], "content": [{"type": "text", "text": "other"}]}
        text = json.dumps({"jsonrpc": "2.0", "id": body["id"], "result": result})
        exchange.answer(200, text.encode(), [("Content-Type", "application/json")])

    with Front(modern, other, prefixMode="never") as front:
        listed = front.result("tools/list")
        assert [tool["name"] for tool in listed["tools"]] == ["drop", "sum", "only"]
        assert front.result("tools/call", {"name": "only"})["content"][0]["text"] == "other"
        assert front.result("tools/call", {"name": "sum"})["content"][0]["text"] == "sum"
        assert error_of(front.ask(asked("tools/call", {"name": "echo"}))) == (400, -32602)


def test_a_rest_service_answers_them_too():
    def service(exchange):
        exchange.read_body()
        exchange.answer(200, b'{"up": true}', [("Content-Type", "application/json"), ("X-Own", "1")])

    paths = {"/state": {"get": {"operationId": "echo"}}}
    description = {"openapi": "3.1.0", "info": {"title": "State", "version": "1"}, "paths": paths}
    with Upstream(service) as rest, Front(modern, prefixMode="never") as front:
        target = {"name": "rest", "openapi": {"host": rest.address, "schema": description}}
        with Gateway(serving(target)) as gateway:
            front.gateway, real = gateway, front.gateway
            assert front.result("server/discover")["supportedVersions"][-1] == VERSION
            assert front.result("tools/list")["cacheScope"] == "private"
            called = front.ask(asked("tools/call", {"name": "echo"}))
            assert not called.has("x-own")
            result = messages(called)[-1]["result"]
            assert (result["structuredContent"], result["resultType"]) == ({"up": True}, "complete")
            assert error_of(front.ask(asked("ping"))) == (404, -32601)
            front.gateway = real
