"""The made-up print room: the same for the same seed, whole, and with every shape in it."""

import time
import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orderdesk.sandbox.deconetwork.data.goods import BY_CODE, COLORS, MARKS, OPTIONS
from orderdesk.sandbox.deconetwork.data.landmarks import COUNT, LONG_NAME, SAMPLE, UNKNOWN_STATUS
from orderdesk.sandbox.deconetwork.data.scene import Scene, made_up
from orderdesk.sandbox.deconetwork.moments import documented, from_datetime, from_text, recorded
from orderdesk.sandbox.deconetwork.orders import as_object, decimal, from_document
from orderdesk.sandbox.deconetwork.statuses import ORDER_STATUSES
from orderdesk.sandbox.deconetwork.totals import paid
from orderdesk.sandbox.json_text import parse_object, write

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Make up 5,000 orders."""
    return made_up(seed=1, orders=5_000, now=NOW)


def test_five_thousand_orders_are_made_up_in_a_moment() -> None:
    start = time.process_time()
    assert len(made_up(seed=2, orders=5_000, now=NOW).orders) == 5_000
    assert time.process_time() - start < 5  # about one second; shared machines are slow at times


def test_the_same_seed_makes_the_same_orders() -> None:
    one, two, other = (made_up(seed=seed, orders=100, now=NOW) for seed in (7, 7, 8))
    assert one == two
    assert [order.document() for order in one.orders] != [o.document() for o in other.orders]


@pytest.mark.parametrize("count", [0, 1, 7, COUNT, 60])
def test_there_are_as_many_orders_as_wanted(count: int) -> None:
    orders = made_up(seed=3, orders=count, now=NOW).orders
    assert len(orders) == count
    assert not orders or orders[0].id == SAMPLE


def test_ids_are_unique(scene: Scene) -> None:
    orders = scene.orders
    assert len({order.id for order in orders}) == len(orders)
    assert len({order.key for order in orders}) == len(orders)
    lines = [line for order in orders for line in order.lines]
    assert len({line.id for line in lines}) == len(lines)
    items = [item.id for line in lines for item in line.items]
    assert len(set(items)) == len(items)
    assert len({row.id for row in scene.stock}) == len(scene.stock)


def test_orders_survive_the_storage(scene: Scene) -> None:
    for order in scene.orders[:200]:
        read = from_document(order.id, parse_object(write(order.document())))
        assert write(read.document()) == write(order.document())


def test_every_status_is_there_in_a_plausible_mix(scene: Scene) -> None:
    statuses = Counter(order.status for order in scene.orders)
    assert set(statuses) == {*ORDER_STATUSES, UNKNOWN_STATUS}
    assert statuses[3] > 3_500
    assert statuses[UNKNOWN_STATUS] == 1
    assert all(statuses[status] >= 10 for status in ORDER_STATUSES)


def test_sums_are_right_but_for_those_by_hand(scene: Scene) -> None:
    for order in scene.orders:
        values = order.values
        items = sum((line.total for line in order.lines), Decimal(0))
        assert decimal(values["item_amount"]) == items
        assert all(line.qty == sum(i.qty for i in line.items) for line in order.lines if line.items)
        balance = decimal(values["billable_amount"]) - paid(values)
        assert decimal(values["outstanding_balance"]) == balance


def test_everything_that_is_named_is_there(scene: Scene) -> None:
    for order in scene.orders:
        for line in order.lines:
            assert not line.product or line.product in BY_CODE
            assert not line.color or line.color in COLORS
            assert set(line.decorations) <= MARKS.keys()
            assert all(item.option in OPTIONS for item in line.items)


def test_statuses_dates_and_lines_agree(scene: Scene) -> None:
    now = from_datetime(NOW)
    for order in scene.orders:
        assert order.date("date_modified") is not None
        assert (order.date("date_modified") or 0) <= now
        assert (order.date("date_ordered") or 0) < now
        assert (order.status == 3) == (order.date("date_shipped") is not None)
        if order.status == 3:
            assert order.stage == 3 or not order.lines
        assert bool(order.shipments) == (
            any(item.stage == 3 for line in order.lines for item in line.items)
        )


def test_every_shape_that_a_console_must_bear_is_there() -> None:
    orders = made_up(seed=5, orders=COUNT, now=NOW).orders
    soon = from_datetime(NOW + timedelta(days=3))
    shapes = {
        "every status": [o for o in orders if {x.status for x in orders} > {*ORDER_STATUSES}],
        "empty": [o for o in orders if not o.lines and o.status == 1],
        "many lines": [o for o in orders if len(o.lines) > 40],
        "a name beyond measure": [o for o in orders if o.values["job_name"] == LONG_NAME],
        "no name, nobody": [
            o for o in orders if o.values["job_name"] is None and o.values["customer_id"] is None
        ],
        "no shipping address": [o for o in orders if "shipping_details" not in o.values],
        "markup": [o for o in orders if "<today>" in str(o.values["job_name"])],
        "partly produced": [o for o in orders if 0 < o.pieces(2) < o.pieces(1) and o.status == 12],
        "partly shipped": [o for o in orders if 0 < o.pieces(3) < o.pieces(1)],
        "no money": [o for o in orders if decimal(o.values["billable_amount"]) == 0 and o.lines],
        "paid too much": [o for o in orders if decimal(o.values["outstanding_balance"]) < 0],
        "deposit": [
            o
            for o in orders
            if 0 < decimal(o.values["outstanding_balance"]) < decimal(o.values["billable_amount"])
        ],
        "refunded": [o for o in orders if o.values["refunds"]],
        "shipped and unpaid": [
            o for o in orders if o.status == 3 and decimal(o.values["outstanding_balance"]) > 0
        ],
        "typed-in line": [o for o in orders if any(not line.product for line in o.lines)],
        "a large number": [o for o in orders if any(line.qty >= 10_000 for line in o.lines)],
        "due soon": [o for o in orders if (o.date("date_due") or 0) < soon and o.status == 1],
        "priority": [o for o in orders if o.values["is_priority"] is True],
        "blanks not bought": [
            o for o in orders if any(i.procurement < 60 for line in o.lines for i in line.items)
        ],
    }
    assert [name for name, found in shapes.items() if not found] == []


def test_names_come_in_many_scripts(scene: Scene) -> None:
    names = "".join(
        str(as_object(order.values["billing_details"]).get("firstname", ""))
        + str(order.values["job_name"])
        for order in scene.orders
    )
    scripts = {unicodedata.name(letter).split()[0] for letter in names if letter.isalpha()}
    assert scripts >= {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HANGUL", "THAI"}


@pytest.mark.parametrize(
    ("text", "page", "site"),
    [
        ("2018-02-01", "2018-02-01T00:00:00", "2018-02-01T00:00:00.000+00:00"),
        ("2018-02-01 03:04:05", "2018-02-01T03:04:05", "2018-02-01T03:04:05.000+00:00"),
        ("2018-02-01T03:04:05.123Z", "2018-02-01T03:04:05", "2018-02-01T03:04:05.000+00:00"),
        ("2018-02-01T03:04:05+02:00", "2018-02-01T01:04:05", "2018-02-01T01:04:05.000+00:00"),
    ],
)
def test_moments_are_read_in_every_form(text: str, page: str, site: str) -> None:
    seconds = from_text(text)
    assert (documented(seconds), recorded(seconds)) == (page, site)
    assert from_text(site) == seconds


@pytest.mark.parametrize("text", ["", "now", "2018-2-1", "2018-02-30", "2018-02-01T25:00:00"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)
