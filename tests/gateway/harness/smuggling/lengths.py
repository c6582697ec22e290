"""Content-Length: every spelling that some reader takes for another number, or another reader for none (RFC 9112 section 6.3)."""

from .case import EVIL, OPEN, Table, get, post

TABLE = Table("length")
SIZE = b"%d" % len(EVIL)  # 33

for value in (
    b"33 33",
    b"3\t3",
    b"0;33",
    b"33;q=1",
    b"33 (bytes)",
    b"0b100001",
    b"0o41",
    b"33e0",
    b"3.3e1",
    b"33.",
    b".33",
    b"33\x85",
    b"\xa033",
    b"\xd9\xa3\xd9\xa3",  # 33 in Arabic digits
    b"\xc2\xb3\xc2\xb3",  # 33 in superscripts
    b"\xef\xbb\xbf33",  # behind a byte order mark
    b"%33%33",
    b"'33'",
    b'"33',
    b"[33]",
    b"33:33",
    b"33/1",
    b"=33",
    b"~33",
    b"0-33",
    b"33-",
    b"--33",
    b"++33",
    b"33+",
    b"NaN",
    b"Infinity",
    b"null",
    b"*",
    b"-",
    b"chunked",
    b"33 chunked",
    b"33L",
    b"33h",
    b"1,000",
    b"33\x1f",
    b"33\x7f",
    b"\x0833",
    b"33\\",
    b"0, 33, 0",
    b"33,,33",
):
    TABLE.refused(f"value {value!r}", post(b"Content-Length: " + value, body=EVIL))

# More than one bit pattern for a number that fits, and numbers that fit nowhere.
for value in (
    b"4294967329",  # 33 in 32 bits
    b"9223372036854775807",
):
    TABLE.broken(f"value {value!r} never comes", post(b"Content-Length: " + value, body=EVIL))
for value in (b"9223372036854775841", b"18446744073709551649", b"36893488147419103265"):
    TABLE.refused(f"value {value!r} wraps to 33", post(b"Content-Length: " + value, body=EVIL))

# One number, spelt in ways that are in order. What goes on is spelt in one way (strictest.py).
for value in (b"033", b"0000000000000000033", b"\t33", b"33 \t ", b"   33"):
    TABLE.passes(f"value {value!r}", post(b"Content-Length: " + value, body=EVIL), EVIL, ())
for name in (b"content-length", b"CONTENT-LENGTH", b"cOnTeNt-LeNgTh"):
    TABLE.passes(f"name {name!r}", post(name + b":" + SIZE, body=EVIL), EVIL, ())

# Twice, in ways that hide the second from whoever looks for one.
TABLE.refused(
    "twice in two spellings", post(b"Content-Length: 0", b"CONTENT-LENGTH: 33", body=EVIL)
)
TABLE.refused("twice, first empty", post(b"Content-Length:", b"Content-Length: 33", body=EVIL))
TABLE.refused("twice, second empty", post(b"Content-Length: 33", b"Content-Length:", body=EVIL))
TABLE.refused(
    "twice, ninety fields apart",
    post(b"Content-Length: 0", *[b"X: y"] * 90, b"Content-Length: 33", body=EVIL),
)
TABLE.refused(
    "twice, around Host",
    b"POST "
    + OPEN
    + b" HTTP/1.1\r\nContent-Length: 0\r\nHost: a\r\nContent-Length: 33\r\n\r\n"
    + EVIL,
)
TABLE.refused("three times the same", post(*[b"Content-Length: 33"] * 3, body=EVIL))
TABLE.refused(
    "the limit of fields hides none", get(*[b"X: y"] * 99, b"Content-Length: 33") + EVIL, 431
)

# Names that no reader should take for it: not tokens, so refused ...
for name in (
    b"Content Length",
    b"Content\xadLength",
    b"Content\xe2\x80\x93Length",  # en dash
    b"Content-Lengt\xd2\xbb",  # a Cyrillic letter
    b"\xef\xbb\xbfContent-Length",
    b"Content-Length,",
    b"Content-Length;",
    b"Content-Length=",
    b"Content/Length",
    b"[Content-Length]",
    b'"Content-Length"',
    b"@Content-Length",
    b"Content-Length?",
    b"Content-\tLength",
    b"Content-Length\x1f",
    b"Content-Length\x7f",
    b"Content-Length\x85",
    b"{Content-Length}",
    b"Content\\-Length",
):
    TABLE.refused(f"name {name!r}", post(name + b": 33", b"Content-Length: 0", body=EVIL))
# ... or tokens of another meaning: the request has no body, and what follows is a request of its own.
for name in (
    b"Content.Length",
    b"Content-Length-",
    b"-Content-Length",
    b"Content--Length",
    b"ContentLength",
    b"X-Content-Length",
    b"Content-Lengt",
    b"Content-Length1",
    b"Content%2DLength",
    b"Content+Length",
    b"'Content-Length'",
    b"HTTP-Content-Length",
    b"X-Original-Content-Length",
):
    TABLE.passes(f"name {name!r}", post(name + b": 33", body=EVIL))
