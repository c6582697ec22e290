"""Bodies either way. The largest run over 8 connections, the others over 48."""

import compare
import proxies
import table
from load import CONNECTIONS, Blast

TITLE = "Bodies"
SIZES = {"0": 0, "1 KiB": 1 << 10, "64 KiB": 64 << 10, "10 MiB": 10 << 20}
FEW = 8


def run(place, rounds, seconds):
    contenders = (proxies.haproxy(place), proxies.nginx(place), proxies.jotgate(place))
    cases = []
    for name, size in SIZES.items():
        connections = FEW if size > 1 << 20 else CONNECTIONS
        down = Blast(("--target", f"bench.test/bytes/{size}"), connections)
        cases.append(compare.Case(f"response of {name}", down, contenders))
        if size:
            up = Blast(("--method", "POST", "--body", size), connections)
            cases.append(compare.Case(f"request of {name}", up, contenders))
    return table.comparison(compare.measure(place, cases, rounds, seconds))
