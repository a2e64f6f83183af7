"""The made-up company: the same for the same seed, whole, and with every shape in it."""

import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from orderdesk.sandbox.iqmetrix.data.landmarks import LONG_NAME, PRINTED_ORDER
from orderdesk.sandbox.iqmetrix.data.scene import COMPANY, Scene, made_up
from orderdesk.sandbox.iqmetrix.enumerations import (
    ITEM_STATUSES,
    ORDER_STATES,
    ORDER_TYPES,
    ZERO_GUID,
)
from orderdesk.sandbox.iqmetrix.moments import HOUR, documented, from_datetime, from_text, recorded
from orderdesk.sandbox.iqmetrix.orders import Order
from orderdesk.sandbox.iqmetrix.reference import COMPANY as COMPANY_MARK
from orderdesk.sandbox.iqmetrix.reference import key_of

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Make up 5,000 orders."""
    return made_up(seed=1, orders=5_000, now=NOW)


def documents(orders: list[Order]) -> list[tuple[str, object]]:
    return [(order.id, order.document()) for order in orders]


def test_the_same_seed_makes_the_same_company() -> None:
    one, two, other = (made_up(seed=seed, orders=200, now=NOW) for seed in (7, 7, 8))
    assert documents([*one.orders]) == documents([*two.orders])
    assert one.reference == two.reference
    assert documents([*one.orders]) != documents([*other.orders])


def test_the_printed_order_is_there_whatever_the_seed() -> None:
    for seed in (1, 2, 99):
        assert made_up(seed=seed, orders=1, now=NOW).orders[0].id == PRINTED_ORDER


@pytest.mark.parametrize("count", [0, 1, 7, 60, 333])
def test_there_are_as_many_orders_as_wanted(count: int) -> None:
    assert len(made_up(seed=1, orders=count, now=NOW).orders) == count


def test_ids_and_numbers_are_unique(scene: Scene) -> None:
    orders = scene.orders
    items = [line.id for order in orders for line in order.items]
    assert len({order.id for order in orders}) == len(orders)
    assert len({order.printable_id for order in orders}) == len(orders)
    assert len(set(items)) == len(items)
    for documents_of_a_kind in scene.reference.values():
        keys = [key_of(document) for document in documents_of_a_kind]
        assert len(set(keys)) == len(keys)


def test_orders_were_placed_in_the_last_months_by_day(scene: Scene) -> None:
    now = from_datetime(NOW)
    bulk = scene.orders[21:]  # without those that are placed by hand around the present
    ages = [timedelta(hours=(now - order.created) / HOUR) for order in bulk]
    hours = Counter(
        (NOW - age - timedelta(hours=5)).hour for age in ages
    )  # by the clocks of the middle of the country
    assert min(ages) > timedelta(0)
    assert timedelta(days=110) < max(ages) < timedelta(days=130)
    assert sum(hours[hour] for hour in range(8, 23)) > 0.95 * len(ages)
    assert hours[3] == 0


def test_every_state_and_type_is_there_in_a_plausible_mix(scene: Scene) -> None:
    states = Counter(order.state for order in scene.orders)
    kinds = Counter(order.whole("OrderTypeId") for order in scene.orders)
    assert set(states) == set(ORDER_STATES.values())
    assert set(kinds) == set(ORDER_TYPES)
    assert states["Completed"] + states["Processed"] > 3_500
    assert 250 <= states["Pending"] <= 600
    assert 80 <= states["Created"] <= 300
    assert kinds[1] > 4_000


def test_every_order_obeys_the_rules_that_hold_for_all(scene: Scene) -> None:
    customers = {key_of(c) for c in scene.reference["customer"] if c[COMPANY_MARK] == COMPANY}
    locations = {key_of(p) for p in scene.reference["location"] if p[COMPANY_MARK] == COMPANY}
    employees = {key_of(e) for e in scene.reference["employee"] if e[COMPANY_MARK] == COMPANY}
    addresses = {
        str(address["Id"])
        for customer in scene.reference["customer"]
        if isinstance(customer["Addresses"], list)
        for address in customer["Addresses"]
        if isinstance(address, dict)
    }
    for order in scene.orders:
        assert str(order.whole("EntityId")) in locations
        assert str(order.whole("ShippingEntityId")) in {*locations, "0"}
        assert str(order.whole("EmployeeId")) in {*employees, "0"}
        assert {order.guid("BillingCustomerId"), order.guid("ShippingCustomerId")} <= {
            None,
            *customers,
        }
        assert {order.guid("BillingAddressId"), order.guid("ShippingAddressId")} <= {
            None,
            *addresses,
        }
        assert order.expires - order.created == order.whole("OrderExpiryHours") * HOUR
        products = [line.product for line in order.items if line.product]
        assert len(set(products)) == len(products)
        for line in order.items:
            status = line.values["ItemStatusId"]
            assert isinstance(status, int)
            assert status in ITEM_STATUSES[line.type_id]
        if order.state in ("Processed", "Completed"):
            assert order.guid("BillingCustomerId") in customers


def test_every_shape_that_a_console_must_bear_is_there(scene: Scene) -> None:
    now = from_datetime(NOW)
    orders = scene.orders
    pending = [order for order in orders if order.state == "Pending"]
    shapes = {
        "expired": [o for o in pending if o.is_expired(now)],
        "expires within the hour": [o for o in pending if 0 < o.expires - now < HOUR],
        "expires within the day": [o for o in pending if HOUR < o.expires - now < 24 * HOUR],
        "empty": [o for o in orders if not o.items],
        "more than sixty items": [o for o in orders if len(o.items) > 60],
        "a name beyond measure": [o for o in orders if o.values["Name"] == LONG_NAME],
        "no name": [o for o in orders if o.values["Name"] is None],
        "markup in the name": [o for o in orders if "<today>" in str(o.values["Name"])],
        "no billing customer": [o for o in pending if o.guid("BillingCustomerId") is None],
        "zero GUID": [o for o in orders if o.values["BillingCustomerId"] == ZERO_GUID],
        "both targets": [o for o in orders if o.has_both_targets],
        "to a store": [o for o in orders if o.whole("ShippingEntityId") and not o.has_both_targets],
        "discount": [o for o in orders if o.values["DiscountCode"]],
        "tracking": [o for o in orders if any(i.values["TrackingInformation"] for i in o.items)],
        "serial numbers": [o for o in orders if any(i.values["SerialNumbers"] for i in o.items)],
        "every type of item": [o for o in orders if {i.type_id for i in o.items} >= {1, 4}],
        "fit to be processed": [
            o for o in pending if o.guid("BillingCustomerId") and o.items and not o.is_expired(now)
        ],
    }
    assert [name for name, found in shapes.items() if not found] == []
    assert len(shapes["fit to be processed"]) > 40


def test_a_few_orders_hold_the_shapes_too() -> None:
    orders = made_up(seed=3, orders=21, now=NOW).orders
    assert {order.state for order in orders} == set(ORDER_STATES.values())
    assert {order.whole("OrderTypeId") for order in orders} == set(ORDER_TYPES)
    assert any(len(order.items) > 60 for order in orders)
    assert any(order.has_both_targets for order in orders)


def test_customers_write_their_names_in_many_scripts(scene: Scene) -> None:
    letters = "".join(str(c["PrimaryName"]) for c in scene.reference["customer"])
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts >= {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "CJK",
        "HIRAGANA",
        "HANGUL",
        "DEVANAGARI",
        "THAI",
        "GEORGIAN",
    }


@pytest.mark.parametrize(
    ("text", "shown", "short"),
    [
        (
            "2015-03-27T18:47:29.9012402+00:00",
            "2015-03-27T18:47:29.9012402+00:00",
            "2015-03-27T18:47:29.901",
        ),
        ("2016-05-17T22:38:36.9", "2016-05-17T22:38:36.9000000+00:00", "2016-05-17T22:38:36.9"),
        ("2018-08-31T16:58:03.56Z", "2018-08-31T16:58:03.5600000+00:00", "2018-08-31T16:58:03.56"),
        ("2018-08-31T16:58:03+02:00", "2018-08-31T14:58:03.0000000+00:00", "2018-08-31T14:58:03"),
        ("2018-08-31", "2018-08-31T00:00:00.0000000+00:00", "2018-08-31T00:00:00"),
    ],
)
def test_moments_are_read_and_shown_to_the_tick(text: str, shown: str, short: str) -> None:
    ticks = from_text(text)
    assert documented(ticks) == shown
    assert recorded(ticks) == short


@pytest.mark.parametrize("text", ["", "now", "2018-8-1", "2018-08-31T25:00:00", "2018-02-30"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_text(text)
