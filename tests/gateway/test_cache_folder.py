"""What was fetched is kept on disk: a gateway that starts while its provider is down has what it had before."""

import os
import stat

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.key_server import KeyServer, by_url
from harness.rig import Rig
from harness.waiting import until
from harness.wire import bearer

OLD = tokens.shared_key("ES256", "old")
NEW = tokens.shared_key("ES256", "new")


@pytest.fixture
def provider():
    with KeyServer(OLD) as made:
        yield made


def rig_for(provider, tmp_path, **more):
    return Rig(
        lambda upstream: config(
            route(upstream, policies={"jwtAuth": jwt_auth(by_url(provider.url, **more))}),
            cacheFolder="kept",
        ),
        cwd=tmp_path,
    )


def filled(provider, tmp_path):
    """The file that a gateway with good keys has left."""
    with rig_for(provider, tmp_path) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
    (kept,) = [path for path in (tmp_path / "kept").iterdir()]
    provider.say(503, "down")
    return kept


def test_keys_outlive_a_restart_while_the_provider_is_down(provider, tmp_path):
    kept = filled(provider, tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert provider.address not in kept.name
    with rig_for(provider, tmp_path) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
        rig.ask("/", bearer(NEW.token())).must_refuse(401, "unknown key")
        provider.serve(NEW)
        until(lambda: rig.ask("/", bearer(NEW.token())).status == 200, "the new keys")
        assert rig.ask("/", bearer(OLD.token())).status == 401


def test_keys_that_are_too_old_are_not_used(provider, tmp_path):
    kept = filled(provider, tmp_path)
    long_ago = tokens.now() - 7200
    os.utime(kept, (long_ago, long_ago))
    with rig_for(provider, tmp_path, maxStale="1h") as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")
        assert "is too old" in rig.gateway.log_text()
    with rig_for(provider, tmp_path, maxStale="3h") as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()


@pytest.mark.parametrize("text", ["", "<html>", '{"keys":[]}', '{"keys":['])
def test_what_is_broken_on_disk_is_not_used(provider, tmp_path, text):
    filled(provider, tmp_path).write_text(text)
    with rig_for(provider, tmp_path) as rig:
        rig.ask("/", bearer(OLD.token())).must_refuse(503, "jwt.keys_unavailable")


def test_a_folder_that_cannot_be_written_costs_a_warning_only(provider, tmp_path):
    (tmp_path / "kept").write_text("a file")
    with rig_for(provider, tmp_path) as rig:
        rig.ask("/", bearer(OLD.token())).must_pass()
        assert "nothing can be kept" in rig.gateway.log_text()
