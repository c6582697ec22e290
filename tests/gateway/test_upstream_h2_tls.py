"""Which HTTP is spoken to a backend behind TLS: what is offered (ALPN), and what becomes of the server's choice."""

import ssl
import threading

import pytest

from harness.certificates import Authority, SecureServer, telling
from harness.configs import config, route
from harness.h2_upstream import H2Upstream
from harness.http1 import Reader
from harness.process import Gateway
from harness.wire import Wire, ask, request_bytes

BY_H2 = {"http": {"version": "HTTP/2.0"}}
GRPC = [("Content-Type", "application/grpc"), ("TE", "trailers")]


@telling
def tell_protocol(secure):
    """What was agreed upon."""
    return str(secure.selected_alpn_protocol())


class World:
    def __init__(self, folder):
        root = Authority("backend root")
        self.roots = {"root": root.write_root(folder, "root")}
        self.files = root.issue("backend", "localhost").write(folder, "server")

    def context(self, *protocols):
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(self.files["cert"], self.files["key"])
        if protocols:
            made.set_alpn_protocols(list(protocols))
        return made

    def gateway(self, server, *offered, **policies):
        tls = {**self.roots, **({"alpn": list(offered)} if offered else {})}
        backend = {"host": f"localhost:{server.port}", "policies": {"backendTLS": tls, **policies}}
        return Gateway(config(route(backend)))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("h2tls"))


def test_the_server_chooses_http2(world):
    with H2Upstream(tls=world.context("h2", "http/1.1")) as server:
        with world.gateway(server, "http/1.1", "h2") as gateway:
            for body in (b"", b"four"):
                text = ask(gateway.port(), "POST" if body else "GET", "/", body=body).text
                assert text == ("got 4 bytes" if body else "hello")
        assert {stream.get(":scheme") for stream in server.requests.all()} == {"https"}
        assert len(server.connections) == 1


def test_those_who_wait_for_the_servers_choice_share_its_connection(world):
    with H2Upstream(tls=world.context("h2")) as server, world.gateway(server, "h2") as gateway:
        threads = [threading.Thread(target=ask, args=(gateway.port(),)) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(server.requests) == 20 and len(server.connections) == 1


def test_the_server_chooses_http1(world):
    with SecureServer(world.context("http/1.1"), tell_protocol) as server:
        with world.gateway(server, "h2", "http/1.1") as gateway:
            for _ in range(3):
                assert ask(gateway.port()).text == "http/1.1"
            assert server.accepted == 1  # the connection that was made to ask is kept


def test_a_body_that_began_in_http2_does_not_go_on_in_http1(world):
    context = world.context("h2")

    def change(stream):
        context.set_alpn_protocols(["http/1.1"])
        stream.connection.go_away(0)

    with H2Upstream(change, tls=context) as server:
        with world.gateway(server, "h2", "http/1.1") as gateway:
            response = ask(gateway.port(), "POST", body=b"four")
            assert response.status == 503 and "upstream.busy" in response.text
            gateway.log_line("HTTP/1.1 where it was HTTP/2")
        assert len(server.requests) == 1 and len(server.connections) == 2


def test_a_server_that_knows_no_alpn_is_spoken_to_in_http1(world):
    with SecureServer(world.context(), tell_protocol) as server:
        with world.gateway(server, "h2", "http/1.1") as gateway:
            assert ask(gateway.port()).text == "None"


def test_nothing_is_offered_where_nothing_is_said(world):
    with SecureServer(world.context("h2", "http/1.1"), tell_protocol) as server:
        with world.gateway(server) as gateway:
            assert ask(gateway.port()).text == "None"


def test_grpc_asks_for_http2_by_itself(world):
    def answer(stream):
        stream.read_body()
        stream.answer(trailers=[("grpc-status", "0")])

    with H2Upstream(answer, tls=world.context("h2")) as server:
        with world.gateway(server) as gateway:
            response = ask(gateway.port(), "POST", "/s/m", GRPC, b"\0\0\0\0\0")
            assert response.status == 200 and response.trailers == [(b"grpc-status", b"0")]


def test_a_server_that_does_not_agree_to_http2_is_not_spoken_to(world):
    with SecureServer(world.context(), tell_protocol) as server:
        with world.gateway(server, **BY_H2) as gateway:
            assert ask(gateway.port()).status == 503
            gateway.log_line("code=upstream.tls", "ALPN")


def test_the_version_wins_over_what_tls_would_offer(world):
    with SecureServer(world.context("h2", "http/1.1"), tell_protocol) as server:
        with world.gateway(server, "h2", "http/1.1", http={"version": "HTTP/1.1"}) as gateway:
            assert ask(gateway.port()).text == "http/1.1"


def test_an_upgrade_asks_for_http1(world):
    def switch(secure):
        Reader(lambda: secure.recv(1 << 16)).request_head()
        chosen = secure.selected_alpn_protocol().encode()
        secure.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n" + chosen
        )
        secure.recv(1)

    with SecureServer(world.context("h2", "http/1.1"), switch) as server:
        with world.gateway(server, "h2", "http/1.1") as gateway, Wire(gateway.port()) as wire:
            wire.send(request_bytes("GET", "/", [("Connection", "Upgrade"), ("Upgrade", "x")]))
            assert wire.head().status == 101 and wire.take(8) == b"http/1.1"
