"""Tokens bound to a client certificate (RFC 8705): good with that certificate on the connection, and only so."""

import hashlib

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from harness import tokens
from harness.certificates import Authority, ask_secure, client_context
from harness.configs import config, jwt_auth, route
from harness.process import Gateway
from harness.rig import Rig
from harness.tokens import b64
from harness.wire import bearer

KEY = tokens.shared_key("ES256")


def auth(mode):
    return {"jwtAuth": jwt_auth([KEY], certificateBinding=mode)}


def bound_to(certificate):
    return {"x5t#S256": b64(hashlib.sha256(certificate).digest())}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bound")
    root, clients = Authority("server root"), Authority("client root")
    tls = {**root.issue("a.test", "a.test").write(folder, "server")}
    tls["root"] = clients.write_root(folder, "clients")
    people = {name: clients.issue(name) for name in ("alice", "bob")}
    contexts = {name: client_context(root, each, folder) for name, each in people.items()}
    digests = {n: bound_to(each.certificate.public_bytes(Encoding.DER)) for n, each in people.items()}
    return tls, contexts, digests


def test_a_bound_token_needs_the_certificate_it_is_bound_to(world, upstream):
    tls, contexts, digests = world
    routes = [route(upstream, path=f"/{m}", policies=auth(m)) for m in ("ifBound", "required")]
    with Gateway(config(routes, gateway={"tls": tls})) as gateway:

        def ask(who, path, **claims):
            headers = bearer(KEY.token(**claims))
            return [
                ask_secure(gateway.port(), contexts[who], target=path, headers=headers)
                for _ in range(2)
            ]

        def all_refused(answers, code):
            assert all(a.status == 401 and code in a.text for a in answers), answers

        for path in ("/ifBound", "/required"):
            assert all(a.status == 200 for a in ask("alice", path, cnf=digests["alice"]))
            all_refused(ask("bob", path, cnf=digests["alice"]), "(jwt.certificate_binding)")
            both = {**digests["alice"], "jkt": "x"}
            all_refused(ask("alice", path, cnf=both), "(jwt.unchecked_binding)")
        assert all(a.status == 200 for a in ask("alice", "/ifBound"))
        all_refused(ask("alice", "/required"), "(jwt.certificate_binding)")


def test_without_tls_no_bound_token_is_good(world):
    digests = world[2]
    with Rig(lambda upstream: config(route(upstream, policies=auth("ifBound")))) as rig:
        headers = bearer(KEY.token(cnf=digests["alice"]))
        rig.ask("/", headers).must_refuse(401, "(jwt.certificate_binding)")
        rig.ask("/", bearer(KEY.token())).must_pass()
