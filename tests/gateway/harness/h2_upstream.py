"""An HTTP/2 server that records the requests it is sent and answers as a test tells it to; what no honest server does
is done with bytes of one's own."""

import socket
import struct
import threading

import h2.config
import h2.connection
import h2.events
import h2.exceptions
import h2.settings

from .listening import Listening, close
from .waiting import Deadline, Gate, Growing

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, CONTINUATION = 0, 1, 3, 4, 6, 7, 9


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def goaway(last_stream, code=0):
    return frame(GOAWAY, 0, 0, struct.pack(">II", last_stream, code))


class Stream:
    """One request, and the means to answer it."""

    def __init__(self, connection, number, fields):
        self.connection = connection
        self.number = number
        self.fields = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in fields]
        self.body = b""
        self.trailers = []
        self.data_came = Gate()
        self.ended = Gate()  # the request is whole
        self.reset_code = None
        self.was_reset = Gate()

    def get(self, name):
        found = [value for key, value in self.fields if key == name]
        assert len(found) <= 1, f"{name} stands {len(found)} times"
        return found[0] if found else None

    @property
    def target(self):
        return self.get(":path")

    def read_body(self):
        self.ended.await_open(f"the end of the request {self.target}")
        return self.body

    def head(self, status=200, headers=(), end=False):
        fields = [(":status", str(status)), *headers]
        self.connection.act(lambda conn: conn.send_headers(self.number, fields, end_stream=end))

    def interim(self, status=100, headers=()):
        self.head(status, headers)

    def data(self, data=b"", end=False):
        """Sends as the windows allow."""
        while True:
            room = self.connection.wait_for_window(self.number)
            piece, data = data[:room], data[room:]
            last = not data
            self.connection.act(
                lambda conn: conn.send_data(self.number, piece, end_stream=end and last)
            )
            if last:
                return

    def end_with(self, trailers):
        self.connection.act(lambda conn: conn.send_headers(self.number, trailers, end_stream=True))

    def answer(self, status=200, body=b"hello", headers=(), trailers=()):
        self.head(status, headers, end=not body and not trailers)
        if body:
            self.data(body, end=not trailers)
        if trailers:
            self.end_with(list(trailers))

    def reset(self, code=0):
        self.connection.act(lambda conn: conn.reset_stream(self.number, code))

    def raw(self, kind, flags=0, payload=b""):
        self.connection.send(frame(kind, flags, self.number, payload))


class Connection:
    def __init__(self, upstream, sock):
        self.upstream = upstream
        self.socket = sock
        self.streams = {}
        self.pings = Growing()
        self.gone = Gate()
        self.goaway = None  # the gateway's
        self._changed = threading.Condition(threading.RLock())
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        config = h2.config.H2Configuration(
            client_side=False,
            header_encoding=None,
            validate_outbound_headers=False,
            normalize_outbound_headers=False,
        )
        self._conn = h2.connection.H2Connection(config)
        if upstream.settings is not None:
            self._conn.local_settings = h2.settings.Settings(
                client=False, initial_values={**self._conn.local_settings, **upstream.settings}
            )

    def act(self, work):
        """Lets `work` use the protocol's state, and sends what comes of it."""
        with self._changed:
            work(self._conn)
            self.send(self._conn.data_to_send())

    def send(self, data):
        with self._changed:
            self.socket.sendall(data)

    def wait_for_window(self, number):
        deadline = Deadline()
        with self._changed:
            while True:
                room = min(
                    self._conn.local_flow_control_window(number),
                    self._conn.max_outbound_frame_size,
                )
                if room > 0:
                    return room
                if self.gone.is_set():
                    raise ConnectionError("the gateway is gone")
                if deadline.passed() or not self._changed.wait(deadline.left()):
                    raise TimeoutError("the window did not open in time")

    def window(self, number):
        with self._changed:
            return self._conn.local_flow_control_window(number)

    def serve(self):
        try:
            self._conn.initiate_connection()
            self.send(self._conn.data_to_send() + self.upstream.behind_settings)
            while data := self.socket.recv(1 << 16):
                self._take(data)
        except (OSError, ConnectionError):
            pass
        except h2.exceptions.ProtocolError as error:
            self.upstream.faults.append(repr(error))
        finally:
            self.close()

    def _take(self, data):
        with self._changed:
            for event in self._conn.receive_data(data):
                self._note(event)
            self.send(self._conn.data_to_send())
            self._changed.notify_all()

    def _note(self, event):
        stream = self.streams.get(getattr(event, "stream_id", None))
        if isinstance(event, h2.events.RequestReceived):
            stream = Stream(self, event.stream_id, event.headers)
            self.streams[event.stream_id] = stream
            self.upstream.requests.add(stream)
            threading.Thread(target=self._behave, args=(stream,), daemon=True).start()
        elif isinstance(event, h2.events.DataReceived):
            stream.body += event.data
            stream.data_came.set()
            if event.flow_controlled_length and self.upstream.reads:
                self._conn.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.TrailersReceived):
            stream.trailers = [(n.decode(), v.decode()) for n, v in event.headers]
        elif isinstance(event, h2.events.StreamEnded):
            stream.ended.set()
        elif isinstance(event, h2.events.StreamReset) and stream:
            stream.reset_code = event.error_code
            stream.was_reset.set()
        elif isinstance(event, h2.events.PingReceived):
            self.pings.add(event.ping_data)
        elif isinstance(event, h2.events.ConnectionTerminated):
            self.goaway = event.error_code

    def _behave(self, stream):
        try:
            self.upstream.behave(stream)
        except (OSError, ConnectionError, h2.exceptions.StreamClosedError):
            pass
        except h2.exceptions.ProtocolError:
            if not stream.was_reset.is_set() and not self.gone.is_set():
                raise

    def go_away(self, last_stream, code=0):
        """By hand, as the library would take nothing more afterwards."""
        self.send(goaway(last_stream, code))

    def close(self):
        self.gone.set()
        with self._changed:
            self._changed.notify_all()
        close(self.socket)


def echo_length(stream):
    body = stream.read_body()
    stream.answer(body=b"got %d bytes" % len(body) if body else b"hello")


class H2Upstream:
    """Use as a context manager. `behave` is called with each Stream, in a thread of its own."""

    def __init__(
        self,
        behave=echo_length,
        settings=None,
        behind_settings=b"",
        tls=None,
        reads=True,
        honest=True,
    ):
        self.behave = behave
        self.settings = settings  # besides the usual ones
        self.behind_settings = behind_settings  # bytes that are sent together with them
        self.reads = reads  # false: the windows for request bodies never open again
        self.requests = Growing()
        self.connections = Growing()
        self.faults = []
        self._tls = tls
        self._honest = honest  # else it is not asked what it thinks of the gateway
        self._listening = Listening()
        self.port, self.address = self._listening.port, self._listening.address

    def __enter__(self):
        self._listening.begin(self._serve)
        return self

    def __exit__(self, kind, *_):
        self.stop()
        if kind is None and self._honest:
            assert not self.faults, "the gateway broke HTTP/2:\n" + "\n".join(self.faults)

    def stop(self):
        self._listening.stop()
        for connection in self.connections.all():
            connection.close()

    def _serve(self, sock):
        sock.settimeout(None)
        if self._tls:
            try:
                sock = self._tls.wrap_socket(sock, server_side=True)
            except OSError:
                return sock.close()
        connection = Connection(self, sock)
        self.connections.add(connection)
        connection.serve()

    def wait_for(self, count=1):
        self.requests.wait_until(lambda got: len(got) >= count, f"{count} requests")
        return self.requests.all()

    def targets(self):
        return [stream.target for stream in self.requests.all()]
