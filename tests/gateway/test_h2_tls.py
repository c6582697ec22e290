"""HTTP/2 over TLS: it is spoken where ALPN chose it, and nowhere else."""

import pytest

from harness.certificates import Authority, SecureWire, client_context
from harness.configs import route, secure
from harness.http2 import PREFACE, Http2, settings
from harness.process import Gateway


@pytest.fixture(scope="module")
def root():
    return Authority()


@pytest.fixture(scope="module")
def files(root, tmp_path_factory):
    return root.issue("a.test", "a.test", "b.test").write(tmp_path_factory.mktemp("tls"), "a")


def speak(wire):
    return Http2(0, sock=wire.socket)


def connect(gateway, root, alpn=None, name="a.test"):
    return SecureWire(gateway.port(), client_context(root, alpn=alpn), name)


def test_http2_is_preferred_where_a_client_offers_both(files, upstream, root):
    rules = {"authorization": {"rules": ['request.scheme == "https" && request.version == "HTTP/2.0"']}}
    made = secure(files, upstream, routes=route(upstream, policies=rules))
    with Gateway(made) as gateway, connect(gateway, root, ["http/1.1", "h2"]) as wire:
        assert wire.socket.selected_alpn_protocol() == "h2"
        client = speak(wire)
        for _ in range(3):
            assert client.ask(authority="a.test", scheme="https").status == 200
        large = b"x" * 200_000
        stream = client.request("POST", "/", end=False, authority="a.test", scheme="https")
        for at in range(0, len(large), 10_000):
            client.send_when_open(stream, large[at : at + 10_000])
        client.data(stream, b"", end=True)
        assert client.response(stream).text == "got 200000 bytes"


@pytest.mark.parametrize("alpn", [None, ["http/1.1"]])
def test_a_preface_without_its_alpn_is_refused(files, upstream, root, alpn):
    with Gateway(secure(files, upstream)) as gateway, connect(gateway, root, alpn) as wire:
        wire.send(PREFACE + settings())
        assert wire.response().status == 505


def test_http_1_1_without_its_alpn_is_cut_off(files, upstream, root):
    with Gateway(secure(files, upstream)) as gateway, connect(gateway, root, ["h2"]) as wire:
        wire.send(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
        while wire.socket.recv(65536):
            pass
        assert not upstream.requests.all()


def test_the_configured_protocols_are_those_that_are_spoken(files, upstream, root):
    made = secure(files, upstream)
    made["frontendPolicies"] = {"tls": {"alpn": ["http/1.1"]}}
    with Gateway(made) as gateway, connect(gateway, root, ["h2", "http/1.1"]) as wire:
        assert wire.socket.selected_alpn_protocol() == "http/1.1"
        assert wire.ask("GET", "/", host="a.test").status == 200


def test_a_request_for_another_listener_is_sent_elsewhere(files, upstream, root):
    listeners = [
        {"name": name, "hostname": f"{name}.test", "tls": files} for name in ("a", "b")
    ]
    made = secure(files, upstream)
    made["gateways"] = {"default": {"port": 0, "listeners": listeners}}
    with Gateway(made) as gateway, connect(gateway, root, ["h2"]) as wire:
        client = speak(wire)
        assert client.ask(authority="b.test", scheme="https").status == 421
        assert client.ask(authority="a.test", scheme="https").status == 200


def test_a_connection_that_shows_too_little_since_a_reload_is_ended(files, upstream, root, tmp_path):
    made = secure(files, upstream)
    with Gateway(made) as gateway, connect(gateway, root, ["h2"]) as wire:
        client = speak(wire)
        assert client.ask(authority="a.test", scheme="https").status == 200
        gateway.reload(secure(files, upstream, tls={"root": root.write_root(tmp_path)}))
        assert client.ask(authority="a.test", scheme="https").status == 421
        client.rest()
        assert client.goaways
