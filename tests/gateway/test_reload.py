"""Loading anew while the gateway runs: key files that are replaced, configurations that change, and those that are at fault."""

import os
import pathlib
import signal
import tempfile

import pytest
import yaml

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Deadline
from harness.wire import ask, bearer

OLD = tokens.Key("ES256", kid="key-1")
NEW = tokens.Key("ES256", kid="key-2")


def replace(path, text):
    """By rename, so that nobody ever reads half of it."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    os.rename(fresh, path)


def ask_until(gateway, status, **request):
    """Requests until the answer has the status; a reload is noticed within a second."""
    deadline = Deadline()
    response = ask(gateway.only_port(), **request)
    while response.status != status and not deadline.passed():
        response = ask(gateway.only_port(), **request)
    assert response.status == status, response.text
    return response


@pytest.fixture
def folder():
    with tempfile.TemporaryDirectory(prefix="jotgate-reload-") as name:
        yield pathlib.Path(name)


@pytest.fixture
def upstream():
    with Upstream() as made:
        yield made


def guarded(upstream, folder):
    return config(route(upstream), gateway={"jwtAuth": jwt_auth([OLD]) | {"jwks": {"file": str(folder / "jwks.json")}}}, workers=2)


def test_a_key_file_replaced_by_rename_brings_its_keys(folder, upstream):
    (folder / "jwks.json").write_text(tokens.key_set(OLD))
    with Gateway(guarded(upstream, folder)) as gateway:
        assert ask(gateway.only_port(), headers=bearer(OLD.token())).status == 200
        assert ask(gateway.only_port(), headers=bearer(NEW.token())).status == 401
        replace(folder / "jwks.json", tokens.key_set(NEW))
        ask_until(gateway, 200, headers=bearer(NEW.token()))
        ask_until(gateway, 401, headers=bearer(OLD.token()))


def test_a_broken_key_file_leaves_the_old_keys_until_it_is_mended(folder, upstream):
    (folder / "jwks.json").write_text(tokens.key_set(OLD))
    with Gateway(guarded(upstream, folder)) as gateway:
        replace(folder / "jwks.json", "<html>503</html>")
        gateway.stderr.wait_until(lambda lines: any("was not taken" in line for line in lines), "the failure in the log")
        assert ask(gateway.only_port(), headers=bearer(OLD.token())).status == 200
        replace(folder / "jwks.json", tokens.key_set(OLD, NEW))
        ask_until(gateway, 200, headers=bearer(NEW.token()))


def test_a_key_file_that_vanishes_leaves_the_old_keys(folder, upstream):
    (folder / "jwks.json").write_text(tokens.key_set(OLD))
    with Gateway(guarded(upstream, folder)) as gateway:
        (folder / "jwks.json").unlink()
        gateway.stderr.wait_until(lambda lines: any("was not taken" in line for line in lines), "the failure in the log")
        assert ask(gateway.only_port(), headers=bearer(OLD.token())).status == 200


def rewrite(gateway, wanted):
    replace(pathlib.Path(gateway.cwd) / "jotgate-test.yaml", yaml.safe_dump(wanted))


def test_a_changed_configuration_takes_the_place_of_the_old_one(upstream):
    with Gateway(config(route(upstream))) as gateway:
        assert ask(gateway.only_port()).status == 200
        rewrite(gateway, config(route(upstream, path="/only")))
        ask_until(gateway, 404)
        assert ask(gateway.only_port(), target="/only").status == 200


def test_a_configuration_at_fault_leaves_the_old_one_and_says_so(upstream):
    with Gateway(config(route(upstream), statsAddr="localhost:0")) as gateway:
        rewrite(gateway, {"gateways": {"default": {"port": 0, "jwtAut": {}}}})
        gateway.stderr.wait_until(lambda lines: any("did you mean jwtAuth" in line for line in lines), "the fault in the log")
        assert ask(gateway.only_port()).status == 200
        assert "agentgateway_config_synchronized 0" in ask(gateway.service("stats"), target="/metrics").text


def test_a_hangup_signal_loads_anew(upstream):
    with Gateway(config(route(upstream))) as gateway:
        os.kill(gateway.process.pid, signal.SIGHUP)
        gateway.stderr.wait_until(lambda lines: any("loaded anew" in line for line in lines), "the reload in the log")
        assert ask(gateway.only_port()).status == 200
