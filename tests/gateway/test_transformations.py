"""transformations: fields, pseudo-headers, bodies and metadata of requests and answers, as expressions give them."""

import json

import pytest

from harness import tokens
from harness.configs import config, front, host, jwt_auth, route, rules
from harness.http2 import ask2
from harness.process import run
from harness.rig import Rig
from harness.wire import Wire, ask, bearer

KEY = tokens.shared_key("ES256")


def text(value):
    return json.dumps(value)


def through(transformations, behave=None, policies=None, backend=None, **settings):
    """A route with these transformations."""
    all_policies = {"transformations": transformations, **(policies or {})}
    return Rig(
        lambda up: config(route(host(up, policies=backend or {}), policies=all_policies), **settings),
        behave,
    )


def of_request(behave=None, **said):
    return through({"request": said}, behave)


def of_answer(behave=None, **said):
    return through({"response": said}, behave)


def answer_with(*headers, status=200, body=b"hello"):
    def behave(exchange):
        exchange.read_body()
        exchange.answer(status=status, headers=headers, body=body)

    return behave


def both(rig, method="GET", target="/", headers=(), body=None):
    """The same asked over HTTP/1.1 and HTTP/2: what the upstream saw of each, and the answers."""
    out = []
    for asked in (ask, ask2):
        rig.upstream.forget()
        more = {"body": body} if body is not None else {}
        answer = asked(rig.port, method, target, list(headers), **more)
        out.append((answer, rig.upstream.only_request() if answer.status < 400 else None))
    return out


def test_fields_of_a_request_are_added_set_and_removed():
    said = {
        "add": {"X-Twice": "request.method", "x-none": "request.headers['nosuch']"},
        "set": {"X-Path": "request.path", "x-gone": "request.headers['nosuch']"},
        "remove": ["X-Secret"],
    }
    sent = [("x-twice", "one"), ("x-path", "a"), ("x-gone", "b"), ("x-secret", "c"), ("x-kept", "d")]
    with of_request(**said) as rig:
        for _, seen in both(rig, target="/a/b?c=d", headers=sent):
            assert seen.values("x-twice") == ["one", "GET"]
            assert seen.values("x-path") == ["/a/b"]
            assert not seen.has("x-gone") and not seen.has("x-none") and not seen.has("x-secret")
            assert seen.get("x-kept") == "d"


def test_values_are_those_of_the_message_as_it_came():
    said = {"set": {"x-a": "request.headers['x-b']", "x-b": "request.headers['x-a']"}}
    with of_request(**said) as rig:
        for _, seen in both(rig, headers=[("x-a", "1"), ("x-b", "2")]):
            assert (seen.get("x-a"), seen.get("x-b")) == ("2", "1")


def test_lists_become_several_fields_and_numbers_text():
    said = {"add": {"x-list": "['a', 'b', 3]"}, "set": {"x-number": "1 + 1", "x-map": "{'a': 1}"}}
    with of_request(**said) as rig:
        for _, seen in both(rig):
            assert seen.values("x-list") == ["a", "b", "3"] and seen.values("x-number") == ["2"]
            assert not seen.has("x-map")


def test_claims_go_to_the_backend():
    said = {"set": {"x-subject": "jwt.sub", "x-groups": "jwt.groups.join(',')"}}
    policies = {"jwtAuth": jwt_auth([KEY], "optional")}
    with through({"request": said}, policies=policies) as rig:
        token = KEY.token(sub="ann", groups=["a", "b"])
        seen = rig.ask(headers=[*bearer(token), ("x-subject", "root")]).must_pass()
        assert (seen.get("x-subject"), seen.get("x-groups")) == ("ann", "a,b")
        seen = rig.ask(headers=[("x-subject", "root"), ("x-groups", "root")]).must_pass()
        assert not seen.has("x-subject") and not seen.has("x-groups")


@pytest.mark.parametrize("bad", ["a\r\nx-evil: 1", "a\nb", "a\rb", "a\0b", "\x7f"])
def test_a_value_that_would_break_the_message_is_none(bad):
    """What comes from a body can hold anything."""
    said = {"set": {"x-made": "json(request.body).value"}, "add": {"x-more": "json(request.body).value"}}
    with of_request(**said) as rig:
        sent = json.dumps({"value": bad}).encode()
        for _, seen in both(rig, "POST", headers=[("x-made", "old")], body=sent):
            assert not seen.has("x-made") and not seen.has("x-more") and not seen.has("x-evil")
            assert seen.body == sent


def test_all_fields_are_replaced():
    said = {
        "replace": "request.headers.filterKeys(k, k.startsWith('x-ok')).merge("
        "{'X-New': ['1', '2'], 'transfer-encoding': 'chunked', 'connection': 'x', ':path': '/no', 'a b': 'c', 'host': 'h'})",
        "set": {"x-set": "'later'"},
    }
    with of_request(**said) as rig:
        for _, seen in both(rig, "POST", headers=[("x-ok-1", "a"), ("x-other", "b")], body=b"12345"):
            assert seen.get("x-ok-1") == "a" and seen.values("x-new") == ["1", "2"]
            assert seen.get("x-set") == "later" and not seen.has("x-other") and not seen.has("a b")
            assert seen.body == b"12345" and seen.target == "/"
            assert seen.get("host") == rig.upstream.address


def test_nothing_is_lost_to_a_replacement_that_is_no_map():
    with of_request(replace="request.headers['nosuch']") as rig:
        for _, seen in both(rig, headers=[("x-a", "1")]):
            assert seen.get("x-a") == "1"


def test_pseudo_headers_of_a_request():
    said = {"set": {":path": "'/v2' + request.pathAndQuery", ":method": "'PUT'", ":authority": "'api.test:81'"}}
    with of_request(**said) as rig:
        for _, seen in both(rig, "POST", "/a?b=c", body=b"x"):
            assert (seen.method, seen.target, seen.get("host")) == ("PUT", "/v2/a?b=c", "api.test:81")


@pytest.mark.parametrize(
    "pseudo, value",
    [
        (":path", "'no-slash'"),
        (":path", "'/a b'"),
        (":path", "'/a%2fb'"),
        (":path", "'/../../x'"),
        (":path", r"'/a\r\nx-evil: 1'"),
        (":path", "request.headers['nosuch']"),
        (":method", "'CONNECT'"),
        (":method", "'HEAD'"),
        (":method", "'G T'"),
        (":authority", "'a@b'"),
        (":authority", r"'a\r\nx: y'"),
        (":authority", "''"),
    ],
)
def test_what_a_request_line_cannot_hold_leaves_it_as_it_was(pseudo, value):
    with of_request(set={pseudo: value}) as rig:
        for _, seen in both(rig, target="/a?b=c"):
            assert (seen.method, seen.target, seen.get("host")) == ("GET", "/a?b=c", rig.upstream.address)
            assert not seen.has("x-evil")


def test_a_path_that_is_written_is_made_canonical():
    with of_request(set={":path": "'/a/./b/../c%41?x=%2F'"}) as rig:
        for _, seen in both(rig):
            assert seen.target == "/a/cA?x=%2F"


def test_a_gateways_transformation_comes_before_routing():
    def build(up):
        changed = {"transformations": {"request": {"set": {":path": "'/b' + request.path"}}}}
        guarded = route(up, path="/b", policies={"authorization": rules(allow="request.path == '/b/a'")})
        return config([route(up, path="/a", policies={"directResponse": {"status": 503}}), guarded], gateway=changed)

    with Rig(build) as rig:
        for answer, seen in both(rig, target="/a"):
            assert answer.status == 200 and seen.target == "/b/a"


def test_the_body_of_a_request_is_written():
    said = {"body": "toJson({'model': json(request.body).model, 'who': request.headers['x-who']})"}
    with of_request(**said) as rig:
        sent = json.dumps({"model": "m", "secret": "s"}).encode()
        for _, seen in both(rig, "POST", headers=[("x-who", "ann")], body=sent):
            assert json.loads(seen.body) == {"model": "m", "who": "ann"}
            assert seen.get("content-length") == str(len(seen.body))


def test_a_body_that_cannot_be_computed_is_empty():
    with of_request(body="json(request.body).nosuch") as rig:
        for _, seen in both(rig, "POST", body=b"{}"):
            assert seen.body == b""


def test_a_request_without_a_body_gets_one():
    with of_request(body="'made'", set={"content-type": "'text/plain'"}) as rig:
        for _, seen in both(rig, "POST"):
            assert seen.body == b"made"


def test_connections_stay_good_behind_a_body_that_was_replaced():
    with of_request(body="'made'") as rig, Wire(rig.port) as wire:
        for number in range(3):
            assert wire.ask("POST", f"/{number}", body=b"x" * 1000).status == 200
        assert [seen.body for seen in rig.upstream.requests.all()] == [b"made"] * 3


@pytest.mark.parametrize("size, status", [(1000, 200), (1001, 413)])
def test_a_body_is_read_up_to_its_limit(size, status):
    def build(up):
        policies = {"transformations": {"request": {"set": {"x-size": "size(request.body)"}}}}
        return front(route(up, policies=policies), http={"maxBufferSize": 1000})

    with Rig(build) as rig:
        for asked in (ask, ask2):
            rig.upstream.forget()
            answer = asked(rig.port, "POST", "/", body=b"x" * size)
            assert answer.status == status
            if status == 200:
                seen = rig.upstream.only_request()
                assert seen.get("x-size") == str(size) and len(seen.body) == size
            else:
                assert "http.body_too_large" in rig.gateway.log_line("http.status=413")


def test_a_rule_may_read_the_body():
    policies = {"authorization": rules(allow="json(request.body).action == 'read'")}
    with Rig(lambda up: config(route(up, policies=policies))) as rig:
        for asked in (ask, ask2):
            assert asked(rig.port, "POST", "/", body=b'{"action": "read"}').status == 200
            assert asked(rig.port, "POST", "/", body=b'{"action": "write"}').status == 403
            assert asked(rig.port, "POST", "/", body=b"no json").status == 403


def test_fields_of_an_answer_are_added_set_and_removed():
    said = {
        "add": {"x-code": "response.code", "x-asked": "request.method + ' ' + request.path"},
        "set": {"Server": "'gateway'", "x-gone": "response.headers['nosuch']"},
        "remove": ["x-inside"],
    }
    behave = answer_with(("Server", "secret/1"), ("X-Inside", "1"), ("X-Gone", "1"), ("x-kept", "1"), status=201)
    with of_answer(behave, **said) as rig:
        for answer, _ in both(rig, target="/a"):
            assert answer.status == 201 and answer.text == "hello"
            assert answer.get("x-code") == "201" and answer.get("x-asked") == "GET /a"
            assert answer.values("server") == ["gateway"] and answer.get("x-kept") == "1"
            assert answer.get("x-gone") is None and answer.get("x-inside") is None


def test_the_status_of_an_answer():
    with of_answer(answer_with(status=404), set={":status": "response.code == 404 ? 410 : response.code"}) as rig:
        for asked in (ask, ask2):
            assert asked(rig.port).status == 410
        rig.gateway.log_line("http.status=410")


@pytest.mark.parametrize("status", ["99", "600", "101", "204", "304", "'x'", "'20'", "-1"])
def test_a_status_that_is_none_leaves_the_answers(status):
    with of_answer(set={":status": status}) as rig:
        for asked in (ask, ask2):
            answer = asked(rig.port)
            assert (answer.status, answer.text) == (200, "hello")


def test_the_body_of_an_answer_is_written():
    said = {"body": "toJson({'n': json(response.body).n + 1})", "set": {"x-size": "size(response.body)"}}
    with of_answer(answer_with(("ETag", '"a"'), body=b'{"n": 1}'), **said) as rig:
        for answer, _ in both(rig):
            assert json.loads(answer.text) == {"n": 2} and answer.get("x-size") == "8"
            assert answer.get("etag") == '"a"' and answer.get("content-length") == str(len(answer.text))


def test_an_answer_in_pieces_is_read_whole():
    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked()
        for piece in (b"a", b"bb", b"ccc"):
            exchange.chunk(piece)
        exchange.end_chunks()

    with of_answer(behave, body="string(response.body) + '!'") as rig:
        for answer, _ in both(rig):
            assert answer.text == "abbccc!"


def test_an_answer_too_large_to_be_read_is_refused():
    def build(up):
        policies = {"transformations": {"response": {"set": {"x-size": "size(response.body)"}}}}
        return front(route(up, policies=policies), http={"maxBufferSize": 1000})

    with Rig(build, answer_with(body=b"x" * 1001)) as rig:
        for asked in (ask, ask2):
            assert asked(rig.port).status == 502
        rig.gateway.log_line("http.status=502", "code=upstream.body_too_large")


def test_answers_without_a_body_have_none():
    with of_answer(answer_with(status=204, body=b""), body="'made'") as rig:
        for asked in (ask, ask2):
            answer = asked(rig.port)
            assert (answer.status, answer.text) == (204, "")
    with of_answer(body="'made'") as rig:
        for asked in (ask, ask2):
            assert asked(rig.port, "HEAD").text == ""


def test_refusals_are_transformed_too():
    policies = {"authorization": rules(deny="true")}
    said = {"response": {"set": {"x-refused": "response.code"}, "body": "'sorry: ' + string(response.body)"}}
    with Rig(lambda up: config(route(up, policies=policies), gateway={"transformations": said})) as rig:
        for asked in (ask, ask2):
            answer = asked(rig.port)
            assert (answer.status, answer.get("x-refused")) == (403, "403")
            assert answer.text.strip() == "sorry: authorization failed"


def test_metadata_is_read_by_later_expressions():
    said = {
        "request": {
            "metadata": {"team": "request.headers['x-team'].lowerAscii()", "both": "[metadata.team, 'b']", "no": "request.headers['nosuch']"},
            "set": {"x-team": "metadata.team"},
        },
        "response": {"set": {"x-both": "metadata.both", "x-no": "string(has(metadata.no))"}},
    }
    with through(said) as rig:
        for answer, seen in both(rig, headers=[("x-team", "RED")]):
            assert seen.get("x-team") == "red"
            assert answer.values("x-both") == ["red", "b"] and answer.get("x-no") == "false"


def test_metadata_of_a_request_is_not_left_to_the_next():
    said = {"request": {"metadata": {"a": "request.headers['x-a']"}, "set": {"x-seen": "metadata.a"}}}
    with through(said) as rig, Wire(rig.port) as wire:
        wire.ask("GET", "/1", [("x-a", "1")])
        wire.ask("GET", "/2")
        first, second = rig.upstream.requests.all()
        assert first.get("x-seen") == "1" and not second.has("x-seen")


def test_the_first_alternative_whose_condition_is_true_applies_to_both_sides():
    def alternative(name, condition=None):
        made = {"request": {"set": {"x-which": text(name)}}, "response": {"set": {"x-which": text(name)}}}
        return {**made, **({"condition": condition} if condition else {})}

    said = {
        "conditional": [
            alternative("a", "request.headers['x-a'] == '1'"),
            alternative("b", "request.path.startsWith('/b')"),
            alternative("rest"),
        ]
    }
    with through(said) as rig:
        for target, headers, which in (("/b", [("x-a", "1")], "a"), ("/b", [], "b"), ("/", [], "rest")):
            for answer, seen in both(rig, target=target, headers=headers):
                assert seen.get("x-which") == answer.get("x-which") == which


@pytest.mark.parametrize(
    "said, message",
    [
        ({"request": {"set": {"Content-Length": "'1'"}}}, "the gateway's own"),
        ({"request": {"add": {"transfer-encoding": "'chunked'"}}}, "the gateway's own"),
        ({"response": {"remove": ["connection"]}}, "the gateway's own"),
        ({"request": {"set": {":status": "200"}}}, ":authority, :method and :path"),
        ({"request": {"set": {":scheme": "'https'"}}}, ":authority, :method and :path"),
        ({"response": {"set": {":path": "'/'"}}}, ":status"),
        ({"request": {"set": {"x": "response.code"}}}, "not known yet"),
        ({"request": {"set": {"x y": "'1'"}}}, "expected a field's name"),
        ({"request": {"set": {"x": "reqest.path"}}}, "did you mean 'request'?"),
        ({"request": {"set": {"X-A": "'1'", "x-a": "'2'"}}}, "same field"),
        ({"request": {"nosuch": 1}}, "nosuch"),
        ({"conditional": [{"request": {}}, {"condition": "true", "request": {}}]}, "has no condition"),
    ],
)
def test_what_is_refused_at_load(said, message):
    made = config(route("localhost:1", policies={"transformations": said}))
    done = run("--validate-only", "-c", json.dumps(made))
    assert done.code == 1 and message in done.stderr, done.output


def test_remarks_name_fields_and_no_values():
    said = {"request": {"set": {"x-a": "'secret'"}, "remove": ["x-b"], "body": "'secret'"}}
    made = config(route("localhost:1", policies={"transformations": said}))
    done = run("--validate-only", "-c", json.dumps(made))
    assert "transformations: of a request: sets x-a, removes x-b, writes the body" in done.stdout
    assert "secret" not in done.output
