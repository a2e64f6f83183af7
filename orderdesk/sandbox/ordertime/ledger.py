"""Every record of the tenant in memory and in the storage, by type and number."""

from collections.abc import Iterable, Mapping

from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.sandbox.ordertime import records
from orderdesk.sandbox.storage import Storage

CREATED, MODIFIED, REVISION = "_created", "_modified", "_revision"
"""Beside the vendor's fields a record keeps its times in microseconds and how often it changed."""
_COUNTER = "counter"


class Ledger:
    """The records, each a document without its empty fields; documents hold their lines."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self._storage = storage
        self._kept = {kind: storage.collection(vendor, str(kind)) for kind in records.KEPT}
        self._counters = storage.collection(vendor, _COUNTER)
        self._highest = {key: whole(document["at"]) for key, document in self._counters.read()}
        self._records: dict[int, dict[int, Document]] = {}
        for kind, kept in self._kept.items():
            found = sorted((int(key), document) for key, document in kept.read())
            self._records[kind] = dict(found)
        self._texts: dict[tuple[int, int], dict[str, bytes]] = {}
        self._index()

    def _index(self) -> None:
        self._texts.clear()
        self._line_owner: dict[int, int] = {}
        self._top_line = self._highest.get("line", 1_000)
        self._shipped_by: dict[int, dict[int, None]] = {}
        self._addresses: dict[int, list[int]] = {}
        for kind, found in self._records.items():
            for number, document in found.items():
                self._enter(kind, number, document)

    def fill(self, every: Mapping[int, Iterable[Document]]) -> None:
        """Replace everything; each record has its `DocNo` or `Id`."""
        self._counters.clear()
        self._highest.clear()
        for kind, kept in self._kept.items():
            kept.clear()
            found = {number_of(kind, record): record for record in every.get(kind, ())}
            kept.put_all((str(number), record) for number, record in found.items())
            self._records[kind] = found
        self._index()

    def all(self, kind: int) -> list[Document]:
        """Return the records of a type in the order of their numbers."""
        return [*self._records.get(kind, {}).values()]

    def one(self, kind: int, number: int) -> Document | None:
        return self._records.get(kind, {}).get(number)

    def named(self, kind: int, name: str) -> Document | None:
        """Return the first record of that name, capitals or not."""
        wanted = name.casefold()
        return next((r for r in self.all(kind) if str(r.get("Name")).casefold() == wanted), None)

    def put(self, kind: int, record: Document, *, now: int) -> Document:
        """Keep a new or a changed record, and note when, to the millisecond as it is shown."""
        now = now // 1_000 * 1_000
        number = number_of(kind, record)
        before = self.one(kind, number)
        if before is not None:
            self._leave(kind, number, before)
        kept: Document = {**record, MODIFIED: now, REVISION: whole(record.get(REVISION)) + 1}
        kept.setdefault(CREATED, now)
        with self._storage.transaction():
            self._kept[kind].put(str(number), kept)
        self._records[kind][number] = kept
        self._enter(kind, number, kept)
        return kept

    def remove(self, kind: int, number: int) -> None:
        """Forget a record; its number is not given again."""
        before = self.one(kind, number)
        if before is None:
            return
        self._note_highest(f"{kind}", self._top(kind))
        with self._storage.transaction():
            self._kept[kind].remove(str(number))
        self._leave(kind, number, before)
        del self._records[kind][number]

    def next_number(self, kind: int) -> int:
        """Return a number that no record of the type has had."""
        return max(self._top(kind), self._highest.get(f"{kind}", 0)) + 1

    def next_line(self) -> int:
        """Return an id that no line has had."""
        self._top_line += 1
        self._note_highest("line", self._top_line)
        return self._top_line

    def order_of_line(self, line: int) -> Document | None:
        """Return the sales order that has the line."""
        number = self._line_owner.get(line)
        return None if number is None else self.one(records.SALES_ORDER, number)

    def ship_docs_of(self, order: int) -> list[Document]:
        """Return the ship docs that fill a sales order, oldest first."""
        every = self._records[records.SHIP_DOC]
        return [every[number] for number in sorted(self._shipped_by.get(order, {}))]

    def addresses_of(self, customer: int) -> list[Document]:
        every = self._records[records.ADDRESS]
        return [every[number] for number in self._addresses.get(customer, [])]

    def text(self, kind: int, number: int, look: str) -> bytes | None:
        """Return the text that was made last for a record as it is now and in that look."""
        return self._texts.get((kind, number), {}).get(look)

    def keep_text(self, kind: int, number: int, look: str, value: JsonValue) -> bytes:
        """Write a record's text and keep it until the record changes."""
        text = self._texts.setdefault((kind, number), {})[look] = encode(value)
        return text

    def _top(self, kind: int) -> int:
        found = self._records.get(kind, {})
        return max(found) if found else 0

    def _note_highest(self, key: str, number: int) -> None:
        if number > self._highest.get(key, 0):
            self._highest[key] = number
            self._counters.put(key, {"at": number})

    def _enter(self, kind: int, number: int, record: Document) -> None:
        if kind == records.SALES_ORDER:
            for line in lines_of(record):
                key = whole(line.get("Id"))
                self._line_owner[key] = number
                self._top_line = max(self._top_line, key)
        elif kind == records.SHIP_DOC:
            self._shipped_by.setdefault(whole(record.get("SONo")), {})[number] = None
        elif kind == records.ADDRESS:
            self._addresses.setdefault(ref_id(record.get("CustomerRef")), []).append(number)

    def _leave(self, kind: int, number: int, record: Document) -> None:
        self._texts.pop((kind, number), None)
        if kind == records.SALES_ORDER:
            for line in lines_of(record):
                self._line_owner.pop(whole(line.get("Id")), None)
        elif kind == records.SHIP_DOC:
            self._shipped_by.get(whole(record.get("SONo")), {}).pop(number, None)
        elif kind == records.ADDRESS:
            self._addresses[ref_id(record.get("CustomerRef"))].remove(number)


def number_of(kind: int, record: Mapping[str, JsonValue]) -> int:
    """Return what a record is called by: DocNo for documents, Id for the others."""
    return whole(record.get("DocNo" if kind in records.DOCUMENTS else "Id"))


def whole(value: JsonValue) -> int:
    """Return an integer; anything else counts as 0."""
    return value if isinstance(value, int) else 0


def ref_id(value: JsonValue) -> int:
    """Return the Id of a reference, or 0."""
    return whole(value.get("Id")) if isinstance(value, dict) else 0


def ref_name(value: JsonValue) -> str | None:
    """Return the Name of a reference, or None."""
    name = value.get("Name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None


def lines_of(record: Mapping[str, JsonValue]) -> list[Document]:
    """Return the lines of a document."""
    lines = record.get("LineItems")
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
