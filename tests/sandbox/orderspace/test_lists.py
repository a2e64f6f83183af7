"""Lists: pages by cursor while data change, filters, and what is unclear of both."""

from datetime import datetime, timedelta

import pytest

from tests.sandbox.calls import answer, as_object, each
from tests.sandbox.orderspace.calls import ShopCalls, rows

PAGED = ("orders", "dispatches", "invoices", "customers", "products", "inventory_levels")


def truths(calls: ShopCalls) -> list[str]:
    """Return the ids that the sandbox itself counts."""
    listed = calls.admin("GET", "/orders")
    assert isinstance(listed, list)
    return [str(as_object(one)["id"]) for one in listed]


def test_every_order_is_listed_newest_first(shop_calls: ShopCalls) -> None:
    listed = shop_calls.every("/orders")
    assert [order["id"] for order in listed] == truths(shop_calls)
    created = [str(order["created"]) for order in listed]
    assert created == sorted(created, reverse=True)
    assert all(moment.endswith("Z") and len(moment) == 20 for moment in created)


def test_a_page_has_fifty_rows_unless_a_limit_is_given(shop_calls: ShopCalls) -> None:
    first = shop_calls.get("/orders")
    assert len(rows(first)) == 50
    assert answer(first)["has_more"] is True
    assert len(shop_calls.rows("/orders", limit="7")) == 7
    assert len(shop_calls.rows("/customers", limit="200")) == 130
    assert len(shop_calls.rows("/customers", limit="5000")) == 130


@pytest.mark.parametrize("limit", ["0", "-1", "many", "201", "99999999999"])
def test_a_limit_out_of_bounds(shop_calls: ShopCalls, limit: str) -> None:
    assert shop_calls.get("/orders", limit=limit).status_code == 200
    shop_calls.switch(page_size="refused")
    reply = shop_calls.get("/orders", limit=limit)
    assert (reply.status_code, reply.content) == (400, b"")


@pytest.mark.parametrize("path", PAGED)
def test_pages_meet_without_gap_or_overlap(shop_calls: ShopCalls, path: str) -> None:
    shop_calls.switch(has_more="everywhere")
    key = "sku" if path == "inventory_levels" else "id"
    whole = [str(row[key]) for row in shop_calls.rows(f"/{path}", limit="200")]
    paged: list[str] = []
    size = max(len(whole) // 3, 1)
    while len(paged) < len(whole):
        cursor = {"starting_after": paged[-1]} if paged else {}
        reply = shop_calls.get(f"/{path}", limit=str(size), **cursor)
        paged += [str(row[key]) for row in rows(reply)]
    assert paged == whole
    assert len({*whole}) == len(whole) > 1


def test_an_order_that_comes_while_pages_are_read_moves_none_of_them(
    shop_calls: ShopCalls,
) -> None:
    first = shop_calls.rows("/orders", limit="20")
    shop_calls.order()
    second = shop_calls.rows("/orders", limit="20", starting_after=str(first[-1]["id"]))
    assert not each(first, "id") & each(second, "id")
    assert first[0]["id"] == truths(shop_calls)[1]


def test_a_cursor_that_is_gone(shop_calls: ShopCalls) -> None:
    gone = str(shop_calls.order()["id"])
    shop_calls.delete(f"/orders/{gone}")
    empty = answer(shop_calls.get("/orders", starting_after=gone))
    assert (empty["orders"], empty["has_more"]) == ([], False)
    shop_calls.switch(lost_cursor="first_page")
    assert [row["id"] for row in shop_calls.rows("/orders", starting_after=gone)] == [
        row["id"] for row in shop_calls.rows("/orders")
    ]
    shop_calls.switch(lost_cursor="not_found")
    reply = shop_calls.get("/orders", starting_after=gone)
    assert reply.status_code == 404
    assert answer(reply)["message"] == f"Couldn't find order with id {gone}"


def test_has_more_is_missing_where_the_samples_miss_it(shop_calls: ShopCalls) -> None:
    for path in PAGED:
        has_it = "has_more" in answer(shop_calls.get(f"/{path}"))
        assert has_it is (path not in ("dispatches", "invoices"))
    shop_calls.switch(has_more="everywhere")
    assert all("has_more" in answer(shop_calls.get(f"/{path}")) for path in PAGED)


def test_filters_of_orders(shop_calls: ShopCalls) -> None:
    order = shop_calls.order(reference="R-1 ä", delivery_date="2031-05-06")
    key = str(order["id"])
    wanted = {
        "number": str(order["number"]),
        "reference": "R-1 ä",
        "delivery_date_since": "2031-05-06",
        "created_since": str(order["created"]),
    }
    for name, value in wanted.items():
        found = shop_calls.rows("/orders", **{name: value})
        assert key in each(found, "id"), name
        assert len(found) < 5
    same = shop_calls.rows("/orders", customer_id=str(order["customer_id"]), limit="200")
    assert each(same, "customer_id") == {str(order["customer_id"])}
    repeats = shop_calls.rows("/orders", standing_order_id="or_templat8")
    assert [row["id"] for row in repeats] == ["or_repeat09"]
    both = shop_calls.rows("/orders", status="new", number=str(order["number"]))
    assert [row["id"] for row in both] == [key]
    assert shop_calls.rows("/orders", status="new", number="-1") == []


@pytest.mark.parametrize("status", ["new", "released", "fulfilled", "standing_order", "cancelled"])
def test_the_filter_on_status(shop_calls: ShopCalls, status: str) -> None:
    found = shop_calls.rows("/orders", status=status, limit="200")
    counted = shop_calls.admin("GET", f"/orders?state={status}")
    assert isinstance(counted, list)
    assert len(found) == len(counted) > 0
    assert each(found, "status") == {status}


def test_the_cursor_stands_where_it_stands_though_the_filter_passes_it_by(
    shop_calls: ShopCalls,
) -> None:
    page = shop_calls.rows("/orders", limit="10")
    rest = shop_calls.rows(
        "/orders", status="fulfilled", limit="200", starting_after=str(page[-1]["id"])
    )
    every = shop_calls.rows("/orders", status="fulfilled", limit="200")
    assert rest == [row for row in every if row["id"] not in each(page, "id")]


@pytest.mark.parametrize(
    ("bounds", "since", "before"),
    [("half_open", True, False), ("inclusive", True, True), ("exclusive", False, False)],
)
def test_the_bounds_of_times(
    shop_calls: ShopCalls, bounds: str, *, since: bool, before: bool
) -> None:
    shop_calls.switch(time_bounds=bounds)
    order = shop_calls.rows("/orders", limit="1", delivery_date_since="2000-01-01")[0]
    for name, field, inside in (
        ("created_since", "created", since),
        ("created_before", "created", before),
        ("delivery_date_since", "delivery_date", since),
        ("delivery_date_before", "delivery_date", before),
    ):
        found = shop_calls.rows("/orders", limit="200", **{name: str(order[field])})
        assert (order["id"] in each(found, "id")) is inside, name


def test_times_are_read_with_and_without_seconds_and_zone(shop_calls: ShopCalls) -> None:
    order = shop_calls.order()
    moment = datetime.fromisoformat(str(order["created"]))
    eastward = moment.astimezone().isoformat()
    for text in (
        moment.strftime("%Y-%m-%dT%H:%M"),
        moment.strftime("%Y-%m-%d"),
        moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        eastward,
    ):
        assert order["id"] in each(shop_calls.rows("/orders", created_since=text), "id"), text
    later = (moment + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M")
    assert shop_calls.rows("/orders", created_since=later) == []


def test_a_filter_that_cannot_be_read(shop_calls: ShopCalls) -> None:
    assert len(shop_calls.rows("/orders", created_since="yesterday")) == 50
    shop_calls.switch(bad_filter="nothing")
    assert shop_calls.rows("/orders", created_since="yesterday") == []
    shop_calls.switch(bad_filter="refused")
    assert shop_calls.get("/orders", created_since="yesterday").status_code == 400
    assert shop_calls.get("/invoices", paid="perhaps").status_code == 400


def test_a_filter_that_there_is_not(shop_calls: ShopCalls) -> None:
    assert len(shop_calls.rows("/orders", sku="HM-CM")) == 50
    shop_calls.switch(unknown_filter="refused")
    assert shop_calls.get("/orders", sku="HM-CM").status_code == 400
    assert shop_calls.get("/orders", limit="1", starting_after="").status_code == 200


def test_how_texts_match(shop_calls: ShopCalls) -> None:
    order = shop_calls.order(reference="Needle-7")
    for choice, hits in (("exact", 1), ("ignoring_case", 2), ("contains", 3)):
        shop_calls.switch(text_match=choice)
        found = [
            order["id"] in each(shop_calls.rows("/orders", reference=text), "id")
            for text in ("Needle-7", "needle-7", "edle")
        ]
        assert found == [True, hits > 1, hits > 2]


def test_filters_of_invoices_and_dispatches(shop_calls: ShopCalls) -> None:
    order = shop_calls.order_in("invoice", "pay", "dispatch")
    customer = str(order["customer_id"])
    newest = shop_calls.rows("/invoices", limit="1")[0]
    assert shop_calls.rows("/invoices", number=str(newest["number"])) == [newest]
    assert each(shop_calls.rows("/invoices", customer_id=customer), "customer_id") == {customer}
    for paid in ("true", "false"):
        found = shop_calls.rows("/invoices", paid=paid)
        assert each(found, "paid") == {str(paid == "true")}
    assert each(shop_calls.rows("/invoices", proforma="true"), "proforma") == {"True"}
    day = str(newest["invoice_date"])
    shop_calls.switch(time_bounds="inclusive")
    assert newest in shop_calls.rows("/invoices", invoice_date_after=day, due_date_after=day)
    late = shop_calls.rows("/invoices", invoice_date_before="2000-01-01")
    assert late == shop_calls.rows("/invoices", due_date_before="2000-01-01") == []
    sent = shop_calls.rows("/dispatches", order_id=str(order["id"]))
    assert each(sent, "order_id") == {str(order["id"])}
    moment = str(sent[0]["created"])
    assert sent[0] in shop_calls.rows("/dispatches", created_since=moment)
    assert sent[0] not in shop_calls.rows("/dispatches", created_since="2099-01-01")
    assert sent[0] in shop_calls.rows("/dispatches", created_before="2099-01-01")
    assert newest not in shop_calls.rows("/invoices", created_since="2099-01-01")


def test_parameters_of_a_get_in_a_form_body(shop_calls: ShopCalls) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = shop_calls.call("GET", "api", "/orders", text="limit=3", headers=form)
    assert len(rows(reply)) == 3
    shop_calls.switch(query_in_body="ignored")
    reply = shop_calls.call("GET", "api", "/orders", text="limit=3", headers=form)
    assert len(rows(reply)) == 50


def test_hidden_statuses(shop_calls: ShopCalls) -> None:
    every = each(shop_calls.rows("/orders", limit="200"), "status")
    assert {"cancelled", "standing_order"} <= every
    shop_calls.switch(listed_cancelled="no", listed_standing="no")
    assert each(shop_calls.rows("/orders", limit="200"), "status") == every - {
        "cancelled",
        "standing_order",
    }
    assert shop_calls.rows("/orders", status="cancelled")
