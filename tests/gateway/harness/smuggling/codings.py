"""Transfer-Encoding: what is chunked to one reader and not to another (RFC 9112 sections 6.1 and 7)."""

from .case import CHUNKED, EVIL, LAST, Table, get, post

TABLE = Table("coding")

for value in (
    b"'chunked'",
    b'"chunked',
    b"`chunked`",
    b"chunked\x85",
    b"\xa0chunked",
    b"\xef\xbb\xbfchunked",
    b"x-chunked",
    b"chunked-x",
    b"chunked/1",
    b"chunked=1",
    b"=chunked",
    b"chu\tnked",
    b"c hunked",
    b"chunked identity",
    b"chunked chunked",
    b"chunked\tchunked",
    b"gzip\tchunked",
    b"deflate, gzip, chunked",
    b"br, chunked",
    b"chunked, gzip",
    b"chunked, gzip, chunked",
    b"identity;q=0, chunked",
    b"chunked;",
    b"chunked ;",
    b"chunked; a=b",
    b"chunked (comment)",
    b"*",
    b"*, chunked",
    b"ch%75nked",
    b"chunked%00",
    b"chunked\\",
    b"\\chunked",
    b"chunke\xd0\xb4",  # a Cyrillic letter
    b"\xef\xbd\x83hunked",  # a wide c
    b"chun\xc4\xb7ed",  # its small letter is no k
    b"c\xcc\xb8hunked",
    b"chunked:",
    b":chunked",
    b"chunked\x1f",
    b"\x7fchunked",
    b"chunked\x08",
    b"false",
    b"0",
    b"chunk",
    b"chunked.",
    b"-chunked",
    b"+chunked",
    b"[chunked]",
    b"tchunked",
    b"chunked, , chunked",
    b",",
):
    TABLE.refused(f"value {value!r}", post(b"Transfer-Encoding: " + value, body=LAST + EVIL))

for value in (b"CHUNKED", b"Chunked", b"\tchunked", b"chunked \t", b"chunked   "):
    TABLE.passes(f"value {value!r}", post(b"Transfer-Encoding:" + value, body=LAST + EVIL))
for name in (b"transfer-encoding", b"TRANSFER-ENCODING", b"tRaNsFeR-eNcOdInG"):
    TABLE.passes(f"name {name!r}", post(name + b": chunked", body=LAST + EVIL))

# Beside a length: which of the two counts is never for us to choose.
for name, lines in {
    "a length of nothing": [b"Content-Length: 0", CHUNKED],
    "the true length": [CHUNKED, b"Content-Length: 5"],
    "a broken length": [CHUNKED, b"Content-Length: x"],
    "a length, ninety fields apart": [b"Content-Length: 5", *[b"X: y"] * 90, CHUNKED],
    "a length, the coding to be stripped": [
        b"Connection: transfer-encoding",
        CHUNKED,
        b"Content-Length: 5",
    ],
    "a length, both to be stripped": [
        b"Connection: transfer-encoding, content-length",
        CHUNKED,
        b"Content-Length: 5",
    ],
    "a length, the coding upper case": [b"Content-Length: 5", b"TRANSFER-ENCODING: CHUNKED"],
    "a length, the coding unknown": [b"Content-Length: 5", b"Transfer-Encoding: x"],
    "a length, the coding empty": [b"Content-Length: 5", b"Transfer-Encoding:"],
    "a length, the coding identity": [b"Content-Length: 5", b"Transfer-Encoding: identity"],
    "a length and Upgrade": [
        b"Content-Length: 5",
        CHUNKED,
        b"Connection: upgrade",
        b"Upgrade: x",
    ],
    "a length and Expect": [b"Content-Length: 5", CHUNKED, b"Expect: 100-continue"],
}.items():
    TABLE.refused(f"beside {name}", post(*lines, body=LAST + EVIL))

# Several lines are one list.
for name, lines in {
    "gzip, then chunked": [b"Transfer-Encoding: gzip", CHUNKED],
    "chunked, then gzip": [CHUNKED, b"Transfer-Encoding: gzip"],
    "empty, then chunked": [b"Transfer-Encoding:", CHUNKED],
    "chunked, then empty": [CHUNKED, b"Transfer-Encoding:"],
    "junk, then chunked": [b"Transfer-Encoding: \xff", CHUNKED],
    "two spellings": [b"transfer-encoding: chunked", b"TRANSFER-ENCODING: chunked"],
    "ninety fields apart": [CHUNKED, *[b"X: y"] * 90, b"Transfer-Encoding: identity"],
    "three times": [CHUNKED] * 3,
}.items():
    TABLE.refused(f"lines {name}", post(*lines, body=LAST + EVIL))

# HTTP/1.0 knows no codings.
for name, line in {
    "chunked": CHUNKED,
    "identity": b"Transfer-Encoding: identity",
    "nothing": b"Transfer-Encoding:",
}.items():
    TABLE.refused(
        f"HTTP/1.0 keep-alive {name}",
        post(line, b"Connection: keep-alive", version=b"HTTP/1.0", body=LAST + EVIL),
    )
TABLE.refused(
    "HTTP/1.0 with a length too",
    post(CHUNKED, b"Content-Length: 5", version=b"HTTP/1.0", body=LAST + EVIL),
)

# With methods that some read no body for.
for method in (b"GET", b"HEAD", b"DELETE", b"OPTIONS", b"TRACE", b"PATCH", b"QUERY"):
    TABLE.refused(
        f"{method.decode()} and an unknown coding",
        get(b"Transfer-Encoding: xchunked", method=method) + LAST + EVIL,
    )

# Other names: fields like any other, so that Content-Length is the whole truth.
for name in (
    b"X-Transfer-Encoding",
    b"Transfer-Encoding-",
    b"Transfer-Encodin",
    b"Transfer-Encodings",
    b"TransferEncoding",
    b"Transfer.Encoding",
    b"Transfer--Encoding",
    b"Transfer-Coding",
    b"Content-Transfer-Encoding",
    b"Content-Encoding",
    b"Accept-Encoding",
    b"HTTP-Transfer-Encoding",
    b"TE",
    b"'Transfer-Encoding'",
    b"Transfer%2DEncoding",
):
    TABLE.passes(
        f"name {name!r}", post(name + b": chunked", b"Content-Length: 5", body=LAST + EVIL), LAST
    )
for name in (
    b"Transfer\xe2\x80\x90Encoding",
    b"Transfer\xadEncoding",
    b"Transfer-Encoding,",
    b"Transfer-Encoding;",
    b"Transfer-Encoding=",
    b"Transfer/Encoding",
    b"[Transfer-Encoding]",
    b'"Transfer-Encoding"',
    b"Transfer Encoding",
    b"Transfer-Encoding\x1f",
    b"Transfer-Encoding\x7f",
    b"\xef\xbb\xbfTransfer-Encoding",
    b"Tr\xc3\xa4nsfer-Encoding",
    b"\\Transfer-Encoding",
):
    TABLE.refused(
        f"name {name!r}", post(name + b": chunked", b"Content-Length: 5", body=LAST + EVIL)
    )
