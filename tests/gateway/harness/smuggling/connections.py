"""Connection, Upgrade and their like: what ends here, what goes on, what may not be taken away (RFC 9110 sections 7.6.1, 7.8)."""

from .case import CHUNKED, EVIL, GOOD, LAST, OPEN, PRIVATE, Table, get, post

TABLE = Table("connection")
LENGTH = b"Content-Length: 33"
GOOD_ARRIVAL = (b"/open/good/NNNN", b"")
TOKEN = b"Authorization: Bearer TOKEN"

# Who says it closes is not served again.
for line in (
    b"Connection: close",
    b"Connection: CLOSE",
    b"connection:close",
    b"Connection: x, close",
    b"Connection: close, keep-alive",
    b"Connection: keep-alive, close",
    b"Connection:\tclose\t",
    b"Connection: ,close,",
):
    TABLE.passes(f"{line!r}", get(line) + EVIL, then=())
TABLE.passes(
    "close in a second line", get(b"Connection: keep-alive", b"Connection: close") + EVIL, then=()
)
TABLE.passes("HTTP/1.0", get(version=b"HTTP/1.0") + EVIL, then=())
TABLE.passes("HTTP/1.0 without Host", get(version=b"HTTP/1.0", host=None) + EVIL, then=())
TABLE.passes("HTTP/1.0 keep-alive", get(b"Connection: keep-alive", version=b"HTTP/1.0") + EVIL)
TABLE.passes(
    "HTTP/1.0 Proxy-Connection",
    get(b"Proxy-Connection: keep-alive", version=b"HTTP/1.0") + EVIL,
    then=(),
)
for line in (
    b"Connection: closed",
    b'Connection: "close"',
    b"Connection: clo se",
    b"Connection: close;q=0",
    b"X-Connection: close",
):
    TABLE.passes(f"{line!r} is not close", get(line) + EVIL)

# What Connection names goes, but nothing that the message is read or judged by.
for name, value in {
    b"host": b"",
    b"content-length": b"",
    b"Content-Length": b"",
    b"CONTENT-LENGTH": b"",
}.items():
    TABLE.passes(
        f"names {name.decode()}", post(b"Connection: " + name, LENGTH, body=EVIL) + EVIL, EVIL
    )
TABLE.passes(
    "names transfer-encoding", post(b"Connection: transfer-encoding", CHUNKED, body=LAST) + EVIL
)
TABLE.passes(
    "names expect",
    post(b"Connection: expect", b"Expect: 100-continue", LENGTH, body=EVIL) + EVIL,
    EVIL,
)
TABLE.passes(
    "names trailer", post(b"Connection: trailer", CHUNKED, body=b"0\r\nX: y\r\n\r\n") + EVIL
)
for name in (b"authorization", b"Authorization", b"AUTHORIZATION"):
    TABLE.comes_to(
        f"names {name.decode()}, with a token",
        get(b"Connection: " + name, TOKEN, target=PRIVATE),
        [200],
        (PRIVATE, b""),
    )
    TABLE.comes_to(
        f"names {name.decode()}, without", get(b"Connection: " + name, target=PRIVATE), [401]
    )
TABLE.passes(
    "names cookie", get(b"Connection: cookie", b"Cookie: a=b") + EVIL, head=((b"cookie", b"a=b"),)
)
for name, line in {
    "a field": b"X-Named: y",
    "a field, in other letters": b"x-NAMED: y",
    "a field, twice": b"X-Named: y\r\nX-Named: z",
}.items():
    TABLE.passes(
        f"names {name}", get(b"Connection: x-named", line) + EVIL, head=((b"x-named", None),)
    )
TABLE.passes(
    "names many",
    get(b"Connection: " + b"a," * 5000 + b"x-named", b"X-Named: y") + EVIL,
    head=((b"x-named", None),),
)
TABLE.passes(
    "names itself",
    get(b"Connection: connection", b"X-Kept: y") + EVIL,
    head=((b"x-kept", b"y"), (b"connection", None)),
)
TABLE.passes(
    "names nothing",
    get(b"Connection: ,, ,", b"X-Kept: y") + EVIL,
    head=((b"x-kept", b"y"), (b"connection", None)),
)
TABLE.passes(
    "names in quotes",
    get(b'Connection: "x-kept"', b"X-Kept: y") + EVIL,
    head=((b"x-kept", b"y"), (b"connection", None)),
)
# The private path by a field of its own: naming it takes the token away, and with it the way in.
TABLE.comes_to(
    "names the field of the token",
    get(b"Connection: x-token", b"X-Token: TOKEN", target=b"/field/NNNN"),
    [401],
)
TABLE.comes_to(
    "leaves the field of the token",
    get(b"X-Token: TOKEN", target=b"/field/NNNN"),
    [200],
    (b"/field/NNNN", b""),
)
for line in (
    b"Keep-Alive: timeout=1000",
    b"Proxy-Connection: close",
    b"TE: gzip",
    b"TE: trailers, deflate;q=0.5",
):
    name = line.split(b":")[0].lower()
    TABLE.passes(
        f"{line!r} ends here",
        get(line) + EVIL,
        head=((name, b"trailers" if b"trailers" in line else None),),
    )

# Upgrades. The upstream declines them all; what is behind the request is a request, never tunnelled.
for value in (b"websocket", b"WebSocket", b"x", b"x/1", b"irc/6.9"):
    TABLE.passes(
        f"upgrade to {value!r}",
        get(b"Connection: upgrade", b"Upgrade: " + value) + EVIL,
        head=((b"upgrade", value),),
    )
for value in (
    b"h2c",
    b"H2C",
    b"\th2c\t",
    b"h2",
    b"h2c/2",
    b"HTTP/2.0",
    b"http/1.1",
    b"TLS/1.0",
    b"websocket, h2c",
    b"h2c, websocket",
    b"websocket,h2c",
    b",h2c",
    b"h2c,",
    b"x/1, h2c/1",
    b"h2c;",
    b"h2c ; q=1",
    b'"h2c"',
    b"h2c\xa0",
    b"h2c h2c",
    b"websocket h2c",
    b"h2c\\",
    b"(h2c)",
    b"",
    b",",
    b"/",
    b"/h2c",
    b"websocket;h2c",
):
    TABLE.passes(
        f"no upgrade to {value!r}",
        get(
            b"Connection: Upgrade, HTTP2-Settings",
            b"Upgrade: " + value,
            b"HTTP2-Settings: AAMAAABkAAQAAP__",
        )
        + EVIL,
        head=((b"upgrade", None), (b"connection", None), (b"http2-settings", None)),
    )
TABLE.passes(
    "no upgrade in two lines",
    get(b"Connection: upgrade", b"Upgrade: websocket", b"Upgrade: h2c") + EVIL,
    head=((b"upgrade", None),),
)
TABLE.passes(
    "no upgrade unless Connection says so",
    get(b"Upgrade: websocket") + EVIL,
    head=((b"upgrade", None),),
)
TABLE.passes(
    "no upgrade in HTTP/1.0",
    get(b"Connection: upgrade, keep-alive", b"Upgrade: x", version=b"HTTP/1.0") + EVIL,
    head=((b"upgrade", None),),
)
TABLE.passes(
    "upgrade with a body",
    post(b"Connection: upgrade", b"Upgrade: x", LENGTH, body=EVIL) + EVIL,
    EVIL,
)
TABLE.passes(
    "upgrade with chunks",
    post(b"Connection: upgrade", b"Upgrade: x", CHUNKED, body=b"21\r\n" + EVIL + b"\r\n" + LAST)
    + EVIL,
    EVIL,
)
TABLE.comes_to(
    "upgrade and close",
    get(b"Connection: upgrade, close", b"Upgrade: x") + EVIL,
    [200],
    (OPEN, b""),
)
TABLE.comes_to(
    "upgrade without a token",
    get(b"Connection: upgrade", b"Upgrade: websocket", target=PRIVATE) + EVIL,
    [401, 401],
)
TABLE.comes_to(
    "upgrade behind another",
    GOOD + get(b"Connection: upgrade", b"Upgrade: x") + EVIL,
    [200, 200, 401],
    GOOD_ARRIVAL,
    (OPEN, b""),
)
