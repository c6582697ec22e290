"""By which way keys are fetched: a proxy, a certificate of the gateway's own."""

import ssl

import pytest

from harness import tokens
from harness.certificates import Authority, SecureServer
from harness.configs import config, jwt_auth, route
from harness.key_server import JSON, KeyServer, by_url, patient
from harness.process import run
from harness.rig import Rig
from harness.upstream import plain
from harness.wire import bearer

KEY = tokens.shared_key("ES256")


def guarded(upstream, jwks):
    return config(route(upstream, policies={"jwtAuth": jwt_auth(jwks)}))


def rig_for(jwks, **more):
    return Rig(lambda upstream: guarded(upstream, jwks), **more)


@pytest.fixture
def proxy():
    """It has the keys itself, whatever server is asked for."""
    with KeyServer(KEY) as made:
        yield made


def test_a_proxy_is_asked_in_the_servers_place(proxy):
    there = f"http://me:hunter2@{proxy.address}"
    with rig_for(patient("http://idp.invalid/keys", proxy=there)) as rig:
        rig.ask("/", bearer(KEY.token())).must_pass()
        ended = rig.gateway.stop()
    (seen,) = proxy.requests.all()
    assert seen.target == "http://idp.invalid/keys"
    assert seen.values("proxy-authorization") == ["Basic bWU6aHVudGVyMg=="]
    assert "hunter2" not in ended.output


def test_no_proxy_is_taken_from_the_environment(proxy):
    variables = {name: f"http://{proxy.address}" for name in ("http_proxy", "ALL_PROXY")}
    with rig_for(by_url("http://127.0.0.1:1/keys"), env=variables) as rig:
        rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")
    assert proxy.asked == 0


def test_a_proxy_is_no_way_around_forbidden_addresses(proxy):
    codes = {
        "169.254.169.254": "fetch.forbidden_address",
        "169.254.169.254.": "fetch.name",  # without a proxy no such name is known
        "[fe80::1]": "fetch.forbidden_address",
    }
    for address, code in codes.items():
        jwks = by_url(f"http://{address}/keys", proxy=f"http://{proxy.address}")
        with rig_for(jwks) as rig:
            rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")
            assert code in rig.gateway.log_text()
    denied = by_url("http://idp.invalid/keys", proxy=f"http://{proxy.address}", denyPrivateAddresses=True)
    with rig_for(denied) as rig:
        rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")
    assert proxy.asked == 0


def test_a_server_may_ask_for_a_certificate(tmp_path):
    servers, clients = Authority("servers"), Authority("clients")
    own = servers.issue("idp.test", "localhost").write(tmp_path, "idp")
    ours = clients.issue("gateway").write(tmp_path, "ours")
    theirs = servers.issue("gateway").write(tmp_path, "theirs")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own["cert"], own["key"])
    context.load_verify_locations(clients.write_root(tmp_path, "clients"))
    context.verify_mode = ssl.CERT_REQUIRED
    answer = plain(200, tokens.key_set(KEY).encode(), [JSON])

    def serve(sock):
        if sock.recv(1 << 16):
            sock.sendall(answer)

    root = servers.write_root(tmp_path)
    with SecureServer(context, serve) as server:
        url = f"https://localhost:{server.port}/keys"
        with rig_for(patient(url, root=root, clientCertificate=ours)) as rig:
            rig.ask("/", bearer(KEY.token())).must_pass()
        for other in ({}, {"clientCertificate": theirs}):
            with rig_for(by_url(url, root=root, **other)) as rig:
                rig.ask("/", bearer(KEY.token())).must_refuse(503, "jwt.keys_unavailable")


@pytest.mark.parametrize(
    "more,says",
    [
        ({"proxy": "socks5://a"}, "expected a URL that begins with http:// or https://"),
        ({"clientCertificate": {"cert": "a.pem"}}, "key"),
        ({"clientCertificate": {"cert": "absent.pem", "key": "absent.pem"}}, "absent.pem"),
    ],
)
def test_settings_that_cannot_be_are_refused(more, says, tmp_path):
    import yaml

    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(guarded("127.0.0.1:1", by_url("http://127.0.0.1:1/", **more))))
    done = run("-f", str(path), "--validate-only", cwd=tmp_path)
    assert done.code == 1 and says in done.stderr
