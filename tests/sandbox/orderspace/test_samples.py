"""Every sample of this vendor against what our stand-in answers; `-rA -v` lists each.

Where our answer has another shape than the sample, the difference is named here with its reason;
a difference that is named but not there fails too.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
import pytest

from orderdesk.sandbox.json_text import Document, JsonValue, parse
from tests.sandbox.calls import answer, as_object
from tests.sandbox.orderspace import answers
from tests.sandbox.orderspace.calls import ShopCalls, inside
from tests.sandbox.orderspace.comparison import differences
from tests.sandbox.orderspace.studies import sample, sample_names

FOUND = sample_names()
REQUESTS = [name for name in FOUND if name.endswith("_request")]
RECORDED = [name for name in FOUND if name.startswith("http_")]
ANSWERED = [name for name in FOUND if name not in REQUESTS and name not in RECORDED]

UNGROUPED = "a line by hand or a shipping charge is of no category"
OLDER = "the sample is older than the field, which the object's description has"
CUT = "the sample leaves out what the object's description has"
NOTHING = "our line stands on the invoice alone and names no order line"
EXAMPLE_TERMS = "the misspelling of the sample; live answers have it right (a switch)"
FEATURE = "the sampled shop does not have the feature (a switch)"
NOT_SENT = "only the event names it; the stand-in sends no events"
FIGURE = "the event writes a figure where lists write a whole number"
NONE_SET = "our variant has none; a variant without one is null in another row of the sample"


@dataclass(frozen=True)
class Case:
    """One sample: what of ours is compared with it, and the differences that are meant."""

    produce: Callable[[ShopCalls], httpx.Response | Document]
    intended: Mapping[str, str] = field(default_factory=dict[str, str])


def record(path: str, name: str) -> Callable[[ShopCalls], Document]:
    """Return the record at a path, under its singular name."""
    return lambda calls: {name: calls.one(path)}


def row(path: str, name: str, **params: str) -> Callable[[ShopCalls], Document]:
    """Return the first row of a list under its singular name."""
    return lambda calls: {name: calls.rows(path, **params)[0]}


def listed(path: str, **params: str) -> Callable[[ShopCalls], httpx.Response]:
    """Return a whole list."""
    return lambda calls: calls.get(path, **params)


def deleted(path: str, key: Callable[[ShopCalls], str]) -> Callable[[ShopCalls], httpx.Response]:
    """Delete a record."""
    return lambda calls: calls.delete(f"{path}/{key(calls)}")


def own_order(calls: ShopCalls) -> str:
    return str(calls.order()["id"])


def own_invoice(calls: ShopCalls) -> str:
    return str(inside(calls.invoice(calls.order()))["id"])


def paid_invoice(calls: ShopCalls) -> Document:
    return {"invoice": calls.one(f"/invoices/{answers.paid_invoice(calls)}")}


def invoice_list(calls: ShopCalls) -> Document:
    return {"invoices": [paid_invoice(calls)["invoice"]]}


def customer(calls: ShopCalls) -> Document:
    return {"customer": calls.one(f"/customers/{answers.known_customer(calls)}")}


def customer_list(calls: ShopCalls) -> Document:
    return {"customers": [customer(calls)["customer"]], "has_more": True}


def category(calls: ShopCalls) -> Document:
    return {"category": calls.one(f"/categories/{answers.known_category(calls)}")}


def category_list(calls: ShopCalls) -> Document:
    return {"categories": [category(calls)["category"]], "has_more": True}


def product(calls: ShopCalls) -> Document:
    return {"product": calls.one(f"/products/{answers.known_product(calls)}")}


def product_list(calls: ShopCalls) -> Document:
    return {"products": [product(calls)["product"]], "has_more": True}


def webhook(calls: ShopCalls) -> Document:
    return {"webhook": calls.one(f"/webhooks/{answers.known_webhook(calls)}")}


def webhook_list(calls: ShopCalls) -> httpx.Response:
    answers.created_webhook(calls)
    return calls.get("/webhooks")


def payment(calls: ShopCalls) -> Document:
    paid = as_object(paid_invoice(calls)["invoice"])["payments"]
    assert isinstance(paid, list)
    return {"payment": paid[0]}


REPEAT = "/orders/or_repeat09"
ORDER = {".order.order_lines[].grouping_category is missing": UNGROUPED}
ORDER_LIST = {
    ".orders[].standing_order_id: null, ours text": "ours is a repeat order",
    ".orders[].order_lines[].grouping_category is missing": UNGROUPED,
}
NEWER_LINE = {
    ".order.order_lines[].tax_rate_id is ours alone": OLDER,
    ".order.order_lines[].preorder_window_id is ours alone": OLDER,
}
VARIANT = {
    ".product.product_variants[].tax_rate_id is ours alone": CUT,
    ".product.product_variants[].location is ours alone": CUT,
}
MULTIPLE = {".product.product_variants[].multiple: whole, ours null": NONE_SET}


def plural(changes: Mapping[str, str], name: str, many: str) -> dict[str, str]:
    """Return the same differences for a list."""
    return {text.replace(f".{name}", f".{many}[]", 1): why for text, why in changes.items()}


CASES: dict[str, Case] = {
    "token_response": Case(lambda calls: calls.sign_in()),
    "orders_the_order_object_object": Case(record(REPEAT, "order"), ORDER),
    "orders_list_orders_response200": Case(
        listed("/orders", standing_order_id="or_templat8"), ORDER_LIST
    ),
    "orders_retrieve_an_order_response200": Case(
        record(REPEAT, "order"),
        {**ORDER, **NEWER_LINE, ".order.standing_order_id is ours alone": OLDER},
    ),
    "orders_create_an_order_response200": Case(
        answers.created_order,
        {
            ".order.standing_order_id is ours alone": FEATURE,
            ".order.order_lines[].grouping_category is ours alone": FEATURE,
        },
    ),
    "orders_create_an_order_error422": Case(answers.refused_order),
    "orders_delete_an_order_response200": Case(deleted("/orders", own_order)),
    "dispatches_the_dispatch_object_object": Case(row("/dispatches", "dispatch")),
    "dispatches_list_dispatches_response200": Case(listed("/dispatches")),
    "dispatches_retrieve_a_dispatch_response200": Case(row("/dispatches", "dispatch")),
    "dispatches_create_a_dispatch_response200": Case(answers.created_dispatch),
    "dispatches_create_a_dispatch_error422": Case(answers.refused_dispatch),
    "invoices_the_invoice_object_object": Case(paid_invoice),
    "invoices_list_invoices_response200": Case(invoice_list),
    "invoices_retrieve_an_invoice_response200": Case(paid_invoice),
    "invoices_create_an_invoice_response200": Case(
        answers.created_invoice,
        {".invoice.invoice_lines[].order_line_id: text, ours null": NOTHING},
    ),
    "invoices_create_an_invoice_error422": Case(answers.refused_invoice),
    "invoices_delete_an_invoice_response200": Case(deleted("/invoices", own_invoice)),
    "customers_the_customer_object_object": Case(customer),
    "customers_list_customers_response200": Case(customer_list),
    "customers_retrieve_a_customer_response200": Case(customer),
    "customers_create_a_customer_response200": Case(answers.created_customer),
    "customers_create_a_customer_error422": Case(answers.refused_customer),
    "customers_update_a_customer_response200": Case(answers.updated_customer),
    "customers_update_a_customer_error422": Case(answers.refused_customer_update),
    "customers_delete_a_customer_response200": Case(deleted("/customers", answers.known_customer)),
    "products_the_product_object_object": Case(product, VARIANT | MULTIPLE),
    "products_list_products_response200": Case(
        product_list, plural(VARIANT | MULTIPLE, "product", "products")
    ),
    "products_retrieve_a_product_response200": Case(product, VARIANT | MULTIPLE),
    "products_create_a_product_response200": Case(answers.created_product, VARIANT | MULTIPLE),
    "products_create_a_product_error422": Case(answers.refused_product),
    "products_update_a_product_response200": Case(answers.updated_product, VARIANT | MULTIPLE),
    "products_update_a_product_error422": Case(answers.refused_product_update),
    "products_delete_a_product_response200": Case(deleted("/products", answers.known_product)),
    "inventory_levels_the_inventory_level_object_object": Case(
        row("/inventory_levels", "inventory_level")
    ),
    "inventory_levels_list_inventory_levels_response200": Case(listed("/inventory_levels")),
    "inventory_levels_update_inventory_levels_response200": Case(answers.levels_set),
    "inventory_levels_update_inventory_levels_error422": Case(answers.levels_refused),
    "categories_the_category_object_object": Case(category),
    "categories_list_categories_response200": Case(category_list),
    "categories_retrieve_a_category_response200": Case(category),
    "categories_create_a_category_response200": Case(answers.created_category),
    "categories_create_a_category_error422": Case(answers.refused_category),
    "categories_update_a_category_response200": Case(answers.updated_category),
    "categories_update_a_category_error422": Case(answers.refused_category_update),
    "categories_delete_a_category_response200": Case(
        deleted("/categories", answers.known_category)
    ),
    "customer_groups_the_customer_group_object_object": Case(
        row("/customer_groups", "customer_group")
    ),
    "customer_groups_list_customer_groups_response200": Case(listed("/customer_groups")),
    "price_lists_the_price_list_object_object": Case(row("/price_lists", "price_list")),
    "price_lists_list_price_lists_response200": Case(listed("/price_lists")),
    "price_lists_retrieve_a_price_list_response200": Case(
        record("/price_lists/pl_eur0pe03", "price_list")
    ),
    "price_lists_create_a_price_list_response200": Case(answers.created_price_list),
    "price_lists_create_a_price_list_error422": Case(answers.refused_price_list),
    "price_lists_update_a_price_list_response200": Case(answers.updated_price_list),
    "price_lists_update_a_price_list_error422": Case(answers.refused_price_list_update),
    "price_lists_delete_a_price_list_response200": Case(
        deleted("/price_lists", answers.known_price_list)
    ),
    "payment_terms_the_payment_terms_object_object": Case(
        row("/payment_terms", "payment_terms"),
        {
            ".payment_terms.deposit_pecentage is missing": EXAMPLE_TERMS,
            ".payment_terms.deposit_percentage is ours alone": EXAMPLE_TERMS,
        },
    ),
    "payment_terms_list_payment_terms_response200": Case(
        listed("/payment_terms"),
        {
            ".payment_terms[].deposit_pecentage is missing": EXAMPLE_TERMS,
            ".payment_terms[].deposit_percentage is ours alone": EXAMPLE_TERMS,
        },
    ),
    "tax_rates_the_tax_rate_object_object": Case(row("/tax_rates", "tax_rate")),
    "tax_rates_list_tax_rates_response200": Case(listed("/tax_rates")),
    "preorder_windows_the_preorder_window_object_object": Case(
        row("/preorder_windows", "preorder_window")
    ),
    "preorder_windows_list_preorder_windows_response200": Case(listed("/preorder_windows")),
    "webhooks_create_a_webhook_response200": Case(answers.created_webhook),
    "webhooks_create_a_webhook_error422": Case(answers.refused_webhook),
    "webhooks_the_webhook_object_object": Case(webhook),
    "webhooks_list_webhooks_response200": Case(webhook_list),
    "webhooks_retrieve_a_webhook_response200": Case(webhook),
    "webhooks_update_a_webhook_response200": Case(answers.updated_webhook),
    "webhooks_delete_a_webhook_response200": Case(deleted("/webhooks", answers.known_webhook)),
    "webhook_event_order_created": Case(
        record(REPEAT, "order"),
        {**ORDER, **NEWER_LINE, ".order.created_by is ours alone": OLDER},
    ),
    "webhook_event_order_updated": Case(
        record(REPEAT, "order"),
        {**ORDER, **NEWER_LINE, ".order.created_by is ours alone": OLDER},
    ),
    "webhook_event_order_deleted": Case(
        deleted("/orders", own_order), {".order.number is missing": NOT_SENT}
    ),
    "webhook_event_dispatch_created": Case(row("/dispatches", "dispatch")),
    "webhook_event_invoice_created": Case(
        paid_invoice, {".invoice.invoice_lines[].order_line_id is ours alone": OLDER}
    ),
    "webhook_event_invoice_deleted": Case(
        deleted("/invoices", own_invoice), {".invoice.number is missing": NOT_SENT}
    ),
    "webhook_event_payment_created": Case(
        payment,
        {
            ".payment.invoice_id is missing": NOT_SENT,
            ".payment.invoice_number is missing": NOT_SENT,
        },
    ),
    "webhook_event_customer_created": Case(
        customer, {".customer.internal_note is ours alone": OLDER}
    ),
    "webhook_event_customer_updated": Case(
        customer, {".customer.internal_note is ours alone": OLDER}
    ),
    "webhook_event_customer_deleted": Case(
        deleted("/customers", answers.known_customer),
        {".customer.company_name is missing": NOT_SENT},
    ),
    "webhook_event_product_created": Case(
        product, VARIANT | MULTIPLE | {".product.images is ours alone": OLDER}
    ),
    "webhook_event_product_updated": Case(
        product, VARIANT | MULTIPLE | {".product.images is ours alone": OLDER}
    ),
    "webhook_event_product_deleted": Case(
        deleted("/products", answers.known_product),
        {".product.code is missing": NOT_SENT, ".product.name is missing": NOT_SENT},
    ),
    "webhook_event_inventory_level_updated": Case(
        row("/inventory_levels", "inventory_level"),
        {
            ".inventory_level.on_hand: figure, ours whole": FIGURE,
            ".inventory_level.available: figure, ours whole": FIGURE,
            ".inventory_level.on_hand_adjustment is missing": NOT_SENT,
            ".inventory_level.available_adjustment is missing": NOT_SENT,
        },
    ),
}


def expected(name: str) -> JsonValue:
    """Return a sample; of an event its data."""
    value = sample(name)
    if name.startswith("webhook_event_"):
        assert isinstance(value, list)
        return as_object(value[0])["data"]
    return value


def status_of(name: str) -> int:
    match = re.search(r"(\d{3})$", name)
    return int(match[1]) if match else 200


@pytest.mark.skipif(not FOUND, reason="the samples are not beside the project")
def test_every_sample_has_its_case() -> None:
    assert set(ANSWERED) == CASES.keys()
    answered = {re.sub(r"_(response200|error422)$", "", name) for name in ANSWERED}
    assert {name.removesuffix("_request") for name in REQUESTS} <= answered


@pytest.mark.parametrize("name", [name for name in ANSWERED if name in CASES])
def test_a_sample_has_the_shape_of_our_answer(shop_calls: ShopCalls, name: str) -> None:
    shop_calls.switch(customer_time="created_at")
    case = CASES[name]
    given = case.produce(shop_calls)
    wanted = expected(name)
    if isinstance(given, httpx.Response):
        assert given.status_code == status_of(name), given.text
        ours = parse(given.content)
    else:
        ours = given
    assert differences(wanted, ours) == {*case.intended}
    if status_of(name) == 422:
        assert ours == wanted


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_answer_is_given_as_recorded(shop_calls: ShopCalls, name: str) -> None:
    recorded = as_object(sample(name))
    headers = as_object(recorded["headers"])
    reply = recorded_producers(shop_calls)[name]()
    assert reply.status_code == recorded["status"]
    assert reply.headers["content-type"] == headers["Content-Type"]
    assert reply.headers.get("www-authenticate") == headers.get("WWW-Authenticate")
    if name != "http_422_webhook":  # recorded under the headers of a good answer, by hand
        assert reply.headers.get("cache-control") == headers.get("Cache-Control")
        assert {other.lower() for other in headers} - {"connection"} <= {*reply.headers}
    body = recorded["body"]
    if body is None:
        assert reply.content == b""
    elif isinstance(body, str):
        assert "<h1>Page Not Found</h1>" in body
        assert "<h1>Page Not Found</h1>" in reply.text
    else:
        assert answer(reply) == body


def recorded_producers(calls: ShopCalls) -> dict[str, Callable[[], httpx.Response]]:
    """Return how each recorded answer is brought about."""
    wrong = {"payment_terms_id": "pt_0", "customer_group_id": "cg_0", "company_name": "X"}

    def with_token(token: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return calls.call("GET", "api", "/orders", headers=headers)

    def expired() -> httpx.Response:
        calls.get("/tax_rates")
        calls.admin("POST", "/faults", {"kind": "expire_tokens"})
        token, calls.token = str(calls.token), None
        return with_token(token)

    return {
        "http_400_empty_body": lambda: calls.call("POST", "api", "/orders", text="{"),
        "http_401_expired_token": expired,
        "http_401_invalid_token": lambda: with_token("nonsense"),
        "http_404_customer": lambda: calls.get("/customers/_03dy67p3"),
        "http_404_order": lambda: calls.get("/orders/42"),
        "http_404_unknown_path_html": lambda: calls.get("/nothing"),
        "http_422_customer": lambda: calls.post("/customers", {"customer": wrong}),
        "http_422_webhook": lambda: calls.post("/webhooks", {"webhook": {"endpoint": ""}}),
    }
