"""Each switch of this vendor, in each of its positions that is not the default."""

import sys

import httpx
import pytest

from orderdesk.sandbox.json_text import parse
from orderdesk.sandbox.valomnia.choices import SWITCHES
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.valomnia.site import (
    API,
    CHEQUE,
    CUSTOMER,
    DELETED,
    DRIVER,
    NO_CREDENTIALS,
    UNKNOWN,
    WHEN,
    Site,
    invalid,
    missing,
    new_order,
    payment,
    refusal,
)

ON_HOLD = 8


def href(site: Site, key: str) -> str:
    return str(as_object(answer(site.get(f"/orders/{key}"))["customer"])["href"])


def without_session(site: Site, path: str = f"{API}/orders") -> httpx.Response:
    site.http.cookies.clear()
    return site.http.get(f"{site.root}{path}")


def test_hrefs(site: Site) -> None:
    key = site.key()
    prefixes = {
        "v2.1": "/api/v2.1/",
        "valomniav2": "/valomniav2/api/v2.1/",
        "host": "https://fieldtouch.example/api/v2.1/",
    }
    for choice, prefix in prefixes.items():
        site.switch(hrefs=choice)
        assert href(site, key) == f"{prefix}customers/5"
        assert str(as_object(site.page("max=1")["paging"])["next"]).startswith(f"{prefix}orders?")
    site.switch(hrefs="mixed")
    rows = site.rows("max=9")
    found = {str(as_object(row["customer"])["href"]).partition("/customers")[0] for row in rows}
    assert found == {"/api/v1.0", "/api/v2.1", "/valomniav2/api/v2.1"}


def test_old_version(site: Site) -> None:
    site.switch(old_version="served")
    key = site.key()
    reply = site.http.get(f"{site.root}/api/v1.0/orders/{key}", headers=site.cookie())
    assert answer(reply) == answer(site.get(f"/orders/{key}"))


def test_operation_shape(site: Site) -> None:
    key = site.key()
    plain = answer(site.get(f"/orders/{key}"))
    site.switch(operation_shape="newer")
    newer = answer(site.get(f"/orders/{key}"))
    assert newer.keys() - plain.keys() == {"orderPrepayments"}
    customers = [as_object(one["customer"]) for one in (newer, plain)]
    assert customers[0].keys() - customers[1].keys() == {"categoryReference"}
    credited = answer(site.get(f"/orders/{site.find(credits='1')['id']}"))
    assert [one["id"] for one in as_objects(credited["orderPrepayments"])] == [525]
    site.switch(operation_shape="mixed")
    shapes = {"orderPrepayments" in row for row in site.rows()}
    assert shapes == {True, False}


def test_no_session(site: Site) -> None:
    site.switch(no_session="200")
    assert refusal(without_session(site)) == (200, *NO_CREDENTIALS[1:])
    site.switch(no_session="login_page")
    reply = without_session(site)
    assert (reply.status_code, reply.headers["location"]) == (302, f"{site.root}/login/auth")
    page = site.http.get(reply.headers["location"])
    assert page.headers["content-type"] == "text/html;charset=UTF-8"
    assert "j_password" in page.text


def test_bad_login(site: Site) -> None:
    site.switch(bad_login="401")
    reply = site.log_in(j_password="wrong")
    assert reply.status_code == 401
    assert answer(reply)["success"] is False


@pytest.mark.parametrize("choice", ["locked", "disabled"])
def test_account(site: Site, choice: str) -> None:
    site.cookie()
    site.switch(account=choice)
    reply = site.log_in()
    failure = answer(site.http.get(reply.headers["location"]))
    assert failure["error"] == f"Sorry, your account is {choice}."
    assert site.get("/orders").status_code == 200


def test_login_get(site: Site) -> None:
    site.switch(login_get="refused")
    assert "authfail" in site.log_in("GET").headers["location"]
    assert "ajaxSuccess" in site.log_in().headers["location"]


def test_login_warning(site: Site) -> None:
    site.switch(login_warning="deprecated")
    header = site.cookie()
    site.http.cookies.clear()
    welcome = answer(site.http.get(f"{site.root}/login/ajaxSuccess", headers=header))
    assert as_object(welcome["warning"])["warning_code"] == "deprecated_version"


def test_bearer(site: Site) -> None:
    site.cookie()
    header = {"Authorization": f"Bearer {site.token}"}
    site.http.cookies.clear()
    assert site.http.get(f"{site.root}{API}/orders", headers=header).status_code == 401
    site.switch(bearer="accepted")
    assert site.http.get(f"{site.root}{API}/orders", headers=header).status_code == 200


def test_session_seconds(site: Site) -> None:
    site.switch(session_seconds="0")
    assert refusal(site.get("/orders")) == NO_CREDENTIALS
    site.token = None


def test_paging_ends(site: Site) -> None:
    site.switch(paging_ends="absent")
    assert set(as_object(site.page("max=1000")["paging"])) == {"total", "max", "offset"}
    assert "next" in as_object(site.page("max=1")["paging"])


def test_max_limit(site: Site) -> None:
    site.switch(max_limit="3")
    page = site.page("max=50")
    assert as_object(page["paging"])["max"] == len(as_objects(page["data"])) == 3


def test_list_order(site: Site) -> None:
    site.switch(list_order="newest")
    newest = [str(row["dateCreated"]) for row in site.rows()]
    assert newest == sorted(newest, reverse=True)
    ids = [row["id"] for row in site.rows("sort=id")]
    assert ids == sorted(int(str(key)) for key in ids)


def test_list_total(site: Site) -> None:
    exact = as_object(site.page("max=5")["paging"])
    site.switch(list_total="stale")
    stale = as_object(site.page("max=5")["paging"])
    assert int(str(exact["total"])) - int(str(stale["total"])) == 7
    assert stale["next"] == exact["next"]


@pytest.mark.parametrize(("choice", "more"), [("grows", 1), ("shrinks", -1), ("moves", 0)])
def test_while_listing(site: Site, choice: str, more: int) -> None:
    def all_ids() -> set[str]:
        return {str(row["id"]) for row in as_objects(site.admin("GET", "/orders"))}

    key = site.key(reference=f"AAA-{choice}")
    before, number = all_ids(), site.last_number()
    site.switch(while_listing=choice)
    first = site.rows("sort=reference&max=5&reference=AAA*")
    assert all_ids() == before
    first = site.rows("sort=reference&order=asc&max=5")
    assert len(first) == 5
    after = all_ids()
    assert len(after) - len(before) == more
    if choice == "shrinks":
        assert before - after == {str(first[0]["id"])}
    if choice == "moves":
        assert site.truth(str(first[0]["id"]))["revision"] == 2
    assert [entry["action"] for entry in site.log(number)] == [None, None]
    site.switch(while_listing="still")
    if key in after:
        site.delete(f"/orders/{key}")


def test_unknown_type(site: Site) -> None:
    site.switch(unknown_type="empty")
    assert site.page("operationType=BARTER")["data"] == []


def test_reference_case(site: Site) -> None:
    site.switch(reference_case="ignored")
    found = site.rows("customerReference=c0955")
    assert len(found) > 0
    assert [row["id"] for row in found] == [r["id"] for r in site.rows("customerReference=C0955")]


def test_payment_dates(site: Site) -> None:
    site.switch(payment_dates="iso")
    shown = answer(site.get("/orderPayments/1"))
    assert "_" not in str(shown["paymentDate"]) + str(shown["lastUpdated"])


def test_line_not_found(site: Site) -> None:
    site.switch(line_not_found="json")
    assert refusal(site.get(f"/orderDetails/{UNKNOWN}")) == missing("orderDetail", UNKNOWN)


def test_create_status(site: Site) -> None:
    site.switch(create_status="200")
    assert site.post("/orders", **new_order()).status_code == 200


def test_update_path(site: Site) -> None:
    key = site.key()
    site.switch(update_path="collection")
    assert site.post(f"/orders/{key}", status="IN_PROCESS").status_code == 405
    changed = answer(site.post("/orders", id=key, status="IN_PROCESS"))
    assert (str(changed["id"]), changed["status"]) == (key, "IN_PROCESS")
    assert refusal(site.post("/orders", id=UNKNOWN, status="PAID")) == missing("order", UNKNOWN)
    assert site.post("/orders", **new_order()).status_code == 201


def test_order_lines(site: Site) -> None:
    site.switch(order_lines="optional")
    assert site.made(orderLines=None)["orderLines"] == []
    assert site.made(orderLines=[])["orderLines"] == []


def test_total_discounted(site: Site) -> None:
    site.switch(total_discounted="optional")
    assert site.made(totalDiscounted=None)["totalDiscounted"] == 9


def test_delivered_by(site: Site) -> None:
    site.switch(delivered_by="always")
    assert refusal(site.post("/orders", **new_order())) == invalid("deliveredBy")
    assert site.made(deliveredBy=DRIVER)["deliveredBy"] is not None
    site.switch(delivered_by="never")
    assert site.made(operationType="DELIVERY")["deliveredBy"] is None


def test_delivery_date(site: Site) -> None:
    key = site.key()
    site.switch(delivery_date="mandatory")
    assert refusal(site.post("/orders", **new_order())) == invalid("deliveryDate")
    assert refusal(site.post(f"/orders/{key}", status="NOT_PAID")) == invalid("deliveryDate")
    changed = site.post(f"/orders/{key}", status="NOT_PAID", deliveryDate=WHEN)
    assert answer(changed)["deliveryDate"] == WHEN
    preorder = site.key(operationType="PREORDER")
    assert site.post(f"/orders/{preorder}", status="NOT_PAID").status_code == 200


def test_partial_payment(site: Site) -> None:
    key = site.key()
    site.switch(partial_payment="refused")
    assert refusal(site.post("/orders", **new_order(status="ADVANCE"))) == invalid("status")
    sent = [payment(advanceAmount=1)]
    reply = site.post(f"/orders/{key}", status="ADVANCE", orderPayments=sent)
    assert refusal(reply) == invalid("status")


def test_percent_discount(site: Site) -> None:
    site.switch(percent_discount="refused")
    assert refusal(site.post("/orders", **new_order(discount=5))) == invalid("discount")
    assert site.made(discount=0)["discount"] == 0


def test_on_hold(site: Site) -> None:
    assert site.made(customerId=ON_HOLD)["customerReference"] == "C0962"
    site.switch(on_hold="refused")
    refused = site.post("/orders", **new_order(customerId=ON_HOLD))
    assert refusal(refused) == invalid("customerId")
    assert site.made(customerId=CUSTOMER)["customerReference"] == "C0959"


def test_duplicate_reference(site: Site) -> None:
    site.switch(duplicate_reference="accepted")
    one = site.made()
    two = site.made(reference=one["reference"])
    path = f"/orders/reference/{one['reference']}"
    assert answer(site.get(path))["id"] == one["id"]
    site.delete(f"/orders/{one['id']}")
    assert answer(site.get(path))["id"] == two["id"]


def test_cheque_fields(site: Site) -> None:
    key = site.key()
    sent = [payment(paymentTypeId=CHEQUE)]
    site.switch(cheque_fields="required")
    reply = site.post(f"/orders/{key}", status="PAID", orderPayments=sent)
    assert refusal(reply) == invalid("bank", "desiredPaymentDate", "chequeImage")
    site.switch(cheque_fields="optional")
    assert site.post(f"/orders/{key}", status="PAID", orderPayments=sent).status_code == 200


def test_cheque_number(site: Site) -> None:
    site.switch(cheque_number="taken")
    sent = [payment(paymentTypeId=CHEQUE, chequeNumber="007")]
    paid = answer(site.post(f"/orders/{site.key()}", status="PAID", orderPayments=sent))
    (link,) = as_objects(paid["orderPayments"])
    assert answer(site.get(f"/orderPayments/{link['id']}"))["chequeNumber"] == "007"


def test_same_payment(site: Site) -> None:
    key, sent = site.key(), [payment()]
    site.post(f"/orders/{key}", status="PAID", orderPayments=sent)
    site.switch(same_payment="kept")
    again = answer(site.post(f"/orders/{key}", status="PAID", orderPayments=sent))
    assert len(as_objects(again["orderPayments"])) == 1
    site.switch(same_payment="refused")
    reply = site.post(f"/orders/{key}", status="PAID", orderPayments=sent)
    assert refusal(reply) == invalid("paymentReference")


def test_settled_edit(site: Site) -> None:
    key = site.key()
    site.hand(key, act="pay")
    site.switch(settled_edit="refused")
    reply = site.post(f"/orders/{key}", status="PAID", deliveryDate=WHEN)
    assert refusal(reply) == invalid("orderPayments")


def test_payment_back(site: Site) -> None:
    key = site.key()
    site.hand(key, act="pay")
    site.switch(payment_back="refused")
    assert refusal(site.post(f"/orders/{key}", status="NOT_PAID")) == invalid("status")
    assert site.post(f"/orders/{key}", status="PAID").status_code == 200


def test_delivery_details(site: Site) -> None:
    key = site.key()
    site.switch(delivery_details="refused")
    details = {"deliveryStatus": "DELIVERED", "deliveryCity": "Digby"}
    reply = site.post(f"/orders/{key}", status="NOT_PAID", **details)
    assert refusal(reply) == invalid("deliveryStatus", "deliveryCity")
    assert site.post(f"/orders/{key}", status="NOT_PAID", deliveryDate=WHEN).status_code == 200


def test_delivery_back(site: Site) -> None:
    key = site.key(deliveryStatus="DELIVERED")
    site.switch(delivery_back="accepted")
    back = answer(site.post(f"/orders/{key}", status="NOT_PAID", deliveryStatus="PENDING"))
    assert (back["deliveryStatus"], back["deliveredOn"]) == ("PENDING", None)


def test_prepayment_parameter(site: Site) -> None:
    key = site.key()
    sent = [{"prepaymentId": 524, "amountToCredit": 1}]
    site.switch(prepayment_parameter="orderPayments")
    reply = site.post(f"/orders/{key}", status="PAID", prepaymentPayment=sent)
    assert refusal(reply) == invalid("prepaymentPayment")
    both = [*sent, payment()]
    assert site.post(f"/orders/{key}", status="PAID", orderPayments=both).status_code == 200
    truth = site.truth(key)
    assert (truth["credits"], truth["payments"]) == (1, 1)
    preorder = site.key(operationType="PREORDER")
    reply = site.post(f"/orders/{preorder}", status="PAID", orderPayments=sent)
    assert refusal(reply) == invalid("orderPayments")


def test_delete_rule(site: Site) -> None:
    key = site.key(deliveryStatus="DELIVERED")
    delivery = site.key(operationType="DELIVERY", deliveredBy=DRIVER)
    site.switch(delete_rule="anything")
    assert answer(site.delete(f"/orders/{key}")) == DELETED
    assert site.delete(f"/orders/{delivery}").status_code == 400


def test_master_lists(site: Site) -> None:
    site.switch(master_lists="all")
    found = site.rows("", "/paymentTypes")
    assert [row["reference"] for row in found] == ["CASH", "CHEQUE", "CARD", "TRANSFER"]
    assert len(site.rows("max=1000", "/itemUnits")) == 68


def test_pdf_access(site: Site) -> None:
    address = str(answer(site.get("/orders/5"))["pdfUrl"])
    assert without_session(site, address.removeprefix(site.root)).status_code == 200
    site.switch(pdf_access="session")
    assert without_session(site, address.removeprefix(site.root)).status_code == 401
    assert site.http.get(address, headers=site.cookie()).status_code == 200


def test_requests_a_minute(site: Site) -> None:
    site.cookie()
    site.switch(requests_a_minute="3")
    # The first of them may be the last of a minute.
    statuses = [site.get("/orders?max=1").status_code for _step in range(8)]
    assert statuses[-1] == 429
    refused = site.get("/orders?max=1")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert answer(refused)["error"] == "too_many_requests"
    site.admin("POST", "/advance", {"seconds": 60})
    assert site.get("/orders?max=1").status_code == 200


def test_every_switch_has_a_test_here() -> None:
    tested = {name for name in vars(sys.modules[__name__]) if name.startswith("test_")}
    missing_tests = [s.name for s in SWITCHES if f"test_{s.name}" not in tested]
    assert missing_tests == []


def test_the_switches_are_listed(site: Site) -> None:
    listed = as_object(parse(site.ask("GET", "/switches").content))
    assert [row["name"] for row in as_objects(listed["valomnia"])] == [s.name for s in SWITCHES]
