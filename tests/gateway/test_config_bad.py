"""Every configuration of tests/config_bad is refused, and every one of tests/config_warned taken, with exactly the message beside it."""

import pathlib

import pytest

from harness.process import run

TESTS = pathlib.Path(__file__).resolve().parent.parent
BAD = sorted((TESTS / "config_bad").glob("*.yaml"))
WARNED = sorted((TESTS / "config_warned").glob("*.yaml"))
# One variable holds what is no port, one a secret; neither value may be printed.
VARIABLES = {"PORT": "notaport", "SECRET": "hunter2"}


def validate(path):
    done = run("--validate-only", "-f", path.name, cwd=path.parent, env=VARIABLES)
    for value in VARIABLES.values():
        assert value not in done.output
    return done


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_it_is_refused_with_its_message(path):
    done = validate(path)
    faults = "".join(
        line + "\n" for line in done.stderr.splitlines() if not line.startswith("jotgate: ")
    )
    assert done.code == 1, f"accepted:\n{done.output}"
    assert faults == path.with_suffix(".txt").read_text()
    last = done.stderr.splitlines()[-1]
    assert last.startswith("jotgate: ") and "nothing was started" in last


@pytest.mark.parametrize("path", WARNED, ids=lambda path: path.stem)
def test_it_is_taken_with_its_warning(path):
    done = validate(path)
    assert done.code == 0 and "Configuration is valid!" in done.stdout, done.output
    assert done.stderr == path.with_suffix(".txt").read_text()


@pytest.mark.parametrize("cases", [BAD, WARNED], ids=["bad", "warned"])
def test_every_case_is_a_pair(cases):
    assert cases
    assert {p.stem for p in cases} == {p.stem for p in cases[0].parent.glob("*.txt")}
