"""HTTP/2 to upstreams: the ends of streams and connections, what is tried again, and how long is waited."""

import threading

import pytest

from harness.configs import config, host, route
from harness.h2_rig import BY_H2, CANCEL, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, H2Rig, answer, at_once
from harness.h2_upstream import PREFACE, H2Upstream, goaway
from harness.http1 import Closed
from harness.process import Gateway
from harness.upstream import Silent, Upstream
from harness.waiting import Gate, Growing
from harness.wire import Wire, ask, request_bytes

# --- ends ---


def test_a_client_that_leaves_cancels_its_stream_only():
    left = Gate()

    def behave(stream):
        if stream.target != "/leaves":
            return answer(stream)
        stream.head(200)
        stream.data(b"one event")
        stream.was_reset.await_open("the gateway's reset")
        left.set()

    with H2Rig(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/leaves"))
            assert wire.head().status == 200
            wire.take(9)
        left.await_open()
        assert rig.upstream.requests.all()[0].reset_code == CANCEL
        assert rig.ask(target="/next").text == "/next"
        assert len(rig.upstream.connections) == 1


def test_a_request_that_breaks_off_is_reset_and_never_whole():
    ended = Gate()

    def behave(stream):
        stream.was_reset.await_open("the gateway's reset")
        ended.set()

    with H2Rig(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhello")
            rig.upstream.wait_for(1)
        ended.await_open()
        (stream,) = rig.upstream.requests.all()
        assert not stream.ended.is_set()


def test_an_answer_that_breaks_off_is_seen_to_be_broken():
    def behave(stream):
        stream.head(200)
        stream.data(b"half")
        stream.reset(INTERNAL_ERROR)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/"))
        with pytest.raises(Closed):
            if wire.response().status != 200:
                raise Closed("an error answer")
        rig.gateway.log_line("code=upstream.reset", "INTERNAL_ERROR")


def test_an_upstream_that_dies_breaks_off_every_answer_it_had_begun():
    everybody = Growing()

    def behave(stream):
        stream.head(200)
        stream.data(b"half")
        everybody.add(stream)
        if len(everybody) == 10:
            stream.connection.close()

    def read(port):
        with Wire(port) as wire, pytest.raises(Closed):
            wire.send(request_bytes("GET", "/"))
            if wire.response().status != 200:
                raise Closed("an error answer")

    with H2Rig(behave) as rig:
        at_once(*(lambda: read(rig.port) for _ in range(10)))
        rig.gateway.log_line("code=upstream.closed")


def test_the_place_of_a_stream_that_was_given_up_is_free_at_once():
    def behave(stream):
        if stream.target != "/leaves":
            return answer(stream)
        stream.head(200)
        stream.data(b"one event")

    with H2Rig(behave, settings={3: 1}) as rig:  # MAX_CONCURRENT_STREAMS
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/leaves"))
            assert wire.head().status == 200
            wire.take(9)
        rig.upstream.requests.all()[0].was_reset.await_open("the gateway's reset")
        assert rig.ask(target="/next").text == "/next"
        assert len(rig.upstream.connections) == 1


def test_an_answer_before_the_request_is_through_is_passed_on():
    def behave(stream):
        stream.answer(413, b"too much")
        stream.reset(NO_ERROR)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nxxx")
        assert wire.response().text == "too much"


# --- tried again, or not ---


class Refusing:
    """Refuses the first `times` requests with `code`, in the way of RST_STREAM."""

    def __init__(self, code, times=1):
        self.code, self.left = code, times
        self._lock = threading.Lock()

    def __call__(self, stream):
        with self._lock:
            refuses = self.left > 0
            self.left -= 1
        stream.reset(self.code) if refuses else answer(stream)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refused_stream_is_tried_again(method):
    with H2Rig(Refusing(REFUSED_STREAM)) as rig:
        assert rig.ask(method, "/x").text == "/x"
        assert rig.upstream.targets() == ["/x", "/x"]
        rig.gateway.log_line("/x", "retry.attempt=1")


def test_what_is_always_refused_is_given_up():
    with H2Rig(Refusing(REFUSED_STREAM, 1000)) as rig:
        response = rig.ask()
        assert response.status == 503 and "upstream.busy" in response.text
        assert len(rig.upstream.requests) == 3


def test_a_refused_stream_is_tried_again_with_the_body_that_was_at_hand():
    def behave(stream):
        if len(stream.connection.upstream.requests) == 1:
            stream.reset(REFUSED_STREAM)
        else:
            stream.answer(body=stream.read_body())

    with H2Rig(behave) as rig:
        assert rig.ask("POST", "/x", body=b"body").text == "body"
        assert len(rig.upstream.requests) == 2


def test_a_refused_stream_is_not_tried_again_when_more_of_its_body_was_asked_for():
    def behave(stream):
        stream.connection.upstream.told.await_open()
        stream.reset(REFUSED_STREAM)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        rig.upstream.told = Gate()
        wire.send(b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\none")
        (stream,) = rig.upstream.wait_for(1)
        stream.data_came.await_open("the body's beginning")
        rig.upstream.told.set()
        response = wire.response()
        assert response.status == 503 and "upstream.busy" in response.text
        assert len(rig.upstream.requests) == 1


@pytest.mark.parametrize("code", [NO_ERROR, INTERNAL_ERROR, CANCEL, 11, 13, 999])
def test_another_reset_is_not_tried_again(code):
    with H2Rig(Refusing(code)) as rig:
        response = rig.ask()
        assert response.status == 502 and "upstream.reset" in response.text
        assert len(rig.upstream.requests) == 1
        assert rig.ask(target="/next").text == "/next"
        assert len(rig.upstream.connections) == 1


def test_goaway_lets_streams_end_and_takes_no_new_ones():
    told, finish = Gate(), Gate()

    def behave(stream):
        if stream.target == "/old":
            stream.connection.go_away(stream.number)
            told.set()
            finish.await_open()
            stream.answer(body=b"old")
        else:
            answer(stream)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/old"))
        told.await_open()
        for i in range(3):
            assert rig.ask(target=f"/{i}").text == f"/{i}"
        finish.set()
        assert wire.response().text == "old"
        assert len(rig.upstream.connections) == 2


def test_what_goaway_always_leaves_out_is_given_up():
    with H2Rig(lambda stream: stream.connection.go_away(0)) as rig:
        response = rig.ask("POST")
        assert response.status == 503 and "upstream.busy" in response.text
        assert len(rig.upstream.connections) == 3


def test_streams_that_goaway_leaves_out_are_tried_again():
    both = Growing()

    def behave(stream):
        if stream.connection is not stream.connection.upstream.connections.all()[0]:
            return answer(stream)
        both.add(stream)
        if len(both) == 2:
            first = min(both.all(), key=lambda s: s.number)
            stream.connection.go_away(first.number)
            first.answer(body=first.target.encode())

    with H2Rig(behave) as rig:
        got = at_once(*(lambda p=p: rig.ask("POST", p).text for p in ("/a", "/b")))
        assert got == ["/a", "/b"]
        assert len(rig.upstream.connections) == 2 and len(rig.upstream.requests) == 3


def test_the_death_of_a_connection_is_told_to_all_its_streams():
    everybody = Growing()

    def behave(stream):
        everybody.add(stream)
        if len(everybody) == 20:
            stream.connection.close()

    with H2Rig(behave) as rig:
        got = at_once(*(lambda i=i: rig.ask("POST", f"/{i}").status for i in range(20)))
        assert got == [503] * 20
        assert len(everybody) == 20, "a POST was sent twice"


def test_only_what_is_idempotent_survives_the_death_of_a_used_connection():
    def behave(stream):
        if stream.target == "/dies" and len(stream.connection.upstream.connections) == 1:
            stream.connection.close()
        else:
            answer(stream)

    with H2Rig(behave) as rig:
        assert rig.ask(target="/first").text == "/first"
        assert rig.ask("PUT", "/dies").text == "/dies"
    with H2Rig(behave) as rig:
        assert rig.ask(target="/first").text == "/first"
        assert rig.ask("POST", "/dies").status == 503


def test_an_idle_connection_that_ends_is_replaced():
    ended = Gate()

    def behave(stream):
        answer(stream)
        if stream.target == "/last":
            stream.connection.close()
            ended.set()

    with H2Rig(behave) as rig:
        assert rig.ask(target="/last").text == "/last"
        ended.await_open()
        for i in range(3):
            assert rig.ask("GET", f"/{i}").text == f"/{i}"


def streams_of(frames):
    while frames:
        yield int.from_bytes(frames[5:9], "big")
        frames = frames[9 + int.from_bytes(frames[:3], "big") :]


def test_nothing_of_a_call_reaches_a_server_that_speaks_http1_only():
    grpc = [("Content-Type", "application/grpc"), ("TE", "trailers")]
    upstream = Upstream()  # it hangs up on what is no request
    with upstream, Gateway(config(route(upstream))) as gateway:
        response = ask(gateway.port(), "POST", "/s/m", grpc, b"\0\0\0\0\0")
        assert response.get("grpc-status") == "14"  # UNAVAILABLE
        (connection,) = upstream.connections.all()
        assert connection.raw.startswith(PREFACE)
        assert set(streams_of(connection.raw[len(PREFACE) :])) == {0}
        upstream.faults.clear()  # the preface


# --- waits ---


def test_an_upstream_that_says_nothing_at_all_is_given_up():
    tcp = {"keepalives": {}, "connectTimeout": "300ms"}
    with Silent() as silent, Gateway(
        config(route(host(silent, policies={**BY_H2, "tcp": tcp})))
    ) as gateway:
        response = ask(gateway.port())
        assert response.status == 504 and "upstream.timeout" in response.text


def test_an_answer_that_does_not_come_is_given_up_and_its_stream_reset():
    def behave(stream):
        if stream.target == "/never":
            stream.was_reset.await_open("the gateway's reset")
        else:
            answer(stream)

    with H2Upstream(behave) as upstream:
        policies = {"timeout": {"backendRequestTimeout": "300ms"}}
        routes = [
            route(host(upstream, policies=BY_H2), path="/never", policies=policies),
            route(host(upstream, policies=BY_H2)),
        ]
        with Gateway(config(routes)) as gateway:
            response = ask(gateway.port(), target="/never")
            assert response.status == 504 and "timeout.backend" in response.text
            upstream.requests.all()[0].was_reset.await_open("the reset")
            assert ask(gateway.port(), target="/next").text == "/next"
            assert len(upstream.connections) == 1


def test_a_request_that_is_never_taken_is_given_up_and_its_stream_reset():
    """The windows for its body stay closed."""
    policies = {"timeout": {"backendRequestTimeout": "300ms"}}
    shut = {4: 0}  # INITIAL_WINDOW_SIZE
    reset = Gate()

    def behave(stream):
        stream.was_reset.await_open("the gateway's reset")
        reset.set()

    with H2Rig(behave, policies, settings=shut) as rig:
        response = rig.ask("POST", body=b"x" * 100_000)
        assert response.status == 504 and "timeout.backend" in response.text
        reset.await_open()
        (stream,) = rig.upstream.requests.all()
        assert stream.reset_code == CANCEL and stream.body == b"" and not stream.ended.is_set()


def test_an_answer_that_stalls_breaks_off_and_its_stream_is_reset():
    policies = {"timeout": {"requestTimeout": "500ms"}}

    def behave(stream):
        stream.head(200)
        stream.data(b"half")
        stream.was_reset.await_open("the gateway's reset")

    with H2Rig(behave, policies) as rig, Wire(rig.port) as wire:
        wire.send(request_bytes("GET", "/"))
        with pytest.raises(Closed):
            if wire.response().status != 200:
                raise Closed("an error answer")
        rig.gateway.log_line("code=timeout.request")
        (stream,) = rig.upstream.requests.all()
        stream.was_reset.await_open("the gateway's reset")
        assert stream.reset_code == CANCEL and not stream.connection.gone.is_set()


def test_an_upstream_that_ends_before_it_was_used_is_not_tried_for_ever():
    with H2Rig(answer, behind_settings=goaway(0)) as rig:
        response = rig.ask()
        assert response.status == 503 and "upstream.closed" in response.text
        assert len(rig.upstream.connections) == 1


def test_a_stop_with_streams_under_way_is_clean():
    def behave(stream):
        stream.head(200)
        stream.data(b"begun")
        stream.connection.gone.wait(30)

    with H2Rig(behave) as rig, Wire(rig.port) as wire:
        wire.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf")
        assert wire.head().status == 200
        rig.gateway.stop()


def test_a_stop_with_calls_that_wait_for_a_connection_is_clean():
    tcp = {"keepalives": {}, "connectTimeout": "1s"}
    with Silent() as silent, Gateway(
        config(route(host(silent, policies={**BY_H2, "tcp": tcp})))
    ) as gateway, Wire(gateway.port()) as wire:
        wire.send(request_bytes("GET", "/"))
        gateway.stop()
