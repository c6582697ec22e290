"""Clients that ask without pause while something else goes on. Whatever goes wrong is kept, with its story."""

import threading

from .http1 import Closed
from .http2 import Http2
from .waiting import Deadline, Gate
from .wire import Wire, request_bytes

SLICES, SLICE = 8, b"u" * 20_000


class Pace:
    """Lets streams go on by one event each time the test says so, and to their end when it says that."""

    def __init__(self):
        self._turn = threading.Condition()
        self._count = 0
        self._released = False

    def step(self):
        with self._turn:
            self._count += 1
            self._turn.notify_all()

    def release(self):
        with self._turn:
            self._released = True
            self._turn.notify_all()

    def await_step(self, seen):
        """The number of steps so far, once it is another than `seen`."""
        deadline = Deadline()
        with self._turn:
            while self._count == seen and not self._released:
                if deadline.passed():
                    raise TimeoutError("nobody told the streams to go on")
                self._turn.wait(deadline.left())
            return self._count


def upstream_behaviour(pace, events=5):
    """Answers shortly; on /events with a stream that goes on when `pace` says so."""

    def behave(exchange):
        body = exchange.read_body()
        name = [("X-Upstream", exchange.connection.upstream.name)]
        if exchange.request.path != "/events":
            return exchange.answer(body=b"got %d bytes" % len(body), headers=name)
        exchange.start_chunked([("Content-Type", "text/event-stream"), *name])
        seen = -1
        for number in range(events):
            exchange.chunk(event(number))
            seen = pace.await_step(seen)
        exchange.end_chunks()

    return behave


def event(number):
    return b"data: event %d\n\n" % number


def whole_stream(events=5):
    return b"".join(event(number) for number in range(events))


def closes(response):
    return "close" in (response.get("connection") or "")


class Load:
    """`kinds` are functions of this module: keep_alive, fresh, stream, upload, http2, http2_stream. Use as a context manager.
    `pace` is that of the upstream's streams; it is for the test to step it once all clients have begun.
    `headers` go with what keep_alive, fresh and http2 ask: in lower case, as HTTP/2 has it."""

    def __init__(self, port, kinds, pace, accepts=lambda response: response.status == 200, headers=()):
        self.port = port
        self.headers = headers
        self.pace = pace
        self.accepts = accepts
        self.faults = []
        self.counts = {kind.__name__: 0 for kind in kinds}
        self.all_began = Gate()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, args=(kind,)) for kind in kinds]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        deadline = Deadline()
        while not self.all_began.wait(0.02):
            assert not deadline.passed(), f"not all kinds of clients got an answer: {self.counts}"
            self.pace.step()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self):
        return not self._stop.is_set()

    def count(self, kind, response):
        with self._lock:
            self.counts[kind] += 1
            if not self.accepts(response):
                self.faults.append(f"{kind}: {vars(response)}")
            if all(self.counts.values()):
                self.all_began.set()

    def _run(self, kind):
        while self.goes_on():
            try:
                kind(self)
            except (OSError, Closed, AssertionError) as fault:
                with self._lock:
                    self.faults.append(f"{kind.__name__}: {type(fault).__name__}: {fault}")
                    self.all_began.set()


def keep_alive(load):
    """One connection for as long as the gateway keeps it. An end that was not announced is a fault."""
    with Wire(load.port) as wire:
        while load.goes_on():
            response = wire.ask("GET", "/", load.headers)
            load.count("keep_alive", response)
            if closes(response):
                return


def fresh(load):
    """A connection for each request."""
    with Wire(load.port) as wire:
        load.count("fresh", wire.ask("GET", "/", load.headers))


def stream(load):
    with Wire(load.port) as wire:
        response = wire.ask("GET", "/events")
        assert response.body == whole_stream(), f"a stream ended early: {response.body!r}"
        load.count("stream", response)


def upload(load):
    """A body that is sent in pieces; the upstream tells how much of it came."""
    with Wire(load.port) as wire:
        size = SLICES * len(SLICE)
        wire.send(request_bytes("POST", "/upload", [("Content-Length", str(size))]))
        for _ in range(SLICES):
            wire.send(SLICE)
        response = wire.response("POST")
        assert response.text == f"got {size} bytes", response.text
        load.count("upload", response)


def http2(load):
    """One connection for as long as the gateway keeps it; a GOAWAY is its announcement of the end."""
    with Http2(load.port) as client:
        while load.goes_on() and not client.goaways:
            response = client.ask("GET", "/", load.headers)
            assert response.ended, f"reset with {response.reset}"
            load.count("http2", response)


def http2_stream(load):
    with Http2(load.port) as client:
        response = client.ask("GET", "/events")
        assert response.ended and response.body == whole_stream(), f"a stream ended early: {response}"
        load.count("http2_stream", response)
