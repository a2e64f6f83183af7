"""Every payload that was collected of the vendor's is read, where the studies are at hand."""

from pathlib import Path

import pytest

from orderdesk.connectors.budget import Limits, read_limits
from orderdesk.connectors.iqmetrix import bodies, names
from orderdesk.connectors.iqmetrix.mapping import line_of, order_of
from orderdesk.connectors.iqmetrix.wire import read_item, read_order, read_processing
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.domain.order import Order

COLLECTED = Path(__file__).parents[4] / "shared" / "vendors" / "samples"
FILES = sorted(COLLECTED.glob("iqmetrix_*.json"))

if not FILES:
    pytest.skip("The collected payloads are not beside this project.", allow_module_level=True)


def named(*parts: str) -> list[Path]:
    return [file for file in FILES if all(part in file.name for part in parts)]


def ids(files: list[Path]) -> list[str]:
    return [file.stem.removeprefix("iqmetrix_") for file in files]


LISTS = named("seed_get_order") + named("orderfull_filter")
ORDERS = [
    file
    for file in named("order")
    if file not in LISTS
    and "post_order_request" not in file.name
    and "post_orderfull_request" not in file.name
]
ITEMS = named("_item")
OTHERS = (
    named("locations") + named("ratelimit") + named("token") + named("error400") + named("process")
)
REQUESTS = named("post_order_request") + named("post_orderfull_request")


def values(file: Path) -> list[object]:
    text = file.read_text(encoding="utf-8")
    whole = parse(text)
    return [row.value for row in rows(text)] if isinstance(whole, list) else [whole]


def order(raw: object) -> Order:
    return order_of(read_order(raw), connection="shop", settings={}, full=True)


def test_no_collected_file_is_left_out() -> None:
    known = {*LISTS, *ORDERS, *ITEMS, *OTHERS, *REQUESTS}
    assert set(FILES) <= known


@pytest.mark.parametrize("file", LISTS + ORDERS, ids=ids(LISTS + ORDERS))
def test_orders_are_read_and_go_back_as_they_came(file: Path) -> None:
    for raw in values(file):
        read = order(raw)
        assert read.vendor_id == str(as_object(raw)["Id"]).lower()
        assert read.kind is not None
        assert read.state is not None
        assert read.placed_at is not None
        assert Order.model_validate_json(read.model_dump_json()) == read
        header = {name: value for name, value in as_object(raw).items() if name != "Items"}
        assert write(bodies.header(as_object(raw), {})) == write(header)


@pytest.mark.parametrize("file", ITEMS, ids=ids(ITEMS))
def test_items_are_read(file: Path) -> None:
    for raw in values(file):
        sent = {"Id": "0b6f2d5e-8f0a-4f6e-9a44-1d8e3f0a7b01", **as_object(raw)}
        line = line_of(read_item(sent))
        assert (line.kind_word, line.status_word) == ("DropShip", "New")
        assert line.quantity == 2


def test_the_receipt_of_processing() -> None:
    [file] = named("process_response")
    [raw] = values(file)
    assert read_processing(raw).OrderId == str(as_object(raw)["OrderId"])


def test_locations_have_names() -> None:
    [file] = named("locations")
    page = names.read_page(parse(file.read_text(encoding="utf-8")))
    found = [names.location(entry) for entry in page.entries]
    assert [one.name for one in found if one] == ["Dufferin Mall"]


def test_rate_headers() -> None:
    [file] = named("ratelimit_429")
    [raw] = values(file)
    headers = {name.lower(): str(v) for name, v in as_object(as_object(raw)["headers"]).items()}
    assert read_limits(headers) == Limits(1000, 0, 59)
