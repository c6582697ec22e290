"""Bodies and what stands behind them: methods that have none, Expect, refusals, pipelines, limits (RFC 9112 sections 6, 9.3)."""

from .case import CHUNKED, EVIL, GOOD, LAST, OPEN, PRIVATE, Table, get, post

TABLE = Table("body")
IN_CHUNKS = b"21\r\n" + EVIL + b"\r\n" + LAST
CONTINUE = b"Expect: 100-continue"
LENGTH = b"Content-Length: 33"

# A body is a body whatever the method: its bytes are never a request.
for method in (b"GET", b"HEAD", b"DELETE", b"OPTIONS", b"TRACE", b"PUT", b"PATCH", b"get", b"XYZ"):
    first = (200, "HEAD") if method == b"HEAD" else 200
    for framing, line, body in (("length", LENGTH, EVIL), ("chunked", CHUNKED, IN_CHUNKS)):
        TABLE.comes_to(
            f"{method.decode()} {framing}",
            get(line, method=method) + body + EVIL,
            [first, 401],
            (OPEN, EVIL),
        )
for length in (b"0", b"00"):
    TABLE.passes(f"length {length.decode()} is none", get(b"Content-Length: " + length) + EVIL)
TABLE.comes_to(
    "HTTP/1.0 with a length",
    post(LENGTH, b"Connection: keep-alive", version=b"HTTP/1.0", body=EVIL) + EVIL,
    [200, 401],
    (OPEN, EVIL),
)
TABLE.passes("HTTP/1.0 without a length has none", post(version=b"HTTP/1.0", body=EVIL), then=())
TABLE.passes(
    "HTTP/1.0 without a length, kept alive",
    post(b"Connection: keep-alive", version=b"HTTP/1.0", body=EVIL),
)

# Expect: whether the client waits or not, the body is where its framing says.
for name, line in {
    "as it should be": CONTINUE,
    "in capitals": b"EXPECT: 100-CONTINUE",
    "behind a tab": b"Expect:\t100-continue ",
}.items():
    TABLE.passes(f"expect {name}, length", post(line, LENGTH, body=EVIL) + EVIL, EVIL)
    TABLE.passes(f"expect {name}, chunked", post(line, CHUNKED, body=IN_CHUNKS) + EVIL, EVIL)
TABLE.passes("expect on a GET", get(CONTINUE, LENGTH) + EVIL + EVIL, EVIL)
TABLE.passes("expect without a body", get(CONTINUE) + EVIL)
TABLE.passes("expect with a length of 0", post(CONTINUE, b"Content-Length: 0") + EVIL)
TABLE.passes(
    "expect in HTTP/1.0",
    post(CONTINUE, LENGTH, b"Connection: keep-alive", version=b"HTTP/1.0", body=EVIL) + EVIL,
    EVIL,
)
for value in (
    b"100-continue, 100-continue",
    b"100-continue, x",
    b"x, 100-continue",
    b"100-continue;q=1",
    b"y 100-continue",
    b"100-continue y",
    b"=100-continue",
    b"100-continue=",
    b"100_continue",
    b"100 -continue",
    b"100-continuee",
    b"100",
    b'"100-continue"',
    b"100-continue\xa0",
    b"",
    b",",
    b"200-ok",
    b"x=y",
):
    TABLE.refused(f"expect {value!r}", post(b"Expect: " + value, LENGTH, body=EVIL), 417)
    TABLE.refused(f"expect {value!r} on a GET", get(b"Expect: " + value) + EVIL, 417)
TABLE.refused("expect twice", get(CONTINUE, CONTINUE) + EVIL, 417)
TABLE.refused("expect twice, one of them empty", get(CONTINUE, b"Expect:") + EVIL, 417)
TABLE.refused("expect with a NUL", post(CONTINUE + b"\0", LENGTH, body=EVIL))
TABLE.refused("expect by a fold", post(b"Expect: 100-\r\n continue", LENGTH, body=EVIL))
TABLE.refused("expect behind a space", post(b"Expect : 100-continue", LENGTH, body=EVIL))

# A refusal answers the head; the body of the refused is thrown away whole, or the connection ends.
for name, target, status in (
    ("401", PRIVATE, 401),
    ("404", b"/nowhere/NNNN", 404),
    ("400", b"/%2f", 400),
):
    for framing, line, body in (("length", LENGTH, EVIL), ("chunked", CHUNKED, IN_CHUNKS)):
        for lines in ([line], [line, CONTINUE]):
            TABLE.comes_to(
                f"behind a {name}, {framing}{', expected' * (len(lines) - 1)}",
                post(*lines, target=target, body=body) + get(),
                [status, 200],
                (OPEN, b""),
                ends_after=1,
            )
    TABLE.comes_to(f"behind a {name}, none", get(target=target) + get(), [status, 200], (OPEN, b""))
    TABLE.comes_to(
        f"behind a {name}, never whole",
        post(b"Content-Length: 200", target=target, body=EVIL) + get(),
        [status],
    )
    TABLE.comes_to(
        f"behind a {name}, chunks that break",
        post(CHUNKED, target=target, body=b"21\r\n" + EVIL + b"XX" + get()),
        [status],
    )
    TABLE.comes_to(
        f"behind a {name}, more than is thrown away",
        post(b"Content-Length: 300000", target=target, body=EVIL * 9000) + get(),
        [status],
    )

# Pipelines: each is answered in its turn, until one may not be.
GOOD_ARRIVAL = (b"/open/good/NNNN", b"")
TABLE.comes_to(
    "three in a row",
    GOOD + post(LENGTH, body=EVIL) + get(),
    [200] * 3,
    GOOD_ARRIVAL,
    (OPEN, EVIL),
    (OPEN, b""),
)
TABLE.comes_to("twenty in a row", GOOD * 20 + EVIL, [200] * 20 + [401], *[GOOD_ARRIVAL] * 20)
TABLE.comes_to("a bad one between", GOOD + get(host=None) + EVIL, [200, 400], GOOD_ARRIVAL)
TABLE.comes_to(
    "HEAD, then GET", get(method=b"HEAD") + GOOD, [(200, "HEAD"), 200], (OPEN, b""), GOOD_ARRIVAL
)
TABLE.comes_to(
    "chunked, then length",
    post(CHUNKED, body=IN_CHUNKS) + post(LENGTH, body=EVIL),
    [200] * 2,
    (OPEN, EVIL),
    (OPEN, EVIL),
)
TABLE.passes("a line end behind a body", post(LENGTH, body=EVIL) + b"\r\n" + EVIL, EVIL)
TABLE.comes_to(
    "junk behind a body", post(LENGTH, body=EVIL) + b"junk " + EVIL, [200, 400], (OPEN, EVIL)
)

# A body cut off never arrives whole.
for name, data in {
    "a length": post(LENGTH, body=EVIL[:-1]),
    "a chunk": post(CHUNKED, body=b"21\r\n" + EVIL[:-1]),
    "a chunk's line end": post(CHUNKED, body=b"21\r\n" + EVIL + b"\r"),
    "the last chunk": post(CHUNKED, body=b"21\r\n" + EVIL + b"\r\n0"),
    "the last line": post(CHUNKED, body=b"21\r\n" + EVIL + b"\r\n0\r\n"),
    "the trailers": post(CHUNKED, body=b"21\r\n" + EVIL + b"\r\n0\r\nX: y\r\n"),
}.items():
    TABLE.broken(f"cut in {name}", data)


# The limits of a head, with the framing in its last line.
def filled(size, last):
    head = b"POST " + OPEN + b" HTTP/1.1\r\nHost: a\r\n"
    left = size - len(head) - len(last) - 4
    return head + b"X: " + b"a" * (left - 5) + b"\r\n" + last + b"\r\n\r\n"


TABLE.passes("a head of 64 KiB", filled(65536, LENGTH) + EVIL + EVIL, EVIL)
TABLE.passes("a head of 64 KiB, chunked", filled(65536, CHUNKED) + IN_CHUNKS + EVIL, EVIL)
TABLE.refused("a head of 64 KiB and a byte", filled(65537, LENGTH) + EVIL, 431)
TABLE.passes("a hundred fields", get(*[b"X: y"] * 98, LENGTH) + EVIL + EVIL, EVIL)
