"""TLS in front: versions, names, sessions, strangers, and messages of every size through it."""

import socket
import ssl
import subprocess

import pytest

from harness.certificates import (
    SecureWire,
    ask_secure,
    await_metric,
    client_context,
    handshake_error,
)
from harness.configs import config, route, secure
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


def metrics(gateway):
    return ask(gateway.service("stats"), target="/metrics").text


# --- what is negotiated ---


def test_a_request_is_served_and_called_https(files, upstream, context):
    rules = {"authorization": {"rules": ['request.scheme == "https" && destination.hostname == "a.test"']}}
    made = secure(files, upstream, routes=route(upstream, policies=rules), statsAddr="localhost:0")
    with Gateway(made) as gateway, SecureWire(gateway.port(), context) as wire:
        for _ in range(3):
            assert wire.ask("GET", "/x", host="a.test").status == 200
        text = metrics(gateway)
        assert 'downstream_connections_total{bind="bind/0",gateway="default/default",listener="default",protocol="https"} 1' in text
        assert 'tls_handshake_duration_seconds_count{bind="bind/0",gateway="default/default",listener="default",protocol="https"} 1' in text
        assert "jotgate_certificate_expiry_timestamp_seconds{" in text


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions_1_2_and_1_3_are_spoken(files, upstream, root, version):
    with Gateway(secure(files, upstream)) as gateway:
        limited = client_context(root, version=version)
        assert ask_secure(gateway.port(), limited).status == 200


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_older_versions_are_refused(files, upstream, root, version):
    old = client_context(root, version=version)
    old.set_ciphers("ALL:@SECLEVEL=0")
    with Gateway(secure(files, upstream, statsAddr="localhost:0")) as gateway:
        assert "PROTOCOL_VERSION" in handshake_error(gateway.port(), old)
        await_metric(gateway, 'handshake_failures_total{bind="bind/0",reason="version"} 1')


def test_the_configured_least_version_holds(files, upstream, root):
    with Gateway(secure(files, upstream, tls={"minTLSVersion": "TLS_V1_3"})) as gateway:
        old = client_context(root, version=ssl.TLSVersion.TLSv1_2)
        assert "PROTOCOL_VERSION" in handshake_error(gateway.port(), old)
        assert ask_secure(gateway.port(), client_context(root)).status == 200


def test_http_1_1_is_chosen_of_what_a_client_offers(files, upstream, root):
    with Gateway(secure(files, upstream)) as gateway:
        with SecureWire(gateway.port(), client_context(root, alpn=["http/1.1"])) as wire:
            assert wire.socket.selected_alpn_protocol() == "http/1.1"
            assert wire.ask("GET", "/", host="a.test").status == 200
        other = client_context(root, alpn=["smtp"])
        assert "NO_APPLICATION_PROTOCOL" in handshake_error(gateway.port(), other)


def test_curl_and_s_client_are_content(files, upstream, root, tmp_path):
    trusted = root.write_root(tmp_path)
    with Gateway(secure(files, upstream)) as gateway:
        port = gateway.port()
        done = subprocess.run(
            ["curl", "-sS", "--fail", "--http1.1", "--cacert", trusted, "--resolve", f"a.test:{port}:127.0.0.1", f"https://a.test:{port}/"],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stdout == "hello", done.stderr
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-servername", "a.test", "-CAfile", trusted, "-verify_return_error", "-verify_hostname", "a.test", "-brief"],
            input="",
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0 and "Verification: OK" in done.stderr, done.stderr


def test_sessions_are_resumed_at_any_worker(files, upstream, context):
    with Gateway(secure(files, upstream, workers=3)) as gateway:
        with SecureWire(gateway.port(), context) as wire:
            assert wire.ask("GET", "/", host="a.test").status == 200
            session = wire.socket.session
        resumed = 0
        for _ in range(12):  # the kernel spreads them over the workers
            with SecureWire(gateway.port(), context, session=session) as wire:
                assert wire.ask("GET", "/", host="a.test").status == 200
                resumed += wire.socket.session_reused
                session = wire.socket.session
        assert resumed == 12


# --- names ---


@pytest.fixture(scope="module")
def named(root, tmp_path_factory):
    """Gateway with listeners for a.test, *.b.test and everything else, each with its own certificate and upstream."""
    folder = tmp_path_factory.mktemp("named")
    serials, listeners, routes = {}, [], []
    with Upstream(name="a") as a, Upstream(name="b") as b, Upstream(name="any") as other:
        for name, upstream, hostname in (("a", a, "a.test"), ("b", b, "*.b.test"), ("any", other, "*")):
            made = root.issue(name, *([hostname] if name != "any" else ["c.test", "d.test"]))
            serials[name] = made.serial
            listeners.append({"name": name, "hostname": hostname, "tls": made.write(folder, name)})
            routes.append(route(upstream, gateways=[f"default/{name}"]))
        with Gateway(config(routes, gateways={"default": {"port": 0, "listeners": listeners}})) as gateway:
            yield gateway, serials


@pytest.mark.parametrize(
    "name, listener", [("a.test", "a"), ("A.Test", "a"), ("x.b.test", "b"), ("c.test", "any"), ("d.test", "any")]
)
def test_the_name_picks_certificate_and_listener(named, context, name, listener):
    gateway, serials = named
    with SecureWire(gateway.only_port(), context, name) as wire:
        assert wire.peer_serial() == serials[listener]
        assert wire.ask("GET", "/", host=name).get("x-upstream") == listener


def test_without_a_name_the_listener_for_all_is_picked(named, root):
    gateway, serials = named
    anyone = client_context(root)
    anyone.check_hostname = False
    with SecureWire(gateway.only_port(), anyone, name=None) as wire:
        assert wire.peer_serial() == serials["any"]
        assert wire.ask("GET", "/", host="c.test").get("x-upstream") == "any"


@pytest.mark.parametrize("name, host", [("a.test", "x.b.test"), ("a.test", "c.test"), ("x.b.test", "a.test"), ("c.test", "a.test")])
def test_another_listeners_host_is_misdirected(named, context, name, host):
    gateway, _ = named
    with SecureWire(gateway.only_port(), context, name) as wire:
        assert wire.ask("GET", "/", host=host).status == 421
        gateway.log_line("code=listener.misdirected", f"http.host={host}")
        # The connection itself is good.
        assert wire.ask("GET", "/", host=name).status == 200
        assert wire.ask("GET", "/", host=name.upper() + ".").status == 200


def test_a_name_that_nobody_has_is_refused(root, upstream, tmp_path):
    listener = {"hostname": "a.test", "tls": root.issue("a", "a.test").write(tmp_path, "a")}
    made = config(route(upstream), gateways={"default": {"port": 0, "listeners": [listener]}}, statsAddr="localhost:0")
    with Gateway(made) as gateway:
        assert "UNRECOGNIZED_NAME" in handshake_error(gateway.only_port(), client_context(root), "c.test")
        with SecureWire(gateway.only_port(), client_context(root)) as wire:
            assert wire.ask("GET", "/", host="c.test").status == 404
        await_metric(gateway, 'reason="name"} 1')


# --- strangers ---


def test_a_slow_handshake_is_cut_off_and_nobody_waits_for_it(files, upstream, context):
    made = secure(files, upstream)
    made["frontendPolicies"] = {"tls": {"handshakeTimeout": "1s"}}
    with Gateway(made) as gateway:
        with Wire(gateway.port()) as silent, Wire(gateway.port()) as dribbling:
            dribbling.send(b"\x16\x03\x01\x02")
            assert ask_secure(gateway.port(), context).status == 200
            assert silent.is_closed() and dribbling.is_closed()


@pytest.mark.parametrize(
    "stranger",
    [
        b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"SSH-2.0-x\r\n",
        b"\x00" * 64,
        b"\xff" * 20_000,
        b"\x16\x03\x01\x40\x00" + b"\x01\x00\x3f\xfc" + b"\x00" * 16380,
        b"\x15\x03\x01\x00\x02\x02\x00",
        b"\x17\x03\x03\x00\x10" + b"x" * 16,
    ],
)
def test_garbage_before_the_handshake_harms_nobody(files, upstream, context, stranger):
    with Gateway(secure(files, upstream)) as gateway:
        with Wire(gateway.port()) as wire:
            wire.try_send(stranger)
            wire.finish_sending()
            rest = wire.rest()
            assert not rest.startswith(b"HTTP/"), rest
        assert ask_secure(gateway.port(), context).status == 200


def test_garbage_within_the_handshake_harms_nobody(files, upstream, context):
    with Gateway(secure(files, upstream)) as gateway:
        memory_in, memory_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        half = context.wrap_bio(memory_in, memory_out, server_hostname="a.test")
        with pytest.raises(ssl.SSLWantReadError):
            half.do_handshake()
        with Wire(gateway.port()) as wire:
            wire.send(memory_out.read())
            wire.take(100)
            wire.try_send(b"\x17\x03\x03\x00\x40" + b"\x00" * 64)
            wire.finish_sending()
            wire.rest()
        assert ask_secure(gateway.port(), context).status == 200


def test_the_drain_ends_handshakes(files, upstream):
    with Gateway(secure(files, upstream)) as gateway, Wire(gateway.port()) as silent:
        silent.send(b"\x16")
        gateway.stop()
        gateway.stop = lambda: None
        assert silent.is_closed()


def test_a_plain_client_is_not_answered_by_plain_http(files, upstream):
    with Gateway(secure(files, upstream)) as gateway:
        with socket.create_connection(("127.0.0.1", gateway.port()), timeout=30) as plain:
            plain.sendall(request_bytes("GET", "/", host="a.test"))
            assert not plain.recv(100).startswith(b"HTTP")


# --- messages ---


def test_big_bodies_both_ways_and_an_upload_beside_its_answer(files, context):
    def behave(exchange):
        exchange.start_chunked()
        for piece in exchange.body_pieces():
            exchange.chunk(piece.swapcase())
        exchange.end_chunks()

    with Upstream(behave, keeps_bytes=False) as upstream, Gateway(secure(files, upstream)) as gateway:
        with SecureWire(gateway.port(), context) as wire:
            body = bytes(range(256)) * (4 * MIB // 256)
            head = request_bytes("POST", "/", [("Content-Length", str(len(body)))], host="a.test")
            answer = wire.send_beside_reading(head + body).response("POST")
            assert answer.status == 200 and answer.body == body.swapcase()


def test_an_end_is_announced_behind_a_body_until_close(files, context):
    def behave(exchange):
        exchange.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * MIB)
        exchange.close()

    with Upstream(behave) as upstream, Gateway(secure(files, upstream)) as gateway:
        with SecureWire(gateway.port(), context) as wire:
            wire.send(b"GET / HTTP/1.0\r\nHost: a.test\r\n\r\n")
            # Without close_notify the last read would raise.
            assert len(wire.response().body) == MIB


def test_a_client_that_leaves_without_a_word_is_gone(files, context):
    gone = Gate()

    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"x")
        exchange.await_close()
        gone.set()

    with Upstream(behave) as upstream, Gateway(secure(files, upstream)) as gateway:
        wire = SecureWire(gateway.port(), context)
        wire.send(request_bytes("GET", "/", host="a.test"))
        wire.head()
        wire.reset()
        gone.await_open("the upstream's connection to be closed")


def test_a_websocket_goes_through(files, context):
    def behave(exchange):
        exchange.send(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nwelcome")
        while data := exchange.connection.socket.recv(65536):
            exchange.send(data.swapcase())
            if data.endswith(b"BYE"):
                break
        exchange.close()

    with Upstream(behave) as upstream, Gateway(secure(files, upstream)) as gateway:
        with SecureWire(gateway.port(), context) as wire:
            wire.send(request_bytes("GET", "/ws", [("Connection", "Upgrade"), ("Upgrade", "websocket")], host="a.test"))
            assert wire.head().status == 101 and wire.take(7) == b"welcome"
            wire.send(b"x" * 200_000)
            assert wire.take(200_000) == b"X" * 200_000
            wire.send(b"BYE")
            assert wire.take(3) == b"bye" and wire.is_closed()


def test_pipelined_requests_in_one_record_are_all_answered(files, upstream, context):
    with Gateway(secure(files, upstream)) as gateway, SecureWire(gateway.port(), context) as wire:
        wire.send(request_bytes("GET", "/1", host="a.test") * 20)
        for _ in range(20):
            assert wire.response().status == 200
