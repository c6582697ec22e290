"""Bounded waits. Nothing here sleeps to synchronise: everything waits for an event, up to a deadline."""

import os
import threading
import time

# A sanitizer build on a loaded machine is slow; a wait that is too long only costs time when a test fails.
PATIENCE = float(os.environ.get("JOTGATE_TEST_PATIENCE", "30"))


class Deadline:
    def __init__(self, seconds=None):
        self.end = time.monotonic() + (PATIENCE if seconds is None else seconds)

    def left(self):
        return max(0.0, self.end - time.monotonic())

    def passed(self):
        return self.left() == 0.0


class Gate(threading.Event):
    """An event that one side opens and the other waits for; a wait that runs out is a failure, never a silent pass."""

    def await_open(self, what="a gate", seconds=None):
        if not self.wait(PATIENCE if seconds is None else seconds):
            raise TimeoutError(f"{what} did not open in time")


class Growing:
    """A list that one thread fills and others wait on."""

    def __init__(self):
        self._items = []
        self._changed = threading.Condition()
        self._closed = False

    def add(self, item):
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    def touch(self):
        with self._changed:
            self._changed.notify_all()

    def close(self):
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def all(self):
        with self._changed:
            return list(self._items)

    def __len__(self):
        with self._changed:
            return len(self._items)

    def wait_until(self, holds, what, seconds=None):
        """Waits until `holds(items)` gives something true, and returns that."""
        deadline = Deadline(seconds)
        with self._changed:
            while True:
                found = holds(self._items)
                if found:
                    return found
                if self._closed or deadline.passed():
                    shown = "\n".join(repr(item) for item in self._items[-20:])
                    why = "it ended" if self._closed else "time ran out"
                    raise TimeoutError(
                        f"waited for {what}, but {why}; the last of {len(self._items)}:\n{shown}"
                    )
                self._changed.wait(deadline.left())


def until(holds, what):
    """Asks until it holds, and gives what it says; each asking is a request, so nothing spins idle."""
    deadline = Deadline()
    while not (found := holds()):
        assert not deadline.passed(), f"waited in vain for {what}"
    return found
