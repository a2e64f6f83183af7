"""Pushing orders to produced and shipped: whole, by line, by workflow item, in batches."""

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import as_object, as_objects
from tests.sandbox.deconetwork.site import Site, items, refused, status_of, succeeded

NOTHING_DONE = (50005, "Invalid request parameters")


def stages(order: Document) -> list[object]:
    return [line["production_status"] for line in as_objects(order["order_lines"])]


def test_a_whole_order_is_produced_and_then_shipped(site: Site) -> None:
    site.new("A1", {"M": 2, "L": 1}, {"S": 4})
    number = site.last_number()
    succeeded(site.update("A1", 2))
    order = site.one("A1")
    assert (order["order_status"], stages(order)) == (2, [2, 2])
    assert order["date_produced"]
    assert order["date_shipped"] is None
    line = as_objects(order["order_lines"])[0]
    assert as_object(line["processed_by"])["login"] == "console"
    assert line["processed_date"] == order["date_produced"]
    assert all(item["production_status"] == 80 for item in items(order))
    succeeded(site.update("A1", 3, shipping_code="TRK77", contact_customer=1))
    order = site.one("A1")
    assert (order["order_status"], stages(order)) == (3, [3, 3])
    [shipment] = as_objects(order["shipments"])
    assert shipment["tracking_number"] == "TRK77"
    sent = {one["workflow_item_id"]: one["qty"] for one in as_objects(shipment["workflow_items"])}
    assert sent == {
        i["workflow_item_id"]: i["qty_to_fulfill"] for n in (0, 1) for i in items(order, n)
    }
    assert site.truth("A1")["mails"] == 1
    done = [(one["action"], one["subject"]) for one in site.log(number) if one["action"]]
    assert done == [("mark_produced", "A1"), ("mark_shipped", "A1")]


def test_shipping_produces_on_the_way(site: Site) -> None:
    site.new("A2", {"M": 1})
    succeeded(site.update("A2", 3))
    order = site.one("A2")
    assert (order["order_status"], stages(order)) == (3, [3])
    assert order["date_produced"] == order["date_shipped"]
    assert as_objects(order["shipments"])[0]["tracking_number"] == ""


def test_an_order_moves_when_its_last_line_does(site: Site) -> None:
    order = site.new("A3", {"M": 2}, {"L": 2})
    first, second = (str(line["id"]) for line in as_objects(order["order_lines"]))
    succeeded(site.update("A3", 2, order_line_id=first, contact_customer=1))
    order = site.one("A3")
    assert (order["order_status"], stages(order)) == (1, [2, 1])
    assert order["date_produced"] is None
    assert site.truth("A3")["mails"] == 0
    succeeded(site.update("A3", 2, order_line_id=second))
    assert site.one("A3")["order_status"] == 2
    succeeded(site.update("A3", 3, order_line_id=first))
    order = site.one("A3")
    assert (order["order_status"], stages(order)) == (2, [3, 2])
    succeeded(site.update("A3", 3, order_line_id=second, shipping_code="LAST"))
    order = site.one("A3")
    assert order["order_status"] == 3
    assert [one["tracking_number"] for one in as_objects(order["shipments"])] == ["", "LAST"]


def test_part_of_a_workflow_item_is_split_off_and_more_may_follow(site: Site) -> None:
    [item] = items(site.new("A4", {"M": 10}))
    key = str(item["workflow_item_id"])
    for left in (6, 2):
        succeeded(site.update("A4", 2, workflow_item_id=key, qty=4))
        by_id = {str(one["workflow_item_id"]): one for one in items(site.one("A4"))}
        assert (by_id[key]["qty_to_fulfill"], by_id[key]["production_status"]) == (left, 20)
        assert site.truth("A4")["produced"] == 10 - left
    assert refused(site.update("A4", 2, workflow_item_id=key, qty=3)) == NOTHING_DONE
    assert site.one("A4")["order_status"] == 1
    succeeded(site.update("A4", 2, workflow_item_id=key))
    order = site.one("A4")
    assert (order["order_status"], stages(order)) == (2, [2])
    assert sorted(int(str(one["qty_to_fulfill"])) for one in items(order)) == [2, 4, 4]


def test_part_of_a_workflow_item_is_shipped(site: Site) -> None:
    order = site.new("A5", {"M": 3, "L": 3})
    key = str(items(order)[1]["workflow_item_id"])
    succeeded(site.update("A5", 3, workflow_item_id=key, qty=2, shipping_code="PART"))
    order = site.one("A5")
    assert (order["order_status"], stages(order)) == (1, [1])
    [shipment] = as_objects(order["shipments"])
    [sent] = as_objects(shipment["workflow_items"])
    assert sent["qty"] == 2
    shipped = [one for one in items(order) if one["shipping_status"] == 80]
    assert [one["workflow_item_id"] for one in shipped] == [sent["workflow_item_id"]]
    assert site.truth("A5")["shipped"] == 2


def test_the_operator_is_named(site: Site) -> None:
    site.new("A6", {"M": 1})
    assert refused(site.update("A6", 2, operator_login="nobody")) == NOTHING_DONE
    succeeded(site.update("A6", 2, operator_login="maeve.oakes"))
    line = as_objects(site.one("A6")["order_lines"])[0]
    assert as_object(line["processed_by"])["login"] == "maeve.oakes"


@pytest.mark.parametrize("act", ["start", "hold", "quote", "await_stock", "await_artwork"])
def test_open_orders_of_every_kind_can_be_pushed_on(site: Site, act: str) -> None:
    site.new(f"B-{act}", {"M": 1}, act=act)
    succeeded(site.update(f"B-{act}", 2))
    assert site.one(f"B-{act}")["order_status"] == 2


@pytest.mark.parametrize(("act", "status"), [("cancel", 2), ("cancel", 3), ("ship", 2)])
def test_what_is_over_stays_as_it_is(site: Site, act: str, status: int) -> None:
    key = f"C-{act}-{status}"
    site.new(key, {"M": 1}, act=act)
    before = site.truth(key)
    assert refused(site.update(key, status)) == NOTHING_DONE
    assert site.truth(key) == before


def test_a_shipped_line_is_not_produced_again(site: Site) -> None:
    order = site.new("C1", {"M": 1}, {"M": 1})
    line = str(as_objects(order["order_lines"])[0]["id"])
    succeeded(site.update("C1", 3, order_line_id=line))
    assert refused(site.update("C1", 2, order_line_id=line)) == NOTHING_DONE
    succeeded(site.update("C1", 2))
    assert stages(site.one("C1")) == [3, 2]


def test_the_same_status_again_changes_nothing_but_may_write_another_mail(site: Site) -> None:
    site.new("C2", {"M": 1}, act="ship")
    before = site.truth("C2")
    number = site.last_number()
    succeeded(site.update("C2", 3, shipping_code="AGAIN"))
    assert site.truth("C2") == before
    succeeded(site.update("C2", 3, contact_customer=1))
    assert site.truth("C2")["mails"] == 1
    assert [one["action"] for one in site.log(number)] == [None, "mail"]


def test_an_order_without_lines_takes_the_status_itself(site: Site) -> None:
    site.new("C3")
    succeeded(site.update("C3", 3, shipping_code="EMPTY"))
    order = site.one("C3")
    assert (order["order_status"], order["order_lines"]) == (3, [])
    assert as_objects(order["shipments"])[0]["tracking_number"] == "EMPTY"


@pytest.mark.parametrize(
    "wrong",
    [
        {"new_status": ""},
        {"new_status": "1"},
        {"new_status": "4"},
        {"new_status": "shipped"},
        {"order_id": ""},
        {"order_id": "no such order"},
        {"order_line_id": "1"},
        {"order_line_id": "x"},
        {"workflow_item_id": "1"},
        {"qty": "1"},
        {"workflow_item_id": "{item}", "qty": "0"},
        {"workflow_item_id": "{item}", "qty": "-1"},
        {"workflow_item_id": "{item}", "qty": "9"},
    ],
)
def test_wrong_parameters_are_refused_and_change_nothing(site: Site, wrong: dict[str, str]) -> None:
    if not site.ask("GET", "/orders/D1").is_success:
        site.new("D1", {"M": 2})
    before = site.truth("D1")
    item = str(items(site.one("D1"))[0]["workflow_item_id"])
    fields = {"order_id": "D1", "new_status": "2"}
    fields |= {name: value.format(item=item) for name, value in wrong.items()}
    number = site.last_number()
    reply = site.ask_api("manage_orders/update_order_status", fields)
    assert refused(reply) == NOTHING_DONE
    assert site.truth("D1") == before
    assert [one["action"] for one in site.log(number)] == [None]


def test_a_batch_changes_several_orders(site: Site) -> None:
    for key in ("E1", "E2"):
        site.new(key, {"M": 3})
    item = str(items(site.one("E1"))[0]["workflow_item_id"])
    number = site.last_number()
    reply = site.batch(
        {"order_id": "E1", "new_status": 2, "workflow_item_id": item, "qty": 1},
        {"order_id": "E2", "new_status": 3, "shipping_code": "TRK9", "contact_customer": 1},
        {"order_id": "E1", "new_status": 2},
    )
    assert status_of(reply)[0] == 10001
    assert [site.one(key)["order_status"] for key in ("E1", "E2")] == [2, 3]
    [entry] = site.log(number)[:1]
    assert (entry["action"], entry["subject"]) == ("update", "E1 E2 E1")
    assert site.truth("E1")["revision"] == 3


def test_a_batch_with_a_wrong_change_does_nothing_at_all(site: Site) -> None:
    site.new("E3", {"M": 1})
    before = site.truth("E3")
    changes = {"order_id": "E3", "new_status": 2}, {"order_id": "no such", "new_status": 2}
    assert refused(site.batch(*changes)) == NOTHING_DONE
    assert site.truth("E3") == before


def test_a_note_is_added_once_to_an_order_or_a_line(site: Site) -> None:
    order = site.new("F1", {"M": 1})
    line = str(as_objects(order["order_lines"])[0]["id"])
    number = site.last_number()
    for more in ({}, {"order_line_id": line}):
        fields = {"order_id": "F1", "content": "Grüße, 100 % & more", **more}
        succeeded(site.ask_api("manage_orders/add_internal_note", fields))
    notes = as_objects(site.one("F1")["notes"])
    assert [note["content"] for note in notes] == ["Grüße, 100 % & more"] * 2
    done = [(one["action"], one["subject"]) for one in site.log(number) if one["action"]]
    assert done == [("add_note", "F1")] * 2


@pytest.mark.parametrize(
    "fields",
    [
        {"order_id": "F2"},
        {"order_id": "F2", "content": "  "},
        {"content": "To nobody"},
        {"order_id": "no such", "content": "Hello"},
        {"order_id": "F2", "content": "Hello", "order_line_id": "1"},
    ],
)
def test_a_note_without_text_or_place_is_refused(site: Site, fields: dict[str, str]) -> None:
    if not site.ask("GET", "/orders/F2").is_success:
        site.new("F2", {"M": 1})
    assert refused(site.ask_api("manage_orders/add_internal_note", fields)) == NOTHING_DONE
    assert site.one("F2")["notes"] == []


def test_changes_show_in_what_was_modified_since(site: Site) -> None:
    site.new("G1", {"M": 1})
    site.advance(3_600)
    since = as_object(site.admin("GET", "/clock"))["time"]
    sent = {"field": "8", "condition": "6", "date1": str(since)[:19]}
    assert site.find(sent)["total"] == 0
    succeeded(site.update("G1", 2))
    assert [one["order_id"] for one in site.rows(sent)] == ["G1"]
