"""Many MCP sessions over several workers while servers are killed and clients vanish: nothing mixes, hangs or stays behind."""

import concurrent.futures
import os
import pathlib
import signal

from harness.descriptors import Holdings
from harness.mcp import Client, messages, request, serving
from harness.process import Gateway
from harness.waiting import until

SESSIONS = int(os.environ.get("JOTGATE_MCP_SESSIONS", "40"))
ROUNDS = 4


def children_of(gateway):
    folder = pathlib.Path(f"/proc/{gateway.process.pid}/task")
    return [c for thread in folder.iterdir() for c in (thread / "children").read_text().split()]


class Member:
    """A session that asks, loses its server or its connection now and then, and begins anew."""

    def __init__(self, gateway, number):
        self.client, self.number = Client(gateway.only_port()), number
        self.begun = 0

    def begin(self):
        self.client.session = None
        self.client.begin()
        self.begun += 1

    def ask(self, method, params=None, id=0):
        """What it was answered; None when the session is gone, which ends it."""
        answer = self.client.post(request(method, params, id))
        if answer.status == 404:
            return None
        assert answer.status == 200, (answer.status, answer.text)
        told = messages(answer)[-1]
        assert told["id"] == id
        if "error" in told:
            assert told["error"]["message"].endswith("(mcp.server_ended)"), told
            return None
        return told["result"]

    def run(self):
        self.begin()
        process = self.ask("where")["pid"]
        for turn in range(ROUNDS):
            mark = {"number": self.number, "turn": turn}
            assert self.ask("echo", mark, id=turn + 10) == mark
            assert self.ask("where", id="w")["pid"] == process
            if (self.number + turn) % 4 == 0:
                self.client.open("POST", request("hang", id=f"lost{turn}")).reset()
            if (self.number + turn) % 5 == 0:
                with self.client.open("POST", request("hang", id="h")) as hanging:
                    self.ask("echo", id="sync")
                    os.kill(process, signal.SIGKILL)
                    told = messages(hanging.response("POST"))[-1]
                    assert told["id"] == "h" and "error" in told
                until(lambda: self.ask("echo") is None, "the session to be gone")
                self.begin()
                process = self.ask("where")["pid"]
        if self.number % 3:
            assert self.client.end().status == 200
        return self.begun


def test_a_crowd_of_sessions():
    with Gateway(serving(workers=4, settings={"mcp": {"sessionTtl": "3s"}})) as gateway:
        holdings = Holdings(gateway)
        with concurrent.futures.ThreadPoolExecutor(SESSIONS) as pool:
            members = [pool.submit(Member(gateway, n).run) for n in range(SESSIONS)]
            begun = sum(member.result() for member in members)
        assert begun > SESSIONS
        until(lambda: not children_of(gateway), "all servers to end")
        holdings.await_release()
