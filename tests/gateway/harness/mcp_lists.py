"""What the MCP servers of tests have: lists of two pages, and what is in them."""

LISTS = {
    "tools/list": ("tools", "name", ["echo", "drop", "sum"]),
    "prompts/list": ("prompts", "name", ["greeting", "secret"]),
    "resources/list": ("resources", "uri", ["demo://public/a", "demo://private/b"]),
    "resources/templates/list": (
        "resourceTemplates",
        "uriTemplate",
        ["demo://public/{x}", "demo://private/{x}"],
    ),
}
PAGE = 2


def items(method, cursor=None):
    """A page of a list; the cursor is where it begins."""
    member, name, names = LISTS[method]
    begin = int(cursor or 0)
    page = {member: [{name: n, "title": n} for n in names[begin : begin + PAGE]]}
    if begin + PAGE < len(names):
        page["nextCursor"] = str(begin + PAGE)
    return page


def result_of(method, params):
    if method in LISTS:
        return items(method, params.get("cursor"))
    if method == "tools/call":
        return {"content": [{"type": "text", "text": params["name"]}]}
    return {"method": method}
