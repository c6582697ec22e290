"""The command line: help, version, validation, the schema, and the token tools."""

import json
import os
import re
import stat

import pytest

from harness import tokens
from harness.configs import config, jwt_auth, route
from harness.process import as_text, binary, environment, run
from harness.rig import Rig
from harness.upstream import Upstream
from harness.wire import ask, bearer

GOOD = as_text(config(route("127.0.0.1:1")))
BAD = "gateways:\n  default:\n    port: 3000\n    jwtAut: {}\n"


def test_help_shows_what_can_be_done():
    done = run("--help")
    assert done.code == 0
    for word in ("--file", "--config", "--validate-only", "--version", "schema", "token", "-f"):
        assert word in done.stdout, word


def test_the_examples_of_the_help_run(tmp_path):
    """What the help tells people to type must work as it stands."""
    (tmp_path / "config.yaml").write_text(GOOD)
    lines = [
        line.strip().split("   ")[0].strip()
        for line in run("--help").stdout.splitlines()
        if line.strip().startswith("jotgate ")
    ]
    lines = [line for line in lines if "TOKEN" not in line and line != "jotgate -f config.yaml"]
    assert lines
    for line in lines:
        words = line.split(">")[0].split()[1:]
        if "--help" not in line and "[" not in line:
            done = run(*words, cwd=tmp_path)
            assert done.code == 0, f"{line}: {done.output}"


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version_is_a_number(flag):
    done = run(flag)
    assert done.code == 0 and re.fullmatch(r"jotgate [0-9]+\.[0-9]+\.[0-9]+\S*\n", done.stdout)


def test_without_a_configuration_it_says_how_to_give_one():
    done = run()
    assert done.code == 1 and "-f" in done.stderr


def test_an_unknown_option_is_an_error():
    done = run("--no-such-option")
    assert done.code != 0 and "no-such-option" in done.output


def test_two_configurations_are_one_too_many(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD)
    assert run("-f", "a.yaml", "-c", GOOD, cwd=tmp_path).code != 0


def test_validate_only_says_that_a_good_configuration_is_good(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD)
    for arguments, stdin in (
        (["-f", "a.yaml"], b""),
        (["-f", "-"], GOOD.encode()),
        (["-c", GOOD], b""),
    ):
        done = run("--validate-only", *arguments, cwd=tmp_path, stdin=stdin)
        assert done.code == 0 and "Configuration is valid!" in done.stdout, done.output


def test_json_is_a_configuration_too():
    assert run("--validate-only", "-c", json.dumps(config(route("127.0.0.1:1")))).code == 0


def test_validate_only_names_file_line_and_key_of_a_fault(tmp_path):
    (tmp_path / "bad.yaml").write_text(BAD)
    done = run("--validate-only", "-f", "bad.yaml", cwd=tmp_path)
    assert done.code != 0
    assert (
        "bad.yaml:4:5: gateways.default.jwtAut" in done.stderr and "jwtAuth" in done.stderr
    ), done.stderr
    assert "valid!" not in done.output


def test_all_faults_are_told_at_once():
    text = "gateways:\n  default:\n    port: 99999\n    nonsense: 1\nroutes:\n- backends:\n  - host: noport\n- matchess: []\n"
    done = run("--validate-only", "-c", text)
    assert done.code != 0
    for path in (
        "gateways.default.port",
        "gateways.default.nonsense",
        "routes[0].backends[0].host",
        "routes[1].matchess",
    ):
        assert path in done.stderr, done.stderr


def test_a_bad_configuration_starts_nothing():
    done = run("-c", BAD)
    assert done.code != 0 and "listening" not in done.stderr


@pytest.mark.parametrize("path", ["missing.yaml", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path, path):
    done = run("-f", path, cwd=tmp_path)
    assert done.code != 0 and path in done.stderr


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "# only a comment\n", "{}", "null", "[]", "text", "gateways: {}\nroutes: []\n"],
)
def test_a_configuration_that_serves_nothing_does_not_crash(text):
    done = run("--validate-only", "-f", "-", stdin=text.encode())
    assert done.code in (0, 1) and done.output


def test_validation_lists_what_is_not_checked():
    text = as_text(
        config(
            [
                route("127.0.0.1:1", path="/open"),
                route(
                    "127.0.0.1:1",
                    path="/loose",
                    policies={
                        "jwtAuth": jwt_auth([tokens.shared_key()], "optional", audiences=None)
                    },
                ),
                route(
                    "127.0.0.1:1",
                    path="/strict",
                    policies={"jwtAuth": jwt_auth([tokens.shared_key()])},
                ),
            ]
        )
    )
    done = run("--validate-only", "-c", text)
    assert done.code == 0
    assert "nothing is checked" in done.stdout
    loose = done.stdout[done.stdout.index("/loose") : done.stdout.index("/strict")].lower()
    assert "audience" in loose and "optional" in loose, loose


def test_a_port_in_use_is_told():
    with Upstream() as upstream:
        text = as_text(
            {**config(route("127.0.0.1:1")), "gateways": {"default": {"port": upstream.port}}}
        )
        done = run("-c", text)
        assert done.code != 0 and str(upstream.port) in done.stderr


# The schema


@pytest.fixture(scope="module")
def schema():
    done = run("schema")
    assert done.code == 0
    return json.loads(done.stdout)


def test_the_schema_is_a_json_schema(schema):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validators.validator_for(schema).check_schema(schema)


def test_the_schema_accepts_what_loads_and_refuses_what_does_not(schema):
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.validators.validator_for(schema)(schema)
    for good in (
        config(route("127.0.0.1:1")),
        config(route("127.0.0.1:1", policies={"jwtAuth": jwt_auth([tokens.shared_key()])})),
    ):
        assert not list(validator.iter_errors(good))
        assert run("--validate-only", "-c", json.dumps(good)).code == 0
    for bad in (
        {"gateways": {"default": {"port": 1, "x": 1}}},
        {"gateways": {"default": {}}},
        {"nosuch": 1},
        {"routes": {}},
        config(route("127.0.0.1:1", policies={"jwtAuth": {"issuer": "a"}})),
        config(route("127.0.0.1:1", policies={"jwtAuth": jwt_auth([], "sometimes")})),
    ):
        assert list(validator.iter_errors(bad)), bad
        assert run("--validate-only", "-c", json.dumps(bad)).code != 0


# token keygen, sign, inspect


ALGORITHMS = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
    "Ed448",
]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_keygen_and_sign_make_is_accepted_by_the_gateway(tmp_path, algorithm):
    made = run(
        "token", "keygen", "--alg", algorithm, "--out", "keys", "--kid", "made-here", cwd=tmp_path
    )
    assert made.code == 0, made.output
    signed = run(
        "token",
        "sign",
        "--key",
        "keys/private.jwk",
        "--issuer",
        "issuer.test",
        "--audience",
        "audience.test",
        "--subject",
        "cli",
        "--claim",
        'groups=["admins"]',
        "--claim",
        "plain=text",
        "--expires-in",
        "5m",
        cwd=tmp_path,
    )
    assert signed.code == 0, signed.output
    token = signed.stdout.strip()
    header, claims = (json.loads(tokens.unb64(part)) for part in token.split(".")[:2])
    assert header["kid"] == "made-here"
    assert (claims["sub"], claims["groups"], claims["plain"]) == ("cli", ["admins"], "text")
    policy = {"jwtAuth": jwt_auth({"file": "keys/jwks.json"})}
    with Rig(lambda up: config(route(up, policies=policy)), cwd=tmp_path) as rig:
        rig.ask("/", bearer(token)).must_pass()
        expired = run(
            "token",
            "sign",
            "--key",
            "keys/private.jwk",
            "--issuer",
            "issuer.test",
            "--audience",
            "audience.test",
            "--expires-in",
            "-5m",
            cwd=tmp_path,
        )
        rig.ask("/", bearer(expired.stdout.strip())).must_refuse(401, "has expired")


def test_the_private_key_is_for_its_owner_only_and_is_not_printed(tmp_path):
    made = run("token", "keygen", "--alg", "ES256", "--out", "keys", cwd=tmp_path)
    private = json.loads((tmp_path / "keys" / "private.jwk").read_text())
    assert stat.S_IMODE(os.stat(tmp_path / "keys" / "private.jwk").st_mode) == 0o600
    assert private["d"] not in made.output
    assert "d" not in json.loads((tmp_path / "keys" / "jwks.json").read_text())["keys"][0]


def test_keygen_does_not_overwrite_unless_told(tmp_path):
    assert run("token", "keygen", "--alg", "ES256", "--out", "keys", cwd=tmp_path).code == 0
    before = (tmp_path / "keys" / "private.jwk").read_bytes()
    assert run("token", "keygen", "--alg", "ES256", "--out", "keys", cwd=tmp_path).code != 0
    assert (tmp_path / "keys" / "private.jwk").read_bytes() == before
    assert (
        run("token", "keygen", "--alg", "ES256", "--out", "keys", "--force", cwd=tmp_path).code == 0
    )
    assert (tmp_path / "keys" / "private.jwk").read_bytes() != before


def test_inspect_shows_a_token_and_says_that_it_was_not_verified():
    token = tokens.shared_key().token(sub="shown", exp=tokens.now() - 10)
    for arguments, stdin in (
        ([token], b""),
        (["-"], token.encode()),
        ([], f"Bearer {token}\n".encode()),
    ):
        done = run("token", "inspect", *arguments, stdin=stdin)
        assert done.code == 0, done.output
        for word in ("NOT VERIFIED", "shown", "ES256", "exp"):
            assert word in done.stdout, done.stdout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "a.b.c",
        "....",
        "e30.e30.e30",
        "\x00\xff",
        "." * 100_000,
        "e30." * 10_000,
        "{}" * 1000,
    ],
)
def test_inspect_survives_everything(text):
    done = run("token", "inspect", "-", stdin=text.encode("latin-1"))
    assert done.code in (0, 1) and done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["sign", "--key", "missing.jwk"],
        ["keygen", "--alg", "XX999", "--out", "k"],
        ["sign"],
        ["nosuch"],
        [],
    ],
)
def test_a_token_command_that_cannot_work_says_why(tmp_path, arguments):
    done = run("token", *arguments, cwd=tmp_path)
    assert done.code != 0 and done.stderr + done.stdout


def test_signals_other_than_sigterm_also_end_it_cleanly(tmp_path):
    import signal

    with Rig(lambda up: config(route(up))) as rig:
        assert ask(rig.port).status == 200
        rig.gateway.process.send_signal(signal.SIGINT)
        assert rig.gateway.process.wait(30) == 0


def test_the_binary_is_the_one_that_was_asked_for():
    assert os.access(binary(), os.X_OK) and environment()["PATH"]
