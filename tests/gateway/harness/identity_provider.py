"""A real identity provider (npm's oidc-provider), which rotates its keys and is down when told."""

import http.client
import json
import pathlib
import shutil
import subprocess
import urllib.parse

from .ports import free_ports


class IdentityProvider:
    """`script` run by `node` in `folder`, with `modules`; it chooses no port itself."""

    def __init__(self, node, script, modules, folder):
        shutil.copy(script, folder)
        (folder / "node_modules").symlink_to(modules)
        (self.port,) = free_ports(1)
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._start = lambda: subprocess.Popen(
            [node, str(folder / script.name)],
            env={"PORT": str(self.port), "PATH": str(pathlib.Path(node).parent)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self):
        self.process = self._start()
        while not self.process.stdout.readline().startswith("idp "):
            assert self.process.poll() is None, "the provider did not start"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def ask(self, method, target, form=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(form) if form else None
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, target, body, headers)
        answer = connection.getresponse().read().decode()
        connection.close()
        return answer

    def token(self, algorithm="rs256"):
        return json.loads(
            self.ask(
                "POST",
                "/token",
                {
                    "grant_type": "client_credentials",
                    "client_id": "svc",
                    "client_secret": "svc-secret",
                    "resource": f"urn:api:{algorithm}",
                    "scope": "read",
                },
            )
        )["access_token"]

    def fetches(self):
        return json.loads(self.ask("GET", "/_stats"))["jwks"]
