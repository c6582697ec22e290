"""Instructions of user mode and allocations (callgrind), system calls (strace): what a busy machine does not change."""

import dataclasses

import instructions
import proxies
import table
from groups import policies, tls
from load import Blast, H2load
from tokens import Issuer

TITLE = "Instructions, allocations, system calls"
FEW = 8  # connections
TLS = dataclasses.replace(tls.LOAD, connections=2)  # their handshakes are counted, too
NAMED = 0.02  # calls a request from which on a system call is named


def cases(place):
    """Name, proxy, load."""
    issuer = Issuer(place, "RS256")
    plain, one_token = Blast(connections=FEW), Blast(("--tokens", issuer.file_of(1)), FEW)
    bearer = (f"authorization: Bearer {issuer.sign('user-000000')}",)
    guard = policies.guard(issuer)
    taken, _ = policies.route_policies(place)
    yield "plain", proxies.haproxy(place), plain
    yield "plain", proxies.nginx(place), plain
    yield "plain", proxies.jotgate(place), plain
    yield "bearer passed on", proxies.jotgate(place), one_token
    yield "JWT seen before", proxies.jotgate(place, gateway={"jwtAuth": guard["jwtAuth"]}), one_token
    yield "policies and log", proxies.jotgate(
        place, gateway=guard, routes=[proxies.route(place, policies=taken)]), one_token
    yield "HTTP/2", proxies.haproxy(place, bind="proto h2"), H2load(FEW)
    yield "HTTP/2", proxies.jotgate(place), H2load(FEW)
    yield "HTTP/2, bearer", proxies.jotgate(place), H2load(FEW, headers=bearer)
    made, key, both = tls.certificate(place)
    yield "TLS 1.3", proxies.haproxy(place, bind=f"ssl crt {both}"), TLS
    own = {"tls": {"cert": str(made), "key": str(key)}}
    if proxies.accepts(place, gateway=own):
        yield "TLS 1.3", proxies.jotgate(place, gateway=own), TLS


def run(place, rounds, seconds):
    return counted(place, cases(place))


def counted(place, cases):
    lines = []
    for name, contender, load in cases:
        try:
            counts = instructions.count(place, contender, load)
        except RuntimeError as fault:
            lines.append([name, contender.name, "-", "-", "-", str(fault).splitlines()[0]])
            continue
        calls = sorted(counts.system_calls.items(), key=lambda call: -call[1])
        named = ", ".join(f"{call} {count:.2f}" for call, count in calls if count >= NAMED)
        lines.append([name, contender.name, f"{counts.instructions:.0f}", f"{counts.allocations:.2f}",
                      f"{sum(counts.system_calls.values()):.2f}", named])
    return table.markdown(["case", "proxy", "instructions", "allocations", "system calls", "which"], lines)
