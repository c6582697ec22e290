"""A gateway before a recording upstream, and questions asked of the pair."""

import itertools
import os

from .configs import config, route
from .process import Gateway
from .upstream import Upstream
from .wire import ask

_numbers = itertools.count()


class Answer:
    """What the client got, and the request that reached the upstream, if one did."""

    def __init__(self, response, seen):
        self.response, self.seen = response, seen
        self.status, self.text = response.status, response.text

    def must_pass(self):
        assert self.status == 200, f"{self.status} {self.text!r}"
        assert self.seen is not None
        return self.seen

    def must_refuse(self, status, text=""):
        assert self.status == status, f"expected {status}, got {self.status} {self.text!r}"
        assert text in self.text, f"expected {text!r} in {self.text!r}"
        assert self.seen is None, f"the refused request reached the upstream: {self.seen.head!r}"
        return self.response


class Rig:
    """`build(upstream)` gives the configuration."""

    def __init__(self, build, behave=None, cwd=None, env=None, upstream=None):
        self._build, self._cwd, self._env = build, cwd, env
        self.upstream = upstream or (Upstream(behave) if behave else Upstream())

    def __enter__(self):
        self.upstream.__enter__()
        try:
            self.gateway = Gateway(self._build(self.upstream), cwd=self._cwd, env=self._env)
            self.gateway.__enter__()
        except BaseException:
            self.upstream.stop()
            raise
        return self

    def __exit__(self, *error):
        try:
            self.gateway.__exit__(*error)
        finally:
            self.upstream.__exit__(*error)

    @property
    def port(self):
        return self.gateway.port()

    def ask(self, target="/", headers=(), method="GET", body=None, host="gateway.test", port=None):
        mark = f"case-{os.getpid()}-{next(_numbers)}"
        headers = list(headers.items() if isinstance(headers, dict) else headers)
        response = ask(port or self.port, method, target, headers + [("X-Case", mark)], body, host)
        return Answer(response, self.seen(mark))

    def seen(self, mark):
        found = [r for r in self.upstream.requests.all() if mark in r.values("x-case")]
        assert len(found) <= 1, f"the request reached the upstream {len(found)} times"
        return found[0] if found else None


def through(behave, **settings):
    """One route to an upstream that does so."""
    return Rig(lambda upstream: config(route(upstream), **settings), behave)
