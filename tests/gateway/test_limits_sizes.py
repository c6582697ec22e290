"""How much one request may be: just below each limit it passes, just above it is refused, with its code, and counted."""

import json

import pytest

from harness.configs import OWN_SERVERS_OFF, front, route
from harness.metrics import await_hits, hits
from harness.process import Gateway
from harness.rig import Rig
from harness.wire import Wire, ask, ask_json, request_bytes

LIMITS = {"headerBytes": "2KiB", "targetBytes": 100, "bodyBytes": 1000}


@pytest.fixture(scope="module")
def rig():
    def build(upstream):
        return front(route(upstream), limits=LIMITS, http={"http1MaxHeaders": 10})

    with Rig(build) as made:
        yield made


def padded_head(size):
    start = b"GET / HTTP/1.1\r\nHost: a\r\nX: "
    return start + b"x" * (size - len(start) - 4) + b"\r\n\r\n"


def sent(rig, data):
    with Wire(rig.port) as wire:
        return wire.try_send(data).response()


def must_be_refused(rig, answer, status, code, limit):
    assert (answer.status, f"({code})" in answer.text) == (status, True), answer.text
    rig.gateway.log_line(f"http.status={status}", f"code={code}")
    assert hits(rig.gateway, limit) >= 1


def test_bytes_of_a_head(rig):
    assert sent(rig, padded_head(2048)).status == 200
    must_be_refused(rig, sent(rig, padded_head(2049)), 431, "h1.head_too_large", "headerBytes")


def test_fields_of_a_head(rig):
    def head(fields):
        return request_bytes("GET", "/", [("X", "y")] * (fields - 1))

    assert sent(rig, head(10)).status == 200
    must_be_refused(rig, sent(rig, head(11)), 431, "h1.too_many_fields", "http1MaxHeaders")


def test_bytes_of_a_target(rig):
    assert sent(rig, request_bytes("GET", "/" + "a" * 99)).status == 200
    refused = sent(rig, request_bytes("GET", "/" + "a" * 100))
    must_be_refused(rig, refused, 414, "h1.target_too_long", "targetBytes")


def test_bytes_of_a_body_whose_length_is_told(rig):
    assert rig.ask("/whole", body=b"x" * 1000, method="POST").status == 200
    with Wire(rig.port) as wire:
        wire.send(b"POST /over HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")
        refused = wire.response()
        assert refused.get("connection") == "close" and wire.is_closed()
    must_be_refused(rig, refused, 413, "request.body_too_large", "bodyBytes")
    assert "/over" not in rig.upstream.targets()


def chunks(target, *sizes):
    head = b"POST %s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" % target
    return head + b"".join(b"%x\r\n%s\r\n" % (size, b"x" * size) for size in sizes) + b"0\r\n\r\n"


def test_bytes_of_a_body_in_chunks(rig):
    assert sent(rig, chunks(b"/chunks", 600, 400)).status == 200
    refused = sent(rig, chunks(b"/excess", 600, 401))
    must_be_refused(rig, refused, 413, "request.body_too_large", "bodyBytes")
    assert not [r for r in rig.upstream.requests.all() if r.target == "/excess" and r.complete]


def test_a_body_of_no_told_length_that_grows_too_large_later(rig):
    """Its first part is with the upstream already."""
    with Wire(rig.port) as wire:
        wire.send(chunks(b"/later", 600)[: -len(b"0\r\n\r\n")])
        rig.upstream.requests.wait_until(
            lambda got: any(r.target == "/later" for r in got), "the first part"
        )
        refused = wire.try_send(b"191\r\n" + b"x" * 401 + b"\r\n0\r\n\r\n").response()
    must_be_refused(rig, refused, 413, "request.body_too_large", "bodyBytes")
    assert not [r for r in rig.upstream.requests.all() if r.target == "/later" and r.complete]


def test_bytes_of_a_body_that_is_read_in_full():
    model = {"name": "echo", "provider": "echo"}
    value = {
        "config": {**OWN_SERVERS_OFF, "statsAddr": "localhost:0", "workerThreads": 1},
        "frontendPolicies": {"http": {"maxBufferSize": "1KiB"}},
        "llm": {"port": 0, "models": [model]},
    }

    def chat(size):
        empty = {"model": "echo", "messages": [{"role": "user", "content": ""}]}
        empty["messages"][0]["content"] = "x" * (size - len(json.dumps(empty)))
        return ask_json(gateway.only_port(), "/v1/chat/completions", empty)

    with Gateway(value) as gateway:
        assert chat(1024).status == 200
        refused = chat(1025)
        assert refused.status == 413 and "request_body_too_large" in refused.text
        await_hits(gateway, "maxBufferSize", 1)


def test_a_body_is_not_limited_by_default():
    with Rig(lambda upstream: front(route(upstream))) as rig:
        answer = rig.ask("/", method="POST", body=b"x" * 3_000_000)
        assert answer.text == "got 3000000 bytes"
