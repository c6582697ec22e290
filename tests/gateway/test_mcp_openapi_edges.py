"""What a caller can make of one operation of a REST service, and a description of the whole gateway."""

import json

import pytest

from harness.mcp import Client, request, serving
from harness.process import Gateway, run
from harness.upstream import Upstream


def place(name):
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def operation(id, *parameters, **more):
    return {"operationId": id, "parameters": list(parameters), **more}


SPREAD = {
    "name": "filter",
    "in": "query",
    "description": "What is wanted",
    "schema": {
        "type": "object",
        "properties": {"color": {"type": "string", "description": "Its color"}},
    },
}
DESCRIPTION = {
    "openapi": "3.0.3",
    "servers": [{"url": "/api"}],
    "paths": {
        "/users/{id}": {"get": operation("user", place("id")), "head": operation("probe", place("id"))},
        "/users/me": {"get": operation("me")},
        "/files/{id}": {"get": operation("file", place("id"))},
        "/files/{name}.{type}": {"get": operation("typed", place("name"), place("type"))},
        "/things": {"get": operation("things", SPREAD)},
    },
}


@pytest.fixture(scope="module")
def front():
    with Upstream() as upstream:
        target = {"name": "a", "openapi": {"host": upstream.address, "schema": DESCRIPTION}}
        with Gateway(serving(target)) as gateway:
            client = Client(gateway.only_port())
            client.begin()
            yield client, upstream


def call(client, name, arguments, fields=()):
    message = request("tools/call", {"name": name, "arguments": arguments})
    return json.loads(client.post(message, fields).body)["result"]


@pytest.mark.parametrize(
    "tool,id",
    [
        ("user", "%2e%2e%2fadmin%"),  # who decodes twice may leave a bad triplet as it is
        ("user", "%2e%2e%2fadmin%3fx=%zz"),
        ("user", "..;x"),  # segments may have parameters (RFC 3986 section 3.3)
        ("user", "me;x"),
        ("user", "%6de"),
        ("probe", "me"),  # who answers GET answers HEAD
        ("file", "a.json"),
    ],
)
def test_a_value_leads_to_no_other_operation(front, tool, id):
    client, upstream = front
    before = len(upstream.requests)
    assert call(client, tool, {"path": {"id": id}}).get("isError") is True
    assert len(upstream.requests) == before


@pytest.mark.parametrize(
    "name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_field_of_the_client_makes_another_operation_of_it(front, name):
    client, upstream = front
    call(client, "user", {"path": {"id": "a"}}, [(name, "DELETE")])
    assert not upstream.requests.all()[-1].has(name.lower())


def test_an_object_is_spread_also_when_all_of_it_is_described(front):
    client, upstream = front
    result = call(client, "things", {"query": {"filter": {"color": "red"}}})
    assert "isError" not in result, result
    assert upstream.requests.all()[-1].target == "/api/things?color=red"


def test_the_path_beside_the_host_may_be_the_root():
    with Upstream() as upstream:
        openapi = {"host": "127.0.0.1", "port": upstream.port, "path": "/", "schema": DESCRIPTION}
        with Gateway(serving({"name": "a", "openapi": openapi})) as gateway:
            client = Client(gateway.only_port())
            client.begin()
            call(client, "me", {})
            assert upstream.requests.all()[-1].target == "/users/me"


def test_aliases_make_no_text_larger_than_a_description_may_be(tmp_path):
    text = "openapi: 3.1.0\nx: &a " + "x" * 100_000 + "\ny: [" + ",".join(["*a"] * 200) + "]\npaths: {}\n"
    (tmp_path / "api.yaml").write_text(text)
    openapi = {"host": "127.0.0.1:1", "schema": {"file": "api.yaml"}}
    done = run("--validate-only", "-c", json.dumps(serving({"name": "a", "openapi": openapi})), cwd=tmp_path)
    assert done.code == 1 and "aliases counted in full" in done.output, done.output
