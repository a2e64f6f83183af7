"""From the wire to the domain: a payload becomes an order, a line a line, a reference a name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, cast
from zoneinfo import ZoneInfo

from pydantic import BaseModel, JsonValue

from orderdesk.connectors.field_text import canonical, extra_of, field_text
from orderdesk.connectors.json_text import write
from orderdesk.connectors.ordertime.fulfilment import Progress, progress_of
from orderdesk.connectors.ordertime.item_fields import FROM_SHIP_DOCS as OF_LINE
from orderdesk.connectors.ordertime.item_fields import LINE_FIELDS
from orderdesk.connectors.ordertime.moments import day_text, in_utc, known_zone
from orderdesk.connectors.ordertime.order_fields import FROM_SHIP_DOCS as OF_ORDER
from orderdesk.connectors.ordertime.order_fields import ORDER_FIELDS
from orderdesk.connectors.ordertime.vocabulary import (
    CURRENCY_NAMES,
    CURRENCY_SETTING,
    CUSTOMER,
    LOCATION,
    OF_A_CUSTOMER,
    SALES_REP,
    SHIP_DOCS,
    SHIPPED,
    STATES,
    STATUS,
    TIME_ZONE,
    TO_SHIP,
    TRACKING,
    VENDOR,
)
from orderdesk.connectors.ordertime.wire import (
    CustomField,
    LinePayload,
    OrderPayload,
    Ref,
    ShipDoc,
    read_order,
)
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from orderdesk.domain.projection import computed_total
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus
from orderdesk.domain.tenant_states import parse_states

KIND_WORD: Final = "sales order"
_DERIVED: Final = frozenset(spec.key for spec in (*OF_ORDER, *OF_LINE))
_PARTS: Final = ("ShipAddress", "BillAddress", "RecordInfo")
_KINDS: Final[Mapping[str, str]] = {
    spec.key: spec.look_up for spec in (*ORDER_FIELDS, *LINE_FIELDS) if spec.look_up
}


def _custom_text(fields: Sequence[CustomField]) -> FieldValue:
    """Write the slots that hold something, each with its caption and its name."""
    texts: list[str] = []
    for one in fields:
        if one.Value is None or one.Value == "":
            continue
        scalar = isinstance(one.Value, (str, bool, int, Decimal))
        value = field_text(one.Value) if scalar else write(one.Value).decode()
        name = f"{one.Caption} ({one.Name})" if one.Caption else one.Name
        texts.append(f"{name}: {' '.join((value or '').split())}")
    return "\n".join(texts) or None


def meanings_of(settings: Mapping[str, str]) -> Mapping[str, OrderStatus]:
    """Return what the tenant's own states mean, as far as a person has decided."""
    try:
        return parse_states(settings.get(STATES, ""))
    except ValueError:
        return {}


def currency_of(ref: Ref | None, setting: str) -> tuple[str | None, bool]:
    """Return the currency, and whether it is the one set on the connection."""
    if ref is None or ref.name is None:
        code = _code(setting)
        return code, code is not None
    return _code(ref.name) or CURRENCY_NAMES.get(ref.name.casefold()), False


def _code(text: str) -> str | None:
    code = text.strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


@dataclass(slots=True)
class Mapper:
    """Maps the payloads of one connection."""

    connection: str
    settings: Mapping[str, str]
    zone: ZoneInfo | None = field(init=False)
    meanings: Mapping[str, OrderStatus] = field(init=False)

    def __post_init__(self) -> None:
        self.zone = known_zone(self.settings.get(TIME_ZONE, ""))
        self.meanings = meanings_of(self.settings)

    def read(
        self, raw: object, docs: Sequence[ShipDoc] | None, *, whole: bool
    ) -> tuple[Order, tuple[Named, ...]]:
        """Map one of the vendor's objects with the names that came with it.

        `docs` are the ship docs that fill it, None where they are not known. A row of a list is
        not `whole`: nothing is said of its lines.

        Raises:
            BadRow: if it cannot be shown safely.
        """
        payload = read_order(raw)
        return self.order(payload, docs, whole=whole), tuple(names_of(payload))

    def order(self, payload: OrderPayload, docs: Sequence[ShipDoc] | None, *, whole: bool) -> Order:
        """Map a payload; the total is the vendor's own where it sends one."""
        items = tuple(payload.LineItems or ()) if whole else None
        progress = None if docs is None or items is None else progress_of(items, docs)
        lines = None if items is None else tuple(self.line(one, progress) for one in items)
        word = _word(payload.StatusRef)
        currency, set_here = currency_of(
            payload.CurrencyRef, self.settings.get(CURRENCY_SETTING, "")
        )
        total, discount = payload.TotalAmount, payload.DiscountAmount or None
        if total is None and lines is not None:
            total = computed_total(lines, discount)
        return Order(
            connection=self.connection,
            vendor=VENDOR,
            vendor_id=payload.DocNo,
            kind=OrderKind.SALES,
            kind_word=KIND_WORD,
            number=payload.DocNo,
            name=payload.CustomerPO,
            state=self.meanings.get(word),
            vendor_state=word,
            fulfilment=_fulfilment(docs, progress),
            customer=_reference(CUSTOMER, payload.CustomerRef),
            location=_reference(LOCATION, payload.LocationRef),
            employee=_reference(SALES_REP, payload.SalesRepRef),
            placed_at=in_utc(payload.Date, self.zone),
            currency=currency,
            currency_set_here=set_here,
            discount=discount,
            total=total,
            total_computed=payload.TotalAmount is None,
            lines=lines,
            fields={**self._fields(payload), **_from_docs(docs, progress, whole=whole)},
            extra=_extra(payload),
        )

    def line(self, payload: LinePayload, progress: Progress | None) -> Line:
        """Map a line; its item's name is its number in the shop."""
        derived: dict[str, FieldValue] = dict.fromkeys((SHIPPED, TO_SHIP))
        if progress is not None:
            derived = {
                SHIPPED: canonical(progress.shipped[payload.Id]),
                TO_SHIP: canonical(progress.to_ship[payload.Id]),
            }
        fields = {
            spec.key: self._text(getattr(payload, spec.key))
            for spec in LINE_FIELDS
            if spec.key not in _DERIVED
        }
        return Line(
            id=payload.Id,
            sku=payload.ItemRef.name if payload.ItemRef else None,
            description=payload.Description,
            quantity=payload.Quantity,
            price=payload.Price,
            fields={**fields, **derived},
            extra={name: value for name, value in extra_of(payload).items() if name != "$type"},
        )

    def _fields(self, payload: OrderPayload) -> dict[str, FieldValue]:
        fields: dict[str, FieldValue] = {}
        for spec in ORDER_FIELDS:
            if spec.key in _DERIVED:
                continue
            owner, dot, part = spec.key.partition(".")
            value = getattr(payload, owner)
            fields[spec.key] = self._text(getattr(value, part, None) if dot else value)
        return fields

    def _text(self, value: object) -> FieldValue:
        if isinstance(value, Ref):
            return value.key
        if isinstance(value, datetime):
            return day_text(value, self.zone)
        if isinstance(value, list):  # only custom fields come so
            return _custom_text(cast("list[CustomField]", value))
        return field_text(value)


def _word(ref: Ref | None) -> str:
    """Return the tenant's own word for a state; its number where it has no name."""
    return "" if ref is None else ref.name or ref.key or ""


def _reference(kind: str, ref: Ref | None) -> Reference | None:
    key = None if ref is None else ref.key
    return None if key is None else Reference(kind=kind, id=key)


def _fulfilment(
    docs: Sequence[ShipDoc] | None, progress: Progress | None
) -> FulfilmentStatus | None:
    """Return how much has left: without ship docs nothing, else as the lines tell."""
    if docs is None:
        return None
    if not docs:
        return FulfilmentStatus.NONE
    return None if progress is None else progress.status


def _from_docs(
    docs: Sequence[ShipDoc] | None, progress: Progress | None, *, whole: bool
) -> dict[str, FieldValue]:
    """Return the fields that follow from the ship docs; of a list's row those that it tells."""
    if docs is None:
        return dict.fromkeys((SHIP_DOCS, TRACKING, SHIPPED, TO_SHIP)) if whole else {}
    numbers = sorted(docs, key=lambda doc: int(doc.DocNo))
    fields = {
        SHIP_DOCS: "\n".join(doc.DocNo for doc in numbers) or None,
        TRACKING: "\n".join(_tracking(doc) for doc in numbers if doc.TrackingNo) or None,
    }
    if progress is not None:
        fields[SHIPPED] = canonical(sum(progress.shipped.values(), Decimal(0)))
        fields[TO_SHIP] = canonical(sum(progress.to_ship.values(), Decimal(0)))
    return fields


def _tracking(doc: ShipDoc) -> str:
    return f"{' '.join((doc.TrackingNo or '').split())} ({doc.DocNo})"


def _extra(payload: OrderPayload) -> dict[str, JsonValue]:
    """Return the unknown members of an order and of its parts, those under the part's name."""
    found = extra_of(payload)
    for name in _PARTS:
        part: BaseModel | None = getattr(payload, name)
        more = extra_of(part) if part is not None else {}
        if more:
            found[name] = dict(more)
    return found


def names_of(payload: OrderPayload) -> Iterator[Named]:
    """Go through the names that an order brings beside the numbers."""
    status = _word(payload.StatusRef)
    if status:
        yield Named(kind=STATUS, id=status, name=status)
    customer = payload.CustomerRef.key
    for part in (payload, *(payload.LineItems or ())):
        for name, kind in _KINDS.items():
            ref = getattr(part, name, None)
            if isinstance(ref, Ref) and ref.key and ref.name:
                parent = customer if kind in OF_A_CUSTOMER else None
                yield Named(kind=kind, id=ref.key, name=ref.name, parent=parent)
