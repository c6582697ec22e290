"""A gateway whose configuration changes while it runs."""

import os
import pathlib

from .process import Gateway, as_text


class Live:
    """A gateway whose configuration can be changed."""

    def __init__(self, value, cwd=None):
        self.gateway = Gateway(value, cwd=cwd)

    def __enter__(self):
        self.gateway.__enter__()
        self.port = self.gateway.only_port()
        self.path = pathlib.Path(self.gateway.cwd) / "jotgate-test.yaml"
        return self

    def __exit__(self, *error):
        self.gateway.__exit__(*error)

    def write(self, value):
        self.path.write_text(as_text(value))

    def replace(self, value):
        """By rename, as editors and deployment tools do."""
        fresh = self.path.with_suffix(".new")
        fresh.write_text(as_text(value))
        os.replace(fresh, self.path)

    def said(self, text, times=1):
        return self.gateway.stderr.wait_until(
            lambda lines: sum(text in line for line in lines) >= times,
            f"{times} times {text!r} in the log",
        )

    def taken(self, times=1):
        self.said("loaded anew", times)

    def refused(self, times=1):
        self.said("the former one stays in force", times)
