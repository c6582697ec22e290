"""A client of MCP by the old HTTP+SSE transport: one stream for all it hears, and messages that are posted beside it."""

import json

from .mcp import request
from .wire import Wire, request_bytes


class OldClient:
    """Use as a context manager: its stream is open then."""

    def __init__(self, port, token=None, path="/sse"):
        self.port, self.path = port, path
        self.headers = [("Authorization", f"Bearer {token}")] if token else []
        self.place, self.text = None, ""

    def __enter__(self):
        self.wire = Wire(self.port)
        fields = [("Accept", "text/event-stream"), *self.headers]
        self.wire.send(request_bytes("GET", self.path, fields))
        head = self.wire.head()
        assert (head.status, head.get("content-type")) == (200, "text/event-stream"), head.status
        name, place = self.event()
        assert name == "endpoint" and place.startswith("?sessionId="), (name, place)
        self.place = self.path + place
        return self

    def __exit__(self, *_):
        self.wire.close()

    @property
    def session(self):
        return self.place.partition("=")[2]

    def event(self):
        """Name and data of the next event; nothing at the stream's end."""
        while "\n\n" not in self.text:
            size = int(self.wire.reader.take_line("a chunk's size"), 16)
            piece = self.wire.take(size + 2)[:-2].decode()
            if not size:
                return None
            self.text += piece
        lines, _, self.text = self.text.partition("\n\n")
        fields = dict(line.split(": ", 1) for line in lines.split("\n") if line[0] != ":")
        return (fields.get("event", "message"), fields["data"]) if fields else self.event()

    def next(self):
        """The next message; nothing at the stream's end."""
        event = self.event()
        return event and json.loads(event[1])

    def post(self, message, more=(), place=None):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        fields = [("Content-Type", "application/json"), *self.headers]
        named = {name for name, _ in more}
        fields = [field for field in fields if field[0] not in named] + list(more)
        with Wire(self.port) as wire:
            return wire.ask("POST", place or self.place, fields, body)

    def tell(self, message):
        answer = self.post(message)
        assert (answer.status, answer.body) == (202, b""), (answer.status, answer.text)

    def ask(self, method, params=None, id=1):
        """What comes of a request, by its id."""
        self.tell(request(method, params, id))
        while (message := self.next()).get("id") != id or "method" in message:
            pass
        return message

    def call(self, method, params=None, id=1):
        return self.ask(method, params, id)["result"]

    def begin(self):
        return self.call("initialize", {"protocolVersion": "2024-11-05"}, "begin")
