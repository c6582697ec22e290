"""Sessions with an MCP server that the gateway runs: whose they are, which worker serves them, how they and their processes end."""

import json
import os
import signal

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.mcp import Client, messages, notification, request, serving, told_server
from harness.process import Gateway
from harness.processes import gone, is_running
from harness.waiting import until

KEY = tokens.shared_key("ES256")


def begin(gateway, token=None):
    client = Client(gateway.only_port(), token)
    client.begin()
    return client


@pytest.fixture(scope="module")
def guarded():
    with Gateway(serving(policies={"jwtAuth": jwt_auth([KEY])}, workers=2)) as made:
        yield made


def test_a_session_is_its_callers(guarded):
    owner = begin(guarded, KEY.token(sub="alice"))
    assert owner.call("echo", {"a": 1}) == {"a": 1}
    for token in (KEY.token(sub="bob"), KEY.token(sub="alice ")):
        thief = Client(guarded.only_port(), token)
        thief.session = owner.session
        for answer in (thief.post(request("echo")), thief.end()):
            assert answer.status == 404 and "mcp.session_unknown" in answer.text
        with thief.open() as stream:
            assert stream.head().status == 404
    assert owner.call("echo", {"a": 2}) == {"a": 2}


def test_a_session_goes_on_with_another_token_of_its_caller(guarded):
    client = begin(guarded, KEY.token(sub="alice", jti="1"))
    refreshed = Client(guarded.only_port(), KEY.token(sub="alice", jti="2"))
    refreshed.session = client.session
    assert refreshed.call("echo", {"a": 1}) == {"a": 1}


def test_a_session_needs_a_good_token_each_time(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    for headers in ([], [("Authorization", "Bearer " + KEY.token(sub="alice", exp=1))]):
        client.headers = headers
        answer = client.post(request("echo"))
        assert answer.status == 401 and answer.get("www-authenticate").startswith("Bearer")


def test_ids_are_long_and_never_the_same(guarded):
    ids = {begin(guarded, KEY.token(sub="alice")).session for _ in range(3)}
    assert len(ids) == 3 and all(len(one) == 22 for one in ids)


def test_an_unknown_id_is_not_found(guarded):
    client = Client(guarded.only_port(), KEY.token())
    for session in ("x", "A" * 22, "A" * 4000):
        client.session = session
        answer = client.post(request("echo", id=3))
        assert answer.status == 404 and json.loads(answer.body)["id"] == 3


def test_a_session_is_one_routes_alone():
    """Another route may ask for more than a token."""
    mcp = {"mcp": {"targets": [told_server()]}}
    routes = [
        route(mcp, path="/a"),
        route(mcp, path="/b", policies={"authorization": rules(deny='request.path == "/b/no"')}),
    ]
    with Gateway(config(routes)) as gateway:
        client = Client(gateway.port(), path="/a")
        client.begin()
        assert client.call("echo") == {}
        client.path = "/b"
        assert client.post(request("echo")).status == 404


def test_any_worker_serves_a_session():
    with Gateway(serving(workers=4)) as gateway:
        client = begin(gateway)
        process = client.call("where")["pid"]
        for n in range(40):
            assert client.call("where", id=n)["pid"] == process


def test_sessions_do_not_mix():
    with Gateway(serving(workers=2)) as gateway:
        clients = [begin(gateway) for _ in range(5)]
        processes = {client.call("where")["pid"] for client in clients}
        assert len(processes) == 5


def test_a_deleted_session_is_gone_and_its_process_with_it(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    process = client.call("where")["pid"]
    assert client.end().status == 200
    assert client.post(request("echo")).status == 404
    gone(process)


def test_a_session_that_nobody_uses_ends():
    settings = {"mcp": {"sessionTtl": "1s"}}
    with Gateway(serving(settings=settings)) as gateway:
        client = begin(gateway)
        process = client.call("where")["pid"]
        gone(process)
        assert client.post(request("echo")).status == 404


def test_a_session_with_an_open_stream_is_in_use():
    settings = {"mcp": {"sessionTtl": "1s"}}
    with Gateway(serving(settings=settings)) as gateway:
        used, idle = begin(gateway), begin(gateway)
        process = idle.call("where")["pid"]
        with used.open() as stream:
            stream.head()
            gone(process)
            assert used.call("echo", {"a": 1}) == {"a": 1}


def test_a_server_that_ends_fails_what_was_asked_and_its_session(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    with client.open("POST", request("hang", {"lines": ["it hangs"]}, id="h")) as hanging:
        guarded.stderr.wait_until(lambda lines: any("it hangs" in line for line in lines), "it")
        answer = client.post(request("leave", id="l"))
        for told in (messages(answer)[-1], messages(hanging.response("POST"))[-1]):
            assert told["error"]["code"] == -32603
            assert told["error"]["message"].endswith("(mcp.server_ended)")
    assert client.post(request("echo")).status == 404
    assert begin(guarded, KEY.token(sub="alice")).call("echo") == {}


def test_a_server_that_is_killed_ends_its_stream(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    process = client.call("where")["pid"]
    with client.open() as stream:
        stream.head()
        os.kill(process, signal.SIGKILL)
        assert stream.reader.take_line("the stream's end") == b"0"


def test_a_server_that_will_not_end_is_killed_with_its_children(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    stubborn = client.call("stubborn")["pid"]
    child = client.call("parent")["pid"]
    client.end()
    gone(stubborn)
    gone(child)


def test_a_child_that_left_the_group_does_not_keep_the_session_open(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    escaped = client.call("escape")["pid"]
    try:
        told = messages(client.post(request("leave")))[-1]
        assert told["error"]["message"].endswith("(mcp.server_ended)")
        assert client.post(request("echo")).status == 404
        assert is_running(escaped), "it held the pipes all the while"
    finally:
        os.kill(escaped, signal.SIGKILL)


def test_all_processes_end_with_the_gateway():
    with Gateway(serving(workers=2)) as gateway:
        clients = [begin(gateway) for _ in range(3)]
        processes = [client.call("where")["pid"] for client in clients]
        processes += [clients[0].call("stubborn")["pid"], clients[0].call("parent")["pid"]]
        gateway.stop()
        assert [process for process in processes if is_running(process)] == []


def test_what_is_under_way_is_answered_while_the_gateway_drains():
    with Gateway(serving(workers=2)) as gateway:
        client = begin(gateway)
        with client.open("POST", request("question", id=1)) as asked:
            asked.head()
            answering = client.open(
                "POST", {"jsonrpc": "2.0", "id": "q", "result": {"late": True}}
            )
            gateway.tell_to_stop()
            assert answering.head().status == 202
            assert b'"late"' in asked.rest()
            answering.close()


def test_a_program_that_is_not_there_is_told_and_refused():
    target = {"name": "none", "stdio": {"cmd": "/no/such/program"}}
    with Gateway(serving(target)) as gateway:
        answer = Client(gateway.only_port()).post(request("initialize", {"protocolVersion": "x"}))
        error = json.loads(answer.body)
        assert answer.status == 500 and error["id"] == 1 and error["error"]["code"] == -32603
        assert "/no/such/program" not in answer.text
        gateway.stderr.wait_until(
            lambda lines: any("/no/such/program" in line for line in lines), "a word about it"
        )


def test_a_server_that_cannot_begin_is_not_begun_again_at_once():
    target = {"name": "false", "stdio": {"cmd": "false"}}
    with Gateway(serving(target)) as gateway:
        client = Client(gateway.only_port())
        answers = [client.post(request("initialize", {"protocolVersion": "x"})) for _ in range(5)]
        assert answers[0].status == 502 and "mcp.server_ended" in answers[0].text
        assert {answer.status for answer in answers[1:]} <= {502, 503}
        assert any("mcp.server_pause" in answer.text for answer in answers)


def test_sessions_outlive_a_reload_that_leaves_their_target():
    value = serving(policies={"jwtAuth": jwt_auth([KEY])})
    with Gateway(value) as gateway:
        client = begin(gateway, KEY.token(sub="alice"))
        process = client.call("where")["pid"]
        value["mcp"]["policies"]["authorization"] = rules(deny='request.path == "/other"')
        gateway.reload(value)
        assert client.call("where")["pid"] == process
        value["mcp"]["targets"] = [told_server(env={"A": "b"})]
        gateway.reload(value)
        until(lambda: client.post(request("echo")).status == 404, "the session to be gone")
        gone(process)


def test_a_client_that_goes_away_has_not_cancelled(guarded):
    """Its request runs on; what came of it is lost, and the session serves on."""
    client = begin(guarded, KEY.token(sub="alice"))
    client.open("POST", request("hang", id=1)).reset()
    assert client.call("echo", {"a": 1}, id=2) == {"a": 1}
    assert client.post(notification("notifications/cancelled", {"requestId": 1})).status == 202


def test_a_session_begins_once(guarded):
    client = begin(guarded, KEY.token(sub="alice"))
    answer = client.post(request("initialize", {"protocolVersion": "2025-11-25"}))
    assert answer.status == 400 and "mcp.invalid_message" in answer.text
