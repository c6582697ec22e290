"""MCP servers of the old HTTP+SSE transport: a stream for each session, on which answers come."""

import json

import pytest

from harness.mcp import Client, messages, next_event, notification, request, serving
from harness.mcp_sse import EVENTS, SseServer
from harness.process import Gateway
from harness.upstream import Upstream, closed_port
from harness.wire import ask

POLICIES = {"requestHeaderModifier": {"set": {"x-team": "blue"}}}


class Front:
    def __init__(self, server=None, path="/deep/sse", **more):
        self.server = server or SseServer()
        self.upstream = Upstream(self.server)
        self.path, self.more = path, more

    def __enter__(self):
        self.upstream.__enter__()
        host = f"http://{self.upstream.address}{self.path}"
        target = {"name": "old", "sse": {"host": host}, "policies": POLICIES}
        self.gateway = Gateway(serving(target, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    def client(self):
        return Client(self.gateway.only_port())

    def begin(self):
        """A client, and its stream at the server."""
        client = self.client()
        client.begin()
        return client, self.server.last()


@pytest.fixture(scope="module")
def front():
    with Front(workers=2) as made:
        yield made


def refused(answer):
    error = json.loads(answer.body)
    return answer.status, error["id"], error["error"]["message"].rpartition("(")[2].rstrip(")")


def initialize(client):
    return client.post(request("initialize", {"protocolVersion": "2025-11-25"}, id="me"))


def test_a_session_has_a_stream_and_posts_to_the_place_that_it_names(front):
    before = len(front.upstream.requests)
    client, stream = front.begin()
    answer = client.post(request("echo", {"a": "ä"}), [("X-Mine", "1")])
    assert (answer.status, answer.get("content-type")) == (200, "application/json")
    assert json.loads(answer.body)["result"] == {"a": "ä"}
    get, begin, echo = front.upstream.requests.all()[before:]
    place = f"/deep/message?sessionId={stream.number}"
    assert (get.method, get.target, get.get("accept")) == ("GET", "/deep/sse", "text/event-stream")
    assert not get.has("content-type")
    assert [(r.method, r.target) for r in (begin, echo)] == [("POST", place)] * 2
    assert echo.get("x-mine") == "1" and echo.get("content-type") == "application/json"
    for sent in (get, begin, echo):
        assert (sent.get("x-team"), sent.get("host")) == ("blue", front.upstream.address)
        assert not sent.has("mcp-session-id")


def test_sessions_do_not_mix_on_any_worker(front):
    clients = [front.begin()[0] for _ in range(3)]
    for n in range(8):
        for client in clients:
            assert client.call("echo", {"session": client.session}, id=n) == {
                "session": client.session
            }


def test_what_the_server_says_before_its_answer_comes_before_it(front):
    client, _ = front.begin()
    said, answer = messages(client.post(request("echo", {"says": "first"}, id=3)))
    assert said["params"]["data"] == "first" and answer["id"] == 3


def test_what_the_server_says_when_nobody_asks_comes_by_the_clients_stream(front):
    client, stream = front.begin()
    stream.tell({"method": "notifications/message", "params": {"data": "early"}})
    with client.open() as listening:
        assert listening.head().status == 200
        assert next_event(listening)["params"]["data"] == "early"
        stream.tell({"method": "notifications/message", "params": {"data": "later"}})
        assert next_event(listening)["params"]["data"] == "later"


@pytest.mark.parametrize("late", [False, True])
def test_a_question_is_asked_also_by_a_server_that_accepts_late(front, late):
    client, _ = front.begin()
    with client.open("POST", request("question", {"late": late}, id=5)) as asked:
        asked.head()
        assert next_event(asked)["method"] == "roots/list"
        told = client.post({"jsonrpc": "2.0", "id": "q", "result": {"roots": ["here"]}})
        assert (told.status, told.body) == (202, b"")
        assert next_event(asked)["result"] == {"client": {"roots": ["here"]}}


def test_a_question_that_nobody_can_hear_is_answered_for_them(front):
    client, stream = front.begin()
    for n in range(65):
        stream.tell({"id": f"q{n}", "method": "roots/list"})
    told = front.server.messages.wait_until(
        lambda got: [m for m in got if m.get("id") == "q64"], "an answer"
    )
    assert told[0]["error"]["message"] == "nobody listens"


def test_a_message_is_accepted_when_the_server_accepts_it(front):
    client, _ = front.begin()
    assert client.post(notification("notifications/initialized")).status == 202
    front.server.refuses = 400
    try:
        answer = client.post(notification("notifications/initialized"))
        assert refused(answer) == (502, None, "mcp.server_refused")
        answer = client.post(request("echo", id=7))
        assert refused(answer) == (502, 7, "mcp.server_refused")
    finally:
        front.server.refuses = None
    assert client.call("echo", {"a": 1}, id=7) == {"a": 1}


def test_a_cancelled_request_ends_and_its_id_is_free(front):
    client, _ = front.begin()
    with client.open("POST", request("hang", id=4)) as hanging:
        front.server.messages.wait_until(lambda got: got[-1].get("method") == "hang", "it")
        assert refused(client.post(request("echo", id=4))) == (400, 4, "mcp.duplicate_id")
        client.post(notification("notifications/cancelled", {"requestId": 4}))
        assert hanging.response("POST").status == 200
    assert client.call("echo", {"a": 1}, id=4) == {"a": 1}


def test_a_stream_that_ends_ends_its_session(front):
    client, stream = front.begin()
    with client.open() as listening, client.open("POST", request("hang", id="h")) as hanging:
        listening.head()
        front.server.messages.wait_until(lambda got: got[-1].get("method") == "hang", "it")
        stream.exchange.close()
        (told,) = messages(hanging.response("POST"))
        assert told["id"] == "h" and told["error"]["message"].endswith("(mcp.server_ended)")
        assert listening.reader.take_line("the stream's end") == b"0"
    assert client.post(request("echo")).status == 404


@pytest.mark.parametrize("ends", [True, False])
def test_an_event_beyond_the_limit_ends_the_session(front, ends):
    client, stream = front.begin()
    with client.open("POST", request("hang", id="h")) as hanging:
        front.server.messages.wait_until(lambda got: got[-1].get("method") == "hang", "it")
        text = b"data: " + b"x" * (8 * 1024 * 1024)
        stream.exchange.chunk(text + (b"\n\n" if ends else b""))
        (told,) = messages(hanging.response("POST"))
        assert told["error"]["message"].endswith("(mcp.server_ended)")
    stream.gone.await_open("the stream's end")


def test_what_is_no_message_is_left_out_and_told(front):
    client, stream = front.begin()
    stream.event("message", "no json")
    stream.event("endpoint", "http://evil.example/")
    stream.event("other", '{"jsonrpc":"2.0","id":1,"result":{"from":"nowhere"}}')
    assert client.call("echo", {"a": 1}) == {"a": 1}
    front.gateway.stderr.wait_until(
        lambda lines: any("target=old" in l and "what is no message" in l for l in lines), "a word"
    )


def test_the_servers_stream_ends_with_the_session(front):
    client, stream = front.begin()
    assert client.end().status == 202
    stream.gone.await_open("the stream's end")
    assert client.post(request("echo")).status == 404


def test_the_servers_stream_ends_when_nobody_uses_the_session():
    with Front(path="", settings={"mcp": {"sessionTtl": "1s"}}) as front:
        _, stream = front.begin()
        assert front.upstream.targets()[0] == "/sse", "the path where none is named"
        stream.gone.await_open("the stream's end")


def test_a_client_that_gives_up_leaves_no_stream():
    server = SseServer(place=None)
    with Front(server) as front:
        begun = front.client().open("POST", request("initialize", {"protocolVersion": "2025-11-25"}))
        stream = server.last()
        begun.reset()
        stream.gone.await_open("the stream's end")


def test_messages_go_nowhere_but_to_the_servers_own_origin():
    with Upstream() as evil, Front(SseServer(f"http://{evil.address}/m")) as front:
        answer = initialize(front.client())
        assert refused(answer) == (502, "me", "mcp.no_endpoint")
        assert evil.address not in answer.text and not evil.connections.all()
        assert all(r.method == "GET" for r in front.upstream.requests.all())
        front.server.last().gone.await_open("the stream's end")


@pytest.mark.parametrize(
    "answers",
    [
        (404, b"", EVENTS),
        (200, b"event: endpoint\ndata: /m\n\n", [("Content-Type", "application/json")]),
        (200, b"x", [*EVENTS, ("Content-Encoding", "gzip")]),
    ],
)
def test_a_server_that_gives_no_stream_is_refused(answers):
    with Front(SseServer(begin=lambda exchange: exchange.answer(*answers))) as front:
        assert refused(initialize(front.client())) == (502, "me", "mcp.no_endpoint")


def test_a_stream_that_ends_before_it_begins_and_a_server_that_is_not_there():
    ended = SseServer(begin=lambda exchange: exchange.answer(200, b": bye\n\n", EVENTS))
    with Front(ended) as front:
        assert refused(initialize(front.client())) == (502, "me", "mcp.server_ended")
    target = {"name": "gone", "sse": {"host": f"127.0.0.1:{closed_port()}"}}
    with Gateway(serving(target)) as gateway:
        answer = initialize(Client(gateway.only_port()))
        assert refused(answer) == (503, "me", "upstream.connect")


def test_metadata_is_the_servers(front):
    answer = ask(front.gateway.only_port(), target="/.well-known/oauth-protected-resource/mcp")
    assert (answer.status, answer.body) == (200, b"{}")


def test_a_stream_that_ends_with_our_own_answers_unsent_ends_its_session():
    def begin(exchange):
        asks = [{"jsonrpc": "2.0", "id": n, "method": "roots/list"} for n in range(65)]
        exchange.answer(200, "".join(f"data: {json.dumps(ask)}\n\n" for ask in asks).encode(), EVENTS)

    with Front(SseServer(begin=begin)) as front:
        for _ in range(2):  # the gateway is still there for the second
            assert refused(initialize(front.client())) == (502, "me", "mcp.server_ended")
