"""The generator: orders of all vendors, the same for a seed, as the connectors make them."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from orderdesk.composition import descriptions, rules_of
from orderdesk.config import Profile
from orderdesk.domain.order import Order
from orderdesk.domain.query import parse_query
from orderdesk.store.store import Store
from tests.benchmarks.fill import filled
from tests.benchmarks.invented import Invented, Vendor
from tests.benchmarks.invention import NEWEST
from tests.benchmarks.templates import Shape, shapes
from tests.unit.store.filled import BERLIN

PAGES = 8
ALL_RULES = rules_of(descriptions())


@pytest.fixture(scope="module")
def found() -> tuple[Shape, ...]:
    return shapes(16)


def _orders(found: tuple[Shape, ...], seed: int) -> Iterator[Order]:
    town = Invented(found, seed=seed, orders=2_000)
    return (order for _, page in islice(town.pages(), PAGES) for order in page)


def test_orders_are_those_that_a_connector_could_have_made(found: tuple[Shape, ...]) -> None:
    orders = list(_orders(found, 1))
    for order in orders[::37]:
        again = Order.model_validate_json(order.model_dump_json())
        assert again == order
        assert again.model_dump_json() == order.model_dump_json()
    assert len({order.id for order in orders}) == len(orders)
    assert {order.vendor for order in orders} == {one.rules.vendor for one in found}
    counts = [len(order.lines) for order in orders if order.lines is not None]
    assert 2.8 < sum(counts) / len(counts) < 3.2
    assert len(counts) < len(orders)


def test_a_seed_makes_the_same_orders_again(found: tuple[Shape, ...]) -> None:
    first = [order.model_dump_json() for order in _orders(found, 1)]
    assert first == [order.model_dump_json() for order in _orders(found, 1)]
    assert first != [order.model_dump_json() for order in _orders(found, 2)]


def test_a_folder_is_filled_once_and_searched(tmp_path: Path) -> None:
    home = filled(320, folder=tmp_path)
    database = Profile.under(home).database
    made = database.stat().st_mtime_ns
    with Store.open(database, ALL_RULES, read_only=True) as store:
        totals = store.search.totals(parse_query("type:any"), zone=BERLIN, now=NEWEST)
        assert totals.orders == 320
    assert filled(320, folder=tmp_path) == home
    assert database.stat().st_mtime_ns == made


def test_pages_go_on_where_they_were_broken_off(found: tuple[Shape, ...]) -> None:
    town = Invented(found, seed=1, orders=2_000)
    names = [vendor.config.key for vendor in town.vendors]

    def told(pages: Iterator[tuple[Vendor, list[Order]]], count: int) -> list[tuple[str, str]]:
        return [(vendor.config.key, page[0].id) for vendor, page in islice(pages, count)]

    whole = told(town.pages(), PAGES)
    for done in (0, 3, 5):
        there = [sum(key == name for key, _ in whole[:done]) for name in names]
        assert told(town.pages(there), PAGES - done) == whole[done:]
