"""How refusals look to other than browsers: gRPC callers and the access log."""

import urllib.parse

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.rig import Rig
from harness.wire import bearer

KEY = tokens.shared_key("ES256")
GRPC = [("Content-Type", "application/grpc"), ("TE", "trailers")]


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        strict = {"jwtAuth": jwt_auth([KEY])}
        return config(
            [
                route(upstream, path="/jwt", policies=strict, name="guarded", ruleName="first"),
                route(
                    upstream,
                    path="/rule",
                    policies={**strict, "authorization": rules(allow='jwt.sub == "alice"')},
                ),
                route("127.0.0.1:1", path="/down"),
            ],
            logging={"format": "json"},
        )

    with Rig(build) as made:
        yield made


def grpc(rig, path, headers=(), content_type="application/grpc"):
    answer = rig.ask(
        path,
        [("Content-Type", content_type), ("TE", "trailers"), *headers],
        method="POST",
        body=b"\0\0\0\0\0",
    )
    assert answer.seen is None
    response = answer.response
    assert (response.status, response.body) == (200, b"")
    assert response.get("content-type") == "application/grpc"
    return response.get("grpc-status"), urllib.parse.unquote(response.get("grpc-message"))


@pytest.mark.parametrize(
    "content_type", ["application/grpc", "application/grpc+proto", "application/grpc;x=y"]
)
def test_grpc_callers_are_told_in_their_own_way(rig, content_type):
    status, message = grpc(rig, "/jwt", content_type=content_type)
    assert status == "16" and message.startswith("authentication failure: no bearer token found")
    status, message = grpc(rig, "/jwt", bearer("bad"), content_type)
    assert status == "16" and message.startswith("authentication failure: the token is malformed")


def test_a_grpc_caller_that_may_not_is_told_seven(rig):
    status, message = grpc(rig, "/rule", bearer(KEY.token(sub="bob")))
    assert (status, message) == ("7", "authorization failed")


def test_other_refusals_have_grpc_forms_too(rig):
    assert grpc(rig, "/nowhere")[0] == "12"
    assert grpc(rig, "/down")[0] == "14"


@pytest.mark.parametrize(
    "content_type", ["application/grpc-web", "application/grpcx", "text/plain", "application/json"]
)
def test_what_only_looks_like_grpc_gets_a_plain_401(rig, content_type):
    answer = rig.ask("/jwt", [("Content-Type", content_type)], method="POST", body=b"x")
    assert answer.must_refuse(401).get("www-authenticate")


def test_a_request_that_passed_is_logged_with_its_subject(rig):
    rig.ask("/jwt?mark=passed", bearer(KEY.token(sub="logged-subject"))).must_pass()
    record = rig.gateway.log_record(http_path="/jwt?mark=passed")
    assert record["jwt.sub"] == "logged-subject"
    assert record["http.status"] == 200 and record["http.method"] == "GET"
    assert (
        record["gateway"]
        and record["route"].endswith("guarded")
        and record["route_rule"] == "first"
    ), record
    assert "error" not in record and "reason" not in record and record["duration"].endswith("ms")


@pytest.mark.parametrize(
    "mark,make",
    [
        ("none", lambda: []),
        ("bad", lambda: bearer("bad")),
        ("expired", lambda: bearer(KEY.token(exp=1))),
        ("unknown", lambda: bearer(tokens.Key("ES256", "other").token())),
    ],
)
def test_a_refusal_is_logged_with_reason_and_error(rig, mark, make):
    rig.ask(f"/jwt?mark={mark}", make()).must_refuse(401)
    record = rig.gateway.log_record(http_path=f"/jwt?mark={mark}")
    assert record["reason"] == "JwtAuth" and record["error"]
    assert record["http.status"] == 401 and "jwt.sub" not in record


def test_a_key_id_is_cut_and_escaped_in_the_log(rig):
    kid = "k\n\x1b[31m\u2028" + "x" * 9_000
    rig.ask("/jwt?mark=longkid", bearer(tokens.Key("ES256", kid).token())).must_refuse(401)
    record = rig.gateway.log_record(http_path="/jwt?mark=longkid")
    assert len(record["error"]) < 600, len(record["error"])
    assert not any(ord(c) < 0x20 for c in record["error"])


def test_a_subject_that_is_no_text_is_not_logged(rig):
    rig.ask("/jwt?mark=number", bearer(KEY.token(sub=42)))
    assert "jwt.sub" not in rig.gateway.log_record(http_path="/jwt?mark=number")


def test_a_subject_cannot_forge_log_lines(rig):
    evil = 'eve\n{"level":"info","forged":1}\r\n\x1b[31m" http.status=200\t\u2028'
    rig.ask("/jwt?mark=evil", bearer(KEY.token(sub=evil)))
    record = rig.gateway.log_record(http_path="/jwt?mark=evil")
    assert "forged" not in record
    assert not any('"forged":1' in line and "eve" not in line for line in rig.gateway.stdout.all())


def test_the_text_form_is_one_line_of_pairs():
    with Rig(lambda up: config(route(up, policies={"jwtAuth": jwt_auth([KEY])}))) as rig:
        rig.ask("/a?x=1", bearer(KEY.token(sub='a "quoted" subject\nwith a line end'))).must_pass()
        rig.ask("/b").must_refuse(401)
        line = rig.gateway.log_line("http.path=/b")
        assert "\trequest " in line or " request " in line or "\trequest\t" in line
        assert "reason=JwtAuth" in line and "http.status=401" in line and "error=" in line
        line = (
            rig.gateway.log_line("http.path=/a?x=1")
            if any("http.path=/a?x=1" in l for l in rig.gateway.stdout.all())
            else rig.gateway.log_line("/a?x=1")
        )
        assert "quoted" in line and "with a line end" in line
