"""The machine's own accounts: cores, what a process has used, and what a result must name to be repeatable."""

import os
import pathlib
import platform
import re
import subprocess


def cores():
    """The core of the proxies and the core of the load; JOTGATE_BENCH_CORES names others."""
    named = os.environ.get("JOTGATE_BENCH_CORES")
    found = [int(core) for core in named.split(",")] if named else sorted(os.sched_getaffinity(0))
    if len(found) < 2:
        raise SystemExit("the benchmark needs two cores: one for the proxy, one for the load")
    return found[0], found[1]


class Cpu:
    """What a process has used, all of its threads together, in microseconds."""

    def __init__(self, pid):
        tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
        # schedstat counts nanoseconds; how they divide into user and system is sampled by the tick.
        self.total = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1000
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        tick = 1e6 / os.sysconf("SC_CLK_TCK")
        self.user, self.system = int(fields[11]) * tick, int(fields[12]) * tick

    def since(self, earlier):
        """Total, user and system."""
        total = self.total - earlier.total
        user, system = self.user - earlier.user, self.system - earlier.system
        share = user / (user + system) if user + system else 0
        return total, total * share, total * (1 - share)


def resident(pid):
    """Resident bytes, and those of them that are not shared (PSS), as the kernel counts them."""
    rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
    return [int(re.search(rf"^{name}:\s+(\d+) kB", rollup, re.MULTILINE)[1]) * 1024 for name in ("Rss", "Pss")]


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    return ((done.stdout or done.stderr).splitlines() or [""])[0]


def description():
    """One paragraph: processor, kernel, versions, and how busy the machine was before the run."""
    processor = re.search(r"model name\s*:\s*(.+)", pathlib.Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.+)"', pathlib.Path("/etc/os-release").read_text())
    commit = first_line("git", "describe", "--always", "--dirty")
    versions = [
        re.sub(r" \d{4}/.*", "", first_line("haproxy", "-v")),
        first_line("nginx", "-v").removeprefix("nginx version: "),
        first_line("openssl", "version").rpartition("(")[0].strip() or first_line("openssl", "version"),
    ]
    return (
        f"{processor[1] if processor else platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}, "
        f"{system[1] if system else ''}; {', '.join(versions)}; jotgate {commit}; "
        f"load average before the run {os.getloadavg()[0]:.1f}"
    )
