"""What orders refer to: customers, products, stock, categories, price lists and small lists."""

from decimal import Decimal

import pytest

from orderdesk.sandbox.json_text import Document
from tests.sandbox.calls import answer, as_object, as_objects, each
from tests.sandbox.orderspace.calls import ShopCalls, inside, message_of

NEW_CUSTOMER: Document = {
    "company_name": "Sound & Vision ⟨test⟩",
    "buyers": [{"name": "Ada", "email_address": "ada@example.com"}],
    "phone": "12345",
    "email_addresses": {"orders": "ada@example.com"},
    "addresses": [{"line1": "1 Way", "city": "Bath", "country": "GB"}],
    "minimum_spend": Decimal("12.5"),
    "payment_terms_id": "pt_30d4ys02",
    "price_list_id": "pl_gbr1t4in",
}
VARIANT: Document = {
    "sku": "T-1",
    "options": {"Colour": "Red"},
    "unit_price": Decimal("3.5"),
    "backorder": True,
}
BOTH_LEVELS = (
    "On Hand and Available can not be updated at the same time"
    " because one is automatically calculated from the other"
)
NEW_PRODUCT: Document = {
    "code": "T",
    "name": "Test",
    "variant_options": ["Colour"],
    "product_variants": [VARIANT],
    "categories": [{"id": "ca_aud10005"}],
    "grouping_category_id": "ca_aud10005",
}


def test_customers_are_firms_with_all_their_fields(shop_calls: ShopCalls) -> None:
    everybody = shop_calls.every("/customers", limit="200")
    assert len(everybody) == 130
    assert each(everybody, "status") == {"new", "active", "closed"}
    for name in ("price_list_id", "payment_terms_id", "minimum_spend", "tax_rate_id"):
        assert "None" in each(everybody, name)
        assert len(each(everybody, name)) > 2
    assert any(one["addresses"] == [] for one in everybody)
    assert any("," in str(as_object(one["email_addresses"])["invoices"]) for one in everybody)
    one = everybody[0]
    assert shop_calls.one(f"/customers/{one['id']}") == one
    assert "created" in one
    shop_calls.switch(customer_time="created_at")
    assert "created_at" in shop_calls.rows("/customers", limit="1")[0]


def test_filters_of_customers(shop_calls: ShopCalls) -> None:
    everybody = shop_calls.every("/customers", limit="200")
    one = next(one for one in everybody if one["buyers"] and one["reference"])
    buyer = as_objects(one["buyers"])[0]
    for name, value in (
        ("company_name", one["company_name"]),
        ("reference", one["reference"]),
        ("buyers_email_address", buyer["email_address"]),
    ):
        assert shop_calls.rows("/customers", **{name: str(value)}) == [one]
    for name in ("status", "payment_terms_id", "customer_group_id", "price_list_id"):
        wanted = next(str(other[name]) for other in everybody if other[name])
        found = shop_calls.every("/customers", **{name: wanted})
        assert found == [other for other in everybody if str(other[name]) == wanted]
    recent = shop_calls.rows("/customers", created_since=str(everybody[4]["created"]))
    assert recent == everybody[:5]


def test_a_customer_is_created_changed_and_deleted(shop_calls: ShopCalls) -> None:
    since = shop_calls.last_number()
    made = inside(shop_calls.post("/customers", {"customer": NEW_CUSTOMER}))
    key = str(made["id"])
    assert (made["status"], made["tax_rate_id"], made["reference"]) == ("active", None, "")
    assert made["email_addresses"] == {
        "orders": "ada@example.com",
        "dispatches": "",
        "invoices": "",
    }
    changed = inside(
        shop_calls.put(f"/customers/{key}", {"customer": {"phone": "999", "status": "closed"}})
    )
    assert changed == {**made, "phone": "999", "status": "closed"}
    assert shop_calls.rows("/customers", limit="1") == [changed]
    assert inside(shop_calls.delete(f"/customers/{key}")) == {"id": key, "deleted": True}
    assert shop_calls.get(f"/customers/{key}").status_code == 404
    assert [action for action, _subject in shop_calls.done(since)] == [
        "create_customer",
        "update_customer",
        "delete_customer",
    ]


def test_customers_that_are_refused(shop_calls: ShopCalls) -> None:
    one = next(one for one in shop_calls.rows("/customers") if one["buyers"])
    taken = as_objects(one["buyers"])[0]["email_address"]
    for changes, text in (
        ({"company_name": ""}, "Company name can't be blank"),
        ({"buyers": [{"email_address": taken}]}, "Email address has already been taken"),
        ({"payment_terms_id": "pt_x", "customer_group_id": "cg_x"},
         "Payment Terms are invalid, Customer Group is invalid"),
        ({"minimum_spend": "much"}, "Minimum spend is not a number"),
    ):  # fmt: skip
        reply = shop_calls.post("/customers", {"customer": {"company_name": "X", **changes}})
        assert (reply.status_code, message_of(reply)) == (422, f"Validation failed: {text}")
    wrong = shop_calls.put(f"/customers/{one['id']}", {"customer": {"status": "odd"}})
    assert message_of(wrong) == "Validation failed: Status is invalid"
    same = shop_calls.put(f"/customers/{one['id']}", {"customer": {"buyers": one["buyers"]}})
    assert inside(same) == one


def test_products_with_their_variants(shop_calls: ShopCalls) -> None:
    products = shop_calls.every("/products", limit="200")
    variants = [variant for one in products for variant in as_objects(one["product_variants"])]
    skus = each(variants, "sku")
    assert len(products) > 25
    assert len(variants) == len(skus) > 100
    assert each(products, "active") == {"True", "False"}
    assert {len(as_object(variant["options"])) for variant in variants} == {0, 1, 2}
    levels = shop_calls.rows("/inventory_levels", limit="200")
    assert each(levels, "sku") <= skus
    one = products[0]
    assert shop_calls.one(f"/products/{one['id']}") == one
    for name, value in (("code", one["code"]), ("name", one["name"])):
        assert shop_calls.rows("/products", **{name: str(value)}) == [one]
    quiet = shop_calls.rows("/products", active="false")
    assert each(quiet, "active") == {"False"}
    season = shop_calls.rows("/products", category_id="ca_n3xt5008")
    assert len(season) == 3
    assert shop_calls.rows("/products", updated_since="2099-01-01") == []
    assert shop_calls.rows("/products", created_since="2099-01-01") == []


def test_a_product_is_created_replaced_and_deleted(shop_calls: ShopCalls) -> None:
    made = inside(shop_calls.post("/products", {"product": NEW_PRODUCT}))
    key = str(made["id"])
    variant = as_objects(made["product_variants"])[0]
    assert made["categories"] == [{"id": "ca_aud10005", "name": "Audio"}]
    assert shop_calls.level("T-1") == (0, 0)
    assert shop_calls.order({"sku": "T-1", "quantity": 2})
    less = {"code": "T", "name": "Test 2", "product_variants": [{**VARIANT, "id": variant["id"]}]}
    changed = inside(shop_calls.put(f"/products/{key}", {"product": less}))
    assert (changed["name"], changed["categories"]) == ("Test 2", [])
    assert as_objects(changed["product_variants"])[0]["id"] == variant["id"]
    assert inside(shop_calls.delete(f"/products/{key}")) == {"id": key, "deleted": True}
    assert shop_calls.rows("/inventory_levels", sku="T-1") == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"code": "HM-CM"}, "Product Code must be unique"),
        ({"name": ""}, "Name can't be blank"),
        ({"product_variants": [{"sku": "HM-CM"}]}, "SKU must be unique"),
    ],
)
def test_products_that_are_refused(shop_calls: ShopCalls, changes: Document, text: str) -> None:
    reply = shop_calls.post("/products", {"product": {**NEW_PRODUCT, **changes}})
    assert (reply.status_code, message_of(reply)) == (422, f"Validation failed: {text}")


def test_stock_is_listed_by_sku_and_set(shop_calls: ShopCalls) -> None:
    levels = shop_calls.rows("/inventory_levels", limit="200")
    skus = [str(level["sku"]) for level in levels]
    assert skus == sorted(skus)
    assert all(level.keys() == {"sku", "on_hand", "available"} for level in levels)
    sent = [{"sku": "HM-CM", "on_hand": 30}, {"sku": "HM-TR", "available": 7}]
    before = [shop_calls.level(str(one["sku"])) for one in sent]
    reply = shop_calls.post("/inventory_levels", {"inventory_levels": sent})
    first, second = as_objects(answer(reply)["inventory_levels"])
    (hand, free), (other_hand, other_free) = before
    assert isinstance(hand, int)
    assert isinstance(free, int)
    assert isinstance(other_hand, int)
    assert isinstance(other_free, int)
    assert (first["on_hand"], first["available"]) == (30, free + 30 - hand)
    assert (second["on_hand"], second["available"]) == (other_hand + 7 - other_free, 7)
    product = shop_calls.rows("/products", code="HM-CC")[0]
    own = shop_calls.rows("/inventory_levels", product_id=str(product["id"]))
    assert len(own) == len(as_objects(product["product_variants"]))
    clock = as_object(shop_calls.admin("GET", "/clock"))
    changed = shop_calls.rows("/inventory_levels", updated_since=str(clock["time"])[:10])
    assert {"HM-CM", "HM-TR"} <= each(changed, "sku")
    assert shop_calls.rows("/inventory_levels", created_since="2099-01-01") == []


@pytest.mark.parametrize(
    ("level", "text"),
    [
        ({"sku": "HM-CM", "on_hand": 1, "available": 1},
         BOTH_LEVELS),
        ({"sku": "NOTHING", "on_hand": 1}, "SKU 'NOTHING' does not match a product variant"),
        ({"sku": "HM-CM"}, "SKU 'HM-CM' has neither On Hand nor Available"),
    ],
)  # fmt: skip
def test_levels_that_are_refused(shop_calls: ShopCalls, level: Document, text: str) -> None:
    reply = shop_calls.post("/inventory_levels", {"inventory_levels": [level]})
    assert (reply.status_code, message_of(reply)) == (422, text)
    many = [{"sku": "HM-CM", "on_hand": 1}] * 201
    assert shop_calls.post("/inventory_levels", {"inventory_levels": many}).status_code == 422
    assert shop_calls.post("/inventory_levels", {"inventory_levels": 1}).status_code == 400


def test_the_small_lists(shop_calls: ShopCalls) -> None:
    for name in (
        "customer_groups",
        "payment_terms",
        "tax_rates",
        "preorder_windows",
        "price_lists",
    ):
        body = answer(shop_calls.get(f"/{name}", limit="1"))
        assert body.keys() == {name}
        assert len(as_objects(body[name])) > 1
    terms = shop_calls.rows("/payment_terms")
    assert each(terms, "deposit_percentage") == {"0.0", "25.0"}
    shop_calls.switch(deposit_name="deposit_pecentage")
    assert each(shop_calls.rows("/payment_terms"), "deposit_pecentage") == {"0.0", "25.0"}
    window = shop_calls.rows("/preorder_windows")[0]
    assert window["categories"] == [{"id": "ca_n3xt5008", "name": "Next season"}]


def test_a_category_is_created_changed_and_deleted(shop_calls: ShopCalls) -> None:
    product = shop_calls.rows("/products", code="HM-CM")[0]
    body = {"name": "Gifts", "products": [{"product_id": product["id"]}]}
    made = inside(shop_calls.post("/categories", {"category": body}))
    key = str(made["id"])
    assert made["products"] == [{"product_id": product["id"], "product_name": "Car Mount"}]
    changed = inside(
        shop_calls.put(f"/categories/{key}", {"category": {"products": [], "active": False}})
    )
    assert changed == {**made, "products": [], "active": False}
    listed = shop_calls.rows("/categories")
    assert listed[-1] == changed
    assert shop_calls.rows("/categories", name="Gifts") == [changed]
    assert len(shop_calls.rows("/categories", parent_id="ca_c4sesx01")) == 1
    long = shop_calls.post("/categories", {"category": {"name": "x" * 101}})
    assert message_of(long) == "Validation failed: Name is too long (maximum is 100 characters)"
    orphan = shop_calls.post("/categories", {"category": {"name": "x", "parent_id": "ca_0"}})
    assert message_of(orphan) == "Validation failed: Parent is invalid"
    assert inside(shop_calls.delete(f"/categories/{key}"))["deleted"] is True
    assert shop_calls.get(f"/categories/{key}").status_code == 404


def test_a_price_list_is_created_changed_and_deleted(shop_calls: ShopCalls) -> None:
    body = {"name": "Francs", "currency": "CHF", "conversion_rate": 70}
    made = inside(shop_calls.post("/price_lists", {"price_list": body}))
    assert {**made, "id": ""} == {**body, "id": ""}
    path = f"/price_lists/{made['id']}"
    changed = inside(shop_calls.put(path, {"price_list": {"conversion_rate": 71}}))
    assert changed == shop_calls.one(path) == {**made, "conversion_rate": 71}
    again = shop_calls.post("/price_lists", {"price_list": body})
    assert message_of(again) == "Validation failed: Name has already been taken"
    wrong = shop_calls.put(path, {"price_list": {"currency": "Francs", "conversion_rate": 0}})
    assert message_of(wrong) == (
        "Validation failed: Currency is invalid, Conversion rate is not a number"
    )
    assert inside(shop_calls.delete(path)) == {"id": made["id"], "deleted": True}


def test_a_webhook_is_created_changed_and_deleted(shop_calls: ShopCalls) -> None:
    body = {"endpoint": "https://hooks.example/1", "events": ["order.created"]}
    made = inside(shop_calls.post("/webhooks", {"webhook": body}))
    assert made.keys() == {"id", "endpoint", "events", "signing_key"}
    path = f"/webhooks/{made['id']}"
    changed = inside(shop_calls.put(path, {"webhook": {"events": ["invoice.created"]}}))
    assert changed == {**made, "events": ["invoice.created"]}
    newer = inside(shop_calls.post("/webhooks", {"webhook": body}))
    assert shop_calls.rows("/webhooks") == [newer, changed]
    empty = shop_calls.post("/webhooks", {"webhook": {"events": ["tea.made"]}})
    assert message_of(empty) == (
        "Validation failed: Endpoint can't be blank, Endpoint must be a https url,"
        " Events are invalid"
    )
    for one in (newer, changed):
        assert inside(shop_calls.delete(f"/webhooks/{one['id']}"))["deleted"] is True
