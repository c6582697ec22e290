"""What a gateway is for: log, metrics, rate limit, header edits, a rule. jotgate checks a JWT as well, the others do not."""

import compare
import proxies
import table
from load import Blast
from tokens import AUDIENCE, ISSUER, Issuer

TITLE = "Policies and log"

HAPROXY_RULES = """
  option forwardfor
  unique-id-format %{+X}o\\ %ci:%cp_%fi:%fp_%Ts_%rt:%pid
  unique-id-header x-unique-id
  stick-table type ip size 100k expire 30s store http_req_rate(10s)
  http-request track-sc0 src
  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 1000000000 }
  http-request deny unless { path_beg / }
  http-request set-header x-gateway bench
  http-request del-header x-internal
  http-response set-header x-served-by bench
  http-response del-header server"""

NGINX_SETTINGS = "limit_req_zone $binary_remote_addr zone=all:10m rate=1000000r/s;"
NGINX_RULES = """limit_req zone=all burst=1000000 nodelay;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Unique-Id $request_id;
      proxy_set_header X-Gateway bench;
      proxy_set_header X-Internal "";
      proxy_hide_header Server;
      add_header X-Served-By bench;"""

ROUTE_POLICIES = {
    "rate limit": {"localRateLimit": [
        {"maxTokens": 1_000_000_000, "tokensPerFill": 1_000_000_000, "fillInterval": "1s"}]},
    "request header edits": {"requestHeaderModifier": {"set": {"x-gateway": "bench"}, "remove": ["x-internal"]}},
    "response header edits": {"responseHeaderModifier": {"set": {"x-served-by": "bench"}, "remove": ["server"]}},
}


def guard(issuer):
    """Token and rule, of the gateway phase."""
    return {
        "jwtAuth": {"mode": "strict", "issuer": ISSUER, "audiences": [AUDIENCE], "jwks": {"file": str(issuer.jwks)}},
        "authorization": {"rules": [{"allow": 'jwt.tenant.startsWith("3f2b") && "platform" in jwt.groups'}]},
    }


def route_policies(place):
    """Those that this build honours, and the names of the others."""
    taken, missing = {}, []
    for name, policy in ROUTE_POLICIES.items():
        if proxies.accepts(place, routes=[proxies.route(place, policies=policy)]):
            taken |= policy
        else:
            missing.append(name)
    return taken, missing


def run(place, rounds, seconds):
    issuer = Issuer(place, "RS256")
    taken, missing = route_policies(place)
    log = place.folder / "log.socket"
    place.start(place.load_core, [proxies.lab.LOADER, "sink", "--path", log])
    contenders = (
        proxies.haproxy(place, settings=f"log {log} local0", defaults="log global\n  option httplog", rules=HAPROXY_RULES),
        proxies.nginx(place, access_log=f"{place.folder}/nginx-access.log combined buffer=64k",
                      settings=NGINX_SETTINGS, rules=NGINX_RULES),
        proxies.jotgate(place, gateway=guard(issuer), routes=[proxies.route(place, policies=taken)]),
    )
    load = Blast(("--tokens", issuer.file_of(200)))
    rows = compare.measure(place, [compare.Case("policies and log", load, contenders)], rounds, seconds)
    left_out = f"\n\nNot yet in jotgate, so left out on its side: {', '.join(missing)}." if missing else ""
    return table.comparison(rows) + left_out
