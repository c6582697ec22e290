"""The system calls of a running gateway, call by call, as strace saw them."""

import os
import pathlib
import re
import signal
import typing

from .process import SANITIZERS
from .waiting import Deadline

CALL = re.compile(r"^(\w+)\((.*)", re.MULTILINE)


class Call(typing.NamedTuple):
    name: str
    rest: str  # arguments and result, as strace prints them

    def asks_and_does_not_wait(self):
        """As the poller of sockets does; the loop's own waits."""
        return self.name == "epoll_wait" and re.search(r", 0\) += \d+$", self.rest) is not None


class Trace:
    """`wrap` and `environment` are for the gateway to start with; it stays the test's own child, the tracer does not."""

    def __init__(self, folder):
        self._folder = pathlib.Path(folder)
        # A file for each thread: its calls in their order, none cut in two by another's.
        self.wrap = ["strace", "-D", "-ff", "-o", str(self._folder / "trace")]
        # The leak check is a tracer itself, and there can be one only.
        self.environment = {
            "ASAN_OPTIONS": SANITIZERS["ASAN_OPTIONS"].replace("detect_leaks=1", "detect_leaks=0")
        }

    def between(self, first, last):
        """A worker's calls, from its reading `first` to its reading `last`. Good when the gateway has ended."""
        texts = [file.read_text() for file in self._folder.glob("trace.*")]
        calls = [Call(*call) for call in CALL.findall(next(text for text in texts if first in text))]
        begin, end = (
            next(number for number, call in enumerate(calls) if mark in call.rest)
            for mark in (first, last)
        )
        return calls[begin:end]


class Stopped:
    """Within it the process stands still, and what is sent to it waits."""

    def __init__(self, process):
        self._pid = process.pid

    def __enter__(self):
        os.kill(self._pid, signal.SIGSTOP)
        deadline = Deadline()
        while not self._all_stand():
            if deadline.passed():
                raise TimeoutError(f"process {self._pid} did not stop")
        return self

    def __exit__(self, *_):
        os.kill(self._pid, signal.SIGCONT)

    def _all_stand(self):
        tasks = pathlib.Path(f"/proc/{self._pid}/task").iterdir()
        states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks]
        return all(state in "Tt" for state in states)
