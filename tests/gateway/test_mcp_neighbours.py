"""Callers of one MCP backend beside one another: none uses another's session or takes its room."""

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import VERSION, Client, request, serving
from harness.process import Gateway
from harness.upstream import Upstream

KEY = tokens.shared_key("ES256")
MOST_OF_A_CALLER = 256


def initialize(name="t"):
    return request("initialize", {"protocolVersion": VERSION, "clientInfo": {"name": name, "version": "1"}})


@pytest.mark.parametrize("metadata", [{}, {"metadata": {"sub": "the same"}}])
def test_keys_do_not_share_a_session(metadata):
    keys = ["the-key-of-the-first-one", "the-key-of-the-second-one"]
    policies = {"apiKey": {"keys": [{"key": key, **metadata} for key in keys]}}
    with Gateway(serving(policies=policies)) as gateway:
        owner, other = (Client(gateway.only_port(), key) for key in keys)
        owner.begin()
        assert owner.call("echo", {"a": 1}) == {"a": 1}
        other.session = owner.session
        answer = other.post(request("echo"))
        assert answer.status == 404 and "mcp.session_unknown" in answer.text
        assert owner.call("echo", {"a": 2}) == {"a": 2}


def test_a_caller_that_fills_its_sessions_leaves_others_theirs():
    def server(exchange):
        exchange.read_body()
        exchange.answer(200, b'{"jsonrpc":"2.0","id":1,"result":{}}', [("Mcp-Session-Id", "s")])

    with Upstream(server) as upstream:
        target = {"name": "remote", "mcp": {"host": f"http://{upstream.address}/mcp"}}
        with Gateway(serving(target, policies={"jwtAuth": jwt_auth([KEY])})) as gateway:
            alice, bob = (Client(gateway.only_port(), KEY.token(sub=s)) for s in ("alice", "bob"))
            for _ in range(MOST_OF_A_CALLER):
                assert alice.post(initialize()).status == 200
            full = alice.post(initialize())
            assert full.status == 503 and "mcp.session_limit" in full.text
            assert bob.post(initialize()).status == 200


def test_a_caller_whose_sessions_fail_to_begin_pauses_nobody_else():
    with Gateway(serving(policies={"jwtAuth": jwt_auth([KEY])})) as gateway:
        alice, bob = (Client(gateway.only_port(), KEY.token(sub=s)) for s in ("alice", "bob"))
        answers = [alice.post(initialize("breaker")) for _ in range(5)]
        assert any("mcp.server_pause" in answer.text for answer in answers)
        assert bob.post(initialize()).status == 200
