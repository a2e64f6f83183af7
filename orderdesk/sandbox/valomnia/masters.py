"""What operations refer to: customers, items, people, units, kinds of payment and the like."""

from collections.abc import Iterable, Mapping

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.valomnia.refusals import invalid_param, not_found, wrong_type

KINDS = (
    "customers",
    "customerCategories",
    "customerSegmentations",
    "employees",
    "itemCategories",
    "itemGroups",
    "items",
    "itemUnits",
    "orderPrepayments",
    "paymentTypes",
    "returns",
    "units",
    "warehouses",
    "warehouseStocks",
)
"""By the names of their addresses."""
THINGS = {
    "customers": "customer",
    "customerCategories": "customerCategory",
    "customerSegmentations": "customerSegmentation",
    "employees": "user",
    "itemCategories": "itemCategory",
    "itemGroups": "itemGroup",
    "items": "item",
    "itemUnits": "itemUnit",
    # The vendor's own text for a prepayment says "order".
    "orderPrepayments": "order",
    "paymentTypes": "paymentType",
    "returns": "return",
    "units": "unit",
    "warehouses": "warehouse",
    "warehouseStocks": "warehouseStock",
}
"""What the answer calls something that is not there."""
CREDITED = "_credited"
"""Beside the vendor's own fields: how much of a prepayment is used."""
REFERENCE = "_reference"
"""Beside the vendor's own fields: by which reference an itemUnit is found."""


class Masters:
    """The master data by kind and id, read once from the storage; hrefs are kept short."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._kept = {kind: storage.collection(vendor, kind) for kind in KINDS}
        self._documents: dict[str, dict[int, Document]] = {
            kind: dict(sorted((int(key), document) for key, document in kept.read()))
            for kind, kept in self._kept.items()
        }
        self._by_reference: dict[str, dict[str, int]] = {}

    def fill(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Replace everything."""
        self._by_reference.clear()
        for kind, kept in self._kept.items():
            kept.clear()
            by_key = {_id(document): document for document in documents.get(kind, ())}
            kept.put_all((str(key), document) for key, document in by_key.items())
            self._documents[kind] = by_key

    def all(self, kind: str) -> list[Document]:
        return [*self._documents[kind].values()]

    def one(self, kind: str, key: int) -> Document:
        """Return a document that is certainly there."""
        return self._documents[kind][key]

    def put(self, kind: str, document: Document) -> None:
        """Keep a changed document."""
        self._documents[kind][_id(document)] = document
        self._kept[kind].put(str(_id(document)), document)

    def by_id(self, kind: str, text: str, *, name: str = "id") -> Document:
        """Return the document of an id as it was sent.

        Raises:
            Refusal: 400 when the id is no number, 404 when there is none of that id.
        """
        found = self._documents[kind].get(number(text, name))
        if found is None:
            raise not_found(THINGS[kind], text)
        return found

    def by_reference(self, kind: str, reference: str) -> Document:
        """Return the document of a reference; raises `Refusal` 404."""
        if kind not in self._by_reference:
            self._by_reference[kind] = {
                str(document.get("reference", document.get(REFERENCE))): key
                for key, document in reversed(self._documents[kind].items())
            }
        key = self._by_reference[kind].get(reference)
        if key is None:
            raise not_found(THINGS[kind], reference, "reference")
        return self._documents[kind][key]

    def sent(self, kind: str, text: str, *, name: str, external: bool) -> int:
        """Return the id of what a parameter names: by id, or with useExternalId by reference.

        Raises:
            Refusal: 404 when there is none; 400 when it is no number, and for an empty reference.
        """
        if external:
            if not text:
                raise invalid_param(name)
            return _id(self.by_reference(kind, text))
        return _id(self.by_id(kind, text, name=name))


def number(text: str, name: str = "id") -> int:
    """Return an id of a path or a parameter; raises `Refusal` 400 when it is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise wrong_type(name)
    return int(text)


def _id(document: Document) -> int:
    key = document["id"]
    return key if isinstance(key, int) else 0


def public(document: Document) -> Document:
    """Return the vendor's own fields, without what we keep beside them."""
    return {name: value for name, value in document.items() if not name.startswith("_")}


def brief(document: Document, *names: str, path: str) -> Document:
    """Return how other documents name this one: some fields and the link."""
    return {**{name: document.get(name) for name in names}, "href": f"{path}/{document['id']}"}
