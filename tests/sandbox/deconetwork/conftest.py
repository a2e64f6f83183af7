"""One sandbox with few orders for each module, put back in order after each test."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.deconetwork.site import Site


@pytest.fixture(scope="module")
def opened() -> Iterator[Site]:
    """Run a sandbox with 130 orders, more than a page holds."""
    with (
        Sandbox(SandboxOptions(orders=130, only=["deconetwork"])) as running,
        Site(running) as site,
    ):
        yield site


@pytest.fixture
def site(opened: Site) -> Iterator[Site]:
    """Speak to the sandbox without faults and with its switches as they are by default."""
    yield opened
    opened.admin("DELETE", "/faults")
    opened.admin("DELETE", "/switches")
