"""What the orders refer to: companies, locations, suppliers, employees, customers and products."""

from collections.abc import Iterable, Mapping

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.storage import Storage

KINDS = ("company", "location", "supplier", "employee", "customer", "product")
COMPANY = "_company"
"""Beside the vendor's own fields, each document says which company it belongs to."""


class Reference:
    """The reference data by kind and id, read once from the storage."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._kept = {kind: storage.collection(vendor, kind) for kind in KINDS}
        self._documents: dict[str, dict[str, Document]] = {
            kind: dict(kept.read()) for kind, kept in self._kept.items()
        }

    def fill(self, documents: Mapping[str, Iterable[Document]]) -> None:
        """Replace everything; each document has its `Id`, or a product its `CatalogItemId`."""
        for kind, kept in self._kept.items():
            kept.clear()
            by_key = {key_of(document): document for document in documents.get(kind, ())}
            kept.put_all(by_key.items())
            self._documents[kind] = by_key

    def all(self, kind: str, company: int | None = None) -> list[Document]:
        """Return the documents of a kind, of one company if one is named."""
        return [
            document
            for document in self._documents[kind].values()
            if company is None or document.get(COMPANY) == company
        ]

    def one(self, kind: str, key: str, company: int | None = None) -> Document | None:
        """One document by its id (GUIDs in lower case), if it is of that company."""
        document = self._documents[kind].get(key)
        if document is None or company not in (None, document.get(COMPANY)):
            return None
        return document

    def has(self, kind: str, key: str, company: int) -> bool:
        return self.one(kind, key, company) is not None


def key_of(document: Mapping[str, JsonValue]) -> str:
    """Return the id of a reference document as text."""
    return str(document.get("Id", document.get("CatalogItemId")))


def shown(document: Mapping[str, JsonValue]) -> Document:
    """Return the vendor's own fields, without what we keep beside them."""
    return {name: value for name, value in document.items() if not name.startswith("_")}
