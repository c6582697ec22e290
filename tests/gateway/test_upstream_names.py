"""Names of upstreams and the way to their addresses."""

import socket

import pytest

from harness.configs import config, host, route
from harness.process import Gateway, run
from harness.upstream import Deaf, Upstream, closed_port
from harness.wire import ask


def v6_listener():
    try:
        listener = socket.socket(socket.AF_INET6)
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(("::1", 0))
        return listener
    except OSError:
        pytest.skip("there is no IPv6 here")


@pytest.mark.parametrize("name", ["localhost", "api.localhost", "Api.LOCALHOST", "api.localhost."])
def test_localhost_and_what_is_under_it_is_loopback(name):
    """RFC 6761: known without a hosts file, and never asked for over the network."""
    with Upstream() as upstream, Gateway(config(route(f"{name}:{upstream.port}"))) as gateway:
        assert ask(gateway.port()).status == 200


@pytest.mark.parametrize("family,status", [("V4Only", 200), ("V6Only", 503), ("All", 200)])
def test_only_the_families_that_were_chosen_are_tried(family, status):
    with Upstream() as upstream, Gateway(
        config(route(f"localhost:{upstream.port}"), dns={"lookupFamily": family})
    ) as gateway:
        assert ask(gateway.port()).status == status


def test_without_ipv6_only_ipv4_is_tried():
    with v6_listener() as listener:
        listener.listen()
        backend = f"localhost:{listener.getsockname()[1]}"
        with Gateway(config(route(backend), enableIpv6=False)) as gateway:
            response = ask(gateway.port())
            assert response.status == 503 and "could not be reached" in response.text
            gateway.log_line("code=upstream.connect", "127.0.0.1: ")


def test_an_address_that_refuses_gives_way_to_the_next():
    with v6_listener() as listener:
        listener.listen()
        port = listener.getsockname()[1]
        with Gateway(config(route(f"localhost:{port}"))) as gateway:
            # 127.0.0.1 refuses; ::1 takes the connection and says nothing.
            with socket.create_connection(("127.0.0.1", gateway.port())) as client:
                client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                accepted, _ = listener.accept()
                with accepted:
                    assert accepted.recv(1 << 16).startswith(b"GET / HTTP/1.1\r\n")


def test_connecting_ends_by_the_backends_own_timeout():
    policies = {"tcp": {"keepalives": {}, "connectTimeout": "1ms"}}
    with Deaf() as deaf, Gateway(
        config(route(host(f"127.0.0.1:{deaf.port}", policies=policies)))
    ) as gateway:
        assert ask(gateway.port()).status == 503
        gateway.log_line("code=upstream.connect", "127.0.0.1: timed out")


def test_connecting_ends_by_the_timeout_of_all_backends():
    with Deaf() as deaf, Gateway(
        config(route(f"127.0.0.1:{deaf.port}"), backend={"connectTimeout": "1ms"})
    ) as gateway:
        assert ask(gateway.port()).status == 503
        gateway.log_line("code=upstream.connect", "127.0.0.1: timed out")


def test_a_client_that_leaves_ends_the_connecting():
    with Deaf() as deaf, Gateway(config(route(f"127.0.0.1:{deaf.port}"))) as gateway:
        with socket.create_connection(("127.0.0.1", gateway.port())) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        gateway.log_line("code=http.client_gone")


def test_a_pool_that_keeps_nothing_connects_anew_each_time():
    with Upstream() as upstream, Gateway(
        config(route(upstream), backend={"poolMaxSize": 0})
    ) as gateway:
        for _ in range(3):
            assert ask(gateway.port()).status == 200
        assert len(upstream.connections) == 3


def test_what_the_systems_resolver_decides_is_refused_by_name(tmp_path):
    (tmp_path / "config.yaml").write_text(
        "config: {dns: {edns0: true}}\n"
        f"binds: [{{port: 0, listeners: [{{routes: [{{backends: [{{host: 'localhost:{closed_port()}'}}]}}]}}]}}]\n"
    )
    done = run("--validate-only", "-f", "config.yaml", cwd=tmp_path)
    assert done.code != 0 and "edns0" in done.output and "/etc/resolv.conf" in done.output
