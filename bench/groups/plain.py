"""A GET of 550 bytes and an answer of 124, keep-alive on both sides; then with a bearer token that nobody looks at."""

import compare
import proxies
import table
from load import Blast
from tokens import Issuer

TITLE = "Plain HTTP/1.1"


def run(place, rounds, seconds):
    contenders = (proxies.haproxy(place), proxies.nginx(place), proxies.jotgate(place))
    bearer = Blast(("--tokens", Issuer(place, "RS256").file_of(1)))
    cases = [compare.Case("plain", Blast(), contenders), compare.Case("bearer passed on", bearer, contenders)]
    return table.comparison(compare.measure(place, cases, rounds, seconds))
