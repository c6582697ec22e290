"""MCP by streamable HTTP: what a message must be, and whom it comes to, with a server that the gateway runs."""

import json

import pytest

from harness.mcp import (
    VERSION,
    Client,
    events,
    messages,
    next_event,
    notification,
    request,
    serving,
    told_server,
)
from harness.process import Gateway
from harness.wire import ask


@pytest.fixture(scope="module")
def gateway():
    with Gateway(serving()) as made:
        yield made


@pytest.fixture
def client(gateway):
    made = Client(gateway.only_port())
    made.begin()
    yield made
    made.end()


def code_of(response):
    """Of an error: the JSON-RPC code, and ours in the message."""
    error = json.loads(response.body)["error"]
    return error["code"], error["message"].rpartition("(")[2].rstrip(")")


def test_a_request_is_answered_in_json(client):
    answer = client.post(request("echo", {"text": "ä\n"}, id="a"))
    assert (answer.status, answer.get("content-type")) == (200, "application/json")
    assert json.loads(answer.body) == {"jsonrpc": "2.0", "id": "a", "result": {"text": "ä\n"}}


def test_what_a_server_says_before_its_answer_comes_before_it_in_events(client):
    answer = client.post(request("remark", {"times": 3}))
    assert (answer.status, answer.get("content-type")) == (200, "text/event-stream")
    assert [m.get("params", {}).get("data", m.get("id")) for m in events(answer.body)] == [
        0,
        1,
        2,
        1,
    ]


def test_progress_comes_with_its_request(client):
    with client.open() as stream, client.open("POST", request("hang", id="h")) as hanging:
        assert stream.head().status == 200
        answer = client.post(request("progress", {"_meta": {"progressToken": "t"}}))
        assert [m.get("method") for m in messages(answer)] == ["notifications/progress", None]
        client.post(notification("notifications/cancelled", {"requestId": "h"}))
        assert events(hanging.response("POST").body) == [], "nothing of it came to the other"


def test_a_servers_question_is_asked_and_answered(client):
    with client.open("POST", request("question", id=5)) as asked:
        asked.head()
        question = next_event(asked)
        assert (question["method"], question["id"]) == ("roots/list", "q")
        told = client.post({"jsonrpc": "2.0", "id": "q", "result": {"roots": ["here"]}})
        assert (told.status, told.body) == (202, b"")
        assert next_event(asked)["result"] == {"client": {"roots": ["here"]}}


def test_a_server_that_speaks_when_nobody_asks_is_heard_on_the_stream(client):
    with client.open() as stream:
        head = stream.head()
        assert (head.status, head.get("content-type")) == (200, "text/event-stream")
        client.call("later")
        assert next_event(stream)["params"]["data"] == "later"


def test_a_server_that_speaks_too_early_is_heard_later(client):
    client.call("later")
    with client.open() as stream:
        stream.head()
        assert next_event(stream)["params"]["data"] == "later"


def test_a_second_stream_takes_the_place_of_the_first(client):
    with client.open() as first, client.open() as second:
        first.head()
        second.head()
        assert first.reader.take_line("end") == b"0"
        client.call("later")
        assert next_event(second)["params"]["data"] == "later"


def test_a_notification_is_accepted(client):
    answer = client.post(notification("notifications/initialized"))
    assert (answer.status, answer.body) == (202, b"")


def test_a_cancelled_request_ends_without_an_answer(client):
    with client.open("POST", request("hang", id=9)) as hanging:
        client.post(notification("notifications/cancelled", {"requestId": 9}))
        answer = hanging.response("POST")
        assert (answer.status, events(answer.body)) == (200, [])
    assert client.call("echo", {"a": 1}, id=9) == {"a": 1}


def test_requests_of_a_session_run_beside_one_another(client):
    with client.open("POST", request("hang", id="slow")):
        assert client.call("echo", {"n": 1}, id="fast") == {"n": 1}


def test_an_id_that_waits_for_its_answer_is_not_taken_twice(client):
    with client.open("POST", request("hang", id=4)) as hanging:
        client.call("echo")
        answer = client.post(request("echo", id=4))
        assert answer.status == 400 and code_of(answer) == (-32600, "mcp.duplicate_id")
        client.post(notification("notifications/cancelled", {"requestId": 4}))
        assert hanging.response("POST").status == 200, "the first still waited"


@pytest.mark.parametrize(
    "body,code",
    [
        (b"", (-32700, "mcp.malformed")),
        (b"no json", (-32700, "mcp.malformed")),
        (b'{"jsonrpc":"2.0","id":1,"id":2,"method":"echo"}', (-32700, "mcp.malformed")),
        (b'{"id":1,"method":"echo"}', (-32600, "mcp.invalid_message")),
        (b'{"jsonrpc":"2.0","id":null,"method":"echo"}', (-32600, "mcp.invalid_message")),
        (b"[]", (-32600, "mcp.invalid_message")),
        (b'[{"jsonrpc":"2.0","id":1,"method":"echo"}]', (-32600, "mcp.invalid_message")),
    ],
)
def test_what_is_no_message_is_refused(client, body, code):
    answer = client.post(body)
    assert (answer.status, code_of(answer)) == (400, code)
    assert json.loads(answer.body)["id"] is None


def test_an_error_names_its_request(gateway):
    answer = Client(gateway.only_port()).post(request("echo", id="mine"))
    assert answer.status == 400 and code_of(answer) == (-32600, "mcp.session_missing")
    assert json.loads(answer.body)["id"] == "mine"


@pytest.mark.parametrize(
    "method,more,status,code",
    [
        ("POST", [("Accept", "application/json")], 406, "mcp.accept"),
        ("POST", [("Accept", None)], 406, "mcp.accept"),
        ("POST", [("Content-Type", "text/plain")], 415, "mcp.content_type"),
        ("POST", [("Content-Encoding", "gzip")], 415, "mcp.content_type"),
        ("POST", [("MCP-Protocol-Version", "2099-01-01")], 400, "mcp.protocol_version"),
        ("GET", [("Accept", "application/json")], 406, "mcp.accept"),
        ("GET", [("Mcp-Session-Id", None)], 400, "mcp.session_missing"),
        ("DELETE", [("Mcp-Session-Id", None)], 400, "mcp.session_missing"),
        ("PUT", [], 405, "mcp.method"),
        ("OPTIONS", [], 405, "mcp.method"),
    ],
)
def test_what_no_client_of_mcp_sends_is_refused(client, method, more, status, code):
    kept = [("Content-Type", "application/json")] if method == "POST" else []
    named = {name for name, _ in more}
    fields = client.fields([f for f in kept if f[0] not in named] + more)
    body = json.dumps(request("echo")).encode() if method == "POST" else None
    answer = ask(client.port, method, "/mcp", fields, body)
    assert answer.status == status and code_of(answer)[1] == code, answer.text


def test_there_is_no_metadata_of_a_server_that_is_run(client):
    answer = ask(client.port, "GET", "/.well-known/oauth-protected-resource/mcp")
    assert answer.status == 404 and code_of(answer)[1] == "mcp.no_metadata"


def test_a_batch_is_served_where_the_version_has_it(gateway):
    client = Client(gateway.only_port())
    client.begin("2025-03-26")
    batch = [request("echo", {"n": 1}, 1), notification("x"), request("echo", {"n": 2}, 2)]
    answer = client.post(
        json.dumps(batch).encode(), [("MCP-Protocol-Version", "2025-03-26")]
    )
    assert sorted(m["id"] for m in messages(answer)) == [1, 2]
    only_told = client.post(
        json.dumps([notification("x")]).encode(), [("MCP-Protocol-Version", "2025-03-26")]
    )
    assert only_told.status == 202


def test_each_request_of_a_refused_batch_has_its_answer(gateway):
    old = [("MCP-Protocol-Version", "2025-03-26")]
    client = Client(gateway.only_port())
    client.session = "nosuch"
    batch = [request("echo", id="a"), notification("x"), request("ping", id=2)]
    answer = client.post(json.dumps(batch).encode(), old)
    assert answer.status == 404
    errors = json.loads(answer.body)
    assert [(error["id"], error["error"]["code"]) for error in errors] == [("a", -32001), (2, -32001)]
    only_told = client.post(json.dumps([notification("x")]).encode(), old)
    assert only_told.status == 404 and json.loads(only_told.body)["id"] is None


def test_a_batch_where_there_is_none_is_one_bad_request(client):
    answer = client.post(json.dumps([request("echo", id=1), request("echo", id=2)]).encode())
    assert answer.status == 400
    error = json.loads(answer.body)
    assert error["id"] is None and error["error"]["code"] == -32600


def test_a_body_beyond_the_limit_is_refused(client):
    answer = client.post(request("echo", {"text": "x" * (2 * 1024 * 1024)}))
    assert answer.status == 413


def test_large_answers_come_whole(client):
    assert len(client.call("long", {"bytes": 3_000_000})["text"]) == 3_000_000


def test_an_answer_beyond_the_limit_ends_the_server(gateway):
    client = Client(gateway.only_port())
    client.begin()
    answer = client.post(request("long", {"bytes": 9 * 1024 * 1024}))
    assert messages(answer)[-1]["error"]["message"].endswith("(mcp.server_ended)")
    assert client.post(request("echo")).status == 404


def test_a_line_that_never_ends_ends_the_server(gateway):
    client = Client(gateway.only_port())
    client.begin()
    answer = client.post(request("endless"))
    assert messages(answer)[-1]["error"]["message"].endswith("(mcp.server_ended)")
    gateway.stderr.wait_until(
        lambda lines: any("more than 8 MiB" in line for line in lines), "a word about it"
    )


def test_noise_of_a_server_is_left_out_and_told(gateway, client):
    assert client.call("noise") == {}
    gateway.stderr.wait_until(
        lambda lines: any("target=told" in l and "what is no message" in l for l in lines),
        "a word about it",
    )


def test_what_a_server_complains_about_is_logged_quoted_and_bounded(gateway, client):
    client.call("complain", {"lines": ["plain", "\x1b[31mred", *["much"] * 200, "y" * 5000]})
    said = gateway.stderr.wait_until(
        lambda lines: len([l for l in lines if " says " in l]) >= 50 and lines, "its words"
    )
    assert any('says "plain"' in line for line in said)
    assert not any("\x1b" in line or "y" * 3000 in line for line in said)
    assert len([line for line in said if 'says "much"' in line]) < 150


def test_a_server_gets_its_variables_and_directory(tmp_path):
    with Gateway(serving(told_server(env={"GREETING": "hello", "HOME": "/h"})), cwd=tmp_path) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        seen = client.call("where")
        assert seen["directory"] == str(tmp_path)
        assert seen["environment"]["GREETING"] == "hello" and seen["environment"]["HOME"] == "/h"
        assert "PATH" in seen["environment"]


def test_a_server_gets_nothing_else_where_the_environment_is_cleared():
    with Gateway(serving(told_server(env={"ONLY": "this"}, clear_env=True))) as gateway:
        client = Client(gateway.only_port())
        client.begin()
        seen = client.call("where")["environment"]
        assert seen["ONLY"] == "this" and "PATH" not in seen and "ASAN_OPTIONS" not in seen


def test_names_of_other_machines_are_refused_where_they_are_told_apart():
    with Gateway(serving(dnsRebindingProtection=True)) as gateway:
        port = gateway.only_port()
        body = json.dumps(request("initialize", {"protocolVersion": VERSION})).encode()

        def status(host, origin=None):
            more = [("Content-Type", "application/json")] + ([("Origin", origin)] if origin else [])
            return ask(port, "POST", "/mcp", Client(port).fields(more), body, host=host).status

        assert status("localhost:3000") == 200
        assert status("[::1]", "http://127.0.0.1:6274") == 200
        assert status("evil.example") == 403
        assert status("localhost", "http://evil.example") == 403
        assert status("localhost", "null") == 403
