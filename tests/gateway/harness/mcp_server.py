"""An MCP server that does as it is told, for the gateway to run; its methods are the functions below, or in mcp_lists."""

import json
import os
import signal
import subprocess
import sys

from mcp_lists import result_of


def tell(message):
    sys.stdout.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sys.stdout.flush()


def lines():
    for line in sys.stdin:
        yield json.loads(line)


def initialize(params):
    if params.get("clientInfo", {}).get("name") == "breaker":
        os._exit(3)
    return {
        "protocolVersion": params["protocolVersion"],
        "capabilities": {},
        "serverInfo": {"name": "told", "version": str(os.getpid())},
    }


def echo(params):
    return params


def where(params):
    return {"directory": os.getcwd(), "environment": dict(os.environ), "pid": os.getpid()}


def noise(params):
    print("this is no message\n\n{}")
    return {}


def remark(params):
    for n in range(params["times"]):
        tell({"method": "notifications/message", "params": {"level": "info", "data": n}})
    return {}


def later(params):
    """Says it once nobody asks any more."""
    global after
    after = {"method": "notifications/message", "params": {"level": "info", "data": "later"}}
    return {}


def update(params):
    """The same of a resource."""
    global after
    after = {"method": "notifications/resources/updated", "params": {"uri": "demo://public/a"}}
    return {}


def question(params):
    tell({"id": "q", "method": "roots/list"})
    return {"client": next(incoming)["result"]}


def progress(params):
    token = params["_meta"]["progressToken"]
    tell({"method": "notifications/progress", "params": {"progressToken": token, "progress": 1}})
    return {}


def complain(params):
    for line in params["lines"]:
        print(line, file=sys.stderr, flush=True)
    return {}


def long(params):
    return {"text": "x" * params["bytes"]}


def stubborn(params):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    global is_stubborn
    is_stubborn = True
    return {"pid": os.getpid()}


def parent(params):
    child = subprocess.Popen(["sleep", "1000"])
    return {"pid": child.pid}


def escape(params):
    """A child out of reach of signals to the group, which keeps the pipes open."""
    return {"pid": subprocess.Popen(["sleep", "1000"], start_new_session=True).pid}


def endless(params):
    sys.stdout.write("x" * (9 * 1024 * 1024))
    sys.stdout.flush()


def leave(params):
    os._exit(3)


def hang(params):
    """Says, when told to, that it was asked."""
    complain({"lines": params.get("lines", [])})


TOOLS = {"question": question, "hang": hang, "leave": leave, "update": update}


def result(method, params):
    if method == "tools/call" and params["name"] in TOOLS:
        return TOOLS[params["name"]](params)
    if method == "tools/list" and IS_CURIOUS:
        question(params)
    return result_of(method, params) if "/" in method else globals()[method](params)


# Asks the client before it says what tools it has.
IS_CURIOUS = "CURIOUS" in os.environ
after = None
is_stubborn = False
incoming = lines()
for message in incoming:
    if "id" not in message or "method" not in message:
        continue
    method, params = message["method"], message.get("params", {})
    if "says" in params:
        tell({"method": "notifications/message", "params": {"level": "info", "data": params["says"]}})
    told = result(method, params)
    if told is not None:
        tell({"id": message["id"], "result": told})
    if after:
        tell(after)
        after = None
while is_stubborn:
    signal.pause()
