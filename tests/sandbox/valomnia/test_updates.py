"""Updates: payment status with payments and prepayments, and delivery details."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.valomnia.site import (
    CHEQUE,
    UNKNOWN,
    WHEN,
    Site,
    invalid,
    missing,
    payment,
    refusal,
    wrong_type,
)

STATES = ["NOT_PAID", "ADVANCE", "PAID", "IN_PROCESS"]
TRANSFER = 10


def updated(site: Site, key: str, **fields: object) -> Document:
    reply = site.post(f"/orders/{key}", **fields)
    assert reply.status_code == 200, reply.text
    return answer(reply)


def payments(site: Site, order: Document) -> list[Document]:
    """Read every payment of an order."""
    links = as_objects(order["orderPayments"])
    return [answer(site.get(f"/orderPayments/{link['id']}")) for link in links]


def test_a_payment_settles_an_order(site: Site) -> None:
    order = site.made()
    number = site.last_number()
    paid = payment(paymentReference="cash-1")
    changed = updated(site, str(order["id"]), status="PAID", orderPayments=[paid])
    assert changed["status"] == "PAID"
    assert changed["paymentDate"] == WHEN
    assert changed["paymentTypeId"] == 7
    assert as_object(changed["paymentType"])["reference"] == "CASH"
    assert changed["advanceAmount"] is None
    (link,) = as_objects(changed["orderPayments"])
    assert link["reference"] == "cash-1"
    (one,) = payments(site, changed)
    assert one["paymentDate"] == "2026_01_05T05:00:00Z"
    assert (one["isLast"], one["advanceAmount"]) == (True, None)
    assert as_object(one["order"])["userReference"] == "emp-01"
    entry = site.log(number)[0]
    assert (entry["action"], entry["subject"]) == ("pay", str(order["id"]))


def test_advances_add_up_until_it_is_paid(site: Site) -> None:
    key = site.key()
    for amount in ("2.5", 3):
        changed = updated(
            site, key, status="ADVANCE", orderPayments=[payment(advanceAmount=amount)]
        )
        assert changed["status"] == "ADVANCE"
    assert changed["advanceAmount"] == Decimal("5.5")
    assert [one["isLast"] for one in payments(site, changed)] == [False, False]
    both = [payment(), payment(paymentTypeId=TRANSFER)]
    changed = updated(site, key, status="PAID", orderPayments=both)
    assert [one["isLast"] for one in payments(site, changed)] == [False, False, False, True]
    assert changed["advanceAmount"] == Decimal("5.5")
    assert changed["paymentTypeId"] == TRANSFER


def test_an_update_by_reference(site: Site) -> None:
    order = site.made()
    reply = site.post(f"/orders/reference/{order['reference']}", status="IN_PROCESS")
    assert answer(reply)["status"] == "IN_PROCESS"


def test_a_cheque_brings_its_bank_its_day_and_its_image(site: Site) -> None:
    key = site.key()
    cheque = payment(
        paymentTypeId=CHEQUE, bank="Fundy Savings", desiredPaymentDate=WHEN, chequeImage="scan"
    )
    reply = site.ask_api(
        "POST",
        f"/orders/{key}",
        {"status": "PAID", "orderPayments": [cheque]},
        files={"scan": ("scan.png", b"\x89PNG\r\n\x1a\n")},
    )
    assert reply.status_code == 200, reply.text
    (one,) = payments(site, answer(reply))
    assert one["paymentTypeReference"] == "CHEQUE"
    assert one["bank"] == "Fundy Savings"
    assert one["desiredPaymentDate"] == "2026_01_05T05:00:00Z"
    assert one["chequeNumber"] is None
    assert str(one["chequeImage"]).startswith(f"{site.root}/harbourmobile-")
    without = {"status": "PAID", "orderPayments": [cheque]}
    assert refusal(site.post(f"/orders/{key}", **without)) == invalid("chequeImage")


def test_delivery_details_are_changed_beside_the_status(site: Site) -> None:
    key = site.key(deliveryComment="Old")
    number = site.last_number()
    details = {
        "deliveryDate": WHEN,
        "deliveryComment": "",
        "deliveryCountry": "fr",
        "deliveryCity": "Saint-Pierre",
        "deliveryPostalCode": "97500",
        "deliveryAddress": "Quai de la Roncière",
    }
    changed = updated(site, key, status="NOT_PAID", **details)
    assert {name: changed[name] for name in details} == {
        **details,
        "deliveryComment": None,
        "deliveryCountry": "FR",
    }
    assert changed["deliveryStatus"] == "PENDING"
    assert [entry["action"] for entry in site.log(number)] == ["update"]


@pytest.mark.parametrize(("status", "action"), [("DELIVERED", "deliver"), ("REJECTED", "reject")])
def test_a_delivery_ends_once(site: Site, status: str, action: str) -> None:
    key = site.key()
    number = site.last_number()
    changed = updated(site, key, status="NOT_PAID", deliveryStatus=status)
    assert changed["deliveryStatus"] == status
    assert (changed["deliveredOn"] is not None) == (status == "DELIVERED")
    assert [entry["action"] for entry in site.log(number)] == [action]
    again = updated(site, key, status="NOT_PAID", deliveryStatus=status)
    assert again["deliveredOn"] == changed["deliveredOn"]
    other = {"DELIVERED": "REJECTED", "REJECTED": "DELIVERED"}[status]
    for back in ("PENDING", other):
        reply = site.post(f"/orders/{key}", status="NOT_PAID", deliveryStatus=back)
        assert refusal(reply) == invalid("deliveryStatus")


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", STATES)
def test_the_payment_status_goes_anywhere(site: Site, before: str, after: str) -> None:
    key = site.key()
    site.hand(key, set={"status": before})
    sent = [payment(advanceAmount=1)] if after in ("ADVANCE", "PAID") else []
    assert updated(site, key, status=after, orderPayments=sent)["status"] == after


@pytest.mark.parametrize("status", ["ADVANCE", "PAID"])
@pytest.mark.parametrize("sent", [None, "", []])
def test_money_that_is_said_to_have_come_must_be_named(
    site: Site, status: str, sent: object
) -> None:
    key = site.key()
    fields: dict[str, object] = {"status": status}
    if sent is not None:
        fields["orderPayments"] = sent
    assert refusal(site.post(f"/orders/{key}", **fields)) == invalid("orderPayments")
    assert site.truth(key)["payment"] == "NOT_PAID"


def test_what_is_paid_may_be_edited_without_paying_again(site: Site) -> None:
    key = site.key()
    site.hand(key, act="pay")
    changed = updated(site, key, status="PAID", deliveryDate=WHEN)
    assert (changed["status"], changed["deliveryDate"]) == ("PAID", WHEN)
    assert len(as_objects(changed["orderPayments"])) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, invalid("status")),
        ({"status": ""}, invalid("status")),
        ({"status": "paid"}, invalid("status")),
        ({"status": "NOT_PAID", "id": 1}, invalid("id")),
        ({"status": "NOT_PAID", "total": 5}, invalid("total")),
        ({"status": "NOT_PAID", "orderLines": []}, invalid("orderLines")),
        (
            {"status": "NOT_PAID", "customerId": 5, "reference": "x"},
            invalid("customerId", "reference"),
        ),
        ({"status": "NOT_PAID", "deliveryStatus": "LOST"}, invalid("deliveryStatus")),
        ({"status": "NOT_PAID", "deliveryCountry": "Atlantis"}, invalid("deliveryCountry")),
        ({"status": "PAID", "orderPayments": "[{"}, wrong_type("orderPayments")),
        (
            {"status": "PAID", "orderPayments": [payment(paymentReference=None)]},
            invalid("paymentReference"),
        ),
        ({"status": "PAID", "orderPayments": [payment(paymentDate="")]}, invalid("paymentDate")),
        (
            {"status": "PAID", "orderPayments": [payment(paymentTypeId=None)]},
            invalid("paymentTypeId"),
        ),
        (
            {"status": "PAID", "orderPayments": [payment(paymentTypeId=77)]},
            missing("paymentType", 77),
        ),
        (
            {"status": "PAID", "orderPayments": [payment(paymentTypeId="CASH")]},
            wrong_type("paymentTypeId"),
        ),
        ({"status": "ADVANCE", "orderPayments": [payment()]}, invalid("advanceAmount")),
        (
            {"status": "ADVANCE", "orderPayments": [payment(advanceAmount=0)]},
            invalid("advanceAmount"),
        ),
        (
            {"status": "ADVANCE", "orderPayments": [payment(advanceAmount="half")]},
            wrong_type("advanceAmount"),
        ),
    ],
)
def test_an_update_that_is_refused(
    site: Site, fields: dict[str, object], expected: tuple[int, str, str]
) -> None:
    key = site.key()
    before, number = site.truth(key), site.last_number()
    assert refusal(site.post(f"/orders/{key}", **fields)) == expected
    assert site.truth(key) == before
    assert [entry["action"] for entry in site.log(number)] == [None]


@pytest.mark.parametrize("text", ["2026_01_05T05:00:00Z", "2026-01-05", "soon"])
def test_a_payment_on_a_day_in_another_format(site: Site, text: str) -> None:
    sent = [payment(paymentDate=text)]
    reply = site.post(f"/orders/{site.key()}", status="PAID", orderPayments=sent)
    assert refusal(reply)[1] == "invalid_datetime_format"


def test_a_payment_sent_twice_is_there_twice(site: Site) -> None:
    key, sent = site.key(), [payment()]
    updated(site, key, status="PAID", orderPayments=sent)
    again = updated(site, key, status="PAID", orderPayments=sent)
    one, two = as_objects(again["orderPayments"])
    assert one["reference"] == two["reference"]
    assert one["id"] != two["id"]


def prepaid(site: Site, key: int = 524) -> Document:
    return answer(site.get(f"/orderPrepayments/{key}"))


def test_a_prepayment_is_credited_until_it_is_used_up(site: Site) -> None:
    assert (prepaid(site)["status"], prepaid(site)["total"]) == ("UNAPPLIED", 45)
    key = site.key()
    number = site.last_number()
    sent = [{"prepaymentId": 524, "amountToCredit": 8}]
    changed = updated(site, key, status="PAID", prepaymentPayment=sent)
    assert changed["status"] == "PAID"
    assert changed["orderPayments"] == []
    assert [entry["action"] for entry in site.log(number)] == ["credit"]
    assert prepaid(site)["status"] == "UNAPPLIED"
    too_much = [{"prepaymentId": 524, "amountToCredit": "37.01"}]
    reply = site.post(f"/orders/{key}", status="PAID", prepaymentPayment=too_much)
    assert refusal(reply) == invalid("amountToCredit")
    rest = [
        {"prepaymentId": 524, "amountToCredit": 20},
        {"prepaymentId": 524, "amountToCredit": 17},
    ]
    updated(site, key, status="PAID", prepaymentPayment=rest)
    assert prepaid(site)["status"] == "APPLIED"
    assert len(as_objects(site.truth(key)["order_credits"])) == 3
    assert site.truth(key)["credits"] == 3


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"prepaymentId": 525, "amountToCredit": 5}, invalid("prepaymentId")),
        ({"prepaymentId": UNKNOWN, "amountToCredit": 5}, missing("order", UNKNOWN)),
        ({"prepaymentId": "PRE-524", "amountToCredit": 5}, wrong_type("prepaymentId")),
        ({"amountToCredit": 5}, invalid("prepaymentId")),
        ({"prepaymentId": 524}, invalid("amountToCredit")),
        ({"prepaymentId": 524, "amountToCredit": 0}, invalid("amountToCredit")),
        ({"prepaymentId": 524, "amountToCredit": -5}, invalid("amountToCredit")),
    ],
)
def test_a_credit_that_is_refused(
    site: Site, sent: Document, expected: tuple[int, str, str]
) -> None:
    reply = site.post(f"/orders/{site.key()}", status="NOT_PAID", prepaymentPayment=[sent])
    assert refusal(reply) == expected


def test_only_an_order_takes_a_prepayment(site: Site) -> None:
    for kind in ("PREORDER", "INVOICE", "DELIVERYNOTE"):
        key = site.key(operationType=kind)
        sent = [{"prepaymentId": 524, "amountToCredit": 1}]
        reply = site.post(f"/orders/{key}", status="PAID", prepaymentPayment=sent)
        assert refusal(reply) == invalid("prepaymentPayment")
