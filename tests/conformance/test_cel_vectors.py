"""Runs `jotgate-vectors cel` over the cases of the CEL specification that need no protobuf, and over rows of our own for
the form of what it reads and writes."""

import json
import os
import pathlib
import subprocess

import pytest
from harness.cel import agree, answers, ours
from harness.process import ROOT

VECTORS = pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared")) / "vectors/cel/cel_spec_json_only.jsonl"

# Where we differ from the specification's own cases, by id, with the reason. Each is checked to differ still.
WE_DIFFER = {}


def value_of(expr, **more):
    told = answers(ours(), [{"id": "x", "expr": expr, **more}])[0]
    return told.get("value", "error" if "error" in told else None)


def test_agrees_with_every_case_of_the_specification():
    if not VECTORS.exists():
        if os.environ.get("CI"):
            pytest.fail(f"there are no vectors at {VECTORS}")
        pytest.skip(f"there are no vectors at {VECTORS}")
    rows = [json.loads(line) for line in VECTORS.read_text().splitlines()]
    assert len(rows) == 1040
    asked = [{key: value for key, value in row.items() if key != "expect"} for row in rows]
    wrong = {row["id"]: told for row, told in zip(rows, answers(ours(), asked)) if not agree(told, row["expect"])}
    assert set(wrong) == set(WE_DIFFER), {id: told for id, told in wrong.items() if id not in WE_DIFFER}


@pytest.mark.parametrize("expr, value", [
    ("null", {"null": None}),
    ("1 < 2", {"bool": True}),
    ("-9223372036854775808", {"int": "-9223372036854775808"}),
    ("18446744073709551615u", {"uint": "18446744073709551615"}),
    ("1.5", {"double": 1.5}),
    ("0.0 / 0.0", {"double": "NaN"}),
    ("1.0 / 0.0", {"double": "Infinity"}),
    ("-1.0 / 0.0", {"double": "-Infinity"}),
    ("'\\u00e9\\n'", {"string": "é\n"}),
    ("b'\\xff\\x00'", {"bytes": "/wA="}),
    ("[1, 'a']", {"list": [{"int": "1"}, {"string": "a"}]}),
    ("{'a': 1, 2: []}", {"map": [[{"string": "a"}, {"int": "1"}], [{"int": "2"}, {"list": []}]]}),
    ("type(1)", {"type": "int"}),
    ("type(null)", {"type": "null_type"}),
    ("duration('-1.5s')", {"duration": {"seconds": "-1", "nanos": -500000000}}),
    ("timestamp('1969-12-31T23:59:59.5Z')", {"timestamp": {"seconds": "-1", "nanos": 500000000}}),
])
def test_writes_typed_values_in_one_form(expr, value):
    assert value_of(expr) == value


def test_reads_typed_values():
    typed = {"a": {"int": "-1"}, "b": {"uint": "2"}, "c": {"double": "NaN"}, "d": {"bytes": "AQ=="}, "e": {"null": None},
             "f": {"list": [{"string": "x"}]}, "g": {"map": [[{"bool": True}, {"double": 1.5}]]}, "h": {"type": "bytes"},
             "i": {"duration": {"seconds": "1", "nanos": 5}}, "j": {"timestamp": {"seconds": "0", "nanos": 0}}}
    expr = ("a == -1 && type(b) == uint && c != c && d == b'\\x01' && e == null && f[0] == 'x' && g[true] == 1.5 && "
            "h == bytes && i == duration('1.000000005s') && j == timestamp(0)")
    assert value_of(expr, bindings=typed) == {"bool": True}
    for bad in ({"int": 1}, {"int": "one"}, {"string": 1}, {"list": {}}, {"map": [[{"int": "1"}]]}, {"what": 1}, {}, {"duration": {}}):
        assert value_of("true", bindings={"a": bad}) == "error", bad


def test_reads_plain_json():
    plain = {"a": [1, 1.0, 18446744073709551615, "x", None, {"k": True}]}
    expr = "type(a[0]) == int && type(a[1]) == double && type(a[2]) == uint && a[3] == 'x' && a[4] == null && a[5].k"
    assert value_of(expr, bindings_json=plain) == {"bool": True}


def test_takes_a_container_and_leaves_macros_alone_when_asked():
    assert value_of("x", bindings={"a.b.x": {"int": "1"}, "a.x": {"int": "2"}}, container="a.b") == {"int": "1"}
    assert value_of("x", bindings={"a.x": {"int": "2"}}, container="a.b") == {"int": "2"}
    assert value_of("has({'a': 1}.a)") == {"bool": True}
    assert value_of("has({'a': 1}.a)", disable_macros=True) == "error"


def test_says_what_is_wrong_with_a_line():
    done = subprocess.run(ours(), input='{"id":1,"expr":"1"}\nnot JSON\n{"id":3}\n', capture_output=True, text=True, timeout=60)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert told[0] == {"id": 1, "value": {"int": "1"}}
    assert told[1]["id"] is None and "JSON" in told[1]["error"]
    assert told[2]["id"] == 3 and "expr" in told[2]["error"]
