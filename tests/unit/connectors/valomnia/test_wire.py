"""Payloads are read tolerantly, and what would be wrong to show is refused with its field."""

import pytest

from orderdesk.connectors.json_text import NoNumber
from orderdesk.connectors.payloads import BadRow
from orderdesk.connectors.valomnia.wire import Brief, read_line, read_operation, read_payment
from tests.unit.connectors.valomnia.samples import operation, parts, raw_operation, sample


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-03-03T04:00:00Z", "2026-03-03T04:00:00+00:00"),
        ("2026_03_03T04:00:00Z", "2026-03-03T04:00:00+00:00"),
        ("2026-03-03T04:00:00", "2026-03-03T04:00:00+00:00"),
        ("2026-03-03T04:00:00+02:00", "2026-03-03T02:00:00+00:00"),
        ("2026_03_03", "2026-03-03T00:00:00+00:00"),
        ("", None),
        (None, None),
    ],
)
def test_dates_with_hyphens_and_with_underscores(written: str | None, read: str | None) -> None:
    moment = operation(lastUpdated=written).last_updated
    assert (moment and moment.isoformat()) == read


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("id", None, "id is missing."),
        ("id", "", "id is missing."),
        ("id", "seven", "id is “seven”, which is no id."),
        ("id", True, "id is “True”, which is no id."),
        ("lastUpdated", "yesterday", "lastUpdated is “yesterday”, which is no time."),
        ("total", "a dozen", "total is “a dozen”, which is no number an order can have."),
        ("total", NoNumber("NaN"), "total is “NaN”, which is no number."),
        ("deliveryComment", "x" * 1_000_001, "deliveryComment is 1,000,001 characters long"),
    ],
)
def test_what_is_wrong_is_named_as_the_vendor_names_it(
    member: str, value: object, reason: str
) -> None:
    with pytest.raises(BadRow) as told:
        read_operation(raw_operation(**{member: value}))
    assert reason in str(told.value)


def test_an_operation_needs_nothing_but_its_id() -> None:
    bare = read_operation({"id": "71"})
    assert (bare.id, bare.order_lines, bare.order_payments) == ("71", (), ())
    assert bare.order_prepayments is None
    empty = read_operation({"id": 71, "orderLines": None, "orderPrepayments": None})
    assert (empty.order_lines, empty.order_prepayments) == ((), ())


@pytest.mark.parametrize(
    ("href", "key"),
    [
        ("/api/v1.0/orderDetails/902", "902"),
        ("/valomniav2/api/v2.1/orderDetails/902", "902"),
        ("https://elsewhere.example/api/v1.0/orderDetails/902", "902"),
        ("/api/v1.0/orderDetails/902?x=1", None),
        ("/api/v1.0/orderDetails/../orders/1", None),
        ("orderDetails/902", None),
        (None, None),
    ],
)
def test_of_an_address_only_the_number_below_the_version_counts(
    href: str | None, key: str | None
) -> None:
    assert Brief.model_validate({"href": href}).key == key
    assert Brief.model_validate({"id": 5, "href": href}).key == "5"


def test_parts_are_whole_when_every_line_was_found() -> None:
    assert not parts().whole
    assert read_line({**sample("order_detail"), "quantity": "8.25"}).quantity is not None
    with pytest.raises(BadRow, match="quantity is -1"):
        read_line({**sample("order_detail"), "quantity": -1})


def test_a_payment_is_read_with_its_underscores() -> None:
    payment = read_payment(sample("order_payment"))
    assert payment.payment_date is not None
    assert payment.payment_date.isoformat() == "2026-03-03T04:00:00+00:00"
