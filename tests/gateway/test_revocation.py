"""Lists of revoked tokens: from a file or a URL, in force for tokens that are known already, and 503 without one."""

import json

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import JSON, KeyServer, by_url
from harness.live import Live
from harness.metrics import samples, total
from harness.rig import Rig
from harness.upstream import Upstream, closed_port
from harness.waiting import until
from harness.wire import ask, bearer

KEY = tokens.shared_key("ES256")
OTHER = tokens.shared_key("ES256", "other")


def revoked(*entries):
    return json.dumps({"revoked": list(entries)})


def guarded(upstream, revocation, **more):
    policy = jwt_auth([KEY, OTHER], revocation=revocation, **more)
    return config(route(upstream, policies={"jwtAuth": policy}), statsAddr="localhost:0")


@pytest.fixture
def publisher():
    with KeyServer() as made:
        made.say(200, revoked(), [JSON])
        yield made


def rig_for(publisher, **more):
    return Rig(lambda upstream: guarded(upstream, by_url(publisher.url, **more)))


def test_a_list_in_a_file_is_in_force_and_its_change_is_picked_up(tmp_path):
    path = tmp_path / "revoked.json"
    path.write_text(revoked({"jti": "1"}, {"kid": "other"}))
    with Upstream() as upstream, Live(guarded(upstream, {"file": "revoked.json"}), tmp_path) as live:

        def status(token):
            return ask(live.port, headers=bearer(token)).status

        mine, another = KEY.token(jti="1"), KEY.token(jti="2", sid="s")
        assert [status(mine), status(another), status(OTHER.token())] == [401, 200, 401]
        path.write_text(revoked({"sid": "s"}))
        live.taken()
        assert [status(mine), status(another), status(OTHER.token())] == [200, 401, 200]
        path.write_text("{}")
        live.refused()
        assert [status(mine), status(another)] == [200, 401]


def test_a_list_by_url_reaches_tokens_that_are_known(publisher):
    with rig_for(publisher) as rig:
        token = bearer(KEY.token(sub="mallory"))
        rig.ask("/", token).must_pass()
        rig.ask("/", token).must_pass()
        publisher.say(200, revoked({"sub": "mallory", "reason": "stolen"}), [JSON])
        until(lambda: rig.ask("/", token).status == 401, "the revocation")
        refused = rig.ask("/", token).must_refuse(401, "(jwt.revoked)")
        assert 'error="invalid_token"' in refused.get("www-authenticate")
        rig.ask("/", bearer(KEY.token(sub="alice"))).must_pass()
        found = samples(rig.gateway)
        assert total(found, "jotgate_jwt_requests_total", reason="jwt.revoked") >= 1


def test_without_a_list_nobody_is_let_in_and_nobody_is_told_that_a_token_is_bad():
    url = f"http://127.0.0.1:{closed_port()}/revoked"
    with Rig(lambda upstream: guarded(upstream, by_url(url))) as rig:
        refused = rig.ask("/", bearer(KEY.token())).must_refuse(503, "(jwt.revocation_unavailable)")
        assert refused.get("www-authenticate") is None
        rig.ask("/", bearer(KEY.token(exp=1))).must_refuse(401, "(jwt.expired)")


def test_unless_that_is_asked_for():
    url = f"http://127.0.0.1:{closed_port()}/revoked"
    with Rig(lambda upstream: guarded(upstream, by_url(url, whenUnavailable="accept"))) as rig:
        rig.ask("/", bearer(KEY.token())).must_pass()
        assert "revoked tokens are accepted while their list cannot be had" in rig.gateway.log_text()


@pytest.mark.parametrize(
    "trouble", ["", "{}", "<html>", revoked({"jti": 1}), revoked({"who": "x"}), "[" * 5000]
)
def test_a_broken_list_does_not_take_the_place_of_a_good_one(publisher, trouble):
    publisher.say(200, revoked({"jti": "1"}), [JSON])
    with rig_for(publisher) as rig:
        rig.ask("/", bearer(KEY.token(jti="1"))).must_refuse(401, "(jwt.revoked)")
        publisher.say(200, trouble, [JSON])
        rig.gateway.stderr.wait_until(
            lambda lines: any("the former list stays in use" in line for line in lines), "the warning"
        )
        rig.ask("/", bearer(KEY.token(jti="1"))).must_refuse(401, "(jwt.revoked)")
        rig.ask("/", bearer(KEY.token(jti="2"))).must_pass()


def test_an_old_list_is_in_force_for_a_bounded_time(publisher):
    with rig_for(publisher, maxStale="0s") as rig:
        token = bearer(KEY.token())
        rig.ask("/", token).must_pass()
        publisher.say(503, "down")
        until(lambda: rig.ask("/", token).status == 503, "the list to be too old")
        publisher.say(200, revoked(), [JSON])
        until(lambda: rig.ask("/", token).status == 200, "the list to be back")
