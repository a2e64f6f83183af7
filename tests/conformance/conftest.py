"""Every conformance test runs once for each connector that there is."""

from collections.abc import Iterator

import pytest

from orderdesk.connectors.registry import describe_all
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.conformance.place import Place

VENDORS = [description.vendor for description in describe_all()]


@pytest.fixture(scope="module", params=VENDORS)
def standing(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Run a vendor's stand-in for a module."""
    vendor = str(request.param)
    with Sandbox(SandboxOptions(orders=150, only=[vendor])) as sandbox:
        place = Place(sandbox, vendor)
        yield place
        place.close()


@pytest.fixture
def place(standing: Place) -> Iterator[Place]:
    """Use a module's stand-in, without faults and with its switches as they are by default."""
    yield standing
    standing.restore()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `action` every action of its vendor."""
    if "action" in metafunc.fixturenames:
        names = {rule.name for one in describe_all() for rule in one.rules.actions}
        metafunc.parametrize("action", sorted(names))
