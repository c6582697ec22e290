"""The strictest reading of what the gateway sends upstream: the one spelling of each message, and nothing else.

It shares no code with http1.py, on purpose: two readers that were written apart and agree are worth more than one. Where
RFC 9112 leaves a sender a choice, only the one that no recipient can misread is taken here.
"""

import re
from dataclasses import dataclass

# Visible ASCII without what some readers decode, cut at, or read as the end: '#' is never sent, '\\' is a slash to some.
START = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (/[!-\"$-\[\]-~]*|\*) HTTP/1\.1")
FIELD = re.compile(
    rb"([!#$%&'*+.^_`|~0-9a-z-]+): ([!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?)?"
)
LENGTH = re.compile(rb"0|[1-9][0-9]{0,18}")
SIZE = re.compile(rb"[1-9a-f][0-9a-f]{0,7}")
ONCE = (
    b"host",
    b"content-length",
    b"transfer-encoding",
    b"connection",
    b"upgrade",
    b"expect",
    b"te",
    b"authorization",
)
NEVER = (b"keep-alive", b"proxy-connection", b"content_length", b"transfer_encoding")
NEVER_A_TRAILER = NEVER + ONCE + (b"cookie", b"trailer", b"content-type", b"content-encoding")


class Misread(Exception):
    """Some reader could take these bytes for something else."""


@dataclass
class Sent:
    method: str
    target: str
    fields: list
    body: bytes
    trailers: list


class Scanner:
    """All the bytes of one connection."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def line(self):
        end = self.data.find(b"\n", self.at)
        if end < 0:
            raise EOFError
        line = self.data[self.at : end + 1]
        if not line.endswith(b"\r\n") or b"\r" in line[:-2]:
            raise Misread(f"a line that does not end in CRLF alone: {line!r}")
        self.at = end + 1
        return line[:-2]

    def take(self, count):
        if len(self.data) - self.at < count:
            raise EOFError
        self.at += count
        return self.data[self.at - count : self.at]

    def fields(self):
        found = []
        while line := self.line():
            parts = FIELD.fullmatch(line)
            if not parts:
                raise Misread(f"a field line of another form: {line!r}")
            found.append((parts[1], parts[2] or b""))
        return found

    def chunks(self):
        body = b""
        while (size := self.line()) != b"0":
            if not SIZE.fullmatch(size):
                raise Misread(f"a chunk's size of another form: {size!r}")
            body += self.take(int(size, 16))
            if self.take(2) != b"\r\n":
                raise Misread("a chunk that does not end in CRLF")
        trailers = self.fields()
        for name, value in trailers:
            if name in NEVER_A_TRAILER or name.startswith(b"x-forwarded-"):
                raise Misread(f"a trailer that some merge into the head: {name!r}: {value!r}")
        return body, trailers

    def request(self):
        start = self.line()
        parts = START.fullmatch(start)
        if not parts:
            raise Misread(f"a start line of another form: {start!r}")
        fields = self.fields()
        must_be_plain(fields)
        body, trailers = b"", []
        by_name = dict(fields)
        if b"transfer-encoding" in by_name:
            body, trailers = self.chunks()
        elif b"content-length" in by_name:
            body = self.take(int(by_name[b"content-length"]))
        return Sent(parts[1].decode(), parts[2].decode(), fields, body, trailers)


def must_be_plain(fields):
    names = [name for name, _ in fields]
    by_name = dict(fields)
    for name in ONCE:
        if names.count(name) > 1:
            raise Misread(f"{name!r} stands {names.count(name)} times")
    for name in NEVER:
        if name in names:
            raise Misread(f"{name!r} was sent on")
    if not by_name.get(b"host"):
        raise Misread("no Host, or an empty one")
    if b"content-length" in names and b"transfer-encoding" in names:
        raise Misread("two ways to tell the body's end")
    if not LENGTH.fullmatch(by_name.get(b"content-length", b"0")):
        raise Misread(f"a length of another form: {by_name[b'content-length']!r}")
    if by_name.get(b"transfer-encoding", b"chunked") != b"chunked":
        raise Misread(f"a coding besides chunked: {by_name[b'transfer-encoding']!r}")
    if by_name.get(b"connection", b"close") not in (b"close", b"upgrade"):
        raise Misread(f"an option of Connection sent on: {by_name[b'connection']!r}")
    if (by_name.get(b"connection") == b"upgrade") != (b"upgrade" in names):
        raise Misread("an upgrade by half")
    if by_name.get(b"expect", b"100-continue").lower() != b"100-continue":
        raise Misread(f"an expectation nobody knows: {by_name[b'expect']!r}")
    if by_name.get(b"te", b"trailers") != b"trailers":
        raise Misread(f"TE sent on: {by_name[b'te']!r}")


def read_all(data):
    """The whole requests in a connection's bytes; what is behind them is the beginning of one more, or nothing."""
    scanner, found = Scanner(data), []
    while scanner.at < len(data):
        try:
            found.append(scanner.request())
        except EOFError:
            break
    return found
