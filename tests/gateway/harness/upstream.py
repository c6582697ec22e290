"""An HTTP/1.1 server that records every byte it is sent and answers as a test tells it to."""

import socket
import struct

from .http1 import Closed, ProtocolError, Reader
from .listening import Listening, close
from .waiting import PATIENCE, Gate, Growing


def plain(status=200, body=b"hello", headers=(), reason="OK"):
    """The bytes of a response with a length."""
    lines = (
        [f"HTTP/1.1 {status} {reason}"]
        + [f"{n}: {v}" for n, v in headers]
        + [f"Content-Length: {len(body)}"]
    )
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


class Exchange:
    """One request that reached the upstream, and the means to answer it."""

    def __init__(self, connection, request):
        self.connection = connection
        self.request = request

    def read_body(self):
        request = self.request
        if not request.complete:
            request.body = b"".join(self.connection.reader.body_pieces(request, request.length))
            request.complete = True
            self.connection.upstream.requests.touch()
        return request.body

    def body_pieces(self):
        for piece in self.connection.reader.body_pieces(self.request, self.request.length):
            self.request.body += piece
            yield piece
        self.request.complete = True
        self.connection.upstream.requests.touch()

    def send(self, data):
        self.connection.socket.sendall(data)

    def answer(self, status=200, body=b"hello", headers=(), reason="OK"):
        self.send(plain(status, body, headers, reason))

    def start_chunked(self, headers=(), status=200):
        lines = (
            [f"HTTP/1.1 {status} OK"]
            + [f"{n}: {v}" for n, v in headers]
            + ["Transfer-Encoding: chunked"]
        )
        self.send("\r\n".join(lines).encode() + b"\r\n\r\n")

    def chunk(self, data):
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def end_chunks(self, trailers=()):
        self.send(b"0\r\n" + b"".join(f"{n}: {v}\r\n".encode() for n, v in trailers) + b"\r\n")

    def close(self):
        self.connection.close()

    def reset(self):
        self.connection.reset()

    def await_close(self):
        """Waits until the gateway has ended this connection. Anything it sends before is recorded."""
        self.connection.reader.take_rest()
        self.connection.gone.set()


class Connection:
    def __init__(self, upstream, sock):
        self.upstream = upstream
        self.socket = sock
        self.raw = b""
        self.error = None
        self.gone = Gate()  # the gateway ended it, or it was closed here
        self.requests = []
        sock.settimeout(upstream.patience)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = Reader(self._receive)

    def _receive(self):
        try:
            data = self.socket.recv(1 << 16)
        except (ConnectionResetError, OSError) as error:
            if isinstance(error, TimeoutError):
                raise
            data = b""
        if self.upstream.keeps_bytes:
            self.raw += data
        if not data:
            self.gone.set()
        return data

    def close(self):
        self.gone.set()
        close(self.socket)

    def reset(self):
        self.gone.set()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def serve(self):
        try:
            while True:
                if not self.reader.buffer and self.upstream.before_request:
                    self.upstream.before_request(self)
                request = self.reader.request_head()
                self.requests.append(request)
                exchange = Exchange(self, request)
                self.upstream.requests.add(request)
                self.upstream.behave(exchange)
                exchange.read_body()
        except Closed as ended:
            if ended.partial:
                self.error = ended
        except (OSError, TimeoutError, ValueError) as error:
            self.error = error
        except ProtocolError as error:
            self.error = error
            self.upstream.faults.append(f"{error} in {self.raw[-400:]!r}")
        finally:
            self.close()


def echo_length(exchange):
    """The usual behaviour: reads the request to its end, answers shortly."""
    body = exchange.read_body()
    exchange.answer(
        body=b"hello" if not body else b"got %d bytes" % len(body),
        headers=[("Content-Type", "text/plain"), ("X-Upstream", exchange.connection.upstream.name)],
    )


class Upstream:
    """Use as a context manager. `requests` grows with every request head that came."""

    def __init__(
        self,
        behave=echo_length,
        name="upstream",
        before_request=None,
        keeps_bytes=True,
        receive_buffer=None,
        patience=PATIENCE,
    ):
        self.behave = behave
        self.before_request = before_request
        self.keeps_bytes = keeps_bytes
        self.patience = patience
        self.name = name
        self.requests = Growing()
        self.connections = Growing()
        self.faults = []  # bytes from the gateway that are no HTTP
        self._listening = Listening()
        if receive_buffer:
            self._listening.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.port, self.address = self._listening.port, self._listening.address

    def __enter__(self):
        self._listening.begin(self._serve)
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind is None:
            assert not self.faults, "the gateway sent bytes that are no HTTP:\n" + "\n".join(
                self.faults
            )

    def stop(self):
        self._listening.stop()
        for connection in self.connections.all():
            connection.close()

    def _serve(self, sock):
        connection = Connection(self, sock)
        self.connections.add(connection)
        connection.serve()

    def forget(self):
        self.requests = Growing()

    def wait_for(self, count=1):
        """Waits until `count` requests have come, and returns them."""
        self.requests.wait_until(lambda got: len(got) >= count, f"{count} requests at {self.name}")
        return self.requests.all()

    def only_request(self):
        """The single request that came, read to its end."""
        request = self.requests.wait_until(
            lambda got: len(got) >= 1 and got[0].complete and got[0], f"a request at {self.name}"
        )
        got = self.requests.all()
        assert len(got) == 1, f"{len(got)} requests came: {[r.head for r in got]}"
        return request

    def targets(self):
        return [request.target for request in self.requests.all()]


def closed_port():
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Silent:
    """Listens and never accepts, so that connecting succeeds and nothing ever answers."""

    def __enter__(self):
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self._listener.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        return self

    def __exit__(self, *_):
        self._listener.close()


class Deaf:
    """Listens, but its queue is full: whoever connects gets no answer at all."""

    def __enter__(self):
        self.listener = socket.socket()
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(0)
        self.port = self.listener.getsockname()[1]
        self.waiting = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", self.port))
            self.waiting.append(filler)
        return self

    def __exit__(self, *_):
        for sock in [*self.waiting, self.listener]:
            sock.close()
