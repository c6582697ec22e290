"""A connection that has served its first requests costs no memory any more, and no system call but those that carry bytes.

What is counted here has no time in it: requests come in waves that the gateway finds whole.
"""

import collections
import threading

import pytest
from harness import tokens
from harness.allocations import Allocations, sanitizer
from harness.configs import config, jwt_auth, route
from harness.process import Gateway
from harness.system_calls import Stopped, Trace
from harness.upstream import Upstream
from harness.wire import Wire, bearer, request_bytes

WARM_UP, COUNTED = 200, 1000
HEADERS = [
    ("User-Agent", "steady/1.0"),
    ("Accept", "application/json, text/plain, */*"),
    ("Accept-Encoding", "gzip, deflate, br"),
    ("Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark"),
    ("X-Request-Id", "8f14e45f-ceea-467f-a1d2-3c6d1c6f0a11"),
]
KEY = tokens.shared_key("ES256")
SOME_TOKEN, GOOD_TOKEN = bearer("t" * 811), bearer(KEY.token())
NAMED = {
    "recvfrom": "a request or an answer",
    "sendto": "the same, passed on",
    "epoll_wait": "asks for all that has come",
    "epoll_ctl": "looks at the sockets' set again, once a turn of the loop",
    "timerfd_settime": "looks at the time limits, all together, four times a second",
    "futex": "wakes the thread of the log, once a batch",
}
# A sanitizer's allocator, which frames come from (base/block_cache.h).
OF_SANITIZERS = {"mmap", "munmap", "madvise"}


def plain(upstream):
    return config(route(upstream))


def guarded(upstream):
    return config(route(upstream, policies={"jwtAuth": jwt_auth([KEY])}))


def ask_often(wire, count, headers=()):
    request = request_bytes("GET", "/steady", HEADERS + list(headers))
    for _ in range(count):
        assert wire.send(request).response().status == 200


class HeldAnswers:
    """An upstream's behaviour: it answers when told to."""

    def __init__(self):
        self._free, self._given = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, exchange):
        self._free.acquire()
        exchange.answer()
        self._given.release()

    def answer(self, count):
        self._free.release(count)
        for _ in range(count):
            self._given.acquire()


class Waves:
    """As many requests at a time as there are connections; the gateway finds all of them, and all answers, at once."""

    def __init__(self, gateway, upstream, connections):
        self._gateway, self._upstream = gateway, upstream
        self._wires = [Wire(gateway.port()) for _ in range(connections)]
        self._sent = 0

    def __enter__(self):
        for _ in range(3):
            self.roll("/warm-up")
        return self

    def __exit__(self, *_):
        for wire in self._wires:
            wire.close()

    def roll(self, target):
        with Stopped(self._gateway.process):
            for wire in self._wires:
                wire.send(request_bytes("GET", target, HEADERS))
        self._sent += len(self._wires)
        self._upstream.wait_for(self._sent)
        with Stopped(self._gateway.process):
            self._upstream.behave.answer(len(self._wires))
        for wire in self._wires:
            assert wire.response().status == 200


def must_be_none(allocations, gateway):
    counted = allocations.by_thread()
    counted.pop(gateway.process.pid, None)  # the control thread serves no request
    assert not counted, f"allocations by thread: {counted}\n{gateway.log_text()}"


@pytest.mark.parametrize(
    "build, headers",
    [(plain, []), (plain, SOME_TOKEN), (guarded, GOOD_TOKEN)],
    ids=["plain", "bearer passed on", "known token"],
)
def test_a_request_allocates_nothing(tmp_path, build, headers):
    allocations = Allocations(tmp_path)
    with (
        Upstream(keeps_bytes=False) as upstream,
        Gateway(build(upstream), env=allocations.environment) as gateway,
        Wire(gateway.port()) as wire,
    ):
        ask_often(wire, WARM_UP, headers)
        with allocations.counting():
            ask_often(wire, COUNTED, headers)
        must_be_none(allocations, gateway)


def test_many_requests_at_a_time_allocate_nothing(tmp_path):
    allocations = Allocations(tmp_path)
    with (
        Upstream(HeldAnswers(), keeps_bytes=False) as upstream,
        Gateway(plain(upstream), env=allocations.environment) as gateway,
        Waves(gateway, upstream, connections=100) as rolling,
    ):
        with allocations.counting():
            for _ in range(5):
                rolling.roll("/counted")
        must_be_none(allocations, gateway)


def test_a_new_connection_is_seen_to_allocate(tmp_path):
    """So the counts above would be seen."""
    allocations = Allocations(tmp_path)
    with (
        Upstream() as upstream,
        Gateway(plain(upstream), env=allocations.environment) as gateway,
        allocations.counting(),
        Wire(gateway.port()) as wire,
    ):
        ask_often(wire, 1)
        counted = allocations.by_thread()
        assert counted.keys() - {gateway.process.pid}, counted


def test_a_request_is_two_reads_and_two_writes(tmp_path):
    connections, waves = 32, 8
    trace = Trace(tmp_path)
    with (
        Upstream(HeldAnswers(), keeps_bytes=False) as upstream,
        Gateway(plain(upstream), wrap=trace.wrap, env=trace.environment) as gateway,
        Waves(gateway, upstream, connections) as rolling,
    ):
        rolling.roll("/begin")
        for _ in range(waves - 1):
            rolling.roll("/counted")
        rolling.roll("/end")
    calls = trace.between("GET /begin", "GET /end")
    named = collections.Counter(call.name for call in calls)
    assert set(named) <= NAMED.keys() | (OF_SANITIZERS if sanitizer() else set()), named
    assert named["recvfrom"] == named["sendto"] == 2 * connections * waves, named
    # A wave comes twice, as requests and as answers; behind each there may be more, which is asked once.
    assert sum(call.asks_and_does_not_wait() for call in calls) <= 2 * 2 * waves, named
    assert named["epoll_ctl"] <= 2 * waves, named
