"""Chunks and trailers: where one ends for whom (RFC 9112 section 7.1)."""

from .case import CHUNKED, EVIL, LAST, Table, post

TABLE = Table("chunk")


def chunked(body, *lines):
    return post(CHUNKED, *lines, body=body)


# The size line. The data would be "abcde".
for size in (
    b"5 ",
    b"5\t",
    b"5  ;a",
    b"\t5",
    b"5\x00",
    b"5\x0b",
    b"5\x0c",
    b"5\x85",
    b"5\xa0",
    b"5h",
    b"5.0",
    b"5e0",
    b"5,5",
    b"5:",
    b"5=",
    b"5/1",
    b"5 5",
    b"5L",
    b"0x05",
    b"0X5",
    b"5x0",
    b"+05",
    b"-5",
    b"--5",
    b"~5",
    b"5-",
    b"\\5",
    b'"5"',
    b"'5'",
    b"(5)",
    b"#5",
    b"$5",
    b"%35",
    b"\xef\xbc\x95",  # a wide 5
    b"\xd9\xa5",  # an Arabic 5
    b"\xef\xbb\xbf5",
    b"00000000000000005",  # 17 digits
    b"10000000000000005",  # 5 in 64 bits
    b"8000000000000005",
    b"fffffffffffffffb",  # -5
    b"ffffffff00000005x",
    b"5\r",
    b"5\r\r",
    b"\r\n5",
    b"\n5",
):
    TABLE.broken(f"size {size!r}", chunked(size + b"\r\nabcde\r\n" + LAST + EVIL))
for size in (b"5\n", b"5;\n", b"5;a\n", b"5\r5", b"5\n\r"):
    TABLE.broken(f"size line {size!r}", chunked(size + b"abcde\r\n" + LAST + EVIL))
for size in (b"100000005", b"7fffffffffffffff", b"FFFFFFF"):
    TABLE.broken(f"size {size!r} never comes", chunked(size + b"\r\nabcde\r\n" + LAST + EVIL))
for size in (
    b"05",
    b"0000000000000005",
    b"5;a",
    b"5;a=b",
    b'5;a="b c"',
    b'5;a="b\\"c"',
    b"5;a;b=c",
):
    TABLE.passes(f"size {size!r}", chunked(size + b"\r\nabcde\r\n" + LAST + EVIL), b"abcde")
TABLE.passes("size in capitals", chunked(b"A\r\n0123456789\r\n" + LAST + EVIL), b"0123456789")

# The last chunk, which must be read alike by all.
for last in (b"00", b"0000000000000000", b"0;a", b'0;a="0\\"0"', b"000;a=b;c"):
    TABLE.passes(f"last {last!r}", chunked(b"5\r\nabcde\r\n" + last + b"\r\n\r\n" + EVIL), b"abcde")
for last in (
    b"00000000000000000",
    b"-0",
    b"+0",
    b"0x",
    b"0x0",
    b"0 ",
    b"0\t",
    b"0 ;a",
    b"0.",
    b"0,",
    b"0L",
    b"\x000",
    b"0\x00",
    b"0\r",
    b"z",
):
    TABLE.broken(f"last {last!r}", chunked(b"5\r\nabcde\r\n" + last + b"\r\n\r\n" + EVIL))
for end in (
    b"\n\n",
    b"\r\n\n",
    b"\n\r\n",
    b"\r\r",
    b"\r\n\r\r",
    b"\r\n \r\n",
    b"\r\n\0\r\n",
    b"\r\n\rX",
):
    TABLE.broken(f"end {end!r}", chunked(b"5\r\nabcde\r\n0" + end + EVIL))

# What stands behind the data. Who skips two bytes unseen, or looks for a line end, reads another chunk.
for end in (
    b"\n",
    b"\r",
    b"\n\r",
    b"\r\r\n",
    b"  ",
    b"XX",
    b" \r\n",
    b"\0\0",
    b"0\r",
    b"\r0",
    b";\r\n",
):
    TABLE.broken(f"end of data {end!r}", chunked(b"5\r\nabcde" + end + LAST + EVIL))
TABLE.broken("data one byte short", chunked(b"5\r\nabcd\r\n" + LAST + EVIL))
TABLE.broken("data one byte long", chunked(b"5\r\nabcdef\r\n" + LAST + EVIL))

# Extensions that hide a line end: two readers, two chunks (EXT.TERM, TERM.EXT and their relatives).
HIDDEN = b"2\r\nxx\r\n32\r\n" + b"y" * 43 + b"\r\n" + LAST
for name, line in {
    "LF in a bare extension": b"2;\n",
    "LF in a name": b"2;a\nb",
    "LF in a value": b"2;a=b\nc",
    "LF in a quoted value": b'2;a="b\nc"',
    "escaped LF": b'2;a="b\\\nc"',
    "CR in a value": b"2;a=b\rc",
    "CR in a quoted value": b'2;a="b\rc"',
    "CRLF in a quoted value": b'2;a="b\r\nc"',
    "escaped CRLF": b'2;a="b\\\r\nc"',
    "a quote that stays open": b'2;a="',
    "a quote that stays open over an escape": b'2;a="\\',
    "NUL": b"2;a=\0",
    "VT": b"2;a=b\x0bc",
    "DEL": b"2;a=\x7f",
    "NEL": b"2;a=b\x85c",
    "a space": b"2; a=b",
    "a space around the sign": b"2;a = b",
    "a tab": b"2;\ta",
    "a comma": b"2;a,b",
    "brackets": b"2;a=[b]",
    "a size": b"2;a=b\r\n32",
}.items():
    TABLE.broken(f"extension with {name}", chunked(line + b"\r\n" + HIDDEN + EVIL))

# Limits at their edges: extensions are 4 KiB a message, trailers 16 KiB and 32 fields.
EDGE = b"1;" + b"a" * 4096
TABLE.passes("extensions of 4096 bytes", chunked(EDGE + b"\r\nx\r\n" + LAST + EVIL), b"x")
TABLE.broken("extensions of 4097 bytes", chunked(EDGE + b"a\r\nx\r\n" + LAST + EVIL))
TABLE.broken("extensions of 4097 bytes in all", chunked(b"1;aaaaaaa\r\nx\r\n" * 586 + LAST + EVIL))
TABLE.passes("32 trailers", chunked(b"0\r\n" + b"X: y\r\n" * 32 + b"\r\n" + EVIL))
TABLE.broken("33 trailers", chunked(b"0\r\n" + b"X: y\r\n" * 33 + b"\r\n" + EVIL), 431)
TABLE.passes("trailers of 16 KiB", chunked(b"0\r\nX: " + b"y" * 16377 + b"\r\n\r\n" + EVIL))
TABLE.broken("trailers over 16 KiB", chunked(b"0\r\nX: " + b"y" * 16378 + b"\r\n\r\n" + EVIL))

# Trailers that say anew what the head has said: read, and never sent on (strictest.py knows the names).
for name in (
    b"Transfer-Encoding: chunked",
    b"Content-Length: 33",
    b"Host: b",
    b"Authorization: Bearer x",
    b"Proxy-Authorization: Basic x",
    b"Cookie: a=b",
    b"Set-Cookie: a=b",
    b"Connection: close",
    b"Upgrade: h2c",
    b"Expect: 100-continue",
    b"TE: trailers",
    b"Trailer: Host",
    b"Content-Type: text/html",
    b"Content-Encoding: gzip",
    b"Content-Range: bytes 0-1/2",
    b"X-Forwarded-For: 127.0.0.1",
    b"Forwarded: for=127.0.0.1",
    b"Keep-Alive: timeout=1",
    b"Proxy-Connection: close",
    b"Max-Forwards: 0",
    b"Range: bytes=0-",
    b"If-Match: x",
    b"Cache-Control: no-store",
):
    TABLE.passes(
        f"trailer {name.split(b':')[0].decode()}",
        chunked(b"0\r\n" + name + b"\r\n\r\n" + EVIL, b"Trailer: X-Sum"),
    )
for line in (
    b"Content_Length: 33",
    b"Transfer_Encoding: chunked",
    b"Content-Length: x",
    b"Content-Length : 33",
    b" Content-Length: 33",
    b"X: y\rContent-Length: 33",
    b"X: y\0",
    b":path: /p/NNNN",
    b"GET /p/NNNN HTTP/1.1",
    b"X\x7f: y",
    b"X",
    b"X: y\r\n z",
):
    TABLE.broken(f"trailer line {line!r}", chunked(b"0\r\n" + line + b"\r\n\r\n" + EVIL))
