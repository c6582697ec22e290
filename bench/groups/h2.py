"""HTTP/2 without TLS in front (prior knowledge), HTTP/1.1 behind: 48 connections of one stream, and 8 of 16. The load is h2load's."""

import compare
import proxies
import table
from load import H2load
from tokens import Issuer

TITLE = "HTTP/2"


def run(place, rounds, seconds):
    token = Issuer(place, "RS256").sign("user-000000")
    contenders = (proxies.haproxy(place, bind="proto h2"), proxies.nginx(place, listen="http2"), proxies.jotgate(place))
    cases = [
        compare.Case(f"{connections} x {streams}, {name}", H2load(connections, streams, headers), contenders)
        for connections, streams in ((48, 1), (8, 16))
        for name, headers in (("plain", ()), ("bearer", (f"authorization: Bearer {token}",)))
    ]
    return table.comparison(compare.measure(place, cases, rounds, seconds))
