#!/usr/bin/env python3
"""Measures the release binary beside HAProxy and nginx: ./dev bench [GROUP...] [--rounds N] [--seconds S] [--keep]"""

import argparse
import importlib
import shlex
import signal
import sys

import groups
import machine
import table
from lab import Lab

QUICK = ["plain", "policies"]


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.partition(":")[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"quick, or some of: {' '.join(groups.ORDER)}; all by default")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--seconds", type=float, default=1.0, help="of each measurement (1)")
    parser.add_argument("--keep", action="store_true", help="put the results into docs/performance.md")
    asked = parser.parse_args()
    asked.groups = QUICK if asked.groups == ["quick"] else asked.groups or groups.ORDER
    unknown = set(asked.groups) - set(groups.ORDER)
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    return asked


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended by SIGTERM"))  # and so ends what was started
    asked = arguments()
    command = shlex.join(["./dev", "bench", *sys.argv[1:]])
    about = machine.description()
    print(f"{about}\n{asked.rounds} rounds of {asked.seconds:g} s\n")
    return max([run(name, asked, command, about) for name in asked.groups])


def run(name, asked, command, about):
    """One group, in a place of its own: what one cannot start must not cost the others' results."""
    group = importlib.import_module(f"groups.{name}")
    print(f"{group.TITLE}: {group.__doc__.strip()}", file=sys.stderr)
    try:
        with Lab() as place:
            text = group.run(place, asked.rounds, asked.seconds)
    except RuntimeError as fault:
        print(f"{group.TITLE}: {fault}", file=sys.stderr)
        return 1
    print(f"\n## {group.TITLE}\n\n{text}\n", flush=True)
    if asked.keep:
        table.keep(name, text, command, about)
    return 0


if __name__ == "__main__":
    sys.exit(main())
