"""An HTTP/2 client that sends the frames it is given, right or wrong, and reads strictly what comes."""

import select
import socket
import struct
from dataclasses import dataclass, field

import hpack

from .http1 import Closed, ProtocolError
from .waiting import PATIENCE

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
(DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION) = range(10)
PRIORITY_UPDATE = 0x10
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
MAX_STREAMS, INITIAL_WINDOW = 3, 4
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, FLOW_CONTROL_ERROR = range(4)
STREAM_CLOSED, FRAME_SIZE_ERROR, REFUSED_STREAM, CANCEL = range(5, 9)
ENHANCE_YOUR_CALM = 11


def frame(kind, flags=0, stream=0, payload=b""):
    return struct.pack("!HBBBI", len(payload) >> 8, len(payload) & 255, kind, flags, stream) + payload


def settings(pairs=(), flags=0):
    return frame(SETTINGS, flags, 0, b"".join(struct.pack("!HI", *pair) for pair in pairs))


def window_update(stream, amount):
    return frame(WINDOW_UPDATE, 0, stream, struct.pack("!I", amount))


def rst_stream(stream, code=CANCEL):
    return frame(RST_STREAM, 0, stream, struct.pack("!I", code))


def to_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def literal(fields):
    """A header block that no encoder would write: names and values as they are, nothing indexed."""

    def text(value):
        value = to_bytes(value)
        if len(value) < 127:
            return bytes([len(value)]) + value
        out, left = bytearray([127]), len(value) - 127
        while left >= 128:
            out.append(left % 128 + 128)
            left >>= 7
        return bytes(out) + bytes([left]) + value

    return b"".join(b"\0" + text(name) + text(value) for name, value in fields)


def request_fields(method="GET", path="/", headers=(), authority="gateway.test", scheme="http"):
    headers = list(headers.items() if isinstance(headers, dict) else headers)
    pseudo = [(":method", method), (":scheme", scheme), (":authority", authority), (":path", path)]
    return [(name, value) for name, value in pseudo if value is not None] + headers


@dataclass
class Frame:
    kind: int
    flags: int
    stream: int
    payload: bytes

    @property
    def code(self):
        """The error code of RST_STREAM and GOAWAY."""
        return struct.unpack("!I", self.payload[4:8] if self.kind == GOAWAY else self.payload)[0]

    @property
    def last_stream(self):
        return struct.unpack("!I", self.payload[:4])[0]


@dataclass
class Response:
    status: int = 0
    fields: list = field(default_factory=list)
    body: bytes = b""
    trailers: list = field(default_factory=list)
    interim: list = field(default_factory=list)  # status and fields of 1xx before it
    ended: bool = False  # by END_STREAM: it is whole
    reset: int = None  # the code, when the stream was reset

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def values(self, name):
        return [value for known, value in self.fields if known == name]

    def get(self, name, default=None):
        values = self.values(name)
        if len(values) > 1:
            raise ProtocolError(f"{name} stands {len(values)} times")
        return values[0] if values else default

    @property
    def is_over(self):
        return self.ended or self.reset is not None


class Http2:
    """One connection with prior knowledge. Settings and pings are answered, and windows are opened
    again, while it reads, unless it is told otherwise."""

    def __init__(self, port, address="127.0.0.1", settings_sent=(), opens_windows=True, receive_buffer=None, sock=None):
        self.socket = sock or socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        if sock is None:
            self.socket.connect((address, port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.opens_windows = opens_windows
        self.acks = True
        self._encoder, self._decoder = hpack.Encoder(), hpack.Decoder()
        self._decoder.max_allowed_table_size = 4096
        self._buffer = b""
        self._next = 1
        self.settings = {}
        self.responses = {}
        self.goaways = []
        self.pongs = []
        self.opened, self.sent = {}, {}  # by stream; 0 is the connection
        self.send(PREFACE + settings(settings_sent))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def reset_connection(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def send(self, data):
        self.socket.sendall(data)
        return self

    def try_send(self, data):
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def take_stream(self):
        stream, self._next = self._next, self._next + 2
        return stream

    def headers(self, fields, end=True, stream=None, raw=False):
        """The bytes of a request's HEADERS frame, and its stream."""
        stream = stream or self.take_stream()
        block = literal(fields) if raw else self._encode(fields)
        self.responses.setdefault(stream, Response())
        return frame(HEADERS, END_HEADERS | (END_STREAM if end else 0), stream, block), stream

    def request(self, method="GET", path="/", headers=(), body=None, end=True, raw=False, **pseudo):
        """Sends a request; gives its stream."""
        fields = request_fields(method, path, headers, **pseudo)
        data, stream = self.headers(fields, end=end and body is None, raw=raw)
        if body is not None:
            data += frame(DATA, END_STREAM if end else 0, stream, body)
        self.send(data)
        return stream

    def _encode(self, fields):
        return self._encoder.encode([(to_bytes(name), to_bytes(value)) for name, value in fields])

    def send_when_open(self, stream, body):
        """Waits for the windows of stream and connection first."""
        self.read_until(lambda: self.settings, "the settings")
        self.read_until(lambda: self.window(stream) >= len(body), "a window")
        for of in (0, stream):
            self.sent[of] = self.sent.get(of, 0) + len(body)
        return self.data(stream, body)

    def window(self, stream):
        """Bytes that may be sent on a stream now."""

        def left(of):
            first = self.settings.get(INITIAL_WINDOW, 65_535) if of else 65_535
            return first + self.opened.get(of, 0) - self.sent.get(of, 0)

        return min(left(0), left(stream))

    def data(self, stream, body, end=False):
        return self.send(frame(DATA, END_STREAM if end else 0, stream, body))

    def trailers(self, stream, fields):
        return self.send(frame(HEADERS, END_HEADERS | END_STREAM, stream, self._encode(fields)))

    def ask(self, method="GET", path="/", headers=(), body=None, **more):
        return self.response(self.request(method, path, headers, body, **more))

    def response(self, stream):
        """Reads until the stream's answer is over."""
        return self.read_until(lambda: self.responses[stream].is_over, f"the answer on stream {stream}") and self.responses[stream]

    def head(self, stream):
        self.read_until(lambda: self.responses[stream].status or self.responses[stream].is_over, f"a head on stream {stream}")
        return self.responses[stream]

    def read_until(self, condition, what):
        while not condition():
            if self.read() is None:
                raise Closed(f"the connection ended before {what}; GOAWAYs: {[g.code for g in self.goaways]}")
        return True

    def read_what_is_here(self):
        """Reads what has come, without waiting; False at the end of the connection."""
        while self._buffer or select.select([self.socket], [], [], 0)[0]:
            if self.read() is None:
                return False
        return True

    def ping(self, payload=b"12345678"):
        """Sends one and waits for its answer: all that was sent before has been read then."""
        self.send(frame(PING, 0, 0, payload))
        self.read_until(lambda: payload in self.pongs, "a ping's answer")
        self.pongs.remove(payload)

    def rest(self):
        """Reads to the end of the connection; gives the last GOAWAY's code, None without one."""
        while self.read() is not None:
            pass
        return self.goaways[-1].code if self.goaways else None

    def _receive(self):
        try:
            return self.socket.recv(1 << 16)
        except ConnectionResetError:
            return b""

    def _take(self, count):
        while len(self._buffer) < count:
            data = self._receive()
            if not data:
                if self._buffer:
                    raise Closed("the connection ended within a frame", self._buffer)
                return None
            self._buffer += data
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def read(self):
        """The next frame, taken note of; None at the end."""
        head = self._take(9)
        if head is None:
            return None
        high, low, kind, flags, stream = struct.unpack("!HBBBI", head)
        payload = self._take(high << 8 | low) if high << 8 | low else b""
        got = Frame(kind, flags, stream & 0x7FFFFFFF, payload)
        self._note(got)
        return got

    def _note(self, got):
        if got.kind == SETTINGS and not got.flags & ACK:
            for at in range(0, len(got.payload), 6):
                name, value = struct.unpack("!HI", got.payload[at : at + 6])
                self.settings[name] = value
            if self.acks:
                self.try_send(settings(flags=ACK))
        elif got.kind == PING:
            if got.flags & ACK:
                self.pongs.append(got.payload)
            elif self.acks:
                self.try_send(frame(PING, ACK, 0, got.payload))
        elif got.kind == GOAWAY:
            self.goaways.append(got)
        elif got.kind == WINDOW_UPDATE:
            amount = struct.unpack("!I", got.payload)[0]
            self.opened[got.stream] = self.opened.get(got.stream, 0) + amount
        elif got.kind == RST_STREAM:
            self.responses[got.stream].reset = got.code
        elif got.kind == DATA:
            self._note_data(got)
        elif got.kind == HEADERS:
            self._note_headers(got)
        elif got.kind != SETTINGS:
            raise ProtocolError(f"a frame that no server sends: {got}")

    def _note_data(self, got):
        response = self.responses[got.stream]
        if not response.status or response.is_over:
            raise ProtocolError(f"data where none can be: {got}")
        response.body += got.payload
        response.ended = bool(got.flags & END_STREAM)
        if self.opens_windows and got.payload:
            more = b"" if response.ended else window_update(got.stream, len(got.payload))
            self.try_send(window_update(0, len(got.payload)) + more)

    def _note_headers(self, got):
        if not got.flags & END_HEADERS:
            raise ProtocolError("a header block in pieces")
        response = self.responses[got.stream]
        if response.is_over:
            raise ProtocolError(f"headers behind the end of {got.stream}")
        decoded = self._decoder.decode(got.payload, raw=True)
        fields = [(name.decode(), value.decode("latin-1")) for name, value in decoded]
        ends = bool(got.flags & END_STREAM)
        if response.status:
            if not ends or any(name.startswith(":") for name, _ in fields):
                raise ProtocolError(f"trailers that are none: {fields}")
            response.trailers, response.ended = fields, True
            return
        if fields[0][0] != ":status" or any(name.startswith(":") for name, _ in fields[1:]):
            raise ProtocolError(f"a head without one status in front: {fields}")
        status = int(fields[0][1])
        if status < 200:
            response.interim.append((status, fields[1:]))
        else:
            response.status, response.fields, response.ended = status, fields[1:], ends


def ask2(port, method="GET", path="/", headers=(), body=None, **more):
    """One request on its own connection."""
    with Http2(port) as client:
        return client.ask(method, path, headers, body, **more)
