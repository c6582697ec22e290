"""Upgrades: a connection becomes a tunnel, or stays what it was."""

import threading


from harness.rig import through
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

MIB = 1 << 20


def test_an_upgrade_becomes_a_tunnel():
    def behave(exchange):
        assert (
            exchange.request.get("upgrade") == "websocket"
            and "upgrade" in exchange.request.get("connection").lower()
        )
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nwelcome"
        )
        while data := exchange.connection.socket.recv(65536):
            exchange.send(data.swapcase())
            if data.endswith(b"BYE"):
                break
        exchange.close()

    with through(behave) as rig, Wire(rig.port) as wire:
        wire.send(
            request_bytes(
                "GET",
                "/ws",
                [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Key", "k")],
            )
        )
        head = wire.head()
        assert (
            head.status == 101
            and head.get("upgrade") == "websocket"
            and head.get("sec-websocket-accept") == "x"
        )
        assert wire.take(7) == b"welcome"
        for text in (b"Hello", b"\x00\xff\r\n\r\nGET / HTTP/1.1\r\n\r\n", b"x" * 200_000):
            sender = threading.Thread(target=wire.send, args=(text,))
            sender.start()
            assert wire.take(len(text)) == text.swapcase()
            sender.join()
        wire.send(b"BYE")
        assert wire.take(3) == b"bye" and wire.is_closed()


def test_a_tunnel_ends_when_the_client_ends_it():
    ended = Gate()

    def behave(exchange):
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"
        )
        exchange.await_close()
        ended.set()

    with through(behave) as rig:
        with Wire(rig.port) as wire:
            wire.send(request_bytes("GET", "/", [("Connection", "upgrade"), ("Upgrade", "x")]))
            assert wire.head().status == 101
        ended.await_open("the end of the upstream's side")


def test_an_upgrade_that_the_upstream_declines_is_a_plain_answer():
    with through(lambda exchange: exchange.answer(426, b"no")) as rig, Wire(rig.port) as wire:
        response = wire.ask("GET", "/", [("Connection", "Upgrade"), ("Upgrade", "websocket")])
        assert (response.status, response.text) == (426, "no")
        assert wire.ask("GET", "/").status == 426


def test_a_101_that_nobody_asked_for_is_an_error():
    def behave(exchange):
        exchange.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"
        )

    with through(behave) as rig:
        assert ask(rig.port).status == 502
