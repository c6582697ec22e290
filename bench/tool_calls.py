"""Calls of an MCP tool as a load: by our own loader, by a client that reads events, or by the server's own pipes."""

import dataclasses
import http.client
import json
import os
import time

from load import Blast, Loaded

HEADERS = ("content-type: application/json", "accept: application/json, text/event-stream", "mcp-protocol-version: 2025-11-25")
VERSION = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
INITIALIZE = json.dumps({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": VERSION})
INITIALIZED = json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"})
CALL = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call",
                   "params": {"name": "echo", "arguments": {"message": "hello"}}})


class Session:
    """By streamable HTTP; ends with its block."""

    def __init__(self, port, headers):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._fields = dict(line.split(": ", 1) for line in HEADERS + headers)

    def __enter__(self):
        answer = self.post(INITIALIZE)
        self.header = f"mcp-session-id: {answer.headers['mcp-session-id']}"
        self._fields["mcp-session-id"] = answer.headers["mcp-session-id"]
        self.post(INITIALIZED)
        return self

    def __exit__(self, *_):
        self._connection.request("DELETE", "/mcp", headers=self._fields)
        self._connection.getresponse().read()
        self._connection.close()

    def post(self, message):
        """The answer, read to its end: JSON or events."""
        self._connection.request("POST", "/mcp", message, self._fields)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{answer.status} {text[:200]}")
        return answer


@dataclasses.dataclass(frozen=True)
class Blasted:
    """By our own loader, all connections in one session; answers need a length."""

    connections: int
    headers: tuple = ()

    def run(self, place, port, amount):
        with Session(port, self.headers) as session:
            return Blast(("--method", "POST", "--target", "bench.test/mcp", "--message", CALL), self.connections,
                         (*HEADERS, session.header, *self.headers), is_upstream=False).run(place, port, amount)


@dataclasses.dataclass(frozen=True)
class OneByOne:
    """By a client of Python's own, which reads events too; some 100 us of each call are its own."""

    headers: tuple = ()

    def run(self, place, port, amount):
        with Session(port, self.headers) as session:
            return timed(place, amount, lambda: session.post(CALL))


@dataclasses.dataclass(frozen=True)
class Piped:
    """Over the standard input and output of a server that is a child of ours."""

    process: object

    def run(self, place, port, amount):
        return timed(place, amount, self.call)

    def call(self):
        self.process.stdin.write(CALL.encode() + b"\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


def timed(place, amount, call):
    """One call after the other for a time, from the load's core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {place.load_core})
    took = []
    begin = end = time.perf_counter()
    try:
        while end - begin < amount.seconds:
            start = end
            call()
            end = time.perf_counter()
            took.append((end - start) * 1e6)
    finally:
        os.sched_setaffinity(0, before)
    took.sort()
    return Loaded(len(took), end - begin, took[len(took) // 2], took[int(len(took) * 0.99)], 0)
