"""A gateway before an upstream that it speaks HTTP/2 to."""

from concurrent.futures import ThreadPoolExecutor

from .configs import config, host, route
from .h2_upstream import H2Upstream
from .rig import Rig
from .wire import ask

BY_H2 = {"http": {"version": "HTTP/2.0"}}
NO_ERROR, INTERNAL_ERROR, REFUSED_STREAM, CANCEL = 0, 2, 7, 8


def answer(stream):
    """With the request's target."""
    stream.read_body()
    stream.answer(body=stream.target.encode())


class H2Rig(Rig):
    """`policies` are the route's."""

    def __init__(self, behave=answer, policies=None, **upstream):
        def build(upstream):
            return config(route(host(upstream, policies=BY_H2), policies=policies))

        super().__init__(build, upstream=H2Upstream(behave, **upstream))

    def ask(self, method="GET", target="/", **more):
        return ask(self.port, method, target, **more)


def at_once(*works):
    """Runs them beside each other; their results in order."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [begun.result() for begun in [pool.submit(work) for work in works]]
