"""Ready faults: a list of validation results with either key, a wrong count, a page that moves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import simplejson

from orderdesk.sandbox.json_text import parse
from orderdesk.sandbox.ordertime.presets import PRESETS
from tests.sandbox.calls import as_objects
from tests.sandbox.ordertime.calls import ORDERS, Calls, line, new_order, numbers

LIST = {"Type": ORDERS, "NumberOfRecords": 3}


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.mark.parametrize(
    ("preset", "key"),
    [("validation_misspelt", "ProperyName"), ("validation_spelt", "PropertyName")],
)
def test_a_write_is_answered_with_validation_results(calls: Calls, preset: str, key: str) -> None:
    calls.fault(preset=preset)
    calls.forget()
    reply = calls.call("POST", "/salesorder", new_order())
    assert reply.status_code == 409
    assert reply.headers["content-type"] == "application/json"
    rows = as_objects(parse(reply.content))
    assert [row[key] for row in rows] == ["CustomerPO", "StatusRef"]
    assert calls.acts() == []
    assert calls.call("POST", "/salesorder", new_order()).status_code == 200


def test_a_409_may_name_nothing(calls: Calls) -> None:
    calls.fault(preset="validation_empty")
    assert calls.call("POST", "/salesorder", new_order()).text == "[]"


@pytest.mark.parametrize(("preset", "told"), [("wrong_count", 999_999), ("count_as_text", "12")])
def test_a_count_disagrees_with_the_rows(calls: Calls, preset: str, told: object) -> None:
    calls.fault(preset=preset)
    assert calls.good("PUT", "/list", LIST) == told
    assert len(calls.rows(ORDERS, NumberOfRecords=3)) == 3


def test_a_page_waits_while_a_colleague_works(calls: Calls, worker: ThreadPoolExecutor) -> None:
    calls.fault(preset="changing_page")
    first = numbers(calls.rows(ORDERS, NumberOfRecords=3))
    second = worker.submit(calls.rows, ORDERS, NumberOfRecords=3, PageNumber=2)
    calls.admin("GET", "/holds?wait=20&count=1")
    calls.admin("DELETE", f"/orders/{first[0]}")
    calls.admin("POST", "/release")
    assert int(str(numbers(second.result())[0])) == int(str(first[-1])) + 2  # one was missed


@pytest.mark.parametrize(
    ("preset", "status"), [("rights_withdrawn", 403), ("key_deactivated", 400)]
)
def test_a_sign_in_that_ends(calls: Calls, preset: str, status: int) -> None:
    calls.fault(preset=preset)
    assert calls.call("POST", "/list", LIST).status_code == status


FIELDS = [name for name, preset in PRESETS.items() if preset["kind"] == "field"]


@pytest.mark.parametrize("name", FIELDS)
def test_a_row_carries_what_no_row_should(calls: Calls, name: str) -> None:
    before = calls.call("POST", "/list", LIST).text
    calls.fault(preset=name)
    after = calls.call("POST", "/list", LIST).text
    assert after != before
    told: list[object] = simplejson.loads(after, allow_nan=True)
    assert len(told) == 3


@pytest.mark.parametrize(
    ("preset", "status"), [("throttled", 429), ("failing", 500), ("unavailable", 503)]
)
def test_the_service_fails(calls: Calls, preset: str, status: int) -> None:
    calls.fault(preset=preset)
    reply = calls.call("POST", "/list", LIST)
    assert reply.status_code == status
    assert ("retry-after" in reply.headers) == (status == 429)


def test_a_lost_answer_had_its_effect(calls: Calls) -> None:
    calls.fault(preset="lost_answer", method="POST", path="/salesorder$")
    count = calls.count(ORDERS)
    with pytest.raises(Exception, match=r"."):
        calls.create(line())
    assert calls.count(ORDERS) == count + 1


def test_every_preset_can_be_set(calls: Calls) -> None:
    for name in PRESETS:
        calls.fault(preset=name, path="Nothing at all")
