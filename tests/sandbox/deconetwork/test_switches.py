"""Every switch, both ways: the open questions of the vendor's text."""

import sys
from urllib.parse import urlsplit

import pytest

from orderdesk.sandbox.deconetwork.choices import SWITCHES
from tests.sandbox.calls import answer, as_objects
from tests.sandbox.deconetwork.site import (
    LONG_AGO,
    SAMPLE,
    Site,
    items,
    refused,
    status_of,
    succeeded,
)

FIND = "manage_orders/find"
UPDATE = "manage_orders/update_order_status"
NOTE = "manage_orders/add_internal_note"


def test_order_shape(site: Site) -> None:
    recorded = site.one(SAMPLE)
    site.switch(order_shape="documented")
    documented = site.one(SAMPLE)
    assert recorded.keys() - documented.keys() == {
        *("store", "assigned_to", "created_by", "is_priority", "notes"),
        *("quote_pdf_url", "production_pdf_url"),
    }
    assert str(recorded["date_due"]) == f"{documented['date_due']}.000+00:00"
    ours, theirs = (as_objects(order["order_lines"])[0]["id"] for order in (recorded, documented))
    assert ours == str(theirs)
    assert isinstance(theirs, int)
    site.switch(order_shape="mixed")
    stores = ["store" in order for order in site.rows()]
    assert 0 < sum(stores) < len(stores)


@pytest.mark.parametrize(
    ("fields", "status"), [({"password": ""}, 401), ({}, 400), ({"field": "1"}, 400)]
)
def test_refusal_status(site: Site, fields: dict[str, str], status: int) -> None:
    site.switch(refusal_status="4xx")
    reply = site.ask_api(FIND, fields)
    assert reply.status_code == status
    assert status_of(reply)[1] == "ERROR"


def test_refusal_body(site: Site) -> None:
    site.switch(refusal_body="with_rows")
    reply = site.ask_api(FIND)
    assert refused(reply)[0] == 50002
    assert (answer(reply)["orders"], answer(reply)["total"]) == ([], 0)
    assert set(answer(site.ask_api(UPDATE))) == {"response_status"}


@pytest.mark.parametrize(("choice", "text"), [("empty", ""), ("dot", "."), ("string", "string")])
def test_success_description(site: Site, choice: str, text: str) -> None:
    site.switch(success_description=choice)
    assert status_of(site.ask_api(FIND, LONG_AGO)) == (10001, "SUCCESS", text)


def test_shipped_field(site: Site) -> None:
    shipped, invoiced = ({**LONG_AGO, "field": field} for field in ("6", "7"))
    totals = [site.find(one)["total"] for one in (shipped, invoiced)]
    site.switch(shipped_field="7")
    assert [site.find(one)["total"] for one in (invoiced, shipped)] == totals
    assert totals[0] != totals[1]


def test_condition_numbers(site: Site) -> None:
    site.switch(condition_numbers="from_0")
    assert site.find({"field": "3", "condition": "0", "string": SAMPLE})["total"] == 1
    assert site.find({**LONG_AGO, "condition": "3"})["total"] == 130
    assert refused(site.ask_api(FIND, {**LONG_AGO, "condition": "7"}))[0] == 50005


def test_condition_4(site: Site) -> None:
    condition = {"field": "1", "condition": "4", "date1": str(site.one(SAMPLE)["date_ordered"])}
    before = site.find(condition)["total"]
    site.switch(condition_4="at_least")
    assert isinstance(before, int)
    assert site.find(condition)["total"] == before + 1


def test_status_filter(site: Site) -> None:
    site.switch(status_filter="refused")
    fields = {"field": "4", "condition": "1", "string": "1"}
    assert refused(site.ask_api(FIND, fields)) == (50005, "Invalid request parameters")


def test_over_limit(site: Site) -> None:
    assert refused(site.ask_api(FIND, {**LONG_AGO, "limit": "250"}))[0] == 50004
    site.switch(over_limit="clamped")
    assert len(site.rows(limit="250")) == 100


def test_limit_zero(site: Site) -> None:
    site.switch(limit_zero="default")
    assert len(site.rows(limit="0")) == 100


def test_sort_direction(site: Site) -> None:
    site.switch(sort_direction="ascending")
    dates = [str(order["date_ordered"]) for order in site.rows(sortby="1")]
    assert dates == sorted(dates)


def test_login_tokens(site: Site) -> None:
    def addresses(**more: str) -> set[str]:
        return {str(site.one(SAMPLE, **more)["order_proof_pdf_url"])}

    skipped = addresses(skip_login_token="1")
    assert all(not urlsplit(address).query for address in skipped)
    site.switch(login_tokens="always")
    assert addresses(skip_login_token="1") == addresses()
    token = str(site.truth(SAMPLE)["login_token"])
    assert all(address.endswith(f"?login_token={token}") for address in addresses())


@pytest.mark.parametrize(("choice", "status"), [("login_page", 200), ("not_found", 404)])
def test_wrong_path(site: Site, choice: str, status: int) -> None:
    site.switch(wrong_path=choice)
    for path in ("manage_orders/search", "manage_orders/find/", "manage_purchase_orders/find"):
        reply = site.ask_api(path, LONG_AGO)
        assert reply.status_code == status
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        assert reply.text.startswith("<!DOCTYPE html>")
    assert site.ask_api(UPDATE, method="GET").status_code == status


def test_api(site: Site) -> None:
    site.switch(api="disabled")
    assert refused(site.ask_api(FIND, LONG_AGO)) == (31000, "API not enabled on your site")
    assert refused(site.ask_api(FIND, {"password": "wrong"}))[0] == 30001


def test_sign_in_code(site: Site) -> None:
    site.switch(sign_in_code="10002")
    assert refused(site.ask_api(FIND, {"password": "wrong"}))[0] == 10002


def test_user_rights(site: Site) -> None:
    site.switch(user_rights="none")
    assert refused(site.ask_api(FIND, LONG_AGO))[0] == 10005


def test_unknown_order(site: Site) -> None:
    site.switch(unknown_order="ignored")
    number = site.last_number()
    succeeded(site.update("no such", 2))
    assert [one["action"] for one in site.log(number)] == [None]


def test_batch(site: Site) -> None:
    site.switch(batch="until_refused")
    site.new("S1", {"M": 1})
    site.new("S2", {"M": 1})
    changes = [{"order_id": key, "new_status": 2} for key in ("S1", "no such", "S2")]
    number = site.last_number()
    assert refused(site.batch(*changes))[0] == 50005
    assert [site.one(key)["order_status"] for key in ("S1", "S2")] == [2, 1]
    assert site.log(number)[0]["action"] == "mark_produced"


def test_repeated_status(site: Site) -> None:
    site.switch(repeated_status="refused")
    site.new("S3", {"M": 1})
    succeeded(site.update("S3", 2))
    assert refused(site.update("S3", 2))[0] == 50005


def test_ship_unproduced(site: Site) -> None:
    site.switch(ship_unproduced="refused")
    site.new("S4", {"M": 1})
    assert refused(site.update("S4", 3))[0] == 50005
    succeeded(site.update("S4", 2))
    succeeded(site.update("S4", 3))


def test_held_orders(site: Site) -> None:
    site.switch(held_orders="refused")
    site.new("S5", {"M": 1}, act="hold")
    assert refused(site.update("S5", 2))[0] == 50005


def test_cancelled_orders(site: Site) -> None:
    site.switch(cancelled_orders="accepted")
    site.new("S6", {"M": 1}, act="cancel")
    succeeded(site.update("S6", 2))


def test_over_quantity(site: Site) -> None:
    site.switch(over_quantity="clamped")
    [item] = items(site.new("S7", {"M": 2}))
    succeeded(site.update("S7", 2, workflow_item_id=str(item["workflow_item_id"]), qty=50))
    assert site.one("S7")["order_status"] == 2


def test_note_call(site: Site) -> None:
    site.switch(note_call="missing")
    reply = site.ask_api(NOTE, {"order_id": SAMPLE, "content": "Hello"})
    assert reply.headers["content-type"].startswith("text/html")
    assert refused(site.ask_api(NOTE, {"password": "wrong"}))[0] == 30001


def test_calls_limit(site: Site) -> None:
    site.switch(calls_limit="0", calls_window="3600")
    reply = site.ask_api(FIND, LONG_AGO)
    assert reply.status_code == 429
    assert 1 <= int(reply.headers["retry-after"]) <= 3_600


def test_calls_window(site: Site) -> None:
    site.switch(calls_limit="2", calls_window="3600")
    while site.ask_api(FIND, LONG_AGO).status_code == 200:
        pass
    site.advance(3_600)
    replies = [site.ask_api(FIND, LONG_AGO).status_code for _ in range(3)]
    assert replies == [200, 200, 429]


def test_every_switch_has_a_test_here() -> None:
    tested = {name for name in vars(sys.modules[__name__]) if name.startswith("test_")}
    assert [one.name for one in SWITCHES if f"test_{one.name}" not in tested] == []
