"""Our CEL against @bufbuild/cel's on expressions made by chance. `CEL_EXPRESSIONS=50000 pytest
tests/clients/test_cel_differential.py` asks more of them, `CEL_SEED` others."""

import base64
import json
import os
import pathlib
import re

import cel_expressions
import pytest
from harness import cel

HERE = pathlib.Path(__file__).resolve().parent
COUNT = int(os.environ.get("CEL_EXPRESSIONS", "2000"))
SECONDS = 60 + COUNT / 50
SEED = int(os.environ.get("CEL_SEED", "1"))

# Zeros at the end of a fraction of seconds, and the sign of zero.
ZEROS = re.compile(r"(\.\d*?)0+([Zs])|-(0\b)(?!\.)")
TEXTS = re.compile(r'(?:(?<="string": ")|(?<="bytes": "))[^"]*')
LONG = re.compile(r"\d{17,}")
BYTES = re.compile(r'(?<="bytes": ")[^"]*')


def they_say(words):
    return lambda expr, ours, theirs: words in theirs.get("error", "")


def we_say(words):
    return lambda expr, ours, theirs: words in ours.get("error", "")


def told(answer):
    """Its value, bytes as the text that they most often are."""
    return BYTES.sub(lambda m: base64.b64decode(m[0]).decode("latin-1"), json.dumps(answer.get("value"), sort_keys=True))


def without_zeros(answer):
    return ZEROS.sub(lambda m: m[3] or m[1].rstrip(".") + m[2], told(answer))


def without_digits(answer):
    """Long numbers in texts by what they read back as."""
    return TEXTS.sub(lambda m: LONG.sub(lambda number: repr(float(number[0])), m[0]), told(answer))


# Why the two may differ: (reason, whether it explains this difference).
EXPLANATIONS = [
    ("the peer computes uints beyond 2^63 as if they were ints", they_say("int overflow during")),
    ("the peer refuses to look in a map for what cannot be a key; cel-go and we do not find it", they_say("'@in' applied to")),
    ("the same at one side of && or ||, whose other side fails: false and true decide all the same",
     lambda expr, ours, theirs: "value" in ours and "error" in theirs and " in " in expr and re.search(r"&&|\|\|", expr)),
    ("the peer takes true for 1 where a list is indexed", we_say("indexed by")),
    ("the peer reads texts as JavaScript does: '' is 0, what is no number is NaN", we_say("this text is not a")),
    ("the peer lets a map have a key twice", we_say("cel.duplicate_key")),
    ("the peer lets a whole double be a map's key", we_say("a map's key is")),
    ("the peer makes an int of a duration, which the specification does not know",
     lambda expr, ours, theirs: "no_such_overload" in ours.get("error", "") and "int(" in expr and "du" in expr),
    ("a large double is written with other digits, which read back as the same",
     lambda expr, ours, theirs: "value" in ours and "value" in theirs and without_digits(ours) == without_digits(theirs)),
    ("the peer does not negate a duration", they_say("'-_' applied to '(google.protobuf.Duration)'")),
    ("the peer takes -(-x) for x before it looks what x is",
     lambda expr, ours, theirs: "no_such_overload" in ours.get("error", "") and "-(-" in expr),
    ("the peer has no text of a type; we have its name", they_say("'string' applied to '(type)'")),
    ("the peer negates the least int to one that is none",
     lambda expr, ours, theirs: "cel.overflow" in ours.get("error", "") and "-9223372036854775808" in expr),
    ("cel-go and we write fractions of seconds without zeros at their end, and -0 with its sign; the peer has JavaScript's forms",
     lambda expr, ours, theirs: "value" in ours and "value" in theirs and without_zeros(ours) == without_zeros(theirs)),
]


def explained(expr, ours, theirs):
    return next((reason for reason, explains in EXPLANATIONS if explains(expr, ours, theirs)), None)


@pytest.fixture(scope="module")
def differences(node):
    made = cel_expressions.Expressions(SEED)
    rows = [{"id": i, "expr": made.one(), "bindings": cel_expressions.VARIABLES} for i in range(COUNT)]
    ours = cel.answers(cel.ours(), rows, SECONDS)
    theirs = cel.answers([node.path, str(HERE / "cel_bufbuild.mjs")], rows, SECONDS)
    values = sum("value" in one for one in ours)
    assert COUNT / 2 < values < COUNT * 0.95, f"{values} of {COUNT} have a value: too dull to compare"
    return [(row["expr"], a, b) for row, a, b in zip(rows, ours, theirs) if not cel.agree(a, b)]


def test_there_is_no_unexplained_difference(differences):
    unexplained = [one for one in differences if not explained(*one)]
    assert not unexplained, f"{len(unexplained)} of {COUNT}: " + "\n".join(map(str, unexplained[:20]))
