"""A provider of keys in a test's hands: good, broken, slow, gone; it counts who asks."""

import json

from . import tokens
from .upstream import Upstream
from .waiting import Gate

JSON = ("Content-Type", "application/json")


class KeyServer(Upstream):
    """`answer` is what it does with the next request; serve() and say() set it to the usual things."""

    def __init__(self, *keys):
        super().__init__(self._behave, "key server")
        self.keys, self.headers = [], []
        self.serve(*keys)

    def _behave(self, exchange):
        exchange.read_body()
        self.answer(exchange)

    @property
    def url(self):
        return f"http://{self.address}/keys"

    @property
    def asked(self):
        return len(self.requests)

    def serve(self, *keys, headers=()):
        """From now on, these keys."""
        self.say(200, tokens.key_set(*keys), [JSON, *headers])

    def say(self, status=200, body="", headers=(JSON,)):
        body = body if isinstance(body, bytes) else body.encode()
        self.answer = lambda exchange: exchange.answer(status, body, headers)

    def serve_tagged(self, *keys):
        """Like serve(), with an etag; says 304 to who has it."""
        body = tokens.key_set(*keys).encode()
        tag = f'"{hash(body)}"'

        def answer(exchange):
            if tag in exchange.request.values("if-none-match"):
                exchange.answer(304, b"", [("ETag", tag)])
            else:
                exchange.answer(200, body, [JSON, ("ETag", tag)])

        self.answer = answer

    def hang(self):
        """Answers once the gate that this gives is opened."""
        gate, then = Gate(), self.answer

        def answer(exchange):
            gate.await_open("the gate of the key server")
            then(exchange)

        self.answer = answer
        return gate

    def redirect(self, target, status=302):
        self.say(status, "", [("Location", target)])

    def discover(self, issuer, jwks_uri, *keys):
        """A discovery document at its usual place, keys anywhere else."""
        document = json.dumps({"issuer": issuer, "jwks_uri": jwks_uri}).encode()
        body = tokens.key_set(*keys).encode()
        self.answer = lambda exchange: exchange.answer(
            200, document if "openid-configuration" in exchange.request.target else body, [JSON]
        )


def by_url(url, **more):
    """The value of `jwks`, with times that suit a test."""
    return {"url": url, "minRefresh": "1s", "maxRefresh": "1s", **more}


def patient(url, **more):
    """One that is not fetched again by itself while a test runs."""
    return {"url": url, "minRefresh": "1h", "maxRefresh": "1h", **more}
