"""What an open connection costs in memory: 5,000 idle ones after one answer each, and 2,000 event streams with both their sides.

Resident bytes of the process (and those that it shares with no other, PSS), the difference divided by the number; what the
kernel keeps for the sockets is not in it. Each proxy is measured twice with a process of its own; the lower figure counts.
"""

import subprocess

import lab
import machine
import proxies
import table
from load import HEADERS, Amount, Blast, each

TITLE = "Memory"
KINDS = {"idle connection": (5_000, "bench.test/bench"), "event stream": (2_000, "bench.test/events")}
PROXIES = {"HAProxy": proxies.haproxy, "nginx": proxies.nginx, "jotgate": proxies.jotgate}
TIMES = 2


def bytes_each(place, make, count, target):
    contender = make(place)
    Blast().run(place, contender.port, Amount(requests=5000))  # what a process allocates once is there before
    before = machine.resident(contender.process.pid)
    upstream = place.serve_upstream()
    holder = place.start(place.load_core, [
        lab.LOADER, "hold", "--port", contender.port, "--connections", count, "--target", target, *each("--header", HEADERS)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    if holder.stdout.readline() != b"ready\n":
        raise RuntimeError(f"{contender.name} did not answer {count} connections")
    after = machine.resident(contender.process.pid)
    for process in (holder, upstream, contender.process):
        place.stop(process)
    return [(late - early) / count for late, early in zip(after, before)]


def run(place, rounds, seconds):
    lines = []
    for kind, (count, target) in KINDS.items():
        for name, make in PROXIES.items():
            rss, pss = min(bytes_each(place, make, count, target) for _ in range(TIMES))
            lines.append([kind, name, count, f"{rss:.0f}", f"{pss:.0f}"])
    return table.markdown(["what", "proxy", "open", "RSS bytes each", "PSS bytes each"], lines)
