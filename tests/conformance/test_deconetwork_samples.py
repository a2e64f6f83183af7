"""The page's own example and every payload that was collected: each read, and nothing lost."""

import json
import re
from pathlib import Path

import pytest

from orderdesk.connectors.deconetwork.answers import checked
from orderdesk.connectors.deconetwork.client import orders_of, total_of
from orderdesk.connectors.deconetwork.conditions import Numbers
from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import as_object, parse
from tests.unit.connectors.deconetwork.losses import lost
from tests.unit.connectors.deconetwork.samples import OWN, mapped, orders_in

SHARED = Path(__file__).parents[3] / "shared"
COLLECTED = sorted((SHARED / "vendors" / "samples").glob("deconetwork_*.json"))
SEEDS = sorted((SHARED / "seeds").glob("004_*.txt"))
ANSWERS = [file for file in COLLECTED if "find_response" in file.name]
REQUESTS = [file for file in COLLECTED if "find_request" in file.name]
OURS = sorted(OWN.glob("find_*.json"))

# What each file comes to: how many orders, or what it is instead.
RESULTS = {
    "deconetwork_find_response_seed.json": 1,
    "deconetwork_inventory_find_response.json": "No orders: stock.",
    "find_documented.json": 1,
    "find_recorded.json": 1,
}


def name_of(file: Path) -> str:
    return file.name


@pytest.mark.parametrize("file", [*OURS, *ANSWERS], ids=name_of)
def test_an_answer_is_read_without_loss(file: Path) -> None:
    answer = Answer(200, "OK", {}, file.read_bytes(), "application/json", 0.1)
    body = checked(answer, "quay.example", write=False)
    result = RESULTS[file.name]
    if isinstance(result, str):
        assert "inventories" in body
        return
    assert len(orders_of(body)) == total_of(body) == result
    for raw in orders_in(body):
        order = mapped(raw)
        assert lost(raw, order) == []
        assert order.vendor_id == str(raw["order_id"])
        assert order.lines


@pytest.mark.parametrize("file", REQUESTS, ids=name_of)
def test_a_request_is_one_that_we_could_make(file: Path) -> None:
    request = as_object(parse(file.read_text(encoding="utf-8")))
    assert str(request["path"]).endswith("/manage_orders/find")
    fields = {**as_object(request.get("form")), **as_object(request.get("query"))}
    names = {re.sub(r".*\[(\w+)\]$", r"\1", name) for name in fields}
    ours = {*Numbers().numbered("1"), "date1", "date2", "limit", "offset", "username", "password"}
    assert names <= ours


def test_no_collected_file_is_left_out() -> None:
    assert {*ANSWERS, *REQUESTS} == set(COLLECTED)
    assert {file.name for file in (*ANSWERS, *OURS)} <= RESULTS.keys()


@pytest.mark.parametrize("file", SEEDS, ids=name_of)
def test_every_name_of_the_page_is_known(file: Path) -> None:
    """The page's text is no JSON any more; each of its names and values must be in the sample."""
    text = file.read_text(encoding="utf-8")
    example = text[text.index("{- ") :]
    names = set(re.findall(r'"(\w+)":', example))
    [sample] = [one for one in ANSWERS if one.name.endswith("response_seed.json")]
    read = mapped(orders_in(parse(sample.read_text(encoding="utf-8")))[0])
    kept = json.dumps(read.model_dump(mode="json"), ensure_ascii=False)
    envelope = {"response_status", "code", "severity", "description", "orders", "order_lines"}
    elsewhere = {"order_id", "caption", "value", "card_number"}  # the last is not kept at all
    unknown = {
        name for name in names - envelope - elsewhere if not re.search(rf'["\.]{name}["\.]', kept)
    }
    assert unknown == set()
    values = {value for value in re.findall(r'": "([^"]+)"', example) if "T00:00:00" not in value}
    missing = {value for value in values if value not in kept}
    assert missing <= {"SUCCESS", "string", "*********1234"}
