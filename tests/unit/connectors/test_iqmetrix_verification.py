"""The read-back of a lost answer: done, undone, or more than one reading fits."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from orderdesk.connectors.iqmetrix.bodies import own_reference
from orderdesk.connectors.iqmetrix.verification import (
    of_addition,
    of_creation,
    of_edit,
    of_line_edit,
    of_removal,
    of_transit,
)
from orderdesk.domain.commands import AddLine, CreateOrder, EditLine, EditOrder, RemoveLine, Transit
from orderdesk.domain.gateway import Finding
from orderdesk.domain.order import Line, Order

ORDER_ID = "6a1c9a52-2f4b-4f0c-8a7e-3f5f6f2b9c10"
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
Fields = Mapping[str, str | None]


def order(
    state: str = "Pending",
    *,
    fields: Fields | None = None,
    lines: Sequence[Line] = (),
    made: datetime = NOW,
    vendor_id: str = ORDER_ID,
) -> Order:
    return Order(
        connection="shop",
        vendor="iqmetrix",
        vendor_id=vendor_id,
        vendor_state=state,
        placed_at=made,
        fields=fields or {},
        lines=tuple(lines),
    )


def line(line_id: str, **fields: str | None) -> Line:
    return Line(id=line_id, fields=fields)


def transit(source: str, target: str, action: str) -> Transit:
    return Transit(
        id="c1",
        connection="shop",
        vendor_id=ORDER_ID,
        action=action,
        created_at=NOW,
        source=source,
        target=target,
    )


def edit(changes: Fields, base: Fields) -> EditOrder:
    return EditOrder(
        id="c1",
        connection="shop",
        vendor_id=ORDER_ID,
        action="edit",
        created_at=NOW,
        changes=changes,
        base=base,
    )


def add(fields: Fields) -> AddLine:
    return AddLine(
        id="c1",
        connection="shop",
        vendor_id=ORDER_ID,
        action="add_item",
        created_at=NOW,
        line_id="new",
        fields=fields,
    )


def create(fields: Fields, lines: tuple[Fields, ...] = ()) -> CreateOrder:
    return CreateOrder(
        id="c1",
        connection="shop",
        vendor_id="c1",
        action="create",
        created_at=NOW,
        fields=fields,
        lines=lines,
    )


@pytest.mark.parametrize(
    ("action", "source", "target", "now", "finding"),
    [
        ("process", "Pending", "Processed", "Processed", Finding.DONE),
        ("process", "Pending", "Processed", "Completed", Finding.DONE),
        ("process", "Pending", "Processed", "Pending", Finding.UNDONE),
        ("process", "Created", "Processed", "Pending", Finding.UNDONE),
        ("process", "Pending", "Processed", "Cancelled", Finding.UNDONE),
        ("cancel", "Pending", "Cancelled", "Cancelled", Finding.DONE),
        ("cancel", "Pending", "Cancelled", "Pending", Finding.UNDONE),
        ("cancel", "Pending", "Cancelled", "Processed", Finding.UNDONE),
        ("submit", "Created", "Pending", "Pending", Finding.DONE),
        ("submit", "Created", "Pending", "Cancelled", Finding.DONE),
        ("submit", "Created", "Pending", "Created", Finding.UNDONE),
        ("submit", "Created", "Pending", "Processed", Finding.AMBIGUOUS),
        ("cancel", "Pending", "Cancelled", "AwaitingMoonrise", Finding.AMBIGUOUS),
    ],
)
def test_a_move_is_seen_by_the_state(
    action: str, source: str, target: str, now: str, finding: Finding
) -> None:
    seen = of_transit(transit(source, target, action), order(now))
    assert seen.finding is finding
    assert seen.guarded is (finding is Finding.UNDONE)
    assert bool(seen.readings) is (finding is Finding.AMBIGUOUS)
    assert seen.order is not None


@pytest.mark.parametrize(
    ("now", "finding"),
    [
        ({"Name": "new", "DiscountAmount": "5"}, Finding.DONE),
        ({"Name": "new", "DiscountAmount": "5.00"}, Finding.DONE),
        ({"Name": "old", "DiscountAmount": None}, Finding.UNDONE),
        ({"Name": "new", "DiscountAmount": None}, Finding.AMBIGUOUS),
        ({"Name": "theirs", "DiscountAmount": None}, Finding.AMBIGUOUS),
    ],
)
def test_an_edit_is_seen_by_its_fields(now: Fields, finding: Finding) -> None:
    wanted = {"Name": "new", "DiscountAmount": "5.0"}
    command = edit(wanted, {"Name": "old", "DiscountAmount": None})
    seen = of_edit(command, order(fields={"Name": "old"}), order(fields=now))
    assert seen.finding is finding
    assert seen.guarded is (finding is Finding.UNDONE)


def test_both_readings_of_an_edit_are_told() -> None:
    command = edit({"Name": "mine"}, {"Name": "old"})
    seen = of_edit(command, None, order(fields={"Name": "theirs"}))
    assert [str(one) for one in seen.readings] == [
        "Name is now “theirs”; before it was “old”.",
        "Name was to become “mine”.",
    ]


def test_a_field_that_was_as_wanted_already_tells_nothing() -> None:
    command = edit({"Name": "same", "TenderId": "T"}, {"Name": "old", "TenderId": None})
    before = order(fields={"Name": "same"})
    undone = of_edit(command, before, order(fields={"Name": "same"}))
    done = of_edit(command, before, order(fields={"Name": "same", "TenderId": "T"}))
    assert (undone.finding, done.finding) == (Finding.UNDONE, Finding.DONE)


def line_edit() -> EditLine:
    return EditLine(
        id="c1",
        connection="shop",
        vendor_id=ORDER_ID,
        action="edit_item",
        created_at=NOW,
        line_id="l1",
        changes={"Quantity": "5"},
        base={"Quantity": "2"},
    )


@pytest.mark.parametrize(
    ("lines", "finding"),
    [
        ([line("l1", Quantity="5")], Finding.DONE),
        ([line("l1", Quantity="2")], Finding.UNDONE),
        ([line("l1", Quantity="7")], Finding.AMBIGUOUS),
        ([line("l2", Quantity="5")], Finding.AMBIGUOUS),
    ],
)
def test_a_line_edit_is_seen_by_its_line(lines: list[Line], finding: Finding) -> None:
    seen = of_line_edit(line_edit(), order(lines=[line("l1", Quantity="2")]), order(lines=lines))
    assert seen.finding is finding
    assert seen.guarded is (finding is Finding.UNDONE)


def test_a_removal_is_seen_by_its_line() -> None:
    command = RemoveLine(
        id="c1",
        connection="shop",
        vendor_id=ORDER_ID,
        action="remove_item",
        created_at=NOW,
        line_id="l1",
        base={},
    )
    undone, done = of_removal(command, order(lines=[line("l1")])), of_removal(command, order())
    assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
    assert done.finding is Finding.DONE


SENT = {"ItemTypeId": "2", "Quantity": "1", "SellingPrice": "9.90"}
LIKE = {**SENT, "SellingPrice": "9.9", "Index": "3", "Description": None}


@pytest.mark.parametrize(
    ("lines", "finding", "guarded"),
    [
        ([line("old", **LIKE)], Finding.UNDONE, False),
        ([line("old", **LIKE), line("new", **LIKE)], Finding.DONE, False),
        ([line("old"), line("a", **LIKE), line("b", **LIKE)], Finding.AMBIGUOUS, False),
        ([line("new", **{**LIKE, "Quantity": "2"})], Finding.UNDONE, False),
    ],
)
def test_an_addition_without_a_product_is_seen_by_what_is_new(
    lines: list[Line], finding: Finding, *, guarded: bool
) -> None:
    seen = of_addition(add(SENT), order(lines=[line("old", **LIKE)]), order(lines=lines))
    assert (seen.finding, seen.guarded) == (finding, guarded)


@pytest.mark.parametrize(
    ("lines", "finding", "guarded"),
    [
        ([line("old")], Finding.UNDONE, True),
        ([line("old"), line("new", ProductId="P-1", Quantity="9")], Finding.DONE, False),
        ([line("old", ProductId="p-1")], Finding.UNDONE, True),
    ],
)
def test_an_addition_of_a_product_is_guarded_by_it(
    lines: list[Line], finding: Finding, *, guarded: bool
) -> None:
    command = add({**SENT, "ProductId": "p-1"})
    seen = of_addition(command, order(lines=[line("old")]), order(lines=lines))
    assert (seen.finding, seen.guarded) == (finding, guarded)


def test_an_addition_without_knowing_what_was_there_asks() -> None:
    seen = of_addition(add(SENT), None, order(lines=[line("l1", **LIKE)]))
    assert seen.finding is Finding.AMBIGUOUS
    assert "may have been there before" in str(seen.readings[0])


def test_a_creation_with_our_reference_is_looked_up_by_it() -> None:
    mine = order(fields={"TenderId": own_reference("c1").lower()}, made=NOW - timedelta(days=1))
    other = order(fields={"TenderId": "OD-OTHER"})
    command = create({"EntityId": "501"})
    done = of_creation(command, [other, mine], NOW)
    undone = of_creation(command, [other], NOW)
    twice = of_creation(command, [mine, mine], NOW)
    assert (done.finding, done.order) == (Finding.DONE, mine)
    assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
    assert (twice.finding, len(twice.readings)) == (Finding.AMBIGUOUS, 2)


WANTED: Fields = {"EntityId": "501", "TenderId": "INV-7", "DiscountAmount": "5.0"}
MADE = {"EntityId": "501", "TenderId": "INV-7", "DiscountAmount": "5", "OrderExpiryHours": "72"}


@pytest.mark.parametrize(
    ("orders", "finding"),
    [
        ([order(fields=MADE, lines=[line("a", **LIKE)])], Finding.DONE),
        ([order(fields=MADE)], Finding.UNDONE),
        ([order(fields={**MADE, "EntityId": "502"}, lines=[line("a", **LIKE)])], Finding.UNDONE),
        ([order(fields=MADE, lines=[line("a", **LIKE)])] * 2, Finding.AMBIGUOUS),
        (
            [order(fields=MADE, lines=[line("a", **LIKE)], made=NOW - timedelta(minutes=5))],
            Finding.AMBIGUOUS,
        ),
        ([order(fields=MADE, lines=[line("a", **LIKE), line("b", **LIKE)])], Finding.UNDONE),
    ],
)
def test_a_creation_with_another_number_is_seen_by_its_content(
    orders: list[Order], finding: Finding
) -> None:
    seen = of_creation(create(WANTED, (SENT,)), orders, NOW)
    assert seen.finding is finding
    assert not seen.guarded
