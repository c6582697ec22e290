"""A place for one run: its folder, its ports, its processes, each pinned to its core and ended by its own id."""

import pathlib
import resource
import shutil
import socket
import subprocess
import tempfile
import time

import machine

ROOT = pathlib.Path(__file__).resolve().parent.parent
JOTGATE = ROOT / "build/release/jotgate"
LOADER = ROOT / "build/release/jotgate-bench-loader"
START_SECONDS = 300  # under valgrind, on a machine that has other work


class Lab:
    def __init__(self):
        self.proxy_core, self.load_core = machine.cores()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="jotgate-bench-"))
        self.upstream = free_port()  # whoever serves there: a loader or a server of its own
        self._processes = []
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        self.descriptors = min(hard, 65536)  # of each process
        resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors, hard))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in list(self._processes):
            self.stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def start(self, core, command, port=None, stdout=subprocess.DEVNULL, stdin=None):
        """Starts a process; with `port`, returns when it listens there."""
        process = subprocess.Popen(pinned(core, command), cwd=self.folder, stdout=stdout, stdin=stdin,
                                   stderr=(self.folder / "stderr.log").open("ab"))
        self._processes.append(process)
        if port is not None:
            self._await_listening(process, port)
        return process

    def run(self, core, command):
        """Runs a command to its end; what it printed."""
        done = subprocess.run(pinned(core, command), cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr or done.stdout}")
        return done.stdout

    def stop(self, process):
        self._processes.remove(process)
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def serve_upstream(self):
        command = [LOADER, "serve", "--port", self.upstream]
        return self.start(self.load_core, command, port=self.upstream)

    def _await_listening(self, process, port):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError(f"did not start: {process.args}\n{(self.folder / 'stderr.log').read_text()[-2000:]}")


def pinned(core, command):
    return ["taskset", "-c", str(core), *map(str, command)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
