"""Pages to the end: nothing missed and nothing twice while the data change under the reader."""

import asyncio
from collections.abc import Iterator

import pytest

from orderdesk.connectors.json_text import rows, write
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from tests.conformance.place import Place
from tests.conformance.plug import Fault, Paging, Plug, Shift
from tests.conformance.plugs import opened
from tests.conformance.test_reads import orders_of, pages
from tests.conformance.trials import fault_on


@pytest.fixture
def place(plug: Plug, places: dict[str, Place]) -> Iterator[Place]:
    """Use a stand-in with several pages of orders."""
    key = f"{plug.vendor} in pages"
    assert plug.paging is not None
    if key not in places:
        places[key] = opened(plug, orders=plug.paging.orders)
    places[key].switch(**plug.paging.switches)
    yield places[key]
    places[key].restore()


def test_every_page_is_read_to_the_end(place: Place, plug: Plug, paging: Paging) -> None:
    start = place.last_number()
    found = place.run(pages)
    ids = [order.vendor_id for order in orders_of(found)]
    assert len(place.log(start)) >= 3
    assert len(ids) == len(set(ids))
    assert set(ids) == set(place.truths())
    assert found[-1].complete
    assert len(found) >= 3


def test_data_that_change_while_they_are_read(place: Place, plug: Plug, shift: Shift) -> None:
    before = set(place.truths())
    assert plug.paging is not None
    hold: Fault = {"kind": "hold", "when": "before", "skip": plug.paging.earlier + 1, "count": 1}
    tolerated: set[str] = set()
    found: list[Order] = []

    async def read(gateway: Gateway) -> None:
        async for page in gateway.pull(cursor=None):
            found.extend(page.orders)

    async def scenario(gateway: Gateway) -> None:
        fault_on(place, [plug.lists], hold)
        reading = asyncio.create_task(read(gateway))
        held = await asyncio.to_thread(place.ask, "GET", "/holds?wait=10")
        assert [*rows(write(held).decode())], "No second page was asked for."
        known = [order.vendor_id for order in found]
        assert known
        tolerated.update(shift.change(place, known))
        place.clear_faults()
        await reading

    place.run(scenario)
    after = set(place.truths())
    assert tolerated or before == after
    ids = [order.vendor_id for order in found]
    assert before & after <= set(ids) | tolerated
    assert set(ids) <= before | after
    twice = [key for key in set(ids) if ids.count(key) > 1]
    for key in twice:  # only because it was not the same any more
        first, second = (order for order in found if order.vendor_id == key)
        assert first != second


def test_a_total_that_disagrees_with_the_rows(place: Place, wrong_total: Fault) -> None:
    place.fault(**wrong_total)
    ids = {order.vendor_id for order in orders_of(place.run(pages))}
    assert ids == set(place.truths())
