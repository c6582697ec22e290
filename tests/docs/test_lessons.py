"""docs/lessons-tests.md names the test that holds each lesson; a name that leads nowhere would hold nothing."""

import os
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs/lessons-tests.md").read_text()
LESSONS = pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared")) / "lessons.md"
ROWS = re.findall(r"^\| (3\.\d+\.\d+) \| [^|]+ \| ([^|]+) \|$", TEXT, re.MULTILINE)


def exists(file, test):
    if file.endswith(".cc"):
        path = ROOT / "src" / file
        pattern = rf"TEST(_F|_P)?\(\w+, {test}\)"
    else:
        path = ROOT / (file if "/" in file else f"tests/gateway/{file}")
        pattern = rf"^def {test}\("
    return path.exists() and re.search(pattern, path.read_text(), re.MULTILINE)


def test_every_test_it_names_exists():
    named = set(re.findall(r"`([\w/]+\.(?:py|cc))::(\w+)`", TEXT))
    assert len(named) > 60
    assert [name for name in sorted(named) if not exists(*name)] == []


def test_every_row_names_a_test_or_says_why_not():
    bare = [number for number, shown in ROWS if "::" not in shown and not shown.startswith(("cannot apply", "not yet"))]
    assert ROWS and bare == []


def test_no_lesson_is_left_out():
    if not LESSONS.exists():
        pytest.skip(f"there is no {LESSONS}")
    section = LESSONS.read_text().split("\n## 3. ")[1].split("\n## 4. ")[0]
    wanted = []
    for number, part in enumerate(section.split("\n### 3.")[1:], start=1):
        rows = [line for line in part.splitlines() if line.startswith("| ")][1:]
        wanted += [f"3.{number}.{at}" for at, row in enumerate(rows, start=1) if "T:" in row.rsplit(" | ", 1)[1]]
    assert [number for number, _ in ROWS] == wanted
