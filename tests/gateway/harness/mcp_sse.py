"""An MCP server of the old HTTP+SSE transport, as the behaviour of an Upstream: a stream for each session, and a place for messages."""

import json
import threading

from .mcp_lists import result_of
from .waiting import Gate, Growing

EVENTS = [("Content-Type", "text/event-stream")]


class Stream:
    """One session; what is said goes out in events."""

    def __init__(self, number, exchange):
        self.number, self.exchange = number, exchange
        self.lock = threading.Lock()
        self.asked = None  # the id of a request that waits for the client's answer
        self.answered = Gate()
        self.gone = exchange.connection.gone

    def event(self, name, data):
        with self.lock:
            self.exchange.chunk(f"event: {name}\ndata: {data}\n\n".encode())

    def tell(self, message):
        self.event("message", json.dumps({"jsonrpc": "2.0", **message}))


class SseServer:
    """`place`: what the endpoint event says; `begin` answers GET in another way."""

    def __init__(self, place="message?sessionId={number}", begin=None):
        self.place, self.begin = place, begin
        self.streams, self.messages = Growing(), Growing()
        self.numbering = threading.Lock()
        self.refuses = None  # a status for messages

    def __call__(self, exchange):
        if exchange.request.method == "POST":
            return self.take(exchange)
        if exchange.request.target.startswith("/.well-known/"):
            return exchange.answer(200, b"{}")
        if self.begin:
            return self.begin(exchange)
        exchange.start_chunked(EVENTS)
        exchange.chunk(b": hello\r\n\r\n")
        with self.numbering:
            stream = Stream(len(self.streams), exchange)
            self.streams.add(stream)
        if self.place:
            stream.event("endpoint", self.place.format(number=stream.number))
        exchange.await_close()

    def last(self):
        return self.streams.wait_until(lambda got: got and got[-1], "a stream")

    def take(self, exchange):
        message = json.loads(exchange.read_body())
        self.messages.add(message)
        if self.refuses:
            return exchange.answer(self.refuses, b"no")
        number = int(exchange.request.target.rpartition("=")[2])
        stream = self.streams.all()[number]
        params = message.get("params", {})
        if params.get("late"):  # accepted when all is done
            self.serve(stream, message, params)
            return exchange.answer(202, b"Accepted")
        exchange.answer(202, b"Accepted")
        self.serve(stream, message, params)

    def serve(self, stream, message, params):
        if "error" in message:
            return None
        if "method" not in message:
            stream.tell({"id": stream.asked, "result": {"client": message["result"]}})
            return stream.answered.set()
        method = message["method"]
        if "says" in params:
            stream.tell({"method": "notifications/message", "params": {"data": params["says"]}})
        if "id" not in message or method == "hang":
            return None
        if method == "question":
            stream.asked = message["id"]
            stream.tell({"id": "q", "method": "roots/list"})
            return params.get("late") and stream.answered.await_open("the client's answer")
        stream.tell({"id": message["id"], "result": self.result(method, params)})
        if method == "later":
            stream.tell({"method": "notifications/message", "params": {"data": "later"}})

    def result(self, method, params):
        if method == "initialize":
            return {"protocolVersion": params["protocolVersion"]}
        return result_of(method, params) if "/" in method else params
