"""What an upstream may say to bring the gateway out of step: its next answer would be another client's (RFC 9112 sections 4 to 7)."""

from dataclasses import dataclass

POISON = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON"
OK = b"HTTP/1.1 200 OK\r\n"
HELLO = OK + b"Content-Length: 5\r\n\r\nhello"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@dataclass(frozen=True)
class Lie:
    name: str
    says: bytes  # by the upstream, for one request
    status: int  # that its client sees; 0: the answer breaks off, or is a 502 when its head was not out yet
    body: bytes = b""
    method: str = "GET"
    asks: tuple = ()  # more fields of the request
    closes: bool = False  # the upstream ends the connection behind it
    hides: tuple = ()  # names of fields that the client may not see
    drops: tuple = ()  # the same for trailers


LIES = []


def malformed(name, says, **more):
    LIES.append(Lie(name, says, 502, **more))


def breaks(name, says, **more):
    LIES.append(Lie(name, says, 0, **more))


def passes(name, says, body=b"hello", status=200, **more):
    LIES.append(Lie(name, says, status, body, **more))


# Status lines.
for line in (
    b"HTTP/1.1  200 OK",
    b"HTTP/1.1\t200 OK",
    b"HTTP/1.1 +200 OK",
    b"HTTP/1.1 20 OK",
    b"HTTP/1.1 099 OK",
    b"HTTP/1.1 000 OK",
    b"HTTP/1.1 600 OK",
    b"HTTP/1.1 999 OK",
    b"HTTP/1.1 200OK",
    b"HTTP/1.1 2 00 OK",
    b"HTTP/1.1 0200 OK",
    b"HTTP/1.1",
    b"HTTP/1.1 ",
    b"HTTP/1.1 OK",
    b"http/1.1 200 OK",
    b"HTTP/1.2 200 OK",
    b"HTTP/0.9 200 OK",
    b"HTTP/3.0 200 OK",
    b"HTTP/1.11 200 OK",
    b"HTTP/1.1 200 O\0K",
    b"HTTP/1.1 200 OK\x0b",
    b"HTTP/1.1 200 OK\x7f",
    b"HTTP/1.1 200 OK\rX: y",
    b"HTTP/1.1 200 OK\n",
    b"ICY 200 OK",
    b" HTTP/1.1 200 OK",
    b"\xef\xbb\xbfHTTP/1.1 200 OK",
    b"200 OK",
    b"<html>",
    b"GET / HTTP/1.1",
    b"HTTP/1.1 \xef\xbc\x92\xef\xbc\x90\xef\xbc\x90 OK",
):
    malformed(f"line {line!r}", line + b"\r\nContent-Length: 6\r\n\r\nPOISON")
for lead in (b"\r\n", b"\n", b"0\r\n\r\n", b"\0"):
    malformed(f"{lead!r} before it", lead + HELLO)
for line in (
    b"HTTP/1.1 200",
    b"HTTP/1.1 200 ",
    b"HTTP/1.1 200 \xff\xfe",
    b"HTTP/1.1 200 HTTP/1.1 404 No",
):
    passes(f"line {line!r}", line + b"\r\nContent-Length: 5\r\n\r\nhello")

# Field lines.
for line in (
    b"Content-Length : 5",
    b"Content-Length\t: 5",
    b" Content-Length: 5",
    b"Content-Length: 5\r\n 5",
    b"X: y\r\n\tz",
    b"X: y\rContent-Length: 6",
    b"X: y\nContent-Length: 6",
    b"X: y\0",
    b"X: y\x0b",
    b"X: \x7f",
    b"X\0: y",
    b"X\x80: y",
    b"X",
    b": y",
    b"Content_Length: 6",
    b"Transfer_Encoding: chunked",
    b"(X): y",
):
    malformed(f"field {line!r}", OK + line + b"\r\nContent-Length: 5\r\n\r\nhello")
malformed("a hundred fields and one", OK + b"X: y\r\n" * 101 + b"Content-Length: 5\r\n\r\nhello")
malformed("LF LF for the end", OK + b"Content-Length: 5\n\nhello")
malformed("CR for the end", OK + b"Content-Length: 5\r\rhello")
for value in (
    b"y\x85z",
    b"y\xe5\x98\x8d\xe5\x98\x8aContent-Length: 6",
    b"y%0d%0aContent-Length: 6",
    b"\xff",
):
    passes(f"value {value!r}", OK + b"X: " + value + b"\r\nContent-Length: 5\r\n\r\nhello")

# Lengths and codings.
for value in (
    b"",
    b"+5",
    b"-5",
    b"0x5",
    b"5 5",
    b"5, 5",
    b"5,6",
    b"5,",
    b"5;",
    b"five",
    b"5.0",
    b"\xd9\xa5",
    b"5\0",
    b"18446744073709551621",
    b"9223372036854775808",
):
    malformed(f"length {value!r}", OK + b"Content-Length: " + value + b"\r\n\r\nhello")
malformed("the same length twice", OK + b"Content-Length: 5\r\n" * 2 + b"\r\nhello")
malformed(
    "two lengths in two spellings", OK + b"content-length: 5\r\nCONTENT-LENGTH: 6\r\n\r\nhello"
)
passes("length 005", OK + b"Content-Length: 005\r\n\r\nhello")
CODED = b"\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
for value in (
    b"identity",
    b"gzip",
    b"gzip, chunked",
    b"chunked, gzip",
    b"chunked, identity",
    b"chunked;q=1",
    b"x-chunked",
    b"xchunked",
    b'"chunked"',
    b"\x0bchunked",
    b"chunked\0",
    b"chunked\xa0",
    b"",
    b",chunked",
    b"chunked,",
    b"chunked chunked",
):
    malformed(f"coding {value!r}", OK + b"Transfer-Encoding: " + value + CODED)
malformed("two codings", OK + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked" + CODED)
malformed(
    "a length beside the coding", OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked" + CODED
)
malformed(
    "a length of 0 behind the coding",
    OK + b"Transfer-Encoding: chunked\r\nContent-Length: 0" + CODED,
)
malformed(
    "both, the coding to be stripped",
    OK
    + b"Connection: transfer-encoding\r\nTransfer-Encoding: chunked\r\nContent-Length: 5"
    + CODED,
)
malformed("chunked in HTTP/1.0", b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked" + CODED)
passes("CHUNKED", OK + b"TRANSFER-ENCODING: CHUNKED" + CODED)

# Chunks: the head may be out, so the client must see the rest break.
for text in (
    b"5\nhello\r\n0\r\n\r\n",
    b"5 \r\nhello\r\n0\r\n\r\n",
    b"0x5\r\nhello\r\n0\r\n\r\n",
    b"+5\r\nhello\r\n0\r\n\r\n",
    b"-5\r\nhello\r\n0\r\n\r\n",
    b"\r\n5\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhelloXX0\r\n\r\n",
    b"5\r\nhello\n0\r\n\r\n",
    b"5\r\nhello\r0\r\n\r\n",
    b"5\r\nhello0\r\n\r\n",
    b"5\r\nhell\r\n0\r\n\r\n",
    b"5\r\nhello!\r\n0\r\n\r\n",
    b"10000000000000005\r\nhello\r\n0\r\n\r\n",
    b"fffffffffffffffb\r\nhello\r\n0\r\n\r\n",
    b"5;a\nb\r\nhello\r\n0\r\n\r\n",
    b'5;a="\r\nhello\r\n0\r\n\r\n',
    b"5;a=\0\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhello\r\n-0\r\n\r\n",
    b"5\r\nhello\r\n0\n\n",
    b"5\r\nhello\r\n0\r\nX y\r\n\r\n",
    b"5\r\nhello\r\n0\r\nX: y\r\n z\r\n\r\n",
    b"5\r\nhello\r\n0\r\nContent-Length: x\r\n\r\n",
    b"5\r\nhello\r\n0\r\nContent_Length: 6\r\n\r\n",
    b"5\r\nhello\r\n0\r\n" + b"X: y\r\n" * 33 + b"\r\n",
    b"5;" + b"a" * 5000 + b"\r\nhello\r\n0\r\n\r\n",
    b"5\r\nhello\r\n0\r\nX: " + b"y" * 17000 + b"\r\n\r\n",
    b"5\r\nhello\r\n" + POISON,
):
    breaks(f"chunks {text[:40]!r}{len(text)}", CHUNKED + text)
for text in (
    b"05\r\nhello\r\n000\r\n\r\n",
    b"5;a=b\r\nhello\r\n0;c\r\n\r\n",
    b"1\r\nh\r\n4\r\nello\r\n0\r\n\r\n",
):
    passes(f"chunks {text!r}", CHUNKED + text)
for name in (
    "Set-Cookie",
    "Content-Length",
    "Transfer-Encoding",
    "Connection",
    "Content-Type",
    "Location",
    "WWW-Authenticate",
    "Cache-Control",
):
    value = "6" if name == "Content-Length" else "x"
    passes(
        f"trailer {name}",
        CHUNKED + f"5\r\nhello\r\n0\r\n{name}: {value}\r\n\r\n".encode(),
        drops=(name.lower(),),
    )

# Bodies where there are none: whatever follows is nobody's answer.
for status in (204, 304):
    start = b"HTTP/1.1 %d X\r\n" % status
    for name, rest in {
        "a length": b"Content-Length: 48\r\n\r\n" + POISON,
        "chunks": b"Transfer-Encoding: chunked\r\n\r\n30\r\n" + POISON + b"\r\n0\r\n\r\n",
        "nothing said": b"\r\n" + POISON,
        "a length of 0": b"Content-Length: 0\r\n\r\n" + POISON,
        "half an answer": b"\r\nHTTP/1.1 200 OK\r\nX-Eats: ",
    }.items():
        passes(f"{status} with {name}", start + rest, b"", status)
    passes(
        f"{status} with a length and no body", start + b"Content-Length: 48\r\n\r\n", b"", status
    )
    malformed(
        f"{status} with two framings",
        start + b"Content-Length: 5\r\nTransfer-Encoding: chunked" + CODED,
    )
for name, rest in {
    "a length": b"Content-Length: 48\r\n\r\n" + POISON,
    "chunks": b"Transfer-Encoding: chunked\r\n\r\n30\r\n" + POISON + b"\r\n0\r\n\r\n",
    "nothing said": b"\r\n" + POISON,
    "half an answer": b"Content-Length: 24\r\n\r\nHTTP/1.1 200 OK\r\nX-Eats: ",
}.items():
    passes(f"HEAD with {name}", OK + rest, b"", method="HEAD")
for name, rest in {
    "a length": b"Content-Length: 48\r\n\r\n",
    "chunks": b"Transfer-Encoding: chunked\r\n\r\n",
    "nothing": b"\r\n",
}.items():
    passes(f"HEAD with {name} and no body", OK + rest, b"", method="HEAD")
passes("205 with a body", b"HTTP/1.1 205 X\r\nContent-Length: 5\r\n\r\nhello", status=205)
passes("a length of 0 and a body", OK + b"Content-Length: 0\r\n\r\n" + POISON, b"")

# Something behind a whole answer.
for name, tail in {
    "a second": POISON,
    "a hundred more": POISON * 100,
    "half a second": b"HTTP/1.1 200 OK\r\nX-Eats: ",
    "a byte": b"H",
    "a NUL": b"\0",
    "a line end": b"\r\n",
    "an LF": b"\n",
    "an interim one": b"HTTP/1.1 100 Continue\r\n\r\n",
    "a 408": b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 6\r\n\r\nPOISON",
    "a request": b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
}.items():
    passes(f"{name} behind", HELLO + tail)
    passes(f"{name} behind chunks", OK + b"Transfer-Encoding: chunked" + CODED + tail)

# Interim answers.
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
passes("100 first", CONTINUE + HELLO)
passes("five 100s first", CONTINUE * 5 + HELLO)
passes(
    "103 with fields",
    b"HTTP/1.1 103 Hints\r\nLink: </x>\r\nSet-Cookie: a=b\r\n\r\n" + HELLO,
    hides=("set-cookie", "link"),
)
passes("102, 199", b"HTTP/1.1 102 X\r\n\r\nHTTP/1.1 199 X\r\n\r\n" + HELLO)
passes("100 that closes", b"HTTP/1.1 100 X\r\nConnection: close\r\n\r\n" + HELLO)
passes("100 with a length of 0", b"HTTP/1.1 100 X\r\nContent-Length: 0\r\n\r\n" + HELLO)
malformed("100 with a length", b"HTTP/1.1 100 X\r\nContent-Length: 48\r\n\r\n" + POISON + HELLO)
malformed(
    "100 with chunks",
    b"HTTP/1.1 100 X\r\nTransfer-Encoding: chunked\r\n\r\n30\r\n"
    + POISON
    + b"\r\n0\r\n\r\n"
    + HELLO,
)
malformed("100 and a body unsaid", CONTINUE + b"body" + HELLO)
malformed("100s for ever", CONTINUE * 1000 + HELLO)
malformed("103s for ever", (b"HTTP/1.1 103 X\r\nX: " + b"y" * 900 + b"\r\n\r\n") * 200 + HELLO)
malformed("101 unasked", b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n" + POISON)
malformed("101 unasked, bare", b"HTTP/1.1 101 X\r\n\r\n" + POISON)
SWITCH = (("Connection", "upgrade"), ("Upgrade", "x"))
for name, fields in {
    "without Upgrade": b"Connection: upgrade\r\n",
    "without Connection": b"Upgrade: x\r\n",
    "without both": b"",
    "to HTTP/2": b"Connection: upgrade\r\nUpgrade: h2c\r\n",
    "to something else": b"Connection: upgrade\r\nUpgrade: y\r\n",
    "to nothing": b"Connection: upgrade\r\nUpgrade:\r\n",
    "that frames a body": b"Connection: upgrade\r\nUpgrade: x\r\nContent-Length: 6\r\n",
}.items():
    malformed(f"101 {name}", b"HTTP/1.1 101 X\r\n" + fields + b"\r\n" + POISON, asks=SWITCH)
malformed(
    "101 to the h2c that was not passed on",
    b"HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n" + POISON,
    asks=(("Connection", "upgrade"), ("Upgrade", "h2c")),
)

# The connection.
passes(
    "Connection names the length",
    OK + b"Connection: content-length\r\nContent-Length: 5\r\n\r\nhello",
)
passes(
    "Connection names the coding",
    OK + b"Connection: transfer-encoding\r\nTransfer-Encoding: chunked" + CODED,
)
passes(
    "Connection names a field",
    OK + b"Connection: x-named\r\nX-Named: y\r\nContent-Length: 5\r\n\r\nhello",
    hides=("x-named",),
)
passes(
    "fields that end here",
    OK
    + b"Keep-Alive: timeout=5\r\nProxy-Connection: close\r\nUpgrade: h2c\r\nContent-Length: 5\r\n\r\nhello",
    hides=("keep-alive", "proxy-connection", "upgrade", "connection"),
)
passes("close, and a second", OK + b"Connection: close\r\nContent-Length: 5\r\n\r\nhello" + POISON)
passes(
    "HTTP/1.0 with a length, and a second",
    b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello" + POISON,
)
passes(
    "HTTP/1.0 kept alive",
    b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
)
passes("a body up to the end, with an answer in it", OK + b"\r\n" + POISON, POISON, closes=True)
passes(
    "HTTP/1.0 up to the end, with an answer in it",
    b"HTTP/1.0 200 OK\r\n\r\n" + POISON,
    POISON,
    closes=True,
)
