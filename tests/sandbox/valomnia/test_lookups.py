"""Lines, payments and master data: what gives names, products, people and stock."""

import pytest

from orderdesk.sandbox.json_text import Document, JsonValue
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.valomnia.site import UNKNOWN, Site, invalid, missing, refusal, wrong_type

LISTS = ["customers", "items", "employees", "itemCategories", "warehouses"]
THINGS = {
    "customers": ("customer", 1),
    "items": ("item", 495),
    "employees": ("user", 1),
    "users": ("user", 1),
    "itemCategories": ("itemCategory", 1),
    "itemGroups": ("itemGroup", 21),
    "itemUnits": ("itemUnit", 1),
    "orderPrepayments": ("order", 524),
    "returns": ("return", 1),
    "warehouses": ("warehouse", 1),
    "paymentTypes": ("paymentType", 7),
    "units": ("unit", 1),
    "customerCategories": ("customerCategory", 1),
    "customerSegmentations": ("customerSegmentation", 1),
}


@pytest.mark.parametrize("resource", THINGS)
def test_one_thing_by_its_id(site: Site, resource: str) -> None:
    thing, key = THINGS[resource]
    found = answer(site.get(f"/{resource}/{key}"))
    assert found["id"] == key
    assert not any(name.startswith("_") for name in found)
    assert refusal(site.get(f"/{resource}/{UNKNOWN}")) == missing(thing, UNKNOWN)
    assert refusal(site.get(f"/{resource}/first")) == wrong_type("id")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("customers/reference/C0959", 5),
        ("items/reference/topup-10", 499),
        ("itemUnits/reference/topup-10/box", 12),
        ("itemGroups/reference/RG-2", 22),
        ("orderPrepayments/reference/PRE-525", 525),
        ("returns/reference/R-003", 3),
        ("employees/reference/emp-06", 6),
    ],
)
def test_one_thing_by_its_reference(site: Site, path: str, key: int) -> None:
    assert answer(site.get(f"/{path}"))["id"] == key


def test_references_that_there_are_not(site: Site) -> None:
    for path, thing in (("customers", "customer"), ("items", "item"), ("returns", "return")):
        reply = site.get(f"/{path}/reference/nothing at all")
        assert refusal(reply) == missing(thing, "nothing at all", "reference")
    unit = site.get("/itemUnits/reference/topup-10/pallet")
    assert refusal(unit) == missing("itemUnit", "topup-10/pallet", "reference")
    assert site.get("/units/reference/pcs").status_code == 404


@pytest.mark.parametrize("resource", LISTS)
def test_lists_are_paged_as_operations_are(site: Site, resource: str) -> None:
    page = site.page("max=2&offset=2&sort=id&order=asc", f"/{resource}")
    every = site.rows("max=1000", f"/{resource}")
    assert as_objects(page["data"]) == every[2:4]
    paging = as_object(page["paging"])
    assert (paging["total"], paging["max"], paging["offset"]) == (len(every), 2, 2)
    assert paging["previous"] == f"/api/v1.0/{resource}?sort=id&max=2&order=asc&offset=0"
    assert [int(str(row["id"])) for row in every] == sorted(int(str(row["id"])) for row in every)
    assert refusal(site.get(f"/{resource}?colour=red")) == invalid("colour")


def test_lists_are_filtered_by_reference_and_by_time(site: Site) -> None:
    assert [row["id"] for row in site.rows("reference=C0959", "/customers")] == [5]
    assert len(site.rows("reference=topup*", "/items")) == 3
    changed = "lastUpdated_gte=2025-03-18T15:04:05Z"
    assert len(site.rows(f"{changed}&max=1000", "/items")) == 33
    assert site.rows("lastUpdated_gt=2025-03-18T15:04:05Z", "/items") == []
    by_name = site.rows("sort=name&max=1000", "/items")
    assert [str(row["name"]) for row in by_name] == sorted(str(row["name"]) for row in by_name)


@pytest.mark.parametrize(
    "resource",
    [
        "paymentTypes",
        "units",
        "itemUnits",
        "returns",
        "users",
        "customerCategories",
        "orderPrepayments",
        "orderDetails",
        "orderPayments",
    ],
)
def test_lists_that_there_are_not(site: Site, resource: str) -> None:
    assert site.get(f"/{resource}").status_code == 404


def test_stock_of_one_van(site: Site) -> None:
    rows = site.rows("warehouseReference=VAN-2&max=1000", "/warehouseStocks")
    assert len(rows) == 33
    assert {str(row["warehouseReference"]) for row in rows} == {"VAN-2"}
    one = site.rows("warehouseReference=VAN-2&itemReference=sim-start", "/warehouseStocks")
    assert len(one) == 1


def test_a_line_that_there_is_not_has_no_body(site: Site) -> None:
    reply = site.get(f"/orderDetails/{UNKNOWN}")
    assert (reply.status_code, reply.content) == (404, b"")
    assert "content-type" not in reply.headers
    assert refusal(site.get("/orderDetails/first")) == wrong_type("id")
    assert refusal(site.get(f"/orderPayments/{UNKNOWN}")) == missing("orderPayment", UNKNOWN)
    assert refusal(site.get("/orderPayments/first")) == wrong_type("id")


def hrefs(value: JsonValue) -> set[str]:
    """Find every link in an answer."""
    if isinstance(value, dict):
        found: set[str] = set()
        for name, inner in value.items():
            found |= {str(inner)} if name == "href" and isinstance(inner, str) else hrefs(inner)
        return found
    if isinstance(value, list):
        return {href for inner in value for href in hrefs(inner)}
    return set()


def test_every_link_leads_somewhere_below_the_present_version(site: Site) -> None:
    found: set[str] = set()
    for query in ("", "sort=id&order=desc"):
        found |= hrefs(site.page(f"{query}&max=15".strip("&")))
    for path in (
        "/customers/31",
        "/items/495",
        "/itemUnits/1",
        "/returns/1",
        "/orderPayments/1",
        "/orderPrepayments/524",
        "/orderDetails/1",
    ):
        found |= hrefs(answer(site.get(path)))
    kinds = {href.split("/")[3] for href in found}
    assert kinds >= {"orderDetails", "customers", "users", "paymentTypes", "units", "items"}
    one_of_each: Document = {href.split("/")[3]: href for href in sorted(found)}
    for href in one_of_each.values():
        reply = site.get(str(href).removeprefix("/api/v1.0"))
        assert reply.status_code == 200, href
        old = site.http.get(f"{site.root}{href}", headers=site.cookie())
        assert (old.status_code, old.content) == (404, b"")


def test_names_of_shops_come_in_many_scripts(site: Site) -> None:
    names = "".join(str(row["name"]) for row in site.rows("max=1000", "/customers"))
    assert any("一" <= letter <= "鿿" for letter in names)
    assert any("؀" <= letter <= "ۿ" for letter in names)
