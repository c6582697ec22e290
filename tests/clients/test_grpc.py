"""gRPC through the gateway, between a real client and a real server: every kind of call, its ends, and refusals."""

import pathlib
import subprocess
import threading

import pytest

from harness import tokens
from harness.certificates import Authority
from harness.configs import config, host, jwt_auth, route, rules, secure
from harness.process import Gateway
from harness.upstream import closed_port
from harness.waiting import Growing

HERE = pathlib.Path(__file__).resolve().parent
KEY = tokens.shared_key("ES256")
CANCELLED, DEADLINE_EXCEEDED, PERMISSION_DENIED, FAILED_PRECONDITION = 1, 4, 7, 9
UNIMPLEMENTED, UNAVAILABLE, DATA_LOSS, UNAUTHENTICATED = 12, 14, 15, 16


class Server:
    """grpc_server.mjs as a process, by TLS with `files`; `said` are its lines."""

    def __init__(self, node, files=None):
        self.said = Growing()
        env = {"CERT": files["cert"], "KEY": files["key"]} if files else {}
        self.process = subprocess.Popen(
            [node.path, str(HERE / "grpc_server.mjs")], stdout=subprocess.PIPE, text=True, env=env
        )
        threading.Thread(target=self._read, daemon=True).start()
        line = self.hear("listening")
        self.port = int(line.split()[1])
        self.address = f"127.0.0.1:{self.port}"

    def _read(self):
        for line in self.process.stdout:
            self.said.add(line.strip())
        self.said.close()

    def hear(self, text):
        return self.said.wait_until(
            lambda lines: next((line for line in lines if text in line), None), text
        )

    def stop(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server(node):
    made = Server(node)
    yield made
    made.stop()


@pytest.fixture(scope="module")
def gateway(gateway_binary, server):
    routes = [route(server.address)]
    with Gateway(config(routes, logging={"format": "json"})) as made:
        yield made


@pytest.fixture
def call(node, gateway):
    def made(name):
        target = f"127.0.0.1:{gateway.port()}"
        return node.run("grpc_client.mjs", TARGET=target, CALLS=name)[name]

    return made


def test_a_unary_call(call):
    assert call("unary") == "hello"
    assert call("empty") == 0


def test_a_large_message(call):
    assert call("large") is True


def test_metadata_passes_both_ways(call):
    assert call("metadata") == {
        "text": ["one, two"],
        "data": [[0, 255, 10]],
        "trailer": ["behind"],
    }


def test_a_stream_from_the_client(call):
    assert call("collect") == "abc"


def test_a_stream_from_the_server(call):
    assert call("spread") == ["x", "y", "z"]


def test_streams_both_ways_at_the_same_time(call):
    assert call("talk") == ["0", "1", "2", "3", "4"]


def test_many_calls_at_a_time(call):
    assert call("many") == 200


def test_a_status_without_an_answer(call, gateway):
    error = call("fail")
    assert error["code"] == FAILED_PRECONDITION and error["details"] == "not now: 100 % käse\n"
    assert error["trailers"]["x-why"] == "because"


def test_a_status_behind_part_of_an_answer(call):
    failed = call("failLate")
    assert failed["parts"] == ["one"]
    assert failed["error"]["code"] == DATA_LOSS and failed["error"]["details"] == "lost"


def test_a_deadline_ends_the_servers_work(call, server):
    assert call("deadline")["code"] == DEADLINE_EXCEEDED
    server.hear("cancelled never")


def test_a_cancelled_call_ends_the_servers_work(call, server):
    assert call("cancelled")["code"] == CANCELLED
    server.hear("cancelled talk")


EVERY_KIND = "unary,collect,spread,talk,fail,failLate,deadline"


def must_be_right(results):
    assert results["unary"] == "hello" and results["collect"] == "abc"
    assert results["spread"] == ["x", "y", "z"] and len(results["talk"]) == 5
    assert results["fail"]["code"] == FAILED_PRECONDITION
    assert results["fail"]["trailers"]["x-why"] == "because"
    assert results["failLate"]["error"]["code"] == DATA_LOSS
    assert results["deadline"]["code"] == DEADLINE_EXCEEDED


@pytest.fixture
def refusals(node, gateway_binary, server):
    def made(code, text, *routes, **env):
        with Gateway(config(list(routes))) as gateway:
            target = f"127.0.0.1:{gateway.port()}"
            results = node.run("grpc_client.mjs", TARGET=target, CALLS="collect,talk", **env)
        for result in results.values():
            assert result["code"] == code and text in result["details"], results

    return made


def test_a_missing_token_is_unauthenticated(refusals, server):
    guarded = route(server.address, policies={"jwtAuth": jwt_auth([KEY])})
    refusals(UNAUTHENTICATED, "jwt.missing", guarded)


def test_a_rule_that_says_no_is_permission_denied(refusals, server):
    policies = {"jwtAuth": jwt_auth([KEY]), "authorization": rules(allow='jwt.sub == "nobody"')}
    refusals(
        PERMISSION_DENIED,
        "authorization failed",
        route(server.address, policies=policies),
        TOKEN=KEY.token(),
    )


def test_a_good_token_passes_with_every_kind_of_call(node, gateway_binary, server):
    guarded = route(server.address, policies={"jwtAuth": jwt_auth([KEY])})
    with Gateway(config(guarded)) as gateway:
        target = f"127.0.0.1:{gateway.port()}"
        must_be_right(
            node.run("grpc_client.mjs", TARGET=target, CALLS=EVERY_KIND, TOKEN=KEY.token())
        )


@pytest.mark.parametrize("alpn", [None, ["h2", "http/1.1"]], ids=["grpc asks", "server chooses"])
def test_every_kind_of_call_by_tls_on_both_sides(node, gateway_binary, tmp_path, alpn):
    root = Authority()
    files = root.issue("gateway", "localhost").write(tmp_path, "localhost")
    trusted = root.write_root(tmp_path)
    server = Server(node, files)
    try:
        tls = {"root": trusted, **({"alpn": alpn} if alpn else {})}
        backend = host(f"localhost:{server.port}", policies={"backendTLS": tls})
        guarded = route(backend, policies={"jwtAuth": jwt_auth([KEY])})
        with Gateway(secure(files, None, guarded)) as gateway:
            target = f"localhost:{gateway.port()}"
            must_be_right(
                node.run(
                    "grpc_client.mjs",
                    TARGET=target,
                    CALLS=EVERY_KIND,
                    ROOT=trusted,
                    TOKEN=KEY.token(),
                )
            )
    finally:
        server.stop()


def test_a_path_without_a_route_is_unimplemented(refusals, server):
    refusals(UNIMPLEMENTED, "route.not_found", route(server.address, path="/other"))


def test_a_backend_that_is_not_there_is_unavailable(refusals):
    refusals(UNAVAILABLE, "upstream.connect", route(f"127.0.0.1:{closed_port()}"))


def test_an_access_log_line_tells_the_status(call, gateway):
    call("unary")
    record = gateway.log_record(http_path="/test.Echo/Unary", http_status=200)
    assert record["http.version"] == "HTTP/2.0"
