"""One sandbox with few orders for each module, put back in order after each test."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import Calls


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox with 60 orders."""
    with Sandbox(SandboxOptions(orders=60, only=["iqmetrix"])) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in(sandbox: Sandbox) -> Iterator[Calls]:
    """Sign in once for a module."""
    with Calls(sandbox) as calls:
        yield calls


@pytest.fixture
def calls(signed_in: Calls) -> Iterator[Calls]:
    """Speak to the sandbox without faults and with its switches as they are by default."""
    yield signed_in
    signed_in.admin("DELETE", "/faults")
    signed_in.admin("DELETE", "/switches")
