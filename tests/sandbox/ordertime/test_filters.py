"""Filters: operators, references, dates and macros, and what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from operator import eq, ge, gt, le, lt, ne

import pytest

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import moments
from orderdesk.sandbox.ordertime.macros import days
from orderdesk.sandbox.ordertime.refusals import Refusal
from tests.sandbox.calls import as_object, each
from tests.sandbox.ordertime.calls import CUSTOMERS, ORDERS, Calls, line, message, numbers, where

COMPARED: dict[int, Callable[[int, int], bool]] = {1: eq, 2: gt, 3: lt, 4: ge, 5: le, 6: ne}


def every(calls: Calls) -> list[Document]:
    return calls.rows(ORDERS, NumberOfRecords=1000)


def middle(calls: Calls) -> int:
    found = every(calls)
    return int(str(found[len(found) // 2]["DocNo"]))


@pytest.mark.parametrize("operator", COMPARED)
@pytest.mark.parametrize("kind", [str, int])
def test_numbers_are_compared(calls: Calls, operator: int, kind: type[str | int]) -> None:
    at = middle(calls)
    found = calls.rows(ORDERS, where("DocNo", operator, kind(at)))
    wanted = COMPARED[operator]
    assert numbers(found) == [n for n in numbers(every(calls)) if wanted(int(str(n)), at)]


def test_equal_is_the_default_operator(calls: Calls) -> None:
    at = middle(calls)
    found = calls.rows(ORDERS, {"PropertyName": "DocNo", "FilterValueArray": str(at)})
    assert numbers(found) == [at]


def test_in_and_not_in_take_one_string_with_commas(calls: Calls) -> None:
    inside = calls.rows(ORDERS, where("StatusRef.Id", 8, "101, 104"))
    assert each([as_object(row["StatusRef"]) for row in inside], "Id") == {"101", "104"}
    outside = calls.rows(ORDERS, where("StatusRef.Id", 9, "101,104"))
    assert len(inside) + len(outside) == len(every(calls))


def test_null_and_not_null(calls: Calls) -> None:
    without = calls.rows(ORDERS, where("StatusRef", 10))
    assert each(without, "StatusRef") == {"None"}
    assert calls.count(ORDERS, where("StatusRef", 11)) == len(every(calls)) - len(without)
    assert calls.count(ORDERS, where("StatusRef.Id", 6, "101")) < calls.count(ORDERS)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("marigold", "Marigold Property"),
        ("Marigold%", "Marigold"),
        ("%Ltd.", "Ltd."),
        ("商会", "商"),
    ],
)
def test_like_and_not_like(calls: Calls, pattern: str, name: str) -> None:
    like = calls.rows(CUSTOMERS, where("Name", 12, pattern), NumberOfRecords=1000)
    assert like
    assert all(name in str(row["Name"]) for row in like)
    unlike = calls.count(CUSTOMERS, where("Name", 13, pattern))
    assert len(like) + unlike == calls.count(CUSTOMERS)


def test_texts_are_equal_in_any_capitals(calls: Calls) -> None:
    order = calls.create(line(), CustomerPO="Po-Ä7")
    assert numbers(calls.rows(ORDERS, where("customerpo", 1, "PO-ä7"))) == [order["DocNo"]]


def test_booleans_are_one_and_nought(calls: Calls) -> None:
    active = calls.count(CUSTOMERS, where("IsActive", 1, "1"))
    idle = calls.count(CUSTOMERS, where("IsActive", 1, "0"))
    assert active + idle == calls.count(CUSTOMERS)
    assert idle > 0
    assert calls.count(CUSTOMERS, where("IsActive", 6, "1")) == idle


def test_filters_are_joined_with_and(calls: Calls) -> None:
    at = middle(calls)
    both = calls.rows(ORDERS, where("DocNo", 4, at), where("DocNo", 3, at + 3))
    assert numbers(both) == [at, at + 1, at + 2]


def test_a_custom_field_is_found(calls: Calls) -> None:
    fields = [{"Name": "SOCust6", "Value": "web-9"}]
    order = calls.create(line(), CustomFields=fields)
    assert numbers(calls.rows(ORDERS, where("SOCust6", 1, "web-9"))) == [order["DocNo"]]


def test_what_changed_since_is_found_to_the_millisecond(calls: Calls) -> None:
    order = calls.create(line())
    stamp = str(as_object(order["RecordInfo"])["ModifiedDate"])
    assert order["DocNo"] in numbers(calls.rows(ORDERS, where("RecordInfo.ModifiedDate", 4, stamp)))
    later = where("RecordInfo.ModifiedDate", 2, "2999-01-01T00:00:00")
    assert calls.rows(ORDERS, later) == []


@pytest.mark.parametrize("style", ["local", "utc", "zulu"])
def test_stamps_are_written_and_read_in_one_frame(calls: Calls, style: str) -> None:
    calls.switch(record_dates=style)
    order = calls.create(line())
    stamp = str(as_object(order["RecordInfo"])["ModifiedDate"])
    assert stamp.endswith("Z") == (style == "zulu")
    truth = datetime.fromisoformat(str(calls.truth(order["DocNo"])["modified"]))
    shown = datetime.fromisoformat(stamp).replace(tzinfo=None)
    wanted = moments.as_local(truth) if style == "local" else truth.replace(tzinfo=None)
    assert abs(shown - wanted) < timedelta(milliseconds=1)
    found = calls.rows(ORDERS, where("RecordInfo.ModifiedDate", 4, stamp))
    assert order["DocNo"] in numbers(found)
    offset = truth.isoformat()
    again = calls.rows(ORDERS, where("RecordInfo.ModifiedDate", 4, offset))
    assert numbers(again) == numbers(found)


def test_days_of_orders_are_compared(calls: Calls) -> None:
    order = calls.create(line(), Date="2031-05-05T00:00:00")
    for value in ("2031-05-05", "05/05/2031", "2031-05-05T00:00:00", "2031-05-05 00:00"):
        assert numbers(calls.rows(ORDERS, where("Date", 1, value))) == [order["DocNo"]]
    assert numbers(calls.rows(ORDERS, where("Date", 8, "2031-05-05,2032-01-01"))) == [
        order["DocNo"]
    ]
    assert calls.count(ORDERS, where("Date", 9, "2031-05-05")) == calls.count(ORDERS) - 1


@pytest.mark.parametrize("member", ["DateMacroEnum", "DateMacro"])
def test_a_macro_needs_no_value(calls: Calls, member: str) -> None:
    today = calls.rows(ORDERS, where("PromiseDate", 1, **{member: 1}))
    assert today
    assert len(each(today, "PromiseDate")) == 1
    assert calls.count(ORDERS, where("PromiseDate", 1, **{member: 0})) == calls.count(ORDERS)
    changed = calls.count(ORDERS, where("RecordInfo.ModifiedDate", 1, **{member: 24}))
    assert 0 < changed < calls.count(ORDERS) + 1


def test_date_filters_may_need_a_macro(calls: Calls) -> None:
    calls.switch(date_filters="macro")
    literal = where("RecordInfo.ModifiedDate", 4, "2020-01-01")
    reply = calls.call("POST", "/list", {"Type": ORDERS, "Filters": [literal]})
    assert reply.status_code == 400
    assert "DateMacro" in message(reply)
    assert calls.count(ORDERS, {**literal, "DateMacro": 25}) == calls.count(ORDERS)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"PropertyName": ""},
        {"PropertyName": 7},
        where("Nothing", 1, "1"),
        where("DocNo", 7, "1"),
        where("DocNo", 14, "1"),
        where("DocNo", 1),
        where("DocNo", 1, ["1"]),
        where("DocNo", 1, "many"),
        where("DocNo", 1, True),
        {"PropertyName": "DocNo", "Operator": "Equals", "FilterValueArray": "1"},
        where("Date", 1, "soon"),
        where("Date", 1, "2026-02-30"),
        where("Date", 12, "2026-02-03"),
        where("Date", 1, "2026-02-03,2026-02-04"),
        where("Date", 1, DateMacro=77),
        where("Date", 1, DateMacro="today"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(calls: Calls, wrong: dict[str, object]) -> None:
    reply = calls.call("POST", "/list", {"Type": ORDERS, "Filters": [wrong]})
    assert reply.status_code == 400
    assert message(reply)


def test_a_property_unknown_may_be_ignored(calls: Calls) -> None:
    calls.switch(unknown_property="ignored")
    info = {"Sortation": {"PropertyName": "Nothing"}}
    assert len(calls.rows(ORDERS, where("Nothing", 1, "1"), **info)) == calls.count(ORDERS)


TODAY = date(2026, 8, 12)  # a Wednesday


@pytest.mark.parametrize(
    ("macro", "first", "end"),
    [
        (1, "2026-08-12", "2026-08-13"),
        (2, "2026-08-09", "2026-08-16"),
        (3, "2026-08-09", "2026-08-13"),
        (4, "2026-08-01", "2026-09-01"),
        (5, "2026-08-01", "2026-08-13"),
        (6, "2026-07-01", "2026-10-01"),
        (8, "2026-01-01", "2027-01-01"),
        (9, "2026-01-01", "2026-08-13"),
        (10, "2026-08-11", "2026-08-12"),
        (11, "2026-08-02", "2026-08-09"),
        (12, "2026-08-02", "2026-08-06"),
        (13, "2026-07-01", "2026-08-01"),
        (14, "2026-07-01", "2026-07-13"),
        (15, "2026-04-01", "2026-07-01"),
        (17, "2025-01-01", "2026-01-01"),
        (19, "2026-08-16", "2026-08-23"),
        (20, "2026-08-13", "2026-09-10"),
        (21, "2026-09-01", "2026-10-01"),
        (22, "2026-10-01", "2027-01-01"),
        (23, "2027-01-01", "2028-01-01"),
        (24, "2025-08-12", "2026-08-13"),
    ],
)
def test_macros_mean_days(macro: int, first: str, end: str) -> None:
    assert days(macro, TODAY) == (date.fromisoformat(first), date.fromisoformat(end))


def test_a_macro_of_everything_has_no_ends() -> None:
    assert days(0, TODAY) == (None, None)
    with pytest.raises(Refusal):
        days(99, TODAY)


@pytest.mark.parametrize("text", ["", "now", "2026-1-1", "2026-01-01T25:00:00", "13/13/2026"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moments.from_text(text)


def test_moments_are_local_with_a_zone_only_when_they_name_one() -> None:
    assert moments.from_text("2026-07-01T09:08:07.1234567").microsecond == 123_456
    zulu = moments.from_text("2026-07-01T12:00:00Z")
    assert moments.as_local(zulu) == datetime.fromisoformat("2026-07-01T09:00:00")
    kept = moments.micros(datetime(2026, 7, 1, 12, 0, 0, 120_000, tzinfo=UTC))
    assert moments.stamp(kept, "local") == "2026-07-01T09:00:00.12"
    assert moments.stamp(kept, "zulu") == "2026-07-01T12:00:00.12Z"
