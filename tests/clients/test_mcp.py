"""The official MCP SDK and server: through the gateway the client must see what it sees with the server as its own child."""

import contextlib
import json
import pathlib
import shutil
import socket
import subprocess

import pytest
import yaml

from harness import tokens
from harness.configs import OWN_SERVERS_OFF
from harness.missing import missing, shared_folder
from harness.process import Gateway
from harness.waiting import until
from harness.wire import ask, bearer

HERE = pathlib.Path(__file__).resolve().parent
CLAIMS = {"iss": "agentgateway.dev", "aud": "test.agentgateway.dev", "sub": "alice"}


@pytest.fixture(scope="session")
def seed(pytestconfig):
    """A configuration of the guide as it stands there, but for the port."""
    def read(name):
        path = shared_folder() / "vectors" / "configs" / "seed" / f"{name}.yaml"
        if not path.exists():
            missing(f"there is no {path}")
        value = yaml.safe_load(path.read_text())
        value["mcp"]["port"] = 0
        settings = {**OWN_SERVERS_OFF, "workerThreads": 2, "logging": {"format": "json"}}
        return {"config": settings, **value}

    return read


@pytest.fixture(scope="session")
def key():
    return tokens.Key("ES256", "own")


@pytest.fixture
def folder(tmp_path, key):
    """Where the guide's configurations find their key set, and npx the server's package without asking anybody."""
    if not shutil.which("npx"):
        missing("there is no npx")
    (tmp_path / "manifests" / "jwt").mkdir(parents=True)
    (tmp_path / "manifests" / "jwt" / "pub-key").write_text(tokens.key_set(key))
    (tmp_path / "package.json").write_text((HERE / "package.json").read_text())
    (tmp_path / "node_modules").symlink_to(HERE / "node_modules")
    return tmp_path


OFFLINE = {"npm_config_offline": "true", "npm_config_update_notifier": "false"}


def run_client(node, gateway, token="", calls="", path="/mcp"):
    return node.run(
        "mcp_client.mjs",
        MCP_URL=f"http://127.0.0.1:{gateway.only_port()}{path}",
        TOKEN=token,
        CALLS=calls,
    )


@pytest.fixture(scope="module")
def direct(node, server_script):
    return node.run("mcp_client.mjs", SERVER=server_script)["results"]


@pytest.fixture(scope="module")
def through(node, seed, key, server_script, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mcp")
    value = seed("mcp")
    value["mcp"]["policies"]["jwtAuth"]["jwks"] = tokens.key_set(key)
    value["mcp"]["targets"][0]["stdio"] = {"cmd": node.path, "args": [server_script]}
    with Gateway(value, cwd=folder) as gateway:
        yield run_client(node, gateway, key.token(**CLAIMS))


CALLS = (
    "server,ping,tools,echo,large echo,sum,unknown tool,bad arguments,image,structured,progress,sampling,elicitation,roots,"
    "cancelled,many at once,prompts,prompt,resources,templates,subscribed,completion,level,logging"
).split(",")


@pytest.mark.parametrize("call", CALLS)
def test_the_sdk_sees_the_same(direct, through, call):
    assert "connect" not in through["results"], through
    assert through["results"][call] == direct[call]


def test_the_calls_say_what_they_should(direct, through):
    """So that two errors that are alike do not count as success."""
    results = through["results"]
    assert set(results) == set(CALLS)
    assert [name for name, result in results.items() if "error" in result] == []
    assert results["sum"]["value"]["content"][0]["text"] == "The sum of 2 and 40 is 42."
    assert [p["progress"] for p in results["progress"]["value"]["progress"]] == [1, 2, 3, 4]
    assert "say pong" in json.dumps(results["sampling"]) and "sampled" in json.dumps(
        results["sampling"]
    )
    assert results["cancelled"]["value"]["echo"]["content"][0]["text"] == "Echo: still there"
    assert results["roots"]["value"] >= 1
    assert through["session"] and not [r for r in through["refused"] if r["status"] != 404]


def test_the_guides_configuration_serves_who_has_a_token(node, seed, key, folder):
    with Gateway(seed("mcp"), cwd=folder, env=OFFLINE) as gateway:
        seen = run_client(node, gateway, key.token(**CLAIMS), "tools,echo,sum")
        assert "connect" not in seen["results"], (seen, gateway.log_text())
        assert {"echo", "get-sum"} <= set(seen["results"]["tools"]["value"])
        assert seen["results"]["sum"]["value"]["content"][0]["text"] == "The sum of 2 and 40 is 42."


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_the_guides_configuration_refuses_who_has_none(node, seed, folder, token):
    with Gateway(seed("mcp"), cwd=folder, env=OFFLINE) as gateway:
        seen = run_client(node, gateway, token, "tools")
        assert seen["results"]["connect"]["error"]["message"]
        assert seen["refused"][0]["status"] == 401
        assert seen["refused"][0]["challenge"].startswith("Bearer")
        assert not any("pid=" in line for line in gateway.stderr.all()), "a server was started"


def test_the_guides_authorization_refuses_as_the_page_says(node, seed, key, folder):
    """Its rule wants the path /admin and the group admins."""
    admin = key.token(**CLAIMS, groups=["admins"])
    with Gateway(seed("mcp-authorization"), cwd=folder, env=OFFLINE) as gateway:
        for token in (key.token(**CLAIMS), admin):
            seen = run_client(node, gateway, token, "tools")
            assert [r["status"] for r in seen["refused"]][:1] == [403]
            assert seen["refused"][0]["body"].strip() == "authorization failed"
        answer = ask(
            gateway.only_port(), target="/admin", headers=bearer(key.token(**CLAIMS))
        )
        assert answer.status == 403
        seen = node.run(
            "mcp_client.mjs",
            MCP_URL=f"http://127.0.0.1:{gateway.only_port()}/admin",
            TOKEN=admin,
            CALLS="sum",
        )
        assert seen["results"]["sum"]["value"]["content"][0]["text"] == "The sum of 2 and 40 is 42."


@contextlib.contextmanager
def serving_by_http(node, server_script, transport):
    """The same server by HTTP, on a port of its own choosing."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [node.path, server_script, transport],
        env={"PORT": str(port), "PATH": "/usr/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for line in process.stderr:
            if str(port) in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def http_server(node, server_script):
    with serving_by_http(node, server_script, "streamableHttp") as address:
        yield f"{address}/mcp"


@pytest.fixture(scope="module")
def sse_server(node, server_script):
    with serving_by_http(node, server_script, "sse") as address:
        yield f"{address}/sse"


@pytest.fixture(scope="module")
def http_direct(node, http_server):
    return node.run("mcp_client.mjs", MCP_URL=http_server)["results"]


@pytest.fixture(scope="module")
def http_through(node, seed, key, http_server):
    value = seed("mcp")
    value["mcp"]["policies"]["jwtAuth"]["jwks"] = tokens.key_set(key)
    value["mcp"]["targets"][0] = {"name": "remote", "mcp": {"host": http_server}}
    with Gateway(value) as gateway:
        yield run_client(node, gateway, key.token(**CLAIMS))


@pytest.mark.parametrize("call", CALLS)
def test_the_sdk_sees_the_same_of_a_server_by_http(http_direct, http_through, call):
    assert "connect" not in http_through["results"], http_through
    assert http_through["results"][call] == http_direct[call]


@pytest.fixture(scope="module")
def sse_through(node, seed, key, sse_server):
    value = seed("mcp")
    value["mcp"]["policies"]["jwtAuth"]["jwks"] = tokens.key_set(key)
    value["mcp"]["targets"][0] = {"name": "old", "sse": {"host": sse_server}}
    with Gateway(value) as gateway:
        yield run_client(node, gateway, key.token(**CLAIMS))


@pytest.mark.parametrize("call", CALLS)
def test_the_sdk_sees_the_same_of_a_server_of_the_old_transport(direct, sse_through, call):
    assert "connect" not in sse_through["results"], sse_through
    assert sse_through["results"][call] == direct[call]


@pytest.fixture(scope="module", params=["stdio", "mcp", "sse"])
def by_the_old_transport(request, node, seed, key, server_script, http_server, sse_server, direct, http_direct):
    """What the SDK's old client sees of a server of each kind, beside what it should."""
    value = seed("mcp")
    value["mcp"]["policies"]["jwtAuth"]["jwks"] = tokens.key_set(key)
    kinds = {
        "stdio": {"cmd": node.path, "args": [server_script]},
        "mcp": {"host": http_server},
        "sse": {"host": sse_server},
    }
    value["mcp"]["targets"] = [{"name": "any", request.param: kinds[request.param]}]
    with Gateway(value) as gateway:
        seen = run_client(node, gateway, key.token(**CLAIMS), path="/sse")
    return seen, http_direct if request.param == "mcp" else direct


@pytest.mark.parametrize("call", CALLS)
def test_the_sdk_sees_the_same_by_the_old_transport(by_the_old_transport, call):
    seen, should = by_the_old_transport
    assert "connect" not in seen["results"] and not seen["refused"], seen
    assert seen["results"][call] == should[call]


@pytest.fixture(scope="module", params=["stdio", "http", "sse"])
def guarded(request, node, seed, key, server_script, http_server, sse_server):
    """The rules of agentgateway's example, in front of the same server in each way."""
    example = shared_folder() / "vectors" / "configs" / "examples" / "mcp-authorization__config.yaml"
    if not example.exists():
        missing(f"there is no {example}")
    value = seed("mcp")
    policies = value["mcp"]["policies"]
    policies["jwtAuth"]["jwks"] = tokens.key_set(key)
    policies["mcpAuthorization"] = yaml.safe_load(example.read_text())["mcp"]["policies"]["mcpAuthorization"]
    if request.param == "stdio":
        value["mcp"]["targets"][0]["stdio"] = {"cmd": node.path, "args": [server_script]}
    elif request.param == "http":
        value["mcp"]["targets"][0] = {"name": "remote", "mcp": {"host": http_server}}
    else:
        value["mcp"]["targets"][0] = {"name": "remote", "sse": {"host": sse_server}}
    with Gateway(value) as gateway:
        yield gateway


CALLERS = {
    "alice": ({}, ["echo"]),
    "test-user": ({}, ["echo", "get-sum"]),
    "carol": ({"nested": {"key": "value"}}, ["echo", "get-env"]),
}


@pytest.mark.parametrize("subject", CALLERS)
def test_the_examples_rules_leave_the_sdk_what_its_caller_may_use(node, key, guarded, subject):
    more, tools = CALLERS[subject]
    token = key.token(**{**CLAIMS, "sub": subject, **more})
    seen = run_client(node, guarded, token, "tools,echo,sum,prompts,resources,ping")["results"]
    assert "connect" not in seen, seen
    assert seen["tools"]["value"] == tools
    assert "Echo: " in seen["echo"]["value"]["content"][0]["text"]
    assert ("value" in seen["sum"]) == ("get-sum" in tools)
    assert "value" in seen["sum"] or "Unknown tool: get-sum" in seen["sum"]["error"]["message"]
    assert seen["prompts"]["value"]["prompts"] == [] and seen["resources"]["value"]["resources"] == []
    assert "value" in seen["ping"]


def children_of(process_id):
    path = pathlib.Path(f"/proc/{process_id}/task")
    return [
        int(child)
        for thread in path.iterdir()
        for child in (thread / "children").read_text().split()
    ]


def test_the_server_ends_with_its_session(node, seed, key, server_script):
    value = seed("mcp")
    value["mcp"]["policies"]["jwtAuth"]["jwks"] = tokens.key_set(key)
    value["mcp"]["targets"][0]["stdio"] = {"cmd": node.path, "args": [server_script]}
    with Gateway(value) as gateway:
        run_client(node, gateway, key.token(**CLAIMS), "ping")
        until(lambda: not children_of(gateway.process.pid), "the server to end")
