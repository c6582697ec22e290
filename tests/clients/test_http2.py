"""Clients that others wrote, speaking HTTP/2 with the gateway: curl, nghttp, Node."""

import pytest

from harness.certificates import Authority
from harness.configs import config, route, secure
from harness.process import Gateway
from harness.upstream import Upstream


def behave(exchange):
    body = exchange.read_body()
    if exchange.request.target == "/trailers":
        exchange.start_chunked()
        exchange.chunk(b"data")
        return exchange.end_chunks([("Grpc-Status", "0"), ("X-Sum", str(len(body)))])
    exchange.answer(body=body if exchange.request.target == "/echo" else b"hello")


@pytest.fixture(scope="module")
def root():
    return Authority()


@pytest.fixture(scope="module")
def gateways(gateway_binary, root, tmp_path_factory):
    """Without and with TLS."""
    folder = tmp_path_factory.mktemp("http2")
    files = root.issue("localhost", "localhost").write(folder, "localhost")
    trusted = root.write_root(folder)
    with Upstream(behave) as upstream, Gateway(config(route(upstream))) as plain:
        with Gateway(secure(files, upstream)) as tls:
            yield {
                "http": f"http://localhost:{plain.port()}",
                "https": f"https://localhost:{tls.port()}",
                "root": str(trusted),
            }


@pytest.fixture
def curl(run_tool, gateways):
    """Asks for a path; gives what it got, with the version behind it."""

    def ask(scheme, *arguments, path="/"):
        usual = ["-sS", "--fail", "--cacert", gateways["root"], "-w", "%{http_version}"]
        return run_tool("curl", *usual, *arguments, gateways[scheme] + path)

    return ask


def test_curl_speaks_http2_with_prior_knowledge(curl):
    assert curl("http", "--http2-prior-knowledge") == "hello2"


def test_curl_that_asks_for_an_upgrade_goes_on_in_http_1_1(curl):
    assert curl("http", "--http2") == "hello1.1"


def test_curl_agrees_on_http2_by_tls(curl):
    assert curl("https", "--http2") == "hello2"
    assert curl("https", "--http1.1") == "hello1.1"


def test_curl_posts_a_large_body(curl, tmp_path):
    (tmp_path / "body").write_bytes(b"0123456789abcdef" * 100_000)
    files = ["--data-binary", f"@{tmp_path}/body", "-o", tmp_path / "answer"]
    assert curl("https", "--http2", *files, path="/echo") == "2"
    assert (tmp_path / "answer").read_bytes() == (tmp_path / "body").read_bytes()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nghttp_is_content(run_tool, gateways, scheme):
    told = run_tool("nghttp", "-v", "--no-verify-peer", *[f"{gateways[scheme]}/{i}" for i in range(5)])
    assert told.count(":status: 200") == 5 and "GOAWAY" not in told.replace("send GOAWAY", "")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_h2load_loses_no_request(run_tool, gateways, scheme):
    told = run_tool("h2load", "-n", 2000, "-c", 4, "-m", 20, gateways[scheme] + "/")
    assert "2000 succeeded, 0 failed, 0 errored" in told


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_node_is_content(node, gateways, root, scheme):
    seen = node.run("http2_client.mjs", URL=gateways[scheme], CA=open(gateways["root"]).read())
    assert seen == {
        "protocol": "h2c" if scheme == "http" else "h2",
        "many": 50,
        "large": 2_000_000,
        "trailers": {"grpc-status": "0", "x-sum": "4"},
        "extended_connect": True,
    }
