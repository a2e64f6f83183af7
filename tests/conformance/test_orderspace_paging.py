"""A list of several pages that breaks off: what came is kept, and the next pull reads it whole."""

from collections.abc import Iterator

import pytest

from orderdesk.domain.errors import Unreachable
from orderdesk.domain.gateway import Gateway, Page
from tests.conformance.place import Place
from tests.conformance.plug import Plug
from tests.conformance.plugs import opened
from tests.conformance.test_reads import keep, orders_of

VENDOR = "orderspace"


@pytest.fixture
def place(plug: Plug) -> Iterator[Place]:
    """Use a stand-in with two pages of orders."""
    opened_one = opened(plug, orders=230)
    yield opened_one
    opened_one.close()


def test_a_list_that_breaks_off_claims_nothing(place: Place, plug: Plug) -> None:
    kept: list[Page] = []

    async def scenario(gateway: Gateway) -> None:
        place.fault(**plug.lists, kind="status", status=503, skip=1)
        with pytest.raises(Unreachable):
            await keep(kept, gateway)
        assert len(orders_of(kept)) == 200
        assert not any(page.complete or page.cursor for page in kept)
        place.clear_faults()
        await keep(kept, gateway)
        assert {order.vendor_id for order in orders_of(kept)} == set(place.truths())
        assert kept[-1].complete

    place.run(scenario)


def test_news_that_break_off_leave_the_cursor_as_it_was(place: Place, plug: Plug) -> None:
    async def scenario(gateway: Gateway) -> None:
        first: list[Page] = []
        await keep(first, gateway)
        cursor = first[-1].cursor
        place.change("or_ready002", {"act": "dispatch"})
        place.fault(**plug.lists, kind="status", status=503, skip=3)
        broken: list[Page] = []
        with pytest.raises(Unreachable):
            await keep(broken, gateway, cursor)
        assert not any(page.cursor or page.complete_since for page in broken)
        place.clear_faults()
        news: list[Page] = []
        await keep(news, gateway, cursor)
        found = {order.vendor_id: order.vendor_state for order in orders_of(news)}
        assert found["or_ready002"] == "fulfilled"
        assert news[-1].complete_since is not None

    place.run(scenario)
