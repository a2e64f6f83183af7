"""One sandbox of this vendor with few operations for each module, put back in order each time."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.valomnia.site import Site


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox with 60 operations."""
    with Sandbox(SandboxOptions(orders=60, only=["valomnia"])) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(sandbox: Sandbox) -> Iterator[Site]:
    """Sign in once for a module."""
    with Site(sandbox) as site:
        yield site


@pytest.fixture
def site(visitor: Site) -> Iterator[Site]:
    """Speak to the sandbox without faults and with its switches as they are by default."""
    yield visitor
    visitor.admin("DELETE", "/faults")
    visitor.admin("DELETE", "/switches")
