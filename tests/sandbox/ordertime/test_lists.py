"""Lists: pages, counts, sorting, lines, entity refs, and reading while things move."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime.totals import amount
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import as_list, as_object, as_objects, each
from tests.sandbox.ordertime.calls import (
    CUSTOMERS,
    ORDERS,
    SHIP_DOCS,
    STATUSES,
    Calls,
    line,
    lines_of,
    message,
    numbers,
    where,
)


def pages(calls: Calls, size: int, **info: object) -> list[list[JsonValue]]:
    """Read every page up to the first short one."""
    found: list[list[JsonValue]] = []
    while not found or len(found[-1]) == size:
        page = calls.rows(ORDERS, PageNumber=len(found) + 1, NumberOfRecords=size, **info)
        found.append(numbers(page))
    return found


def test_a_list_is_a_bare_array_sorted_by_number(calls: Calls) -> None:
    rows = calls.rows(ORDERS, NumberOfRecords=1000)
    found = [int(str(number)) for number in numbers(rows)]
    assert found == sorted(found)
    assert {str(number) for number in found} == {str(order["id"]) for order in calls.truths()}


def test_a_count_is_a_bare_integer_for_the_same_list(calls: Calls) -> None:
    assert calls.count(ORDERS) == len(calls.truths())
    open_ones = where("StatusRef.Id", 8, "101,104")
    assert calls.count(ORDERS, open_ones) == len(calls.rows(ORDERS, open_ones))


def test_a_page_has_100_rows_unless_asked_otherwise() -> None:
    options = SandboxOptions(orders=1_203, only=["ordertime"])
    with Sandbox(options) as running, Calls(running) as calls:
        assert len(calls.rows(ORDERS)) == 100
        assert len(calls.rows(ORDERS, NumberOfRecords=1000, PageNumber=2)) == 203
        assert len(calls.rows(ORDERS, NumberOfRecords=5000)) == 1000
        assert calls.rows(ORDERS, NumberOfRecords=1000, PageNumber=3) == []
        calls.switch(page_limit="400")
        over = calls.call("POST", "/list", {"Type": ORDERS, "NumberOfRecords": 1001})
        assert over.status_code == 400
        assert "1000" in message(over)


@pytest.mark.parametrize("size", [7, 20, 60, 61])
def test_pages_hold_every_order_once(calls: Calls, size: int) -> None:
    found = [number for page in pages(calls, size) for number in page]
    assert len(found) == len(set(map(str, found))) == calls.count(ORDERS)


@pytest.mark.parametrize("member", ["SortDirection", "Direction", "SortDirEnum"])
def test_sorting_turns_around(calls: Calls, member: str) -> None:
    down = {"PropertyName": "DocNo", member: 2}
    assert numbers(calls.rows(ORDERS, Sortation=down)) == numbers(calls.rows(ORDERS))[::-1]
    calls.switch(direction_member="SortDirection")
    turned = numbers(calls.rows(ORDERS, Sortation=down)) != numbers(calls.rows(ORDERS))
    assert turned == (member == "SortDirection")


@pytest.mark.parametrize("name", ["CustomerRef.Name", "TotalAmount", "RecordInfo.ModifiedDate"])
def test_other_properties_sort_as_well(calls: Calls, name: str) -> None:
    def read(row: Document) -> tuple[Decimal, str]:
        value: JsonValue = row
        for part in name.split("."):
            value = as_object(value)[part]
        if isinstance(value, str):
            return Decimal(0), value.casefold()
        return amount(value), ""

    found = [read(row) for row in calls.rows(ORDERS, Sortation={"PropertyName": name})]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "info",
    [
        {},
        {"Type": None},
        {"Type": "SalesOrder"},
        {"Type": True},
        {"Type": 131},
        {"Type": 7, "PageNumber": 0},
        {"Type": 7, "PageNumber": "1"},
        {"Type": 7, "NumberOfRecords": -1},
        {"Type": 7, "NumberOfRecords": True},
        {"Type": 7, "Filters": {}},
        {"Type": 7, "Filters": ["DocNo"]},
        {"Type": 7, "Sortation": "DocNo"},
        {"Type": 7, "Sortation": {"PropertyName": "Nothing"}},
        {"Type": 7, "Sortation": {"PropertyName": "DocNo", "SortDirection": "Down"}},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_list_that_makes_no_sense_is_refused(
    calls: Calls, method: str, info: dict[str, object]
) -> None:
    reply = calls.call(method, "/list", info)
    assert reply.status_code == 400
    assert message(reply)


def test_lines_come_only_when_they_are_wanted(calls: Calls) -> None:
    assert all("LineItems" not in row for row in calls.rows(ORDERS))
    rows = calls.rows(ORDERS, IncludeLineItems=True)
    assert max(len(lines_of(row)) for row in rows) > 60
    assert all(as_list(one["CustomFields"]) for row in rows for one in lines_of(row))
    calls.switch(lines_left_out="null")
    assert all(row["LineItems"] is None for row in calls.rows(ORDERS))
    calls.switch(lines_left_out="empty")
    assert all(row["LineItems"] == [] for row in calls.rows(ORDERS))


def test_details_of_lines_come_only_with_the_lines(calls: Calls) -> None:
    assert all("LineItems" not in doc for doc in calls.rows(SHIP_DOCS, IncludeLineItemDetails=True))
    plain = calls.rows(SHIP_DOCS, IncludeLineItems=True)
    assert all("Details" not in one for doc in plain for one in lines_of(doc))
    whole = calls.rows(SHIP_DOCS, IncludeLineItems=True, IncludeLineItemDetails=True)
    details = [one["Details"] for doc in whole for one in lines_of(doc)]
    assert any(isinstance(one, list) and len(one) == 3 for one in details)


def test_orders_listed_and_read_singly_are_the_same(calls: Calls) -> None:
    for row in calls.rows(ORDERS, IncludeLineItems=True, NumberOfRecords=5):
        assert row == calls.order(row["DocNo"])


def test_entity_refs_are_ids_with_names(calls: Calls) -> None:
    statuses = as_objects(calls.good("POST", "/entityref", {"Type": STATUSES}))
    assert all(set(status) == {"Id", "Name"} for status in statuses)
    assert {"Id": 117, "Name": "Send to Printer"} in statuses
    assert len(statuses) == calls.count(STATUSES)
    orders = as_objects(calls.good("POST", "/entityref", {"Type": ORDERS, "NumberOfRecords": 2}))
    assert [str(order["Name"]) for order in orders] == [str(order["Id"]) for order in orders]


@pytest.mark.parametrize(
    "kind",
    [
        *(4, 7, 101, 103, 105, 108, 115, 120, 121, 122, 150, 160, 170, 190, 250, 260, 270),
        *(320, 370, 380, 390, 630, 1000, 1070, 1111, 1112),
    ],
)
def test_every_list_that_gives_names_has_rows(calls: Calls, kind: int) -> None:
    rows = calls.rows(kind, NumberOfRecords=3)
    assert rows
    assert not any(name.startswith("_") for row in rows for name in row)


@pytest.mark.parametrize("kind", [13, 3, 130, 1060, 2600])
def test_a_type_of_which_there_is_nothing_is_an_empty_list(calls: Calls, kind: int) -> None:
    assert calls.rows(kind) == []
    assert calls.count(kind) == 0


def test_customers_addresses_are_found_by_customer(calls: Calls) -> None:
    found = calls.rows(121, where("CustomerRef.Id", 1, 1901))
    assert each([as_object(one["CustomerRef"]) for one in found], "Id") == {"1901"}
    assert sum(one["IsPrimary"] is True for one in found) == 1


def test_stock_sums_the_locations(calls: Calls) -> None:
    total = calls.rows(1111, where("ItemRef.Id", 1, "5001"))[0]
    parts = calls.rows(1112, where("ItemRef.Id", 1, "5001"))
    assert len(parts) == 3
    for name in ("OnHand", "Available"):
        assert total[name] == sum(int(str(part[name])) for part in parts)


def test_each_kind_of_item_has_a_list_of_its_own(calls: Calls) -> None:
    kinds = [calls.count(kind) for kind in (101, 103, 105, 108)]
    assert calls.count(115) == calls.count(100) == sum(kinds)
    assert all(kinds)


def test_a_count_may_disagree_with_the_rows(calls: Calls) -> None:
    calls.switch(count_off="3")
    assert calls.count(ORDERS) == len(calls.rows(ORDERS, NumberOfRecords=1000)) + 3


def test_a_deletion_while_pages_are_read_moves_the_rest_up() -> None:
    with Sandbox(SandboxOptions(orders=30, only=["ordertime"])) as running, Calls(running) as calls:
        before = numbers(calls.rows(ORDERS))
        calls.switch(shifting="delete")
        found = [number for page in pages(calls, 10) for number in page]
        calls.switch(shifting="still")
        assert len(set(map(str, found))) < len(before)  # who pages by offset misses some
        assert len(calls.rows(ORDERS)) == 30 - 3


def test_an_edit_while_pages_are_read_shows_an_order_twice(calls: Calls) -> None:
    by_change = {"PropertyName": "RecordInfo.ModifiedDate"}
    calls.switch(shifting="touch")
    found = [str(number) for page in pages(calls, 20, Sortation=by_change) for number in page]
    assert len(set(found)) < len(found)


def test_an_order_may_appear_while_pages_are_read() -> None:
    with Sandbox(SandboxOptions(orders=30, only=["ordertime"])) as running, Calls(running) as calls:
        calls.switch(shifting="create")
        found = [str(number) for page in pages(calls, 20) for number in page]
        assert len(found) == len(set(found)) > 30


def test_a_list_shows_what_was_written_since(calls: Calls) -> None:
    order = calls.create(line())
    since = where("RecordInfo.ModifiedDate", 4, as_object(order["RecordInfo"])["ModifiedDate"])
    assert order["DocNo"] in numbers(calls.rows(ORDERS, since))
    calls.good("DELETE", f"/salesorder?docNo={order['DocNo']}")
    assert order["DocNo"] not in numbers(calls.rows(ORDERS, NumberOfRecords=1000))


def test_customers_carry_test_cards_and_orders_too(calls: Calls) -> None:
    cards = {str(row["CreditCardNo"]) for row in calls.rows(CUSTOMERS) if row["CreditCardNo"]}
    carded = [row for row in calls.rows(ORDERS) if "CreditCardNo" in row]
    assert len(carded) == 2
    cards |= {str(row["CreditCardNo"]) for row in carded}
    assert "4111111111111111" in cards
    assert all(_passes(number) for number in cards)
    calls.switch(card_data="null")
    assert each(calls.rows(CUSTOMERS), "CreditCardNo") == {"None"}
    calls.switch(card_data="absent")
    assert not [row for row in calls.rows(CUSTOMERS) if "CreditCardNo" in row]
    assert not [row for row in calls.rows(ORDERS) if "CreditCardNo" in row]


def _passes(number: str) -> bool:
    """Check the digit by Luhn's rule."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
