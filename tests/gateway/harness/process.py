"""The gateway as a process: started, waited for, stopped and looked over afterwards."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading

import yaml

from .waiting import PATIENCE, Growing

ROOT = pathlib.Path(__file__).resolve().parents[3]
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:exitcode=97:allocator_may_return_null=1:detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:exitcode=98",
    "LSAN_OPTIONS": "exitcode=96",
    "TSAN_OPTIONS": "exitcode=95:halt_on_error=1",
}
SANITIZER_REPORT = re.compile(
    r"(ERROR: (Address|Leak|Thread)Sanitizer|runtime error:|SUMMARY: \w+Sanitizer|terminate called)"
)
OWN_SERVERS_OFF = {"adminAddr": "off", "statsAddr": "off", "readinessAddr": "off"}


def binary():
    path = pathlib.Path(
        os.environ.get("JOTGATE_BIN", ROOT / "build" / "debug" / "jotgate")
    ).resolve()
    if not path.exists():
        raise FileNotFoundError(f"there is no {path}; build it, or name it in JOTGATE_BIN")
    return str(path)


def environment(extra=None):
    """What the gateway may see: nothing of the caller's variables but PATH, and never somebody's real keys."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ
    }
    return {**kept, **SANITIZERS, **(extra or {})}


def run(*arguments, cwd=None, env=None, stdin=b"", seconds=None):
    """Runs the binary to its end, for the command line's tests."""
    done = subprocess.run(
        [binary(), *arguments],
        cwd=cwd,
        env=environment(env),
        input=stdin,
        capture_output=True,
        timeout=4 * PATIENCE if seconds is None else seconds,
    )
    ended = Ended(
        done.returncode,
        done.stdout.decode("utf-8", "replace"),
        done.stderr.decode("utf-8", "replace"),
    )
    ended.must_have_no_report()
    return ended


class Ended:
    def __init__(self, code, stdout, stderr):
        self.code, self.stdout, self.stderr = code, stdout, stderr
        self.output = stdout + stderr

    def must_have_no_report(self):
        found = SANITIZER_REPORT.search(self.stderr)
        assert not found, (
            "a sanitizer reported:\n"
            + self.stderr[max(0, found.start() - 2000) : found.start() + 6000]
        )
        assert self.code >= 0, f"ended by signal {-self.code}:\n{self.stderr[-4000:]}"


def as_text(config):
    return config if isinstance(config, str) else yaml.safe_dump(config, sort_keys=False)


class Gateway:
    """Use as a context manager; at its end the process must stop by SIGTERM with code 0 and without a sanitizer's report."""

    def __init__(self, config, cwd=None, env=None, wrap=()):
        self.config = as_text(config)
        self._folder = tempfile.TemporaryDirectory(prefix="jotgate-test-") if cwd is None else None
        self.cwd = str(cwd or self._folder.name)
        self.env = environment(env)
        self.wrap = list(wrap)
        self.process = None
        self.stderr = Growing()
        self.stdout = Growing()
        self.ended = None
        self._told_to_stop = False

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self._kill()
            raise
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            if self.ended is None:
                self.stop()
        else:
            self._kill()

    @property
    def path(self):
        """Of the configuration's file."""
        return pathlib.Path(self.cwd) / "jotgate-test.yaml"

    def start(self):
        path = self.path
        path.write_text(self.config)
        self.process = subprocess.Popen(
            [*self.wrap, binary(), "-f", str(path)],
            cwd=self.cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.stdout), (self.process.stderr, self.stderr))
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.stderr.wait_until(
                lambda lines: any(re.search(r" info ready\b", line) for line in lines),
                "the line `info ready`",
                60,
            )
        except TimeoutError as error:
            raise RuntimeError(
                f"the gateway did not start: {error}\nconfig:\n{self.config}"
            ) from None
        self.listening = [
            self._fields(line) for line in self.stderr.all() if " info listening " in line
        ]

    @staticmethod
    def _read(pipe, lines):
        for line in pipe:
            lines.add(line.decode("utf-8", "replace").rstrip("\n"))
        lines.close()

    @staticmethod
    def _fields(line):
        return dict(re.findall(r"(\w+)=(\S+)", line))

    def port(self, gateway="default", listener=None):
        found = [
            f
            for f in self.listening
            if f.get("gateway", "").split("/")[-1] == gateway
            and (listener is None or f.get("listener") == listener)
        ]
        if not found:
            raise LookupError(
                f"nobody announced gateway {gateway}, listener {listener}; there were {self.listening}"
            )
        return int(found[0]["address"].rpartition(":")[2])

    def only_port(self):
        ports = {f["address"].rpartition(":")[2] for f in self.listening if "gateway" in f}
        assert len(ports) == 1, self.listening
        return int(ports.pop())

    def service(self, name):
        found = [f for f in self.listening if f.get("service") == name]
        if not found:
            raise LookupError(f"nobody announced service {name}; there were {self.listening}")
        return int(found[0]["address"].rpartition(":")[2])

    def log_line(self, *parts):
        """Waits for a line of the access log that holds all of `parts`."""
        return self.stdout.wait_until(
            lambda lines: next((l for l in lines if all(p in l for p in parts)), None),
            f"a line of the access log with {parts}",
        )

    def log_record(self, **fields):
        """The same for the JSON form, by exact values; names may be given with _ for the dot."""

        def fits(line):
            record = json.loads(line)
            return (
                record
                if all(
                    str(record.get(n, record.get(n.replace("_", ".")))) == str(v)
                    for n, v in fields.items()
                )
                else None
            )

        return self.stdout.wait_until(
            lambda lines: next((r for r in map(fits, lines) if r), None), f"a record with {fields}"
        )

    def peak_memory(self):
        """VmHWM in bytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def reload(self, config):
        """Returns when the new configuration is taken."""
        before = self._reloads(self.stderr.all())
        self.path.write_text(as_text(config))
        self.stderr.wait_until(
            lambda lines: self._reloads(lines) > before, "the new configuration to be taken"
        )

    @staticmethod
    def _reloads(lines):
        return sum("loaded anew" in line for line in lines)

    def tell_to_stop(self):
        """Returns when the drain has begun; stop() waits for its end. A second signal would end it at once."""
        self._told_to_stop = True
        self.process.send_signal(signal.SIGTERM)
        self.stderr.wait_until(
            lambda lines: any("draining" in line for line in lines), "the drain's beginning"
        )

    def stop(self):
        if not self._told_to_stop:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self._kill()
            raise AssertionError(
                f"the gateway did not end on SIGTERM; its log:\n{self.log_text()}"
            ) from None
        self._collect(code)
        self.ended.must_have_no_report()
        assert code == 0, f"the gateway ended with code {code}:\n{self.ended.stderr[-6000:]}"
        return self.ended

    def must_end_by(self, signal_number):
        """Sends the signal, which must end the process where it stands; no leak is looked for then."""
        self.process.send_signal(signal_number)
        code = self.process.wait(60)
        assert code == -signal_number, f"ended with {code}"
        self._collect(code)

    def _collect(self, code):
        for reader in self._readers:
            reader.join(PATIENCE)
        self.ended = Ended(code, "\n".join(self.stdout.all()), "\n".join(self.stderr.all()))
        if self._folder:
            self._folder.cleanup()

    def _kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            code = self.process.wait()
            self._collect(code)
            found = SANITIZER_REPORT.search(self.ended.stderr)
            if found:
                print(
                    "sanitizer report of the gateway:\n"
                    + self.ended.stderr[found.start() : found.start() + 8000]
                )
            else:
                print("log of the gateway:\n" + self.ended.stderr[-4000:])

    def log_text(self):
        return "\n".join(self.stderr.all()[-60:])

    def is_running(self):
        return self.process.poll() is None
