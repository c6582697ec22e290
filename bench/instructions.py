"""Instructions, allocations and system calls a request: figures that a busy machine does not change.

callgrind counts what the process executes in user mode, all threads together, between two dumps; strace counts its system
calls. The load is small: these are counts, not times.
"""

import dataclasses
import re
import signal
import subprocess

from load import Amount

WARM_UP, COUNTED = 400, 2_000
ALLOCATORS = {"malloc", "calloc", "realloc", "memalign", "posix_memalign", "aligned_alloc"}


@dataclasses.dataclass(frozen=True)
class Counts:
    """Of one request."""

    instructions: float
    allocations: float
    system_calls: dict  # by name


def count(place, contender, load):
    """Ends the contender's own process and starts others."""
    place.stop(contender.process)
    instructions, allocations = in_user_mode(place, contender, load)
    return Counts(instructions, allocations, system_calls(place, contender, load))


def in_user_mode(place, contender, load):
    """A request's share of what the process executes and allocates, once it is warm."""
    out = place.folder / f"callgrind.{contender.port}"
    process = start(place, contender, "valgrind", "--tool=callgrind", f"--callgrind-out-file={out}")
    load.run(place, contender.port, Amount(requests=WARM_UP))
    dump(process)  # and begins again from 0
    loaded = load.run(place, contender.port, Amount(requests=COUNTED))
    dump(process)
    place.stop(process)
    profile = out.with_name(out.name + ".2").read_text()
    executed = re.search(r"^totals: (\d+)", profile, re.MULTILINE)
    return int(executed[1]) / checked(loaded), calls_of(ALLOCATORS, profile) / checked(loaded)


def calls_of(functions, profile):
    """How often one of them is called; callgrind names a function once and then by its number."""
    names = dict(re.findall(r"^c?fn=\((\d+)\) (.+)$", profile, re.MULTILINE))
    calls = re.findall(r"^cfn=\((\d+)\).*\ncalls=(\d+)", profile, re.MULTILINE)
    return sum(int(count) for number, count in calls if names[number] in functions)


def system_calls(place, contender, load):
    """Name -> calls a request, without those of starting and ending."""
    out = place.folder / f"strace.{contender.port}"
    process = start(place, contender)
    load.run(place, contender.port, Amount(requests=WARM_UP))
    tracer = subprocess.Popen(["strace", "-f", "-c", "-U", "calls,name", "-o", out, "-p", str(process.pid)],
                              stderr=subprocess.PIPE, text=True)
    tracer.stderr.readline()  # "attached"
    loaded = load.run(place, contender.port, Amount(requests=COUNTED))
    tracer.send_signal(signal.SIGINT)
    tracer.wait()
    place.stop(process)
    counts = re.findall(r"^\s*(\d+) (\w+)$", out.read_text(), re.MULTILINE)
    return {name: int(count) / checked(loaded) for count, name in counts if name != "total"}


def start(place, contender, *tool):
    command = contender.process.args[3:]  # behind "taskset -c core"
    return place.start(place.proxy_core, [*tool, *command], contender.port)


def dump(process):
    subprocess.run(["callgrind_control", "-d", str(process.pid)], check=True, capture_output=True)


def checked(loaded):
    if loaded.faults or loaded.requests < COUNTED:
        raise RuntimeError(f"{loaded.faults} faults, {loaded.requests} of {COUNTED} requests: {loaded.fault}")
    return loaded.requests
