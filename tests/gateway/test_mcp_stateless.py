"""Clients without sessions: each request is one of its own with the servers, and nothing is left of it."""

import json

import pytest
from test_mcp_several import Remote

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import Client, messages, notification, request, serving, told_server
from harness.process import Gateway
from harness.processes import gone
from harness.upstream import Upstream

KEY = tokens.shared_key("ES256")


@pytest.fixture(scope="module")
def remote():
    with Upstream(Remote()) as upstream:
        yield upstream


@pytest.fixture(scope="module")
def gateway(remote):
    far = {"name": "remote", "mcp": {"host": f"http://{remote.address}/mcp"}}
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": ["mcp.tool.name != 'drop'"]}}
    more = {"statefulMode": "stateless", "policies": policies}
    with Gateway(serving(targets=[told_server(), far], **more)) as made:
        yield made


@pytest.fixture
def client(gateway):
    return Client(gateway.only_port(), KEY.token())


def test_nothing_needs_a_session(client):
    begun = client.begin()
    assert begun["protocolVersion"] == "2025-06-18" and client.session is None
    assert client.post(notification("notifications/initialized")).status == 202
    listed = client.call("tools/list")
    assert [tool["name"] for tool in listed["tools"]] == ["told_echo", "remote_echo"]
    for tool in ("told_echo", "remote_echo"):
        assert client.call("tools/call", {"name": tool})["content"][0]["text"] == "echo"


def test_rules_hold(gateway, client):
    refused = client.post(request("tools/call", {"name": "remote_drop"}))
    assert json.loads(refused.body)["error"]["message"] == "Unknown tool: remote_drop"
    assert gateway.log_record(code="mcp.denied")["mcp.target"] == "remote"


def test_the_servers_are_begun_with_and_ended_each_time(remote, client):
    remote.forget()
    client.call("tools/call", {"name": "remote_echo"})
    came = remote.wait_for(4)
    assert [head.method for head in came] == ["POST", "POST", "POST", "DELETE"]
    assert [head.get("mcp-session-id") for head in came] == [None, "theirs", "theirs", "theirs"]


def test_there_is_no_stream_to_listen_to_and_nothing_to_end(client):
    with client.open() as stream:
        assert stream.response("GET").status == 405
    assert client.end().status == 405


def test_what_comes_before_an_answer_comes_with_it(client):
    with client.open("POST", request("tools/call", {"name": "told_update", "says": "hello"})) as asked:
        told = messages(asked.response("POST"))
    assert [message.get("method", "result") for message in told] == ["notifications/message", "result"]


def test_no_process_is_left():
    with Gateway(serving(statefulMode="stateless")) as gateway:
        client = Client(gateway.only_port())
        pids = [client.call("where", id=n)["pid"] for n in range(3)]
        assert len(set(pids)) == 3
        with client.open("POST", request("hang", {"lines": ["asked"]})):
            gateway.stderr.wait_until(lambda lines: any("asked" in line for line in lines), "the question")
        gateway.log_record(code="http.client_gone")
        for pid in pids:
            gone(pid)


@pytest.mark.parametrize("answer", ["none", "wrong"])
def test_a_session_that_was_begun_in_vain_is_ended(answer):
    """The server gave its id, and then no answer that fits; or it does not take that it has begun."""

    class Odd(Remote):
        def __call__(self, exchange):
            message = json.loads(exchange.read_body() or b"{}")
            if answer == "none" and message.get("method") == "notifications/initialized":
                return exchange.reset()
            if answer == "wrong" and message.get("method") == "initialize":
                text = b'{"jsonrpc": "2.0", "id": "other", "result": {}}'
                fields = [("Content-Type", "application/json"), ("Mcp-Session-Id", "theirs")]
                return exchange.answer(200, text, fields)
            return super().__call__(exchange)

    with Upstream(Odd()) as upstream:
        far = {"name": "remote", "mcp": {"host": f"http://{upstream.address}/mcp"}}
        with Gateway(serving(far, statefulMode="stateless")) as gateway:
            assert Client(gateway.only_port()).post(request("tools/list")).status >= 500
            upstream.requests.wait_until(lambda came: came and came[-1].method == "DELETE", "the end")
