"""Ports for configurations that must name them: where two processes are to share one, or it is to come and go."""

import contextlib
import socket


def free_ports(count):
    """Nobody has them now."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
