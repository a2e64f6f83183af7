"""One operation: reading, creating and deleting it."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.valomnia.site import (
    DELETE_FAILED,
    DELETED,
    DRIVER,
    UNKNOWN,
    WHEN,
    Site,
    invalid,
    line,
    missing,
    new_order,
    refusal,
    wrong_type,
)


def test_an_operation_is_found_by_its_id_and_by_its_reference(site: Site) -> None:
    made = site.made(reference="Épicerie/№ 7 & 'more' + 50%")
    assert answer(site.get(f"/orders/{made['id']}")) == made
    by_reference = (
        "/orders/reference/%C3%89picerie%2F%E2%84%96%207%20%26%20%27more%27%20%2B%2050%25"
    )
    assert answer(site.get(by_reference)) == made


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_operation_that_there_is_not(site: Site, method: str) -> None:
    fields: dict[str, object] | None = {"status": "NOT_PAID"} if method == "POST" else None
    for path, expected in (
        (f"/orders/{UNKNOWN}", missing("order", UNKNOWN)),
        ("/orders/reference/nobody's", missing("order", "nobody's", "reference")),
        ("/orders/five", wrong_type("id")),
        ("/orders/5.0", wrong_type("id")),
    ):
        assert refusal(site.ask_api(method, path, fields)) == expected


def test_single_reads_take_no_parameters(site: Site) -> None:
    key = site.key()
    for path in (f"/orders/{key}", "/customers/1", "/orderDetails/1", "/orderPayments/1"):
        assert refusal(site.get(f"{path}?format=json")) == invalid("format")
    assert refusal(site.delete(f"/orders/{key}?force=true")) == invalid("force")


def test_a_new_order_keeps_what_was_sent(site: Site) -> None:
    made = site.made(
        reference="KEPT-1",
        discount=5,
        currency="eur",
        exchangeRate="1.4871",
        latitude="44.6",
        longitude="-63.5",
        deliveryDate=WHEN,
        checkInDate=WHEN,
        deliveryComment="Ring <twice> — 至急",
        deliveryCountry="Canada",
        deliveryCity="Digby",
        deliveryPostalCode="B0V 1A0",
        deliveryAddress="1 Water Street",
        userId=3,
        total="1234567.895",
    )
    expected: Document = {
        "operationType": "ORDER",
        "reference": "KEPT-1",
        "status": "NOT_PAID",
        "discount": 5,
        "currency": "EUR",
        "exchangeRate": Decimal("1.4871"),
        "latitude": Decimal("44.6"),
        "longitude": Decimal("-63.5"),
        "deliveryDate": WHEN,
        "checkInDate": WHEN,
        "deliveryComment": "Ring <twice> — 至急",
        "deliveryCountry": "CA",
        "deliveryCity": "Digby",
        "deliveryPostalCode": "B0V 1A0",
        "deliveryAddress": "1 Water Street",
        "employeeReference": "emp-03",
        "total": Decimal("1234567.895"),
        "totalExclTax": 9,
        "deliveryStatus": "PENDING",
        "customerReference": "C0959",
        "shippingFee": 0,
        "deliveredBy": None,
        "orderPayments": [],
    }
    assert {name: made[name] for name in expected} == expected
    assert made["dateCreated"] == made["lastUpdated"]


def test_who_signed_in_sells_and_the_shop_pays_in_dollars(site: Site) -> None:
    made = site.made()
    assert (made["employeeReference"], made["currency"], made["exchangeRate"]) == (
        "emp-01",
        "CAD",
        1,
    )


def test_the_totals_are_the_callers(site: Site) -> None:
    made = site.made(total=1, totalExclTax=2, totalDiscounted="3.0")
    assert (made["total"], made["totalExclTax"], made["totalDiscounted"]) == (1, 2, 3)


@pytest.mark.parametrize("kind", ["ORDER", "PREORDER", "INVOICE", "DELIVERYNOTE", "DELIVERY"])
def test_every_kind_can_be_made(site: Site, kind: str) -> None:
    number = site.last_number()
    made = site.made(operationType=kind, deliveredBy=DRIVER, dueDate=WHEN, taxAmount="1.35")
    assert made["operationType"] == kind
    assert made["taxAmount"] == Decimal("1.35")
    assert as_object(made["deliveredBy"])["reference"] == "emp-06"
    assert made["assignmentDate"] == made["dateCreated"]
    entry = site.log(number)[0]
    assert (entry["action"], entry["subject"]) == ("create", str(made["id"]))


def test_lines_are_links_and_each_is_read_by_itself(site: Site) -> None:
    made = site.made(
        orderLines=[line(tax=15), line(id=496, itemUnitId=None, quantity="1.5", unitPrice=None)]
    )
    links = as_objects(made["orderLines"])
    assert [set(link) for link in links] == [{"id", "href"}, {"id", "href"}]
    one, two = (answer(site.get(f"/orderDetails/{link['id']}")) for link in links)
    assert one["orderReference"] == made["reference"]
    assert (one["itemReference"], one["unitReference"]) == ("sim-start", "pcs")
    assert (one["quantity"], one["unitPrice"], one["finalPrice"], one["tax"]) == (
        2,
        Decimal("4.5"),
        9,
        15,
    )
    assert (two["itemReference"], two["unitReference"]) == ("sim-data-5", "pcs")
    assert (two["quantity"], two["unitPrice"], two["tax"]) == (Decimal("1.5"), 6, 0)
    assert [link["href"] for link in links] == [
        f"/api/v1.0/orderDetails/{link['id']}" for link in links
    ]


def test_references_stand_for_ids_when_asked(site: Site) -> None:
    fields = {
        "customerId": "C0957",
        "userId": "emp-04",
        "deliveredBy": "emp-07",
        "useExternalId": "true",
    }
    made = site.made(**fields, orderLines=[line(), line(id="cab-1m", itemUnitId=None)])
    assert as_object(made["customer"])["id"] == 3
    assert as_object(made["user"])["id"] == 4
    assert as_object(made["deliveredBy"])["id"] == 7
    assert len(as_objects(made["orderLines"])) == 2
    reply = site.post("/orders", **new_order(**{**fields, "useExternalId": "false"}))
    assert refusal(reply) == wrong_type("customerId")


@pytest.mark.parametrize(
    "name",
    [
        "reference",
        "operationType",
        "status",
        "customerId",
        "total",
        "totalExclTax",
        "totalDiscounted",
        "orderLines",
    ],
)
def test_a_field_that_is_missing(site: Site, name: str) -> None:
    before = site.page()["paging"]
    for value in (None, "", "  "):
        assert refusal(site.post("/orders", **new_order(**{name: value}))) == invalid(name)
    assert site.page()["paging"] == before


def test_everything_that_is_missing_is_named(site: Site) -> None:
    assert refusal(site.post("/orders", reference="x")) == invalid(
        "operationType",
        "status",
        "customerId",
        "total",
        "totalExclTax",
        "totalDiscounted",
        "orderLines",
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"operationType": "BARTER"}, invalid("operationType")),
        ({"operationType": "order"}, invalid("operationType")),
        ({"status": "REFUNDED"}, invalid("status")),
        ({"deliveryStatus": "LOST"}, invalid("deliveryStatus")),
        ({"total": "12,50"}, wrong_type("total")),
        ({"total": "NaN"}, wrong_type("total")),
        ({"total": "1e400"}, wrong_type("total")),
        ({"totalExclTax": "ten"}, wrong_type("totalExclTax")),
        ({"latitude": "north"}, wrong_type("latitude")),
        ({"customerId": UNKNOWN}, missing("customer", UNKNOWN)),
        ({"customerId": "C0959"}, wrong_type("customerId")),
        ({"userId": UNKNOWN}, missing("user", UNKNOWN)),
        ({"deliveredBy": "emp-06"}, wrong_type("deliveredBy")),
        ({"operationType": "DELIVERY"}, invalid("deliveredBy")),
        ({"currency": "dollars"}, invalid("currency")),
        ({"deliveryCountry": "Atlantis"}, invalid("deliveryCountry")),
        ({"billingCountry": "ZZ9"}, invalid("billingCountry")),
        ({"useExternalId": "yes"}, wrong_type("useExternalId")),
        ({"shippingFee": 7}, invalid("shippingFee")),
        ({"colour": "red", "orderPayments": []}, invalid("colour", "orderPayments")),
        ({"orderLines": []}, invalid("orderLines")),
        ({"orderLines": "[{"}, wrong_type("orderLines")),
        ({"orderLines": {"id": 1}}, wrong_type("orderLines")),
        ({"orderLines": [1]}, wrong_type("orderLines")),
        ({"orderLines": [line(id=None)]}, invalid("orderLines")),
        ({"orderLines": [line(id=7065)]}, missing("item", 7065)),
        ({"orderLines": [line(id="sim-start")]}, wrong_type("orderLines")),
        ({"orderLines": [line(itemUnitId=50)]}, invalid("orderLines")),
        ({"orderLines": [line(quantity=0)]}, invalid("orderLines")),
        ({"orderLines": [line(quantity=-1)]}, invalid("orderLines")),
        ({"orderLines": [line(quantity=None)]}, invalid("orderLines")),
        ({"orderLines": [line(finalPrice="")]}, invalid("orderLines")),
        ({"orderLines": [line(finalPrice=True)]}, wrong_type("finalPrice")),
        ({"orderLines": [line(unitPrice="cheap")]}, wrong_type("unitPrice")),
    ],
)
def test_a_field_that_is_wrong(
    site: Site, changes: dict[str, object], expected: tuple[int, str, str]
) -> None:
    number = site.last_number()
    assert refusal(site.post("/orders", **new_order(**changes))) == expected
    assert [entry["action"] for entry in site.log(number)] == [None]


@pytest.mark.parametrize("name", ["deliveryDate", "dueDate", "checkInDate", "desiredDeliveryDate"])
def test_a_date_in_another_format(site: Site, name: str) -> None:
    reply = site.post("/orders", **new_order(**{name: "2026-01-05"}))
    assert refusal(reply)[1] == "invalid_datetime_format"
    assert refusal(reply)[2].endswith("[2026-01-05]")


def test_a_reference_is_taken_once(site: Site) -> None:
    made = site.made()
    reply = site.post("/orders", **new_order(reference=made["reference"]))
    assert refusal(reply) == invalid("reference")
    site.delete(f"/orders/{made['id']}")
    assert site.made(reference=made["reference"])["id"] != made["id"]


def test_json_is_no_form(site: Site) -> None:
    reply = site.http.post(
        f"{site.root}/api/v2.1/orders", json={"reference": "x"}, headers=site.cookie()
    )
    assert (
        refusal(reply)[1:]
        == invalid(
            *["reference", "operationType", "status", "customerId", "total", "totalExclTax"],
            *["totalDiscounted", "orderLines"],
        )[1:]
    )


def test_a_form_may_bring_its_pdf(site: Site) -> None:
    fields = new_order(operationType="INVOICE")
    reply = site.ask_api(
        "POST", "/orders", fields, files={"pdfFile": ("invoice.pdf", b"%PDF\r\n\r\n--x\r\n%%EOF")}
    )
    assert reply.status_code == 201, reply.text
    address = str(answer(reply)["pdfUrl"])
    assert address.startswith(f"{site.root}/harbourmobile-")
    opened = site.http.get(address)
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.content.startswith(b"%PDF")
    strange = site.ask_api("POST", "/orders", new_order(), files={"photo": ("a.png", b"x")})
    assert refusal(strange) == invalid("photo")
    large = {"pdfFile": ("large.pdf", b"x" * 10 * 1024 * 1024)}
    assert refusal(site.ask_api("POST", "/orders", new_order(), files=large)) == invalid("pdfFile")


@pytest.mark.parametrize("kind", ["ORDER", "PREORDER", "INVOICE", "DELIVERYNOTE"])
def test_what_is_open_can_be_deleted(site: Site, kind: str) -> None:
    made = site.made(operationType=kind)
    number = site.last_number()
    reply = site.delete(f"/orders/{made['id']}")
    assert (reply.status_code, answer(reply)) == (200, DELETED)
    entry = site.log(number)[0]
    assert (entry["action"], entry["subject"]) == ("delete", str(made["id"]))
    assert refusal(site.delete(f"/orders/{made['id']}")) == missing("order", made["id"])
    (link,) = as_objects(made["orderLines"])
    assert site.get(f"/orderDetails/{link['id']}").status_code == 404


def test_deletion_by_reference(site: Site) -> None:
    made = site.made()
    assert answer(site.delete(f"/orders/reference/{made['reference']}")) == DELETED
    assert site.get(f"/orders/{made['id']}").status_code == 404


def test_what_may_not_be_deleted(site: Site) -> None:
    delivery = site.key(operationType="DELIVERY", deliveredBy=DRIVER)
    delivered = site.key(deliveryStatus="DELIVERED")
    paid = site.key()
    site.hand(paid, act="pay")
    credited = str(site.find(credits="1")["id"])
    for key in (delivery, delivered, paid, credited):
        assert refusal(site.delete(f"/orders/{key}")) == DELETE_FAILED
        assert site.get(f"/orders/{key}").status_code == 200
    rejected = site.key(deliveryStatus="REJECTED")
    assigned = site.key(deliveredBy=DRIVER)
    for key in (rejected, assigned):
        assert answer(site.delete(f"/orders/{key}")) == DELETED
