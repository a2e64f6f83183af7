"""The text's own examples and every payload that was collected: each read, and nothing lost."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import as_object, parse, write
from orderdesk.connectors.valomnia import bodies
from orderdesk.connectors.valomnia.answers import failure, trouble_of
from orderdesk.connectors.valomnia.bodies import NewLine
from orderdesk.connectors.valomnia.client import Written
from orderdesk.connectors.valomnia.mapping import line_of, order_of
from orderdesk.connectors.valomnia.names import customer, payment_types, product
from orderdesk.connectors.valomnia.wire import Parts, read_line, read_operation, read_payment
from orderdesk.domain.errors import NotFound, Rejected, Unreachable
from tests.unit.connectors.valomnia.samples import OWN, listed, lost

SHARED = Path(__file__).parents[3] / "shared"
COLLECTED = sorted((SHARED / "vendors" / "samples").glob("valomnia_*.json"))
SEEDS = sorted((SHARED / "seeds").glob("003_*.txt"))
OURS = sorted(OWN.glob("*.json"))


def read(file: Path) -> Mapping[str, object]:
    return as_object(parse(file.read_text(encoding="utf-8")))


def objects(value: object) -> list[Mapping[str, object]]:
    return [as_object(one) for one in cast("list[object]", value)]


def operations(body: Mapping[str, object]) -> None:
    """Read a list, or one operation: every value is kept or named."""
    for raw in objects(body["data"]) if "data" in body else [body]:
        payload = read_operation(raw)
        order = order_of(payload, connection="shop")
        assert lost(raw, order, payload) == []
        assert order.vendor_id == str(raw["id"])
        assert order.kind == "order"
        assert order.number == raw["reference"]


def line(body: Mapping[str, object]) -> None:
    made = line_of(read_line(body))
    assert (made.sku, made.description) == (body["itemReference"], as_object(body["item"])["name"])
    assert made.fields["finalPrice"] == str(body["finalPrice"])
    order = listed().model_copy(update={"lines": (made,)})
    missing = lost(body, order)
    assert [path for path in missing if not path.startswith((".order.", ".unit."))] == []


def payment(body: Mapping[str, object]) -> None:
    made = read_payment(body)
    assert made.payment_date is not None
    is_credit = "total" in body
    pairs = ((body, made),)
    parts = Parts({}, () if is_credit else pairs, pairs if is_credit else ())
    order = order_of(read_operation({"id": 5}), connection="shop", parts=parts)
    assert lost(body, order) == []


def names(body: Mapping[str, object]) -> None:
    found = [*customer(body), *payment_types(body)] if "paymentTypes" in body else [*product(body)]
    assert found[0].name == body["name"]


def refusal(body: Mapping[str, object]) -> None:
    answer = Answer(400, "Bad", {}, write(body), "application/json", 0.1)
    assert trouble_of(answer) is not None
    error = failure(answer, "quay.example", write=False)
    kinds = {"not_found": NotFound, "server_error": Unreachable}
    assert type(error) is kinds.get(str(body["error"]), Rejected)
    assert error.words == body["error_description"]
    assert error.sentence().endswith(".")


def deleted(body: Mapping[str, object]) -> None:
    assert Written(body, None).succeeded


def session(body: Mapping[str, object]) -> None:
    assert {"success", "token", "user"} <= set(body)


def other(body: Mapping[str, object]) -> None:
    """Nothing that the desk reads: item units for their ids, returns and groups not at all."""
    assert str(body["id"]).isdigit()


def update(body: Mapping[str, object]) -> None:
    """Make the same request: ours names the same parameters."""
    key = "orderPayments" if "orderPayments" in body else "prepaymentPayment"
    [row] = objects(body[key])
    values = {name: str(value) for name, value in row.items()}
    if key == "prepaymentPayment":
        ours = parse(bodies.credit(values, prepayment_id=values["prepaymentId"]))
    else:
        sent = bodies.payment(
            {**values, "status": str(body["status"])},
            reference=values["paymentReference"],
            now=NOW,
            image=values["chequeImage"],
        )
        assert sent["status"] == body["status"]
        ours = parse(sent["orderPayments"])
    assert objects(ours) == [row]


def creation(body: Mapping[str, object]) -> None:
    """Make such a request as a client of another service does: with no other names."""
    made = bodies.new_operation(
        {"operationType": "ORDER", "status": "NOT_PAID", "customerId": "5"},
        [NewLine("495", "1", Decimal(2), Decimal("26.2"))],
        reference="ORDER1502240001",
    )
    assert set(made) <= {*body, "totalDiscounted"}
    [row] = objects(parse(made["orderLines"]))
    [theirs] = objects(body["orderLines"])
    assert set(row) <= set(theirs)


NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

# What each file is, by the beginning of its name.
CHECKS: Mapping[str, Callable[[Mapping[str, object]], None]] = {
    "list_response": operations,
    "operations_list": operations,
    "operation_newer": operations,
    "show_response": operations,
    "assign_delivery": operations,
    "order_detail": line,
    "order_payment": payment,
    "order_prepayment": payment,
    "customer": names,
    "item_group": other,
    "item_unit": other,
    "item": names,
    "return_show": other,
    "error_": refusal,
    "delete_success": deleted,
    "auth_success": session,
    "update_request": update,
    "create_request": creation,
}


def check_of(name: str) -> Callable[[Mapping[str, object]], None]:
    return next(check for start, check in CHECKS.items() if name.startswith(start))


@pytest.mark.parametrize("file", [*OURS, *COLLECTED], ids=lambda file: file.stem)
def test_a_payload_is_what_it_is_taken_for(file: Path) -> None:
    check = check_of(file.stem.removeprefix("valomnia_"))
    body = read(file)
    assert body
    check(body)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda file: file.stem)
def test_the_texts_own_examples_are_read(seed: Path) -> None:
    # The text stands for further rows by three dots after a comma.
    text = re.sub(r"\},\s*…", "}", seed.read_text(encoding="utf-8"))
    blocks = [as_object(parse(block)) for block in re.findall(r"(?ms)^\{\n.*?^\}", text)]
    assert len(blocks) == 4
    for block in blocks:
        (operations if "data" in block else refusal)(block)
