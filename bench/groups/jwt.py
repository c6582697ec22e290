"""Tokens that are checked: signature, algorithm, issuer, audience, expiry. One token, 200, and more than any cache holds."""

import compare
import proxies
import table
from load import Blast
from tokens import AUDIENCE, ISSUER, Issuer

TITLE = "JSON Web Tokens"
ALWAYS_NEW = 10_000  # in turn: whatever keeps the last ones used has lost a token when it comes again

# HAProxy's own example, with the checks that jotgate makes.
HAPROXY_RULES = """
  http-request set-var(txn.token) http_auth_bearer
  http-request set-var(txn.alg) http_auth_bearer,jwt_header_query('$.alg')
  http-request deny deny_status 401 unless {{ var(txn.alg) -m str {algorithm} }}
  http-request deny deny_status 401 unless {{ http_auth_bearer,jwt_payload_query('$.iss') -m str {issuer} }}
  http-request deny deny_status 401 unless {{ http_auth_bearer,jwt_payload_query('$.aud') -m str {audience} }}
  http-request set-var(txn.exp) http_auth_bearer,jwt_payload_query('$.exp','int')
  http-request set-var(txn.now) date()
  http-request deny deny_status 401 if {{ var(txn.exp),sub(txn.now) -m int lt 0 }}
  http-request deny deny_status 401 unless {{ var(txn.token),jwt_verify(txn.alg,"{pem}") 1 }}"""


def cases_of(place, algorithm):
    issuer = Issuer(place, algorithm)
    rules = HAPROXY_RULES.format(algorithm=algorithm, issuer=ISSUER, audience=AUDIENCE, pem=issuer.pem)
    guard = {"jwtAuth": {"mode": "strict", "issuer": ISSUER, "audiences": [AUDIENCE], "jwks": {"file": str(issuer.jwks)}}}
    both = (proxies.haproxy(place, rules=rules), proxies.jotgate(place, gateway=guard))
    unguarded = proxies.jotgate(place, "jotgate, unchecked")
    load = lambda count: Blast(("--tokens", issuer.file_of(count)))
    return [
        compare.Case(f"{algorithm}, 1 token", load(1), (*both, unguarded)),
        compare.Case(f"{algorithm}, 200 tokens", load(200), both),
        compare.Case(f"{algorithm}, every token new", load(ALWAYS_NEW), both),
    ]


def run(place, rounds, seconds):
    cases = cases_of(place, "RS256") + cases_of(place, "ES256")
    return table.comparison(compare.measure(place, cases, rounds, seconds))
