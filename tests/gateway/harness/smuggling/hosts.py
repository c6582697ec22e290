"""Host, and the targets that name one too: one request has one authority (RFC 9112 section 3.2)."""

from .case import CHUNKED, EVIL, OPEN, Table, get, post

TABLE = Table("host")
ABSOLUTE = b"http://a" + OPEN

for value in (
    b"a\tb",
    b"a, a",
    b"u:p@a",
    b"a;b",
    b"a=b",
    b"a&b",
    b"'a'",
    b'"a"',
    b"(a)",
    b"<a>",
    b"*",
    b"a..b",
    b".a",
    b".",
    b"a:080x",
    b"a:+80",
    b"a: 80",
    b"a :80",
    b"a:0x50",
    b"a:0",
    b"a:65536",
    b"a:4294967376",  # 80 in 32 bits
    b":80",
    b"::1",
    b"[::1",
    b"[]",
    b"[::1%25lo]",
    b"[v1.x]",
    b"[a]",
    b"[::1]]",
    b"a%2eb",
    b"a%0d%0aX",
    b"a\xe3\x80\x82b",  # an ideographic full stop
    b"\xc3\xa4.test",
    b"a/../b",
    b"//a",
    b"a" * 256,
    b"a$b",
    b"a|b",
    b"a^b",
    b"a~b",
    b"a!b",
):
    TABLE.refused(f"{value[:40]!r}", get(host=b"Host: " + value) + EVIL)
for value in (
    b"A",
    b"a.",
    b"a:80",
    b"a:080",
    b"[::1]",
    b"[::1]:80",
    b"127.0.0.1",
    b"a_b",
    b"a-b",
    b"xn--a",
):
    TABLE.passes(f"{value!r}", get(host=b"Host: " + value) + EVIL)

TABLE.refused("two, in two spellings", get(b"HOST: a") + EVIL)
TABLE.refused("two, the second empty", get(b"Host:") + EVIL)
TABLE.refused("two, ninety fields apart", get(*[b"X: y"] * 90, b"Host: b") + EVIL)
TABLE.refused("two in HTTP/1.0", get(b"Host: b", version=b"HTTP/1.0") + EVIL)
TABLE.refused("none, with the target's", get(target=ABSOLUTE, host=None) + EVIL)
TABLE.refused("empty, with the target's", get(target=ABSOLUTE, host=b"Host:") + EVIL)
for host in (b"b", b"a:80", b"a.", b"a:8080", b"a.b", b"aa"):
    TABLE.refused(
        f"{host!r} beside the target's", get(target=ABSOLUTE, host=b"Host: " + host) + EVIL
    )
TABLE.refused("absolute target with a port, Host without", get(target=b"http://a:80" + OPEN) + EVIL)
TABLE.refused(
    "absolute target in HTTP/1.0, two Hosts",
    get(b"Host: b", target=ABSOLUTE, version=b"HTTP/1.0") + EVIL,
)

# Names that claim to be the real one change nothing.
for name in (
    b"X-Forwarded-Host",
    b"X-Host",
    b"X-Original-Host",
    b"X-Original-URL",
    b"X-Rewrite-URL",
    b"Forwarded",
    b"X-Forwarded-Server",
    b"X-HTTP-Host-Override",
    b"X-Forwarded-Prefix",
    b"X-Envoy-Original-Path",
):
    TABLE.passes(f"and {name.decode()}", get(name + b": /p/NNNN") + EVIL)
TABLE.passes(
    "in a trailer",
    post(CHUNKED, b"Trailer: Host", body=b"0\r\nHost: b\r\n\r\n" + EVIL),
)
