"""What the gateway counts, read as a scraper reads it."""

import re

from .waiting import Deadline
from .wire import ask

SAMPLE = re.compile(
    r'([a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*",?)*\})? (\S+)'
)


def samples(gateway):
    """Every sample as (name, labels) -> value."""
    response = ask(gateway.service("stats"), target="/metrics")
    assert response.status == 200 and response.get("content-type").startswith("text/plain")
    found = {}
    for line in response.text.splitlines():
        if line and not line.startswith("#"):
            parts = SAMPLE.fullmatch(line)
            assert parts, f"no sample: {line!r}"
            labels = dict(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', parts[2] or ""))
            found[(parts[1], tuple(sorted(labels.items())))] = float(parts[3])
    return found


def total(found, name, **labels):
    return sum(
        value
        for (sample, given), value in found.items()
        if sample == name and set(labels.items()) <= set(given)
    )


def hits(gateway, limit):
    """How often a limit was hit, so far."""
    return total(samples(gateway), "jotgate_limit_hits_total", limit=limit)


def await_hits(gateway, limit, count):
    """Counting comes after answering."""
    deadline = Deadline()
    while hits(gateway, limit) < count:
        assert not deadline.passed(), f"{limit} was hit {hits(gateway, limit)} times, not {count}"
    assert hits(gateway, limit) == count
