"""The stock and the products of the site."""

from datetime import datetime

import pytest

from tests.sandbox.calls import answer, as_objects, each
from tests.sandbox.deconetwork.site import LONG_AGO, Site, refused, status_of, succeeded

STOCK = "manage_inventory/find"
PRODUCTS = "manage_products/find"
EVERY = {**LONG_AGO, "field": "5"}


def stock(site: Site, field: str, text: str, condition: str = "1") -> tuple[list[str], object]:
    fields = {"field": field, "condition": condition, "string": text}
    found = succeeded(site.ask_api(STOCK, fields))
    return [str(row["product_code"]) for row in as_objects(found["inventories"])], found["total"]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [("1", "MG800", "MG800"), ("2", "Harbour Mug", "MG800"), ("4", "2671500041", "MG800")],
)
def test_stock_is_found_by_product(site: Site, field: str, text: str, code: str) -> None:
    codes, total = stock(site, field, text)
    assert set(codes) == {code}
    assert total == len(codes)
    others, rest = stock(site, field, text, "2")
    assert code not in others
    assert rest == 284 - len(codes)


def test_stock_is_found_by_supplier_switch_and_number(site: Site) -> None:
    codes, _total = stock(site, "3", "Capstan Workwear")
    assert "WK500" in codes
    tracked, untracked = (stock(site, "7", text)[1] for text in ("1", "0"))
    assert isinstance(tracked, int)
    assert isinstance(untracked, int)
    assert tracked + untracked == 284
    assert stock(site, "6", "21480000")[1] == 1


def test_stock_comes_in_pages(site: Site) -> None:
    pages = [answer(site.ask_api(STOCK, {**EVERY, "offset": str(at)})) for at in (0, 100, 200)]
    rows = [row for page in pages for row in as_objects(page["inventories"])]
    assert len(rows) == 284
    assert len(each(rows, "dn_sku_id")) == 284
    assert {str(page["total"]) for page in pages} == {"284"}
    for row in rows:
        datetime.fromisoformat(str(row["inv_last_modified"]))
        on_order = [int(str(row[f"inv_on_order_{part}"])) for part in ("po", "stk", "total")]
        assert on_order[0] + on_order[1] == on_order[2]


def test_the_variants_of_an_order_are_in_stock(site: Site) -> None:
    order = site.new("V1", {"M": 1, "L": 2})
    line = as_objects(order["order_lines"])[0]
    options = as_objects(as_objects(line["fields"])[0]["options"])
    found = succeeded(site.ask_api(STOCK, {"field": "1", "condition": "1", "string": "PL310"}))
    assert each(options, "dn_sku_id") <= each(as_objects(found["inventories"]), "dn_sku_id")


@pytest.mark.parametrize(
    ("fields", "code"),
    [({}, 50002), ({"field": "8", "condition": "1"}, 50005), ({**EVERY, "limit": "101"}, 50004)],
)
def test_wrong_questions_are_refused(site: Site, fields: dict[str, str], code: int) -> None:
    assert refused(site.ask_api(STOCK, fields))[0] == code


def test_products_are_found_and_fetched(site: Site) -> None:
    found = succeeded(site.ask_api(PRODUCTS, {**EVERY, "limit": "5"}))
    rows = as_objects(found["products"])
    assert (len(rows), found["total"]) == (5, 22)
    keys = [str(row["product_id"]) for row in rows]
    one = succeeded(site.ask_api("manage_products/get", {"id": keys[0]}, method="GET"))
    assert one["product"] == rows[0]
    several = succeeded(site.ask_api("manage_products/get", {"ids": ",".join(keys)}))
    assert several["products"] == rows


def test_a_missing_product_is_a_warning(site: Site) -> None:
    reply = site.ask_api("manage_products/get", {"id": "7"}, method="GET")
    assert status_of(reply) == (40004, "WARNING", "Product ID Not Found")
    assert refused(site.ask_api("manage_products/get"))[0] == 50005
