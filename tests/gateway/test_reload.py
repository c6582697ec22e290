"""A changed file is taken while the gateway runs, in full or not at all, and nobody under way notices."""

import os
import signal
import threading

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.live import Live
from harness.ports import free_ports
from harness.upstream import Upstream
from harness.waiting import Gate, until
from harness.wire import Wire, ask, bearer, request_bytes


@pytest.fixture
def pair():
    with Upstream(name="one") as one, Upstream(name="two") as two:
        yield one, two


@pytest.mark.parametrize("how", ["write", "replace"])
def test_a_changed_configuration_is_taken(pair, how):
    with Live(config(route(pair[0]))) as live:
        assert ask(live.port).get("x-upstream") == "one"
        getattr(live, how)(config(route(pair[1])))
        live.taken()
        until(lambda: ask(live.port).get("x-upstream") == "two", "the new route")


def test_a_hangup_loads_anew(pair):
    with Live(config(route(pair[0]))) as live:
        live.gateway.process.send_signal(signal.SIGHUP)
        live.taken()
        assert ask(live.port).status == 200


@pytest.mark.parametrize(
    "bad",
    [
        "gateways: [",
        "gateways: {default: {port: 0, nosuch: 1}}",
        "",
        "gateways: {default: {port: 0}}\nroutes: [{policies: {authorization: {rules: ['1 +']}}}]",
    ],
)
def test_a_bad_configuration_changes_nothing(pair, bad):
    with Live(
        config(route(pair[0], policies={"authorization": rules(allow='request.path == "/yes"')}))
    ) as live:
        live.write(bad)
        live.refused()
        for _ in range(3):
            assert ask(live.port, target="/yes").get("x-upstream") == "one"
            assert ask(live.port, target="/no").status == 403
        live.write(config(route(pair[1])))
        live.taken()
        until(
            lambda: ask(live.port, target="/no").get("x-upstream") == "two",
            "the mended configuration",
        )


def test_a_configuration_that_vanishes_changes_nothing(pair):
    with Live(config(route(pair[0]))) as live:
        live.path.unlink()
        live.refused()
        assert ask(live.port).get("x-upstream") == "one"
        live.write(config(route(pair[1])))
        live.taken()
        until(lambda: ask(live.port).get("x-upstream") == "two", "the file that came back")


def test_a_failed_reload_is_in_the_metrics(pair):
    with Live(config(route(pair[0]), statsAddr="localhost:0")) as live:

        def synchronized():
            text = ask(live.gateway.service("stats"), target="/metrics").text
            return next(
                line.split()[-1]
                for line in text.splitlines()
                if line.startswith("agentgateway_config_synchronized ")
            )

        assert synchronized() == "1"
        live.write("nonsense: 1")
        live.refused()
        assert synchronized() == "0"
        live.write(config(route(pair[1]), statsAddr="localhost:0"))
        live.taken()
        assert synchronized() == "1"


@pytest.mark.parametrize("how", ["rename", "write", "symlink"])
def test_new_keys_in_a_file_are_picked_up_and_old_ones_end(pair, how, tmp_path):
    old, new = tokens.Key("ES256", "old"), tokens.Key("ES256", "new")
    file = tmp_path / "jwks.json"
    if how == "symlink":  # as Kubernetes mounts them: a link to a folder is swapped
        for name, key in (("v1", old), ("v2", new)):
            (tmp_path / name).mkdir()
            (tmp_path / name / "jwks.json").write_text(tokens.key_set(key))
        (tmp_path / "data").symlink_to("v1")
        file.symlink_to("data/jwks.json")
    else:
        file.write_text(tokens.key_set(old))
    with Live(
        config(route(pair[0], policies={"jwtAuth": jwt_auth({"file": "jwks.json"})})), cwd=tmp_path
    ) as live:
        before, after = bearer(old.token()), bearer(new.token())
        assert (ask(live.port, headers=before).status, ask(live.port, headers=after).status) == (
            200,
            401,
        )
        if how == "symlink":
            (tmp_path / "fresh").symlink_to("v2")
            os.replace(tmp_path / "fresh", tmp_path / "data")
        elif how == "rename":
            (tmp_path / "fresh").write_text(tokens.key_set(new))
            os.replace(tmp_path / "fresh", file)
        else:
            file.write_text(tokens.key_set(new))
        live.taken()
        until(lambda: ask(live.port, headers=after).status == 200, "the new key")
        # The gateway has seen the old token before; a key that is gone must be gone for it too.
        assert ask(live.port, headers=before).status == 401


def test_a_broken_key_file_changes_nothing(pair, tmp_path):
    key = tokens.Key("ES256", "good")
    (tmp_path / "jwks.json").write_text(tokens.key_set(key))
    with Live(
        config(route(pair[0], policies={"jwtAuth": jwt_auth({"file": "jwks.json"})})), cwd=tmp_path
    ) as live:
        (tmp_path / "jwks.json").write_text("no keys at all")
        live.refused()
        assert ask(live.port, headers=bearer(key.token())).status == 200


def test_an_exchange_under_way_ends_on_what_it_began_with():
    started, finish = Gate(), Gate()

    def behave(exchange):
        exchange.start_chunked()
        exchange.chunk(b"begin ")
        started.set()
        finish.await_open("the test's leave")
        exchange.chunk(b"end")
        exchange.end_chunks()

    with Upstream(behave, name="one") as one, Upstream(name="two") as two, Live(
        config(route(one, policies={"authorization": rules(allow="true")}))
    ) as live, Wire(live.port) as wire:
        wire.send(request_bytes("GET", "/"))
        started.await_open()
        live.write(config(route(two)))
        live.taken()
        until(lambda: ask(live.port).get("x-upstream") == "two", "the new route")
        finish.set()
        assert wire.response().text == "begin end"
        assert (
            wire.ask("GET", "/").get("x-upstream") == "two"
        )  # the same connection goes on with the new one


def test_a_connection_from_before_obeys_the_new_rules(pair):
    with Live(config(route(pair[0]))) as live, Wire(live.port) as wire:
        assert wire.ask("GET", "/").status == 200
        live.write(config(route(pair[0], policies={"authorization": rules(allow="false")})))
        live.taken()
        until(lambda: ask(live.port).status == 403, "the new rule")
        assert wire.ask("GET", "/").status == 403


def test_ports_come_and_go(pair):
    def two_gateways(second):
        gateways = {"default": {"port": 0}}
        routes = [route(pair[0])]
        if second:
            gateways["second"] = {"port": second}
            routes.append(route(pair[1], gateways="second"))
        return config(routes, gateways=gateways, workers=2)

    [free] = free_ports(1)
    with Live(two_gateways(None)) as live:
        live.write(two_gateways(free))
        live.taken()

        def served():
            try:
                return ask(free).get("x-upstream") == "two"
            except ConnectionRefusedError:
                return False

        until(served, "the new port")
        assert ask(live.port).get("x-upstream") == "one"
        live.write(two_gateways(None))
        live.taken(2)

        def gone():
            try:
                ask(free)
                return False
            except (OSError, Exception):
                return True

        until(gone, "the end of the port")
        assert ask(live.port).get("x-upstream") == "one"


def test_a_port_that_is_taken_by_somebody_else_refuses_the_whole_change(pair):
    with Upstream() as occupant, Live(config(route(pair[0]))) as live:
        live.write(
            config(
                [route(pair[1]), route(pair[1], gateways="second")],
                gateways={"default": {"port": 0}, "second": {"port": occupant.port}},
            )
        )
        live.refused()
        assert ask(live.port).get("x-upstream") == "one"


def test_many_reloads_under_load_lose_no_request(pair):
    """Requests run without pause while the file changes; each is answered by one of the two."""
    stop = threading.Event()
    wrong, counted = [], []

    def load():
        with Wire(live.port) as wire:
            while not stop.is_set():
                response = wire.ask("GET", "/")
                counted.append(1)
                if response.status != 200 or response.get("x-upstream") not in ("one", "two"):
                    wrong.append(response.head)

    with Live(config(route(pair[0]), workers=2)) as live:
        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        for number in range(1, 7):
            live.replace(config(route(pair[number % 2]), workers=2))
            live.taken(number)
        stop.set()
        for thread in threads:
            thread.join()
        assert not wrong and len(counted) > 50
