"""MCP servers by streamable HTTP: what passes as it is, and what a client never learns."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import Client, notification, request, serving
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import ask

KEY = tokens.shared_key("ES256")
JSON = ("Content-Type", "application/json")
ANSWER = b'{ "jsonrpc":"2.0","id":1, "result":{"protocolVersion":"2025-11-25","n":1e400} }'


class Server:
    """Keeps sessions named `theirs`; answers every request with ANSWER, in events when it is asked for them."""

    def __init__(self, status=200, headers=(("Mcp-Session-Id", "theirs"),)):
        self.status, self.headers = status, list(headers)

    def __call__(self, exchange):
        body = exchange.read_body()
        if exchange.request.method == "GET":
            exchange.start_chunked([("Content-Type", "text/event-stream")])
            exchange.chunk(b"id: 7\nretry: 10\ndata: {}\n\n")
            exchange.end_chunks()
        elif b"notifications/" in body:
            exchange.answer(202, b"")
        elif exchange.request.method == "DELETE":
            exchange.answer(self.status, b"", [("X-Bye", "1")])
        else:
            exchange.answer(self.status, ANSWER, [JSON, *self.headers])


class Front:
    def __init__(self, server=None, path="/mcp", target=None, **more):
        self.upstream = Upstream(server or Server())
        self.path, self.target, self.more = path, target or {}, more

    def __enter__(self):
        self.upstream.__enter__()
        host = f"http://{self.upstream.address}{self.path}"
        target = {"name": "remote", "mcp": {"host": host}, **self.target}
        self.gateway = Gateway(serving(target, **self.more))
        self.gateway.__enter__()
        self.client = Client(self.gateway.only_port())
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    def sent(self):
        return self.upstream.requests.all()[-1]


@pytest.fixture(scope="module")
def front():
    with Front() as made:
        yield made


def begin(client):
    client.session = None
    answer = client.post(request("initialize", {"protocolVersion": "2025-11-25"}))
    assert answer.status == 200
    client.session = answer.get("mcp-session-id")
    return answer


def test_an_answer_passes_to_the_byte(front):
    begin(front.client)
    answer = front.client.post(request("tools/list"))
    assert (answer.status, answer.body) == (200, ANSWER)
    sent = front.sent()
    assert (sent.method, sent.target, sent.get("host")) == ("POST", "/mcp", front.upstream.address)
    assert json.loads(sent.body) == request("tools/list")


def test_each_side_knows_its_own_session_id_alone(front):
    answer = begin(front.client)
    assert "theirs" not in answer.head.decode("latin-1") and front.client.session
    assert not front.sent().has("mcp-session-id")
    answer = front.client.post(request("tools/list"))
    assert front.sent().values("mcp-session-id") == ["theirs"]
    assert not answer.has("mcp-session-id")


def test_the_servers_own_id_opens_nothing(front):
    before = len(front.upstream.requests)
    front.client.session = "theirs"
    assert front.client.post(request("tools/list")).status == 404
    assert len(front.upstream.requests) == before


def test_a_notification_passes(front):
    begin(front.client)
    assert front.client.post(notification("notifications/initialized")).status == 202


def test_a_stream_passes_with_its_ids(front):
    begin(front.client)
    with front.client.open("GET", more=[("Last-Event-ID", "6")]) as stream:
        answer = stream.response("GET")
        assert answer.body == b"id: 7\nretry: 10\ndata: {}\n\n"
    sent = front.sent()
    assert sent.get("last-event-id") == "6" and sent.get("mcp-session-id") == "theirs"


def test_a_session_ends_when_the_server_ends_it(front):
    begin(front.client)
    answer = front.client.end()
    assert answer.status == 200 and answer.get("x-bye") == "1"
    assert front.sent().method == "DELETE" and front.sent().get("mcp-session-id") == "theirs"
    assert front.client.post(request("tools/list")).status == 404


def test_a_session_stays_when_the_server_keeps_it():
    with Front() as front:
        begin(front.client)
        front.upstream.behave = Server(405)
        assert front.client.end().status == 405
        front.upstream.behave = Server()
        assert front.client.post(request("tools/list")).status == 200


def test_metadata_is_the_servers(front):
    answer = ask(front.client.port, target="/.well-known/oauth-protected-resource/mcp")
    assert answer.status == 200
    assert front.sent().target == "/.well-known/oauth-protected-resource/mcp"


def test_what_is_no_message_never_reaches_the_server(front):
    begin(front.client)
    before = len(front.upstream.requests)
    for body in (b"no json", b'{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}', b"[]"):
        assert front.client.post(body).status == 400
    assert len(front.upstream.requests) == before


def test_a_server_without_sessions_is_asked_without():
    with Front(Server(headers=[])) as front:
        begin(front.client)
        assert front.client.session is None
        assert front.client.post(request("tools/list")).body == ANSWER
        assert not front.sent().has("mcp-session-id")


def test_a_server_that_refuses_to_begin_is_heard_and_no_session_comes_of_it():
    with Front(Server(403)) as front:
        answer = front.client.post(request("initialize", {"protocolVersion": "x"}))
        assert (answer.status, answer.body) == (403, ANSWER)
        assert not answer.has("mcp-session-id")


def test_a_session_is_its_callers():
    with Front(policies={"jwtAuth": jwt_auth([KEY])}) as front:
        owner = Client(front.client.port, KEY.token(sub="alice"))
        begin(owner)
        assert owner.post(request("tools/list")).status == 200
        assert not front.sent().has("authorization"), "the token is jotgate's"
        before = len(front.upstream.requests)
        thief = Client(front.client.port, KEY.token(sub="bob"))
        thief.session = owner.session
        assert thief.post(request("tools/list")).status == 404
        assert thief.end().status == 404
        assert len(front.upstream.requests) == before


def test_a_path_and_headers_are_the_targets():
    policies = {"requestHeaderModifier": {"set": {"x-team": "blue"}}}
    with Front(path="/deep/er", target={"policies": policies}) as front:
        begin(front.client)
        assert (front.sent().target, front.sent().get("x-team")) == ("/deep/er", "blue")


def test_a_server_that_is_not_there_is_an_error_that_names_the_request(front):
    target = {"name": "gone", "mcp": {"host": "127.0.0.1:1"}}
    with Gateway(serving(target)) as gateway:
        answer = Client(gateway.only_port()).post(request("initialize", {"protocolVersion": "x"}, id="me"))
        error = json.loads(answer.body)
        assert answer.status == 503 and error["id"] == "me" and error["error"]["code"] == -32603
        assert "upstream.connect" in error["error"]["message"]
