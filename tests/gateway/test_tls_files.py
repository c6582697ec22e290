"""The files that TLS in front is made of: taken when they change, and told of when they are wrong."""

import os
import ssl
import threading

import pytest

from harness.certificates import DAY, SecureWire, ask_secure
from harness.configs import config, route, secure
from harness.process import Gateway, as_text, run
from harness.waiting import Deadline


class Folder:
    """Certificate files behind a gateway that runs."""

    def __init__(self, folder, how):
        self.folder, self.how = folder, how

    def files(self):
        return {"cert": str(self.folder / "tls.crt"), "key": str(self.folder / "tls.key")}

    def put(self, credentials):
        if self.how == "symlink":  # as Kubernetes mounts them
            version = self.folder / f"v{credentials.serial}"
            version.mkdir()
            (version / "tls.crt").write_bytes(credentials.pem)
            (version / "tls.key").write_bytes(credentials.key_pem)
            (self.folder / "fresh").symlink_to(version.name)
            os.replace(self.folder / "fresh", self.folder / "data")
            for name in ("tls.crt", "tls.key"):
                if not (self.folder / name).is_symlink():
                    (self.folder / name).symlink_to(f"data/{name}")
            return
        for name, data in (("tls.crt", credentials.pem), ("tls.key", credentials.key_pem)):
            (self.folder / "fresh").write_bytes(data)
            os.replace(self.folder / "fresh", self.folder / name)


def serial_of(port, context):
    with SecureWire(port, context) as wire:
        return wire.peer_serial()


@pytest.mark.parametrize("how", ["rename", "symlink"])
def test_a_new_certificate_is_taken_under_load(root, upstream, context, tmp_path, how):
    folder = Folder(tmp_path, how)
    folder.put(root.issue("a", "a.test"))
    failures, ended = [], threading.Event()

    def load(port):
        while not ended.is_set():
            try:
                if ask_secure(port, context).status != 200:
                    failures.append("status")
            except (OSError, ssl.SSLError) as error:
                failures.append(error)

    with Gateway(secure(folder.files(), upstream, workers=2)) as gateway:
        port = gateway.port()
        loader = threading.Thread(target=load, args=(port,))
        loader.start()
        try:
            with SecureWire(port, context) as kept:
                fresh = root.issue("a", "a.test")
                folder.put(fresh)
                deadline = Deadline()
                while serial_of(port, context) != fresh.serial:
                    assert not deadline.passed(), gateway.log_text()
                # A connection under way keeps what it has.
                assert kept.ask("GET", "/", host="a.test").status == 200
        finally:
            ended.set()
            loader.join()
    assert not failures


@pytest.mark.parametrize("bad", ["no certificate", "another's key"])
def test_a_bad_replacement_keeps_what_there_was(root, upstream, context, tmp_path, bad):
    folder = Folder(tmp_path, "rename")
    first = root.issue("a", "a.test")
    folder.put(first)
    with Gateway(secure(folder.files(), upstream)) as gateway:
        if bad == "no certificate":
            (tmp_path / "tls.crt").write_text("nothing")
        else:
            (tmp_path / "tls.key").write_bytes(root.issue("b", "b.test").key_pem)
        gateway.stderr.wait_until(
            lambda lines: any("the former one stays in force" in line for line in lines), "the refusal"
        )
        assert serial_of(gateway.port(), context) == first.serial
        assert "BEGIN" not in gateway.log_text()
        mended = root.issue("a", "a.test")
        folder.put(mended)
        deadline = Deadline()
        while serial_of(gateway.port(), context) != mended.serial:
            assert not deadline.passed(), gateway.log_text()


def test_an_expired_certificate_is_warned_of(root, tmp_path):
    old = root.issue("a", "a.test", since=-3 * DAY, until=-DAY).write(tmp_path, "old")
    soon = root.issue("a", "a.test", until=3 * DAY).write(tmp_path, "soon")
    for files, says in ((old, "has expired"), (soon, "expires in 2 days")):
        done = run("--validate-only", "-c", as_text(secure(files, "127.0.0.1:1")))
        assert done.code == 0 and says in done.stderr, done.output


@pytest.mark.parametrize(
    "change, says",
    [
        ({"protocol": "HTTP"}, "without TLS"),
        ({"tls": {"mode": "dynamicCa"}}, "does not honour it yet"),
        ({"tls": {"spiffe": {}}}, "does not honour it yet"),
        ({"tls": {"minTLSVersion": "TLS_V1_1"}}, "only TLS_V1_2 and TLS_V1_3"),
        ({"tls": {"minTLSVersion": "TLS_V1_3", "maxTLSVersion": "TLS_V1_2"}}, "above the most"),
        ({"tls": {"minTLSVersion": "TLS_V1_3", "minTlsVersion": "TLS_V1_3"}}, "minTlsVersion"),
        ({"tls": {"keyExchangeGroups": ["X25519_MLKEM768"]}}, "needs OpenSSL 3.5"),
        ({"tls": {"cipherSuites": ["TLS_RSA_WITH_AES_128_CBC_SHA"]}}, "expected a suite"),
        ({"tls": {"cert": "/no/such/file"}}, "gateways.default.tls.cert: cannot read"),
        ({"tls": {"root": "KEY"}}, "gateways.default.tls.root: holds no certificate"),
        ({"tls": {"cert": "KEY"}}, "gateways.default.tls.cert: holds no certificate"),
        ({"tls": {"key": "CERT"}}, "gateways.default.tls.key: holds no private key"),
        ({"tls": None, "protocol": "HTTPS"}, "HTTPS needs `tls`"),
    ],
)
def test_what_cannot_be_is_told_at_load(files, change, says):
    named = {"KEY": files["key"], "CERT": files["cert"]}
    gateway = {"tls": dict(files)}
    for key, value in change.items():
        if key != "tls":
            gateway[key] = value
        elif value is None:
            del gateway["tls"]
        else:
            gateway["tls"].update({k: named.get(v, v) if isinstance(v, str) else v for k, v in value.items()})
    done = run("--validate-only", "-c", as_text(config(route("127.0.0.1:1"), gateway=gateway)))
    assert done.code == 1 and says in done.stderr, done.output


def test_versions_of_both_places_must_fit(files):
    made = secure(files, "127.0.0.1:1", tls={"maxTLSVersion": "TLS_V1_2"})
    made["frontendPolicies"] = {"tls": {"minVersion": "TLS_V1_3"}}
    done = run("--validate-only", "-c", as_text(made))
    assert done.code == 1 and "gateways.default.tls: with `frontendPolicies.tls`" in done.stderr, done.output


def test_tls_and_plain_cannot_share_a_port(files):
    listeners = [{"hostname": "a.test", "tls": files}, {"hostname": "b.test"}]
    for made in (
        {"gateways": {"default": {"port": 0, "listeners": listeners}}},
        {"binds": [{"port": 0, "listeners": listeners}]},
    ):
        done = run("--validate-only", "-c", as_text(made))
        assert done.code == 1 and "cannot share a port" in done.stderr, done.output


def test_binds_and_llm_have_it_too(files, root, upstream, context):
    made = {
        "config": config([])["config"],
        "binds": [{"port": 0, "listeners": [{"protocol": "HTTPS", "tls": files, "routes": [route(upstream)]}]}],
        "llm": {"port": 0, "tls": files, "models": [{"name": "echo", "provider": "echo"}]},
    }
    with Gateway(made) as gateway:
        assert ask_secure(gateway.port(), context).status == 200
        assert "echo" in ask_secure(gateway.port("llm"), context, target="/v1/models").text
