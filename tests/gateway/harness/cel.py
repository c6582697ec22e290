"""Evaluators of CEL that answer JSON lines with typed values, and how their answers compare."""

import json
import pathlib
import subprocess

from .process import binary


def ours():
    return [str(pathlib.Path(binary()).parent / "jotgate-vectors"), "cel"]


def answers(command, rows, seconds=300):
    done = subprocess.run(command, input="".join(json.dumps(row) + "\n" for row in rows), capture_output=True, text=True,
                          timeout=seconds)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in told] == [row["id"] for row in rows]
    for one in told:
        assert set(one) in ({"id", "value"}, {"id", "error"}), one
    return told


def same(a, b):
    """Of two typed values: the order of a map's entries says nothing, nor how a double is spelled."""
    if list(a) != list(b):
        return False
    (kind, x), (_, y) = *a.items(), *b.items()
    if kind == "list":
        return len(x) == len(y) and all(map(same, x, y))
    if kind == "map":
        return len(x) == len(y) and all(any(same(k, l) and same(v, w) for l, w in y) for k, v in x)
    if kind == "double":
        return x == y or float(x) == float(y)
    return x == y


def agree(answer, other):
    """Any error is as good as any other."""
    if "error" in answer or "error" in other:
        return "error" in answer and "error" in other
    return same(answer["value"], other["value"])
