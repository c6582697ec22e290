"""The gateway's own log: whoever reads it slowly, or not at all, keeps nobody waiting."""

import pytest

from harness.configs import front, route, rules
from harness.metrics import samples, total
from harness.process import Gateway
from harness.waiting import Deadline, Gate
from harness.wire import Wire, ask

TWO_HUNDRED = 200


@pytest.fixture
def unread(upstream):
    """A gateway that has a line to say about each connection from 127.0.0.9, and whose log nobody reads until the gate opens."""
    value = front(
        route(upstream), networkAuthorization=rules(deny='source.address == "127.0.0.9"')
    )
    value["config"]["logging"] = {"level": "debug"}
    with Gateway(value) as gateway:
        gate, add = Gate(), gateway.stderr.add

        def add_when_open(line):
            gate.await_open("the log's reader", 300)
            add(line)

        gateway.stderr.add = add_when_open
        try:
            yield gateway, gate
        finally:
            gate.set()


def dropped(gateway):
    return total(samples(gateway), "jotgate_log_dropped_total")


def test_a_log_that_nobody_reads_costs_lines_and_no_answer(unread):
    gateway, gate = unread
    deadline = Deadline(240)
    while not dropped(gateway):
        assert not deadline.passed(), "the log's buffer never filled"
        for _ in range(TWO_HUNDRED):
            with Wire(gateway.port(), source="127.0.0.9"):
                pass
        assert ask(gateway.port()).status == 200
    gate.set()
    gateway.stderr.wait_until(
        lambda lines: any("closed a connection from" in line for line in lines), "the lines kept"
    )
