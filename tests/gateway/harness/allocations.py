"""Counts the heap allocations of a running gateway, thread by thread, whatever its build."""

import contextlib
import mmap
import pathlib
import struct
import subprocess

from .process import binary

SOURCE = pathlib.Path(__file__).with_name("allocation_counter.c")
THREADS = 64
SLOT = struct.Struct("=QQ")  # struct Counts of the source: a flag, then thread and count for each
FLAG = struct.Struct("=Q")


class Allocations:
    """`environment` is for the gateway to start with; within `counting()` what it allocates is counted."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        library, counts = folder / "allocation_counter.so", folder / "allocation_counts"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        counts.write_bytes(bytes(FLAG.size + THREADS * SLOT.size))
        with counts.open("r+b") as file:
            self._mapped = mmap.mmap(file.fileno(), 0)
        self.environment = {"LD_PRELOAD": str(library), "ALLOCATION_COUNTS": str(counts)}
        if runtime := sanitizer():
            self.environment["LD_PRELOAD"] = f"{runtime}:{library}"
            self.environment["ALLOCATION_COUNTS_EXCEPT"] = range_of("jg::allocate_block(unsigned long)")

    @contextlib.contextmanager
    def counting(self):
        FLAG.pack_into(self._mapped, 0, 1)
        try:
            yield
        finally:
            FLAG.pack_into(self._mapped, 0, 0)

    def by_thread(self):
        slots = SLOT.iter_unpack(self._mapped[FLAG.size :])
        return {thread: count for thread, count in slots if thread}


def range_of(function):
    """Where a function of the binary begins, and its length, in hexadecimal."""
    symbols = subprocess.run(["nm", "-SC", binary()], capture_output=True, text=True, check=True).stdout
    [line] = [line for line in symbols.splitlines() if line.endswith(f" {function}")]
    begin, length = line.split()[:2]
    return f"{begin}+{length}"


def sanitizer():
    """The library that must stay before all others, in a build that has it."""
    needed = subprocess.run(["ldd", binary()], capture_output=True, text=True, check=True).stdout
    return next((line.split()[2] for line in needed.splitlines() if "libasan" in line), None)
