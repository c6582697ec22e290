"""What became of the requests that a jwtAuth saw, as a scraper reads it."""

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.metrics import samples, total
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
REQUESTS = "jotgate_jwt_requests_total"
DURATION = "jotgate_jwt_verify_duration_seconds_count"


def guarded(upstream, gateway=None):
    routes = [
        route(upstream, path="/strict", name="strict", policies={"jwtAuth": jwt_auth([KEY])}),
        route(
            upstream,
            path="/loose",
            name="loose",
            policies={"jwtAuth": jwt_auth([KEY], mode="permissive")},
        ),
    ]
    return config(routes, gateway=gateway, statsAddr="localhost:0")


def test_requests_are_counted_by_issuer_route_result_and_reason():
    with Rig(guarded) as rig:
        good, old = bearer(KEY.token()), bearer(KEY.token(exp=1))
        stranger = bearer(KEY.token(iss="somebody.else"))
        for path in ("/strict", "/loose"):
            for headers in (good, good, old, stranger, ()):
                rig.ask(path, headers)
        found = samples(rig.gateway)
    for route_name, bad in (("strict", "refused"), ("loose", "passed")):
        of = {"route": f"default/{route_name}"}
        issuer = {"issuer": "issuer.test"}
        assert total(found, REQUESTS, result="accepted", reason="none", **issuer, **of) == 2
        assert total(found, REQUESTS, result=bad, reason="jwt.expired", **issuer, **of) == 1
        assert total(found, REQUESTS, result=bad, reason="jwt.issuer", issuer="unknown", **of) == 1
        assert total(found, REQUESTS, result=bad, reason="jwt.missing", issuer="unknown", **of) == 1
        assert total(found, REQUESTS, **of) == 5


def test_a_client_chooses_no_label():
    with Rig(guarded) as rig:
        for i in range(20):
            rig.ask("/strict", bearer(KEY.token(header={"kid": f"kid-{i}"}, iss=f"issuer-{i}")))
        found = samples(rig.gateway)
    series = [labels for (name, labels) in found if name == REQUESTS]
    assert len(series) == 1 and ("reason", "jwt.issuer") in series[0]


def test_before_routing_there_is_no_route():
    with Rig(lambda up: config(route(up), gateway={"jwtAuth": jwt_auth([KEY])}, statsAddr="localhost:0")) as rig:
        rig.ask("/", bearer(KEY.token())).must_pass()
        found = samples(rig.gateway)
    assert total(found, REQUESTS, route="unknown", result="accepted") == 1


def test_checking_is_timed_by_algorithm_and_only_where_it_is_done():
    with Rig(guarded) as rig:
        token = bearer(KEY.token())
        for _ in range(3):
            rig.ask("/strict", token).must_pass()
        rig.ask("/strict", bearer(tokens.with_broken_signature(KEY.token()))).must_refuse(401)
        found = samples(rig.gateway)
    assert total(found, DURATION, algorithm="ES256") == 2
    assert total(found, DURATION) == 2
