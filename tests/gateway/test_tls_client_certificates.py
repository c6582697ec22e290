"""Client certificates: demanded where `root` says so, never passed by, and known to rules and the log by their words."""

import ssl

import pytest

from harness.certificates import (
    DAY,
    Authority,
    SecureWire,
    ask_secure,
    await_metric,
    client_context,
    handshake_error,
)
from harness.configs import config, route, rules
from harness.process import Gateway, run, as_text
from harness.upstream import Upstream
from harness.waiting import Deadline
from harness.wire import ask

SPIFFE = "spiffe://td.test/ns/web/sa/front"


class World:
    """A server's certificate, roots of clients, and clients of theirs."""

    def __init__(self, folder):
        self.folder = folder
        self.root = Authority("server root")
        self.clients = Authority("client root")
        self.server = self.root.issue("a.test", "a.test", "b.test").write(folder, "server")
        self.demanding = {**self.server, "root": self.clients.write_root(folder, "clients")}

    def client(self, credentials=None, **more):
        return client_context(self.root, credentials, self.folder, **more)

    def known(self, *alt_names, **more):
        return self.client(self.clients.issue("me", *(alt_names or (SPIFFE,)), **more))


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return World(tmp_path_factory.mktemp("mtls"))


def behind(world, upstream, *expressions, **settings):
    policies = {"authorization": rules(*expressions)} if expressions else None
    return config(route(upstream, policies=policies), gateway={"tls": world.demanding}, **settings)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_only_a_certificate_of_the_roots_gets_in(world, upstream, version):
    with Gateway(behind(world, upstream, statsAddr="localhost:0")) as gateway:
        port = gateway.port()
        me = world.clients.issue("me")
        assert ask_secure(port, world.client(me, version=version)).status == 200
        for stranger, reason in (
            (None, "no_certificate"),
            (Authority("other").issue("me"), "certificate"),
            (Authority("client root").issue("me"), "certificate"),  # only called the same
            (world.root.issue("me"), "certificate"),
            (world.clients.issue("me", since=-3 * DAY, until=-DAY), "certificate"),
            (world.clients.issue("me", since=DAY, until=2 * DAY), "certificate"),
        ):
            assert handshake_error(port, world.client(stranger, version=version)) != "NONE"
        await_metric(gateway, 'handshake_failures_total{bind="bind/0",reason="no_certificate"} 1')
        await_metric(gateway, 'handshake_failures_total{bind="bind/0",reason="certificate"} 5')
        assert not upstream.requests.all()[1:]


def test_an_intermediate_of_the_clients_is_followed_to_the_root(world, upstream):
    middle = Authority("middle", world.clients)
    with Gateway(behind(world, upstream)) as gateway:
        assert ask_secure(gateway.port(), world.client(middle.issue("me"))).status == 200


@pytest.mark.parametrize(
    "expression",
    [
        f'source.spiffeId == "{SPIFFE}"',
        'source.identity.trustDomain == "td.test" && source.identity.namespace == "web" && source.identity.serviceAccount == "front"',
        'source.subject == "CN=me" && source.subjectCn == "me" && source.issuer == "CN=client root"',
        f'"{SPIFFE}" in source.subjectAltNames && "me.test" in source.subjectAltNames && "192.0.2.7" in source.subjectAltNames',
        'source.subjectAltNames.size() == 3',
        'source.certificate.startsWith("-----BEGIN CERTIFICATE-----")',
    ],
)
def test_rules_see_the_certificate(world, upstream, expression):
    with Gateway(behind(world, upstream, expression)) as gateway:
        me = world.client(world.clients.issue("me", SPIFFE, "me.test", "192.0.2.7"))
        assert ask_secure(gateway.port(), me).status == 200


@pytest.mark.parametrize(
    "expression", ["source.spiffeId", "source.identity", "source.subject", "source.subjectAltNames", "source.certificate"]
)
def test_without_a_certificate_there_is_nothing_to_see(world, upstream, expression):
    policies = {"authorization": rules(f"!has({expression})")}
    plain = config(route(upstream, policies=policies))
    secure = config(route(upstream, policies=policies), gateway={"tls": world.server})
    with Gateway(plain) as gateway:
        assert ask(gateway.port()).status == 200
    with Gateway(secure) as gateway:
        # Shown unasked, it is not taken for more than that.
        assert ask_secure(gateway.port(), world.known()).status == 200


def test_two_spiffe_ids_are_none(world, upstream):
    with Gateway(behind(world, upstream, "!has(source.spiffeId) && !has(source.identity)")) as gateway:
        assert ask_secure(gateway.port(), world.known(SPIFFE, "spiffe://td.test/other")).status == 200


def test_a_name_cannot_look_like_another_attribute(world, upstream):
    with Gateway(behind(world, upstream, r'source.subject == "CN=me\\, O=Example"')) as gateway:
        assert ask_secure(gateway.port(), world.client(world.clients.issue("me, O=Example"))).status == 200


def test_each_client_is_itself_on_its_connection(world, upstream):
    with Gateway(behind(world, upstream, 'source.subjectCn == request.headers["x-me"]', workers=2)) as gateway:
        contexts = {name: world.client(world.clients.issue(name)) for name in ("ann", "bob")}
        for mine in contexts:
            with SecureWire(gateway.port(), contexts[mine]) as wire:
                for claimed in ("ann", "bob", mine):
                    status = wire.ask("GET", "/", [("X-Me", claimed)], host="a.test").status
                    assert status == (200 if claimed == mine else 403)


def test_the_log_names_the_identity(world, upstream):
    with Gateway(behind(world, upstream)) as gateway:
        ask_secure(gateway.port(), world.known())
        gateway.log_line(f"src.identity={SPIFFE}")
        with SecureWire(gateway.port(), world.known()) as wire:
            wire.send(b"GET / HTTP/1.0\r\n\r\n")
            wire.response()
        gateway.log_line("tls.sni=a.test")


def test_a_resumed_session_keeps_its_identity(world, upstream):
    with Gateway(behind(world, upstream, f'source.spiffeId == "{SPIFFE}"', workers=2)) as gateway:
        context = world.known()
        with SecureWire(gateway.port(), context) as wire:
            assert wire.ask("GET", "/", host="a.test").status == 200
            session = wire.socket.session
        with SecureWire(gateway.port(), context, session=session) as wire:
            assert wire.socket.session_reused
            assert wire.ask("GET", "/", host="a.test").status == 200


# --- one port, one listener that demands a certificate and one that does not ---


@pytest.fixture
def mixed(world):
    with Upstream(name="guarded") as guarded, Upstream(name="open") as opened:
        yield config(
            [route(guarded, gateways="default/guarded"), route(opened, gateways="default/open")],
            gateways={
                "default": {
                    "port": 0,
                    "listeners": [
                        {"name": "guarded", "hostname": "a.test", "tls": world.demanding},
                        {"name": "open", "hostname": "b.test", "tls": world.server},
                    ],
                }
            },
        ), guarded


def test_naming_the_guarded_host_does_not_pass_its_demand(world, mixed):
    made, guarded = mixed
    with Gateway(made) as gateway, SecureWire(gateway.only_port(), world.client(), "b.test") as wire:
        assert wire.ask("GET", "/", host="b.test").get("x-upstream") == "open"
        for host in ("a.test", "A.TEST", "a.test.", "a.test:443"):
            assert wire.ask("GET", "/", host=host).status == 421
    assert not guarded.requests.all()


def test_a_session_of_the_open_listener_does_not_open_the_guarded_one(world, mixed):
    made, guarded = mixed
    with Gateway(made) as gateway:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = world.client(version=version)
            with SecureWire(gateway.only_port(), context, "b.test") as wire:
                assert wire.ask("GET", "/", host="b.test").status == 200
                session = wire.socket.session
            with pytest.raises((ssl.SSLError, ConnectionError)):
                with SecureWire(gateway.only_port(), context, "a.test", session=session) as wire:
                    assert not wire.socket.session_reused
                    wire.socket.sendall(b"GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")
                    assert not wire.socket.recv(100)
                    raise ConnectionError("ended")
    assert not guarded.requests.all()


def test_a_reload_that_demands_more_holds_for_connections_there_are(world, upstream):
    before = config(route(upstream), gateway={"tls": world.server})
    after = config(route(upstream), gateway={"tls": world.demanding})
    with Gateway(before) as gateway:
        before_path = f"{gateway.cwd}/jotgate-test.yaml"
        with SecureWire(gateway.port(), world.client()) as wire:
            assert wire.ask("GET", "/", host="a.test").status == 200
            with open(before_path, "w") as file:
                file.write(as_text(after))
            gateway.stderr.wait_until(
                lambda lines: any("loaded anew" in line for line in lines), "the reload"
            )
            deadline = Deadline()
            while (status := wire.ask("GET", "/", host="a.test").status) == 200:
                assert not deadline.passed()
            assert status == 421 and wire.is_closed()
            gateway.log_line("code=listener.changed")
        assert ask_secure(gateway.port(), world.known()).status == 200


def test_the_list_at_start_tells_of_the_demand(world):
    done = run("--validate-only", "-c", as_text(behind(world, "127.0.0.1:1")))
    assert done.code == 0, done.output
    assert "a client must have a certificate" in done.stdout
    assert "nothing is checked" not in done.stdout
