"""The MCP project's own suite for servers: no scenario may score lower through the gateway than with the server itself."""

import dataclasses
import json
import pathlib
import re
import subprocess

import pytest

from harness.configs import config, route
from harness.missing import missing
from harness.process import Gateway

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = 32
SUITE = HERE / "node_modules/@modelcontextprotocol/conformance/dist/index.js"
SERVER = HERE / "mcp_conformance_server.mjs"

# What stands behind the gateway, and the server's own path that it is compared with. A pipe has no streams that could be
# resumed, so a server that is run is held against itself by HTTP without them.
SHAPES = {
    "one by http": (["http"], "mcp"),
    "one that is run": (["stdio"], "plain"),
    "two by http": (["http", "neighbour"], "mcp"),
    "one that is run and one by http": (["stdio", "neighbour"], "plain"),
}


@dataclasses.dataclass
class Score:
    """Of a scenario: which checks passed, and what the suite says of those that failed."""

    passed: set
    failed: dict

    @classmethod
    def read(cls, path):
        checks = json.loads(path.read_text())
        return cls(
            {check["id"] for check in checks if check["status"] == "SUCCESS"},
            {check["id"]: check.get("errorMessage") for check in checks if check["status"] == "FAILURE"},
        )

    def loss(self, other):
        """What `other` has not that is here, and fails that does not here."""
        lost = self.passed - other.passed
        failed = {id: why for id, why in other.failed.items() if id not in self.failed}
        return {"lost": lost, "failed": failed} if lost or failed else None


class Run:
    """The suite, under way against one address."""

    def __init__(self, node, url, folder):
        self.folder = folder
        folder.mkdir()
        self.said = folder / "said"
        command = [node.path, SUITE, "server", "--suite", "all", "--url", url, "-o", folder]
        with self.said.open("w") as said:
            self.process = subprocess.Popen(command, env={"PATH": "/usr/bin"}, stdout=said, stderr=said)

    def scores(self):
        """By scenario, when it has ended."""
        self.process.wait(timeout=300)
        found = {}
        for path in self.folder.glob("server-*/checks.json"):
            name = re.fullmatch(r"server-(.*)-\d{4}-\d\d-\d\dT.*", path.parent.name)[1]
            found[name] = Score.read(path)
        assert len(found) == SCENARIOS, self.said.read_text()
        return found

    def end(self):
        self.process.kill()
        self.process.wait()


def targets(node, port):
    return {
        "http": {"name": "wanted", "mcp": {"host": f"http://127.0.0.1:{port}/mcp"}},
        "stdio": {"name": "wanted", "stdio": {"cmd": node.path, "args": [str(SERVER), "stdio"]}},
        "neighbour": {"name": "neighbour", "mcp": {"host": f"http://127.0.0.1:{port}/neighbour"}},
    }


def path_of(shape):
    return "/" + shape.replace(" ", "-")


def behind(node, port):
    known = targets(node, port)
    routes = [
        route(
            {"mcp": {"targets": [known[name] for name in names], "prefixMode": "never", "dnsRebindingProtection": True}},
            exact=path_of(shape),
        )
        for shape, (names, _) in SHAPES.items()
    ]
    return config(routes, workers=2)


@pytest.fixture(scope="module")
def server_port(node):
    process = subprocess.Popen([node.path, SERVER], stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def scores(node, server_port, tmp_path_factory):
    """Of all runs, by the server's path or the shape; they go on side by side."""
    if not SUITE.exists():
        missing("run `npm ci --ignore-scripts` in tests/clients first")
    folder = tmp_path_factory.mktemp("conformance")
    runs = {}
    with Gateway(behind(node, server_port)) as gateway:
        urls = {path: f"http://127.0.0.1:{server_port}/{path}" for path in ("mcp", "plain")}
        for shape in SHAPES:
            urls[shape] = f"http://127.0.0.1:{gateway.only_port()}{path_of(shape)}"
        try:
            for name, url in urls.items():
                runs[name] = Run(node, url, folder / name.replace(" ", "-"))
            return {name: run.scores() for name, run in runs.items()}
        finally:
            for run in runs.values():
                run.end()


@pytest.mark.parametrize("path, most", [("mcp", 47), ("plain", 44)])
def test_the_suite_is_content_with_the_server_itself(scores, path, most):
    """So that there is something that could score lower."""
    assert {name: score.failed for name, score in scores[path].items() if score.failed} == {}
    assert sum(len(score.passed) for score in scores[path].values()) == most


@pytest.mark.parametrize("shape", SHAPES)
def test_no_scenario_scores_lower_through_the_gateway(scores, shape):
    direct, through = scores[SHAPES[shape][1]], scores[shape]
    losses = {name: score.loss(through[name]) for name, score in direct.items()}
    assert {name: loss for name, loss in losses.items() if loss} == {}
