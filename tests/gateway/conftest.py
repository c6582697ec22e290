import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.certificates import Authority, client_context  # noqa: E402
from harness.process import ROOT, binary  # noqa: E402
from harness.upstream import Upstream  # noqa: E402

# The vectors are other people's data and no part of the tree.
SHARED = pathlib.Path(os.environ.get("JOTGATE_SHARED_DIR", ROOT.parent / "shared"))


def pytest_collection_modifyitems(items):
    try:
        binary()
    except FileNotFoundError as missing:
        # Who named one meant it to be tested.
        if os.environ.get("CI") or os.environ.get("JOTGATE_BIN"):
            raise
        for item in items:
            if "needs_no_binary" not in item.keywords:
                item.add_marker(pytest.mark.skip(reason=str(missing)))


@pytest.fixture(scope="session")
def shared():
    """The folder of reference material: test vectors and stand-ins for providers."""
    if (SHARED / "vectors").is_dir():
        return SHARED
    if os.environ.get("CI"):
        pytest.fail(f"there are no vectors in {SHARED}; name their folder in JOTGATE_SHARED_DIR")
    pytest.skip(f"there are no vectors in {SHARED}")


@pytest.fixture(scope="session")
def vectors(shared):
    return shared / "vectors"


@pytest.fixture
def upstream():
    with Upstream() as made:
        yield made


@pytest.fixture(scope="module")
def root():
    """The authority whose certificates the clients of `context` take."""
    return Authority()


@pytest.fixture(scope="module")
def files(root, tmp_path_factory):
    """A certificate for a.test, as `tls` has it."""
    return root.issue("a.test", "a.test").write(tmp_path_factory.mktemp("tls"), "a")


@pytest.fixture
def context(root):
    return client_context(root)
