"""A client that never runs out of requests, or an upstream that never runs out of bytes, leaves time for the others."""

import threading

from harness.configs import config, route
from harness.rig import Rig
from harness.waiting import Gate
from harness.wire import Wire, ask, request_bytes

FLOOD = request_bytes("GET", "/nowhere") * 1000
ANSWERED = 20  # others, while the flood goes on


class Flood:
    """Asks for what is not there, in one pipeline, and reads the answers as they come; until it is told to stop."""

    def __init__(self, port):
        self.wire, self.enough = Wire(port), threading.Event()
        self.threads = [threading.Thread(target=work) for work in (self.ask, self.read)]
        self.under_way = Gate()

    def ask(self):
        while not self.enough.is_set():
            self.wire.try_send(FLOOD)
        self.wire.finish_sending()

    def read(self):
        try:
            while self.wire.socket.recv(1 << 20):
                self.under_way.set()
        except OSError:
            pass

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        self.under_way.await_open("the first answer to a flood")
        return self

    def __exit__(self, *_):
        self.enough.set()
        for thread in self.threads:
            thread.join()
        self.wire.close()


def test_a_pipeline_without_end_leaves_time_for_others():
    with Rig(lambda upstream: config(route(upstream, path="/here"))) as rig:
        with Flood(rig.port) as flood:
            for _ in range(ANSWERED):
                assert ask(rig.port, target="/here").status == 200
            assert all(thread.is_alive() for thread in flood.threads)


def test_an_answer_without_end_leaves_time_for_others():
    enough = threading.Event()

    def serve(exchange):
        if exchange.request.target == "/small":
            return exchange.answer()
        exchange.start_chunked()
        while not enough.is_set():
            exchange.chunk(b"x" * (1 << 20))
        exchange.end_chunks()

    def read(wire, begun):
        while wire.socket.recv(1 << 20):
            begun.set()

    with Rig(lambda upstream: config(route(upstream)), serve) as rig, Wire(rig.port) as wire:
        begun = Gate()
        wire.send(request_bytes("GET", "/endless", [("Connection", "close")]))
        reader = threading.Thread(target=read, args=(wire, begun))
        reader.start()
        begun.await_open("the beginning of the endless answer")
        for _ in range(ANSWERED):
            assert ask(rig.port, target="/small").status == 200
        enough.set()
        reader.join()
