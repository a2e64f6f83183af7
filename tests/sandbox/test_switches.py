"""Each switch, in each of its positions that is not the default."""

import sys

import pytest

from orderdesk.sandbox.iqmetrix.choices import SWITCHES
from orderdesk.sandbox.switches import SwitchBoard, WrongSwitch, printed
from tests.sandbox.calls import (
    COMPANY,
    OTHER_COMPANY,
    UNKNOWN,
    Calls,
    answer,
    answers,
    as_object,
    as_objects,
    item,
    message,
)

RECORDED_ONLY = {"CustomerId", "SourceId", "SourceName", "TenderOrigin", "OrderReference"}
ZERO = "00000000-0000-0000-0000-000000000000"


def test_shape_recorded(calls: Calls) -> None:
    calls.switch(shape="recorded")
    order = calls.create(item(), BillingCustomerId=None)
    line = as_objects(order["Items"])[0]
    assert order.keys() >= RECORDED_ONLY
    assert line.keys() >= {"ItemExtensions", "DeliveryRemarks", "DeliveryDate"}
    assert line["ItemTypeId"] == 2
    assert line["SupplierEntityId"] == 0
    assert line["ItemExtensions"] == []
    assert order["BillingCustomerId"] == ZERO
    assert order["CustomerId"] == ZERO
    assert order["ShippingEntityId"] == 0
    assert order["TenderId"] is None
    created = str(order["CreatedDateUtc"])
    assert "+" not in created
    assert len(created.partition(".")[2]) <= 3


def test_shape_mixed(calls: Calls) -> None:
    calls.switch(shape="mixed")
    orders = answers(calls.orders("GET", "/Orders"))
    recorded = [order for order in orders if "OrderReference" in order]
    assert 0 < len(recorded) < len(orders)
    assert all(
        str(order["CreatedDateUtc"]).endswith("+00:00") for order in orders if order not in recorded
    )


@pytest.mark.parametrize(("choice", "shown"), [("string", "2"), ("number", 2)])
@pytest.mark.parametrize("shape", ["documented", "recorded"])
def test_item_type_id(calls: Calls, choice: str, shown: str | int, shape: str) -> None:
    calls.switch(item_type_id=choice, shape=shape)
    order = calls.create(item())
    assert as_objects(order["Items"])[0]["ItemTypeId"] == shown


def test_manual_cancel(calls: Calls) -> None:
    calls.switch(manual_cancel="refused")
    key = calls.create_in("Pending")
    reply = calls.orders("PUT", f"/Orders({key})", {**calls.whole(key), "State": "Cancelled"})
    assert reply.status_code == 409
    assert message(reply) == "Resource state transition from Pending to Cancelled is invalid"


@pytest.mark.parametrize(("choice", "status"), [("kept", 9), ("cancelled", 16)])
def test_cancelled_items(calls: Calls, choice: str, status: int) -> None:
    calls.switch(cancelled_items=choice)
    key = calls.create_in("Pending")
    calls.orders("PUT", f"/Orders({key})", {**calls.whole(key), "State": "Cancelled"})
    assert as_objects(calls.whole(key)["Items"])[0]["ItemStatusId"] == status


def test_process_created(calls: Calls) -> None:
    calls.switch(process_created="refused")
    assert calls.process(calls.create_in("Created")).status_code == 409
    assert calls.process(calls.create_in("Pending")).status_code == 201


def test_process_expired(calls: Calls) -> None:
    calls.switch(process_expired="accepted")
    key = calls.create_in("Pending")
    calls.admin("POST", f"/orders/{key}", {"act": "expire"})
    assert calls.process(key).status_code == 201


def test_process_empty(calls: Calls) -> None:
    calls.switch(process_empty="refused")
    assert calls.process(str(calls.create()["Id"])).status_code == 400
    calls.switch(process_empty="accepted")
    assert calls.process(str(calls.create()["Id"])).status_code == 201


def test_process_answer(calls: Calls) -> None:
    calls.switch(process_answer="order")
    order = calls.create(item(), full=False)
    assert answer(calls.process(str(order["Id"]))) == order


def test_put_status(calls: Calls) -> None:
    calls.switch(put_status="201")
    order = calls.create()
    assert calls.orders("PUT", f"/OrderFull({order['Id']})", order).status_code == 201


def test_put_omitted(calls: Calls) -> None:
    calls.switch(put_omitted="kept")
    order = calls.create(item(Notes="Dry"), TenderId="T-1")
    key = str(order["Id"])
    calls.admin("POST", f"/orders/{key}", {"set": {"LoyaltyTier": "Gold"}})
    line = as_objects(order["Items"])[0]
    bare = {name: order[name] for name in ("Id", "EntityId", "OrderTypeId")}
    bare_line = {name: line[name] for name in ("Id", "ItemTypeId", "ItemStatusId")}
    kept = answer(calls.orders("PUT", f"/OrderFull({key})", {**bare, "Items": [bare_line]}))
    assert kept == {**order, "LoyaltyTier": "Gold"}


@pytest.mark.parametrize("left", [["first"], [], None])
def test_put_items_omitted(calls: Calls, left: list[str] | None) -> None:
    calls.switch(put_items_omitted="kept")
    order = calls.create(item(ProductId="first"), item(ProductId="second"))
    first = as_objects(order["Items"])[0]
    body = {**order, "Items": None if left is None else [first for _name in left]}
    kept = answer(calls.orders("PUT", f"/OrderFull({order['Id']})", body))
    assert [line["ProductId"] for line in as_objects(kept["Items"])] == ["first", "second"]


def test_header_items(calls: Calls) -> None:
    body = {"EntityId": 14202, "OrderTypeId": 1, "Items": [item()]}
    ignored = answer(calls.orders("POST", "/Orders", body))
    calls.switch(header_items="accepted")
    accepted = answer(calls.orders("POST", "/Orders", body))
    assert "Items" not in ignored
    assert calls.truth(str(ignored["Id"]))["items"] == 0
    assert len(as_objects(accepted["Items"])) == 1
    key = str(accepted["Id"])
    emptied = answer(calls.orders("PUT", f"/Orders({key})", {**accepted, "Items": []}))
    assert emptied["Items"] == []
    header_only = {name: value for name, value in accepted.items() if name != "Items"}
    assert "Items" not in answer(calls.orders("PUT", f"/Orders({key})", header_only))


def test_final_header(calls: Calls) -> None:
    calls.switch(final_header="accepted")
    key = calls.create_in("Processed")
    renamed = {**calls.whole(key), "Name": "Afterwards"}
    assert calls.orders("PUT", f"/Orders({key})", renamed).status_code == 200
    assert calls.orders("PUT", f"/OrderFull({key})", renamed).status_code == 409
    assert calls.truth(key)["name"] == "Afterwards"


def test_final_items(calls: Calls) -> None:
    calls.switch(final_items="accepted")
    key = calls.create_in("Processed")
    assert calls.orders("POST", f"/Orders({key})/Items", item()).status_code == 201


def test_id_mismatch(calls: Calls) -> None:
    calls.switch(id_mismatch="invalid")
    order = calls.create()
    reply = calls.orders("PUT", f"/Orders({order['Id']})", {**order, "Id": UNKNOWN})
    assert reply.status_code == 400
    assert message(reply) == "The request is invalid"


def test_negative_quantity(calls: Calls) -> None:
    key = str(calls.create()["Id"])
    refused = calls.orders("POST", f"/Orders({key})/Items", item(Quantity=-1))
    calls.switch(negative_quantity="accepted")
    accepted = calls.orders("POST", f"/Orders({key})/Items", item(Quantity=-1))
    assert refused.status_code == 400
    assert answer(accepted)["Quantity"] == -1


def test_foreign_company(calls: Calls) -> None:
    calls.switch(foreign_company="404")
    reply = calls.orders("GET", "/Orders", company=OTHER_COMPANY)
    assert reply.status_code == 404


def test_order_paging(calls: Calls) -> None:
    def page(**params: str) -> list[str]:
        path = f"/Companies({COMPANY})/Orders"
        named = {f"${name}": value for name, value in params.items()}
        return [str(o["Id"]) for o in answers(calls.call("GET", "orders", path, params=named))]

    every = page()
    assert page(skip="5", top="3") == every
    calls.switch(order_paging="supported")
    assert page(skip="5", top="3") == every[5:8]
    assert page(orderby="CreatedDateUtc", top="2") == every[::-1][:2]
    wrong = calls.call("GET", "orders", f"/Companies({COMPANY})/Orders", params={"$top": "x"})
    assert wrong.status_code == 400


def test_order_sort(calls: Calls) -> None:
    newest = [order["Id"] for order in answers(calls.orders("GET", "/Orders"))]
    calls.switch(order_sort="oldest")
    oldest = [order["Id"] for order in answers(calls.orders("GET", "/Orders"))]
    calls.switch(order_sort="shuffled")
    shuffled = [order["Id"] for order in answers(calls.orders("GET", "/Orders"))]
    assert oldest == newest[::-1]
    assert shuffled not in (oldest, newest)
    assert set(shuffled) == set(newest)


def test_error_body(calls: Calls) -> None:
    calls.switch(error_body="text")
    reply = calls.orders("GET", f"/Orders({UNKNOWN})")
    assert reply.headers["content-type"] == "text/plain"
    assert reply.text == f"Order resource with id {UNKNOWN} cannot be found"
    calls.switch(error_body="empty")
    reply = calls.orders("GET", f"/Orders({UNKNOWN})")
    assert (reply.status_code, reply.content) == (404, b"")


def test_sign_in(calls: Calls) -> None:
    calls.switch(sign_in="locked")
    assert answer(calls.sign_in())["error"] == "invalid_grant"
    assert calls.orders("GET", "/Orders").status_code == 200


def test_rate_limit(calls: Calls) -> None:
    calls.switch(rate_limit="0")
    assert calls.orders("GET", "/Orders").status_code == 429


def test_rate_window(calls: Calls) -> None:
    calls.switch(rate_window="3600", rate_limit="0")
    reply = calls.orders("GET", "/Orders")
    assert reply.status_code == 429
    assert reply.headers["x-ratelimit-reset"].endswith(":00:00.0000000Z")
    calls.switch(rate_window="1")
    assert int(calls.orders("GET", "/Orders").headers["x-ratelimit-resetseconds"]) <= 1


def test_every_switch_has_a_test_here() -> None:
    tested = {name for name in vars(sys.modules[__name__]) if name.startswith("test_")}
    missing = [s.name for s in SWITCHES if not any(f"test_{s.name}" in name for name in tested)]
    assert missing == []


def test_the_switches_are_listed_with_their_values(calls: Calls) -> None:
    calls.switch(shape="mixed")
    table = as_objects(as_object(calls.admin("GET", "/switches"))["iqmetrix"])
    assert [row["name"] for row in table] == [switch.name for switch in SWITCHES]
    assert table[0]["value"] == "mixed"
    assert table[0]["default"] == "documented"
    assert all(str(row["text"]) in printed(SWITCHES) for row in table)


@pytest.mark.parametrize("changes", [{"colour": "red"}, {"shape": "round"}, {"rate_limit": "-1"}])
def test_wrong_switches_change_nothing(calls: Calls, changes: dict[str, str]) -> None:
    reply = calls.ask("POST", "/switches", {"put_status": "201", **changes})
    assert reply.status_code == 400
    assert answer(reply)["error"]
    assert as_object(calls.admin("POST", "/switches", {}))["put_status"] == "200"


def test_a_board_starts_at_its_defaults_and_returns_to_them() -> None:
    board = SwitchBoard(SWITCHES)
    before = board.standing()
    board.set({"shape": "recorded", "rate_limit": 5})
    assert board.number("rate_limit") == 5
    board.reset()
    assert board.standing() == before
    with pytest.raises(WrongSwitch, match="shape is one of"):
        board.set({"shape": "round"})
