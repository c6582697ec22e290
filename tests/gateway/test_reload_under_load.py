"""The configuration changes two hundred times while all kinds of clients are at work: not one of them notices."""

import signal

from harness.configs import config, route, rules
from harness.live import Live
from harness.load import (
    Load,
    Pace,
    fresh,
    http2,
    http2_stream,
    keep_alive,
    stream,
    upload,
    upstream_behaviour,
)
from harness.upstream import Upstream

RELOADS = 200
KINDS = [keep_alive, keep_alive, fresh, fresh, stream, upload, http2, http2_stream]


def version(number, upstreams, workers):
    """Another one each time: the upstream, the policies, the names, now and then a fault."""
    if number % 20 == 7:
        return "gateways: {default: {port: 0, nosuch: 1}}"
    policies = {"authorization": rules(allow="true")} if number % 3 else None
    return config(
        [
            route(upstreams[number % 2], policies=policies, name=f"route-{number}"),
            *(route(upstreams[0], path=f"/other/{n}") for n in range(number % 5)),
        ],
        workers=workers,
    )


def test_nobody_notices_two_hundred_reloads():
    pace = Pace()
    behave = upstream_behaviour(pace)
    with Upstream(behave, "one", keeps_bytes=False) as one, Upstream(
        behave, "two", keeps_bytes=False
    ) as two, Live(version(0, (one, two), 2)) as live, Load(live.port, KINDS, pace) as load:
        try:
            for number in range(1, RELOADS + 1):
                live.replace(version(number, (one, two), 2))
                live.gateway.process.send_signal(signal.SIGHUP)
                live.said("the configuration was", number)
                pace.step()
        finally:
            pace.release()
        assert not load.faults, load.faults[:5]
    assert not load.faults, load.faults[:5]
    assert all(count > 0 for count in load.counts.values()), load.counts
