"""Runs what the guide shows: each page is one story, block after block, in a folder of its own.

A block says what it is behind its language: `yaml file=NAME` is written, `sh run` is run (`sh run exit=1` where it must
end so), `sh serve` runs beside what follows, `text output` is what the last run must have printed (a line `...` stands
for any lines). A YAML block without a name that is a whole configuration must be valid. What npm has is that of
tests/clients; the files of MCP clients are used as these use them (mcp_clients.py).
"""

import http.server
import os
import pathlib
import re
import socket
import subprocess
import threading

import pytest
import yaml

import mcp_clients

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOTGATE = pathlib.Path(os.environ.get("JOTGATE_BIN", ROOT / "build/debug/jotgate")).resolve()
PAGES = sorted(page for page in (ROOT / "docs/guide").rglob("*.md") if page.name != "README.md") + [ROOT / "README.md"]
NPM = ROOT / "tests/clients"
PORTS = ("3000", "4000", "8080", "9400", "15000", "15020", "15021")
OWN_SERVERS_OFF = 'config: {adminAddr: "off", statsAddr: "off", readinessAddr: "off"}\n'
BLOCK = re.compile(r"^```(\w+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHAPES = {"gateways", "binds", "llm", "mcp"}


class Page:
    def __init__(self, path, folder):
        self.folder = folder
        self.blocks = [(m[1], m[2], m[3]) for m in BLOCK.finditer(path.read_text())]
        self.ports = {name: str(free_port()) for name in PORTS}
        self.printed = ""
        self.gateway = None
        self.env = dict(os.environ, PATH=f"{JOTGATE.parent}:{os.environ['PATH']}", OPENAI_API_KEY="not-a-key",
                        npm_config_offline="true")

    def placed(self, text):
        return re.sub(r"(?<!\d)(%s)(?!\d)" % "|".join(PORTS), lambda m: self.ports[m[1]], text)

    def write(self, name, text):
        text = self.placed(text)
        if name.endswith(".yaml") and "config:" not in text:
            text += OWN_SERVERS_OFF
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)

    def run(self, script, code=0):
        done = subprocess.run(["bash", "-eu", "-o", "pipefail", "-c", self.placed(script)], cwd=self.folder, env=self.env,
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == code, f"{script}\n{done.stdout}{done.stderr}"
        self.printed = done.stdout

    def serve(self, script):
        self.stop()
        self.gateway = subprocess.Popen(["bash", "-c", "exec " + self.placed(script)], cwd=self.folder, env=self.env,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        told = []
        for line in self.gateway.stderr:
            told.append(line)
            if line.rstrip().endswith(" ready"):
                threading.Thread(target=self.gateway.stderr.read, daemon=True).start()
                return
        pytest.fail("it did not start: " + "".join(told))

    def stop(self):
        if self.gateway:
            self.gateway.terminate()
            assert self.gateway.wait(timeout=30) == 0
            self.gateway = None

    def expect(self, wanted):
        pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in self.placed(wanted).splitlines())
        assert re.fullmatch(pattern, self.printed), f"expected:\n{self.placed(wanted)}\nprinted:\n{self.printed}"

    def validate(self, text):
        config = yaml.safe_load(text)
        if not isinstance(config, dict) or not SHAPES & set(config):
            return
        done = subprocess.run([JOTGATE, "-f", "-", "--validate-only"], input=text, cwd=self.folder, env=self.env,
                              capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, text + done.stderr


def free_port():
    with socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::", 0))
        return probe.getsockname()[1]


class Answer200(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def page(request, tmp_path):
    made = Page(request.param, tmp_path)
    # What examples name.
    (tmp_path / "node_modules").symlink_to(NPM / "node_modules")
    (tmp_path / "manifests/jwt").mkdir(parents=True)
    (tmp_path / "manifests/jwt/pub-key").write_text('{"keys": []}')
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(made.ports["8080"])), Answer200)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    try:
        made.stop()
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name, indirect=True)
def test_page_does_what_it_says(page):
    assert page.blocks
    for language, info, text in page.blocks:
        if info.startswith("file="):
            name = info.removeprefix("file=")
            page.write(name, text)
            if name in mcp_clients.FORMS:
                mcp_clients.use(name, page.folder)
        elif (language, info) == ("sh", "run"):
            page.run(text)
        elif (language, info) == ("sh", "run exit=1"):
            page.run(text, code=1)
        elif (language, info) == ("sh", "serve"):
            page.serve(text)
        elif (language, info) == ("text", "output"):
            page.expect(text)
        elif language == "yaml":
            page.validate(text)


def test_reference_is_what_the_program_prints():
    for name, command in (
        ("config.schema.json", ["schema"]),
        ("cel.md", ["reference", "cel"]),
        ("errors.md", ["reference", "errors"]),
        ("metrics.md", ["reference", "metrics"]),
    ):
        printed = subprocess.run([JOTGATE, *command], capture_output=True, text=True, check=True, timeout=60).stdout
        assert (ROOT / "docs/reference" / name).read_text() == printed, f"docs/reference/{name} is old: run ./dev reference"
