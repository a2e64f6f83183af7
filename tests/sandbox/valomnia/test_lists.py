"""Reading operations in pages: parameters, filters, sorting, links."""

from collections.abc import Iterable
from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import as_object
from tests.sandbox.valomnia.site import DRIVER, WHEN, Site, invalid, refusal, wrong_type

QUERY = "sort=dateCreated&max=5&order=asc&operationType=ORDER"


def ids(rows: Iterable[Document]) -> list[str]:
    return [str(row["id"]) for row in rows]


def paging(site: Site, query: str, path: str = "/orders") -> Document:
    return as_object(site.page(query, path)["paging"])


def truths(site: Site, **conditions: str) -> list[str]:
    """Return the ids that the sandbox itself counts."""
    listed = site.admin("GET", "/orders")
    assert isinstance(listed, list)
    rows = [as_object(row) for row in listed]
    return [
        str(row["id"])
        for row in rows
        if all(str(row[name]) == value for name, value in conditions.items())
    ]


def assigned(site: Site) -> list[str]:
    """Return the ids of the operations with a deliverer."""
    free = truths(site, assigned="None")
    return [key for key in truths(site) if key not in free]


def walked(site: Site, query: str, size: int, path: str = "/orders") -> list[str]:
    """Follow the links to the end, below the present version of the API."""
    found: list[str] = []
    here: str | None = f"{path}?{query}&max={size}"
    while here is not None:
        page = site.get(here)
        assert page.status_code == 200, page.text
        body = page.json()
        found += ids(body["data"])
        here = body["paging"]["next"]
        here = here and here.removeprefix("/api/v1.0")
    return found


def test_pages_are_linked_as_printed(site: Site) -> None:
    shown = paging(site, f"{QUERY}&offset=5")
    orders = truths(site, kind="ORDER")
    assert shown == {
        "total": len(orders),
        "max": 5,
        "offset": 5,
        "previous": f"/api/v1.0/orders?{QUERY}&offset=0",
        "next": f"/api/v1.0/orders?{QUERY}&offset=10",
    }
    assert paging(site, f"{QUERY}&offset=0")["previous"] is None
    assert paging(site, f"{QUERY}&offset={len(orders) - 1}")["next"] is None
    assert paging(site, f"{QUERY}&offset=2")["previous"] == f"/api/v1.0/orders?{QUERY}&offset=0"


def test_without_parameters_a_hundred_at_most_come_by_id(site: Site) -> None:
    page = site.page()
    every = truths(site)
    assert paging(site, "")["max"] == 100
    assert ids(site.rows()) == every == sorted(every, key=int)
    assert as_object(page["paging"])["total"] == len(every)


@pytest.mark.parametrize("size", [1, 7, 25, 1000])
def test_every_page_size_gives_every_operation_once(site: Site, size: int) -> None:
    assert sorted(walked(site, "sort=lastUpdated&order=desc", size)) == sorted(truths(site))


def test_a_page_past_the_end_is_empty(site: Site) -> None:
    page = site.page("offset=5000&max=10")
    assert page["data"] == []
    assert as_object(page["paging"])["previous"] == "/api/v1.0/orders?max=10&offset=4990"


def test_more_than_a_thousand_are_a_thousand(site: Site) -> None:
    assert paging(site, "max=5000")["max"] == 1000


@pytest.mark.parametrize("sort", ["id", "reference", "dateCreated", "lastUpdated", "total"])
def test_fields_to_sort_by(site: Site, sort: str) -> None:
    up = site.rows(f"sort={sort}&order=asc")
    down = site.rows(f"sort={sort}&order=desc")
    assert ids(down) == ids(up)[::-1]
    texts = [str(row[sort]) for row in up]
    numbers = sort in ("id", "total")
    assert texts == sorted(texts, key=Decimal if numbers else None)


@pytest.mark.parametrize("kind", ["ORDER", "PREORDER", "INVOICE", "DELIVERYNOTE", "DELIVERY"])
def test_one_kind(site: Site, kind: str) -> None:
    rows = site.rows(f"operationType={kind}")
    assert {str(row["operationType"]) for row in rows} == {kind}
    assert ids(rows) == truths(site, kind=kind)


@pytest.mark.parametrize("field", ["dateCreated", "lastUpdated"])
def test_windows_of_time(site: Site, field: str) -> None:
    every = site.rows(f"sort={field}")
    middle = str(every[30][field])
    moments = [str(row[field]) for row in every]
    found = {
        operator: [
            str(row[field]) for row in site.rows(f"sort={field}&{field}_{operator}={middle}")
        ]
        for operator in ("gt", "gte", "lt", "lte")
    }
    assert found["gt"] == [moment for moment in moments if moment > middle]
    assert found["gte"] == [moment for moment in moments if moment >= middle]
    assert found["lt"] == [moment for moment in moments if moment < middle]
    assert found["lte"] == [moment for moment in moments if moment <= middle]
    between = site.rows(f"{field}_gte={middle}&{field}_lt={moments[40]}")
    assert len(between) == len([m for m in moments if middle <= m < moments[40]])


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("TEST-a*", {"TEST-abc", "TEST-a*c"}),
        ("*abc", {"TEST-abc", "ZZZ-abc"}),
        ("*-a*", {"TEST-abc", "ZZZ-abc", "TEST-a*c"}),
        ("TEST-abc", {"TEST-abc"}),
        ("TEST-ABC", set[str]()),
        ("TEST-a*c", {"TEST-a*c"}),
        ("abc", set[str]()),
        ("", set[str]()),
    ],
)
def test_wildcards_stand_at_the_ends(site: Site, pattern: str, fits: set[str]) -> None:
    names = {"TEST-abc", "ZZZ-abc", "TEST-a*c"}
    for name in names - {str(row["reference"]) for row in site.rows("max=1000")}:
        site.made(reference=name)
    found = {str(row["reference"]) for row in site.rows(f"reference={pattern}&max=1000")}
    assert found & names == fits


def test_people_and_shops_are_found_by_their_references(site: Site) -> None:
    for name, field, value in (
        ("employeeReference", "employee", "emp-03"),
        ("customerReference", "customer", "C0955"),
        ("deliveredByReference", "assigned", "emp-06"),
    ):
        exact = truths(site, **{field: value})
        assert len(exact) > 0
        assert ids(site.rows(f"{name}={value}")) == exact
        assert set(exact) <= set(ids(site.rows(f"{name}={value[:2]}*")))
    assert ids(site.rows("deliveredByReference=*")) == assigned(site)


def test_filters_hold_together(site: Site) -> None:
    rows = site.rows("operationType=ORDER&employeeReference=emp-03&customerReference=C0955")
    assert ids(rows) == truths(site, kind="ORDER", employee="emp-03", customer="C0955")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("dateCreated_gta=1", ["dateCreated_gta"]),
        ("status=PAID", ["status"]),
        ("deliveryStatus=PENDING&page=2", ["deliveryStatus", "page"]),
        ("MAX=5", ["MAX"]),
        ("lastupdated_gte=2016-08-15T14:52:48Z", ["lastupdated_gte"]),
        ("operationType=BARTER", ["operationType"]),
        ("operationType=ORDER,INVOICE", ["operationType"]),
        ("sort=customer", ["sort"]),
        ("order=up", ["order"]),
        ("max=0", ["max"]),
        ("max=-5", ["max"]),
        ("offset=-1", ["offset"]),
    ],
)
def test_parameters_that_are_refused(site: Site, query: str, names: list[str]) -> None:
    assert refusal(site.get(f"/orders?{query}")) == invalid(*names)


@pytest.mark.parametrize(
    ("query", "name"), [("max=ten", "max"), ("offset=1.5", "offset"), ("max=1&max=2", "max")]
)
def test_parameters_of_a_wrong_type(site: Site, query: str, name: str) -> None:
    assert refusal(site.get(f"/orders?{query}")) == wrong_type(name)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("dateCreated_gt=2016-08-1Z", "2016-08-1Z"),
        ("lastUpdated_gte=2016_08_15T14:52:48Z", "2016_08_15T14:52:48Z"),
        ("lastUpdated_gte=2016-08-15T14:52:48.000Z", "2016-08-15T14:52:48.000Z"),
        ("lastUpdated_gte=2016-08-15T14:52:48%2B00:00", "2016-08-15T14:52:48+00:00"),
        ("lastUpdated_gte=2016-02-30T14:52:48Z", "2016-02-30T14:52:48Z"),
        ("dateCreated_gt=yesterday&lastUpdated_lt=", "yesterday, "),
    ],
)
def test_dates_in_another_format(site: Site, query: str, shown: str) -> None:
    text = f"Invalid datetime filter (not ISO-8601 formatted): [{shown}]"
    assert refusal(site.get(f"/orders?{query}")) == (400, "invalid_datetime_format", text)


def test_what_is_changed_moves_to_the_end_of_what_is_changed(site: Site) -> None:
    key = site.key()
    site.hand(key, set={"lastUpdated": "2020-05-05T05:05:05Z"})
    before = site.rows("sort=lastUpdated&order=desc&max=1")
    assert ids(before) != [key]
    assert ids(site.rows("lastUpdated_lte=2020-05-05T05:05:05Z")) == [key]
    site.post(f"/orders/{key}", status="NOT_PAID", deliveryComment="Twice")
    assert key in ids(site.rows(f"lastUpdated_gte={site.find(id=key)['updated']}"))


def test_deliveries_are_the_operations_with_a_deliverer(site: Site) -> None:
    assert ids(site.rows("max=1000", "/assignDelivery")) == assigned(site)
    key = site.key(deliveredBy=DRIVER, desiredDeliveryDate=WHEN)
    assert key in ids(site.rows("deliveredByReference=emp-06&max=1000", "/assignDelivery"))
    reply = site.get("/assignDelivery?operationType=ORDER")
    assert refusal(reply) == invalid("operationType")
    page = paging(site, "max=2&sort=id", "/assignDelivery")
    assert page["next"] == "/api/v1.0/assignDelivery?sort=id&max=2&offset=2"


def test_rows_that_come_between_two_pages_move_the_others(site: Site) -> None:
    first = ids(site.rows("sort=dateCreated&order=desc&max=10"))
    site.hand("new", set={"dateCreated": "2099-01-01T00:00:00Z"})
    second = ids(site.rows("sort=dateCreated&order=desc&max=10&offset=10"))
    assert second[0] == first[-1]
