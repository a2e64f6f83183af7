"""Products with their variants: list, retrieve, create, update and delete."""

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import keys, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.customer_calls import newest_first
from orderdesk.sandbox.orderspace.money import figure
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.refusals import invalid, not_found
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.switches import SwitchBoard

_TEXTS = ("code", "name", "description", "tariff_code", "country_of_origin", "composition")
_OPTIONS = 3
"""A product's variants differ in no more than so many options."""

_FILTERS: list[Filter[Document]] = [
    Filter("created_since", Kind.SINCE, lambda product: reading.whole(product, shelf.CREATED)),
    Filter("updated_since", Kind.SINCE, lambda product: reading.whole(product, shelf.UPDATED)),
    Filter("code", Kind.TEXT, lambda product: reading.text(product, "code")),
    Filter("name", Kind.TEXT, lambda product: reading.text(product, "name")),
    Filter("active", Kind.FLAG, lambda product: reading.flag(product, "active")),
    Filter("category_id", Kind.ID, lambda product: reading.texts(product, "categories")),
]


class ProductCalls:
    """The calls below /products."""

    def __init__(
        self, book: Book, known: Shelf, *, shapes: Shapes, clock: Clock, board: SwitchBoard
    ) -> None:
        self._book = book
        self._shelf = known
        self._shapes = shapes
        self._clock = clock
        self._pages = Pages(
            "product", lambda product: reading.text(product, "id"), _FILTERS, board=board
        )

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/products", self._list),
            Route("GET", "/products/ID", self._show),
            Route("POST", "/products", self._create),
            Route("PUT", "/products/ID", self._update),
            Route("DELETE", "/products/ID", self._delete, "current"),
        ]

    def _get(self, key: str) -> Document:
        product = self._shelf.get(shelf.PRODUCTS, key)
        if product is None:
            raise not_found("product", key)
        return product

    def _list(self, call: Call) -> Reply:
        page, more = self._pages.page(newest_first(self._shelf, shelf.PRODUCTS), call.params)
        return json_reply(
            {"products": [self._shapes.product(one) for one in page], "has_more": more}
        )

    def _show(self, call: Call) -> Reply:
        return json_reply({"product": self._shapes.product(self._get(call.key))})

    def _create(self, call: Call) -> Reply:
        body = call.enveloped("product")
        product = self._read(body, self._book.new_key(keys.PRODUCT))
        product[shelf.CREATED] = product[shelf.UPDATED]
        return self._keep(product, "create_product")

    def _update(self, call: Call) -> Reply:
        """Replace everything: what is not sent is cleared, variants keep the ids that are sent."""
        known = self._get(call.key)
        product = self._read(call.enveloped("product"), call.key)
        kept: Document = {
            name: known[name] for name in ("images", shelf.CREATED, shelf.SERIAL) if name in known
        }
        return self._keep({**product, **kept}, "update_product")

    def _keep(self, product: Document, action: str) -> Reply:
        key = str(product["id"])
        self._check(product, key)
        self._shelf.put(shelf.PRODUCTS, product)
        now = self._now()
        for variant in reading.objects(product, "product_variants"):
            sku = reading.text(variant, "sku")
            if self._shelf.get(shelf.LEVELS, sku) is None:
                self._shelf.put(shelf.LEVELS, new_level(sku, key, now=now))
        return json_reply({"product": self._shapes.product(product)}, action=action, subject=key)

    def _delete(self, call: Call) -> Reply:
        product = self._get(call.key)
        self._shelf.remove(shelf.PRODUCTS, call.key)
        for variant in reading.objects(product, "product_variants"):
            sku = reading.text(variant, "sku")
            if self._shelf.get(shelf.LEVELS, sku) is not None:
                self._shelf.remove(shelf.LEVELS, sku)
        return json_reply(
            {"product": {"id": call.key, "deleted": True}},
            action="delete_product",
            subject=call.key,
        )

    def _now(self) -> int:
        return int(self._clock.timestamp())

    def _check(self, product: Document, key: str) -> None:
        faults = [
            f"{name.capitalize()} can't be blank"
            for name in ("code", "name")
            if not reading.text(product, name).strip()
        ]
        others = [one for one in self._shelf.all(shelf.PRODUCTS) if one["id"] != key]
        if product["code"] in [one["code"] for one in others]:
            faults.append("Product Code must be unique")
        skus = [reading.text(one, "sku") for one in reading.objects(product, "product_variants")]
        taken = {
            reading.text(variant, "sku")
            for other in others
            for variant in reading.objects(other, "product_variants")
        }
        if len({*skus}) < len(skus) or taken & {*skus} or "" in skus:
            faults.append("SKU must be unique")
        if faults:
            raise invalid(faults)

    def _read(self, body: Document, key: str) -> Document:
        categories = [
            reading.text(one, "id")
            for one in reading.objects(body, "categories")
            if self._shelf.get(shelf.CATEGORIES, reading.text(one, "id")) is not None
        ]
        return {
            "id": key,
            **{name: reading.text(body, name) for name in _TEXTS},
            "active": body.get("active", True) is True,
            "variant_options": [*reading.texts(body, "variant_options")[:_OPTIONS]],
            "product_variants": [
                self._variant(one) for one in reading.objects(body, "product_variants")
            ],
            "categories": [*categories],
            "grouping_category_id": reading.optional_text(body, "grouping_category_id"),
            "images": [],
            shelf.UPDATED: self._now(),
        }

    def _variant(self, sent: Document) -> JsonValue:
        prices: list[JsonValue] = [
            {"id": reading.text(one, "id"), "unit_price": _money(one, "unit_price")}
            for one in reading.objects(sent, "price_list_prices")
        ]
        return {
            "id": reading.text(sent, "id") or self._book.new_key(keys.VARIANT),
            "sku": reading.text(sent, "sku"),
            "barcode": reading.text(sent, "barcode"),
            "options": reading.inner(sent, "options"),
            "unit_price": _money(sent, "unit_price"),
            "price_list_prices": prices,
            "rrp": _money(sent, "rrp"),
            "backorder": reading.flag(sent, "backorder"),
            "minimum": reading.quantity(sent, "minimum"),
            "multiple": reading.quantity(sent, "multiple"),
            "weight": _money(sent, "weight"),
            "tax_rate_id": reading.optional_text(sent, "tax_rate_id"),
            "location": reading.text(sent, "location"),
        }


def new_level(
    sku: str, product_id: str, *, now: int, on_hand: int = 0, available: int = 0
) -> Document:
    """Return the stock level of a variant."""
    return {
        "sku": sku,
        "on_hand": on_hand,
        "available": available,
        shelf.PRODUCT: product_id,
        shelf.CREATED: now,
        shelf.UPDATED: now,
    }


def _money(sent: Document, name: str) -> JsonValue:
    return figure(reading.exact(sent, name))
