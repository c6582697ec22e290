"""Every wrong configuration of tests/config_bad is refused with exactly the message beside it."""

import pathlib

import pytest

from harness.process import run

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "config_bad"
CASES = sorted(FOLDER.glob("*.yaml"))
# One variable holds what is no port, one a secret; neither value may be printed.
VARIABLES = {"PORT": "notaport", "SECRET": "hunter2"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_it_is_refused_with_its_message(path):
    done = run("--validate-only", "-f", path.name, cwd=FOLDER, env=VARIABLES)
    faults = "".join(
        line + "\n" for line in done.stderr.splitlines() if not line.startswith("jotgate: ")
    )
    assert done.code == 1, f"accepted:\n{done.output}"
    assert faults == path.with_suffix(".txt").read_text()
    last = done.stderr.splitlines()[-1]
    assert last.startswith("jotgate: ") and "nothing was started" in last
    for value in VARIABLES.values():
        assert value not in done.output


def test_every_case_is_a_pair():
    assert CASES
    assert {p.stem for p in CASES} == {p.stem for p in FOLDER.glob("*.txt")}
