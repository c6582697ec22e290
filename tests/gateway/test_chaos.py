"""Everybody misbehaves at once, from fixed seeds: what counts is that the gateway serves on and ends cleanly.

The sanitizers of the debug build are the judges here; the harness fails the test on their report and on any leak.
"""

import random
import signal
import threading

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route, rules
from harness.http1 import Closed, ProtocolError
from harness.process import Gateway
from harness.upstream import Upstream
from harness.wire import Wire, ask, bearer, request_bytes

KEY = tokens.shared_key("EdDSA")
CLIENTS, ACTIONS = 12, 40


def unruly(seed):
    """An upstream that answers well, slowly in pieces, wrongly, half, or not at all."""
    dice = random.Random(seed)
    lock = threading.Lock()

    def pick(choices):
        with lock:
            return dice.choice(choices)

    def behave(exchange):
        kind = pick(
            ["whole", "whole", "early", "chunks", "half", "reset", "close", "junk", "switch"]
        )
        if kind == "early":
            return exchange.answer(413, b"early", [("Connection", "close")])
        if kind == "reset":
            return exchange.reset()
        if kind == "close":
            return exchange.close()
        exchange.read_body()
        if kind == "whole":
            exchange.answer(body=b"x" * pick([0, 1, 5000, 300_000]))
        elif kind == "chunks":
            exchange.start_chunked()
            for _ in range(pick([1, 3, 30])):
                exchange.chunk(b"y" * pick([1, 1000, 40_000]))
            exchange.end_chunks([("X-Trailer", "1")])
        elif kind == "half":
            exchange.send(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nhalf")
            exchange.close()
        elif kind == "junk":
            exchange.send(
                pick([b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", b"\0" * 9])
            )
            exchange.close()
        elif exchange.request.has("upgrade"):
            exchange.send(b"HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhello")
            exchange.connection.socket.recv(pick([1, 10_000]))
            exchange.close()
        else:
            exchange.answer(body=b"no switch")

    return behave


def act(dice, port):
    headers = dice.choice([[], bearer(KEY.token()), bearer("bad"), bearer(KEY.token()) * 2])
    with Wire(port, receive_buffer=dice.choice([None, 4096]), patience=2) as wire:
        for _ in range(dice.choice([1, 1, 2, 5])):
            kind = dice.randrange(8)
            target = dice.choice(["/open", "/jwt", "/rule", "/nowhere"])
            body = b"b" * dice.choice([0, 1, 70_000, 300_000])
            if kind == 0:  # a head cut short
                data = request_bytes("GET", target, headers)
                wire.send(data[: dice.randrange(len(data))])
                return wire.reset() if dice.random() < 0.5 else None
            if kind == 1:  # a body cut short
                wire.send(request_bytes("POST", target, headers, body + b"cut")[:-3])
                return wire.reset() if dice.random() < 0.5 else None
            if kind == 2:  # gone before the answer, or in its middle
                wire.send(request_bytes("GET", target, headers))
                if dice.random() < 0.5:
                    wire.reader.take_some(100)
                return wire.reset() if dice.random() < 0.5 else None
            if kind == 3:  # several at once, and only some of the answers read
                wire.send(request_bytes("GET", target, headers) * 5)
                wire.response()
                continue
            if kind == 4:
                wire.send(
                    request_bytes(
                        "GET", target, [*headers, ("Connection", "upgrade"), ("Upgrade", "x")]
                    )
                )
                if wire.head().status == 101:
                    wire.send(b"some bytes")
                    wire.rest()
                return None
            if kind == 5:  # chunks, broken now and then
                wire.send(
                    b"POST /open HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
                )
                wire.send(dice.choice([b"0\r\n\r\n", b"zz\r\n", b"0\r\nX: y\r\n\r\n", b"1\r\nab\r\n"]))
                wire.response()
                continue
            wire.send(
                request_bytes(dice.choice(["GET", "POST", "PUT", "HEAD"]), target, headers, body)
            )
            wire.response("GET" if kind == 6 else "HEAD")


@pytest.mark.parametrize("seed", range(3))
def test_the_gateway_survives(seed):
    with Upstream(unruly(seed), keeps_bytes=False, patience=4) as upstream:
        policies = {
            "/jwt": {"jwtAuth": jwt_auth([KEY])},
            "/rule": {"authorization": rules(allow="false")},
            "/open": None,
        }
        routes = [route(upstream, path=path, policies=policy) for path, policy in policies.items()]
        with Gateway(config(routes, workers=2)) as gateway:
            port = gateway.port()

            def client(number):
                dice = random.Random(seed * 1000 + number)
                for _ in range(ACTIONS):
                    try:
                        act(dice, port)
                    except (OSError, Closed, ProtocolError):
                        pass  # a client that misbehaves is not owed an answer

            threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
            for thread in threads:
                thread.start()
            while any(thread.is_alive() for thread in threads):
                gateway.process.send_signal(signal.SIGHUP)
                threads[0].join(0.3)
                for thread in threads:
                    thread.join(0.05)
            assert gateway.is_running()
            assert ask(port, target="/rule").status == 403
            assert ask(port, target="/jwt").status == 401
