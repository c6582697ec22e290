"""The gateway's own servers: readiness, metrics with reasons, and an admin server that no web page can reach."""

import json
import re

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.metrics import samples, total
from harness.rig import Rig
from harness.waiting import Deadline
from harness.wire import Wire, ask, bearer

KEY = tokens.shared_key("ES256")


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return config(
            [
                route(upstream, path="/jwt", policies={"jwtAuth": jwt_auth([KEY])}, name="guarded"),
                route(
                    upstream,
                    path="/rule",
                    policies={"authorization": rules(allow="false")},
                    name="ruled",
                ),
                route("127.0.0.1:1", path="/down", name="down"),
            ],
            workers=2,
            adminAddr="localhost:0",
            statsAddr="localhost:0",
            readinessAddr="localhost:0",
        )

    with Rig(build) as made:
        yield made


def test_readiness_is_told(rig):
    response = ask(rig.gateway.service("readiness"), target="/healthz/ready")
    assert (response.status, response.text.strip()) == (200, "ready")


def test_every_outcome_is_counted_with_its_reason(rig):
    before = samples(rig.gateway)
    for _ in range(3):
        rig.ask("/jwt").must_refuse(401)
    for _ in range(2):
        rig.ask("/jwt", bearer(KEY.token())).must_pass()
    rig.ask("/rule").must_refuse(403)
    rig.ask("/down").must_refuse(503)
    rig.ask("/nowhere").must_refuse(404)
    expected = [
        ({"reason": "JwtAuth", "status": "401"}, 3),
        ({"status": "200", "method": "GET"}, 2),
        ({"reason": "Authorization", "status": "403"}, 1),
        ({"reason": "UpstreamFailure", "status": "503"}, 1),
        ({"reason": "NotFound", "status": "404"}, 1),
    ]

    def grown(after, labels):
        return total(after, "agentgateway_requests_total", **labels) - total(
            before, "agentgateway_requests_total", **labels
        )

    # A request is counted when its answer has been sent, which the client may see a little earlier.
    deadline = Deadline()
    while any(grown(after := samples(rig.gateway), labels) < count for labels, count in expected):
        assert not deadline.passed(), [
            (labels, grown(after, labels), count) for labels, count in expected
        ]
    assert [grown(after, labels) for labels, _ in expected] == [count for _, count in expected]


def test_the_metrics_have_types_and_no_duplicates(rig):
    rig.ask("/jwt")
    text = ask(rig.gateway.service("stats"), target="/stats/prometheus").text
    names = re.findall(r"^# TYPE (\S+) (counter|gauge|histogram|info)", text, re.M)
    assert len(names) == len({name for name, _ in names}) > 3
    lines = [
        line.rsplit(" ", 1)[0] for line in text.splitlines() if line and not line.startswith("#")
    ]
    assert len(lines) == len(set(lines))


def test_a_histogram_adds_up(rig):
    rig.ask("/jwt")
    found = samples(rig.gateway)
    name = "agentgateway_request_duration_seconds"
    series = {labels for (n, labels) in found if n == f"{name}_count"}
    assert series
    for labels in series:
        buckets = sorted(
            (float(dict(have)["le"].replace("+Inf", "inf")), value)
            for (n, have), value in found.items()
            if n == f"{name}_bucket" and {k: v for k, v in have if k != "le"} == dict(labels)
        )
        values = [value for _, value in buckets]
        assert values == sorted(values) and values[-1] == found[(f"{name}_count", labels)]


def test_clients_cannot_make_new_series(rig):
    """Methods, paths and hosts of clients are no labels of their own."""
    before = len(samples(rig.gateway))
    for i in range(60):
        ask(rig.port, f"METHOD{i}", f"/jwt/{i}", host=f"host{i}.test")
    assert len(samples(rig.gateway)) - before < 60


@pytest.mark.parametrize(
    "service,path",
    [
        ("admin", "/config_dump"),
        ("stats", "/metrics"),
        ("readiness", "/healthz/ready"),
        ("admin", "/healthz"),
    ],
)
def test_other_methods_and_paths_are_refused(rig, service, path):
    port = rig.gateway.service(service)
    assert ask(port, "GET", path, host="localhost").status == 200
    assert ask(port, "HEAD", path, host="localhost").status == 200
    assert ask(port, "DELETE", path, host="localhost").status == 405
    assert ask(port, "GET", "/no/such/page", host="localhost").status == 404


@pytest.mark.parametrize(
    "host", ["evil.test", "localhost.evil.test", "evil.test:15000", "127.0.0.1.evil.test"]
)
def test_a_web_page_cannot_reach_the_admin_server_by_rebinding_a_name(rig, host):
    for path in ("/config_dump", "/logging?level=off"):
        assert ask(
            rig.gateway.service("admin"), "POST" if "logging" in path else "GET", path, host=host
        ).status in (400, 403, 421)


@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://localhost.evil.test"])
def test_a_foreign_origin_is_refused(rig, origin):
    assert (
        ask(
            rig.gateway.service("admin"),
            "POST",
            "/logging?level=off",
            [("Origin", origin)],
            host="localhost",
        ).status
        == 403
    )


def test_the_config_dump_is_json_without_secrets(rig):
    response = ask(rig.gateway.service("admin"), target="/config_dump", host="localhost")
    assert response.status == 200
    assert isinstance(json.loads(response.body), dict)


def test_the_config_dump_shows_what_the_configuration_came_to(rig):
    dump = json.loads(
        ask(rig.gateway.service("admin"), target="/config_dump", host="localhost").body
    )
    assert dump["config"]["gateways"] == {"default": {"port": 0}}
    routes = [
        made
        for port in dump["effective"]["ports"]
        for listener in port["listeners"]
        for made in listener["routes"]
    ]
    by_name = {made["name"].split("/")[-1]: made for made in routes}
    assert set(by_name) == {"guarded", "ruled", "down"}
    assert by_name["guarded"]["matches"] == ["/jwt/*"]
    assert by_name["guarded"]["backends"] == [rig.upstream.address]
    assert "issuer.test" in " ".join(by_name["guarded"]["policies"])


def connections(gateway):
    page = ask(gateway.service("admin"), target="/debug/connections", host="localhost")
    return json.loads(page.body)["workers"]


def test_connections_and_pools_are_shown(rig):
    with Wire(rig.port) as wire:
        wire.ask("GET", "/jwt", bearer(KEY.token()))
        workers = connections(rig.gateway)
    assert [worker["answered"] for worker in workers] == [True, True]
    ports = [port for worker in workers for port in worker["ports"]]
    assert [(port["listens"], port["closing"]) for port in ports] == [(True, False)] * 2
    assert sum(port["connections"] for port in ports) >= 1
    pools = [up for worker in workers for up in worker["upstreams"]]
    ours = [up for up in pools if up["endpoint"] == rig.upstream.address]
    assert sum(up["http1Connections"] for up in ours) >= 1 and not any(up["tls"] for up in ours)


def test_the_memory_is_shown(rig):
    page = ask(rig.gateway.service("admin"), target="/memory", host="localhost")
    assert json.loads(page.body)["residentBytes"] > 0


def test_the_metrics_are_open_metrics_for_who_accepts_them(rig):
    page = ask(
        rig.gateway.service("stats"),
        target="/metrics",
        headers=[("Accept", "application/openmetrics-text; version=1.0.0")],
    )
    assert page.get("content-type").startswith("application/openmetrics-text")
    assert "# TYPE agentgateway_requests counter" in page.text and page.text.endswith("# EOF\n")


def test_the_log_level_can_be_changed(rig):
    port = rig.gateway.service("admin")
    assert ask(port, "POST", "/logging?level=debug", host="localhost").status == 200
    assert "debug" in ask(port, "POST", "/logging", host="localhost").text
    assert ask(port, "POST", "/logging?level=nonsense", host="localhost").status == 400
    assert ask(port, "POST", "/logging?level=info", host="localhost").status == 200


def test_malformed_requests_do_not_hurt_them(rig):
    for service in ("admin", "stats", "readiness"):
        for junk in (
            b"\x16\x03\x01",
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"A" * 200_000,
        ):
            with Wire(rig.gateway.service(service)) as wire:
                wire.try_send(junk).finish_sending().rest()
        assert ask(rig.gateway.service(service), target="/", host="localhost").status in (200, 404)


def test_readiness_ends_with_the_drain():
    with Rig(lambda up: config(route(up), readinessAddr="localhost:0")) as rig:
        assert ask(rig.gateway.service("readiness"), target="/healthz/ready").status == 200
