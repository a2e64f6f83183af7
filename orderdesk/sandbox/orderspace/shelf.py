"""What orders refer to: customers, products, stock and the lists that give them their meaning."""

from collections.abc import Iterable, Mapping

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.orderspace import reading
from orderdesk.sandbox.storage import Storage

CUSTOMERS = "customer"
PRODUCTS = "product"
LEVELS = "inventory_level"
CATEGORIES = "category"
GROUPS = "customer_group"
PRICE_LISTS = "price_list"
TERMS = "payment_terms"
TAX_RATES = "tax_rate"
WINDOWS = "preorder_window"
WEBHOOKS = "webhook"
KINDS = (
    CUSTOMERS,
    PRODUCTS,
    LEVELS,
    CATEGORIES,
    GROUPS,
    PRICE_LISTS,
    TERMS,
    TAX_RATES,
    WINDOWS,
    WEBHOOKS,
)
SERIAL = "_serial"
CREATED = "_created"
UPDATED = "_updated"
PRODUCT = "_product"
"""Beside the vendor's own fields: place in the list, times, and the product of a stock level."""


class Shelf:
    """The documents of each kind by id (a stock level by its SKU), kept in the storage."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._storage = storage
        self._kept = {kind: storage.collection(vendor, kind) for kind in KINDS}
        self._documents: dict[str, dict[str, Document]] = {
            kind: dict(kept.read()) for kind, kept in self._kept.items()
        }
        self._variants: dict[str, tuple[Document, Document]] = {}
        self._find_variants()

    def fill(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Replace everything; the order of each kind becomes its order in lists."""
        for kind, kept in self._kept.items():
            numbered = {
                key_of(document): {**document, SERIAL: serial}
                for serial, document in enumerate(documents.get(kind, ()), start=1)
            }
            kept.clear()
            kept.put_all(numbered.items())
            self._documents[kind] = numbered
        self._find_variants()

    def all(self, kind: str) -> list[Document]:
        """Return the documents of a kind as they were added."""
        every = [*self._documents[kind].values()]
        every.sort(key=lambda document: reading.whole(document, SERIAL))
        return every

    def get(self, kind: str, key: str) -> Document | None:
        """One document by its id; capitals matter."""
        return self._documents[kind].get(key)

    def put(self, kind: str, document: Document) -> Document:
        """Keep a new or changed document."""
        known = self._documents[kind]
        if SERIAL not in document:
            last = max((reading.whole(one, SERIAL) for one in known.values()), default=0)
            document = {**document, SERIAL: last + 1}
        key = key_of(document)
        with self._storage.transaction():
            self._kept[kind].put(key, document)
        known[key] = document
        if kind == PRODUCTS:
            self._find_variants()
        return document

    def remove(self, kind: str, key: str) -> None:
        with self._storage.transaction():
            self._kept[kind].remove(key)
        del self._documents[kind][key]
        if kind == PRODUCTS:
            self._find_variants()

    def variant(self, sku: str) -> tuple[Document, Document] | None:
        """Return the product and its variant of a SKU."""
        return self._variants.get(sku)

    def name_of(self, kind: str, key: str) -> str:
        """Return the name of a document; empty when there is none."""
        return reading.text(self._documents[kind].get(key) or {}, "name")

    def _find_variants(self) -> None:
        self._variants = {
            reading.text(variant, "sku"): (product, variant)
            for product in self._documents[PRODUCTS].values()
            for variant in reading.objects(product, "product_variants")
        }


def key_of(document: Mapping[str, JsonValue]) -> str:
    """Return the id of a document, or the SKU of a stock level."""
    return str(document.get("id", document.get("sku")))


def own_fields(document: Mapping[str, JsonValue]) -> Document:
    """Return the vendor's own fields, without what we keep beside them."""
    return {name: value for name, value in document.items() if not name.startswith("_")}
