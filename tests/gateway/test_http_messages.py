"""HTTP/1.1 through the gateway when everybody behaves: bodies, chunks, trailers, keep-alive, upgrades."""


import pytest

from harness.configs import config, route
from harness.rig import Rig, through
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


@pytest.fixture(scope="module")
def rig():
    with Rig(lambda upstream: config(route(upstream))) as made:
        yield made


@pytest.mark.parametrize(
    "method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE", "M-SEARCH", "get"]
)
def test_methods_pass_as_they_are(rig, method):
    assert rig.ask("/m", method=method).must_pass().method == method


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/a/b?c=d&e",
        "/a?",
        "/?x=/../y",
        "/a%20b",
        "/%C3%A4",
        "/a+b;c=d",
        "/~user/-._",
        "/a//b",
        "/:@!$&'()*+,;=",
        "/a?b?c",
        "/a?q=%2F%00",
    ],
)
def test_targets_in_canonical_form_pass_as_they_are(rig, target):
    assert rig.ask(target).must_pass().target == target


@pytest.mark.parametrize(
    "target,sent",
    [
        ("/a/../b", "/b"),
        ("/a/./b", "/a/b"),
        ("/%61", "/a"),
        ("/%c3%a4", "/%C3%A4"),
        ("/a/..", "/"),
        ("/a/b/.", "/a/b/"),
    ],
)
def test_other_targets_are_made_canonical(rig, target, sent):
    assert rig.ask(target).must_pass().target == sent


def test_an_absolute_target_is_sent_in_origin_form(rig):
    assert rig.ask("http://gateway.test/abs?x=1").must_pass().target == "/abs?x=1"


def test_headers_pass_in_order_with_their_values(rig):
    headers = [
        ("X-B", "2"),
        ("X-A", "1"),
        ("X-B", "3"),
        ("Accept", "a, b"),
        ("X-Empty", ""),
        ("Cookie", "a=1; b=2"),
        ("X-Odd", "\t ~!@#$%^&*()"),
        ("X-High", "caf\udce9"),
    ]
    seen = rig.ask("/h", headers).must_pass()
    assert seen.values("x-b") == ["2", "3"]
    assert (seen.get("x-a"), seen.get("accept"), seen.get("x-empty"), seen.get("cookie")) == (
        "1",
        "a, b",
        "",
        "a=1; b=2",
    )
    assert (seen.get("x-odd"), seen.get("x-high")) == ("~!@#$%^&*()", "caf\xe9")
    assert [n for n, _ in seen.fields if n in (b"x-b", b"x-a")] == [b"x-b", b"x-a", b"x-b"]


def test_the_host_is_the_backends(rig):
    assert rig.ask("/host").must_pass().get("host") == rig.upstream.address


@pytest.mark.parametrize(
    "connection,extra",
    [
        ("close, X-Private", [("X-Private", "1")]),
        ("keep-alive", [("Keep-Alive", "timeout=5")]),
        ("X-One,X-Two", [("X-One", "1"), ("X-Two", "2")]),
        ("", [("Proxy-Connection", "keep-alive")]),
        ("TE", [("TE", "gzip, deflate")]),
        ("x-private", [("X-PRIVATE", "1"), ("x-private", "2")]),
    ],
)
def test_fields_of_one_connection_are_not_sent_on(rig, connection, extra):
    headers = ([("Connection", connection)] if connection else []) + extra + [("X-Kept", "yes")]
    seen = rig.ask("/hop", headers).must_pass()
    for name, _ in extra:
        assert not seen.has(name), f"{name} was sent on"
    assert seen.get("x-kept") == "yes"
    assert "x-private" not in (seen.get("connection") or "").lower()


@pytest.mark.parametrize("name", ["Authorization", "Host", "Content-Length", "Cookie"])
def test_a_client_cannot_name_end_to_end_fields_in_connection(rig, name):
    headers = [("Connection", name), ("Cookie", "a=b"), ("Authorization", "Basic x")]
    seen = rig.ask("/hop", headers, method="POST", body=b"abc").must_pass()
    assert (
        seen.has("host")
        and seen.body == b"abc"
        and seen.get("cookie") == "a=b"
        and seen.get("authorization") == "Basic x"
    )


def test_a_connection_serves_many_requests(rig):
    with Wire(rig.port) as wire:
        for i in range(50):
            assert wire.ask("GET", f"/{i}").text == "hello"
            assert wire.ask("POST", f"/{i}", body=b"x" * i).text == (
                f"got {i} bytes" if i else "hello"
            )


def test_pipelined_requests_are_answered_in_order():
    def behave(exchange):
        exchange.read_body()
        exchange.answer(body=exchange.request.target.encode())

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(
            b"".join(
                request_bytes("GET", f"/{i}") + request_bytes("POST", f"/p{i}", body=b"b" * i)
                for i in range(20)
            )
        )
        for i in range(20):
            assert wire.response().text == f"/{i}"
            assert wire.response().text == f"/p{i}"


def test_a_request_may_arrive_byte_by_byte(rig):
    with Wire(rig.port) as wire:
        for byte in request_bytes("POST", "/slow", body=b"abcdef"):
            wire.send(bytes([byte]))
        assert wire.response().text == "got 6 bytes"


def test_close_is_honoured(rig):
    with Wire(rig.port) as wire:
        response = wire.ask("GET", "/", [("Connection", "close")])
        assert response.status == 200 and "close" in response.get("connection", "")
        assert wire.is_closed()


def test_http_1_0_is_answered_and_closed(rig):
    with Wire(rig.port) as wire:
        response = wire.send(b"GET /old HTTP/1.0\r\nHost: a\r\n\r\n").response()
        assert (
            response.status == 200 and response.framing in ("length", "close") and wire.is_closed()
        )


def test_http_1_0_without_host_is_served(rig):
    with Wire(rig.port) as wire:
        assert wire.send(b"GET /old HTTP/1.0\r\n\r\n").response().status == 200


def test_ipv6_and_ipv4_clients_are_served(rig):
    assert ask(rig.port, address="127.0.0.1").status == 200
    try:
        assert ask(rig.port, address="::1").status == 200
    except OSError:
        pytest.skip("this machine has no IPv6")


def test_many_connections_at_once():
    with Rig(lambda upstream: config(route(upstream), workers=2)) as rig:
        wires = [Wire(rig.port) for _ in range(200)]
        try:
            for round_number in range(3):
                for wire in wires:
                    wire.send(request_bytes("GET", f"/{round_number}"))
                for wire in wires:
                    assert wire.response().text == "hello"
        finally:
            for wire in wires:
                wire.close()


def test_te_trailers_is_sent_on(rig):
    assert (
        rig.ask("/te", [("TE", "trailers"), ("Connection", "TE")]).must_pass().get("te")
        == "trailers"
    )
