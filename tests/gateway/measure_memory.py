#!/usr/bin/env python3
"""Prints the peak memory of the gateway (VmHWM) while large bodies pass through it slowly. Run by hand, with a release binary:

    JOTGATE_BIN=build/release/jotgate tests/gateway/measure_memory.py [MiB]

The limit to hold is 64 MiB for 1 GiB bodies with four clients at once. No body may be collected: what one side does not
take, the other must not be asked for.
"""

import pathlib
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.configs import config, route  # noqa: E402
from harness.process import Gateway, binary  # noqa: E402
from harness.upstream import Upstream  # noqa: E402
from harness.wire import Wire, request_bytes  # noqa: E402

MIB = 1 << 20
BLOCK = bytes(MIB)
CLIENTS = 4
SMALL_BUFFER = 64 * 1024  # the slow side takes little at a time


def behave(exchange):
    request = exchange.request
    size = int(request.target.rpartition("/")[2])
    if request.method == "GET":
        exchange.send(f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode())
        for _ in range(size // MIB):
            exchange.send(BLOCK)
    else:
        left = size
        while left:
            left -= len(exchange.connection.reader.take_some(16 * 1024))
        request.complete = True
        exchange.answer(body=b"taken")


def download(port, size):
    with Wire(port, receive_buffer=SMALL_BUFFER, patience=600) as wire:
        wire.send(request_bytes("GET", f"/{size}"))
        wire.head()
        left = size
        while left:
            left -= len(wire.reader.take_some(16 * 1024))


def upload(port, size):
    with Wire(port, patience=600) as wire:
        wire.send(f"POST /{size} HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n".encode())
        for _ in range(size // MIB):
            wire.send(BLOCK)
        assert wire.response().text == "taken"


def main():
    size = int(sys.argv[1] if len(sys.argv) > 1 else 1024) * MIB
    with Upstream(behave, keeps_bytes=False, receive_buffer=SMALL_BUFFER) as upstream, Gateway(
        config(route(upstream), workers=2)
    ) as gateway:
        print(f"{binary()}\nat start        {gateway.peak_memory() / MIB:7.1f} MiB")
        for name, work in (("slow downloads", download), ("slow uploads", upload)):
            threads = [
                threading.Thread(target=work, args=(gateway.port(), size // CLIENTS))
                for _ in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            print(
                f"{name:15s} {gateway.peak_memory() / MIB:7.1f} MiB  ({size // MIB} MiB by {CLIENTS} clients)"
            )


if __name__ == "__main__":
    main()
