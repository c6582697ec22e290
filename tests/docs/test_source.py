"""What must not stand in the source or the binary."""

import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOTGATE = pathlib.Path(os.environ.get("JOTGATE_BIN", ROOT / "build/debug/jotgate")).resolve()


def source(*folders):
    for folder in folders:
        for path in sorted((ROOT / "src" / folder).rglob("*")):
            if path.suffix in (".cc", ".h") and not re.search(r"_(test|fake)\.", path.name):
                yield path, path.read_text()


def test_secrets_are_compared_in_constant_time():
    """By the crypto library alone, in one place; nobody who handles MACs or keys compares bytes on his own."""
    assert [path.name for path, text in source("") if "CRYPTO_memcmp" in text] == ["secret.cc"]
    found = [path for path, text in source("jose", "policies/api_key") if re.search(r"\b(memcmp|strcmp|bcmp)\(", text)]
    assert found == []
    assert "equal_in_constant_time" in (ROOT / "src/jose/signature.cc").read_text()


def test_the_binary_holds_no_key():
    binary = JOTGATE.read_bytes()
    assert len(binary) > 1 << 20
    for mark in (rb"-----BEGIN [A-Z ]+-----\r?\n[A-Za-z0-9+/=]{40,}", rb'"d": ?"[\w-]{20,}"', rb'"k": ?"[\w-]{20,}"'):
        assert re.search(mark, binary) is None, mark
