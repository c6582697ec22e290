"""A strict reader of HTTP/1 messages, from either side. What it does not understand is an error, never repaired."""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\x00-\x20\x7f]+) HTTP/1\.([01])\Z")
STATUS_LINE = re.compile(rb"HTTP/1\.([01]) ([1-5][0-9][0-9]) ([\t\x20-\x7e\x80-\xff]*)\Z")
CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,16})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?\Z")


class ProtocolError(Exception):
    """The bytes are not an HTTP/1 message."""


class Closed(Exception):
    """The peer ended the connection; `partial` is what had come of the message."""

    def __init__(self, what, partial=b""):
        super().__init__(f"{what} (after {partial[-200:]!r})")
        self.partial = partial


@dataclass
class Message:
    start: bytes
    fields: list  # of (lower-case name, value), bytes
    body: bytes = b""
    trailers: list = field(default_factory=list)
    chunks: list = field(default_factory=list)  # sizes, as they came
    framing: str = "none"  # none, length, chunked, close
    head: bytes = b""  # as it came

    def values(self, name):
        name = name.lower().encode()
        return [v.decode("latin-1") for n, v in self.fields if n == name]

    def get(self, name, default=None):
        values = self.values(name)
        if len(values) > 1:
            raise ProtocolError(f"{name} stands {len(values)} times")
        return values[0] if values else default

    def has(self, name):
        return bool(self.values(name))


@dataclass
class Request(Message):
    method: str = ""
    target: str = ""
    minor: int = 1
    complete: bool = False  # the body was read to its end

    @property
    def path(self):
        return self.target.split("?")[0]


@dataclass
class Response(Message):
    status: int = 0
    reason: str = ""
    minor: int = 1
    interim: list = field(default_factory=list)  # 1xx before it

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")


def parse_fields(lines, where):
    fields = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not TOKEN.match(name):
            raise ProtocolError(f"{where}: malformed field {line!r}")
        if re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", value):
            raise ProtocolError(f"{where}: control character in {line!r}")
        fields.append((name.lower(), value.strip(b" \t")))
    return fields


class Reader:
    """Reads messages from `receive()`, which gives b"" at the end."""

    def __init__(self, receive):
        self._receive = receive
        self.buffer = b""
        self.ended = False

    def _more(self, what, partial=b""):
        data = b"" if self.ended else self._receive()
        if not data:
            self.ended = True
            raise Closed(what, partial + self.buffer)
        self.buffer += data

    def take_line(self, what):
        while b"\n" not in self.buffer:
            if len(self.buffer) > 1 << 20:
                raise ProtocolError(f"{what}: no line end within 1 MiB")
            self._more(f"the connection ended within {what}")
        line, _, self.buffer = self.buffer.partition(b"\n")
        if not line.endswith(b"\r") or b"\r" in line[:-1]:
            raise ProtocolError(f"{what}: line end is not CRLF: {line[-80:]!r}")
        return line[:-1]

    def take(self, count, what):
        while len(self.buffer) < count:
            self._more(
                f"the connection ended within {what}, {count - len(self.buffer)} bytes short"
            )
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def take_some(self, most=1 << 16):
        if not self.buffer:
            self._more("the connection ended")
        data, self.buffer = self.buffer[:most], self.buffer[most:]
        return data

    def take_rest(self):
        data = b""
        try:
            while True:
                data += self.take_some()
        except Closed:
            return data

    def _head(self, what):
        lines = [self.take_line(what)]
        while lines[-1]:
            lines.append(self.take_line(what))
        return lines[0], lines[1:-1], b"".join(line + b"\r\n" for line in lines)

    def request_head(self):
        start, lines, head = self._head("a request head")
        parts = REQUEST_LINE.match(start)
        if not parts:
            raise ProtocolError(f"malformed request line {start!r}")
        request = Request(
            start,
            parse_fields(lines, "request"),
            head=head,
            method=parts[1].decode(),
            target=parts[2].decode("latin-1"),
            minor=int(parts[3]),
        )
        if len(request.values("host")) != 1 and request.minor == 1:
            raise ProtocolError(f"{len(request.values('host'))} Host fields in {head!r}")
        request.framing, request.length = framing_of(request)
        return request

    def response_head(self):
        start, lines, head = self._head("a response head")
        parts = STATUS_LINE.match(start)
        if not parts:
            raise ProtocolError(f"malformed status line {start!r}")
        return Response(
            start,
            parse_fields(lines, "response"),
            head=head,
            status=int(parts[2]),
            reason=parts[3].decode("latin-1"),
            minor=int(parts[1]),
        )

    def body_pieces(self, message, length):
        """Yields the body piece by piece; trailers and chunk sizes land in the message."""
        if message.framing == "length":
            left = length
            while left:
                piece = self.take_some(min(left, 1 << 16))
                left -= len(piece)
                yield piece
        elif message.framing == "chunked":
            yield from self._chunks(message)
        elif message.framing == "close":
            try:
                while True:
                    yield self.take_some()
            except Closed:
                return

    def _chunks(self, message):
        while True:
            line = self.take_line("a chunk's size line")
            size = CHUNK_LINE.match(line)
            if not size:
                raise ProtocolError(f"malformed chunk size {line!r}")
            count = int(size[1], 16)
            if count == 0:
                break
            message.chunks.append(count)
            while count:
                if not self.buffer:
                    self._more("the connection ended within a chunk")
                piece = self.take_some(min(count, 1 << 16))
                count -= len(piece)
                yield piece
            if self.take(2, "a chunk's end") != b"\r\n":
                raise ProtocolError("a chunk does not end in CRLF")
        lines = []
        while line := self.take_line("trailers"):
            lines.append(line)
        message.trailers = parse_fields(lines, "trailers")

    def response(self, method="GET"):
        """A whole final response, with the interim ones before it."""
        interim = []
        while True:
            response = self.response_head()
            if response.status == 101 or response.status >= 200:
                break
            interim.append(response)
        response.interim = interim
        response.framing, response.length = response_framing(response, method)
        response.body = b"".join(self.body_pieces(response, response.length))
        return response


def framing_of(message):
    lengths, codings = message.values("content-length"), message.values("transfer-encoding")
    if codings:
        if lengths:
            raise ProtocolError("both Content-Length and Transfer-Encoding")
        if [c.lower() for c in codings] != ["chunked"]:
            raise ProtocolError(f"Transfer-Encoding is {codings}")
        return "chunked", 0
    if lengths:
        if len(lengths) != 1 or not re.fullmatch("[0-9]{1,19}", lengths[0]):
            raise ProtocolError(f"Content-Length is {lengths}")
        return "length", int(lengths[0])
    return "none", 0


def response_framing(response, method):
    framing, length = framing_of(response)
    if method == "HEAD" or response.status in (101, 204, 304):
        return "none", 0
    return ("close", 0) if framing == "none" else (framing, length)
