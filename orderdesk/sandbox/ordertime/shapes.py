"""How records are shown: every field, empty ones as null, and lines only when they are wanted."""

from collections.abc import Iterable, Mapping

from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.fields import (
    CAPTIONS,
    CARD_FIELDS,
    CUSTOM_SLOTS,
    CUSTOMER_FIELDS,
    ITEM_FIELDS,
    LINE_FIELDS,
    ORDER_FIELDS,
    SHIP_FIELDS,
    SHIP_LINE_FIELDS,
    Field,
    Kind,
)
from orderdesk.sandbox.ordertime.ledger import (
    CREATED,
    MODIFIED,
    Ledger,
    lines_of,
    number_of,
    ref_id,
    whole,
)
from orderdesk.sandbox.switches import SwitchBoard

TYPE = "$type"
ORDER_LINE_TYPE = "AOLib7.SalesOrderLineItem, AOLib7"
"""The tag of a line of an order (Sales Order Line Item page)."""
SHIP_LINE_TYPE = "AOLib7.ShipDocLineItem, AOLib7"
"""The same for ship docs [inferred]."""
CARD = "_card"
"""Where an order keeps card data that is no field of the vendor's table."""
NO_LINES, LINES, DETAILS = "none", "lines", "details"
_TABLES: Mapping[int, tuple[tuple[Field, ...], str]] = {
    records.SALES_ORDER: (ORDER_FIELDS, "order"),
    records.SHIP_DOC: (SHIP_FIELDS, ""),
    records.CUSTOMER: (CUSTOMER_FIELDS, ""),
    records.ITEM_ALL: (ITEM_FIELDS, "item"),
}


class Shapes:
    """Shows records as the switches stand."""

    def __init__(self, ledger: Ledger, board: SwitchBoard) -> None:
        self._ledger = ledger
        self._board = board

    def text(self, kind: int, record: Document, lines: str) -> bytes:
        """Return a record in JSON; made once for each revision and look."""
        board = self._board
        names = ("record_dates", "type_tags", "total_amount", "currency_name", "card_data")
        look = " ".join((lines, board["lines_left_out"], *(board[name] for name in names)))
        number = number_of(kind, record)
        ready = self._ledger.text(kind, number, look)
        if ready is not None:
            return ready
        return self._ledger.keep_text(kind, number, look, self.record(kind, record, lines))

    def record(self, kind: int, record: Document, lines: str) -> Document:
        """Return a record; `lines`: none, lines, or details."""
        fields, slots = _TABLES.get(kind, ((), ""))
        shown = self._fields(record, fields, slots)
        if kind == records.SALES_ORDER and self._board["total_amount"] == "absent":
            del shown["TotalAmount"]
        if kind in (records.SALES_ORDER, records.CUSTOMER):
            self._mask_cards(shown, record)
        if kind in records.DOCUMENTS:
            self._add_lines(shown, kind, record, lines)
        if fields:
            shown["RecordInfo"] = self._record_info(record)
        return shown

    def order_line(self, line: Document) -> Document:
        """Return one line of a sales order, its type tag first."""
        shown = self._fields(line, LINE_FIELDS, "line")
        return self._tagged(shown, ORDER_LINE_TYPE)

    def _ship_line(self, line: Document, *, details: bool) -> Document:
        shown = self._fields(line, SHIP_LINE_FIELDS, "")
        shown.pop("Details", None)
        if details:
            shown["Details"] = line.get("Details", [])
        return self._tagged(shown, SHIP_LINE_TYPE)

    def _tagged(self, shown: Document, tag: str) -> Document:
        return {TYPE: tag, **shown} if self._board["type_tags"] == "shown" else shown

    def _add_lines(self, shown: Document, kind: int, record: Document, lines: str) -> None:
        shown.pop("LineItems", None)
        if lines == NO_LINES:
            if self._board["lines_left_out"] != "absent":
                shown["LineItems"] = None if self._board["lines_left_out"] == "null" else []
        elif kind == records.SALES_ORDER:
            shown["LineItems"] = [self.order_line(line) for line in lines_of(record)]
        else:
            details = lines == DETAILS
            shown["LineItems"] = [
                self._ship_line(line, details=details) for line in lines_of(record)
            ]

    def _fields(self, record: Document, fields: Iterable[Field], slots: str) -> Document:
        """Take every field of the table, and what a colleague's hand has added beside them."""
        shown: Document = {}
        for field in fields:
            value = record.get(field.name)
            if field.kind is Kind.CUSTOM:
                shown[field.name] = custom_fields(value, slots)
            elif field.kind is Kind.PARTS and isinstance(value, dict):
                shown[field.name] = {part: value.get(part) for part in field.parts}
            elif field.kind is Kind.FLAG and value is None:
                shown[field.name] = False
            else:
                shown[field.name] = value
        for name, value in record.items():
            if name not in shown and not name.startswith("_"):
                shown[name] = value
        if shown.get("CurrencyRef") is not None and self._board["currency_name"] == "words":
            shown["CurrencyRef"] = self._currency_in_words(shown["CurrencyRef"])
        return shown

    def _currency_in_words(self, value: JsonValue) -> JsonValue:
        currency = self._ledger.one(records.CURRENCY, ref_id(value)) or {}
        return {"Id": ref_id(value), "Name": currency.get("Description")}

    def _mask_cards(self, shown: Document, record: Document) -> None:
        """Show, empty or leave out what is known of somebody's card."""
        card = record.get(CARD)
        if isinstance(card, dict):
            shown.update(card)
        choice = self._board["card_data"]
        for name in CARD_FIELDS:
            if choice == "absent":
                shown.pop(name, None)
            elif choice == "null" and name in shown:
                shown[name] = None

    def _record_info(self, record: Document) -> Document:
        style = self._board["record_dates"]
        return {
            "CreatedDate": moments.stamp(whole(record.get(CREATED)), style),
            "ModifiedDate": moments.stamp(whole(record.get(MODIFIED)), style),
        }


def custom_fields(value: JsonValue, slots: str) -> list[JsonValue]:
    """Return one entry for every slot that the tenant has defined, in order (client code)."""
    kept = value if isinstance(value, dict) else {}
    stem, count = CUSTOM_SLOTS[slots]
    if slots == "item":  # a hundred of them, few used
        return [_slot(name, kept) for name in kept]
    return [_slot(f"{stem}{number}", kept) for number in range(1, count + 1)]


def _slot(name: str, kept: Mapping[str, JsonValue]) -> Document:
    return {"Name": name, "Caption": CAPTIONS.get(name), "Value": kept.get(name)}
