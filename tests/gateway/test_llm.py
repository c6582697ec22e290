"""The LLM front: which model is meant, what the provider is sent, what comes back untouched, and errors a client library understands."""

import json

import pytest

from harness import tokens
from harness.configs import OWN_SERVERS_OFF, jwt_auth, rules
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Gate
from harness.wire import Wire, ask, ask_json, bearer, request_bytes

KEY = tokens.shared_key("ES256")
ANSWER = json.dumps(
    {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "usage": {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7},
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "pong"},
                "finish_reason": "stop",
            }
        ],
    },
    indent=3,
)


def llm(models, **more):
    return {
        "config": {**OWN_SERVERS_OFF, "workerThreads": 1, "logging": {"format": "json"}},
        "llm": {"port": 0, "models": models, **more},
    }


def model(upstream, name="*", **more):
    params = {
        "apiKey": "sk-op",
        "baseUrl": f"http://{upstream.address}/v1",
        **more.pop("params", {}),
    }
    return {"name": name, "provider": "openAI", "params": params, **more}


def complete(exchange):
    exchange.read_body()
    exchange.answer(
        body=ANSWER.encode(), headers=[("Content-Type", "application/json"), ("X-Request-Id", "r1")]
    )


def chat(name="m", **more):
    return {"model": name, "messages": [{"role": "user", "content": "ping"}], **more}


class Front:
    def __init__(self, build, behave=complete, env=None):
        self.upstream = Upstream(behave)
        self.build, self.env = build, env

    def __enter__(self):
        self.upstream.__enter__()
        try:
            self.gateway = Gateway(self.build(self.upstream), env=self.env)
            self.gateway.__enter__()
        except BaseException:
            self.upstream.stop()
            raise
        self.port = self.gateway.only_port()
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    def ask(self, value, path="/v1/chat/completions", headers=()):
        return ask_json(self.port, path, value, headers)

    def sent(self):
        """The last request that the provider got, its body read as JSON."""
        request = self.upstream.requests.wait_until(
            lambda got: got and got[-1].complete and got[-1], "a request at the provider"
        )
        return request, json.loads(request.body)


@pytest.fixture(scope="module")
def front():
    with Front(lambda up: llm([model(up)])) as made:
        yield made


@pytest.mark.parametrize(
    "path,sent",
    [
        ("/v1/chat/completions", "/v1/chat/completions"),
        ("/chat/completions", "/v1/chat/completions"),
        ("/v1/embeddings", "/v1/embeddings"),
        ("/v1/responses", "/v1/responses"),
    ],
)
def test_paths_are_the_providers(front, path, sent):
    assert front.ask(chat(input="x"), path).status == 200
    assert front.sent()[0].target == sent


def test_the_body_goes_through_byte_for_byte(front):
    body = b'{ "messages" : [ {"role":"user","content":"\\u00e9 \xc3\xa9 \xf0\x9d\x84\x9e"} ] ,\n\t"model":"m", "n":1.0, "x":{"y":[]}, "seed":-0 }'
    response = ask(
        front.port, "POST", "/v1/chat/completions", [("Content-Type", "application/json")], body
    )
    assert (
        response.status == 200
        and response.body == ANSWER.encode()
        and response.get("x-request-id") == "r1"
    )
    request, _ = front.sent()
    assert request.body == body


@pytest.mark.parametrize(
    "number",
    [
        b"123456789012345678901234567890",
        b"-9223372036854775809",
        b"1e400",
        b"0.1e-400",
        b"18446744073709551616",
    ],
)
def test_numbers_beyond_64_bits_pass(front, number):
    """Nobody here reads them, and they are JSON (RFC 8259 section 6)."""
    body = b'{"model":"m","messages":[],"tool":{"maximum":' + number + b"}}"
    assert (
        ask(
            front.port, "POST", "/v1/chat/completions", [("Content-Type", "application/json")], body
        ).status
        == 200
    )
    assert front.sent()[0].body == body


def test_the_operators_key_replaces_what_the_client_sent(front):
    assert (
        front.ask(
            chat(), headers=[("Authorization", "Bearer of-the-client"), ("X-Api-Key", "kept?")]
        ).status
        == 200
    )
    request, _ = front.sent()
    assert (
        request.values("authorization") == ["Bearer sk-op"]
        and request.get("host") == front.upstream.address
    )


def error(response, status, code=None):
    assert response.status == status, (response.status, response.text)
    assert response.get("content-type", "").startswith("application/json")
    told = json.loads(response.body)["error"]
    assert told["message"] and told["type"]
    if code:
        assert told["code"] == code, told
    return told


@pytest.mark.parametrize(
    "body,code",
    [
        (b"", "invalid_request_body"),
        (b"no json", "invalid_request_body"),
        (b"[]", "invalid_request_body"),
        (b'"text"', "invalid_request_body"),
        (b'{"model":"m"', "invalid_request_body"),
        (b'{"model":"m"} x', "invalid_request_body"),
        (b"{}", "missing_model"),
        (b'{"model":1}', "missing_model"),
        (b'{"model":null}', "missing_model"),
        (b'{"model":["m"]}', "missing_model"),
        (b'{"model":""}', None),
        (b'{"model":"a","model":"b"}', None),
        (b'{"model":"a","\\u006dodel":"b"}', None),
        (b"\xff\xfe{\x00", "invalid_request_body"),
        (b'{"model":"m","x":' + b"[" * 5000 + b"]" * 5000 + b"}", None),
        (b'{"model":"\xff"}', None),
    ],
)
def test_a_body_that_names_no_model_is_refused_in_openais_form(front, body, code):
    before = len(front.upstream.requests)
    error(
        ask(
            front.port, "POST", "/v1/chat/completions", [("Content-Type", "application/json")], body
        ),
        400,
        code,
    )
    assert len(front.upstream.requests) == before


def test_a_body_in_a_coding_is_refused(front):
    error(
        ask(
            front.port, "POST", "/v1/chat/completions", [("Content-Encoding", "gzip")], b"\x1f\x8b"
        ),
        415,
        "request_body_decode_failed",
    )


@pytest.mark.parametrize("size,status", [(2 * 1024 * 1024 - 200, 200), (2 * 1024 * 1024 + 10, 413)])
def test_a_bodys_size_is_limited(front, size, status):
    text = json.dumps(chat()).encode()
    body = text[:-1] + b',"pad":"' + b"x" * (size - len(text) - 10) + b'"}'
    with Wire(front.port) as wire:
        wire.try_send(
            request_bytes(
                "POST", "/v1/chat/completions", [("Content-Type", "application/json")], body
            )
        )
        response = wire.response()
    assert response.status == status
    if status == 413:
        error(response, 413, "request_body_too_large")


def test_a_chunked_body_is_read_like_any_other(front):
    body = json.dumps(chat()).encode()
    with Wire(front.port) as wire:
        wire.send(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for byte in body:
            wire.send(b"1\r\n" + bytes([byte]) + b"\r\n")
        wire.send(b"0\r\n\r\n")
        assert wire.response().status == 200
    assert front.sent()[0].body == body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/nothing",
        "/v1/chat",
        "/v1/files",
        "/v1/chat/completions/x",
        "/V1/chat/completions",
    ],
)
def test_a_path_without_an_api_is_404_in_openais_form(front, path):
    error(front.ask(chat(), path), 404)


def test_the_provider_being_down_is_503_in_openais_form():
    with Gateway(
        llm(
            [
                {
                    "name": "*",
                    "provider": "openAI",
                    "params": {"apiKey": "x", "baseUrl": "http://127.0.0.1:1"},
                }
            ]
        )
    ) as gateway:
        error(ask_json(gateway.only_port(), "/v1/chat/completions", chat()), 503)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 529])
def test_the_providers_own_errors_pass_untouched(status):
    body = b'{"error": {"message":"theirs", "code" : 1}}'
    with Front(
        lambda up: llm([model(up)]),
        lambda ex: (
            ex.read_body(),
            ex.answer(status, body, [("Content-Type", "application/json"), ("Retry-After", "7")]),
        ),
    ) as front:
        response = front.ask(chat())
        assert (response.status, response.body, response.get("retry-after")) == (status, body, "7")


def test_events_are_passed_on_as_they_come():
    seen = [Gate() for _ in range(4)]
    events = [
        b'data: {"choices":[{"delta":{"content":"a"}}]}\n\n',
        b": a comment\n\n",
        b'data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}\n\n',
        b"data: [DONE]\n\n",
    ]

    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked([("Content-Type", "text/event-stream")])
        for event, gate in zip(events, seen):
            exchange.chunk(event)
            gate.await_open("the client's sight of an event")
        exchange.end_chunks()

    with Front(lambda up: llm([model(up)]), behave) as front, Wire(front.port) as wire:
        wire.send(
            request_bytes(
                "POST",
                "/v1/chat/completions?mark=streamed",
                body=json.dumps(chat(stream=True)).encode(),
            )
        )
        assert wire.head().get("content-type") == "text/event-stream"
        for event, gate in zip(events, seen):
            size = int(wire.reader.take_line("a chunk's size"), 16)
            assert wire.take(size + 2) == event + b"\r\n"
            gate.set()
        assert wire.take(5) == b"0\r\n\r\n"
        record = front.gateway.log_record(http_path="/v1/chat/completions?mark=streamed")
        assert (
            record["gen_ai.usage.output_tokens"] == 4 and record["gen_ai.usage.input_tokens"] == 9
        ), record


def test_a_client_that_leaves_a_stream_ends_the_providers_work():
    gone = Gate()

    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked([("Content-Type", "text/event-stream")])
        exchange.chunk(b"data: {}\n\n")
        exchange.await_close()
        gone.set()

    with Front(lambda up: llm([model(up)]), behave) as front:
        with Wire(front.port) as wire:
            wire.send(
                request_bytes(
                    "POST", "/v1/chat/completions", body=json.dumps(chat(stream=True)).encode()
                )
            )
            assert wire.head().status == 200
        gone.await_open("the gateway's leaving the provider")


def test_a_stream_that_breaks_off_is_seen_to_be_broken():
    def behave(exchange):
        exchange.read_body()
        exchange.start_chunked([("Content-Type", "text/event-stream")])
        exchange.chunk(b"data: {}\n\n")
        exchange.close()

    with Front(lambda up: llm([model(up)]), behave) as front, Wire(front.port) as wire:
        wire.send(
            request_bytes(
                "POST", "/v1/chat/completions", body=json.dumps(chat(stream=True)).encode()
            )
        )
        assert b"0\r\n\r\n" not in wire.rest()


# Models


@pytest.fixture(scope="module")
def several():
    def build(up):
        return llm(
            [
                model(up, "fast", params={"model": "gpt-real-fast"}),
                model(up, "team/*", params={"apiKey": "sk-team"}),
                model(
                    up,
                    "team/special",
                    overrides={"temperature": 0},
                    defaults={"max_tokens": 10, "top_p": 0.5},
                ),
                model(up, "*-suffix"),
                model(up, "guarded", authorization=rules(allow='jwt.sub == "alice"')),
                model(up, "hidden", visibility="internal"),
            ],
            policies={"jwtAuth": jwt_auth([KEY], "optional")},
        )

    with Front(build) as made:
        yield made


@pytest.mark.parametrize(
    "name,sent", [("fast", "gpt-real-fast"), ("team/x", "team/x"), ("any-suffix", "any-suffix")]
)
def test_a_model_decides_the_name_that_is_sent(several, name, sent):
    assert several.ask(chat(name)).status == 200
    assert several.sent()[1]["model"] == sent


def test_the_more_specific_name_wins(several):
    assert several.ask(chat("team/special", temperature=1, top_p=0.9)).status == 200
    request, body = several.sent()
    assert (body["temperature"], body["max_tokens"], body["top_p"]) == (0, 10, 0.9)
    assert request.get("authorization") == "Bearer sk-op"
    assert several.ask(chat("team/other")).status == 200
    assert several.sent()[0].get("authorization") == "Bearer sk-team"


@pytest.mark.parametrize(
    "name", ["nothing", "FAST", "fast ", "team", "hidden", "fas", "team/special\u0000"]
)
def test_an_unknown_model_is_404(several, name):
    if name == "team/special\u0000":
        assert several.ask(chat(name)).status in (200, 400, 404)  # it fits team/*
    else:
        error(several.ask(chat(name)), 404, "model_not_found")


def test_a_models_rules_decide_who_may_use_it(several):
    error(several.ask(chat("guarded")), 403, "model_authorization_denied")
    error(
        several.ask(chat("guarded"), headers=bearer(KEY.token(sub="bob"))),
        403,
        "model_authorization_denied",
    )
    assert several.ask(chat("guarded"), headers=bearer(KEY.token())).status == 200


def test_the_list_of_models_shows_what_the_caller_may_use(several):
    def listed(headers=()):
        response = ask(several.port, target="/v1/models", headers=headers)
        assert response.status == 200 and response.get("content-type", "").startswith(
            "application/json"
        )
        value = json.loads(response.body)
        assert value["object"] == "list" and all(m["object"] == "model" for m in value["data"])
        return {m["id"] for m in value["data"]}

    assert "guarded" not in listed() and "guarded" in listed(bearer(KEY.token()))
    assert "hidden" not in listed() and {"fast", "team/special"} <= listed()


def test_a_bad_token_is_refused_before_anything_is_read(several):
    with Wire(several.port) as wire:
        wire.send(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer bad\r\nContent-Length: 1000000\r\n\r\n"
        )
        error(wire.response(), 401)
