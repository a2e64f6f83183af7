"""A sandbox of its own for every test, with a client of the tests' own."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import Calls


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """Run a sandbox with 40 orders."""
    with Sandbox(SandboxOptions(orders=40, only=["iqmetrix"])) as running:
        yield running


@pytest.fixture
def calls(sandbox: Sandbox) -> Iterator[Calls]:
    """Speak to the sandbox past the desk."""
    with Calls(sandbox) as speaking:
        yield speaking
