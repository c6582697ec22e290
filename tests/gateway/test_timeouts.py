"""What takes too long is ended. The limits are the real ones, so these tests wait in earnest; all of them wait at once."""

import threading
import time

import pytest

from harness.configs import config, route
from harness.http1 import Closed
from harness.process import Gateway
from harness.upstream import Deaf, Upstream
from harness.wire import Wire, ask

SLACK = 25.0  # for a loaded machine
LONGEST = 60.0 + SLACK


def timed(work):
    begin = time.monotonic()
    value = work()
    return time.monotonic() - begin, value


def half_a_head(port, _):
    with Wire(port, patience=LONGEST) as wire:
        return timed(lambda: (wire.send(b"GET /half HTTP/1.1\r\nHost: a\r\nX-"), wire.rest())[1])


def dripping_head(port, _):
    """One byte every second never completes a head either, however alive the client looks."""
    with Wire(port, patience=LONGEST) as wire:
        wire.send(b"GET /drip HTTP/1.1\r\nHost: a\r\nX: ")
        wire.socket.settimeout(1.0)
        begin = time.monotonic()  # measured from here to the first sign of an end
        while time.monotonic() - begin < LONGEST:
            try:
                return time.monotonic() - begin, wire.reader.take_some() + wire.rest()
            except Closed:
                return time.monotonic() - begin, b""
            except TimeoutError:
                wire.try_send(b"a")
        return time.monotonic() - begin, b"never"


def half_a_body(port, _):
    with Wire(port, patience=LONGEST) as wire:
        return timed(
            lambda: (
                wire.send(b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf"),
                wire.rest(),
            )[1]
        )


def deaf_upstream(_, port):
    return timed(lambda: ask(port))


@pytest.fixture(scope="module")
def outcomes():
    found = {}
    with Deaf() as deaf, Upstream(patience=2 * LONGEST) as upstream, Gateway(
        config(route(upstream))
    ) as gateway, Gateway(config(route(f"127.0.0.1:{deaf.port}"))) as lonely:

        def run(work):
            try:
                found[work.__name__] = work(gateway.port(), lonely.port())
            except Exception as error:  # told by the test that asks for it
                found[work.__name__] = error

        threads = [
            threading.Thread(target=run, args=(work,))
            for work in (half_a_head, dripping_head, half_a_body, deaf_upstream)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found["arrived"] = [(r.target, r.complete) for r in upstream.requests.all()]
    return found


def outcome(outcomes, name, about):
    found = outcomes[name]
    if isinstance(found, Exception):
        raise found
    seconds, answer = found
    assert (
        about - 3 <= seconds <= about + SLACK
    ), f"ended after {seconds:.0f} s, expected about {about}"
    return answer


def test_half_a_head_is_ended_after_thirty_seconds(outcomes):
    answer = outcome(outcomes, "half_a_head", 30)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")


def test_a_dripping_head_is_ended_all_the_same(outcomes):
    answer = outcome(outcomes, "dripping_head", 30)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")
    assert not [target for target, _ in outcomes["arrived"] if target == "/drip"]


def test_half_a_body_is_ended_after_a_minute_and_never_whole_upstream(outcomes):
    answer = outcome(outcomes, "half_a_body", 60)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"408", b"503"), answer
    assert ("/body", True) not in outcomes["arrived"]


def test_an_upstream_that_does_not_answer_a_connection_is_503_after_ten_seconds(outcomes):
    response = outcome(outcomes, "deaf_upstream", 10)
    assert response.status == 503 and "could not be reached" in response.text
