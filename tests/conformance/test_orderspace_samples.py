"""The page's own examples and every payload that was collected, each with what it comes to.

`-v` lists each file; a file that is not in the table fails.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest

from orderdesk.connectors.exchange import Answer
from orderdesk.connectors.json_text import as_object, parse, rows, write
from orderdesk.connectors.orderspace import bodies, names
from orderdesk.connectors.orderspace.answers import ANSWERS, failure
from orderdesk.connectors.orderspace.listing import created_since, entries_of, identity
from orderdesk.connectors.orderspace.rules import RULES
from orderdesk.connectors.orderspace.wire import read_invoice
from orderdesk.connectors.values import read_moment
from orderdesk.domain.errors import Malformed, NotFound, NotSignedIn, Rejected, VendorError
from orderdesk.domain.fields import check
from tests.unit.connectors.orderspace.samples import OWN, listed, lost, mapped

SHARED = Path(__file__).parents[3] / "shared"
SEEDS = sorted((SHARED / "seeds").glob("002_*.txt"))
COLLECTED = sorted((SHARED / "vendors" / "samples").glob("orderspace_*.json"))
OURS = sorted(OWN.glob("*.json"))
BODIES = [file for file in COLLECTED if "_http_" not in file.name]
RECORDED = [file for file in COLLECTED if "_http_" in file.name]


def name_of(file: Path) -> str:
    return file.stem.removeprefix("orderspace_")


def read(file: Path) -> object:
    return parse(file.read_text(encoding="utf-8"))


def an_order(payload: object) -> None:
    """Read an order and lose nothing of it."""
    raw = as_object(as_object(payload).get("order", payload))
    order = mapped(raw)
    assert lost(raw, order) == []
    assert order.vendor_id == raw["id"]
    assert order.kind is not None
    assert order.state is not None
    assert order.placed_at is not None
    assert order.lines
    assert [name.name for name in names.beside([raw], set())] == [raw["company_name"]]


def orders(payload: object) -> None:
    """Read each order of a list."""
    for raw in entries_of(payload, "orders"):
        an_order(raw)


def an_invoice(payload: object) -> None:
    raw = as_object(as_object(payload).get("invoice", payload))
    invoice = read_invoice(raw)
    assert (invoice.id, invoice.number) == (raw["id"], raw["number"])
    assert all(invoice.is_of(str(one["id"])) for one in listed(raw, "orders"))
    assert invoice.paid is raw["paid"]
    assert set(raw) - set(type(invoice).model_fields) == set(invoice.model_extra or {})


def invoices(payload: object) -> None:
    for raw in entries_of(payload, "invoices"):
        an_invoice(raw)


def a_dispatch(payload: object) -> None:
    """Find the order's lines named, by which an answer is held to what was asked."""
    raw = as_object(as_object(payload).get("dispatch", payload))
    assert identity(raw)
    assert all(identity({"id": line["order_line_id"]}) for line in listed(raw, "dispatch_lines"))


def dispatches(payload: object) -> None:
    for raw in entries_of(payload, "dispatches"):
        a_dispatch(raw)


def a_new_order(payload: object) -> None:
    """Make the same request from the form of a new order, field by field."""
    request = as_object(as_object(payload)["order"])
    [rule] = (rule for rule in RULES.actions if rule.name == "create")
    fields = {
        f"{name}.{part}" if part else name: str(value)
        for name, member in request.items()
        for part, value in (as_object(member) or {"": member}).items()
        if name != "order_lines" and value
    }
    lines: list[Mapping[str, str]] = []
    for line in listed(request, "order_lines"):
        typed = {name: "yes" if value is True else str(value) for name, value in line.items()}
        lines.append({"quantity": "1", **typed})
    assert not check(rule.fields, fields).problems
    assert not [one for line in lines if (one := check(rule.line_fields, line).problems)]
    made = bodies.new_order(fields, lines, reference="unused")
    assert parse(write(made).decode()) == request


def a_new_dispatch(payload: object) -> None:
    request = as_object(as_object(payload)["dispatch"])
    lines = [
        {"id": f"ol_{place}", "status": "released", "dispatched": 0, **line}
        for place, line in enumerate(listed(request, "dispatch_lines"))
    ]
    order = mapped({"id": request["order_id"], "status": "released", "order_lines": lines})
    made = bodies.dispatch(order, {"comments": str(request["comments"])})
    assert parse(write(made).decode()) == request


def a_new_invoice(payload: object) -> None:
    """Make a part of the request: the desk leaves number, date and address to the vendor."""
    request = as_object(as_object(payload)["invoice"])
    [first, *_] = listed(request, "invoice_lines")
    raw = {"id": "or_e875r5l5", "customer_id": request["customer_id"]}
    values = {
        "lines": f"{first['quantity']} x {first['order_line_id']}",
        "due_date": str(request["due_date"]),
        "comments": str(request["comments"]),
    }
    made = as_object(parse(write(bodies.invoice(raw, values)).decode()))
    assert made.keys() <= request.keys()
    assert made["orders"] == request["orders"]
    assert listed(made, "invoice_lines") == [first]


def deleted(payload: object) -> None:
    [answer] = as_object(payload).values()
    assert as_object(answer)["deleted"] is True


def a_refusal(payload: object) -> None:
    """Tell the vendor's words as they are."""
    answer = Answer(422, "Unprocessable Entity", {}, write(payload), "application/json", 0.1)
    error = failure(answer, "api.example", write=True)
    assert isinstance(error, Rejected)
    assert error.words == " ".join(str(as_object(payload)["message"]).split())
    assert str(error.words) in error.sentence()


def customers(payload: object) -> None:
    raws = entries_of(payload, "customers")
    found = [name for raw in raws for name in names.customer(as_object(raw))]
    assert [(name.id, name.name) for name in found] == [
        (as_object(raw)["id"], as_object(raw)["company_name"]) for raw in raws
    ]


def a_customer(payload: object) -> None:
    customers({"customers": [as_object(payload).get("customer", payload)]})


def products(payload: object) -> None:
    """Find each variant by its SKU."""
    for raw in map(as_object, entries_of(payload, "products")):
        found = [name.id for name in names.product(raw)]
        skus = [variant["sku"] for variant in listed(raw, "product_variants")]
        assert found == [sku for sku in skus if sku]
        assert all(str(raw["name"]) in name.name for name in names.product(raw))


def a_product(payload: object) -> None:
    products({"products": [as_object(payload).get("product", payload)]})


def tax_rates(payload: object) -> None:
    for raw in map(as_object, entries_of(payload, "tax_rates")):
        [name] = names.tax_rate(raw)
        assert (name.id, name.name) == (raw["id"], raw["name"])
        assert name.detail.endswith(" %")


def a_tax_rate(payload: object) -> None:
    tax_rates({"tax_rates": [as_object(payload).get("tax_rate", payload)]})


def named(resource: str) -> Callable[[object], None]:
    """Return a look at a list of plain names."""

    def look(payload: object) -> None:
        for raw in map(as_object, entries_of(payload, resource)):
            assert identity(raw)
            assert raw["name"]

    return look


def a_token(payload: object) -> None:
    assert as_object(payload)["access_token"]
    assert as_object(payload)["expires_in"] == 1800


def event(look: Callable[[object], None]) -> Callable[[object], None]:
    """Return a look at what an event is about; the desk takes none, but shapes are the same."""

    def looks(payload: object) -> None:
        for row in rows(write(payload).decode()):
            look(as_object(row.value)["data"])

    return looks


NO_EVENTS = "Events are not taken: a desk cannot be called."
NOT_USED = "Not asked for: the desk works orders."

# What each file comes to: how it is read, and below why others are not.
RESULTS: Mapping[str, Callable[[object], None]] = {
    "orders_the_order_object_object": an_order,
    "orders_list_orders_response200": orders,
    "orders_retrieve_an_order_response200": an_order,
    "orders_create_an_order_request": a_new_order,
    "orders_create_an_order_response200": an_order,
    "orders_create_an_order_error422": a_refusal,
    "orders_delete_an_order_response200": deleted,
    "dispatches_the_dispatch_object_object": a_dispatch,
    "dispatches_list_dispatches_response200": dispatches,
    "dispatches_retrieve_a_dispatch_response200": a_dispatch,
    "dispatches_create_a_dispatch_request": a_new_dispatch,
    "dispatches_create_a_dispatch_response200": a_dispatch,
    "dispatches_create_a_dispatch_error422": a_refusal,
    "invoices_the_invoice_object_object": an_invoice,
    "invoices_list_invoices_response200": invoices,
    "invoices_retrieve_an_invoice_response200": an_invoice,
    "invoices_create_an_invoice_request": a_new_invoice,
    "invoices_create_an_invoice_response200": an_invoice,
    "invoices_create_an_invoice_error422": a_refusal,
    "invoices_delete_an_invoice_response200": deleted,
    "customers_the_customer_object_object": a_customer,
    "customers_list_customers_response200": customers,
    "customers_retrieve_a_customer_response200": a_customer,
    "products_the_product_object_object": a_product,
    "products_list_products_response200": products,
    "products_retrieve_a_product_response200": a_product,
    "tax_rates_list_tax_rates_response200": tax_rates,
    "tax_rates_the_tax_rate_object_object": a_tax_rate,
    "payment_terms_list_payment_terms_response200": named("payment_terms"),
    "preorder_windows_list_preorder_windows_response200": named("preorder_windows"),
    "token_response": a_token,
    "webhook_event_order_created": event(an_order),
    "webhook_event_order_updated": event(an_order),
    "webhook_event_order_deleted": event(deleted),
    "webhook_event_invoice_created": event(an_invoice),
    "webhook_event_invoice_deleted": event(deleted),
    "webhook_event_dispatch_created": event(a_dispatch),
}
OTHERS: Mapping[str, str] = {
    r"customers_(create|update|delete)_a_customer_\w+": NOT_USED,
    r"products_(create|update|delete)_a_product_\w+": NOT_USED,
    r"(categories|customer_groups|price_lists|inventory_levels|webhooks)_\w+": NOT_USED,
    r"(payment_terms|preorder_windows)_the_\w+_object_object": NOT_USED,
    r"webhook_event_(customer|product|inventory_level|payment)_\w+": NO_EVENTS,
}

# Recorded answers, status and headers with them: the error that each becomes and its words.
ERRORS: Mapping[str, tuple[type[VendorError], str]] = {
    "http_400_empty_body": (Rejected, "Bad Request"),
    "http_401_expired_token": (NotSignedIn, "The access token expired"),
    "http_401_invalid_token": (NotSignedIn, "The access token is invalid"),
    "http_404_customer": (NotFound, "Couldn't find a customer with ID"),
    "http_404_order": (NotFound, "Couldn't find order with id"),
    "http_404_unknown_path_html": (Malformed, ""),
    "http_422_customer": (Rejected, "Validation failed: "),
    "http_422_webhook": (Rejected, "Validation failed: "),
}


@pytest.mark.parametrize("file", BODIES, ids=name_of)
def test_a_collected_payload(file: Path) -> None:
    known = RESULTS.get(name_of(file))
    if known is None:
        reasons = [why for form, why in OTHERS.items() if re.fullmatch(form, name_of(file))]
        assert len(reasons) == 1, "A file that nobody has looked at."
        assert reasons[0].endswith(".")
        return
    known(read(file))


@pytest.mark.parametrize("file", RECORDED, ids=name_of)
def test_a_recorded_answer(file: Path) -> None:
    recorded = as_object(read(file))
    headers = {name.lower(): str(value) for name, value in as_object(recorded["headers"]).items()}
    body = recorded["body"]
    content = body.encode() if isinstance(body, str) else b"" if body is None else write(body)
    kind = headers["content-type"].partition(";")[0]
    status = int(str(recorded["status"]))
    answer = Answer(status, str(recorded["reason"]), headers, content, kind, 0.1)
    error = failure(answer, "api.example", write=False)
    expected, words = ERRORS[name_of(file)]
    assert type(error) is expected
    assert words in (error.words or "")
    assert error.sentence().endswith(".")
    assert error.request_id == (None if expected is Malformed else headers["x-request-id"])


@pytest.mark.parametrize("seed", SEEDS, ids=lambda _file: "seed")
def test_what_the_page_prints(seed: Path) -> None:
    """Its token, its addresses and its table of errors."""
    text = seed.read_text(encoding="utf-8")
    [block] = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    a_token(parse(block))
    pairs = re.findall(r"-d (\w+)=(\w+)", text)
    form = {"client_id": "CLIENT_ID", "client_secret": "CLIENT_SECRET"}
    assert urlencode([*form.items(), ("grant_type", "client_credentials")]) == urlencode(pairs)
    addresses = re.findall(r"GET https://api\.orderspace\.com/v1/orders\?(\w+)=([\w-]+)", text)
    assert [name for name, _value in addresses] == ["created_since", "starting_after"]
    day = read_moment(addresses[0][1])
    assert day is not None
    assert created_since(day).keys() == {"created_since"}
    for status in re.findall(r"<code>(\d{3}) ", text):
        answer = Answer(int(status), "Said", {}, b'{"message":"So it is"}', "application/json", 0.1)
        assert ANSWERS.refusal(answer, write=False).words == "So it is"


@pytest.mark.parametrize("file", OURS, ids=name_of)
def test_a_sample_of_our_own(file: Path) -> None:
    looks: Mapping[str, Callable[[object], None]] = {
        "orders_page": orders,
        "invoice": an_invoice,
        "dispatch": a_dispatch,
        "token": a_token,
        "products_page": products,
    }
    looks[name_of(file)](read(file))
