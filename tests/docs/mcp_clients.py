"""The configuration files of MCP clients that a guide page shows: read as the client reads them, and used.

A server with headers must begin a session with them; one without must be told where to log in.
"""

import dataclasses
import json
import re
import subprocess
import urllib.error
import urllib.request

INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "guide", "version": "1"}},
}


@dataclasses.dataclass(frozen=True)
class Form:
    servers: str  # the key that they stand under
    variable: str  # how a value from outside is named
    has_type: bool  # without it, a server is none by HTTP


FORMS = {
    ".mcp.json": Form("mcpServers", r"\$\{(\w+)\}", True),
    ".cursor/mcp.json": Form("mcpServers", r"\$\{env:(\w+)\}", False),
    ".vscode/mcp.json": Form("servers", r"\$\{input:(\w+)\}", True),
}


def use(name, folder):
    """Connects to each server of the file `name` as its client would, Alice being at the keyboard."""
    form = FORMS[name]
    config = json.loads((folder / name).read_text())
    token = (folder / "alice.jwt").read_text().strip()
    values = {"TOKEN": token} | {entry["id"]: token for entry in config.get("inputs", [])}
    for server in config[form.servers].values():
        assert not form.has_type or server["type"] == "http"
        headers = headers_of(server, folder, lambda text: re.sub(form.variable, lambda m: values[m[1]], text))
        begin_session(server["url"], headers) if headers else be_told_to_log_in(server["url"])


def headers_of(server, folder, filled):
    headers = {name: filled(value) for name, value in server.get("headers", {}).items()}
    if "headersHelper" in server:
        printed = subprocess.run(["sh", "-c", server["headersHelper"]], cwd=folder, capture_output=True, check=True).stdout
        headers |= json.loads(printed)
    return headers


def begin_session(url, headers):
    status, fields, text = ask("POST", url, headers, INITIALIZE)
    assert status == 200, text
    assert "serverInfo" in text
    ask("DELETE", url, {**headers, "mcp-session-id": fields["mcp-session-id"]})


def be_told_to_log_in(url):
    status, fields, _ = ask("POST", url, {}, INITIALIZE)
    assert status == 401
    document = re.search(r'resource_metadata="([^"]+)"', fields["www-authenticate"])[1]
    status, _, text = ask("GET", document, {})
    assert status == 200 and json.loads(text)["resource"] == url


def ask(method, url, headers, message=None):
    usual = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    body = json.dumps(message).encode() if message else None
    asked = urllib.request.Request(url, body, {**usual, **headers}, method=method)
    try:
        answer = urllib.request.urlopen(asked, timeout=60)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.headers, answer.read().decode()
