"""Field lines and line ends: bytes that end a line, a name or a value for one reader only (RFC 9112 sections 2.2 and 5)."""

from .case import EVIL, GOOD, OPEN, Table, get, post

TABLE = Table("line")
START = b"POST " + OPEN + b" HTTP/1.1"
CONTROLS = {
    "NUL": b"\0",
    "VT": b"\x0b",
    "FF": b"\x0c",
    "ESC": b"\x1b",
    "DEL": b"\x7f",
    "BS": b"\x08",
}

# A control byte at each place of a field line.
for name, byte in CONTROLS.items():
    for place, line in {
        "before a name": byte + b"X-Abc: y",
        "in a name": b"X-" + byte + b"Abc: y",
        "behind a name": b"X-Abc" + byte + b": y",
        "before a value": b"X-Abc: " + byte + b"y",
        "in a value": b"X-Abc: y" + byte + b"Content-Length: 33",
        "behind a value": b"X-Abc: y" + byte,
        "alone on a line": byte,
    }.items():
        TABLE.refused(f"{name} {place}", post(line, b"Content-Length: 0", body=EVIL))
    TABLE.refused(f"{name} in Host", get(host=b"Host: a" + byte + b"b") + EVIL)
    TABLE.refused(f"{name} behind the head's last line", get()[:-2] + byte + b"\r\n" + EVIL)

# A line end that is no CRLF, at each place of a head.
ENDS = {
    "LF": b"\n",
    "CR": b"\r",
    "CR CR LF": b"\r\r\n",
    "LF CR": b"\n\r",
    "LF CR LF": b"\n\r\n",
    "CR space LF": b"\r \n",
    "space CR LF behind a name": b" \r\n",
}
for name, end in ENDS.items():
    if name != "space CR LF behind a name":
        TABLE.refused(f"{name} behind the start line", START + end + b"Host: a\r\n\r\n" + EVIL)
        TABLE.refused(
            f"{name} behind Host",
            START + b"\r\nHost: a" + end + b"Content-Length: 33\r\n\r\n" + EVIL,
        )
        TABLE.refused(
            f"{name} behind a length",
            START + b"\r\nHost: a\r\nContent-Length: 33" + end + b"X: y\r\n\r\n" + EVIL,
        )
    TABLE.refused(f"{name} for the empty line", START + b"\r\nHost: a\r\n" + end + b"\r\n" + EVIL)
TABLE.refused("LF LF for the end", START + b"\r\nHost: a\n\n" + EVIL)
TABLE.refused("CR CR for the end", START + b"\r\nHost: a\r\r" + EVIL)
TABLE.refused(
    "CR LF CR and a request", START + b"\r\nHost: a\r\n\rGET " + OPEN + b" HTTP/1.1\r\n\r\n"
)

# obs-fold (section 5.2) wherever it would continue something that matters.
for name, lines in {
    "a length": [b"Content-Length: 3\r\n 3"],
    "a length by a tab": [b"Content-Length: 3\r\n\t3"],
    "a length's name": [b"Content-\r\n Length: 33"],
    "a coding": [b"Transfer-Encoding: chun\r\n ked"],
    "a coding's line": [b"Transfer-Encoding:\r\n\tchunked"],
    "Host": [b"X-Host: a\r\n Host: b"],
    "any field": [b"X: y\r\n z"],
    "the last field by nothing": [b"X: y\r\n "],
    "the last field by a tab": [b"X: y\r\n\t"],
    "a field by a length": [b"X: y\r\n Content-Length: 33"],
    "a field, twice": [b"X: y\r\n z\r\n z"],
    "with LF": [b"X: y\n z"],
    "with CR": [b"X: y\r z"],
    "Connection": [b"Connection:\r\n close"],
    "Authorization": [b"Authorization: Bearer\r\n x"],
}.items():
    TABLE.refused(f"fold of {name}", post(*lines, body=EVIL))

# Colons and blanks.
for line in (
    b"X-Abc : y",
    b"X-Abc\t: y",
    b"X-Abc  y",
    b":",
    b"::",
    b": X: y",
    b"X-Abc;y",
    b"X-Abc",
):
    TABLE.refused(f"{line!r}", post(line, b"Content-Length: 0", body=EVIL))
for line in (
    b"Host\t: a",
    b"Host  : a",
    b" Host: a",
    b"Host:: a",
    b"Host",
    b"\tHost: a",
    b"Host a",
):
    TABLE.refused(f"{line!r}", get(host=line) + EVIL)
for line in (b"Host:a", b"Host:\ta", b"Host: a\t ", b"hOST: a"):
    TABLE.passes(f"{line!r}", get(host=line) + EVIL)

# Bytes that end no line here, nor in one encoding or another elsewhere: they go on as they came.
for name, value in {
    "NEL": b"a\x85Content-Length: 33",
    "NEL in UTF-8": b"a\xc2\x85Content-Length: 33",
    "LINE SEPARATOR": b"a\xe2\x80\xa8Content-Length: 33",
    "U+560D U+560A": b"a\xe5\x98\x8d\xe5\x98\x8aContent-Length: 33",  # CR LF where 16 bits are cut to 8
    "U+010D U+010A": b"a\xc4\x8d\xc4\x8aContent-Length: 33",
    "percent CRLF": b"a%0d%0aContent-Length: 33",
    "escaped CRLF": b"a\\r\\nContent-Length: 33",
    "an encoded word": b"=?utf-8?q?=0d=0aContent-Length:_33?=",
    "a quoted comma": b'"a, Content-Length: 33',
    "overlong CR LF": b"a\xc0\x8d\xc0\x8aContent-Length: 33",
    "a colon": b"a: Content-Length: 33",
    "nothing": b"",
    "a tab inside": b"a\tb",
}.items():
    TABLE.passes(f"value with {name}", get(b"X-Abc: " + value) + EVIL)

# Before a request, and between two.
for name, lead, passes in (
    ("two empty lines", b"\r\n\r\n", True),
    ("three empty lines", b"\r\n" * 3, False),
    ("LF", b"\n", False),
    ("CR", b"\r", False),
    ("CR CR LF", b"\r\r\n", False),
    ("a space", b" ", False),
    ("a blank line", b" \r\n", False),
    ("a byte order mark", b"\xef\xbb\xbf", False),
    ("a chunk's end", b"0\r\n\r\n", False),
    ("a NUL", b"\0", False),
    ("a field", b"X: y\r\n", False),
    ("an answer", b"HTTP/1.1 200 OK\r\n\r\n", False),
):
    between = GOOD + lead + get()
    if passes:
        TABLE.passes(f"{name} before", lead + get() + EVIL)
        TABLE.comes_to(
            f"{name} between", between, [200, 200], (b"/open/good/NNNN", b""), (OPEN, b"")
        )
    else:
        TABLE.refused(f"{name} before", lead + get() + EVIL)
        TABLE.comes_to(f"{name} between", between, [200, 400], (b"/open/good/NNNN", b""))
