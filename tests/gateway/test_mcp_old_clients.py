"""Clients of the old HTTP+SSE transport, in front of servers of every kind."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import VERSION, Client, notification, request, serving, told_server
from harness.mcp_lists import result_of
from harness.mcp_old_client import OldClient
from harness.mcp_sse import SseServer
from harness.process import Gateway
from harness.upstream import Upstream, closed_port
from harness.waiting import until
from harness.wire import ask
from test_mcp_sessions import gone

KEY = tokens.shared_key("ES256")
METHODS = ["echo", "hang", "question", "where", "later", "leave"]
RULES = ['mcp.tool.name == "echo"', f"mcp.methodName in {json.dumps(METHODS)}"]
POLICIES = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": RULES}}
JSON = ("Content-Type", "application/json")


class Streamable:
    """An MCP server by streamable HTTP, in a session of which it wants to hear each time."""

    def __init__(self):
        self.refuses = None
        self.stream = None

    def __call__(self, exchange):
        body, request = exchange.read_body(), exchange.request
        if request.method == "GET":
            exchange.start_chunked([("Content-Type", "text/event-stream")])
            self.stream = exchange
            return exchange.await_close()
        if request.method == "DELETE":
            return exchange.answer(200, b"")
        message = json.loads(body)
        begins = message.get("method") == "initialize"
        if self.refuses or (request.get("mcp-session-id") != "theirs" and not begins):
            return exchange.answer(self.refuses or 404, b"no")
        if message.get("method") == "hang":
            return exchange.await_close()
        if "id" not in message or "method" not in message:
            return exchange.answer(202, b"")
        params = message.get("params", {})
        result = result_of(message["method"], params) if "/" in message["method"] else params
        answer = {"jsonrpc": "2.0", "id": message["id"], "result": result}
        if begins:
            answer["result"] = {"protocolVersion": VERSION}
            return exchange.answer(200, json.dumps(answer).encode(), [JSON, ("Mcp-Session-Id", "theirs")])
        if "says" not in params:
            return exchange.answer(200, json.dumps(answer).encode(), [JSON])
        said = {"jsonrpc": "2.0", "method": "notifications/message", "params": {"data": "said"}}
        exchange.start_chunked([("Content-Type", "text/event-stream")])
        for one in (said, answer):
            exchange.chunk(b"event: message\nid: 1\ndata: " + json.dumps(one).encode() + b"\n\n")
        exchange.end_chunks()


class Front:
    def __init__(self, kind, **more):
        self.kind, self.more = kind, more
        self.server = {"sse": SseServer, "mcp": Streamable}.get(kind, lambda: None)()
        self.upstream = self.server and Upstream(self.server)

    def __enter__(self):
        target = None
        if self.upstream:
            self.upstream.__enter__()
            target = {"name": "told", self.kind: {"host": f"http://{self.upstream.address}"}}
        self.gateway = Gateway(serving(target, policies=POLICIES, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            if self.upstream:
                self.upstream.__exit__(*error)

    def client(self, subject="alice"):
        return OldClient(self.gateway.only_port(), KEY.token(sub=subject))


@pytest.fixture(scope="module", params=["stdio", "sse", "mcp"])
def front(request):
    with Front(request.param, workers=2) as made:
        yield made


@pytest.fixture(scope="module")
def run():
    with Front("stdio") as made:
        yield made


@pytest.fixture(scope="module")
def remote():
    with Front("mcp") as made:
        yield made


def code_of(message):
    first = message[0] if isinstance(message, list) else message
    return first["error"]["message"].rpartition("(")[2].rstrip(")")


def refused(answer):
    return answer.status, code_of(json.loads(answer.body))


def test_answers_come_by_the_stream_whichever_worker_was_asked(front):
    with front.client() as client:
        assert client.begin()["protocolVersion"]
        client.tell(notification("notifications/initialized"))
        for n in range(10):
            assert client.call("echo", {"n": n}, n) == {"n": n}


def test_what_the_server_says_comes_by_the_same_stream(front):
    with front.client() as client:
        client.begin()
        client.tell(request("echo", {"says": "said"}, 7))
        said, answer = client.next(), client.next()
        assert said["params"]["data"] == "said" and answer["id"] == 7


def test_requests_run_beside_one_another(front):
    with front.client() as client:
        client.begin()
        client.tell(request("hang", id="slow"))
        assert client.call("echo", {"a": 1}, "fast") == {"a": 1}


def test_lists_are_cut_and_calls_refused(front):
    with front.client() as client:
        client.begin()
        assert [tool["name"] for tool in client.call("tools/list")["tools"]] == ["echo"]
        answer = client.ask("tools/call", {"name": "drop"}, "me")
        assert answer["error"] == {"code": -32602, "message": "Unknown tool: drop"}
        assert client.call("tools/call", {"name": "echo"})["content"]
        told = front.gateway.log_record(**{"gen_ai.tool.name": "drop"})
        assert told["code"] == "mcp.denied" and told["http.status"] == 202
        answer = client.post(notification("tools/call", {"name": "drop"}))
        assert answer.status == 400 and "Unknown tool: drop" in answer.text


def test_a_session_is_its_callers_and_of_this_transport(front):
    port = front.gateway.only_port()
    with front.client() as owner, front.client("bob") as thief:
        owner.begin()
        assert refused(thief.post(request("echo"), place=owner.place)) == (404, "mcp.session_unknown")
        streamable = Client(port, KEY.token(sub="alice"))
        streamable.session = owner.session
        assert streamable.post(request("echo")).status == 404
        streamable.session = None
        streamable.begin()
        place = f"/sse?sessionId={streamable.session}"
        assert refused(owner.post(request("echo"), place=place)) == (404, "mcp.session_unknown")
        assert ask(port, "POST", owner.place, [JSON], json.dumps(request("echo")).encode()).status == 401
        assert owner.call("echo", {"a": 1}) == {"a": 1}


@pytest.mark.parametrize(
    "message,more,place,status,code",
    [
        (b"no json", [], None, 400, "mcp.malformed"),
        ([request("echo")], [], None, 400, "mcp.invalid_message"),
        (request("initialize", {"protocolVersion": "x"}), [], None, 400, "mcp.invalid_message"),
        (request("echo"), [("Content-Type", "text/plain")], None, 415, "mcp.content_type"),
        (request("echo"), [], "/sse", 400, "mcp.session_missing"),
        (request("echo"), [], "/sse?sessionId=x", 404, "mcp.session_unknown"),
        (request("echo"), [("MCP-Protocol-Version", "x")], None, 400, "mcp.protocol_version"),
    ],
)
def test_what_no_such_client_sends_is_refused(run, message, more, place, status, code):
    with run.client() as client:
        client.begin()
        assert refused(client.post(message, more, place)) == (status, code)


def test_a_session_begins_with_initialize(run):
    with run.client() as client:
        assert refused(client.post(request("echo"))) == (400, "mcp.invalid_message")
        answer = client.post(request("initialize"))
        assert refused(answer) == (400, "mcp.invalid_message"), "it names no version"
        assert client.begin()


def test_a_stream_must_be_wanted(run):
    fields = [("Accept", "application/json"), *run.client().headers]
    assert refused(ask(run.gateway.only_port(), "GET", "/sse", fields)) == (406, "mcp.accept")


def test_a_session_and_its_process_end_with_the_stream(run):
    with run.client() as client:
        client.begin()
        process = client.call("where")["pid"]
    gone(process)
    until(lambda: client.post(request("echo")).status == 404, "the session's end")


def test_the_stream_ends_with_the_server_and_who_waits_is_told(run):
    with run.client() as client:
        client.begin()
        client.tell(request("hang", id="h"))
        client.tell(request("leave", id="l"))
        for id in ("h", "l"):
            told = client.next()
            assert told["id"] == id and code_of(told) == "mcp.server_ended"
        assert client.next() is None


def test_a_question_is_asked_and_answered(run):
    with run.client() as client:
        client.begin()
        client.tell(request("question", id=5))
        assert client.next()["method"] == "roots/list"
        client.tell({"jsonrpc": "2.0", "id": "q", "result": {"roots": ["here"]}})
        assert client.next()["result"] == {"client": {"roots": ["here"]}}
        client.tell(request("later", id=6))
        assert client.next()["id"] == 6 and client.next()["params"]["data"] == "later"


def test_an_id_in_use_is_refused_by_the_stream(run):
    with run.client() as client:
        client.begin()
        client.tell(request("hang", id=4))
        assert code_of(client.ask("echo", id=4)) == "mcp.duplicate_id"


def test_the_sessions_id_is_not_in_the_log(run):
    with run.client() as client:
        client.begin()
        run.gateway.log_record(**{"mcp.method.name": "initialize"})
        assert client.session not in "\n".join(run.gateway.stdout.all() + run.gateway.stderr.all())


def test_a_server_that_cannot_begin_is_told_by_the_stream():
    for target, code in (
        ({"name": "false", "stdio": {"cmd": "false"}}, "mcp.server_ended"),
        ({"name": "gone", "sse": {"host": f"127.0.0.1:{closed_port()}"}}, "upstream.connect"),
        ({"name": "gone", "mcp": {"host": f"127.0.0.1:{closed_port()}"}}, "upstream.connect"),
    ):
        with Gateway(serving(target)) as gateway, OldClient(gateway.only_port()) as client:
            told = client.ask("initialize", {"protocolVersion": VERSION}, "me")
            assert code_of(told) == code


@pytest.mark.parametrize(
    "more",
    [
        {"targets": [told_server(), {**told_server(), "name": "other"}]},
        {"prefixMode": "always"},
        {"statefulMode": "stateless"},
    ],
)
def test_where_such_clients_are_not_served_they_are_refused_by_name(more):
    with Gateway(serving(**more)) as gateway:
        fields = [("Accept", "text/event-stream")]
        for method, body in (("GET", None), ("POST", b"{}")):
            answer = ask(gateway.only_port(), method, "/sse", [*fields, JSON], body)
            assert refused(answer) == (404, "mcp.old_transport")


def test_a_server_by_http_has_its_session_heard_and_ended(remote):
    with remote.client() as client:
        client.begin()
        client.tell(notification("notifications/initialized"))
        (heard,) = remote.upstream.requests.wait_until(
            lambda got: [r for r in got if r.method == "GET"], "a stream"
        )
        assert heard.get("mcp-session-id") == "theirs" and heard.get("accept") == "text/event-stream"
        until(lambda: remote.server.stream, "the stream")
        said = {"jsonrpc": "2.0", "method": "notifications/message", "params": {"data": "own"}}
        remote.server.stream.chunk(b"data: " + json.dumps(said).encode() + b"\n\n")
        assert client.next()["params"]["data"] == "own"
        assert client.call("echo", {"a": 1}) == {"a": 1}
        sent = [r for r in remote.upstream.requests.all() if r.method == "POST"][-1]
        assert sent.get("mcp-protocol-version") == VERSION and not sent.has("authorization")
    remote.upstream.requests.wait_until(
        lambda got: [r for r in got if r.method == "DELETE"], "the session's end"
    )


def test_what_a_server_by_http_refuses_is_told(remote):
    with remote.client() as client:
        client.begin()
        remote.server.refuses = 500
        try:
            assert code_of(client.ask("echo", id=3)) == "mcp.server_refused"
            answer = client.post(notification("notifications/initialized"))
            assert refused(answer) == (502, "mcp.server_refused")
            remote.server.refuses = 404
            assert code_of(client.ask("echo", id=4)) == "mcp.server_ended"
        finally:
            remote.server.refuses = None
        assert client.next() is None
