"""Several MCP servers of which one does what it should not: the others, and what is told to whom, stay as they are."""

import json
import sys

import pytest
from test_mcp_several import Remote

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import VERSION, Client, messages, next_event, notification, request, serving, told_server
from harness.process import Gateway
from harness.upstream import Upstream

KEY = tokens.shared_key("ES256")
JSON = ("Content-Type", "application/json")
EVENTS = ("Content-Type", "text/event-stream")

# Lists its one tool when a notification lets it go.
SLOW = """
import json, sys
held = []
def answer(id, result):
    print(json.dumps({"jsonrpc": "2.0", "id": id, "result": result}), flush=True)
for line in sys.stdin:
    m = json.loads(line)
    method = m.get("method")
    if method == "notifications/roots/list_changed":
        for id in held:
            answer(id, {"tools": [{"name": sys.argv[1]}]})
        held = []
    if "id" not in m:
        continue
    if method == "initialize":
        answer(m["id"], {"protocolVersion": m["params"]["protocolVersion"], "capabilities": {}})
    elif method == "tools/list":
        print("asked", file=sys.stderr, flush=True)
        held.append(m["id"])
    else:
        answer(m["id"], {"content": [{"type": "text", "text": sys.argv[1]}]})
"""


def slow(name, tool):
    return {"name": name, "stdio": {"cmd": sys.executable, "args": ["-c", SLOW, tool]}}


def event(message):
    return f"data: {json.dumps(message)}\n\n".encode()


class Front:
    """Two servers by HTTP, `a` and `b`."""

    def __init__(self, a, b, **more):
        self.upstreams, self.more = [Upstream(a), Upstream(b)], more

    def __enter__(self):
        for upstream in self.upstreams:
            upstream.__enter__()
        targets = [
            {"name": name, "mcp": {"host": f"http://{upstream.address}/mcp"}}
            for name, upstream in zip("ab", self.upstreams)
        ]
        self.gateway = Gateway(serving(targets=targets, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            for upstream in self.upstreams:
                upstream.__exit__(*error)

    def client(self, token=None):
        made = Client(self.gateway.only_port(), token)
        made.begin()
        return made

    def asked(self, index):
        return [json.loads(one.body) for one in self.upstreams[index].requests.all() if one.body]


class Instead(Remote):
    """Answers one method otherwise."""

    def __init__(self, method, answer, own=""):
        super().__init__(own)
        self.method, self.answer = method, answer

    def __call__(self, exchange):
        message = json.loads(exchange.read_body() or b"{}")
        if self.method in (exchange.request.method, message.get("method")):
            return self.answer(exchange, message)
        return super().__call__(exchange)


def test_sessions_outlive_a_reload_that_leaves_their_targets():
    value = serving(targets=[told_server(), {**told_server(), "name": "other"}])
    with Gateway(value) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        for level in ("debug", "info"):
            value["config"]["logging"]["level"] = level
            gateway.reload(value)
            assert client.call("tools/call", {"name": "other_echo"})
            assert client.call("tools/list")["tools"]


@pytest.mark.parametrize("mode,name", [("conditional", "a_echo"), ("never", "echo")])
def test_a_call_without_an_id_goes_to_no_other_server(mode, name):
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": ['mcp.tool.target == "a"']}}
    with Front(Remote(), Remote("2"), prefixMode=mode, policies=policies) as front:
        client = front.client(KEY.token())
        client.post(notification("tools/call", {"name": name, "arguments": {}}))
        assert client.call("ping") == {}
        assert [m for m in front.asked(1) if m["method"] == "tools/call"] == []


def test_nobody_answers_what_another_was_asked():
    forged = {"jsonrpc": "2.0", "id": 7, "result": {"content": []}}
    liar = Instead("GET", lambda exchange, _: exchange.answer(200, event(forged), [EVENTS]))
    with Front(Remote(), liar) as front:
        with front.client().open() as stream:
            assert not [m for m in messages(stream.response("GET")) if m.get("id") == 7]


def test_a_list_that_was_not_asked_for_is_not_passed():
    def answer(exchange, message):
        lists = [("other", [{"name": "drop"}]), (message["id"], [])]
        told = [event({"jsonrpc": "2.0", "id": id, "result": {"tools": tools}}) for id, tools in lists]
        exchange.answer(200, b"".join(told), [EVENTS])

    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": ["mcp.tool.name == 'echo'"]}}
    with Front(Remote(), Instead("tools/list", answer), prefixMode="never", policies=policies) as front:
        assert "drop" not in front.client(KEY.token()).post(request("tools/list", id=5)).text


def test_two_may_ask_whose_a_tool_is_at_once():
    with Gateway(serving(targets=[slow("a", "one"), slow("b", "two")], prefixMode="never")) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        asked = 0
        streams = []
        for tool in ("one", "two"):
            streams.append(client.open("POST", request("tools/call", {"name": tool}, id=tool)))
            asked += 2
            gateway.stderr.wait_until(lambda lines: sum('"asked"' in line for line in lines) >= asked, "both")
        client.post(notification("notifications/roots/list_changed"))
        for stream in streams:
            assert stream.response("POST").status == 200
            stream.close()


def test_a_server_that_opens_no_stream_holds_nobody_up():
    silent = Instead("GET", lambda exchange, _: exchange.await_close())
    with Front(silent, Remote()) as front, front.client().open() as stream:
        assert stream.head().status == 200
        assert next_event(stream)["params"] == {"data": ""}


def test_a_tool_of_two_is_nobodys_also_while_one_fails():
    flaky = Remote()
    with Front(flaky, Remote(), prefixMode="never") as front:
        client = front.client()
        for fails in (True, False):
            flaky.fails = fails
            assert client.post(request("tools/call", {"name": "drop"})).status != 200


def test_a_cursor_that_is_null_is_none():
    def answer(exchange, message):
        result = {"tools": [], "nextCursor": None}
        text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result})
        exchange.answer(200, text.encode(), [JSON])

    with Front(Instead("tools/list", answer), Instead("tools/list", answer)) as front:
        assert "nextCursor" not in front.client().call("tools/list")


def test_a_session_that_a_server_forgot_is_begun_anew():
    forgets = Instead("tools/list", lambda exchange, _: exchange.answer(404, b""))
    with Front(forgets, Remote()) as front:
        assert front.client().post(request("tools/list")).status == 404


def test_a_stream_by_another_spelling_is_one():
    def answer(exchange, message):
        told = event({"jsonrpc": "2.0", "id": message["id"], "result": {"tools": []}})
        exchange.answer(200, told, [("Content-Type", "Text/Event-Stream")])

    with Front(Instead("tools/list", answer), Remote()) as front:
        assert front.client().call("tools/list")["tools"]


@pytest.mark.parametrize("version", [None, "2025-06-18\r\nX-Injected: 1"])
def test_a_server_that_agrees_to_no_version_has_not_begun(version):
    def answer(exchange, message):
        result = {"protocolVersion": version, "capabilities": {}}
        text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result})
        exchange.answer(200, text.encode(), [JSON])

    with Front(Remote(), Instead("initialize", answer)) as front:
        begun = Client(front.gateway.only_port()).post(request("initialize", {"protocolVersion": VERSION}))
        assert begun.status == 502 and "mcp.target_failed" in begun.text


def test_those_that_began_are_ended_when_another_does_not():
    fails = Remote()
    fails.fails = True
    with Front(Remote(), fails) as front:
        begun = Client(front.gateway.only_port()).post(request("initialize", {"protocolVersion": VERSION}))
        assert begun.status == 502
        assert [head.method for head in front.upstreams[0].wait_for(2)] == ["POST", "DELETE"]


def test_an_error_about_an_answer_names_no_request_of_the_client():
    """The ids of a server's requests and of the client's are two things."""
    with Front(Remote(), Remote()) as front:
        refused = front.client().post({"jsonrpc": "2.0", "id": 7, "result": {}})
        assert refused.status == 400 and json.loads(refused.body)["id"] is None
