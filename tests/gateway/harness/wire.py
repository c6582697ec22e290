"""A client that sends exactly the bytes it is given and reads exactly what comes."""

import json
import socket
import struct

from .http1 import Closed, Reader
from .waiting import PATIENCE


class Wire:
    """One connection to the gateway."""

    def __init__(self, port, address="127.0.0.1", receive_buffer=None, patience=None, source=None):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        if source:
            self.socket.bind((source, 0))
        self.socket.settimeout(PATIENCE if patience is None else patience)
        self.socket.connect((address, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.reader = Reader(self._receive)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _receive(self):
        try:
            return self.socket.recv(1 << 16)
        except ConnectionResetError:
            return b""

    def send(self, data):
        self.socket.sendall(data)
        return self

    def try_send(self, data):
        """For when the peer may hang up while we are still talking."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return self

    def finish_sending(self):
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return self

    def response(self, method="GET"):
        return self.reader.response(method)

    def head(self):
        return self.reader.response_head()

    def take(self, count):
        return self.reader.take(count, "what was waited for")

    def rest(self):
        """All that comes until the peer ends the connection."""
        return self.reader.take_rest()

    def is_closed(self):
        """Waits for the end; anything else that comes is not the end."""
        try:
            self.reader.take_some()
            return False
        except Closed:
            return True

    def ask(self, method, target, headers=(), body=None, host="gateway.test"):
        self.send(request_bytes(method, target, headers, body, host))
        return self.response(method)

    def reset(self):
        """Ends the connection with a RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def close(self):
        self.socket.close()


def request_bytes(method, target, headers=(), body=None, host="gateway.test"):
    if isinstance(headers, dict):
        headers = list(headers.items())
    lines = [f"{method} {target} HTTP/1.1"]
    if host is not None:
        lines.append(f"Host: {host}")
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + (body or b"")


def ask(
    port, method="GET", target="/", headers=(), body=None, host="gateway.test", address="127.0.0.1"
):
    """One request on its own connection."""
    with Wire(port, address) as wire:
        return wire.ask(method, target, headers, body, host)


def ask_json(port, target, value, headers=()):
    headers = list(headers.items() if isinstance(headers, dict) else headers)
    return ask(
        port,
        "POST",
        target,
        headers + [("Content-Type", "application/json")],
        json.dumps(value).encode(),
    )


def bearer(token):
    return [("Authorization", f"Bearer {token}")]
