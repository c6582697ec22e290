"""A client of MCP by streamable HTTP that says what it is told and shows what came."""

import json
import pathlib
import sys

from .configs import OWN_SERVERS_OFF
from .wire import Wire, ask, request_bytes

SCRIPT = pathlib.Path(__file__).with_name("mcp_server.py")
VERSION = "2025-11-25"
ACCEPT = "application/json, text/event-stream"


def told_server(**more):
    """The target of a server that does as it is told."""
    stdio = {"cmd": sys.executable, "args": [str(SCRIPT)], **more}
    return {"name": "told", "stdio": stdio}


def serving(target=None, workers=1, policies=None, settings=None, targets=None, **more):
    """`mcp:` on a port of its own."""
    made = {"port": 0, "targets": targets or [target or told_server()], **more}
    if policies:
        made["policies"] = policies
    base = {**OWN_SERVERS_OFF, "workerThreads": workers, "logging": {"format": "json"}}
    return {"config": {**base, **(settings or {})}, "mcp": made}


def request(method, params=None, id=1):
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params or {}}


def notification(method, params=None):
    return {"jsonrpc": "2.0", "method": method, "params": params or {}}


def events(body):
    """The messages of a stream."""
    found = []
    for event in body.decode().split("\n\n"):
        data = [line[6:] for line in event.split("\n") if line.startswith("data: ")]
        if data:
            found.append(json.loads("\n".join(data)))
    return found


def messages(response):
    if response.get("content-type", "").startswith("text/event-stream"):
        return events(response.body)
    return [json.loads(response.body)]


class Client:
    def __init__(self, port, token=None, path="/mcp"):
        self.port, self.path = port, path
        self.headers = [("Authorization", f"Bearer {token}")] if token else []
        self.session = None

    def fields(self, more=()):
        made = [("Accept", ACCEPT), ("MCP-Protocol-Version", VERSION), *self.headers]
        if self.session:
            made.append(("Mcp-Session-Id", self.session))
        named = {name.lower() for name, _ in more}
        kept = [(name, value) for name, value in made if name.lower() not in named]
        return kept + [(name, value) for name, value in more if value is not None]

    def post(self, message, more=()):
        """The answer; each by a connection of its own."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        with Wire(self.port) as wire:
            fields = self.fields([("Content-Type", "application/json"), *more])
            return wire.ask("POST", self.path, fields, body)

    def begin(self, version=VERSION):
        params = {
            "protocolVersion": version,
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        }
        answer = self.post(request("initialize", params))
        assert answer.status == 200, (answer.status, answer.text)
        self.session = answer.get("mcp-session-id")
        return messages(answer)[-1]["result"]

    def call(self, method, params=None, id=1):
        """The result of a request that gets one."""
        answer = self.post(request(method, params, id))
        assert answer.status == 200, (answer.status, answer.text)
        return messages(answer)[-1]["result"]

    def open(self, method="GET", message=None, more=()):
        """A connection on which the request was sent: its answer is still to be read."""
        body = None if message is None else json.dumps(message).encode()
        fields = self.fields([("Content-Type", "application/json")] if body else [])
        wire = Wire(self.port)
        wire.send(request_bytes(method, self.path, [*fields, *more], body))
        return wire

    def end(self):
        return ask(self.port, "DELETE", self.path, self.fields())


def next_event(wire):
    """The next message on a stream whose head was read."""
    data = None
    while True:
        size = int(wire.reader.take_line("a chunk's size"), 16)
        piece = wire.take(size + 2)[:-2].decode()
        for line in piece.split("\n"):
            if line.startswith("data: "):
                data = line[6:]
        if data:
            return json.loads(data)
