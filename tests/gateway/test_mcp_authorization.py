"""mcpAuthorization: lists hold what their caller may use, and the rest is as if it were not there."""

import gzip
import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import VERSION, Client, events, messages, notification, request, serving
from harness.mcp_lists import result_of
from harness.mcp_sse import SseServer
from harness.metrics import samples, total
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import ask

KEY = tokens.shared_key("ES256")
RULES = [
    'mcp.tool.name == "echo"',
    'jwt.sub == "admin" && mcp.tool.name == "drop" && mcp.tool.target == "told"',
    'mcp.prompt.name == "greeting"',
    'mcp.resource.name.startsWith("demo://public/")',
    'mcp.methodName == "custom/allowed"',
]
POLICIES = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": RULES}}
JSON = "application/json"
EVENTS = "text/event-stream"


class Lists:
    """An MCP server by HTTP that answers in JSON or in events, as its test wants it."""

    def __init__(self, in_events=False):
        self.in_events, self.instead = in_events, None

    def __call__(self, exchange):
        body = exchange.read_body()
        if exchange.request.method != "POST":
            return self.stream(exchange)
        message = json.loads(body)
        if "id" not in message:
            exchange.start_chunked(status=202)
            return exchange.end_chunks()
        if message["method"] == "initialize":
            return self.answer(exchange, message, {"protocolVersion": VERSION})
        if self.instead:
            return exchange.answer(*self.instead)
        self.answer(exchange, message, result_of(message["method"], message.get("params", {})))

    def answer(self, exchange, message, result):
        text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode()
        fields = [("Mcp-Session-Id", "theirs")]
        if not self.in_events:
            return exchange.answer(200, text, [("Content-Type", JSON), *fields])
        exchange.start_chunked([("Content-Type", EVENTS), *fields])
        exchange.chunk(b"id: 1\ndata:\n\n")
        exchange.chunk(b"event: message\r\nid: 2\r\ndata: " + text + b"\r\n\r\n")
        exchange.end_chunks()

    def stream(self, exchange):
        """An answer that is brought again, as after a connection that broke; behind `bad` comes none."""
        result = {"tools": [{"name": "drop"}, {"name": "echo"}]}
        text = json.dumps({"jsonrpc": "2.0", "id": 9, "result": result})
        if exchange.request.get("last-event-id") == "bad":
            text = "drop"
        exchange.start_chunked([("Content-Type", EVENTS)])
        exchange.chunk(f"id: 8\ndata: {text}\n\n".encode())
        exchange.end_chunks()


class Front:
    """A gateway in front of one kind of server."""

    def __init__(self, kind, policies=POLICIES):
        self.kind = kind
        behave = SseServer() if kind == "sse" else Lists(kind == "events")
        self.upstream = None if kind == "stdio" else Upstream(behave)
        self.policies = policies

    def __enter__(self):
        target = None
        if self.upstream:
            self.upstream.__enter__()
            kind = "sse" if self.kind == "sse" else "mcp"
            target = {"name": "told", kind: {"host": f"http://{self.upstream.address}/{kind}"}}
        settings = {"statsAddr": "localhost:0"}
        self.gateway = Gateway(serving(target, policies=self.policies, settings=settings))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            if self.upstream:
                self.upstream.__exit__(*error)

    def client(self, subject="alice"):
        made = Client(self.gateway.only_port(), KEY.token(sub=subject))
        made.begin()
        return made


@pytest.fixture(scope="module", params=["stdio", "json", "events", "sse"])
def front(request):
    with Front(request.param) as made:
        yield made


@pytest.fixture(scope="module")
def http():
    with Front("json") as made:
        yield made


def names(page):
    (items,) = [value for key, value in page.items() if key != "nextCursor"]
    return [item.get("name") or item.get("uri") or item["uriTemplate"] for item in items]


def refused(answer):
    assert answer.status == 400, answer.text
    error = json.loads(answer.body)
    return error["id"], error["error"]["code"], error["error"]["message"]


def test_a_list_holds_what_its_caller_may_use(front):
    for subject, first in (("alice", ["echo"]), ("admin", ["echo", "drop"])):
        page = front.client(subject).call("tools/list")
        assert names(page) == first
        assert page["tools"][0] == {"name": "echo", "title": "echo"}


def test_pages_stay_pages(front):
    client = front.client()
    first = client.call("tools/list")
    assert first["nextCursor"] == "2"
    assert client.call("tools/list", {"cursor": first["nextCursor"]}) == {"tools": []}


@pytest.mark.parametrize(
    "method,left",
    [
        ("prompts/list", ["greeting"]),
        ("resources/list", ["demo://public/a"]),
        ("resources/templates/list", ["demo://public/{x}"]),
    ],
)
def test_every_kind_of_list_is_cut(front, method, left):
    assert names(front.client().call(method)) == left


def test_what_may_be_used_is_used(front):
    client = front.client()
    called = client.call("tools/call", {"name": "echo", "arguments": {"name": "drop"}})
    assert called["content"][0]["text"] == "echo"
    assert client.call("resources/read", {"uri": "demo://public/a"})
    assert client.call("custom/allowed") == {"method": "custom/allowed"}
    assert front.client("admin").call("tools/call", {"name": "drop"})["content"][0]["text"] == "drop"


@pytest.mark.parametrize(
    "method,params,code,says",
    [
        ("tools/call", {"name": "drop"}, -32602, "Unknown tool: drop"),
        ("tools/call", {"name": "no such"}, -32602, "Unknown tool: no such"),
        ("prompts/get", {"name": "secret"}, -32602, "Unknown prompt: secret"),
        ("resources/read", {"uri": "demo://private/b"}, -32602, "Unknown resource: demo://private/b"),
        ("resources/subscribe", {"uri": "demo://x"}, -32602, "Unknown resource: demo://x"),
        ("tasks/result", {"taskId": "t"}, -32602, "Unknown task: t"),
        (
            "completion/complete",
            {"ref": {"type": "ref/prompt", "name": "secret"}},
            -32602,
            "Unknown prompt: secret",
        ),
        ("custom/other", {}, -32601, "Unknown method: custom/other"),
    ],
)
def test_what_may_not_be_used_is_as_if_it_were_not_there(front, method, params, code, says):
    client = front.client()
    before = front.upstream and len(front.upstream.requests)
    assert refused(client.post(request(method, params, "me"))) == ("me", code, says)
    assert (front.upstream and len(front.upstream.requests)) == before


def test_a_call_without_an_id_is_judged_as_well(front):
    answer = front.client().post(notification("tools/call", {"name": "drop"}))
    assert refused(answer) == (None, -32602, "Unknown tool: drop")


@pytest.mark.parametrize(
    "body",
    [
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","NAME":"drop"}}',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo\\u0000"}}',
        '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call","params":{"name":"drop"}}',
        '{"jsonrpc":"2.0","id":1,"method":"ping","method\u017f":"x","param\u017f":{"name":"drop"}}',
        '{"jsonrpc":"2.0","id":1,"result":{},"METHOD":"tools/call","params":{"name":"drop"}}',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":["drop"]}}',
        '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"demo://public/%2e./private/b"}}',
    ],
)
def test_what_a_server_could_read_otherwise_is_refused(front, body):
    _, code, says = refused(front.client().post(body.encode()))
    assert code == -32600 and "(mcp.invalid_message)" in says


@pytest.mark.parametrize(
    "params", ['{"name":"echo","name":"drop"}', '{"name":"echo","n\\u0061me":"drop"}']
)
def test_a_name_that_is_there_twice_is_refused(front, params):
    body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":%s}' % params
    answer = front.client().post(body.encode())
    assert refused(answer)[1] == -32700


def test_every_message_of_a_batch_is_judged(front):
    old = [("MCP-Protocol-Version", "2025-03-26")]
    client = Client(front.gateway.only_port(), KEY.token(sub="alice"))
    client.begin("2025-03-26")
    batch = [request("tools/call", {"name": name}, name) for name in ("echo", "drop")]
    batch.append(notification("notifications/x"))
    answer = client.post(json.dumps(batch).encode(), old)
    assert answer.status == 400
    echo, drop = json.loads(answer.body)
    assert drop["error"] == {"code": -32602, "message": "Unknown tool: drop"}
    assert echo["error"]["code"] == -32600 and "not carried out" in echo["error"]["message"]
    assert (echo["id"], drop["id"]) == ("echo", "drop")


def test_a_message_before_its_answer_passes_and_the_list_is_still_cut():
    with Front("stdio") as front:
        answer = front.client().post(request("tools/list", {"says": "tools"}))
        assert answer.get("content-type") == EVENTS
        said, listed = messages(answer)
        assert said["params"]["data"] == "tools" and names(listed["result"]) == ["echo"]


def test_an_answer_on_the_clients_own_stream_is_cut(http):
    with http.client().open() as stream:
        body = stream.response("GET").body
        assert body.startswith(b"id: 8\n") and names(events(body)[0]["result"]) == ["echo"]


def test_what_is_no_message_ends_the_clients_own_stream(http):
    with http.client().open(more=[("Last-Event-ID", "bad")]) as stream:
        assert b"drop" not in stream.rest()


@pytest.mark.parametrize(
    "instead",
    [
        (200, b"no json", [("Content-Type", JSON)]),
        (200, b'{"result":{"tools":{}}}', [("Content-Type", JSON)]),
        (200, b'{"result":{"tools":[],"tools":[{"name":"drop"}]}}', [("Content-Type", JSON)]),
        (200, b'{"result":{"tools":[{"name":"drop"}]}}', [("Content-Type", "text/plain")]),
        (200, b'{"result":{"tools":[{"name":"drop"}]}}', []),
        (200, gzip.compress(b"{}"), [("Content-Type", JSON), ("Content-Encoding", "gzip")]),
        (200, b" " * (8 * 1024 * 1024 + 1), [("Content-Type", JSON)]),
    ],
)
def test_an_answer_that_cannot_be_read_is_not_passed_on(http, instead):
    client = http.client()
    http.upstream.behave.instead = instead
    try:
        answer = client.post(request("tools/list", id="l"))
    finally:
        http.upstream.behave.instead = None
    error = json.loads(answer.body)
    assert answer.status == 502 and error["id"] == "l" and error["error"]["code"] == -32603
    assert "mcp.unreadable_answer" in error["error"]["message"] and "drop" not in answer.text


def test_a_notification_is_accepted(front):
    answer = front.client().post(notification("notifications/initialized"))
    assert (answer.status, answer.body) == (202, b"")


def test_the_server_reads_what_the_gateway_read(http):
    client = http.client()
    more = [("Content-Type", "application/json; charset=utf-7"), ("Accept-Encoding", "gzip")]
    body = json.dumps(request("tools/call", {"name": "echo"})).encode()
    assert ask(client.port, "POST", "/mcp", client.fields(more), body).status == 200
    sent = http.upstream.requests.all()[-1]
    assert sent.values("content-type") == ["application/json"] and not sent.has("accept-encoding")


def test_log_and_metrics_tell_what_was_asked_for_and_never_with_what():
    with Front("stdio") as front:
        client = front.client()
        client.call("tools/call", {"name": "echo", "arguments": {"text": "a-secret"}})
        client.post(request("tools/call", {"name": "drop", "arguments": {"text": "a-secret"}}))
        good = front.gateway.log_record(**{"gen_ai.tool.name": "echo"})
        bad = front.gateway.log_record(**{"gen_ai.tool.name": "drop"})
        assert (good["mcp.method.name"], good["mcp.target"], good["mcp.resource.type"]) == (
            "tools/call",
            "told",
            "tool",
        )
        assert good["mcp.session.id"] == bad["mcp.session.id"]
        assert bad["code"] == "mcp.denied" and "code" not in good
        assert "none of 5 allow rules" in bad["error"]
        told = "\n".join(front.gateway.stdout.all())
        assert "a-secret" not in told and client.session not in told
        found = samples(front.gateway)
        of = {"method": "tools/call", "resource_type": "tool", "server": "told"}
        assert total(found, "agentgateway_mcp_requests_total", resource="echo", **of) == 1
        assert total(found, "agentgateway_mcp_requests_total", resource="unknown", **of) == 1
        assert total(found, "jotgate_refusals_total", code="mcp.denied") == 1
