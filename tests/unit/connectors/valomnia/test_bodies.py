"""What is sent: totals reckoned exactly, times as the vendor takes them, files in parts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.connectors.json_text import parse, rows
from orderdesk.connectors.references import PREFIX, own_reference
from orderdesk.connectors.valomnia import bodies
from orderdesk.connectors.valomnia.bodies import NewLine, Unsendable
from orderdesk.connectors.valomnia.forms import File, form_of
from orderdesk.connectors.valomnia.pictures import picture

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TYPED = {"operationType": "ORDER", "status": "NOT_PAID", "customerId": "17"}


def line(quantity: str, price: str) -> NewLine:
    return NewLine("61", None, Decimal(quantity), Decimal(price))


@pytest.mark.parametrize(
    ("fields", "lines", "totals"),
    [
        ({}, [("3", "26.2")], ("78.600", "78.600", "78.600")),
        ({"currency": "CAD"}, [("3", "26.2"), ("1", "0.005")], ("78.61", "78.61", "78.61")),
        ({"currency": "eur", "discount": "10"}, [("3", "26.25")], ("78.75", "70.88", "70.88")),
        (
            {"currency": "TND", "discount": "2.5", "taxAmount": "1.005"},
            [("7", "0.333")],
            ("2.331", "2.273", "3.278"),
        ),
        ({"currency": "JPY"}, [("1.5", "333")], ("500", "500", "500")),
        ({"currency": "CAD", "discount": "100"}, [("1", "9.99")], ("9.99", "0.00", "0.00")),
    ],
)
def test_totals(
    fields: Mapping[str, str], lines: list[tuple[str, str]], totals: tuple[str, str, str]
) -> None:
    made = bodies.new_operation(
        {**TYPED, **fields}, [line(*one) for one in lines], reference="OD-1"
    )
    assert (made["totalExclTax"], made["totalDiscounted"], made["total"]) == totals
    assert len([*rows(made["orderLines"])]) == len(lines)


def test_a_new_operation_sends_what_was_typed() -> None:
    typed = {
        **TYPED,
        "deliveryDate": "2026-03-05T01:00:00+03:00",
        "billingCity": "Lunenburg",
        "deliveredBy": None,
        "deliveryComment": "",
    }
    made = bodies.new_operation(
        typed, [NewLine("61", "7", Decimal(2), Decimal("1.10"))], reference="R/1"
    )
    assert made["deliveryDate"] == "2026-03-04T22:00:00Z"
    assert made["billingCity"] == "Lunenburg"
    assert made["reference"] == "R/1"
    assert {"deliveredBy", "deliveryComment", "currency"}.isdisjoint(made)
    assert parse(made["orderLines"]) == [
        {
            "id": 61,
            "itemUnitId": 7,
            "quantity": 2,
            "unitPrice": Decimal("1.10"),
            "finalPrice": Decimal("2.200"),
        }
    ]


def test_nothing_is_sent_without_items_or_quantity() -> None:
    with pytest.raises(Unsendable, match="at least one item"):
        bodies.new_operation(TYPED, [], reference="R")
    with pytest.raises(Unsendable, match="Item 2 has a quantity of 0"):
        bodies.quantity_of({"quantity": "0"}, 2)


def test_a_payment_in_full_names_no_amount() -> None:
    values = {"status": "PAID", "paymentTypeId": "7", "advanceAmount": "5"}
    made = bodies.payment(values, reference="R", now=NOON, image=None)
    assert made["status"] == "PAID"
    assert parse(made["orderPayments"]) == [
        {"paymentReference": "R", "paymentDate": "2026-03-02T12:00:00Z", "paymentTypeId": 7}
    ]


def test_a_part_payment_needs_its_amount() -> None:
    values = {"status": "ADVANCE", "paymentTypeId": "7"}
    with pytest.raises(Unsendable, match="needs an amount"):
        bodies.payment(values, reference="R", now=NOON, image=None)


def test_a_delivery_repeats_the_status_and_clears_with_nothing() -> None:
    changes = {"deliveryComment": None, "deliveryDate": "2026-03-05T04:00:00+00:00"}
    assert bodies.delivery(changes, status="PAID") == {
        "status": "PAID",
        "deliveryComment": "",
        "deliveryDate": "2026-03-05T04:00:00Z",
    }


def test_a_form_without_files_is_one_line() -> None:
    form = form_of({"status": "PAID", "deliveryComment": "a & b=ü"})
    assert form.body == b"status=PAID&deliveryComment=a+%26+b%3D%C3%BC"
    assert form.content_type == "application/x-www-form-urlencoded"


def test_a_form_with_a_file_is_in_parts() -> None:
    content = b"\x89PNG\r\n\x00"
    form = form_of({"status": "PAID"}, {"chequeFile": File(content, "image/png", "cheque.png")})
    kind, boundary = form.content_type.split("; boundary=")
    assert kind == "multipart/form-data"
    assert form.body.count(boundary.encode()) == 3
    assert b'name="chequeFile"; filename="cheque.png"' in form.body
    assert content in form.body
    assert "PNG" not in repr(form)


def test_pictures(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0 and more")
    assert picture(str(file)).media_type == "image/jpeg"
    file.write_bytes(b"no picture")
    with pytest.raises(Unsendable, match="no PNG or JPEG"):
        picture(str(file))
    file.write_bytes(b"\xff\xd8\xff" + b"0" * 10_000_000)
    with pytest.raises(Unsendable, match="up to 10 MB"):
        picture(str(file))
    for missing in (tmp_path / "b.jpg", tmp_path, "a\0b"):
        with pytest.raises(Unsendable, match="cannot be read"):
            picture(str(missing))


def test_references_of_our_own_belong_to_one_command() -> None:
    references = {own_reference(f"command {number}") for number in range(500)}
    assert len(references) == 500
    assert own_reference("command 1") in references
    assert all(one.startswith(PREFIX) and len(one) == 13 for one in references)
