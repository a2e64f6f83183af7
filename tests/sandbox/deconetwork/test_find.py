"""Finding orders: sign-in, conditions, pages, sorting and what is included."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_list, as_object, as_objects, each
from tests.sandbox.deconetwork.site import LONG_AGO, SAMPLE, Site, items, numbers, refused

FIND = "manage_orders/find"
BY_NUMBER = {"field": "3", "condition": "1", "string": SAMPLE}


def test_everything_is_found_page_by_page(site: Site) -> None:
    first = site.find()
    second = site.find(offset="100")
    assert first["total"] == second["total"] == 130
    pages = as_objects(first["orders"]), as_objects(second["orders"])
    assert [len(page) for page in pages] == [100, 30]
    found = numbers([*pages[0], *pages[1]])
    truth = as_objects(site.admin("GET", "/orders"))
    assert sorted(found) == sorted(str(order["id"]) for order in truth)
    assert len(set(found)) == 130


def test_an_order_that_comes_while_pages_are_read_shifts_the_rest(site: Site) -> None:
    before = site.find(limit="60", sortby="7")
    site.new("SHIFT1", {"M": 1})
    after = site.find(limit="60", offset="60", sortby="7")
    twice = {*numbers(as_objects(before["orders"]))} & {*numbers(as_objects(after["orders"]))}
    assert len(twice) == 1
    assert as_object(after)["total"] == 131
    site.admin("DELETE", "/orders/SHIFT1")
    assert site.find()["total"] == 130


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_both_methods_find(site: Site, method: str) -> None:
    reply = site.ask_api(FIND, BY_NUMBER, method=method)
    assert numbers(as_objects(answer(reply)["orders"])) == [SAMPLE]


def test_a_multipart_form_is_read(site: Site) -> None:
    fields = {name: (None, value) for name, value in {**site.secrets, **BY_NUMBER}.items()}
    reply = site.http.post(f"{site.urls['site']}/api/json/{FIND}", files=fields)
    assert numbers(as_objects(answer(reply)["orders"])) == [SAMPLE]


def test_credentials_may_stand_in_the_address_of_a_post(site: Site) -> None:
    url = f"{site.urls['site']}/api/json/{FIND}"
    reply = site.http.post(url, params=site.secrets, data=BY_NUMBER)
    assert answer(reply)["total"] == 1


@pytest.mark.parametrize(
    "secrets", [{}, {"password": "wrong"}, {"username": "nobody"}, {"username": "", "password": ""}]
)
def test_who_is_not_known_is_refused_in_the_answer(site: Site, secrets: dict[str, str]) -> None:
    sent = {**site.secrets, **secrets} if secrets else {}
    reply = site.http.post(f"{site.urls['site']}/api/json/{FIND}", data={**sent, **LONG_AGO})
    assert refused(reply) == (30001, "Authentication failed")
    assert set(answer(reply)) == {"response_status"}


def test_json_in_the_body_is_no_form(site: Site) -> None:
    url = f"{site.urls['site']}/api/json/{FIND}"
    reply = site.http.post(url, json={**site.secrets, **LONG_AGO})
    assert refused(reply)[0] == 30001


def multi(*conditions: Mapping[str, str]) -> dict[str, str]:
    return {
        f"conditions[{number}][{name}]": value
        for number, condition in enumerate(conditions, 1)
        for name, value in condition.items()
    }


def test_conditions_are_joined_with_and(site: Site) -> None:
    shipped = {"field": "4", "condition": "1", "string": "3"}
    since = {"field": "1", "condition": "6", "date1": "2000-01-01"}
    truth = as_objects(site.admin("GET", "/orders?status=3"))
    assert site.find(multi(shipped, since))["total"] == len(truth) > 0
    assert site.find(multi(shipped, {**shipped, "string": "4"}))["total"] == 0


@pytest.mark.parametrize(
    ("fields", "code", "text"),
    [
        ({}, 50002, "No conditions specified"),
        ({"limit": "5"}, 50002, "No conditions specified"),
        ({"date1": "2020-01-01"}, 50002, "No conditions specified"),
        ({"condition": "1"}, 50003, "Condition 1 'field' is missing"),
        ({"field": "1"}, 50003, "Condition 1 'condition' is missing"),
        ({"field": "1", "condition": "4"}, 50003, "date1 is invalid"),
        ({"field": "1", "condition": "4", "date1": "soon"}, 50003, "date1 is invalid"),
        ({"field": "1", "condition": "4", "date1": "2020-13-01"}, 50003, "date1 is invalid"),
        ({"field": "8", "condition": "7", "date1": "2020-01-01"}, 50003, "date2 is invalid"),
        ({**BY_NUMBER, "string": ""}, 50005, "Invalid request parameters"),
        ({**BY_NUMBER, "condition": "4"}, 50005, "Invalid request parameters"),
        ({**BY_NUMBER, "field": "4"}, 50005, "Invalid request parameters"),
        ({**LONG_AGO, "field": "9"}, 50005, "Invalid request parameters"),
        ({**LONG_AGO, "field": "x"}, 50005, "Invalid request parameters"),
        ({**LONG_AGO, "condition": "8"}, 50005, "Invalid request parameters"),
        ({**LONG_AGO, "sortby": "99"}, 50005, "Invalid request parameters"),
        ({**LONG_AGO, "limit": "101"}, 50004, "Invalid limit or offset"),
        ({**LONG_AGO, "limit": "-1"}, 50004, "Invalid limit or offset"),
        ({**LONG_AGO, "limit": "many"}, 50004, "Invalid limit or offset"),
        ({**LONG_AGO, "offset": "-1"}, 50004, "Invalid limit or offset"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(
    site: Site, fields: dict[str, str], code: int, text: str
) -> None:
    assert refused(site.ask_api(FIND, fields)) == (code, text)


def test_the_text_names_the_condition_that_is_wrong(site: Site) -> None:
    fields = multi(LONG_AGO, {"condition": "1"})
    assert refused(site.ask_api(FIND, fields)) == (50003, "Condition 2 'field' is missing")
    fields = multi(LONG_AGO, BY_NUMBER, {"field": "1"})
    assert refused(site.ask_api(FIND, fields)) == (50003, "Condition 3 'condition' is missing")
    zero = {f"conditions[0][{name}]": value for name, value in LONG_AGO.items()}
    assert refused(site.ask_api(FIND, zero))[0] == 50005


def test_limit_0_tells_the_total_alone(site: Site) -> None:
    found = site.find(limit="0")
    assert (found["orders"], found["total"]) == ([], 130)
    assert site.find(offset="500")["orders"] == []


@pytest.mark.parametrize("between", ["T", " "])
@pytest.mark.parametrize(
    ("condition", "seconds_later", "found"),
    [
        *(("1", 0, 1), ("1", 1, 0), ("2", 0, 0), ("2", 1, 1)),
        *(("3", 0, 0), ("3", 1, 1), ("4", 0, 0), ("4", -1, 1)),
        *(("5", 0, 1), ("5", -1, 0), ("6", 0, 1), ("6", 1, 0)),
        *(("7", 0, 1), ("7", 1, 0), ("7", -1, 0)),
    ],
)
def test_dates_are_compared_to_the_second(
    site: Site, condition: str, seconds_later: int, found: int, between: str
) -> None:
    ordered = datetime.fromisoformat(str(site.one(SAMPLE)["date_ordered"]))
    date = f"{ordered + timedelta(seconds=seconds_later):%Y-%m-%d{between}%H:%M:%S}"
    sent = {"field": "1", "condition": condition, "date1": date, "date2": date}
    assert site.find(multi(BY_NUMBER, sent))["total"] == found


def test_an_order_without_the_date_fits_no_condition_on_it(site: Site) -> None:
    shipped = {**LONG_AGO, "field": "6"}
    never = {**LONG_AGO, "field": "6", "condition": "2"}
    assert site.find(shipped)["total"] == site.find(never)["total"] != 0
    assert None not in each(site.rows(shipped), "date_shipped")


def test_pages_are_sorted_by_production_files_unless_asked_otherwise(site: Site) -> None:
    ready = [str(order["date_production_files_ready"] or "") for order in site.rows()]
    assert ready == sorted(ready, reverse=True)
    for number, name in (("1", "date_ordered"), ("4", "date_due"), ("7", "date_modified")):
        dates = [str(order[name]) for order in site.rows(sortby=number)]
        assert dates == sorted(dates, reverse=True)
    by_number = numbers(site.rows(sortby="3"))
    assert by_number == sorted(by_number, reverse=True)


def test_more_is_shown_only_when_it_is_asked_for(site: Site) -> None:
    plain = site.rows(BY_NUMBER)[0]
    line = as_objects(plain["order_lines"])[0]
    assert "shipments" not in plain
    assert "workflow_items" not in line
    process = _process(line)
    assert not {"format", "cropped", "top"} & process.keys()
    full = site.one(SAMPLE, include_po_data="1", include_production_file_info="1")
    assert as_objects(full["shipments"])[0]["tracking_number"]
    assert as_list(items(full)[0]["purchase_orders"])
    assert "purchase_orders" not in items(site.one(SAMPLE))[0]
    assert _process(as_objects(full["order_lines"])[0])["format"] == "dst"
    implied = site.rows(BY_NUMBER, include_po_data="1")[0]
    assert items(implied) == items(full)


def _process(line: Document) -> Document:
    views = as_objects(line["views"])
    return as_objects(as_objects(views[0]["areas"])[0]["processes"])[0]


def test_sums_and_quantities_agree_with_one_another(site: Site) -> None:
    for order in site.rows(include_workflow_data="1", limit="100"):
        lines = as_objects(order["order_lines"])
        for number, line in enumerate(lines):
            parts = [item["qty_to_fulfill"] for item in items(order, number)]
            assert not parts or sum(int(str(part)) for part in parts) == line["qty"]
