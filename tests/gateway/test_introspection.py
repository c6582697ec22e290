"""Tokens that only their issuer can read (RFC 7662): it is asked once, and its trouble is nobody's bad token."""

import json
import threading
import urllib.parse

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import JSON, KeyServer
from harness.live import Live
from harness.rig import Rig
from harness.upstream import Upstream, closed_port
from harness.wire import ask, bearer

KEY = tokens.shared_key("ES256")


class Issuer(KeyServer):
    """Knows tokens by name; `forms` is what it was asked."""

    def __init__(self):
        super().__init__()
        self.forms, self.tokens = [], {}
        self.answer = self._answer

    def _behave(self, exchange):
        self.forms.append(dict(urllib.parse.parse_qsl(exchange.read_body().decode())))
        self.answer(exchange)

    def _answer(self, exchange):
        claims = self.tokens.get(self.forms[-1]["token"])
        said = {"active": False} if claims is None else {"active": True, **claims}
        exchange.answer(200, json.dumps(said).encode(), [JSON])


@pytest.fixture
def issuer():
    with Issuer() as made:
        made.tokens["opaque/1"] = {"sub": "alice", "aud": "audience.test", "exp": tokens.now() + 600}
        yield made


def rig_for(url, tmp_path, workers=1, **more):
    (tmp_path / "secret").write_text("s%cret\n")
    asked = {"url": url, "clientId": "gate:way", "clientSecret": {"file": "secret"}, **more}

    def build(upstream):
        keyed = jwt_auth([KEY])
        mode = keyed.pop("mode")
        alone = {**{name: value for name, value in keyed.items() if name != "jwks"}, "introspection": asked}
        headers = [{"header": "x-user", "claim": "sub"}]
        both = {"mode": mode, "providers": [keyed, alone], "claimsToHeaders": headers}
        return config(
            [
                route(upstream, path="/alone", policies={"jwtAuth": {"mode": mode, **alone}}),
                route(upstream, policies={"jwtAuth": both}),
            ],
            workers=workers,
        )

    return Rig(build, cwd=tmp_path)


def test_the_issuer_says_what_a_token_is(issuer, tmp_path):
    with rig_for(issuer.url, tmp_path) as rig:
        seen = rig.ask("/", bearer("opaque/1")).must_pass()
        assert seen.values("x-user") == ["alice"] and not seen.has("authorization")
        rig.ask("/", bearer("opaque/1")).must_pass()
        rig.ask("/", bearer("unknown")).must_refuse(401, "(jwt.inactive)")
        rig.ask("/", bearer("unknown")).must_refuse(401, "(jwt.inactive)")
        rig.ask("/", bearer(KEY.token())).must_pass()
        assert [form["token"] for form in issuer.forms] == ["opaque/1", "unknown"]
        head = issuer.requests.all()[0]
        assert head.method == "POST"
        assert head.values("authorization") == ["Basic " + tokens_basic("gate%3Away", "s%25cret")]
        assert "opaque/1" not in rig.gateway.log_text()


def tokens_basic(name, secret):
    import base64

    return base64.b64encode(f"{name}:{secret}".encode()).decode()


def test_where_there_are_keys_no_jwt_is_asked_about(issuer, tmp_path):
    with rig_for(issuer.url, tmp_path) as rig:
        stranger = tokens.shared_key("ES256", "not-in-the-set").token()
        issuer.tokens[stranger] = {"sub": "mallory", "aud": "audience.test", "exp": tokens.now() + 600}
        rig.ask("/", bearer(stranger)).must_refuse(401, "(jwt.unknown_key)")
        assert issuer.forms == []


def test_a_reload_that_forbids_the_endpoint_is_obeyed(issuer, tmp_path):
    def build(upstream, **more):
        keyed = {name: value for name, value in jwt_auth([KEY]).items() if name != "jwks"}
        return config(route(upstream, policies={"jwtAuth": {**keyed, "introspection": {"url": issuer.url, **more}}}))

    with Upstream() as upstream, Live(build(upstream)) as live:
        assert ask(live.port, headers=bearer("opaque/1")).status == 200
        live.write(build(upstream, denyPrivateAddresses=True))
        live.taken()
        issuer.tokens["opaque/2"] = issuer.tokens["opaque/1"]
        assert ask(live.port, headers=bearer("opaque/2")).status == 503


def test_without_keys_all_tokens_are_asked_about(issuer, tmp_path):
    with rig_for(issuer.url, tmp_path) as rig:
        token = KEY.token()
        rig.ask("/alone", bearer(token)).must_refuse(401, "(jwt.inactive)")
        assert issuer.forms[-1]["token"] == token


def test_the_usual_checks_are_made_of_the_answer(issuer, tmp_path):
    issuer.tokens["other"] = {"aud": "elsewhere", "exp": tokens.now() + 600}
    issuer.tokens["old"] = {"aud": "audience.test", "exp": tokens.now() - 600}
    issuer.tokens["foreign"] = {"aud": "audience.test", "exp": tokens.now() + 600, "iss": "x"}
    with rig_for(issuer.url, tmp_path) as rig:
        rig.ask("/", bearer("other")).must_refuse(401, "(jwt.audience)")
        rig.ask("/", bearer("old")).must_refuse(401, "(jwt.expired)")
        rig.ask("/", bearer("foreign")).must_refuse(401, "(jwt.issuer)")


def test_one_request_is_under_way_for_a_token(issuer, tmp_path):
    with rig_for(issuer.url, tmp_path, workers=2) as rig:
        gate = issuer.hang()
        answers = []
        asking = [
            threading.Thread(target=lambda: answers.append(rig.ask("/", bearer("opaque/1")).status))
            for _ in range(12)
        ]
        for one in asking:
            one.start()
        issuer.wait_for(1)
        rig.ask("/", bearer(KEY.token())).must_pass()
        gate.set()
        for one in asking:
            one.join()
        assert answers == [200] * 12
        assert 1 <= len(issuer.forms) <= 2  # one that came when the first was answered


TROUBLE = {
    "an error": lambda i: i.say(500, "{}"),
    "a page": lambda i: i.say(200, "<html>"),
    "no word of it": lambda i: i.say(200, "{}"),
    "a word that is none": lambda i: i.say(200, '{"active": "yes"}'),
    "too much": lambda i: i.say(200, '{"active": true, "x": "' + "x" * 70000 + '"}'),
    "elsewhere": lambda i: i.redirect("/other", 307),
    "the wrong secret": lambda i: i.say(401, "{}"),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_at_the_issuer_is_a_503(issuer, tmp_path, trouble):
    TROUBLE[trouble](issuer)
    with rig_for(issuer.url, tmp_path) as rig:
        refused = rig.ask("/", bearer("opaque/1")).must_refuse(503, "(jwt.introspection_unavailable)")
        assert refused.get("www-authenticate") is None
        issuer.answer = issuer._answer
        rig.ask("/", bearer("opaque/1")).must_pass()


def test_an_issuer_that_is_not_there_or_says_nothing_is_a_503(issuer, tmp_path):
    with rig_for(f"http://127.0.0.1:{closed_port()}/", tmp_path) as rig:
        rig.ask("/", bearer("opaque/1")).must_refuse(503, "(jwt.introspection_unavailable)")
    gate = issuer.hang()
    with rig_for(issuer.url, tmp_path, timeout="300ms") as rig:
        rig.ask("/", bearer("opaque/1")).must_refuse(503, "(jwt.introspection_unavailable)")
    gate.set()
