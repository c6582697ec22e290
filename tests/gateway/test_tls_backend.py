"""TLS towards backends: what is trusted, what is shown, and what is checked less only when told so."""

import ssl

import pytest

from harness.certificates import DAY, Authority, SecureServer, telling
from harness.configs import config, route
from harness.http1 import Closed, Reader
from harness.process import Gateway, run, as_text
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


@telling
def tell_peer(secure):
    """Who the client is by its certificate."""
    shown = secure.getpeercert() or {}
    name = dict(pair[0] for pair in shown.get("subject", ())).get("commonName", "nobody")
    return f"{name} {secure.version()} reused={secure.session_reused}"


class World:
    def __init__(self, folder):
        self.folder = folder
        self.root = Authority("backend root")
        self.clients = Authority("client root")
        self.roots = {"root": self.root.write_root(folder, "root")}

    def server(self, credentials=None, demands=False, behave=tell_peer, version=None):
        made = credentials or self.root.issue("backend", "localhost")
        files = made.write(self.folder, f"server-{made.serial}")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files["cert"], files["key"])
        if demands:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.clients.write_root(self.folder, "clients"))
        if version:
            context.minimum_version = context.maximum_version = version
        return SecureServer(context, behave)

    def shown(self, name="gateway", by=None):
        return (by or self.clients).issue(name).write(self.folder, f"shown-{name}")


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("backend"))


def to(server, tls, **settings):
    return config(route({"host": f"localhost:{server.port}", "policies": {"backendTLS": tls}}), **settings)


def refused(gateway, *says):
    assert ask(gateway.port()).status == 503
    gateway.log_line("code=upstream.tls", *says)


def test_the_configured_root_is_trusted(world):
    with world.server() as server, Gateway(to(server, world.roots)) as gateway:
        for _ in range(3):
            assert ask(gateway.port()).text == "nobody TLSv1.3 reused=False"
        assert server.accepted == 1  # the connection is kept


def test_the_name_is_sent_and_the_host_is_the_backends(world):
    asked = []

    def tell_host(secure):
        request = Reader(lambda: secure.recv(1 << 16)).request_head()
        body = request.get("host").encode()
        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    with world.server(behave=tell_host) as server, Gateway(to(server, world.roots)) as gateway:
        server.context.sni_callback = lambda _, name, __: asked.append(name)
        assert ask(gateway.port()).text == f"localhost:{server.port}"
        assert asked == ["localhost"]


def test_plaintext_where_tls_is_expected_is_refused(world, upstream):
    with Gateway(to(upstream, world.roots)) as gateway:
        refused(gateway)
    upstream.faults.clear()  # a handshake is no HTTP


def test_it_may_stand_at_the_route(world):
    with world.server() as server:
        made = config(route(f"localhost:{server.port}", policies={"backendTLS": world.roots}))
        with Gateway(made) as gateway:
            assert ask(gateway.port()).status == 200


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda world: Authority("other").issue("backend", "localhost"), "issuer certificate"),
        (lambda world: world.root.issue("backend", "localhost", since=-3 * DAY, until=-DAY), "expired"),
        (lambda world: world.root.issue("backend", "localhost", since=DAY, until=2 * DAY), "not yet valid"),
        (lambda world: world.root.issue("backend", "other.test"), "mismatch"),
        (lambda world: world.root.issue("localhost", "other.test"), "mismatch"),
    ],
)
def test_a_wrong_certificate_is_refused(world, make, says):
    with world.server(make(world)) as server, Gateway(to(server, world.roots)) as gateway:
        refused(gateway, says)


def test_the_systems_roots_do_not_help_beside_configured_ones(world, tmp_path):
    other = Authority("other")
    env = {"SSL_CERT_FILE": other.write_root(tmp_path)}
    with world.server(other.issue("backend", "localhost")) as server:
        with Gateway(to(server, {}), env=env) as gateway:
            assert ask(gateway.port()).status == 200
        with Gateway(to(server, world.roots), env=env) as gateway:
            refused(gateway)


def test_a_client_certificate_is_shown_where_it_is_asked_for(world):
    with world.server(demands=True) as server:
        with Gateway(to(server, {**world.roots, **world.shown()})) as gateway:
            assert ask(gateway.port()).text.startswith("gateway ")
        with Gateway(to(server, {**world.roots, **world.shown("stranger", Authority("x"))})) as gateway:
            assert ask(gateway.port()).status == 503
        with Gateway(to(server, world.roots)) as gateway:
            assert ask(gateway.port()).status == 503


def test_pools_of_different_settings_are_not_shared(world):
    with world.server(demands=True) as server:
        routes = [
            route({"host": f"localhost:{server.port}", "policies": {"backendTLS": {**world.roots, **world.shown(name)}}}, path=f"/{name}")
            for name in ("ann", "bob")
        ]
        with Gateway(config(routes)) as gateway:
            for _ in range(2):
                for name in ("ann", "bob"):
                    assert ask(gateway.port(), target=f"/{name}").text.startswith(f"{name} ")
            assert server.accepted == 2


def test_other_names_are_accepted_when_listed(world):
    made = world.root.issue("x", "other.test", "spiffe://td/backend")
    for listed, status in (
        (["other.test"], 200),
        (["z.test", "spiffe://td/backend"], 200),
        (["spiffe://td/another"], 503),
    ):
        with world.server(made) as server:
            with Gateway(to(server, {**world.roots, "subjectAltNames": listed})) as gateway:
                assert ask(gateway.port()).status == status
    with world.server(made) as server:
        with Gateway(to(server, {**world.roots, "hostname": "other.test"})) as gateway:
            assert ask(gateway.port()).status == 200


def test_less_is_checked_only_when_told_and_then_it_is_said(world):
    wrong_name, wrong_root = world.root.issue("x", "other.test"), Authority("o").issue("x", "localhost")
    for made, tls, status in (
        (wrong_name, {**world.roots, "insecureHost": True}, 200),
        (wrong_root, {**world.roots, "insecureHost": True}, 503),
        (wrong_root, {"insecure": True}, 200),
    ):
        with world.server(made) as server, Gateway(to(server, tls)) as gateway:
            assert ask(gateway.port()).status == status
            (key,) = set(tls) - {"root"}
            says = f" warning   localhost:{server.port}: backendTLS: {key},"
            assert any(says in line for line in gateway.stderr.all()), gateway.log_text()


def test_version_1_2_is_spoken(world):
    with world.server(version=ssl.TLSVersion.TLSv1_2) as server, Gateway(to(server, world.roots)) as gateway:
        assert "TLSv1.2" in ask(gateway.port()).text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_older_versions_are_refused(world):
    with world.server(version=ssl.TLSVersion.TLSv1_1) as server, Gateway(to(server, world.roots)) as gateway:
        server.context.set_ciphers("ALL:@SECLEVEL=0")
        refused(gateway)


def test_sessions_are_resumed(world):
    def once(secure):
        try:
            tell_peer_once(secure)
        finally:
            secure.unwrap()

    def tell_peer_once(secure):
        Reader(lambda: secure.recv(1 << 16)).request_head()
        body = f"reused={secure.session_reused}".encode()
        secure.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    with world.server(behave=once) as server, Gateway(to(server, world.roots)) as gateway:
        assert ask(gateway.port()).text == "reused=False"
        assert ask(gateway.port()).text == "reused=True"


def test_a_body_until_close_must_end_with_an_announcement(world):
    def cut(secure, announce):
        Reader(lambda: secure.recv(1 << 16)).request_head()
        secure.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1000)
        if announce:
            secure.unwrap()

    for announce in (True, False):
        with world.server(behave=lambda secure: cut(secure, announce)) as server:
            with Gateway(to(server, world.roots)) as gateway, Wire(gateway.port()) as wire:
                wire.send(request_bytes("GET", "/"))
                if announce:
                    assert len(wire.response().body) == 1000
                else:
                    with pytest.raises(Closed):
                        wire.response()
                    gateway.log_line("code=upstream.closed", "close_notify")


def test_big_bodies_go_both_ways(world):
    def echo(secure):
        reader = Reader(lambda: secure.recv(1 << 16))
        request = reader.request_head()
        secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % request.length)
        for piece in reader.body_pieces(request, request.length):
            secure.sendall(piece)

    body = bytes(range(256)) * (4 * MIB // 256)
    with world.server(behave=echo) as server, Gateway(to(server, world.roots)) as gateway:
        assert ask(gateway.port(), "POST", body=body).body == body


@pytest.mark.parametrize(
    "tls, says",
    [
        ({"cert": "CERT"}, "`cert` and `key` belong together"),
        ({"cert": "CERT", "key": "OTHER"}, "the key is not the certificate's"),
        ({"root": "KEY"}, "backendTLS.root: holds no certificate"),
        ({"root": "/no/such/file"}, "backendTLS.root: cannot read"),
        ({"insecure": True, "root": "CERT"}, "no certificate is checked"),
        ({"keyExchangeGroups": ["X25519_MLKEM768"]}, "needs OpenSSL 3.5"),
        ({"spiffe": {}}, "does not honour it yet"),
        ({"alpn": ["smtp"]}, "expected h2 or http/1.1"),
    ],
)
def test_what_cannot_be_is_told_at_load(world, tls, says):
    shown, other = world.shown("one"), world.shown("two")
    names = {"CERT": shown["cert"], "KEY": shown["key"], "OTHER": other["key"]}
    tls = {k: names.get(v, v) if isinstance(v, str) else v for k, v in tls.items()}
    made = config(route({"host": "localhost:1", "policies": {"backendTLS": tls}}))
    done = run("--validate-only", "-c", as_text(made))
    assert done.code == 1 and says in done.stderr, done.output
    assert "PRIVATE" not in done.output


def test_a_model_may_be_behind_it(world):
    with world.server() as server:
        base = {"provider": {"custom": {"formats": [{"type": "completions"}]}}, "params": {"baseUrl": f"https://localhost:{server.port}/v1"}}
        llm = {
            "port": 0,
            "providers": [{"name": "own", **base, "defaults": {"tls": world.roots}}],
            "models": [{"name": "one", **base, "backendTLS": world.roots}, {"name": "two", "provider": {"reference": "own"}}, {"name": "bad", **base}],
        }
        with Gateway({"config": config([])["config"], "llm": llm}) as gateway:
            for model, status in (("one", 200), ("two", 200), ("bad", 503)):
                body = b'{"model": "%s", "messages": []}' % model.encode()
                answer = ask(gateway.port("llm"), "POST", "/v1/chat/completions", [("Content-Type", "application/json")], body)
                assert answer.status == status, answer.text
