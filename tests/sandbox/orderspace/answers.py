"""What our stand-in says where the vendor's samples say something: one record of each kind."""

from itertools import count

import httpx

from orderdesk.sandbox.json_text import Document, JsonValue
from tests.sandbox.calls import answer, as_object, as_objects
from tests.sandbox.orderspace.calls import ShopCalls, lines_of
from tests.sandbox.orderspace.studies import sample

SKUS = ("HM-CC-1M-BLA", "HM-CM", "HM-TR")
_NUMBERS = count(1)


def sent(request: str, envelope: str, /, **changes: JsonValue) -> Document:
    """Return the sample of a request with some of its fields changed."""
    body = as_object(sample(f"{request}_request"))
    return {envelope: {**as_object(body[envelope]), **changes}}


def created_order(calls: ShopCalls) -> httpx.Response:
    """Send the sample's order to a customer of ours, with a SKU and a tax rate of ours."""
    body = sent("orders_create_an_order", "order", customer_id=calls.buyer)
    goods, custom, _charge = as_objects(as_object(body["order"])["order_lines"])
    goods["sku"] = SKUS[0]
    custom["tax_rate_id"] = "tr_gst00005"
    return calls.post("/orders", body)


def refused_order(calls: ShopCalls) -> httpx.Response:
    lines = [{"sku": sku, "quantity": 1} for sku in ("TC02-BLU-S", "TC02-BLU-M")]
    return calls.post("/orders", {"order": {"customer_id": calls.buyer, "order_lines": lines}})


def three_lines(calls: ShopCalls) -> Document:
    """Place an order of three SKUs and release it."""
    order = calls.order(*({"sku": sku, "quantity": 5} for sku in SKUS))
    calls.act(str(order["id"]), "release")
    return order


def created_dispatch(calls: ShopCalls) -> httpx.Response:
    order = three_lines(calls)
    body = sent("dispatches_create_a_dispatch", "dispatch", order_id=order["id"])
    for line, sku in zip(lines_of(as_object(body["dispatch"])), SKUS, strict=True):
        line["sku"] = sku
    return calls.post("/dispatches", body)


def refused_dispatch(calls: ShopCalls) -> httpx.Response:
    return calls.dispatch(calls.one("/orders/or_d0ne0011"))


def created_invoice(calls: ShopCalls) -> httpx.Response:
    order = three_lines(calls)
    body = sent(
        "invoices_create_an_invoice",
        "invoice",
        number=f"INV-{order['number']}-A",
        customer_id=order["customer_id"],
        orders=[{"id": order["id"]}],
        payment_terms_id="pt_60d4ys03",
    )
    by_id, by_sku, custom = as_objects(as_object(body["invoice"])["invoice_lines"])
    by_id["order_line_id"] = lines_of(order)[0]["id"]
    by_sku["sku"] = SKUS[1]
    custom["tax_rate_id"] = "tr_gst00005"
    return calls.post("/invoices", body)


def refused_invoice(calls: ShopCalls) -> httpx.Response:
    line = {"sku": "ZAG-D-16", "quantity": 1}
    order = calls.order({"sku": "HM-LC", "quantity": 1}, {"sku": "HM-LC", "quantity": 2})
    for one in lines_of(order):
        calls.admin(
            "POST", f"/orders/{order['id']}", {"items": {str(one["id"]): {"sku": "ZAG-D-16"}}}
        )
    return calls.invoice(order, invoice_lines=[line])


def paid_invoice(calls: ShopCalls) -> str:
    """Return the id of an invoice with a deposit that was paid."""
    order = calls.order(*({"sku": sku, "quantity": 5} for sku in SKUS))
    made = calls.invoice(order, payment_terms_id="pt_60d4ys03")
    calls.act(str(order["id"]), "pay")
    return str(as_object(answer(made)["invoice"])["id"])


def customer_body(name: str, **changes: JsonValue) -> Document:
    """Return the sample's customer with references of ours and an address of nobody else."""
    address = f"sample{next(_NUMBERS)}@example.com"
    fields: Document = {
        "buyers": [{"name": "Emilia", "email_address": address}],
        "payment_terms_id": "pt_30d4ys02",
        "customer_group_id": "cg_d3f4ult1",
        "price_list_id": "pl_gbr1t4in",
        **changes,
    }
    return sent(name, "customer", **fields)


def created_customer(calls: ShopCalls) -> httpx.Response:
    return calls.post("/customers", customer_body("customers_create_a_customer"))


def known_customer(calls: ShopCalls) -> str:
    return str(as_object(answer(created_customer(calls))["customer"])["id"])


def updated_customer(calls: ShopCalls) -> httpx.Response:
    body = customer_body("customers_update_a_customer")
    return calls.put(f"/customers/{known_customer(calls)}", body)


def refused_customer(calls: ShopCalls) -> httpx.Response:
    known = calls.one(f"/customers/{known_customer(calls)}")
    body = customer_body("customers_create_a_customer", buyers=known["buyers"])
    return calls.post("/customers", body)


def refused_customer_update(calls: ShopCalls) -> httpx.Response:
    known = calls.one(f"/customers/{known_customer(calls)}")
    changes: Document = {"buyers": known["buyers"]}
    return calls.put(f"/customers/{known_customer(calls)}", {"customer": changes})


def product_body(name: str, **changes: JsonValue) -> Document:
    """Return the sample's product with categories, a code and SKUs that nobody has."""
    number = next(_NUMBERS)
    fields: Document = {
        "code": f"AD{number}",
        "categories": [{"id": "ca_c4sesx01"}, {"id": "ca_n3xt5008"}],
        "grouping_category_id": "ca_c4sesx01",
        **changes,
    }
    body = sent(name, "product", **fields)
    for variant in as_objects(as_object(body["product"])["product_variants"]):
        variant["sku"] = f"{variant['sku']}-{number}"
    return body


def created_product(calls: ShopCalls) -> httpx.Response:
    return calls.post("/products", product_body("products_create_a_product"))


def known_product(calls: ShopCalls) -> str:
    return str(as_object(answer(created_product(calls))["product"])["id"])


def updated_product(calls: ShopCalls) -> httpx.Response:
    body = product_body("products_update_a_product")
    return calls.put(f"/products/{known_product(calls)}", body)


def refused_product(calls: ShopCalls) -> httpx.Response:
    body = product_body("products_create_a_product", code="HM-CM")
    return calls.post("/products", body)


def refused_product_update(calls: ShopCalls) -> httpx.Response:
    body = product_body("products_update_a_product", code="HM-CM")
    return calls.put(f"/products/{known_product(calls)}", body)


def levels_set(calls: ShopCalls) -> httpx.Response:
    body = as_object(sample("inventory_levels_update_inventory_levels_request"))
    for level, sku in zip(as_objects(body["inventory_levels"]), SKUS, strict=True):
        level["sku"] = sku
    return calls.post("/inventory_levels", body)


def levels_refused(calls: ShopCalls) -> httpx.Response:
    both = [{"sku": SKUS[0], "on_hand": 1, "available": 1}]
    return calls.post("/inventory_levels", {"inventory_levels": both})


def category_body(calls: ShopCalls, name: str) -> Document:
    """Return the sample's category with products of ours."""
    first, second = calls.rows("/products", limit="2")
    products: list[JsonValue] = [{"product_id": one["id"]} for one in (first, second)]
    return sent(name, "category", products=products)


def created_category(calls: ShopCalls) -> httpx.Response:
    return calls.post("/categories", category_body(calls, "categories_create_a_category"))


def known_category(calls: ShopCalls) -> str:
    return str(as_object(answer(created_category(calls))["category"])["id"])


def updated_category(calls: ShopCalls) -> httpx.Response:
    body = category_body(calls, "categories_update_a_category")
    return calls.put(f"/categories/{known_category(calls)}", body)


def refused_category(calls: ShopCalls) -> httpx.Response:
    return calls.post("/categories", {"category": {"name": "x" * 101}})


def refused_category_update(calls: ShopCalls) -> httpx.Response:
    path = f"/categories/{known_category(calls)}"
    return calls.put(path, {"category": {"name": "x" * 101}})


def created_price_list(calls: ShopCalls) -> httpx.Response:
    name = f"Euros {next(_NUMBERS)}"
    return calls.post(
        "/price_lists", sent("price_lists_create_a_price_list", "price_list", name=name)
    )


def known_price_list(calls: ShopCalls) -> str:
    return str(as_object(answer(created_price_list(calls))["price_list"])["id"])


def updated_price_list(calls: ShopCalls) -> httpx.Response:
    key = known_price_list(calls)
    name = f"Euros {key}"
    body = sent("price_lists_update_a_price_list", "price_list", name=name)
    return calls.put(f"/price_lists/{key}", body)


def refused_price_list(calls: ShopCalls) -> httpx.Response:
    body = sent("price_lists_create_a_price_list", "price_list", name="Europe")
    return calls.post("/price_lists", body)


def refused_price_list_update(calls: ShopCalls) -> httpx.Response:
    body = sent("price_lists_update_a_price_list", "price_list", name="Europe")
    return calls.put(f"/price_lists/{known_price_list(calls)}", body)


def created_webhook(calls: ShopCalls) -> httpx.Response:
    return calls.post("/webhooks", as_object(sample("webhooks_create_a_webhook_request")))


def known_webhook(calls: ShopCalls) -> str:
    return str(as_object(answer(created_webhook(calls))["webhook"])["id"])


def updated_webhook(calls: ShopCalls) -> httpx.Response:
    body = as_object(sample("webhooks_update_a_webhook_request"))
    return calls.put(f"/webhooks/{known_webhook(calls)}", body)


def refused_webhook(calls: ShopCalls) -> httpx.Response:
    return calls.post("/webhooks", {"webhook": {"events": ["order.created"]}})
