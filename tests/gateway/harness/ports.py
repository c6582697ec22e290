"""Ports for configurations that must name them: where two processes are to share one, or it is to come and go."""

import contextlib
import pathlib
import random
import socket

RANGE_OF_THE_KERNEL = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def candidates():
    """Those that the kernel gives to nobody who asks for any port, as every connection does."""
    first, last = map(int, RANGE_OF_THE_KERNEL.read_text().split())
    return [*range(10_000, first), *range(last + 1, 65_536)] or range(10_000, 65_536)


def free_ports(count):
    """Nobody has them now."""
    with contextlib.ExitStack() as held:
        ports = []
        for port in random.sample(candidates(), 100):
            one = held.enter_context(socket.socket())
            with contextlib.suppress(OSError):
                one.bind(("", port))
                ports.append(port)
            if len(ports) == count:
                return ports
    raise RuntimeError(f"no {count} free ports among a hundred")
