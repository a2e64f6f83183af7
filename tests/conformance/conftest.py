"""Every conformance case runs once for each vendor that has a connector, a stand-in and a plug."""

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance.place import Place
from tests.conformance.plug import Plug
from tests.conformance.plugs import cases, opened, plugs

_ONE_IN = {
    "test_cells.py": 7,
    "test_losses.py": 5,
    "test_writes.py": 2,
    "test_deconetwork_switches.py": 3,
}
"""Of the largest tables one case in so many is part of every run."""


@pytest.fixture(scope="session")
def places() -> Iterator[dict[str, Place]]:
    """Keep the stand-ins that are running: one for each vendor, as long as the tests go on."""
    running: dict[str, Place] = {}
    yield running
    for place in running.values():
        place.close()


@pytest.fixture
def plug(request: pytest.FixtureRequest) -> Plug:
    """Give the plug of the case's vendor, whose cases are counted by it."""
    node: pytest.Item = request.node
    node.user_properties.append(("vendor", request.param))
    return plugs()[str(request.param)]


@pytest.fixture
def place(plug: Plug, places: dict[str, Place], request: pytest.FixtureRequest) -> Iterator[Place]:
    """Use a vendor's stand-in, without faults and with its switches as they are by default.

    Its orders are new ones when the cases of another module begin.
    """
    if plug.vendor not in places:
        places[plug.vendor] = opened(plug)
    found = places[plug.vendor]
    found.begin(request.node.path.name)
    yield found
    found.restore()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test its vendors, and of what its vendor's plug lists one at a time.

    A module of one vendor's own names it in VENDOR.
    """
    if "place" not in metafunc.fixturenames and "plug" not in metafunc.fixturenames:
        return
    module: object = vars(metafunc)["module"]
    own: str | None = getattr(module, "VENDOR", None)
    chosen = [plug for vendor, plug in plugs().items() if own in (None, vendor)]
    listed = {name: each for name in metafunc.fixturenames if (each := cases(name)) is not None}
    rows = [
        (plug.vendor, *row)
        for plug in chosen
        for row in itertools.product(*(each(plug) for each in listed.values()))
    ]
    ids = ["-".join(shown(part) for part in row) for row in rows]
    metafunc.parametrize(("plug", *listed), rows, ids=ids, indirect=["plug"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark most cases of the largest tables as thorough, vendor by vendor.

    Those run with `make conformance` only; what is left goes through the tables evenly.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for item in items:
        step = _ONE_IN.get(item.path.name)
        if step is None or item.path.parent != Path(__file__).parent:
            continue
        vendor = item.name.partition("[")[2].partition("-")[0]
        place = (item.path.name, vendor)
        if counted[place] % step:
            item.add_marker(pytest.mark.thorough)
        counted[place] += 1


def shown(part: object) -> str:
    """Name a case: by itself where it has a name, else by its type."""
    text = str(part)
    return text if len(text) < 60 and "(" not in text and "{" not in text else "it"
