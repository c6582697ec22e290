"""File descriptors run out: who is here is served on, the log says it once, and all is well when there is room again.

What those are told who find no room stands in test_limits_connections.py.
"""

import contextlib
import signal

import pytest

from harness.configs import config, front, route
from harness.descriptors import Holdings, held_by
from harness.process import Gateway
from harness.upstream import Upstream
from harness.waiting import Deadline
from harness.wire import Wire, ask

ROOM = 24  # descriptors for clients and their upstreams
CROWD = 3 * ROOM
NO_MORE = "Too many open files"
MANY = {"connections": 1000}  # more than there are descriptors, so that those are what runs out


class Cramped(Gateway):
    """A gateway that may hold so many descriptors only."""

    def __init__(self, limit, made):
        super().__init__(made, wrap=["prlimit", f"--nofile={limit}:{limit}"])

    def complaints(self):
        return [line for line in self.stderr.all() if NO_MORE in line]

    def await_line(self, text):
        self.stderr.wait_until(lambda lines: any(text in line for line in lines), text)

    def await_room(self):
        """Until the gateway has seen that the crowd is gone."""
        deadline = Deadline()
        while ask(self.port()).status != 200:
            assert not deadline.passed(), "there is no room again"


@pytest.fixture(scope="module")
def limit():
    """What the gateway needs for itself, and ROOM."""
    with Upstream() as upstream, Gateway(config(route(upstream))) as gateway:
        sockets, others = held_by(gateway)
        return len(sockets) + others + ROOM


@contextlib.contextmanager
def crowd(gateway):
    """More clients than there is room for, each in the middle of a head."""
    with contextlib.ExitStack() as stack:
        for _ in range(CROWD):
            wire = stack.enter_context(Wire(gateway.port()))
            wire.try_send(b"GET /crowd HTTP/1.1\r\nX-")
        gateway.await_line(NO_MORE)
        yield


def test_who_is_here_is_served_and_the_log_says_it_once(limit):
    with Upstream() as upstream, Cramped(limit, front(route(upstream), limits=MANY)) as gateway:
        holdings = Holdings(gateway, upstream)
        with Wire(gateway.port()) as here:
            assert here.ask("GET", "/before").status == 200
            for _ in range(3):
                with crowd(gateway):
                    for number in range(20):
                        assert here.ask("POST", f"/{number}", body=b"x").status == 200
            gateway.await_room()
            assert here.ask("GET", "/after").status == 200
        holdings.await_release()
        assert len(gateway.complaints()) == 1, gateway.log_text()


def test_a_reload_that_cannot_open_its_files_changes_nothing(limit):
    with Upstream() as upstream, Cramped(limit, front(route(upstream), limits=MANY)) as gateway:
        with Wire(gateway.port()) as here:
            assert here.ask("GET", "/before").status == 200
            with crowd(gateway):
                gateway.process.send_signal(signal.SIGHUP)
                gateway.await_line("was not taken")
                assert here.ask("GET", "/during").status == 200
            gateway.await_room()
            gateway.process.send_signal(signal.SIGHUP)
            gateway.await_line("was loaded anew")
            assert here.ask("GET", "/after").status == 200


def test_an_upstream_that_no_descriptor_is_left_for_is_503(limit):
    with Upstream() as upstream, Upstream() as other:
        routes = [route(upstream, path="/known"), route(other, path="/")]
        with Cramped(limit, front(routes, limits=MANY)) as gateway, Wire(gateway.port()) as here:
            assert here.ask("GET", "/known").status == 200
            with crowd(gateway):
                answer = here.ask("GET", "/other")
                assert (answer.status, "upstream.connect" in answer.text) == (503, True)
                gateway.log_line("code=upstream.connect", NO_MORE)
                assert here.ask("GET", "/known").status == 200
            gateway.await_room()
            assert here.ask("GET", "/other").status == 200
