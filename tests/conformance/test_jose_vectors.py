"""Runs `jotgate-vectors jose` over other people's vectors (Wycheproof, RFC 7515, 7520, 7797 and 8037), all of them, good
and bad, and over rows of our own for what those leave out: key sets, tokens as such, claims at a moment."""

import collections
import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
JOTGATE = pathlib.Path(os.environ.get("JOTGATE_BIN", ROOT / "build/debug/jotgate")).resolve()
VECTORS = pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared")) / "vectors"

# Where the strict reading of an RFC says otherwise than the vector's label. Each is checked to differ still.
WE_DIFFER = {
    "wycheproof/json_web_signature/346": "refused: the JWK pins PS256, the token is PS384 (RFC 7517 section 4.4)",
    "wycheproof/json_web_signature/347": "refused: the JWK's alg ES521 is no registered algorithm (RFC 7518 section 3.1)",
    "wycheproof/json_web_signature/367": "accepted: the padding it is about was lost in the file; what is left is a good JWS",
    "wycheproof/json_web_signature/370": "accepted: byte for byte the same token as 367",
    "wycheproof/json_web_signature/373": "refused: '?' is not base64url (RFC 7515 section 5.2 step 7)",
    "wycheproof/hmac_sha256/163": "refused: a secret shorter than the hash (RFC 7518 section 3.2)",
    "wycheproof/hmac_sha256/165": "refused: a secret shorter than the hash (RFC 7518 section 3.2)",
    "wycheproof/hmac_sha512/163": "refused: a secret shorter than the hash (RFC 7518 section 3.2)",
    "wycheproof/rsa_signature_4096_sha256/8": "refused, though labelled acceptable: DigestInfo without its NULL (RFC 8017 "
    "section 9.2 note 1 asks for it)",
}
# What a gateway for compact JWTs leaves out is refused by a code that says so.
OUT_OF_SCOPE = {
    "general": "jws.format_unsupported",
    "flattened": "jws.format_unsupported",
    "Detached": "jws.detached_unsupported",
    "b64false": "jwt.critical_header",
}


def answers(rows):
    tool = JOTGATE.parent / "jotgate-vectors"
    done = subprocess.run([tool, "jose"], input="".join(json.dumps(row) + "\n" for row in rows), capture_output=True,
                          text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in told] == [row["id"] for row in rows]
    for one in told:
        assert set(one) == {"id", "ok", "code"} and one["ok"] == (one["code"] == ""), one
    return told


def read(name):
    path = VECTORS / "jose" / name
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"there are no vectors at {path}")
        pytest.skip(f"there are no vectors at {path}")
    return [json.loads(line) for line in path.read_text().splitlines()]


def scope_code(row):
    marks = [row.get("format"), *row["flags"]]
    return next((code for mark, code in OUT_OF_SCOPE.items() if mark in marks and row["result"] == "valid"), None)


@pytest.mark.parametrize("name, count", [("jws_vectors.jsonl", 271), ("primitive_vectors.jsonl", 1647)])
def test_agrees_with_every_vector(name, count):
    rows = read(name)
    assert len(rows) == count
    wrong = []
    for row, told in zip(rows, answers(rows)):
        code = scope_code(row)
        if code is not None:
            fits = told["code"] == code
        else:
            fits = told["ok"] == ((row["result"] != "invalid") != (row["id"] in WE_DIFFER))
        if not fits:
            wrong.append((row["id"], row["result"], told["code"], row["comment"]))
    assert not wrong


def test_each_difference_is_about_a_vector():
    known = {row["id"] for name in ("jws_vectors.jsonl", "primitive_vectors.jsonl") for row in read(name)}
    assert set(WE_DIFFER) <= known


def test_refuses_for_the_right_reason():
    rows = read("jws_vectors.jsonl")
    codes = collections.Counter(told["code"] for row, told in zip(rows, answers(rows))
                                if row["result"] == "invalid" and row["format"] == "compact")
    assert set(codes) <= {"", "jwt.signature", "jwt.algorithm", "jwt.malformed", "jwt.unknown_key", "jwks.key_algorithm",
                          "jwks.key_use", "jwks.key_type"}, codes


@pytest.fixture(scope="module")
def example():
    read("jws_vectors.jsonl")
    folder = VECTORS / "jwt-example"
    return {"jwks": json.loads((folder / "pub-key").read_text()), "token": (folder / "example1.key").read_text().strip()}


def code_of(row):
    return answers([{"id": "x", **row}])[0]["code"]


def test_judges_claims_at_a_moment(example):
    assert code_of({"op": "jwt", **example, "now": 1_800_000_000}) == ""
    assert code_of({"op": "jwt", **example, "now": 2_000_000_000}) == "jwt.expired"
    assert code_of({"op": "jwt", **example, "now": 1_800_000_000, "issuer": "somebody else"}) == "jwt.issuer"
    assert code_of({"op": "jwt", **example, "now": 1_800_000_000, "audiences": ["elsewhere"]}) == "jwt.audience"
    assert code_of({"op": "jwt", **example, "now": 1_800_000_000, "required": ["no-such"]}) == "jwt.missing_claim"
    assert code_of({"op": "jwt", **example}) == "row.malformed"
    text = json.dumps(example["jwks"])
    assert code_of({"op": "jwt", "jwks_text": text, "token": example["token"], "now": 1_800_000_000}) == ""


def short(value):
    """Names of cases go into the environment of what they run."""
    return repr(value[:40])


@pytest.mark.parametrize("text, code", [
    ('{"keys":[]}', ""),
    ('{"keys":{}}', "jwks.malformed"),
    ('{"keys":[],"keys":[]}', "jwks.malformed"),
    ("not JSON", "jwks.malformed"),
    ('{"keys":[{"kty":"XY"}]}', "jwks.key_type"),
    ('{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}', "jwks.key_strength"),
    (json.dumps({"keys": [{"kty": "OKP"}] * 257}), "jwks.too_many_keys"),
    ('{"keys":[]}' + " " * 262_144, "jwks.too_large"),
], ids=short)
def test_judges_key_sets(text, code):
    assert code_of({"op": "jwks_parse", "jwks_text": text}) == code


@pytest.mark.parametrize("token, code", [
    ("", "jwt.malformed"),
    ("a.b.c", "jwt.malformed"),
    ("eyJhbGciOiJub25lIn0.e30.", "jwt.algorithm"),
    ("eyJhbGciOiJFUzI1NiJ9.e30.AA", ""),
    ("a.b.c.d.e", "jwt.encrypted"),
    ("." * 16_384, "jwt.malformed"),
    ("." * 16_385, "jwt.too_large"),
], ids=short)
def test_judges_tokens_as_such(token, code):
    assert code_of({"op": "jwt_parse", "token": token}) == code


def test_knows_an_operation_by_its_members_and_refuses_others(example):
    assert code_of({"token": example["token"]}) == ""
    assert code_of({**example}) == ""
    assert code_of({"op": "no such"}) == "row.operation"


def test_compares_the_payload_where_it_is_given():
    row = next(row for row in read("jws_vectors.jsonl") if row["format"] == "compact" and row.get("payload") and not row["flags"])
    assert code_of({key: row[key] for key in row if key != "id"}) == ""
    assert code_of({**{key: row[key] for key in row if key != "id"}, "payload": "another"}) == "jws.payload"
