"""The bytes of request smuggling and its relatives, each with what may come of it. test_http_attacks.py sends them."""

import pytest

EVIL = b"GET /evil HTTP/1.1\r\nHost: ab\r\n\r\n"  # 32 bytes
CASES = []


def case(name, data, allowed=(), status=None):
    """`allowed`: targets that may arrive, in this order, each at most once; `status`: what the first answer must be."""
    CASES.append(pytest.param(data, list(allowed), status, id=name))


def post(*lines, body=b"", target=b"/ok", version=b"HTTP/1.1", host=b"Host: a"):
    head = [b"POST " + target + b" " + version] + ([host] if host else []) + list(lines)
    return b"\r\n".join(head) + b"\r\n\r\n" + body


def get(*lines, target=b"/ok", method=b"GET", version=b"HTTP/1.1", host=b"Host: a"):
    return (
        b"\r\n".join(
            [method + b" " + target + b" " + version] + ([host] if host else []) + list(lines)
        )
        + b"\r\n\r\n"
    )


CHUNKED = b"Transfer-Encoding: chunked"

# Two lengths, or two ways to tell a length.
case("CL.TE", post(b"Content-Length: 6", CHUNKED, body=b"0\r\n\r\n" + EVIL), status=400)
case("TE.CL", post(CHUNKED, b"Content-Length: 4", body=b"5c\r\n" + EVIL + b"0\r\n\r\n"), status=400)
case("CL.CL same", post(b"Content-Length: 0", b"Content-Length: 0") + EVIL, status=400)
case("CL.CL different", post(b"Content-Length: 0", b"Content-Length: 32", body=EVIL), status=400)
case("CL.CL other order", post(b"Content-Length: 32", b"Content-Length: 0", body=EVIL), status=400)
case("CL list", post(b"Content-Length: 0, 32", body=EVIL), status=400)
case("CL list same", post(b"Content-Length: 32, 32", body=EVIL), status=400)
for text in (
    b"+0",
    b"-0",
    b"-1",
    b"0x0",
    b"0x20",
    b"1e1",
    b"0 0",
    b"",
    b"abc",
    b"3 2",
    b"32;",
    b"32,",
    b",32",
    b'"32"',
    b"32.0",
    b"99999999999999999999999",
    b"18446744073709551616",
    b"18446744073709551648",
    b"9223372036854775808",
    b"0\x0b",
    b"\x0c0",
    b"0\x00",
    b"\xef\xbc\x90",
    b"00000000000000000000000000000032",
    b"0_0",
):
    case(f"CL {text!r}", post(b"Content-Length: " + text, body=EVIL), status=400)
for text in (
    b"Chunked ,",
    b"chunked, chunked",
    b"chunked,",
    b",chunked",
    b"identity",
    b"chunked, identity",
    b"identity, chunked",
    b"gzip, chunked",
    b"gzip",
    b"xchunked",
    b"chunkedx",
    b"x chunked",
    b"chunked x",
    b'"chunked"',
    b"chunked;q=1",
    b"",
    b"\x0bchunked",
    b"chunked\x00",
    b"chun\x00ked",
    b"chunked\x0c",
    b"\x00chunked",
    b"chunke\xc3\xab",
    b"trailers",
    b"deflate",
    b"none",
):
    case(f"TE {text!r}", post(b"Transfer-Encoding: " + text, body=b"0\r\n\r\n" + EVIL), status=400)
case("TE twice", post(CHUNKED, CHUNKED, body=b"0\r\n\r\n" + EVIL), status=400)
case(
    "TE chunked and identity",
    post(CHUNKED, b"Transfer-Encoding: identity", body=b"0\r\n\r\n" + EVIL),
    status=400,
)
case(
    "TE identity and chunked",
    post(b"Transfer-Encoding: identity", CHUNKED, body=b"0\r\n\r\n" + EVIL),
    status=400,
)
case("TE in HTTP/1.0", post(CHUNKED, body=b"0\r\n\r\n" + EVIL, version=b"HTTP/1.0"), status=400)
case(
    "TE with underscore",
    post(b"Transfer_Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n" + EVIL),
    status=400,
)
case("CL with underscore", post(b"Content_Length: 32", body=EVIL), status=400)

# Field lines that two readers could read differently.
for line in (
    b"Transfer-Encoding : chunked",
    b"Transfer-Encoding\t: chunked",
    b" Transfer-Encoding: chunked",
    b"\tTransfer-Encoding: chunked",
    b"Transfer-Encoding\x00: chunked",
    b"Transfer-Encoding\x0b: chunked",
    b"X: y\rTransfer-Encoding: chunked",
    b"X: y\nTransfer-Encoding: chunked",
    b"X: y\n\nTransfer-Encoding: chunked",
    b"Transfer-Encoding:\n chunked",
    b"Transfer-Encoding:\r\n chunked",
    b"Transfer-Encoding\n: chunked",
    b"Transfer\x2dEncoding\xa0: chunked",
    b"\x00Transfer-Encoding: chunked",
    b"(Transfer-Encoding): chunked",
    b"Transfer-Encoding: chunked\r",
    b"X: a\x00b",
    b"X: a\x01b",
    b"X: a\x7fb",
    b": chunked",
    b"nocolon",
    b"X y: z",
    b"\x80: y",
    b"X: y\x0bz",
    b"Content-Length : 32",
    b"Content-Length\x00: 32",
    b" Content-Length: 32",
    b"X: y\rContent-Length: 32",
):
    case(f"field {line!r}", post(line, b"Content-Length: 5", body=b"0\r\n\r\n" + EVIL), status=400)
case("bare LF", b"POST /ok HTTP/1.1\nHost: a\nContent-Length: 0\n\n" + EVIL, status=400)
case(
    "LF ends the head",
    b"GET /ok HTTP/1.1\r\nHost: a\r\n\nGET /evil HTTP/1.1\r\nHost: a\r\n\r\n",
    status=400,
)
case("CR ends a line", b"GET /ok HTTP/1.1\rHost: a\r\r" + EVIL, status=400)
case("CR CR LF", b"GET /ok HTTP/1.1\r\nHost: a\r\r\n\r\n" + EVIL, status=400)
case(
    "CVE-2023-30589",
    b"POST /ok HTTP/1.1\r\nHost: a\r\nX-Abc:\rxTransfer-Encoding: chunked\r\n\r\n1\r\nA\r\n0\r\n\r\n"
    + EVIL,
    status=400,
)
case("field before Host", b"GET /ok HTTP/1.1\r\n X: y\r\nHost: a\r\n\r\n" + EVIL, status=400)

# Chunks.
for name, body in {
    "size with sign": b"+0\r\n\r\n",
    "negative": b"-1\r\n\r\n",
    "hex prefix": b"0x0\r\n\r\n",
    "leading space": b" 0\r\n\r\n",
    "empty size": b"\r\n\r\n",
    "no hex": b"g\r\n\r\n",
    "LF after size": b"0\n\r\n",
    "bare LFs": b"0\n\n",
    "overflow 64": b"10000000000000000\r\n",
    "overflow wraps": b"ffffffffffffffff1\r\n",
    "huge": b"fffffffffffffffe\r\n",
    "data too long": b"1\r\nab\r\n0\r\n\r\n",
    "no CRLF after data": b"1\r\na0\r\n\r\n",
    "LF after data": b"1\r\na\n0\r\n\r\n",
    "CR in extension": b"1;a\rb\r\nx\r\n0\r\n\r\n",
    "LF in extension": b"1;a\nb\r\nx\r\n0\r\n\r\n",
    "NUL in extension": b"1;\x00\r\nx\r\n0\r\n\r\n",
    "bad trailer": b"0\r\nnocolon\r\n\r\n",
    "trailer with space": b"0\r\nX : y\r\n\r\n",
    "folded trailer": b"0\r\nX: y\r\n z\r\n\r\n",
    "LF trailer": b"0\r\nX: y\n\r\n",
    "space before CRLF": b"0 x\r\n\r\n",
    "CR only": b"0\r\r\n",
    "underscore": b"1_0\r\n",
    "unicode digit": b"\xef\xbc\x90\r\n\r\n",
}.items():
    case(f"chunk {name}", post(CHUNKED, body=body + EVIL), allowed=["/ok"])
case(
    "chunk extension too long",
    post(CHUNKED, body=b"1;" + b"a" * 100_000 + b"\r\nx\r\n0\r\n\r\n" + EVIL),
    allowed=["/ok"],
)
case(
    "trailers too long",
    post(CHUNKED, body=b"0\r\n" + b"X: y\r\n" * 30_000 + b"\r\n" + EVIL),
    allowed=["/ok"],
)
for name in (b"Transfer-Encoding", b"Content-Length", b"Host", b"Authorization", b"Connection"):
    case(
        f"trailer {name.decode()}",
        post(CHUNKED, body=b"0\r\n" + name + b": 32\r\n\r\n"),
        allowed=["/ok"],
    )

# Bodies where some see none.
case(
    "GET with a body",
    get(b"Content-Length: 32").rstrip(b"\r\n") + b"\r\n\r\n" + EVIL,
    allowed=["/ok"],
)
case("HEAD with a body", get(b"Content-Length: 32", method=b"HEAD") + EVIL, allowed=["/ok"])
case(
    "DELETE with chunks",
    get(CHUNKED, method=b"DELETE") + b"20\r\n" + EVIL + b"\r\n0\r\n\r\n",
    allowed=["/ok"],
)
case("OPTIONS with a body", get(b"Content-Length: 32", method=b"OPTIONS") + EVIL, allowed=["/ok"])
case(
    "upgrade with a body",
    get(b"Connection: upgrade", b"Upgrade: x", b"Content-Length: 32") + EVIL,
    allowed=["/ok"],
)
case(
    "upgrade and a second request at once",
    get(b"Connection: upgrade", b"Upgrade: x") + b"GET /second HTTP/1.1\r\nHost: a\r\n\r\n",
    allowed=["/ok", "/second"],
)
case(
    "h2c upgrade",
    get(
        b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__"
    )
    + EVIL,
    allowed=["/ok", "/evil"],
)
case(
    "connection names content-length",
    post(b"Connection: content-length", b"Content-Length: 32", body=EVIL),
    allowed=["/ok"],
)
case(
    "connection names transfer-encoding",
    post(b"Connection: transfer-encoding", CHUNKED, body=b"20\r\n" + EVIL + b"\r\n0\r\n\r\n"),
    allowed=["/ok"],
)
case("expect something else", post(b"Expect: 200-ok", b"Content-Length: 32", body=EVIL), status=417)
case(
    "expect twice",
    post(b"Expect: 100-continue", b"Expect: 100-continue", b"Content-Length: 32", body=EVIL),
    status=417,
)

# Start lines.
for line in (
    b"GET  /ok HTTP/1.1",
    b"GET /ok  HTTP/1.1",
    b"GET /ok HTTP/1.1 ",
    b" GET /ok HTTP/1.1",
    b"GET\t/ok HTTP/1.1",
    b"GET /ok\tHTTP/1.1",
    b"GET /ok",
    b"GET",
    b"GET /ok HTTP/1.1 x",
    b"GET /o\x00k HTTP/1.1",
    b"GET /o k HTTP/1.1",
    b"GET /\xff HTTP/1.1",
    b"GET /ok#frag HTTP/1.1",
    b"GE\x00T /ok HTTP/1.1",
    b"G(ET /ok HTTP/1.1",
    b"GET ok HTTP/1.1",
    b"GET \\ok HTTP/1.1",
    b"GET /ok http/1.1",
    b"GET /ok HTTP/1.1\x0b",
    b"GET /ok HTTP/ 1.1",
    b"GET /ok HTTP/01.1",
    b"GET /ok HTTP/1.1.1",
    b"GET * HTTP/1.1",
    b"GET //a@b HTTP/1.1\x00",
    b"GET /a\x7f HTTP/1.1",
):
    case(f"start {line!r}", line + b"\r\nHost: a\r\n\r\n" + EVIL, status=400)
for version in (b"HTTP/1.2", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/3", b"HTTP/9.9"):
    case(f"version {version.decode()}", get(version=version) + EVIL)
case("HTTP/0.9", b"GET /ok\r\n\r\n" + EVIL, status=400)
case("CONNECT", b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n" + EVIL, status=405)
case("CONNECT with a path", b"CONNECT /ok HTTP/1.1\r\nHost: a\r\n\r\n" + EVIL)
case("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\r\n\r\n" + EVIL, status=400)

# Hosts.
case("no Host", get(host=None) + EVIL, status=400)
case("two Hosts", get(b"Host: b") + EVIL, status=400)
case("two equal Hosts", get(b"Host: a") + EVIL, status=400)
case("empty Host", get(host=b"Host:") + EVIL)
for value in (
    b"a b",
    b"a,b",
    b"a/b",
    b"a@b",
    b"a\x00b",
    b"a:b",
    b"a:99999",
    b"a:80:80",
    b"[::1",
    b"a?b",
    b"a#b",
    b"\xff",
    b"a\\b",
    b"http://a",
    b"a:-1",
    b"a%00b",
    b"[::1]x",
    b"..",
    b"a:",
):
    case(
        f"Host {value!r}",
        get(host=b"Host: " + value) + (EVIL if value != b"a:" else b""),
        allowed=["/ok"] if value == b"a:" else [],
        status=None if value == b"a:" else 400,
    )
case("Host with space before the colon", get(host=b"Host : a") + EVIL, status=400)
case("absolute target and another Host", get(target=b"http://b/ok") + EVIL, status=400)
case("absolute target with user", get(target=b"http://u:p@a/ok") + EVIL, status=400)
case("absolute target of another scheme", get(target=b"ftp://a/ok") + EVIL)

# Padding between requests.
case("one CRLF before", b"\r\n" + get(), allowed=["/ok"], status=200)
case("many CRLF before", b"\r\n" * 50 + get() + EVIL, allowed=[])
case("bytes before", b"\x00\x00" + get() + EVIL, status=400)
