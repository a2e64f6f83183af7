"""Every example of the vendor's page and every sample, against the sandbox; `-rA -v` lists them."""

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal

import httpx
import pytest

from orderdesk.sandbox.json_text import JsonValue, parse
from tests.sandbox.calls import answer, as_list, as_object
from tests.sandbox.deconetwork.examples import (
    CODES,
    REWRITTEN_ANSWER,
    REWRITTEN_ASKS,
    REWRITTEN_STOCK,
    TEXT,
    Ask,
    codes,
    printed_answer,
    printed_form,
    sampled_asks,
    samples,
)
from tests.sandbox.deconetwork.site import LONG_AGO, SAMPLE, Site, refused, status_of

PRINTED = TEXT.read_text(encoding="utf-8") if TEXT.exists() else None
FIND = "manage_orders/find"

# What our sample order has otherwise than the printed one, and why.
INTENDED: Mapping[tuple[str, str], str] = {
    ("orders/refunds", "empty"): "nothing was given back on it; other orders have refunds",
    ("orders/date_produced", "null"): "not everything is produced; the page fills every date",
    ("orders/date_shipped", "null"): "not everything is shipped; the page fills every date",
    ("orders/order_lines/fields/string_value", "null"): "as recorded where there are options",
    ("orders/order_lines/fields/date_value", "null"): "as recorded where there are options",
    ("orders/order_lines/fields/file_value_url", "null"): "as recorded where there are options",
    ("orders/order_lines/processed_date", "null"): "the second line waits to be produced",
    ("orders/order_lines/processed_by", "null"): "the second line waits to be produced",
    ("orders/order_lines/shipped_date", "null"): "no line is shipped as a whole",
    ("orders/order_lines/teamnames", "empty"): "only the first line bears names",
    ("orders/order_lines/fields/options/sub_options", "empty"): "only trousers come in lengths",
    (
        "orders/order_lines/views/areas/processes/stitch_count",
        "null",
    ): "a process without a needle has no stitches",
}
STOCK_INTENDED: Mapping[tuple[str, str], str] = {}


def differences(documented: JsonValue, given: JsonValue, path: str = "") -> set[tuple[str, str]]:
    """Compare keys, types and nulls; lists by what any of their entries has."""
    if documented is None or given is None:
        return set() if given is None and documented is None else {(path, "null")}
    if isinstance(documented, dict) and isinstance(given, dict):
        found = {(f"{path}/{name}".strip("/"), "missing") for name in documented.keys() - given}
        found |= {(f"{path}/{name}".strip("/"), "extra") for name in given.keys() - documented}
        for name in documented.keys() & given:
            found |= differences(documented[name], given[name], f"{path}/{name}".strip("/"))
        return found
    if isinstance(documented, list) and isinstance(given, list):
        if documented and not given:
            return {(path, "empty")}
        each = [differences(documented[0], one, path) for one in given if documented]
        return {difference for found in each for difference in found}
    return set() if kind(documented) == kind(given) else {(path, "type")}


def kind(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "flag"
    return "number" if isinstance(value, int | Decimal) else type(value).__name__


ANSWERS = [
    pytest.param(REWRITTEN_ANSWER, id="rewritten: find"),
    *([pytest.param(printed_answer(PRINTED), id="printed: find")] if PRINTED else []),
    *(
        pytest.param(parse(file.read_text(encoding="utf-8")), id=f"sample: {file.stem}")
        for file in samples("deconetwork_find_response")
    ),
]
STOCKS = [
    pytest.param(REWRITTEN_STOCK, id="rewritten: inventory"),
    *(
        pytest.param(parse(file.read_text(encoding="utf-8")), id=f"sample: {file.stem}")
        for file in samples("deconetwork_inventory")
    ),
]
ASKS = [
    *(pytest.param(ask, id=f"rewritten: {ask.method} {ask.name}") for ask in REWRITTEN_ASKS),
    *(pytest.param(ask, id=f"sample: {ask.name}") for ask in sampled_asks()),
    *(
        pytest.param(
            Ask("printed", method, f"/api/json/{FIND}", printed_form(PRINTED)),
            id=f"printed: {method} find",
        )
        for method in ("GET", "POST")
        if PRINTED
    ),
]


@pytest.mark.skipif(PRINTED is None, reason="the vendor's text is not beside the project")
def test_the_text_has_the_codes_that_we_know() -> None:
    assert codes(PRINTED or "") == CODES


@pytest.mark.skipif(PRINTED is None, reason="the study folder is not beside the project")
def test_every_sample_of_this_vendor_is_used() -> None:
    known = ("find_request_", "find_response_", "inventory_find_response")
    others = [
        file.stem
        for file in samples("deconetwork_")
        if not file.stem.removeprefix("deconetwork_").startswith(known)
    ]
    assert others == []


@pytest.mark.parametrize("ask", ASKS)
def test_a_request_is_answered_as_documented(site: Site, ask: Ask) -> None:
    fields = {**ask.fields, **site.secrets}  # whose credentials the samples print is not known
    call = ask.path.removeprefix("/api/json/")
    reply = site.ask_api(call, fields, method=ask.method)
    sys.stdout.write(f"{ask.name} -> {status_of(reply)} {answer(reply)['total']} rows\n")
    assert status_of(reply)[:2] == (10001, "SUCCESS")
    assert set(answer(reply)) == {"response_status", "orders", "total"}
    total = answer(reply)["total"]
    between = any("date2" in name for name in ask.fields)
    assert isinstance(total, int)
    assert total > 0 or between  # orders of a past month are not made up


def test_a_request_with_the_printed_credentials_is_nobodys(site: Site) -> None:
    fields = {**LONG_AGO, "username": "somebody", "password": "something"}
    reply = site.ask_api(FIND, fields, method="GET")
    assert refused(reply) == (30001, "Authentication failed")


@pytest.mark.parametrize("documented", ANSWERS)
def test_a_found_order_has_the_documented_shape(site: Site, documented: JsonValue) -> None:
    site.switch(order_shape="documented", success_description="string")
    more = {"include_shipments": "1", "include_production_file_info": "1"}
    given = site.find({"field": "3", "condition": "1", "string": SAMPLE}, **more)
    found = differences(documented, given)
    for difference in sorted(found):
        sys.stdout.write(f"{difference}: {INTENDED.get(difference, 'NOT INTENDED')}\n")
    assert found == set(INTENDED)


def test_the_other_orders_differ_from_the_page_in_nothing_new(site: Site) -> None:
    site.switch(order_shape="documented")
    more = {"include_shipments": "1", "include_production_file_info": "1", "limit": "100"}
    found = differences(REWRITTEN_ANSWER, site.find(LONG_AGO, **more))
    assert {path for path, what in found if what == "extra"} == set()
    assert {path for path, what in found if what == "missing"} == {
        "orders/coupon_code",
        "orders/gift_certificate_code",
        "orders/shipping_details",
        "orders/payment_details/card_number",
    }
    assert {path for path, what in found if what == "type"} == set()


def test_sites_answer_more_than_the_page_says(site: Site) -> None:
    more = {"include_shipments": "1", "include_production_file_info": "1", "limit": "100"}
    found = differences(REWRITTEN_ANSWER, site.find(LONG_AGO, **more))
    changed = {path for path, what in found if what == "type"}
    extra = {path.removeprefix("orders/") for path, what in found if what == "extra"}
    assert changed == {"orders/order_lines/id"}
    assert extra == {
        *("quote_pdf_url", "production_pdf_url", "store", "assigned_to", "created_by"),
        *("is_priority", "notes", "payments/code", "payments/driver_code"),
        "payments/driver_sub_code",
        *(f"order_lines/{name}" for name in ("length", "width", "height", "unit_weight")),
        *(f"order_lines/{name}" for name in ("attachment_urls", "item_type")),
        *("order_lines/fc_production_status", "order_lines/product_supplier_name"),
        *("order_lines/fields/options/price", "order_lines/fields/options/cost"),
        "order_lines/views/areas/proof_url",
        *(
            f"order_lines/views/areas/processes/{name}_file_url"
            for name in ("production", "edit", "source")
        ),
    }


@pytest.mark.parametrize("documented", STOCKS)
def test_stock_has_the_documented_shape(site: Site, documented: JsonValue) -> None:
    fields = {"field": "1", "condition": "1", "string": "TR200"}
    given = answer(site.ask_api("manage_inventory/find", fields))
    assert as_list(given["inventories"])
    assert differences(documented, given) == set(STOCK_INTENDED)


def _asked(path: str, **fields: str) -> Callable[[Site], httpx.Response]:
    return lambda site: site.ask_api(path, fields)


_WAYS: Mapping[tuple[int, str], Callable[[Site], httpx.Response]] = {
    (10001, ""): _asked(FIND, **LONG_AGO),
    (30001, "Authentication failed"): _asked(FIND, **LONG_AGO, password="no"),
    (31000, "API not enabled on your site"): _asked(FIND, **LONG_AGO),
    (40004, "Product ID Not Found"): _asked("manage_products/get", id="1"),
    (50002, "No conditions specified"): _asked(FIND),
    (50003, "Condition N 'field' is missing"): _asked(FIND, condition="1"),
    (50003, "Condition N 'condition' is missing"): _asked(FIND, field="1"),
    (50003, "date1 is invalid"): _asked(FIND, field="1", condition="1"),
    (50003, "date2 is invalid"): _asked(FIND, field="1", condition="7", date1="2020-01-01"),
    (50004, "Invalid limit or offset"): _asked(FIND, **LONG_AGO, limit="1000"),
    (50005, "Invalid request parameters"): _asked("manage_orders/update_order_status"),
}


@pytest.mark.parametrize(("code", "severity", "text"), CODES)
def test_every_code_of_the_table_is_answered(
    site: Site, code: int, severity: str, text: str
) -> None:
    if code == 31000:
        site.switch(api="disabled")
    reply = _WAYS[code, text](site)
    assert reply.status_code == 200
    assert status_of(reply) == (code, severity, text.replace(" N ", " 1 "))
    assert set(as_object(answer(reply)["response_status"])) == {"code", "severity", "description"}
