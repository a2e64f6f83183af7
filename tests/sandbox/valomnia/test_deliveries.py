"""Assigning a deliverer and taking the assignment back."""

import pytest

from tests.sandbox.calls import answer, as_object
from tests.sandbox.valomnia.site import (
    DELETE_FAILED,
    DELETED,
    DRIVER,
    OTHER_DRIVER,
    UNKNOWN,
    WHEN,
    Site,
    invalid,
    missing,
    refusal,
    wrong_type,
)


def assign(site: Site, key: object, **changes: object) -> dict[str, object]:
    """Return the fields of an assignment."""
    return {"orderId": key, "userId": DRIVER, "desiredDeliveryDate": WHEN, **changes}


def test_a_deliverer_is_assigned_and_freed(site: Site) -> None:
    order = site.made()
    number = site.last_number()
    reply = site.post("/assignDelivery", **assign(site, order["id"]))
    assert reply.status_code == 201
    assigned = answer(reply)
    assert as_object(assigned["deliveredBy"])["reference"] == "emp-06"
    assert assigned["desiredDeliveryDate"] == WHEN
    assert assigned["assignmentDate"] == assigned["lastUpdated"]
    assert assigned["orderPrepayments"] == []
    assert "categoryReference" in as_object(assigned["customer"])
    again = site.post("/assignDelivery", **assign(site, order["id"], userId=OTHER_DRIVER))
    assert refusal(again) == invalid("orderId")
    freed = site.delete(f"/assignDelivery/{order['id']}")
    assert (freed.status_code, answer(freed)) == (200, DELETED)
    shown = answer(site.get(f"/orders/{order['id']}"))
    for name in ("deliveredBy", "desiredDeliveryDate", "assignmentDate"):
        assert shown[name] is None
    assert refusal(site.delete(f"/assignDelivery/{order['id']}")) == DELETE_FAILED
    done = [(entry["action"], entry["subject"]) for entry in site.log(number) if entry["action"]]
    assert done == [("assign", str(order["id"])), ("unassign", str(order["id"]))]


def test_references_stand_for_ids_when_asked(site: Site) -> None:
    order = site.made()
    fields = assign(site, order["reference"], userId="emp-06", useExternalId="true")
    assert site.post("/assignDelivery", **fields).status_code == 201
    path = f"/assignDelivery/{order['reference']}"
    assert refusal(site.delete(path)) == wrong_type("id")
    assert answer(site.delete(f"{path}?useExternalId=true")) == DELETED
    site.post("/assignDelivery", **fields)
    assert answer(site.delete(f"/assignDelivery/reference/{order['reference']}")) == DELETED


@pytest.mark.parametrize("status", ["DELIVERED", "PENDING", "REJECTED"])
def test_what_is_delivered_stays_as_it_is(site: Site, status: str) -> None:
    key = site.key(deliveryStatus=status)
    reply = site.post("/assignDelivery", **assign(site, key))
    if status == "DELIVERED":
        assert refusal(reply) == invalid("orderId")
        site.hand(key, act="assign")
        assert refusal(site.delete(f"/assignDelivery/{key}")) == DELETE_FAILED
        assert site.truth(key)["assigned"] == "emp-02"
    else:
        assert reply.status_code == 201
        assert answer(site.delete(f"/assignDelivery/{key}")) == DELETED


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"orderId": ""}, invalid("orderId")),
        ({"userId": ""}, invalid("userId")),
        ({"desiredDeliveryDate": ""}, invalid("desiredDeliveryDate")),
        ({"orderId": UNKNOWN}, missing("order", UNKNOWN)),
        ({"orderId": "first"}, invalid("orderId")),
        ({"userId": UNKNOWN}, missing("user", UNKNOWN)),
        ({"userId": "emp-06"}, wrong_type("userId")),
        ({"useExternalId": "maybe"}, wrong_type("useExternalId")),
        ({"comment": "hurry"}, invalid("comment")),
        (
            {"userId": "nobody", "useExternalId": "true", "orderId": "EXT-1"},
            missing("user", "nobody", "reference"),
        ),
        ({"orderId": "EXT-2", "useExternalId": "true"}, missing("order", "EXT-2", "reference")),
    ],
)
def test_an_assignment_that_is_refused(
    site: Site, changes: dict[str, object], expected: tuple[int, str, str]
) -> None:
    if not any(row["number"] == "EXT-1" for row in site_rows(site)):
        site.made(reference="EXT-1")
    key = site.key()
    assert refusal(site.post("/assignDelivery", **assign(site, key, **changes))) == expected
    assert site.truth(key)["assigned"] is None


def site_rows(site: Site) -> list[dict[str, object]]:
    """Return the short truths of all orders."""
    rows = site.admin("GET", "/orders")
    assert isinstance(rows, list)
    return [{**as_object(row)} for row in rows]


def test_a_day_in_another_format(site: Site) -> None:
    reply = site.post("/assignDelivery", **assign(site, site.key(), desiredDeliveryDate="5 May"))
    assert refusal(reply)[1] == "invalid_datetime_format"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"/{UNKNOWN}", missing("order", UNKNOWN)),
        ("/reference/nobody", missing("order", "nobody", "reference")),
        ("/first", wrong_type("id")),
        ("/5?force=1", invalid("force")),
    ],
)
def test_an_assignment_that_there_is_not(
    site: Site, path: str, expected: tuple[int, str, str]
) -> None:
    assert refusal(site.delete(f"/assignDelivery{path}")) == expected
