"""agentgateway's own configurations: the six of its guide work as the guide says, every other loads or is refused by name."""

import json
import os
import pathlib
import re
import shutil
import subprocess

import pytest
import yaml

from harness import tokens
from harness.certificates import Authority
from harness.configs import OWN_SERVERS_OFF
from harness.process import ROOT, Gateway, run
from harness.upstream import Upstream
from harness.wire import ask, ask_json, bearer

SHARED = pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared"))
CONFIGS = SHARED / "vectors" / "configs"
FILES = sorted(CONFIGS.glob("*/*.yaml"))
NOT_YET = re.compile(r"(does|do) not (honour|support) (it|them) yet|not supported yet")


@pytest.fixture
def folder(vectors, tmp_path):
    """A working directory such as the guide assumes."""
    (tmp_path / "manifests" / "jwt").mkdir(parents=True)
    shutil.copy(vectors / "jwt-example" / "pub-key", tmp_path / "manifests" / "jwt" / "pub-key")
    return tmp_path


@pytest.fixture(scope="module")
def example_token(vectors):
    return (vectors / "jwt-example" / "example1.key").read_text().strip()


def seed(name):
    return (CONFIGS / "seed" / f"{name}.yaml").read_text()


def on_free_ports(text, key):
    """The same file with the port chosen by the kernel and our own servers off: the only changes."""
    value = yaml.safe_load(text)
    (value["gateways"]["default"] if key == "gateways" else value[key])["port"] = 0
    return {"config": {**OWN_SERVERS_OFF, "workerThreads": 1}, **value}


@pytest.mark.parametrize(
    "name",
    ["llm", "llm-authorization", "mcp", "mcp-authorization", "routing", "routing-authorization"],
)
def test_the_guides_configurations_are_valid_untouched(folder, name):
    (folder / "config.yaml").write_text(seed(name))
    done = run(
        "--validate-only", "-f", "config.yaml", cwd=folder, env={"OPENAI_API_KEY": "sk-dummy"}
    )
    assert done.code == 0 and "Configuration is valid!" in done.stdout, done.output
    assert "sk-dummy" not in done.output


@pytest.mark.parametrize("name", ["llm", "llm-authorization"])
def test_an_unset_variable_is_named_with_its_place(folder, name):
    (folder / "config.yaml").write_text(seed(name))
    done = run("--validate-only", "-f", "config.yaml", cwd=folder)
    line = next(i for i, text in enumerate(seed(name).splitlines(), 1) if "$OPENAI_API_KEY" in text)
    assert done.code != 0 and "OPENAI_API_KEY" in done.stderr
    assert (
        f"config.yaml:{line}:" in done.stderr and "llm.models[0].params.apiKey" in done.stderr
    ), done.stderr


@pytest.mark.parametrize("name", ["llm", "routing"])
def test_a_missing_key_set_is_named(tmp_path, name):
    done = run("--validate-only", "-c", seed(name), cwd=tmp_path, env={"OPENAI_API_KEY": "x"})
    assert (
        done.code != 0 and "manifests/jwt/pub-key" in done.stderr and "jwks" in done.stderr
    ), done.output


def test_the_guides_routing_configuration_works(folder, example_token):
    with Upstream() as upstream:
        value = on_free_ports(seed("routing"), "gateways")
        value["routes"][0]["backends"][0]["host"] = upstream.address
        with Gateway(value, cwd=folder) as gateway:
            assert ask(gateway.port()).status == 401
            assert ask(gateway.port(), headers=bearer("bad")).status == 401
            assert ask(gateway.port(), headers=bearer(example_token)).status == 200
        assert not upstream.only_request().has("authorization")


def test_the_guides_routing_configuration_with_authorization_works(folder, example_token):
    """The example token has no groups, so the rule says no to it."""
    with Upstream() as upstream:
        value = on_free_ports(seed("routing-authorization"), "gateways")
        value["routes"][0]["backends"][0]["host"] = upstream.address
        with Gateway(value, cwd=folder) as gateway:
            assert ask(gateway.port(), target="/admin").status == 401
            answer = ask(gateway.port(), target="/admin", headers=bearer(example_token))
            assert (answer.status, answer.text.strip()) == (403, "authorization failed")
        assert len(upstream.requests) == 0
        key = tokens.Key("ES256", "own")
        (folder / "manifests" / "jwt" / "pub-key").write_text(tokens.key_set(key))
        claims = {"iss": "agentgateway.dev", "aud": "test.agentgateway.dev", "groups": ["admins"]}
        with Gateway(value, cwd=folder) as gateway:
            assert (
                ask(gateway.port(), target="/admin", headers=bearer(key.token(**claims))).status
                == 200
            )
            assert (
                ask(gateway.port(), target="/other", headers=bearer(key.token(**claims))).status
                == 403
            )


CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "say pong"}]}


def openai(exchange):
    exchange.read_body()
    exchange.answer(
        body=json.dumps(
            {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "gpt-4o-mini",
                "choices": [
                    {
                        "index": 0,
                        "message": {"role": "assistant", "content": "pong"},
                        "finish_reason": "stop",
                    }
                ],
                "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
            }
        ).encode(),
        headers=[("Content-Type", "application/json")],
    )


def test_the_guides_llm_configuration_works(folder, example_token):
    with Upstream(openai) as upstream:
        value = on_free_ports(seed("llm"), "llm")
        value["llm"]["models"][0]["params"]["baseUrl"] = f"http://{upstream.address}"
        with Gateway(value, cwd=folder, env={"OPENAI_API_KEY": "sk-of-the-operator"}) as gateway:
            port = gateway.only_port()
            refused = ask_json(port, "/v1/chat/completions", CHAT)
            assert refused.status == 401 and json.loads(refused.body)["error"]["message"]
            answer = ask_json(port, "/v1/chat/completions", CHAT, bearer(example_token))
            assert (
                answer.status == 200
                and json.loads(answer.body)["choices"][0]["message"]["content"] == "pong"
            ), answer.text
        request = upstream.only_request()
        assert request.get("authorization") == "Bearer sk-of-the-operator"
        assert json.loads(request.body) == CHAT


def test_the_guides_llm_configuration_with_authorization_works(folder, example_token):
    with Upstream(openai) as upstream:
        value = on_free_ports(seed("llm-authorization"), "llm")
        value["llm"]["models"][0]["params"]["baseUrl"] = f"http://{upstream.address}"
        with Gateway(value, cwd=folder, env={"OPENAI_API_KEY": "sk"}) as gateway:
            assert ask_json(gateway.only_port(), "/v1/chat/completions", CHAT).status == 401
            assert (
                ask_json(
                    gateway.only_port(), "/v1/chat/completions", CHAT, bearer(example_token)
                ).status
                == 403
            )
        assert len(upstream.requests) == 0


# Every configuration that is known


def dummy_environment(text):
    names = set(re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", text))
    return {**{name: "dummy" for name in names}, "OIDC_COOKIE_SECRET": "ab" * 32}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_known_configuration_loads_or_is_refused_by_name(folder, path):
    text = path.read_text()
    certificates = folder / "examples" / "mcp-tls" / "certs"
    certificates.mkdir(parents=True)
    certificate = Authority().issue("localhost", "localhost")
    (certificates / "cert.pem").write_bytes(certificate.pem)
    (certificates / "key.pem").write_bytes(certificate.key_pem)
    (folder / "examples" / "mcp-openapi").mkdir(parents=True)
    (folder / "examples" / "mcp-openapi" / "openapi.json").write_text(
        '{"openapi":"3.0.0","info":{"title":"x","version":"1"},"paths":{}}'
    )
    shutil.copy(path, folder / "config.yaml")
    done = run("--validate-only", "-f", "config.yaml", cwd=folder, env=dummy_environment(text))
    if done.code == 0:
        assert "Configuration is valid!" in done.stdout
        return
    faults = [line for line in done.stderr.splitlines() if line.startswith("config.yaml")]
    assert faults, done.output
    strange = [
        line
        for line in faults
        if not NOT_YET.search(line) and ": warning" not in line and "warning:" not in line
    ]
    assert not strange, "refused for other reasons than not being honoured yet:\n" + "\n".join(
        strange
    )


def test_there_are_configurations():
    if not FILES and os.environ.get("CI"):
        pytest.fail(f"no configurations in {CONFIGS}")


# Faults of jwtAuth that must be refused with their path


def jwt_in(**changes):
    value = {
        "gateways": {
            "default": {"port": 0, "jwtAuth": {"issuer": "a", "jwks": '{"keys":[]}', **changes}}
        },
        "routes": [{"backends": [{"host": "127.0.0.1:1"}]}],
    }
    return {k: v for k, v in value.items()}


@pytest.mark.parametrize(
    "changes,named",
    [
        ({"nosuch": 1}, "nosuch"),
        ({"providers": []}, "issuer"),
        ({"validationOptions": {"requiredClaims": []}}, "validationOptions"),
        ({"mode": "Strict"}, "mode"),
        ({"mode": "STRICT"}, "mode"),
        ({"mode": ""}, "mode"),
        ({"mode": None}, "mode"),
        ({"issuer": None}, "issuer"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": ["a"]}, "issuer"),
        ({"audiences": "one"}, "audiences"),
        ({"jwks": None}, "jwks"),
        ({"jwks": "not json"}, "jwks"),
        ({"jwks": "[]"}, "jwks"),
        ({"jwks": {"file": "no/such/file"}}, "jwks"),
        ({"jwks": {"nosuch": "x"}}, "jwks"),
        ({"jwks": {"file": "a", "url": "http://b"}}, "jwks"),
        ({"location": {}}, "location"),
        ({"location": {"header": {"name": "a"}, "cookie": {"name": "b"}}}, "location"),
        ({"location": {"header": {"name": "bad name"}}}, "location"),
        ({"location": {"expression": "1 +"}}, "location"),
        ({"jwtValidationOptions": {"requiredClaims": "exp"}}, "requiredClaims"),
        ({"jwtValidationOptions": {"nosuch": 1}}, "nosuch"),
    ],
)
def test_a_fault_in_jwt_auth_is_refused_with_its_path(changes, named, tmp_path):
    done = run("--validate-only", "-c", json.dumps(jwt_in(**changes)), cwd=tmp_path)
    assert done.code != 0, f"accepted: {changes}\n{done.output}"
    assert re.search(r"gateways\.default\.jwtAuth\S*" + re.escape(named), done.stderr) or (
        named in done.stderr and "jwtAuth" in done.stderr
    ), done.stderr


@pytest.mark.parametrize(
    "rules,named",
    [
        ([{"allow": "1 +"}], "rules[0]"),
        ([{"allw": "true"}], "allw"),
        (["true", {"allow": "true", "deny": "true"}], "rules[1]"),
        ([{}], "rules[0]"),
        ([1], "rules[0]"),
        ("true", "rules"),
        ([{"allow": "x.all(y)"}], "rules[0]"),
        ([{"allow": ""}], "rules[0]"),
    ],
)
def test_a_fault_in_authorization_is_refused_with_its_path(rules, named):
    value = {"gateways": {"default": {"port": 0, "authorization": {"rules": rules}}}, "routes": []}
    done = run("--validate-only", "-c", json.dumps(value))
    assert done.code != 0 and named in done.stderr and "authorization" in done.stderr, done.output


def test_git_does_not_know_our_temporary_files():
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "-C", str(ROOT), "ls-files", "tests"], capture_output=True, text=True
        ).stdout
        assert "jotgate-test.yaml" not in listed and "__pycache__" not in listed
