"""The control endpoint of this vendor: what is true, a colleague's hand, and what stays secret."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.calls import answer, as_list, as_object, as_objects, each
from tests.sandbox.deconetwork.site import LONG_AGO, SAMPLE, Site, items, numbers, succeeded


def test_the_connection_is_what_scripts_are_promised(site: Site) -> None:
    assert set(site.connection) == {"name", "vendor", "urls", "settings", "secrets"}
    assert (site.connection["vendor"], site.connection["settings"]) == ("deconetwork", {})
    assert set(site.secrets) == {"username", "password"}
    assert list(site.urls) == ["site"]
    assert site.urls["site"].startswith("http://127.0.0.1:")
    assert site.urls["site"].count("/") == 2


def test_orders_are_listed_by_what_is_true_of_them(site: Site) -> None:
    every = as_objects(site.admin("GET", "/orders"))
    assert len(every) == 130
    assert each(every, "kind") == {"order"}
    assert "status 5" in each(every, "state")
    shipped = as_objects(site.admin("GET", "/orders?state=shipped"))
    assert each(shipped, "status") == {"3"}
    assert all(one["pieces"] == one["shipped"] for one in shipped)
    assert len(as_objects(site.admin("GET", "/orders?limit=3"))) == 3
    [sample] = as_objects(site.admin("GET", f"/orders?id={SAMPLE}"))
    assert (sample["pieces"], sample["produced"], sample["shipped"]) == (11, 5, 2)


def test_a_colleague_changes_fields_lines_and_notes(site: Site) -> None:
    order = site.new("H1", {"M": 2}, {"L": 3})
    first, second = (str(line["id"]) for line in as_objects(order["order_lines"]))
    change: Document = {
        "set": {"job_name": "By a colleague", "is_priority": True, "order_status": 42},
        "lines": {first: {"production_status": 2, "unit_price": 1}, second: None},
        "add_lines": [{"product": "MG800", "sizes": {"330": 6}}],
        "notes": ["Seen by Maeve"],
    }
    truth = as_object(site.admin("POST", "/orders/H1", change))
    assert (truth["status"], truth["state"], truth["lines"]) == (42, "status 42", 2)
    changed = site.one("H1")
    assert (changed["job_name"], changed["is_priority"]) == ("By a colleague", True)
    lines = as_objects(changed["order_lines"])
    assert [line["product_code"] for line in lines] == ["PL310", "MG800"]
    assert [line["production_status"] for line in lines] == [2, 1]
    assert lines[0]["unit_price"] == 1
    assert as_objects(changed["notes"])[0]["content"] == "Seen by Maeve"
    totals = [line["total_price"] for line in lines]
    assert changed["item_amount"] == sum(Decimal(str(total)) for total in totals)
    ids = [item["workflow_item_id"] for n in (0, 1) for item in items(changed, n)]
    assert len(set(map(str, ids))) == 2


def test_what_is_written_down_gets_numbers_of_its_own(site: Site) -> None:
    keys = [f"N{number}" for number in range(4)]
    for key in keys:
        site.new(key, {"M": 5, "L": 5}, {"S": 5})
        site.admin("POST", f"/orders/{key}", {"add_lines": [{"product": "MG800"}]})
        item = str(items(site.one(key))[0]["workflow_item_id"])
        succeeded(site.update(key, 3, workflow_item_id=item, qty=2))
    orders = [site.one(key) for key in keys]
    lines = [str(line["id"]) for order in orders for line in as_objects(order["order_lines"])]
    parts = [
        str(i["workflow_item_id"]) for order in orders for n in range(3) for i in items(order, n)
    ]
    proofs = {str(order["order_proof_pdf_url"]) for order in orders}
    assert (len(set(lines)), len(set(parts)), len(proofs)) == (12, 20, 4)
    assert (len(lines), len(parts)) == (12, 20)


@pytest.mark.parametrize(
    ("act", "status", "produced", "shipped"),
    [
        ("hold", 7, 0, 0),
        ("cancel", 4, 0, 0),
        ("quote", 8, 0, 0),
        ("await_stock", 9, 0, 0),
        ("await_artwork", 10, 0, 0),
        ("await_review", 11, 0, 0),
        ("start", 12, 0, 0),
        ("make_ready", 13, 2, 0),
        ("produce", 2, 2, 0),
        ("ship", 3, 2, 2),
        ("release", 1, 0, 0),
        ("touch", 1, 0, 0),
    ],
)
def test_a_colleague_moves_orders_where_the_api_cannot(
    site: Site, act: str, status: int, produced: int, shipped: int
) -> None:
    site.new(f"I-{act}", {"M": 2})
    truth = as_object(site.admin("POST", f"/orders/I-{act}", {"act": act}))
    assert (truth["status"], truth["produced"], truth["shipped"]) == (status, produced, shipped)


def test_what_was_done_can_be_undone_by_hand(site: Site) -> None:
    site.new("J1", {"M": 2}, act="ship")
    truth = as_object(site.admin("POST", "/orders/J1", {"act": "reopen"}))
    assert (truth["status"], truth["produced"], truth["shipped"]) == (1, 0, 0)
    assert site.one("J1")["date_shipped"] is None


def test_money_comes_and_goes(site: Site) -> None:
    order = site.new("K1", {"M": 2})
    billable = order["billable_amount"]
    assert order["outstanding_balance"] == billable != 0
    site.admin("POST", "/orders/K1", {"act": "pay"})
    order = site.one("K1")
    assert order["outstanding_balance"] == 0
    assert as_objects(order["payments"])[0]["paid_amount"] == billable
    site.admin("POST", "/orders/K1", {"act": "refund"})
    assert site.one("K1")["outstanding_balance"] == billable
    site.admin("POST", "/orders/K1", {"act": "invoice"})
    assert site.one("K1")["date_invoiced"]


@pytest.mark.parametrize(
    "change",
    [
        {"nonsense": 1},
        {"act": "dance"},
        {"set": {"order_id": "X"}},
        {"set": {"date_due": "soon"}},
        {"set": []},
        {"lines": {"1": None}},
        {"lines": {"1": 5}},
        {"add_lines": [{"product": "nothing"}]},
        {"add_lines": {}},
        {"create": {}},
    ],
)
def test_a_change_that_makes_no_sense_changes_nothing(site: Site, change: Document) -> None:
    before = site.truth(SAMPLE)
    reply = site.ask("POST", f"/orders/{SAMPLE}", change)
    assert reply.status_code == 400
    assert answer(reply)["error"]
    assert site.truth(SAMPLE) == before


def test_what_is_not_there_is_not_found(site: Site) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert site.ask(method, "/orders/nowhere", {}).status_code == 404


def test_the_log_never_shows_password_or_token(site: Site) -> None:
    token = str(site.truth(SAMPLE)["login_token"])
    address = str(site.one(SAMPLE)["order_proof_pdf_url"])
    assert token in address
    site.http.get(address)
    site.ask_api("manage_orders/find", LONG_AGO, method="GET")
    site.ask_api("manage_orders/no_such_call", LONG_AGO)
    text = site.ask("GET", "/log?bodies=true").text
    assert token not in text
    for secret in (site.secrets["password"], "slack-water", "spring%2Btide"):
        assert secret not in text
    assert "(not shown)" in text


def test_documents_open_with_the_token_alone(site: Site) -> None:
    address = str(site.one(SAMPLE)["order_proof_pdf_url"])
    proof = site.http.get(address)
    assert proof.headers["content-type"] == "application/pdf"
    assert proof.content.startswith(b"%PDF-")
    bare = str(site.one(SAMPLE, skip_login_token="1")["order_proof_pdf_url"])
    assert bare == address.partition("?")[0]
    for closed in (bare, f"{bare}?login_token=wrong", f"{bare}?login_token="):
        assert "Log in" in site.http.get(closed).text
    line = as_objects(site.one(SAMPLE)["order_lines"])[0]
    area = as_objects(as_objects(line["views"])[0]["areas"])[0]
    assert site.http.get(str(area["proof_url"])).content.startswith(b"%PDF-")
    query = address.partition("?")[2]
    site_root = site.urls["site"]
    missing = f"{site_root}/manage/orders/download_order_proof/1?{query}"
    assert site.http.get(missing).status_code == 404


def test_tokens_end_by_the_clock_and_when_they_are_told_to(site: Site) -> None:
    address = str(site.one(SAMPLE)["order_proof_pdf_url"])
    site.advance(90_000)
    assert "Log in" in site.http.get(address).text
    address = str(site.one(SAMPLE)["order_proof_pdf_url"])
    assert site.http.get(address).content.startswith(b"%PDF")
    [ended] = as_list(as_object(site.admin("POST", "/faults", {"kind": "expire_tokens"}))["faults"])
    assert as_object(ended)["expired_tokens"] == 1
    assert "Log in" in site.http.get(address).text


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    options = SandboxOptions(orders=30, file=tmp_path / "state", only=["deconetwork"])
    with Sandbox(options) as running, Site(running) as site:
        [item] = items(site.new("L1", {"M": 9}))
        succeeded(site.update("L1", 3, workflow_item_id=str(item["workflow_item_id"]), qty=4))
        site.admin("POST", "/advance", {"seconds": 3_600})
        before = site.truth("L1"), items(site.one("L1", include_po_data="1"))
        found = numbers(site.rows())
        stock = answer(site.ask_api("manage_inventory/find", {**LONG_AGO, "field": "5"}))
    again = SandboxOptions(orders=99, seed=4, file=options.file, only=["deconetwork"])
    with Sandbox(again) as running, Site(running) as site:
        assert (site.truth("L1"), items(site.one("L1", include_po_data="1"))) == before
        assert numbers(site.rows()) == found
        assert len(found) == 31
        assert answer(site.ask_api("manage_inventory/find", {**LONG_AGO, "field": "5"})) == stock
        [rest] = [i for i in items(site.one("L1")) if i["shipping_status"] != 80]
        succeeded(site.update("L1", 3, workflow_item_id=str(rest["workflow_item_id"])))
        ids = [str(item["workflow_item_id"]) for item in items(site.one("L1"))]
        assert len(set(ids)) == 2


def test_a_reset_makes_new_data() -> None:
    with Sandbox(SandboxOptions(orders=5, only=["deconetwork"])) as running, Site(running) as site:
        site.new("M1", {"M": 1})
        site.admin("POST", "/reset", {"orders": 7, "seed": 3})
        assert len(site.rows()) == 7
        assert site.ask("GET", "/orders/M1").status_code == 404


def test_the_clock_decides_when_orders_were_placed() -> None:
    start = datetime.fromisoformat("2031-07-01T09:00:00+00:00")
    options = SandboxOptions(orders=60, start=start, only=["deconetwork"])
    with Sandbox(options) as running, Site(running) as site:
        dates = [datetime.fromisoformat(str(order["date_ordered"])) for order in site.rows()]
    assert start - timedelta(days=245) < min(dates) < max(dates) < start
