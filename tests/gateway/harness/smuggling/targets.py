"""Request lines, targets and Host: who is asked for what, in which version (RFC 9112 sections 2.3 and 3)."""

from .case import EVIL, OPEN, PRIVATE, Table, get

TABLE = Table("start")
HOST = b"\r\nHost: a\r\n\r\n"

# The line itself.
for line in (
    b"GET " + OPEN + b" HTTP/1.",
    b"GET " + OPEN + b" HTTP/1.1 HTTP/1.1",
    b"GET " + OPEN + b" HTTP/1.1\t",
    b"GET " + OPEN + b" HTTP/+1.1",
    b"GET " + OPEN + b" HTTP/1.1a",
    b"GET " + OPEN + b" HTTP/001.1",
    b"GET " + OPEN + b" HTTP/1.10",
    b"GET " + OPEN + b" HTTP/1,1",
    b"GET " + OPEN + b" HTTP 1.1",
    b"GET " + OPEN + b" HTTP/1 .1",
    b"GET " + OPEN + b" HTP/1.1",
    b"GET " + OPEN + b" XHTTP/1.1",
    b"GET " + OPEN + b" Http/1.1",
    b"GET " + OPEN + b" HTTPS/1.1",
    b"GET " + OPEN + b" ICY/1.1",
    b"GET " + OPEN + b" HTTP/\xef\xbc\x91.1",  # a wide 1
    b"GET " + OPEN + b" " + b"HTTP/1.1;x",
    b"GET " + OPEN + b"?a b HTTP/1.1",
    b"GET " + OPEN + b" " + PRIVATE + b" HTTP/1.1",
    b"GET \t" + OPEN + b" HTTP/1.1",
    b"GET\x0b" + OPEN + b" HTTP/1.1",
    b"GET\xa0" + OPEN + b" HTTP/1.1",
    b"GET " + OPEN + b"\xa0HTTP/1.1",
    b"GET " + OPEN + b"\x0cHTTP/1.1",
    b"GET  HTTP/1.1",
    b" HTTP/1.1",
    b"HTTP/1.1 200 OK",
    OPEN + b" HTTP/1.1",
    b"GET: " + OPEN + b" HTTP/1.1",
    b"GET, " + OPEN + b" HTTP/1.1",
    b"G\xc3\x8bT " + OPEN + b" HTTP/1.1",
    b'"GET" ' + OPEN + b" HTTP/1.1",
    b"GET/ " + OPEN + b" HTTP/1.1",
    b"\x16\x03GET " + OPEN + b" HTTP/1.1",
):
    TABLE.refused(f"{line!r}", line + HOST + EVIL)
for version in (b"HTTP/1.9", b"HTTP/2.0", b"HTTP/3.0", b"HTTP/0.0", b"HTTP/9.1"):
    TABLE.refused(f"version {version!r}", get(version=version) + EVIL, 505)
TABLE.refused("HTTP/0.9 with fields behind it", b"GET " + OPEN + HOST + EVIL)
TABLE.refused("HTTP/0.9 with LF", b"GET " + OPEN + b"\n" + EVIL)
TABLE.refused("PRI in HTTP/1.1", b"PRI * HTTP/1.1" + HOST + b"SM\r\n\r\n" + EVIL)

# Methods are tokens, case-sensitive, and nothing else changes what is asked for.
for method in (b"get", b"Get", b"GETX", b"X-GET", b"!#$%&'*+.^_`|~"):
    TABLE.passes(f"method {method!r}", get(method=method) + EVIL)
TABLE.passes(
    "a method in the fields",
    get(b"X-HTTP-Method-Override: PUT", b"X-Method: DELETE", b"X-HTTP-Method: PATCH") + EVIL,
)
for target in (b"a:80", b"a", OPEN, b"*", b"http://a/", b"//a:80", b"[::1]:80"):
    TABLE.refused(f"CONNECT {target!r}", get(method=b"CONNECT", target=target) + EVIL, 405)
TABLE.refused("connect in small letters", get(method=b"connect", target=b"a:80") + EVIL)

# Forms of targets.
for target in (
    b"a:80",
    b"a/open/NNNN",
    b"open/NNNN",
    b"http:/open/NNNN",
    b"http:open/NNNN",
    b"http:///open/NNNN",
    b"http://",
    b"http://?x",
    b"http://:80/open/NNNN",
    b"http://a:b/open/NNNN",
    b"http://a:0/open/NNNN",
    b"http://a:65536/open/NNNN",
    b"http://a%2f/open/NNNN",
    b"http://a%00/open/NNNN",
    b"http://a\\@b/open/NNNN",
    b"http://@a/open/NNNN",
    b"http://u@a/open/NNNN",
    b"http://a?x=/open/NNNN",
    b"http://a#/open/NNNN",
    b"http://[::1/open/NNNN",
    b"http://a..b/open/NNNN",
    b"http://a,b/open/NNNN",
    b"file:///open/NNNN",
    b"ws://a/open/NNNN",
    b"javascript:alert(1)",
    b"data:,x",
    b"?x=/open/NNNN",
    b".",
    b"./open/NNNN",
    b"%2fopen/NNNN",
    b"\\open\\NNNN",
    b"*",
    b"*/open/NNNN",
    b"/open/NNNN#",
    b"/open/NNNN#/../../p/NNNN",
    b"/open/NNNN\x80",
    b"/open/NNNN?\xff",
):
    TABLE.refused(f"target {target!r}", get(target=target) + EVIL)
for target, arrives in {
    b"http://a/open/NNNN": OPEN,
    b"HTTP://a/open/NNNN": OPEN,
    b"http://A/open/NNNN": OPEN,
    b"https://a/open/NNNN": OPEN,
    b"/open/NNNN?http://b/": b"/open/NNNN?http://b/",
    b"/open/NNNN?%0d%0aHost:%20b": b"/open/NNNN?%0d%0aHost:%20b",
    b"/open/NNNN%0d%0aHost:%20b": b"/open/NNNN%0D%0AHost:%20b",
    b"/open/NNNN%20HTTP/1.1": b"/open/NNNN%20HTTP/1.1",
    b"/open/NNNN?a=b&a=c": b"/open/NNNN?a=b&a=c",
    b"/open/NNNN?": b"/open/NNNN?",
    b"/open/NNNN%23": b"/open/NNNN%23",
    b"/open/NNNN%3F": b"/open/NNNN%3F",
    b"/open/%4E/../NNNN": OPEN,
    b"/open/./NNNN": OPEN,
    b"/p/../open/NNNN": OPEN,
    b"/p/%2e%2e/open/NNNN": OPEN,
    b"/open/NNNN?/../../p/NNNN": b"/open/NNNN?/../../p/NNNN",
    b"/open/%252e%252e/p/NNNN": b"/open/%252e%252e/p/NNNN",
    b"/open/..;/p/NNNN": b"/open/..;/p/NNNN",
    b"/open/%C0%AE%C0%AE/p/NNNN": b"/open/%C0%AE%C0%AE/p/NNNN",
}.items():
    TABLE.passes(f"target {target!r}", get(target=target) + EVIL, target=arrives)

# Every way to the private path is one to its policy, or to nowhere.
for target, status in {
    b"/p/NNNN": 401,
    b"/p": 401,
    b"/p/": 401,
    b"/p?x": 401,
    b"/%70/NNNN": 401,
    b"/open/../p/NNNN": 401,
    b"/open/%2e%2e/p/NNNN": 401,
    b"/open/.%2E/p/NNNN": 401,
    b"/./p/NNNN": 401,
    b"/open/../p/.": 401,
    b"http://a/p/NNNN": 401,
    b"http://a/open/../p/NNNN": 401,
    b"/P/NNNN": 404,
    b"//p/NNNN": 404,
    b"/%2570/NNNN": 404,
    b"/;/p/NNNN": 404,
    b"/.;/p/NNNN": 404,
    b"/p;/NNNN": 404,
    b"/p%3B/NNNN": 404,
    b"/p%20/NNNN": 404,
    b"/p%2fNNNN": 400,
    b"/open%2f..%2fp/NNNN": 400,
    b"/open/..%5cp/NNNN": 400,
    b"/open/..\\p/NNNN": 400,
    b"/../p/NNNN": 400,
    b"/open/../../p/NNNN": 400,
    b"/%2e%2e/p/NNNN": 400,
    b"/p%00/NNNN": 400,
    b"/p%/NNNN": 400,
    b"/p%2/NNNN": 400,
    b"/p%zz/NNNN": 400,
    b"/p%u002f/NNNN": 400,
}.items():
    TABLE.comes_to(f"to the private path by {target!r}", get(target=target) + EVIL, [status, 401])
