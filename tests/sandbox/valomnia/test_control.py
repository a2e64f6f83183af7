"""The control endpoint for this vendor: the truth, a colleague's hand, faults, starting again."""

from pathlib import Path

import httpx
import pytest

from orderdesk.sandbox.json_text import JsonValue
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.valomnia.presets import PRESETS
from tests.sandbox.calls import answer, as_list, as_object, as_objects
from tests.sandbox.valomnia.site import API, NO_CREDENTIALS, WHEN, Site, new_order, refusal


def test_the_connection_is_what_a_client_imports(sandbox: Sandbox, site: Site) -> None:
    (connection,) = as_objects(sandbox.description["connections"])
    assert connection == {
        "name": "Van sales",
        "vendor": "valomnia",
        "urls": {"site": site.root},
        "settings": {},
        "secrets": {"username": "vans@harbourmobile.example", "password": "low-water-neap"},
    }
    assert site.root != sandbox.root
    assert httpx.URL(site.root).path == "/"


def test_the_truth_counts_every_operation(site: Site) -> None:
    site.made()
    rows = as_objects(site.admin("GET", "/orders"))
    assert len(rows) == as_object(site.page()["paging"])["total"]
    listed = {str(row["id"]): row for row in site.rows("max=1000")}
    for row in rows:
        shown = listed[str(row["id"])]
        assert row["number"] == shown["reference"]
        assert row["kind"] == shown["operationType"]
        assert (row["payment"], row["delivery"]) == (shown["status"], shown["deliveryStatus"])
        assert row["state"] == row["delivery"]
        assert (row["total"], row["currency"]) == (shown["total"], shown["currency"])
        assert row["lines"] == len(as_objects(shown["orderLines"]))
    orders = as_objects(site.admin("GET", "/orders?kind=ORDER&payment=PAID&limit=3"))
    assert len(orders) == 3
    assert {str(row["kind"]) for row in orders} == {"ORDER"}


def test_the_whole_truth_of_one(site: Site) -> None:
    order = site.made()
    truth = site.truth(str(order["id"]))
    whole = as_object(truth["order"])
    assert {name: whole[name] for name in order if name not in ("pdfUrl", "customer")} == {
        name: value for name, value in order.items() if name not in ("pdfUrl", "customer")
    }
    (line,) = as_objects(truth["order_lines"])
    assert line == answer(site.get(f"/orderDetails/{line['id']}"))
    assert truth["order_payments"] == truth["order_credits"] == []
    assert site.truth(str(order["reference"]))["id"] == str(order["id"])
    assert site.ask("GET", "/orders/999999").status_code == 404


def test_a_colleague_changes_fields_and_lines(site: Site) -> None:
    order = site.made()
    key = str(order["id"])
    (line,) = as_objects(order["orderLines"])
    fields: dict[str, JsonValue] = {
        "operationType": "INVOICE",
        "reference": f"CHANGED-{key}",
        "status": "REFUNDED",
        "total": 12,
        "deliveryStatus": None,
        "deliveryDate": WHEN,
        "customerReference": "C0956",
        "employeeReference": "emp-09",
        "dateCreated": WHEN,
    }
    change = {"quantity": 7, "finalPrice": 70, "comment": "Checked", "type": "FREE"}
    site.hand(key, set=fields, lines={str(line["id"]): change}, add_lines=[{"quantity": 3}])
    shown = answer(site.get(f"/orders/{key}"))
    assert {name: shown[name] for name in fields} == fields
    one, two = (
        answer(site.get(f"/orderDetails/{link['id']}")) for link in as_objects(shown["orderLines"])
    )
    assert {name: one[name] for name in change} == change
    assert two["quantity"] == 3
    site.hand(key, lines={str(line["id"]): None})
    assert site.get(f"/orderDetails/{line['id']}").status_code == 404
    assert site.get(f"/orders/reference/{order['reference']}").status_code == 404
    assert answer(site.get(f"/orders/reference/CHANGED-{key}"))["orderLines"] == [
        {"id": two["id"], "href": f"/api/v1.0/orderDetails/{two['id']}"}
    ]


@pytest.mark.parametrize(
    ("act", "payment", "delivery", "assigned"),
    [
        ("pay", "PAID", "PENDING", None),
        ("deliver", "NOT_PAID", "DELIVERED", None),
        ("reject", "NOT_PAID", "REJECTED", None),
        ("assign", "NOT_PAID", "PENDING", "emp-02"),
        ("touch", "NOT_PAID", "PENDING", None),
    ],
)
def test_a_colleague_acts_and_undoes(
    site: Site, act: str, payment: str, delivery: str, assigned: str | None
) -> None:
    key = site.key()
    truth = site.hand(key, act=act)
    assert (truth["payment"], truth["delivery"], truth["assigned"]) == (payment, delivery, assigned)
    assert truth["revision"] == 2
    for back in ("unpay", "reopen", "unassign"):
        truth = site.hand(key, act=back)
    assert (truth["payment"], truth["delivery"], truth["assigned"]) == ("NOT_PAID", "PENDING", None)
    assert truth["payments"] == 0


def test_a_colleague_creates_and_removes(site: Site) -> None:
    truth = site.hand(
        "new", set={"operationType": "PREORDER"}, add_lines=[{"quantity": 1}, {"quantity": 2}]
    )
    key = str(truth["id"])
    shown = answer(site.get(f"/orders/{key}"))
    assert shown["operationType"] == "PREORDER"
    assert len(as_objects(shown["orderLines"])) == 2
    site.admin("DELETE", f"/orders/{key}")
    assert site.get(f"/orders/{key}").status_code == 404
    assert site.ask("DELETE", f"/orders/{key}").status_code == 404


def test_what_is_changed_is_changed_now_unless_it_is_said(site: Site) -> None:
    key = site.key()
    site.hand(key, set={"lastUpdated": WHEN, "total": 5})
    assert site.truth(key)["updated"] == WHEN
    site.hand(key, set={"total": 6})
    assert str(site.truth(key)["updated"]) > WHEN


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"act": "fly"},
        {"set": {"id": 5}},
        {"set": {"lastUpdated": "soon"}},
        {"set": {"customerReference": "nobody"}},
        {"set": 5},
        {"lines": {"999999": None}},
        {"add_lines": {}},
        {"add_lines": [5]},
        {"add_lines": [{"item": 5}]},
    ],
)
def test_a_change_that_makes_no_sense(site: Site, change: dict[str, object]) -> None:
    key = site.key()
    before = site.truth(key)
    reply = site.ask("POST", f"/orders/{key}", change)
    assert reply.status_code == 400
    assert answer(reply)["error"]
    assert site.truth(key) == before


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_set_and_falls_on_this_vendor_only(site: Site, preset: str) -> None:
    site.cookie()
    set_now = as_list(as_object(site.admin("POST", "/faults", {"preset": preset}))["faults"])
    assert as_object(set_now[0]).get("vendor", "valomnia") == "valomnia"
    site.token = None


def test_no_credentials_once(site: Site) -> None:
    site.fault(preset="valomnia_no_credentials")
    assert refusal(site.get("/orders")) == NO_CREDENTIALS
    assert site.get("/orders").status_code == 200
    site.fault(preset="valomnia_no_credentials_200")
    assert refusal(site.get("/orders")) == (200, *NO_CREDENTIALS[1:])


def test_a_session_that_ends_and_a_page_to_sign_in(site: Site) -> None:
    site.cookie()
    site.fault(preset="valomnia_session_ended")
    assert site.get("/orders").status_code == 401
    site.token = None
    site.fault(preset="valomnia_login_page")
    reply = site.get("/orders")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html")


def test_a_filter_that_is_suddenly_unknown(site: Site) -> None:
    site.fault(preset="valomnia_unknown_parameter")
    reply = site.get("/orders?lastUpdated_gte=2016-08-15T14:52:48Z")
    assert refusal(reply)[:2] == (400, "invalid_param")
    assert "[lastUpdated_gte]" in refusal(reply)[2]


def test_values_that_nobody_expects(site: Site) -> None:
    for preset, name, value in (
        ("valomnia_unknown_kind", "operationType", "BARTER"),
        ("valomnia_unknown_status", "status", "REFUNDED"),
        ("valomnia_underscored_date", "lastUpdated", "2025_01_31T22:00:00Z"),
    ):
        site.fault(preset=preset)
        assert site.rows()[0][name] == value
        site.admin("DELETE", "/faults")
    site.fault(preset="valomnia_wrong_total")
    assert as_object(site.page("max=1")["paging"])["total"] == 99999


def test_the_second_page_waits_while_a_colleague_works(sandbox: Sandbox, site: Site) -> None:
    import threading

    site.fault(preset="valomnia_changing_page")
    first = site.rows("sort=dateCreated&order=desc&max=10")
    header, replies = site.cookie(), list[httpx.Response]()

    def read() -> None:
        url = f"{site.root}{API}/orders?sort=dateCreated&order=desc&max=10&offset=10"
        replies.append(httpx.get(url, headers=header))

    reader = threading.Thread(target=read)
    reader.start()
    assert len(as_list(site.admin("GET", "/holds?wait=20"))) == 1
    site.hand("new", set={"dateCreated": "2098-01-01T00:00:00Z"})
    site.admin("POST", "/release", {"then": "continue"})
    reader.join(20)
    assert as_objects(answer(replies[0])["data"])[0]["id"] == first[-1]["id"]


@pytest.mark.parametrize(
    ("status", "error"), [(429, "too_many_requests"), (500, "server_error"), (503, "server_error")]
)
def test_failures_are_worded_as_the_vendor_does(site: Site, status: int, error: str) -> None:
    site.fault(kind="status", status=status)
    reply = site.get("/orders")
    assert refusal(reply)[:2] == (status, error)
    if status == 429:
        assert 0 < int(reply.headers["retry-after"]) <= 60
    else:
        assert refusal(reply)[2] == "Oops! Something went wrong..."


def test_starting_again_makes_the_same_data_and_ends_sessions(site: Site) -> None:
    site.admin("POST", "/reset")
    assert site.get("/orders").status_code == 401
    site.token = None
    before = site.rows("max=1000")
    site.made()
    site.admin("POST", "/reset")
    site.token = None
    assert [row["id"] for row in site.rows("max=1000")] == [row["id"] for row in before]
    site.admin("POST", "/reset", {"orders": 3, "seed": 5})
    site.token = None
    assert as_object(site.page()["paging"])["total"] == 3
    site.admin("POST", "/reset")
    site.token = None


def test_a_file_keeps_everything(tmp_path: Path) -> None:
    options = SandboxOptions(orders=6, file=tmp_path / "state", only=["valomnia"])
    with Sandbox(options) as running, Site(running) as site:
        made = site.made(reference="KEPT")
        paid = [{"paymentReference": "p", "paymentDate": WHEN, "paymentTypeId": 7}]
        credited = [{"prepaymentId": 524, "amountToCredit": 45}]
        fields = {"status": "PAID", "orderPayments": paid, "prepaymentPayment": credited}
        assert site.post(f"/orders/{made['id']}", **fields).status_code == 200
        gone = site.key()
        site.delete(f"/orders/{gone}")
        rows, truth = site.rows(), site.truth(str(made["id"]))
        prepayment = answer(site.get("/orderPrepayments/524"))
        token = site.token
    with Sandbox(options) as running, Site(running) as site:
        site.token = token
        assert without_links(site.rows()) == without_links(rows)
        assert site.truth(str(made["id"])) == truth
        assert answer(site.get("/orderPrepayments/524")) == prepayment
        assert prepayment["status"] == "APPLIED"
        assert int(site.key()) > int(gone)


def without_links(rows: list[dict[str, JsonValue]]) -> list[dict[str, JsonValue]]:
    """Leave out what names the port, which is another one each time."""
    return [{name: value for name, value in row.items() if name != "pdfUrl"} for row in rows]


def test_secrets_are_not_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "state"
    options = SandboxOptions(orders=2, file=path, only=["valomnia"])
    with Sandbox(options) as running, Site(running) as site:
        site.post("/orders", **new_order())
        token = str(site.token)
    kept = b"".join(part.read_bytes() for part in tmp_path.iterdir() if part.is_file())
    assert token.encode() not in kept
    assert b"low-water-neap" not in kept
    storage = Storage(path)
    assert len(storage.collection("valomnia", "session").read()) == 1
    storage.close()
