"""A tool call: to the server itself, and through jotgate, with a token and rules or without; through HAProxy, which reads nothing.

The servers are the loader with a fixed answer, a small one by stdio, and npm's server-everything. All run on the load's core,
jotgate's child too.
"""

import dataclasses
import shutil
import subprocess
import sys

import compare
import lab
import proxies
import table
from groups import instructions, policies
from tokens import Issuer
from tool_calls import Blasted, OneByOne, Piped

TITLE = "Tool calls of MCP"
MANY, FEW = 48, 8  # connections
STDIO = [sys.executable, lab.ROOT / "bench/stdio_server.py"]
EVERYTHING = lab.ROOT / "tests/clients/node_modules/@modelcontextprotocol/server-everything/dist/index.js"
RULE = 'mcp.tool.name == "echo" && "platform" in jwt.groups'


class Door:
    """The ways to one target."""

    def __init__(self, place, issuer, target):
        self._place, self._issuer, self._target = place, issuer, {"name": "bench", **target}
        self.bearer = (f"authorization: Bearer {issuer.sign('user-000000')}",)

    def plain(self, load):
        return self._behind("jotgate", load, {}, {})

    def guarded(self, load):
        """`load` has the bearer."""
        gateway = {"jwtAuth": policies.guard(self._issuer)["jwtAuth"]}
        return self._behind("jotgate, token and rule", load, gateway, {"mcpAuthorization": {"rules": [RULE]}})

    def _behind(self, name, load, gateway, rules):
        routes = [{"policies": rules, "backends": [{"mcp": {"targets": [self._target]}}]}]
        return dataclasses.replace(proxies.jotgate(self._place, name, gateway, routes), load=load)


def by_http(place, issuer, server):
    door = Door(place, issuer, {"mcp": {"host": f"http://127.0.0.1:{place.upstream}/mcp"}})
    haproxy = proxies.haproxy(place)
    for connections in (1, MANY):
        unguarded, guarded = Blasted(connections), Blasted(connections, door.bearer)
        yield compare.Case(f"HTTP, {connections} at a time", unguarded, (
            compare.Contender("direct", server, place.upstream), haproxy, door.plain(unguarded), door.guarded(guarded)), "direct")


def by_stdio(place, issuer):
    door = Door(place, issuer, {"stdio": {"cmd": "taskset", "args": ["-c", str(place.load_core), *map(str, STDIO)]}})
    own = place.start(place.load_core, STDIO, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    direct = compare.Contender("direct, its pipes", own, None, load=Piped(own))
    one, guarded = Blasted(1), Blasted(1, door.bearer)
    yield compare.Case("stdio, 1 at a time", one, (direct, door.plain(one), door.guarded(guarded)), direct.name)


def by_npm(place, issuer):
    port = lab.free_port()
    server = place.start(place.load_core, ["env", f"PORT={port}", shutil.which("node"), EVERYTHING, "streamableHttp"], port)
    door = Door(place, issuer, {"mcp": {"host": f"http://127.0.0.1:{port}/mcp"}})
    one, guarded = OneByOne(), OneByOne(door.bearer)
    yield compare.Case("npm's by HTTP, 1 at a time", one, (
        compare.Contender("direct", server, port), door.plain(one), door.guarded(guarded)), "direct")


def counted(place, issuer):
    door = Door(place, issuer, {"mcp": {"host": f"http://127.0.0.1:{place.upstream}/mcp"}})
    few, guarded = Blasted(FEW), Blasted(FEW, door.bearer)
    yield "tool call by HTTP", proxies.haproxy(place), few
    yield "tool call by HTTP", door.plain(few), few
    yield "tool call by HTTP", door.guarded(guarded), guarded


def times(rows):
    """CPU of the contender, which is the server itself where it is asked directly, and latency to the direct one's."""
    lines = []
    for row in rows:
        if not row.good():
            lines.append([row.case.name, row.contender.name, *["-"] * 8, row.fault])
            continue
        base = next(other for other in rows if other.case is row.case and other.contender.name == row.case.base)
        lines.append([
            row.case.name, row.contender.name, *(f"{row.median(what):.1f}" for what in ("cpu", "user", "system")),
            table.ratio_cells(row, base)[0], f"{row.median('p50'):.0f}", f"{row.median('p99'):.0f}",
            *table.ratio_cells(row, base, "p50"), f"{row.median('rate'):.0f}", len(row.samples) - len(row.good())])
    return table.markdown(["case", "through", "CPU us", "user", "system", "to server's", "p50 us", "p99 us", "p50 to direct",
                           "spread", "calls/s", "void"], lines)


def run(place, rounds, seconds):
    server, issuer = place.serve_upstream(), Issuer(place, "RS256")
    cases = [*by_http(place, issuer, server), *by_stdio(place, issuer), *by_npm(place, issuer)]
    measured = times(compare.measure(place, cases, rounds, seconds))
    return measured + "\n\n" + instructions.counted(place, counted(place, issuer))
