"""The made-up van sales: the same for the same seed, whole, and with every shape in it."""

import unicodedata
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.landmarks import LONG_COMMENT, PRINTED_ORDER
from orderdesk.sandbox.valomnia.data.scene import Scene, made_up
from orderdesk.sandbox.valomnia.enumerations import DELIVERY_STATES, KINDS, PAYMENT_STATES
from orderdesk.sandbox.valomnia.operations import Operation, from_document, whole

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)
LANDMARKS = 30


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Make up 3,000 operations."""
    return made_up(seed=1, orders=3_000, now=NOW)


def test_the_same_seed_makes_the_same_routes() -> None:
    one, two, other = (made_up(seed=seed, orders=150, now=NOW) for seed in (7, 7, 8))
    assert one == two
    assert one.operations != other.operations


@pytest.mark.parametrize("count", [0, 1, 7, 60, 333])
def test_there_are_as_many_as_wanted(count: int) -> None:
    assert len(made_up(seed=1, orders=count, now=NOW).operations) == count


def test_ids_and_references_are_unique(scene: Scene) -> None:
    operations = scene.operations
    for keys in (
        [one.id for one in operations],
        [one.reference for one in operations],
        [line.id for one in operations for line in one.lines],
        [payment.id for one in operations for payment in one.payments],
    ):
        assert len(set(keys)) == len(keys)
    for kind, documents in scene.masters.items():
        assert len({whole(one["id"]) for one in documents}) == len(documents), kind


def test_an_operation_comes_back_from_the_storage_as_it_was(scene: Scene) -> None:
    for one in scene.operations[:200]:
        assert from_document(str(one.id), one.document()) == one


def test_the_printed_order_is_where_it_was(scene: Scene) -> None:
    order = scene.operations[PRINTED_ORDER - 1]
    assert (order.id, order.kind, order.status, order.delivery) == (5, "ORDER", "PAID", "DELIVERED")
    assert order.customer == 5
    assert [(line.quantity, line.discount) for line in order.lines] == [(60, 0)]


def test_every_kind_and_state_is_there_in_a_plausible_mix(scene: Scene) -> None:
    kinds = Counter(one.kind for one in scene.operations)
    payments = Counter(one.status for one in scene.operations)
    deliveries = Counter(one.delivery for one in scene.operations)
    assert set(kinds) == set(KINDS)
    assert set(payments) == set(PAYMENT_STATES)
    assert set(deliveries) == {*DELIVERY_STATES, None}
    assert kinds["ORDER"] > 1_500
    assert payments["PAID"] > 2_000
    assert deliveries["DELIVERED"] > 2_000


def test_everything_referred_to_is_there(scene: Scene) -> None:
    known = {
        kind: {whole(one["id"]) for one in documents} for kind, documents in scene.masters.items()
    }
    for one in scene.operations:
        assert one.customer in known["customers"]
        assert {one.user, one.delivered_by or 1} <= known["employees"]
        assert {payment.type for payment in one.payments} <= known["paymentTypes"]
        assert {line.item for line in one.lines} <= known["items"]
        assert {line.unit for line in one.lines} <= known["itemUnits"]
        assert {credit.prepayment for credit in one.credits} <= known["orderPrepayments"]


def test_sums_and_dates_fit_together(scene: Scene) -> None:
    now = moments.from_datetime(NOW)
    for one in scene.operations[LANDMARKS:]:
        net = sum((line.final_price for line in one.lines), Decimal(0))
        assert one.values["totalExclTax"] == net
        assert one.total >= Decimal(str(one.values["totalDiscounted"]))
        assert now - 135 * moments.DAY < one.created <= one.updated <= now
        assert all(payment.created <= now for payment in one.payments)
        delivered = one.values["deliveredOn"]
        assert (delivered is not None) == one.is_delivered
        if one.status == "PAID":
            assert one.payments[-1].is_last
        if one.status == "NOT_PAID":
            assert one.payments == ()
        assert one.kind != "DELIVERY" or one.delivered_by is not None


def test_days_are_midnights_where_the_vans_drive(scene: Scene) -> None:
    hours = {
        moments.shown(day)[11:]
        for one in scene.operations[LANDMARKS:]
        if isinstance(day := one.values["deliveryDate"], int)
    }
    assert hours <= {"03:00:00Z", "04:00:00Z", "05:00:00Z"}
    assert len(hours) > 1


def test_every_shape_that_a_console_must_bear_is_there_in_a_few(scene: Scene) -> None:
    few = made_up(seed=3, orders=LANDMARKS, now=NOW).operations
    shapes: dict[str, list[Operation]] = {
        "open and unassigned": [
            o for o in few if o.delivery == "PENDING" and o.delivered_by is None
        ],
        "assigned and pending": [o for o in few if o.delivered_by and o.delivery == "PENDING"],
        "no lines": [o for o in few if not o.lines],
        "more than sixty lines": [o for o in few if len(o.lines) > 60],
        "no money": [o for o in few if o.lines and o.total == 0],
        "odd money": [o for o in few if o.total == Decimal("1234567.895")],
        "euros": [o for o in few if o.values["currency"] == "EUR"],
        "long comment": [o for o in few if o.values["deliveryComment"] == LONG_COMMENT],
        "markup in a comment": [o for o in few if "<b>" in str(o.values["deliveryComment"])],
        "no delivery status": [o for o in few if o.delivery is None],
        "no place": [o for o in few if o.values["latitude"] is None],
        "advances": [o for o in few if o.status == "ADVANCE" and len(o.payments) > 1],
        "three payments": [o for o in few if len(o.payments) == 3],
        "prepayment": [o for o in few if o.credits],
        "discount": [o for o in few if o.values["discount"]],
        "slash in the reference": [o for o in few if "/" in o.reference],
        "delivered before it was assigned": [
            o for o in few if whole(o.values["assignmentDate"]) > whole(o.values["deliveredOn"]) > 0
        ],
        "on hold": [o for o in few if o.customer == 8],
        "by somebody who left": [o for o in few if o.user == 12],
    }
    assert [name for name, found in shapes.items() if not found] == []
    assert {o.kind for o in few} == set(KINDS)
    assert {o.status for o in few} == set(PAYMENT_STATES)
    assert len({o.customer for o in scene.operations}) > 70


def test_shops_write_their_names_in_many_scripts(scene: Scene) -> None:
    letters = "".join(str(one["name"]) for one in scene.masters["customers"])
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts >= {
        *("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "CJK", "HANGUL", "DEVANAGARI", "THAI")
    }


def test_moments_are_read_and_written_to_the_second() -> None:
    seconds = moments.from_text("2014-12-20T23:00:00Z")
    assert moments.shown(seconds) == "2014-12-20T23:00:00Z"
    assert moments.underscored(seconds) == "2014_12_20T23:00:00Z"
    assert moments.shown(moments.local_midnight(seconds)) == "2014-12-20T04:00:00Z"
    assert moments.from_datetime(NOW + timedelta(microseconds=1)) == moments.from_datetime(NOW)


@pytest.mark.parametrize("text", ["", "now", "2014-12-20", "2014-12-20T23:00:00", "2014-13-01T0"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moments.from_text(text)
