"""Several MCP servers as one: what is told to which, what comes of their lists, what happens when one fails."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import (
    VERSION,
    Client,
    messages,
    next_event,
    notification,
    request,
    serving,
    told_server,
)
from harness.mcp_lists import result_of
from harness.process import Gateway
from harness.upstream import Upstream

KEY = tokens.shared_key("ES256")
JSON = ("Content-Type", "application/json")


class Remote:
    """The same server by HTTP, in another version. `own` ends the names of its tools but the one that both have."""

    def __init__(self, own=""):
        self.fails = False
        self.own = own

    def __call__(self, exchange):
        body = exchange.read_body()
        if exchange.request.method == "GET":
            return self.speak(exchange)
        if exchange.request.method != "POST":
            return exchange.answer(405, b"")
        message = json.loads(body)
        if self.fails:
            return exchange.answer(500, b"no")
        if "id" not in message or "method" not in message:
            return exchange.answer(202, b"")
        text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": self.result(message)})
        exchange.answer(200, text.encode(), [JSON, ("Mcp-Session-Id", "theirs")])

    def result(self, message):
        method, params = message["method"], message.get("params", {})
        if method == "initialize":
            return {"protocolVersion": "2025-06-18", "capabilities": {"tools": {}}, "instructions": "far"}
        result = result_of(method, params)
        for tool in result.get("tools", []) if self.own else []:
            tool["name"] += self.own * (tool["name"] != "drop")
        return result

    def speak(self, exchange):
        """One event on the stream that a client opens; the id that it goes on from is told."""
        seen = exchange.request.get("last-event-id", "")
        data = json.dumps({"jsonrpc": "2.0", "method": "notifications/message", "params": {"data": seen}})
        event = f"id: e{len(seen)}\ndata: {data}\n\n"
        exchange.answer(200, event.encode(), [("Content-Type", "text/event-stream")])


class Front:
    """Two servers that are run, `told` and `other`, and `remote` by HTTP."""

    def __init__(self, own="", names=("told", "other", "remote"), **more):
        self.remote, self.names, self.more = Remote(own), names, more
        self.upstream = Upstream(self.remote)

    def __enter__(self):
        self.upstream.__enter__()
        remote = {"name": "remote", "mcp": {"host": f"http://{self.upstream.address}/mcp"}}
        all = [told_server(), {**told_server(), "name": "other"}, remote]
        targets = [target for target in all if target["name"] in self.names]
        self.gateway = Gateway(serving(targets=targets, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    def client(self, token=None):
        made = Client(self.gateway.only_port(), token)
        made.begun = made.begin()
        return made


@pytest.fixture(scope="module")
def front():
    with Front() as made:
        yield made


@pytest.fixture
def client(front):
    made = front.client()
    yield made
    made.end()


def pages(client, method, member):
    """All pages of a list."""
    found, cursor = [], None
    while True:
        page = client.call(method, {"cursor": cursor} if cursor else {})
        found.append([item.get("name") or item.get("uri") or item["uriTemplate"] for item in page[member]])
        cursor = page.get("nextCursor")
        if cursor is None:
            return found


def test_one_session_is_begun_with_all(client):
    assert client.begun["protocolVersion"] == "2025-06-18"
    assert client.begun["capabilities"] == {"tools": {}}
    assert client.begun["serverInfo"]["name"] == "jotgate"
    assert client.begun["instructions"] == "[remote]\nfar"


def test_lists_are_one_and_so_are_their_pages(client):
    assert pages(client, "tools/list", "tools") == [
        [f"{server}_{tool}" for server in ("told", "other", "remote") for tool in ("echo", "drop")],
        ["told_sum", "other_sum", "remote_sum"],
    ]
    assert pages(client, "resources/list", "resources")[0][0] == "told+demo://public/a"
    assert pages(client, "resources/templates/list", "resourceTemplates")[0][0] == "told+demo://public/{x}"


def test_a_cursor_that_is_none_of_ours_is_refused(client):
    answer = client.post(request("tools/list", {"cursor": "2"}))
    assert answer.status == 400 and "mcp.invalid_message" in answer.text


@pytest.mark.parametrize("server", ["told", "other", "remote"])
def test_a_call_goes_to_its_server_under_its_own_name(client, server):
    arguments = {"name": "told_echo"}
    called = client.call("tools/call", {"name": f"{server}_echo", "arguments": arguments})
    assert called == {"content": [{"type": "text", "text": "echo"}]}


@pytest.mark.parametrize(
    "method,params,says",
    [
        ("tools/call", {"name": "echo"}, "Unknown tool: echo"),
        ("tools/call", {"name": "nobody_echo"}, "Unknown tool: nobody_echo"),
        ("resources/read", {"uri": "demo://public/a"}, "Unknown resource: demo://public/a"),
    ],
)
def test_what_is_of_no_server_is_unknown(client, method, params, says):
    answer = client.post(request(method, params))
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"], error["message"]) == (400, -32602, says)


def test_a_method_that_cannot_be_told_apart_is_unknown(client):
    error = messages(client.post(request("custom/thing")))[0]["error"]
    assert error["code"] == -32601
    assert client.call("ping") == {} and client.call("logging/setLevel", {"level": "debug"}) == {}


def test_servers_ask_under_ids_of_their_own(client):
    """Both ask with the same id."""
    asked = [
        client.open("POST", request("tools/call", {"name": f"{server}_question"}, id=server))
        for server in ("told", "other")
    ]
    ids = []
    for stream in asked:
        stream.head()
        question = next_event(stream)
        assert question["method"] == "roots/list"
        ids.append(question["id"])
    assert ids == ["agw_told_s_q", "agw_other_s_q"]
    for id, stream in reversed(list(zip(ids, asked))):
        assert client.post({"jsonrpc": "2.0", "id": id, "result": {"of": id}}).status == 202
        assert next_event(stream)["result"]["client"] == {"of": id}
        stream.close()


def test_an_answer_to_no_servers_request_is_refused(client):
    for id in ("q", "agw_told_q", "agw_nobody_s_q"):
        assert client.post({"jsonrpc": "2.0", "id": id, "result": {}}).status == 400


def test_a_cancelled_call_ends_and_the_others_go_on(client):
    with client.open("POST", request("tools/call", {"name": "told_hang"}, id=9)) as hanging:
        assert client.post(notification("notifications/cancelled", {"requestId": 9})).status == 202
        assert hanging.response("POST").status == 200
    assert client.call("tools/call", {"name": "told_echo"})


def test_what_servers_say_of_their_own_accord_comes_on_one_stream(client):
    with client.open() as stream:
        assert stream.head().status == 200
        assert next_event(stream)["params"] == {"data": ""}, "of the remote one, which then ends its stream"
        for server in ("other", "told"):
            client.call("tools/call", {"name": f"{server}_update"})
            told = next_event(stream)
            assert told["params"]["uri"] == f"{server}+demo://public/a"


def test_a_stream_goes_on_at_the_server_that_it_was_of(client):
    with client.open(more=[("Last-Event-ID", "remote+e7")]) as stream:
        response = stream.response("GET")
    assert b"id: remote+e2" in response.body
    assert messages(response) == [notification("notifications/message", {"data": "e7"})]
    with client.open(more=[("Last-Event-ID", "e7")]) as stream:
        assert stream.head().status == 200
        assert next_event(stream)["params"] == {"data": ""}, "it is of none, so all begin anew"


def test_a_server_may_ask_before_it_says_what_it_has():
    curious = told_server(env={"CURIOUS": "1"})
    with Gateway(serving(targets=[curious, {**told_server(), "name": "other"}])) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        with client.open("POST", request("tools/list")) as asked:
            assert asked.head().get("content-type") == "text/event-stream"
            id = next_event(asked)["id"]
            client.post({"jsonrpc": "2.0", "id": id, "result": {}})
            listed = next_event(asked)["result"]["tools"]
            assert [tool["name"] for tool in listed] == ["told_echo", "told_drop", "other_echo", "other_drop"]


def test_who_goes_while_servers_are_asked_harms_nobody():
    curious = told_server(env={"CURIOUS": "1"})
    with Gateway(serving(targets=[curious, {**told_server(), "name": "other"}])) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        for is_early in (True, False):
            with client.open("POST", request("tools/list")) as asked:
                if not is_early:
                    asked.head()
            gateway.log_record(code="http.client_gone")
        assert client.call("tools/call", {"name": "other_echo"})


def test_a_session_and_its_servers_end_together(front):
    client = front.client()
    client.call("tools/call", {"name": "other_echo"})
    client.post(request("tools/call", {"name": "told_leave"}))
    assert client.post(request("tools/list")).status == 404


def test_rules_know_servers_and_their_own_names():
    rules = ['mcp.tool.target == "other" && mcp.tool.name == "echo"', 'mcp.tool.target == "remote"']
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": rules}}
    with Front(policies=policies) as front:
        client = front.client(KEY.token())
        assert pages(client, "tools/list", "tools") == [
            ["other_echo", "remote_echo", "remote_drop"],
            ["remote_sum"],
        ]
        assert client.call("tools/call", {"name": "remote_drop"})
        for name in ("told_echo", "other_drop", "echo", "other_echo_"):
            answer = client.post(request("tools/call", {"name": name}))
            assert json.loads(answer.body)["error"]["message"] == f"Unknown tool: {name}"
        assert front.gateway.log_record(code="mcp.denied")["mcp.target"] == "told"


def test_one_that_fails_closes_all():
    with Front() as front:
        client = front.client()
        front.remote.fails = True
        answer = client.post(request("tools/list"))
        assert answer.status == 502 and "mcp.target_failed" in answer.text
        assert client.call("tools/call", {"name": "told_echo"})
        begun = Client(client.port).post(request("initialize", {"protocolVersion": VERSION}))
        assert begun.status == 502 and not begun.has("mcp-session-id")


def test_one_that_fails_is_left_out_where_the_others_go_on():
    with Front(failureMode="failOpen") as front:
        client = front.client()
        front.remote.fails = True
        assert pages(client, "tools/list", "tools")[0][-1] == "other_drop"
        late = front.client()
        assert late.begun["protocolVersion"] == VERSION and "instructions" not in late.begun
        assert late.post(request("tools/call", {"name": "remote_echo"})).status == 400


def test_names_may_stand_side_by_side_as_they_are():
    """What two of them call alike is neither listed nor called."""
    with Front(own="2", names=("told", "remote"), prefixMode="never") as front:
        client = front.client()
        for listed_first in (False, True):
            if listed_first:
                assert pages(client, "tools/list", "tools") == [["echo", "sum", "echo2", "sum2"]]
            for tool in ("sum", "sum2"):
                assert client.call("tools/call", {"name": tool})["content"][0]["text"] == tool
            refused = client.post(request("tools/call", {"name": "drop"}))
            assert json.loads(refused.body)["error"]["message"] == "Unknown tool: drop"
        assert front.gateway.log_record(**{"gen_ai.tool.name": "sum2"})["mcp.target"] == "remote"
        refused = client.post(request("tools/list", {"cursor": "e30"}))
        assert refused.status == 400 and "mcp.invalid_message" in refused.text


def test_rules_hold_where_names_stand_as_they_are():
    rules = ['mcp.tool.target == "remote" && mcp.tool.name != "sum2"', 'mcp.tool.name == "echo"']
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": rules}}
    more = {"policies": policies, "prefixMode": "never", "names": ("told", "remote")}
    with Front(own="2", **more) as front:
        client = front.client(KEY.token())
        assert pages(client, "tools/list", "tools") == [["echo", "echo2"]]
        assert client.call("tools/call", {"name": "echo"})
        for tool in ("sum", "sum2"):
            refused = client.post(request("tools/call", {"name": tool}))
            assert json.loads(refused.body)["error"]["message"] == f"Unknown tool: {tool}"
        assert front.gateway.log_record(code="mcp.denied")["mcp.target"] == "told"


def test_each_server_is_told_the_version_that_it_agreed_to(front, client):
    front.upstream.forget()
    client.call("tools/call", {"name": "remote_echo"})
    client.call("tools/list")
    assert {head.get("mcp-protocol-version") for head in front.upstream.wait_for(2)} == {"2025-06-18"}


def test_one_server_may_have_its_name_before_its_tools():
    with Gateway(serving(prefixMode="always")) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        assert pages(client, "tools/list", "tools")[0] == ["told_echo", "told_drop"]
        assert client.call("tools/call", {"name": "told_echo"})
