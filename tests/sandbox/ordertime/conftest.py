"""One sandbox of this vendor with few orders for each module, put back in order after each test."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.ordertime.calls import Calls


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox with 60 orders."""
    with Sandbox(SandboxOptions(orders=60, only=["ordertime"])) as running:
        yield running


@pytest.fixture(scope="module")
def connected(sandbox: Sandbox) -> Iterator[Calls]:
    """Connect once for a module."""
    with Calls(sandbox) as calls:
        yield calls


@pytest.fixture
def calls(connected: Calls) -> Iterator[Calls]:
    """Speak to the sandbox without faults and with its switches as they are by default."""
    connected.forget()
    yield connected
    connected.admin("DELETE", "/faults")
    connected.admin("DELETE", "/switches")
