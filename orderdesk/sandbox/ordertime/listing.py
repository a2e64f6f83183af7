"""Lists of every type: POST gives the rows of a page, PUT their count, entityref names alone."""

from collections.abc import Callable
from dataclasses import dataclass

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.sandbox.ordertime import records
from orderdesk.sandbox.ordertime.access import READ, Access
from orderdesk.sandbox.ordertime.fields import (
    CUSTOM_SLOTS,
    CUSTOMER_FIELDS,
    ITEM_FIELDS,
    ORDER_FIELDS,
    SHIP_FIELDS,
    Field,
)
from orderdesk.sandbox.ordertime.filter import (
    Surroundings,
    known_path,
    read_filters,
    reader,
    sort_key,
)
from orderdesk.sandbox.ordertime.ledger import Ledger, lines_of, number_of, ref_id
from orderdesk.sandbox.ordertime.refusals import bad
from orderdesk.sandbox.ordertime.routes import Table, body_object
from orderdesk.sandbox.ordertime.shapes import DETAILS, LINES, NO_LINES, Shapes
from orderdesk.sandbox.ordertime.totals import amount
from orderdesk.sandbox.switches import SwitchBoard

PAGE = 100
LARGEST_PAGE = 1_000
_TABLES: dict[int, tuple[Field, ...]] = {
    records.SALES_ORDER: ORDER_FIELDS,
    records.SHIP_DOC: SHIP_FIELDS,
    records.CUSTOMER: CUSTOMER_FIELDS,
    records.ITEM_ALL: ITEM_FIELDS,
}
_DIRECTIONS = ("sortdirection", "direction", "sortdirenum")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A ListInfo that has been read."""

    kind: int
    """The type whose records are kept."""
    rows: list[Document]
    page: int
    size: int
    lines: str

    def shown(self) -> list[Document]:
        start = (self.page - 1) * self.size
        return self.rows[start : start + self.size]


class Listing:
    """Answers `/list` and `/entityref`."""

    def __init__(
        self,
        ledger: Ledger,
        shapes: Shapes,
        *,
        access: Access,
        clock: Clock,
        board: SwitchBoard,
    ) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self._access = access
        self._clock = clock
        self._board = board
        self.shifted: Callable[[Document], None] | None = None
        """Hears of the first sales order of each page that was given."""
        self.table: Table = {
            ("POST", "/list"): self._rows,
            ("PUT", "/list"): self._count,
            ("POST", "/entityref"): self._names,
        }

    def _rows(self, request: Request) -> Reply:
        asked = self._read(request)
        rows = asked.shown()
        texts = [self._text(asked, row) for row in rows]
        reply = Reply(200, b"[" + b",".join(texts) + b"]")
        if rows and asked.kind == records.SALES_ORDER and self.shifted is not None:
            self.shifted(rows[0])
        return reply

    def _text(self, asked: _Asked, row: Document) -> bytes:
        if asked.kind in records.KEPT and asked.kind != records.STOCK_BY_LOCATION:
            return self._shapes.text(asked.kind, row, asked.lines)
        return encode({name: value for name, value in row.items() if not name.startswith("_")})

    def _count(self, request: Request) -> Reply:
        asked = self._read(request)
        return json_reply(len(asked.rows) + self._board.number("count_off"))

    def _names(self, request: Request) -> Reply:
        asked = self._read(request)
        return json_reply([_ref(asked.kind, row) for row in asked.shown()])

    def _read(self, request: Request) -> _Asked:
        self._access.allow(READ)
        body = {name.lower(): value for name, value in body_object(request).items()}
        kind = body.get("type")
        if not isinstance(kind, int) or isinstance(kind, bool) or kind not in records.KNOWN:
            raise bad(f"Type {kind!r} is not valid.")
        kept = records.ITEM_ALL if kind in records.ITEM_KINDS else kind
        rows = self._records(kind)
        around = Surroundings(self._board, self._clock.now(), self._properties(kept, rows))
        tests = read_filters(body.get("filters"), around)
        rows = [row for row in rows if all(test(row) for test in tests)]
        self._sort(rows, body.get("sortation"), around)
        with_lines = body.get("includelineitems") is True
        details = with_lines and body.get("includelineitemdetails") is True
        return _Asked(
            kept,
            rows,
            _number(body.get("pagenumber"), "PageNumber", 1),
            self._size(body.get("numberofrecords")),
            DETAILS if details else LINES if with_lines else NO_LINES,
        )

    def _size(self, value: JsonValue) -> int:
        size = _number(value, "NumberOfRecords", PAGE)
        if size > LARGEST_PAGE and self._board["page_limit"] == "400":
            raise bad(f"NumberOfRecords may not exceed {LARGEST_PAGE}.")
        return min(size, LARGEST_PAGE)

    def _sort(self, rows: list[Document], value: JsonValue, around: Surroundings) -> None:
        if value is None:
            return
        if not isinstance(value, dict):
            raise bad("Sortation must be a SortField.")
        field = {name.lower(): part for name, part in value.items()}
        path = field.get("propertyname")
        if not isinstance(path, str) or not path or not known_path(path, around):
            return
        chosen = self._board["direction_member"]
        names = _DIRECTIONS if chosen == "any" else (chosen.lower(),)
        direction = next((field[name] for name in names if name in field), None)
        if direction not in (None, records.ASCENDING, records.DESCENDING):
            raise bad(f"Sort direction {direction!r} is not valid.")
        read = reader(path)
        rows.sort(key=lambda row: sort_key(read(row)), reverse=direction == records.DESCENDING)

    def _records(self, kind: int) -> list[Document]:
        if kind in records.ITEM_KINDS:
            wanted = records.ITEM_KINDS[kind]
            return [row for row in self._ledger.all(records.ITEM_ALL) if row["_kind"] in wanted]
        match kind:
            case records.STOCK:
                return self._stock()
            case records.ORDER_LINE:
                return self._lines(records.SALES_ORDER)
            case records.SHIP_LINE:
                return self._lines(records.SHIP_DOC)
            case _:
                return self._ledger.all(kind)

    def _stock(self) -> list[Document]:
        """Return what is there of each item, over all locations."""
        sums: dict[int, Document] = {}
        for row in self._ledger.all(records.STOCK_BY_LOCATION):
            item = ref_id(row["ItemRef"])
            total = sums.setdefault(item, {"Id": item, "ItemRef": row["ItemRef"]})
            for name in ("OnHand", "Available"):
                total[name] = _sum(total.get(name), row[name])
        return [*sums.values()]

    def _lines(self, kind: int) -> list[Document]:
        return [
            {"DocNo": document["DocNo"], **line}
            for document in self._ledger.all(kind)
            for line in lines_of(document)
        ]

    def _properties(self, kind: int, rows: list[Document]) -> frozenset[str]:
        names = {field.name.lower() for field in _TABLES.get(kind, ())}
        names.update(name.lower() for row in rows[:1] for name in row if name[0] != "_")
        if kind == records.SALES_ORDER:
            stem, count = CUSTOM_SLOTS["order"]
            names.update(f"{stem}{number}".lower() for number in range(1, count + 1))
        return frozenset(names | {"id", "name"} if not rows else names)


def _ref(kind: int, row: Document) -> Document:
    number = number_of(kind, row)
    return {"Id": number, "Name": row.get("Name", str(number))}


def _sum(one: JsonValue, two: JsonValue) -> JsonValue:
    return amount(one) + amount(two)


def _number(value: JsonValue, name: str, default: int) -> int:
    if value is None:
        return default
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise bad(f"{name} must be a number from 1.")
    return value
