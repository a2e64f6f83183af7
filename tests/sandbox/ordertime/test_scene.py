"""The made-up tenant: the same for the same seed, whole, and with every shape in it."""

import time
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.data.landmarks import LONG_MEMO, MARKUP, TWICE_PO
from orderdesk.sandbox.ordertime.data.scene import made_up
from orderdesk.sandbox.ordertime.data.tenant import STATUSES
from orderdesk.sandbox.ordertime.ledger import CREATED, MODIFIED, lines_of, ref_id, whole
from orderdesk.sandbox.ordertime.totals import amount, total

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)
Scene = Mapping[int, Sequence[Document]]


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Make up 5,000 orders."""
    return made_up(seed=1, orders=5_000, now=NOW)


@pytest.fixture(scope="module")
def orders(scene: Scene) -> Sequence[Document]:
    return scene[records.SALES_ORDER]


def test_it_is_made_in_a_moment() -> None:
    start = time.process_time()
    made_up(seed=2, orders=1_000, now=NOW)
    assert time.process_time() - start < 3


def test_the_same_seed_makes_the_same_tenant() -> None:
    one, two, other = (made_up(seed=seed, orders=120, now=NOW) for seed in (7, 7, 8))
    assert one == two
    assert one[records.SALES_ORDER] != other[records.SALES_ORDER]


@pytest.mark.parametrize("count", [0, 1, 7, 60, 333])
def test_there_are_as_many_orders_as_wanted(count: int) -> None:
    assert len(made_up(seed=1, orders=count, now=NOW)[records.SALES_ORDER]) == count


def test_numbers_are_unique_and_follow_time(scene: Scene, orders: Sequence[Document]) -> None:
    numbers = [whole(order["DocNo"]) for order in orders]
    assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
    created = [whole(order[CREATED]) for order in orders]
    assert created == sorted(created)
    lines = [
        line["Id"] for kind in (7, 4) for document in scene[kind] for line in lines_of(document)
    ]
    assert len(set(map(str, lines))) == len(lines)


def test_nothing_is_of_the_future(scene: Scene) -> None:
    for kind in (records.SALES_ORDER, records.SHIP_DOC):
        assert all(whole(d[MODIFIED]) <= moments.micros(NOW) for d in scene[kind])
        assert all(whole(d[CREATED]) <= whole(d[MODIFIED]) for d in scene[kind])


def test_every_status_is_there_in_a_plausible_mix(orders: Sequence[Document]) -> None:
    found = Counter(ref_id(order.get("StatusRef")) for order in orders)
    assert set(found) == {*STATUSES, 0}
    assert found[131] > 2_000
    assert 50 < found[101] < 700


def test_every_reference_leads_somewhere(scene: Scene, orders: Sequence[Document]) -> None:
    known = {kind: {whole(row["Id"]) for row in rows} for kind, rows in scene.items()}
    for order in orders:
        assert ref_id(order["CustomerRef"]) in known[records.CUSTOMER]
        assert ref_id(order["ShipToRef"]) in known[records.ADDRESS]
        assert ref_id(order.get("LocationRef")) in {*known[records.LOCATION], 0}
        for line in lines_of(order):
            assert ref_id(line["ItemRef"]) in known[records.ITEM_ALL]
    for row in scene[records.ADDRESS]:
        assert ref_id(row["CustomerRef"]) in known[records.CUSTOMER]


def test_ship_docs_fill_what_was_ordered(scene: Scene, orders: Sequence[Document]) -> None:
    by_number = {whole(order["DocNo"]): order for order in orders}
    gone: Counter[tuple[int, int]] = Counter()
    for document in scene[records.SHIP_DOC]:
        order = by_number[whole(document["SONo"])]
        assert document["CustomerRef"] == order["CustomerRef"]
        for line in lines_of(document):
            gone[whole(order["DocNo"]), ref_id(line["ItemRef"])] += int(amount(line["Quantity"]))
    for (number, item), quantity in gone.items():
        wanted = [one for one in lines_of(by_number[number]) if ref_id(one["ItemRef"]) == item]
        assert 0 < quantity <= sum(amount(one["Quantity"]) for one in wanted)


def test_totals_are_those_of_the_lines(orders: Sequence[Document]) -> None:
    assert all(order["TotalAmount"] == total(order) for order in orders)


def test_every_shape_that_a_console_must_bear_is_there() -> None:
    made = made_up(seed=3, orders=29, now=NOW)
    orders = made[records.SALES_ORDER]
    lines = [line for order in orders for line in lines_of(order)]
    shapes = {
        "empty": [o for o in orders if not lines_of(o)],
        "more than sixty lines": [o for o in orders if len(lines_of(o)) > 60],
        "nothing but what must be": [o for o in orders if len(o) < 14],
        "no status": [o for o in orders if "StatusRef" not in o],
        "a memo as long as it may be": [o for o in orders if o.get("Memo") == LONG_MEMO],
        "markup": [o for o in orders if o.get("Memo") == MARKUP],
        "a PO twice": [o for o in orders if o.get("CustomerPO") == TWICE_PO][1:],
        "a card": [o for o in orders if "_card" in o],
        "worth nothing": [o for o in orders if lines_of(o) and o["TotalAmount"] == 0],
        "worth billions": [o for o in orders if amount(o["TotalAmount"]) > 10**9],
        "fractions of a cent": [one for one in lines if amount(one["Price"]) < 1],
        "fractional quantity": [one for one in lines if amount(one["Quantity"]) % 1],
        "negative quantity": [one for one in lines if amount(one["Quantity"]) < 0],
        "cleared": [one for one in lines if one.get("IsCleared") is True],
        "custom fields": [o for o in orders if "CustomFields" in o],
        "another currency": [o for o in orders if ref_id(o.get("CurrencyRef")) == 2],
        "no currency": [o for o in orders if "CurrencyRef" not in o],
        "serials": [d for d in made[records.SHIP_DOC] if "Details" in lines_of(d)[0]],
        "no tracking": [d for d in made[records.SHIP_DOC] if "TrackingNo" not in d],
    }
    assert [name for name, found in shapes.items() if not found] == []
    assert {ref_id(order.get("StatusRef")) for order in orders} == {*STATUSES, 0}
    assert len(LONG_MEMO) == 4_000


def test_names_are_written_in_many_scripts(scene: Scene) -> None:
    letters = "".join(str(row["Name"]) for row in scene[records.CUSTOMER])
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts >= {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "CJK", "HANGUL", "HIRAGANA"}
