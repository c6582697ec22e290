import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "gateway"))

from harness.identity_provider import IdentityProvider  # noqa: E402
from harness.missing import missing, shared_folder  # noqa: E402
from harness.process import binary  # noqa: E402


class Node:
    def __init__(self):
        own = sorted(HERE.glob("node_modules/node-linux-*/bin/node"))
        self.path = str(own[0]) if own else shutil.which("node")
        if not self.path or not (HERE / "node_modules" / "openai").is_dir():
            missing("run `npm ci --ignore-scripts` in tests/clients first")

    def run(self, script, **env):
        done = subprocess.run(
            [self.path, str(HERE / script)],
            env={"PATH": os.environ["PATH"], **env},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{script}: {done.stdout}\n{done.stderr}"
        # Libraries talk on standard output too; the result is the last line that is an object.
        return json.loads([line for line in done.stdout.splitlines() if line.startswith("{")][-1])


@pytest.fixture(scope="session")
def node():
    return Node()


@pytest.fixture(scope="session")
def server_script(node):
    """The MCP project's own server of everything."""
    script = HERE / "node_modules/@modelcontextprotocol/server-everything/dist/index.js"
    if not script.exists():
        missing("run `npm ci --ignore-scripts` in tests/clients first")
    return str(script)


@pytest.fixture(scope="session")
def run_tool():
    """Runs a client that a Debian package has; gives what it printed."""

    def run(*arguments):
        if not shutil.which(arguments[0]):
            missing(f"there is no {arguments[0]}; run ./dev setup")
        done = subprocess.run(
            [str(argument) for argument in arguments], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    return run


@pytest.fixture(scope="session")
def gateway_binary():
    try:
        return binary()
    except FileNotFoundError as error:
        missing(str(error))


@pytest.fixture(scope="module")
def provider(node):
    """The scripted provider's address; its answers are the same each time."""
    script = shared_folder() / "mock" / "mock_provider.mjs"
    if not script.exists():
        missing(f"there is no {script}; name its folder in JOTGATE_SHARED_DIR")
    process = subprocess.Popen(
        [node.path, "--import", str(HERE / "fixed_random.mjs"), str(script), "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        yield f"127.0.0.1:{int(line.rsplit(None, 1)[1])}"
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def provider_of_keys(node, tmp_path):
    script = shared_folder() / "idp" / "idp.mjs"
    if not script.exists():
        missing(f"there is no {script}; name its folder in JOTGATE_SHARED_DIR")
    with IdentityProvider(node.path, script, HERE / "node_modules", tmp_path) as made:
        yield made
