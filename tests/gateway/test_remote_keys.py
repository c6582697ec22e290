"""Keys by URL: what is fetched, what is refused, and what stays in use while the provider is in trouble."""

import ssl
import subprocess

import pytest
import yaml

from harness import tokens
from harness.certificates import Authority, SecureServer
from harness.configs import config, jwt_auth, route
from harness.key_server import JSON, KeyServer, by_url, patient
from harness.live import Live
from harness.process import binary, environment, run
from harness.rig import Rig
from harness.upstream import Silent, Upstream, closed_port, plain
from harness.waiting import PATIENCE, until
from harness.wire import ask, bearer

OLD = tokens.shared_key("ES256", "old")
NEW = tokens.shared_key("RS256", "new")
OTHER = tokens.shared_key("ES256", "other")


def guarded(upstream, jwks, **more):
    return config(
        route(upstream, policies={"jwtAuth": jwt_auth(jwks, **more)}), statsAddr="localhost:0"
    )


@pytest.fixture
def provider():
    with KeyServer(OLD) as made:
        yield made


def rig_for(jwks, **more):
    return Rig(lambda upstream: guarded(upstream, jwks, **more))


def unavailable(rig, key=OLD):
    return rig.ask("/", bearer(key.token())).status == 503


def passes(rig, key=OLD):
    return rig.ask("/", bearer(key.token())).status == 200


def test_keys_are_there_before_anybody_is_let_in(provider):
    with rig_for(patient(provider.url)) as rig:
        assert provider.asked == 1
        rig.ask("/", bearer(OLD.token())).must_pass()
        rig.ask("/", bearer(tokens.with_broken_signature(OLD.token()))).must_refuse(
            401, "signature"
        )
        rig.ask("/").must_refuse(401, "no bearer token found")
        assert provider.asked == 1
    head = provider.requests.all()[0]
    assert head.target == "/keys" and head.values("user-agent") == ["jotgate"]
    assert not head.has("authorization")


def test_it_ends_in_order_while_it_waits_for_the_first_keys(provider, tmp_path):
    gate = provider.hang()
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(guarded("127.0.0.1:1", patient(provider.url))))
    process = subprocess.Popen(
        [binary(), "-f", str(path)], env=environment(), cwd=tmp_path, stderr=subprocess.PIPE
    )
    provider.wait_for(1)
    process.terminate()
    _, told = process.communicate(timeout=PATIENCE)
    gate.set()
    assert process.returncode == 0 and b"ready" not in told, told


def test_a_signal_that_comes_with_the_first_keys_is_not_lost(provider, tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(guarded("127.0.0.1:1", patient(provider.url))))
    gate = provider.hang()
    process = subprocess.Popen(
        [binary(), "-f", str(path)], env=environment(), cwd=tmp_path, stderr=subprocess.PIPE
    )
    provider.wait_for(1)
    process.terminate()
    gate.set()
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0


def test_one_fetch_serves_all_who_name_the_url_and_survives_a_reload(provider):
    def build(upstream, allowed):
        return config(
            [
                route(upstream, path=f"/{i}", policies={"jwtAuth": jwt_auth(patient(provider.url))})
                for i in range(5)
            ]
            + [route(upstream, path="/more", policies={"cors": {"allowOrigins": [allowed]}})]
        )

    with Upstream() as upstream, Live(build(upstream, "https://a.test")) as live:
        assert ask(live.port, target="/3", headers=bearer(OLD.token())).status == 200
        live.write(build(upstream, "https://b.test"))
        live.taken()
        assert ask(live.port, target="/3", headers=bearer(OLD.token())).status == 200
        assert provider.asked == 1


def test_a_reload_waits_for_the_keys_of_a_new_url(provider):
    with Upstream() as upstream, Live(guarded(upstream, [OTHER])) as live:
        live.write(guarded(upstream, patient(provider.url)))
        live.taken()
        assert ask(live.port, headers=bearer(OLD.token())).status == 200
        assert ask(live.port, headers=bearer(OTHER.token())).status == 401


def test_a_new_set_takes_the_place_of_the_former_one_in_the_background(provider):
    """Lessons 3.6, and the token cache: what a removed key has signed is refused, though it was known."""
    with rig_for(by_url(provider.url, unknownKeyInterval="1h")) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
        provider.serve(NEW)
        token = bearer(OLD.token())
        rig.ask("/", token)
        until(lambda: rig.ask("/", token).status == 401, "the old key to be gone")
        rig.ask("/", bearer(NEW.token())).must_pass()


def test_a_set_that_did_not_change_keeps_what_is_known_of_tokens(provider):
    provider.serve_tagged(OLD, OTHER)
    with rig_for(by_url(provider.url)) as rig:
        token = bearer(OLD.token())
        rig.ask("/", token).must_pass()
        provider.wait_for(3)
        provider.serve(OTHER, OLD)  # the same in another order
        provider.wait_for(5)
        rig.ask("/", token).must_pass()
        text = ask(rig.gateway.service("stats"), target="/metrics").text
        assert 'jotgate_jwt_cache_misses_total{issuer="issuer.test"} 1\n' in text
    asked_again = provider.requests.all()[1:]
    assert all(request.has("if-none-match") for request in asked_again[:2])


def test_a_provider_that_is_down_at_start_costs_503_until_it_is_there(provider):
    """Never 401: the token may be good."""
    provider.say(500, "")
    with rig_for(by_url(provider.url)) as rig:
        refused = rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
        assert refused.get("www-authenticate") is None
        rig.ask("/").must_refuse(401, "no bearer token found")
        rig.ask("/", bearer(OLD.token(iss="elsewhere"))).must_refuse(401, "issuer")
        provider.serve(OLD)
        until(lambda: passes(rig), "the keys")


@pytest.mark.parametrize("mode,without", [("optional", 200), ("permissive", 200)])
def test_without_keys_a_token_is_refused_where_bad_ones_are(mode, without):
    port = closed_port()
    with rig_for(by_url(f"http://127.0.0.1:{port}/keys"), mode=mode) as rig:
        assert rig.ask("/").status == without
        assert unavailable(rig) == (mode == "optional")


def test_a_slow_provider_delays_the_start_for_a_bounded_time_only():
    with Silent() as provider, rig_for(by_url(f"http://{provider.address}/keys")) as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")


TROUBLE = {
    "a 503": lambda p: p.say(503, "down"),
    "a page": lambda p: p.say(200, "<html>hello</html>", [("Content-Type", "text/html")]),
    "a page called JSON": lambda p: p.say(200, "<html>hello</html>"),
    "nothing": lambda p: p.say(200, ""),
    "an empty set": lambda p: p.serve(),
    "a set of nothing usable": lambda p: p.serve({"kty": "oct", "k": "AAAA"}, {"kty": "X"}),
    "10 MiB": lambda p: p.say(200, b'{"keys":[' + b" " * (10 << 20) + b"]}"),
    "too many keys": lambda p: p.serve(*[OTHER.public(kid=str(i)) for i in range(257)]),
    "a deep set": lambda p: p.say(200, '{"keys":' + "[" * 5000 + "]" * 5000 + "}"),
    "two sets of keys": lambda p: p.say(200, '{"keys":[],"keys":[]}'),
    "a redirect elsewhere": lambda p: p.redirect("http://127.0.0.2:1/keys"),
    "a redirect in a circle": lambda p: p.redirect("/keys"),
    "a redirect to a file": lambda p: p.redirect("file:///etc/passwd"),
    "a 304 that nobody asked for": lambda p: p.say(304, ""),
    "half an answer": lambda p: setattr(
        p,
        "answer",
        lambda e: (e.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), e.close()),
    ),
    "no HTTP": lambda p: setattr(p, "answer", lambda e: (e.send(b"hello\r\n\r\n"), e.close())),
    "endless fields": lambda p: setattr(
        p,
        "answer",
        lambda e: e.send(b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 90000 + b"\r\n\r\n"),
    ),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_nothing_takes_the_place_of_good_keys_but_good_keys(provider, trouble):
    """Lessons 3.6 (oversized JWKS) and CVE-2026-31837: on breach the last good set stays, and it is told."""
    with rig_for(by_url(provider.url)) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
        TROUBLE[trouble](provider)
        rig.gateway.stderr.wait_until(
            lambda lines: any("the former keys stay in use" in line for line in lines),
            "the warning",
        )
        rig.ask("/", bearer(OLD.token())).must_pass()
        rig.ask("/", bearer(OTHER.token())).must_refuse(401, "unknown key")
        provider.serve(NEW)
        until(lambda: passes(rig, NEW), "the new keys")


@pytest.mark.parametrize("trouble", ["a 503", "a page", "an empty set", "10 MiB"])
def test_and_none_of_it_is_a_key_set_at_start(provider, trouble):
    """CVE-2026-31837: no keys is a state, and nothing stands in for them."""
    TROUBLE[trouble](provider)
    with rig_for(by_url(provider.url)) as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")


def test_broken_and_unknown_keys_cost_only_themselves(provider):
    """Lessons 3.6: private members are not looked at, `enc` never verifies, unknown kinds are passed over."""
    secret = {**OLD.public(kid="private"), "d": "c2VjcmV0"}
    provider.serve(
        {"kty": "RSA", "kid": "broken", "n": "AA", "e": "AQAB"},
        {"kty": "future", "kid": "unknown"},
        NEW.public(use="enc"),
        secret,
        OLD,
    )
    with rig_for(patient(provider.url)) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
        rig.ask("/", bearer(NEW.token())).must_refuse(401, "unknown key")
        log = rig.gateway.log_text()
        assert "jwks.key_use" in log and "jwks.key_type" in log and "c2VjcmV0" not in log


def test_a_key_of_one_issuer_never_signs_for_another():
    """Lessons 3.1 (Tyk, Oathkeeper, KrakenD): two issuers with the same kid, also after a refresh."""
    one, two = tokens.Key("ES256", "same"), tokens.Key("ES256", "same")
    with KeyServer(one) as first, KeyServer(two) as second:

        def build(upstream):
            providers = [
                {"issuer": name, "jwks": by_url(server.url)}
                for name, server in (("one", first), ("two", second))
            ]
            policy = {"mode": "strict", "providers": providers}
            return config(route(upstream, policies={"jwtAuth": policy}))

        def crosswise(rig):
            for issuer, own, foreign in (("one", one, two), ("two", two, one)):
                rig.ask("/", bearer(own.token(iss=issuer))).must_pass()
                rig.ask("/", bearer(foreign.token(iss=issuer))).must_refuse(401, "signature")

        with Rig(build) as rig:
            crosswise(rig)
            one, two = two, one
            first.serve(one)
            second.serve(two)
            until(lambda: rig.ask("/", bearer(one.token(iss="one"))).status == 200, "the first")
            until(lambda: rig.ask("/", bearer(two.token(iss="two"))).status == 200, "the second")
            crosswise(rig)


def test_good_keys_stay_for_a_bounded_time_only(provider):
    with rig_for(by_url(provider.url, maxStale="0s")) as rig:
        token = bearer(OLD.token())
        rig.ask("/", token).must_pass()
        provider.say(503, "down")
        until(lambda: rig.ask("/", token).status == 503, "the keys to be too old")
        rig.ask("/", token).must_refuse(503, "jwt.keys_unavailable")
        provider.serve(OLD)
        until(lambda: passes(rig), "the keys to be back")


def test_a_redirect_on_the_same_host_is_followed(provider):
    keys = tokens.key_set(OLD).encode()
    provider.answer = lambda e: (
        e.answer(200, keys, [JSON])
        if e.request.target == "/b"
        else e.answer(302, b"", [("Location", "/b")])
    )
    with rig_for(patient(provider.url)) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
    assert provider.targets() == ["/keys", "/b"]


def test_a_redirect_to_another_port_is_not(provider):
    """Lessons 3.6 (Istio): a redirect is no way to somebody else's server."""
    with KeyServer(OLD) as other:
        provider.redirect(other.url)
        with rig_for(by_url(provider.url)) as rig:
            rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
            assert "fetch.redirect" in rig.gateway.log_text()
        assert other.asked == 0


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "0xa9fea9fe",
        "2852039166",
        "[::ffff:169.254.169.254]",
        "[fe80::1]",
        "[64:ff9b::a9fe:a9fe]",
        "0.0.0.0",
        "[fd00:ec2::254]",
    ],
)
def test_metadata_and_link_local_addresses_are_never_connected_to(address):
    """Lessons 3.6 (Istio 2026): judged when the socket is opened, in every spelling."""
    with rig_for(by_url(f"http://{address}/latest")) as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
        assert "fetch.forbidden_address" in rig.gateway.log_text()


def test_private_addresses_are_refused_when_that_is_asked_for(provider):
    with rig_for(by_url(provider.url, denyPrivateAddresses=True)) as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
        assert "fetch.forbidden_address" in rig.gateway.log_text()
    assert provider.asked == 0


def test_an_address_that_is_allowed_by_name_is_connected_to(provider):
    jwks = patient(provider.url, denyPrivateAddresses=True, allowAddresses=["127.0.0.0/8"])
    with rig_for(jwks) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()


def test_tls_is_verified(tmp_path):
    """CVE-2026-31923: a provider with a certificate of nobody's is refused; with its root it is trusted."""
    authority = Authority()
    files = authority.issue("idp.test", "localhost").write(tmp_path, "idp")
    root = authority.write_root(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["cert"], files["key"])
    answer = plain(200, tokens.key_set(OLD).encode(), [JSON])

    def serve(sock):
        if sock.recv(1 << 16):
            sock.sendall(answer)

    with SecureServer(context, serve) as server:
        url = f"https://localhost:{server.port}/keys"
        with rig_for(by_url(url)) as rig:
            rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
            assert "fetch.tls" in rig.gateway.log_text()
        with rig_for(patient(url, root=str(root))) as rig:
            rig.ask("/", bearer(OLD.token())).must_pass()
        other = f"https://127.0.0.1:{server.port}/keys"
        with rig_for(by_url(other, root=str(root))) as rig:
            rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
            assert "fetch.tls" in rig.gateway.log_text()


def test_no_secret_of_a_url_is_in_the_log(provider):
    provider.say(500, "hunter2 body")
    url = f"http://me:hunter2@{provider.address}/keys?sig=hunter2"
    with rig_for(by_url(url)) as rig:
        assert unavailable(rig)
        ended = rig.gateway.stop()
    assert f"http://{provider.address}/keys could not be fetched" in ended.stderr
    assert "hunter2" not in ended.output


def test_trouble_that_lasts_is_told_once(provider):
    provider.say(500, "")
    with rig_for(by_url(provider.url)) as rig:
        provider.wait_for(3)
        told = [line for line in rig.gateway.stderr.all() if "could not be fetched" in line]
        assert len(told) == 1, told


def test_a_key_file_that_is_replaced_is_picked_up(tmp_path):
    keys = tmp_path / "keys.json"
    keys.write_text(tokens.key_set(OLD))
    with Upstream() as upstream, Live(guarded(upstream, {"file": "keys.json"}), tmp_path) as live:
        assert ask(live.port, headers=bearer(OLD.token())).status == 200
        fresh = tmp_path / "keys.new"
        fresh.write_text(tokens.key_set(NEW))
        fresh.rename(keys)
        live.taken()
        assert ask(live.port, headers=bearer(OLD.token())).status == 401
        assert ask(live.port, headers=bearer(NEW.token())).status == 200


@pytest.mark.parametrize(
    "jwks,says",
    [
        ({"url": "ftp://a/keys"}, "expected a URL that begins with https:// or http://"),
        ({"url": "https://"}, "expected a URL that begins with https:// or http://"),
        ({"url": "https://a/", "file": "b"}, "only one of them may stand"),
        ({"url": "https://a/", "discovery": True}, "only one of them may stand"),
        ({"discovery": False}, "found false"),
        ({"discovery": True}, "the issuer is no URL"),
        ({"file": "b", "timeout": "1s"}, "says nothing of a file"),
        ({"url": "https://a/", "minRefresh": "2h"}, "`minRefresh` is longer than `maxRefresh`"),
        ({"url": "https://a/", "timeout": "0s"}, "timeout"),
        ({"url": "https://a/", "allowAddresses": ["10.0.0.1/8"]}, "a network such as"),
        ({"url": "https://a/", "root": "no/such"}, "cannot read the file"),
        ({}, "expected one of the keys file, url, discovery"),
    ],
)
def test_a_bad_source_is_refused(jwks, says, tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(guarded("127.0.0.1:1", jwks)))
    done = run("-f", str(path), "--validate-only", cwd=tmp_path)
    assert done.code == 1 and says in done.stderr, done.output


def test_shared_secrets_are_not_fetched(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(
        yaml.safe_dump(guarded("127.0.0.1:1", {"url": "https://a/"}, allowSymmetricKeys=True))
    )
    done = run("-f", str(path), "--validate-only")
    assert done.code == 1 and "are not fetched by URL" in done.stderr


def test_checking_a_configuration_asks_nobody(provider, tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text(yaml.safe_dump(guarded("127.0.0.1:1", patient(provider.url))))
    done = run("-f", str(path), "--validate-only")
    assert done.code == 0 and f"keys from {provider.url}" in done.stdout
    assert "its keys are fetched without TLS" in done.stdout
    assert provider.asked == 0
