"""One attack: its bytes, and everything that may come of them."""

from dataclasses import dataclass
from functools import partial

from .. import attacks

# NNNN becomes the number of the test, so that whatever arrives is known to be its; TOKEN becomes a good token.
OPEN = b"/open/NNNN"  # anybody may ask for it
PRIVATE = b"/p/NNNN"  # needs a token: what arrives there without one got past the gateway
EVIL = b"GET " + PRIVATE + b" HTTP/1.1\r\nHost: a\r\n\r\n"  # 33 bytes
GOOD = b"GET /open/good/NNNN HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = attacks.CHUNKED
LAST = b"0\r\n\r\n"

post = partial(attacks.post, target=OPEN)
get = partial(attacks.get, target=OPEN)


@dataclass(frozen=True)
class Attack:
    name: str
    data: bytes
    answers: tuple  # the statuses of all final answers, in order; (status, "HEAD") where the method decides on a body
    arrives: tuple = ()  # (target, body) of each request that reaches the upstream whole, in order
    begins: bool = False  # one more request may have begun there; it never becomes whole
    ends_after: int = 0  # after so many answers the connection may end instead; 0: it may not
    head: (
        tuple
    ) = ()  # (name, value) of fields of the first arrival; None for one that may not be there

    def numbered(self, number):
        return self.data.replace(b"NNNN", b"%04d" % number)

    def arrivals(self, number):
        mark = b"%04d" % number
        return [
            (target.replace(b"NNNN", mark).decode(), body.replace(b"NNNN", mark))
            for target, body in self.arrives
        ]


class Table:
    """The attacks of one kind. Names are unique within all kinds by their prefix."""

    def __init__(self, kind):
        self.kind, self.attacks = kind, []

    def _add(self, name, data, answers, arrives=(), **more):
        self.attacks.append(
            Attack(f"{self.kind}: {name}", data, tuple(answers), tuple(arrives), **more)
        )

    def refused(self, name, data, status=400):
        """The head is turned away; nothing of it arrives, nothing behind it is read."""
        self._add(name, data, [status])

    def broken(self, name, data, status=400):
        """The head is good, its body is not: the request may begin upstream and never becomes whole."""
        self._add(name, data, [status], begins=True)

    def passes(self, name, data, body=b"", then=(401,), target=OPEN, **more):
        """The request arrives with `body`; what stands behind it is answered with `then`, as requests of their own."""
        self._add(name, data, [200, *then], [(target, body)], **more)

    def comes_to(self, name, data, answers, *arrives, **more):
        self._add(name, data, answers, arrives, **more)
