"""A few commands under a few of the faults; `make network` plays all twelve."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.gateway import Gateway
from orderdesk.services.delivery import Delivery
from tests.conformance.place import Place
from tests.conformance.plugs import plugs
from tests.network.figures import Figures, table_of
from tests.network.show import play
from tests.network.street import DEADLINE, open_places
from tests.network.weather import STORMS

pytestmark = pytest.mark.faults
NAMED = {storm.name: storm for storm in STORMS}


@pytest.fixture(scope="module")
def places() -> Iterator[Mapping[str, Place]]:
    """Keep the stand-ins that are running."""
    running = open_places(0)
    yield running
    for place in running.values():
        place.close()


@pytest.mark.parametrize("name", ["reset", "gzip bomb"])
def test_nothing_is_lost_or_done_twice(
    name: str, tmp_path: Path, places: Mapping[str, Place]
) -> None:
    figures = play(NAMED[name], places, tmp_path, len(places))
    # How much memory it takes can be told in a process of its own only: make network.
    assert [one for one in figures.bad() if one != "memory"] == []
    assert figures.commands == len(places)


def test_a_desk_that_sends_again_without_looking_is_found(
    tmp_path: Path, places: Mapping[str, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def again(self: Delivery, _gateway: Gateway, entry: OutboxEntry, _found: object) -> None:
        await self.outcomes.again(entry, "")

    monkeypatch.setattr(Delivery, "_proved", again)
    few = {name: place for name, place in places.items() if "create" in plugs()[name].trials}
    lost = play(STORMS[0], few, tmp_path, len(few))
    assert lost.twice > 0
    assert {"twice", "amplification"} <= set(lost.bad())


def test_there_are_twelve_faults() -> None:
    assert len(NAMED) == 12


def good() -> Figures:
    return Figures(
        *("reset", 10, 9, 1),
        longest=1.0,
        bound=DEADLINE,
        writes=12,
        worked=9,
        effects=9,
        requests=40,
        calm=30.0,
    )


def test_figures_that_are_as_they_must_be_are_not_found_fault_with() -> None:
    figures = good()
    assert figures.bad() == []
    assert figures.amplification == 1.0
    assert figures.document()["overall"] == Decimal("1.33")


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("lost", 1, "lost"),
        ("twice", 1, "twice"),
        ("wrong", 1, "wrong"),
        ("unresolved", 1, "unresolved"),
        ("needless", 1, "needless"),
        ("done", 8, "the sums"),
        ("longest", 2 * DEADLINE, "a hang"),
        ("memory", 51.0, "memory"),
        ("worked", 11, "amplification"),
    ],
)
def test_the_figures_find_what_is_not_as_it_must_be(name: str, value: float, found: str) -> None:
    figures = good()
    setattr(figures, name, value)
    assert figures.bad() == [found]
    assert table_of([figures]).splitlines()[-1].endswith(found)
