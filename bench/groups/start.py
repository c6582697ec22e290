"""From the start of the process to its first answer, with a warm file cache; and with 10,000 routes."""

import socket
import statistics
import subprocess
import time

import proxies
import table
from groups import routes

TITLE = "Start"
TIMES = 5
PATIENCE = 30
ASK = b"GET /team-0/service-0/bench HTTP/1.1\r\nhost: bench.test\r\nconnection: close\r\n\r\n"


def first_answer(port, end):
    while time.perf_counter() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as connection:
                connection.sendall(ASK)
                if connection.recv(64).startswith(b"HTTP/1.1 200"):
                    return time.perf_counter()
        except OSError:
            time.sleep(0.0005)
    raise RuntimeError("no answer")


def milliseconds(place, contender):
    """Starts the contender's command again, so many times."""
    place.stop(contender.process)
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        process = place.start(place.proxy_core, contender.process.args[3:], stdout=subprocess.DEVNULL)
        took.append((first_answer(contender.port, begin + PATIENCE) - begin) * 1000)
        place.stop(process)
    return took


def run(place, rounds, seconds):
    place.serve_upstream()
    lines = []
    for name, contender in {
        "HAProxy": proxies.haproxy(place), "nginx": proxies.nginx(place), "jotgate": proxies.jotgate(place),
        f"jotgate, {routes.ROUTES} routes": proxies.jotgate(place, routes=routes.many_paths(place)),
    }.items():
        took = milliseconds(place, contender)
        lines.append(["start to first answer", name, f"{statistics.median(took):.0f}", f"{min(took):.0f}"])
    return table.markdown(["what", "proxy", "ms", "least"], lines)
