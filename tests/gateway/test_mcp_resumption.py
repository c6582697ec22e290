"""A client whose connection broke goes on where it was: with a server that is run, and one of the old transport."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.mcp import Client, request, serving
from harness.mcp_sse import SseServer
from harness.process import Gateway
from harness.upstream import Upstream

KEY = tokens.shared_key("ES256")
METHODS = ["echo", "question", "later"]
RULES = ['mcp.tool.name == "echo"', f"mcp.methodName in {json.dumps(METHODS)}"]
POLICIES = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": RULES}}


@pytest.fixture(scope="module", params=["stdio", "sse"])
def port(request):
    with Upstream(SseServer()) as upstream:
        target = {"name": "old", "sse": {"host": f"http://{upstream.address}"}}
        chosen = None if request.param == "stdio" else target
        with Gateway(serving(chosen, policies=POLICIES, workers=2)) as gateway:
            yield gateway.only_port()


def begin(port, subject="alice"):
    client = Client(port, KEY.token(sub=subject))
    client.begin()
    return client


def event(wire):
    """Id and message of the next event; nothing at the end."""
    size = int(wire.reader.take_line("a chunk's size"), 16)
    piece = wire.take(size + 2)[:-2].decode()
    if not size:
        return None
    fields = dict(line.split(": ", 1) for line in piece.split("\n") if line)
    return fields["id"], json.loads(fields["data"])


def resume(client, id):
    """The stream behind an event; its head was read."""
    wire = client.open(more=[("Last-Event-ID", id)])
    assert wire.head().status == 200
    return wire


def break_off(client, message):
    """The id of the first event of its answer, behind which the connection breaks."""
    asked = client.open("POST", message)
    asked.head()
    id, _ = event(asked)
    asked.reset()
    return id


def test_an_answer_is_heard_by_who_comes_back(port):
    client = begin(port)
    id = break_off(client, request("question", id=5))
    assert client.post({"jsonrpc": "2.0", "id": "q", "result": {"n": 1}}).status == 202
    for _ in range(2):
        with resume(client, id) as stream:
            last, answer = event(stream)
            assert answer["id"] == 5 and answer["result"] == {"client": {"n": 1}}
            assert event(stream) is None, "that was all of this stream"
    with resume(client, last) as stream:
        assert event(stream) is None


def test_who_comes_back_early_waits_for_the_answer(port):
    client = begin(port)
    id = break_off(client, request("question", id=5))
    with resume(client, id) as stream:
        client.post({"jsonrpc": "2.0", "id": "q", "result": {"n": 2}})
        assert event(stream)[1]["result"] == {"client": {"n": 2}}
        assert event(stream) is None


def test_nothing_of_another_stream_comes_with_it(port):
    client = begin(port)
    id = break_off(client, request("echo", {"says": "first"}, id=1))
    other = break_off(client, request("echo", {"says": "second"}, id=2))
    for point, number in ((id, 1), (other, 2)):
        with resume(client, point) as stream:
            assert event(stream)[1]["id"] == number
            assert event(stream) is None


def test_a_list_is_cut_for_who_comes_back(port):
    client = begin(port)
    id = break_off(client, request("tools/list", {"says": "list"}, id=1))
    with resume(client, id) as stream:
        tools = event(stream)[1]["result"]["tools"]
        assert [tool["name"] for tool in tools] == ["echo"]


def test_only_its_caller_comes_back(port):
    client, thief = begin(port), begin(port, "bob")
    id = break_off(client, request("question", id=5))
    own, thief.session = thief.session, client.session
    with thief.open(more=[("Last-Event-ID", id)]) as stream:
        assert stream.head().status == 404
    thief.session = own
    client.post({"jsonrpc": "2.0", "id": "q", "result": {"n": 3}})
    with resume(thief, id) as stream, thief.open() as instead:
        assert event(stream) is None, "it was a stream like any, and another took its place"
        assert instead.head().status == 200


def test_the_clients_own_stream_goes_on(port):
    client = begin(port)
    with client.open() as stream:
        stream.head()
        client.call("later")
        id, said = event(stream)
        assert said["params"]["data"] == "later"
        client.call("later")
    with resume(client, id) as stream:
        again, said = event(stream)
        assert said["params"]["data"] == "later" and again != id
        client.call("later")
        assert event(stream)[1]["params"]["data"] == "later"


def test_an_event_that_never_was_is_a_stream_like_any(port):
    client = begin(port)
    for id in ("9-9", "no id", "1-99"):
        with resume(client, id) as stream:
            client.call("later")
            assert event(stream)[1]["params"]["data"] == "later"
