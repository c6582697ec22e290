"""What a test needs and a machine may lack."""

import os
import pathlib

import pytest

from harness.process import ROOT


def missing(why):
    """Skipped on a desk that has not everything, never in CI."""
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def shared_folder():
    """Of reference material: stand-ins for providers."""
    return pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared"))
