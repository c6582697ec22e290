"""A REST service as an MCP server: its operations are tools, and the gateway is who answers."""

import json

import pytest

from harness import tokens
from harness.configs import jwt_auth
from harness.live import Live
from harness.mcp import Client, notification, request, serving
from harness.metrics import samples, total
from harness.process import Gateway, run
from harness.upstream import Upstream
from harness.waiting import until
from harness.wire import ask

KEY = tokens.shared_key("ES256")
PET = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def parameter(name, where, type="string", **more):
    return {"name": name, "in": where, "schema": {"type": type}, **more}


def operation(id, *parameters, **more):
    return {"operationId": id, "parameters": list(parameters), **more}


DESCRIPTION = {
    "openapi": "3.0.3",
    "info": {"title": "Pets", "version": "7"},
    "servers": [{"url": "https://elsewhere.example/api/"}],
    "paths": {
        "/pets": {
            "get": operation(
                "listPets",
                parameter("limit", "query", "integer"),
                parameter("tags", "query", "array"),
                summary="All pets",
            ),
            "post": operation(
                "addPet",
                requestBody={
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                },
            ),
        },
        "/pets/{id}": {
            "parameters": [parameter("id", "path", required=True)],
            "get": operation("getPet", parameter("X-Trace", "header")),
            "delete": operation("dropPet"),
        },
        "/pets/@all": {"get": operation("getAll")},
    },
    "components": {"schemas": {"Pet": PET}},
}


class Pets:
    """Answers as the pet's name in the path wants it."""

    ANSWERS = {
        "/api/pets/plain": (200, b"just text", [("Content-Type", "text/plain")]),
        "/api/pets/list": (200, b"[1]", [("Content-Type", "application/json")]),
        "/api/pets/photo": (200, b"\0\xff", [("Content-Type", "image/png")]),
        "/api/pets/none": (204, b"", []),
        "/api/pets/lost": (404, b'{"detail":"no such pet"}', [("Content-Type", "application/json")]),
        "/api/pets/moved": (302, b"", [("Location", "http://127.0.0.1:1/")]),
        "/api/pets/packed": (200, b"{}", [("Content-Encoding", "gzip")]),
        "/api/pets/large": (200, b"x" * 70_000, []),
    }

    def __call__(self, exchange):
        body = exchange.read_body()
        sent = exchange.request
        if sent.path == "/api/pets/broken":
            return exchange.reset()
        if sent.path in self.ANSWERS:
            return exchange.answer(*self.ANSWERS[sent.path])
        seen = {"method": sent.method, "target": sent.target, "body": body.decode()}
        exchange.answer(200, json.dumps(seen).encode(), [("Content-Type", "application/json")])


RULES = ['mcp.tool.name == "getPet"', 'jwt.sub == "admin"']


class Front:
    def __init__(self, **more):
        self.more = more

    def __enter__(self):
        self.upstream = Upstream(Pets())
        self.upstream.__enter__()
        target = {
            "name": "pets",
            "openapi": {"host": self.upstream.address, "schema": DESCRIPTION},
            "policies": {"requestHeaderModifier": {"set": {"x-team": "blue"}}},
        }
        settings = {"statsAddr": "localhost:0"}
        self.gateway = Gateway(serving(target, settings=settings, **self.more))
        self.gateway.__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    def client(self, subject=None):
        made = Client(self.gateway.only_port(), subject and KEY.token(sub=subject))
        made.begin()
        return made

    def sent(self):
        return self.upstream.requests.all()[-1]


@pytest.fixture(scope="module")
def front():
    with Front() as made:
        yield made


@pytest.fixture(scope="module")
def client(front):
    return front.client()


def call(client, name, arguments=None):
    return client.call("tools/call", {"name": name, "arguments": arguments or {}})


def text(result):
    return [block["text"] for block in result["content"]]


@pytest.mark.parametrize(
    "asked,agreed", [("2025-03-26", "2025-03-26"), ("2025-11-25", "2025-11-25"), ("1999-01-01", "2025-11-25")]
)
def test_a_version_is_agreed_on(front, asked, agreed):
    begun = Client(front.gateway.only_port()).begin(asked)
    assert begun == {
        "protocolVersion": agreed,
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "Pets", "version": "7"},
    }


def test_the_operations_are_tools(client):
    tools = {tool["name"]: tool for tool in client.call("tools/list")["tools"]}
    assert list(tools) == ["listPets", "addPet", "getPet", "dropPet", "getAll"]
    assert tools["listPets"]["description"] == "All pets"
    assert tools["listPets"]["annotations"] == {"readOnlyHint": True}
    assert tools["addPet"]["inputSchema"] == {
        "type": "object",
        "properties": {"body": PET},
        "required": ["body"],
    }
    assert tools["dropPet"]["inputSchema"]["properties"]["path"]["required"] == ["id"]


def test_a_call_is_a_request_to_the_service(front, client):
    result = call(client, "listPets", {"query": {"limit": 2, "tags": ["a&b", "c"]}})
    seen = {"method": "GET", "target": "/api/pets?limit=2&tags=a%26b&tags=c", "body": ""}
    assert result["structuredContent"] == seen
    assert json.loads(text(result)[0]) == seen and "isError" not in result
    assert front.sent().get("host") == front.upstream.address
    result = call(client, "addPet", {"body": {"name": "Rex"}})
    assert result["structuredContent"] == {"method": "POST", "target": "/api/pets", "body": '{"name":"Rex"}'}
    assert front.sent().get("content-type") == "application/json"


def test_the_service_gets_the_clients_fields_but_those_of_the_message(front, client):
    fields = [
        ("X-Mine", "1"),
        ("X-Team", "red"),
        ("X-Trace", "own"),
        ("If-None-Match", "*"),
        ("Authorization", "Basic eDp5"),
        ("Last-Event-Id", "9"),
    ]
    arguments = {"path": {"id": "a"}, "header": {"X-Trace": "argument"}}
    message = request("tools/call", {"name": "getPet", "arguments": arguments})
    assert client.post(message, fields).status == 200
    sent = front.sent()
    assert (sent.get("x-mine"), sent.get("x-team"), sent.get("x-trace")) == ("1", "blue", "own")
    assert sent.get("authorization") == "Basic eDp5"
    assert sent.get("accept") == "application/json, */*;q=0.5"
    for name in ("if-none-match", "last-event-id", "content-type", "content-length"):
        assert not sent.has(name), name
    assert not any(name.startswith(b"mcp-") for name, _ in sent.fields)
    call(client, "getPet", arguments)
    assert front.sent().get("x-trace") == "argument"


@pytest.mark.parametrize(
    "arguments,told",
    [
        ({}, "path.id: is missing"),
        ({"path": {"id": 7}}, "path.id: is not of type string"),
        ({"path": {"id": "a", "x": 1}}, 'path: has no member "x"'),
        ({"path": {"id": "a"}, "cookie": {"a": "b"}}, '"cookie": is not known'),
        ({"path": {"id": "a"}, "header": {"X-Trace": "a\r\nHost: b"}}, "header.X-Trace: holds a character"),
        ({"path": {"id": "../admin"}}, "path.id: is empty, or holds"),
        ({"path": {"id": ".."}}, "path.id: is empty, or holds"),
        ({"path": {"id": "%2e%2e%2fadmin"}}, "path.id: is empty, or holds"),
        ({"path": {"id": ""}}, "path.id: is empty, or holds"),
        ({"path": {"id": "@all"}}, "path: is that of another operation"),
        ({"path": {"id": "a\0"}}, "path.id: is empty, or holds"),
    ],
)
def test_wrong_arguments_are_told_and_nothing_is_sent(front, client, arguments, told):
    before = len(front.upstream.requests)
    result = call(client, "getPet", arguments)
    assert result["isError"] is True and text(result)[0].startswith(told)
    assert len(front.upstream.requests) == before


def test_a_value_stays_in_its_segment(front, client):
    call(client, "getPet", {"path": {"id": "a?b=c#d;e é"}})
    assert front.sent().target == "/api/pets/a%3Fb%3Dc%23d%3Be%20%C3%A9"


@pytest.mark.parametrize(
    "pet,content,is_error",
    [
        ("plain", [{"type": "text", "text": "just text"}], False),
        ("list", [{"type": "text", "text": "[1]"}], False),
        ("photo", [{"type": "image", "data": "AP8=", "mimeType": "image/png"}], False),
        ("none", [{"type": "text", "text": "The service answered 204 without a body."}], False),
        ("moved", [{"type": "text", "text": "The service answered 302 without a body."}], True),
        (
            "lost",
            [
                {"type": "text", "text": '{"detail":"no such pet"}'},
                {"type": "text", "text": "The service answered 404."},
            ],
            True,
        ),
    ],
)
def test_an_answer_is_a_result(client, pet, content, is_error):
    result = call(client, "getPet", {"path": {"id": pet}})
    assert result == {"content": content, **({"isError": True} if is_error else {})}


def failed(answer):
    error = json.loads(answer.body)
    return answer.status, error["id"], error["error"]["code"], error["error"]["message"]


def asking(pet, id=1):
    return request("tools/call", {"name": "getPet", "arguments": {"path": {"id": pet}}}, id)


def test_a_service_that_fails_is_an_error(front, client):
    assert failed(client.post(asking("broken", "me")))[:3] == (503, "me", -32603)
    status, _, code, says = failed(client.post(asking("packed")))
    assert (status, code) == (502, -32603) and "mcp.unreadable_answer" in says
    front.gateway.log_record(code="mcp.unreadable_answer", mcp_target="pets")


def test_an_answer_is_bounded(client):
    assert len(text(call(client, "getPet", {"path": {"id": "large"}}))[0]) == 70_000
    settings = {"maxBufferSize": 65536}
    with Upstream(Pets()) as upstream:
        target = {"name": "pets", "openapi": {"host": upstream.address, "schema": DESCRIPTION}}
        value = serving(target)
        value["frontendPolicies"] = {"http": settings}
        with Gateway(value) as gateway:
            bounded = Client(gateway.only_port())
            bounded.begin()
            status, _, code, says = failed(bounded.post(asking("large")))
            assert (status, code) == (502, -32603) and "upstream.body_too_large" in says


def test_what_there_is_not_is_told(client):
    unknown = failed(client.post(request("tools/call", {"name": "nosuch"}, "me")))
    assert unknown == (400, "me", -32602, "Unknown tool: nosuch")
    for method in ("prompts/list", "resources/read", "custom/thing"):
        answer = client.post(request(method, {"uri": "a"}, 4))
        assert failed(answer) == (200, 4, -32601, f"Method not found: {method}")


def test_the_rest_of_a_session(front):
    client = front.client()
    assert client.call("ping") == {}
    assert client.post(notification("notifications/initialized")).status == 202
    assert ask(client.port, "GET", client.path, client.fields()).status == 405
    assert client.end().status == 200
    assert client.post(request("ping")).status == 404
    client.session = None
    status, _, code, says = failed(client.post(request("tools/list")))
    assert (status, code) == (400, -32600) and "mcp.session_missing" in says


def test_a_batch_is_answered_as_one(front):
    client = Client(front.gateway.only_port())
    client.begin("2025-03-26")
    batch = [asking("plain", 1), notification("notifications/x"), asking("broken", 2), request("ping", id=3)]
    batch.append(request("tools/call", {"name": "nosuch"}, 4))
    answers = json.loads(client.post(batch, [("MCP-Protocol-Version", "2025-03-26")]).body)
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    assert text(answers[0]["result"]) == ["just text"]
    assert answers[1]["error"]["code"] == -32603 and answers[2]["result"] == {}
    assert answers[3]["error"] == {"code": -32602, "message": "Unknown tool: nosuch"}


def test_logs_and_metrics_name_the_tool(front, client):
    call(client, "dropPet", {"path": {"id": "secret-pet"}})
    record = front.gateway.log_record(**{"gen_ai.tool.name": "dropPet"})
    assert record["mcp.method.name"] == "tools/call" and record["mcp.target"] == "pets"
    assert record["endpoint"] == front.upstream.address
    assert "secret-pet" not in front.gateway.log_text()
    labels = {"method": "tools/call", "server": "pets", "resource": "dropPet"}
    assert total(samples(front.gateway), "agentgateway_mcp_requests_total", **labels) == 1


def test_rules_decide_about_tools():
    policies = {"jwtAuth": jwt_auth([KEY]), "mcpAuthorization": {"rules": RULES}}
    with Front(policies=policies) as front:
        alice, admin = front.client("alice"), front.client("admin")
        names = lambda client: [tool["name"] for tool in client.call("tools/list")["tools"]]
        assert names(alice) == ["getPet"]
        assert names(admin) == ["listPets", "addPet", "getPet", "dropPet", "getAll"]
        arguments = {"path": {"id": "a"}}
        assert call(alice, "getPet", arguments)["structuredContent"]["method"] == "GET"
        denied = alice.post(request("tools/call", {"name": "dropPet", "arguments": arguments}))
        unknown = admin.post(request("tools/call", {"name": "nosuch", "arguments": arguments}))
        assert denied.body.replace(b"dropPet", b"nosuch") == unknown.body
        assert denied.status == unknown.status == 400
        assert [sent.method for sent in front.upstream.requests.all()] == ["GET"]
        # The token was for the gateway, as it is where a server is reached by HTTP.
        assert not front.sent().has("authorization")


def test_a_description_in_a_file_is_watched(tmp_path):
    def describe(name):
        (tmp_path / "api.yaml").write_text(
            f"openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: {name}\n"
        )

    describe("before")
    with Upstream() as upstream:
        openapi = {"host": f"http://{upstream.address}/base", "schema": {"file": "api.yaml"}}
        with Live(serving({"name": "a", "openapi": openapi}), cwd=tmp_path) as live:
            client = Client(live.port)
            client.begin()
            assert text(call(client, "before")) == ["hello"]
            assert upstream.requests.all()[-1].target == "/base/a"
            describe("after")
            live.taken()
            until(lambda: client.call("tools/list")["tools"][0]["name"] == "after", "the new tool")
            assert text(call(client, "after")) == ["hello"]
            (tmp_path / "api.yaml").write_text("openapi: [")
            live.refused()
            assert text(call(client, "after")) == ["hello"]


def test_what_is_left_out_is_told_at_load(tmp_path):
    paths = {"/a": {"get": {}, "post": operation("post", parameter("c", "cookie"))}}
    openapi = {"host": "127.0.0.1:1", "schema": {"openapi": "3.0.0", "paths": paths}}
    value = serving({"name": "a", "openapi": openapi})
    done = run("--validate-only", "-c", json.dumps(value), cwd=tmp_path)
    assert done.code == 0, done.output
    assert "#/paths/~1a/get: has no operationId" in done.output
    assert "#/paths/~1a/post/parameters/0: jotgate sends nothing in `cookie`" in done.output
