"""The threat model names the test that holds each line of its tables; a name that leads nowhere would hold nothing."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "threat-model.md").read_text()


def test_every_test_it_names_exists():
    named = set(re.findall(r"`([\w/]+\.py)`", TEXT))
    assert len(named) > 20
    missing = [name for name in named if not (ROOT / "tests" / "gateway" / name).exists()]
    assert not missing


def test_every_line_of_its_tables_names_one():
    tables = TEXT[TEXT.index("## Attacks by clients") : TEXT.index("## Out of scope")]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    bare = [row for row in rows if ".py`" not in row and not row.endswith("| test |")]
    assert not bare
