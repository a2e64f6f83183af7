"""Orders, lines and workflow items as the site keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from orderdesk.sandbox.deconetwork.statuses import (
    LINE_OPEN,
    PRODUCED,
    READY_TO_SHIP,
    RECEIVED,
    SHIPPED,
)
from orderdesk.sandbox.json_text import Document, JsonValue

_REACHED = {PRODUCED: PRODUCED, READY_TO_SHIP: PRODUCED, SHIPPED: SHIPPED}
"""The stage that a status says by itself."""


@dataclass(frozen=True, slots=True)
class Item:
    """A workflow item: so many pieces of one option of a line, all at the same stage."""

    id: int
    option: int
    """The option's id; 0 when the product has none."""
    qty: int
    stage: int = LINE_OPEN
    procurement: int = RECEIVED
    by: int = 0
    """Who produced it; 0: nobody yet."""


@dataclass(frozen=True, slots=True)
class Line:
    """One order line; what its product says is looked up when it is shown."""

    id: int
    product: str
    """The product's code; empty for a line that somebody typed in."""
    name: str
    """The decorated product's name."""
    color: int
    unit: Decimal
    decoration: Decimal
    total: Decimal
    tax: Decimal
    qty: int
    stage: int = LINE_OPEN
    items: tuple[Item, ...] = ()
    decorations: tuple[str, ...] = ()
    processed: int | None = None
    processed_by: int = 0
    assigned: int = 0
    shipped: int | None = None
    shipped_by: int = 0
    values: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    """Shown instead of what would be derived."""

    @property
    def pieces(self) -> Mapping[int, int]:
        """How many pieces stand at each stage."""
        if not self.items:
            return {self.stage: self.qty}
        counts: dict[int, int] = {}
        for item in self.items:
            counts[item.stage] = counts.get(item.stage, 0) + item.qty
        return counts


@dataclass(frozen=True, slots=True)
class Shipment:
    """What left the house together."""

    id: int
    at: int
    tracking: str
    method: int
    weight: Decimal
    items: tuple[tuple[int, int], ...]
    """Workflow item and quantity."""


@dataclass(frozen=True, slots=True)
class Order:
    """One order; times are seconds since 1970."""

    id: str
    """The invoice number."""
    key: int
    """The number in the addresses of its documents."""
    status: int
    dates: Mapping[str, int | None]
    """By the vendor's field names."""
    values: Mapping[str, JsonValue]
    """The plain fields of the header by the vendor's names; times inside are seconds."""
    lines: tuple[Line, ...] = ()
    shipments: tuple[Shipment, ...] = ()
    notes: tuple[str, ...] = ()
    mails: int = 0
    """How often the customer was written to."""
    shape: str = "recorded"
    """The shape in which the order is shown when shapes are mixed."""
    revision: int = 1
    """How often it has been written."""

    def date(self, name: str) -> int | None:
        return self.dates.get(name)

    @property
    def stage(self) -> int:
        """The stage that every line has reached."""
        return min((line.stage for line in self.lines), default=LINE_OPEN)

    def pieces(self, stage: int) -> int:
        """How many pieces stand at that stage or beyond it."""
        return sum(count for line in self.lines for at, count in line.pieces.items() if at >= stage)

    def document(self) -> Document:
        """As it is kept in the storage."""
        return {
            "key": self.key,
            "status": self.status,
            "dates": {**self.dates},
            "values": {**self.values},
            "lines": [_line_document(line) for line in self.lines],
            "shipments": [_shipment_document(shipment) for shipment in self.shipments],
            "notes": [*self.notes],
            "mails": self.mails,
            "shape": self.shape,
            "revision": self.revision,
        }


def settled(line: Line) -> Line:
    """Return the line at the stage that all its workflow items have reached."""
    stage = min((item.stage for item in line.items), default=line.stage)
    return line if stage == line.stage else replace(line, stage=stage)


def advanced(order: Order, now: int) -> Order:
    """Return the order as produced or shipped once all its lines are, never back."""
    dates = dict(order.dates)
    dates["date_modified"] = now
    status = order.status
    stage = order.stage
    if stage >= PRODUCED and dates.get("date_produced") is None:
        dates["date_produced"] = now
    if stage >= SHIPPED and dates.get("date_shipped") is None:
        dates["date_shipped"] = now
    if stage > _REACHED.get(status, LINE_OPEN):
        status = stage
    return replace(order, dates=dates, status=status)


def _line_document(line: Line) -> Document:
    return {
        "id": line.id,
        "product": line.product,
        "name": line.name,
        "color": line.color,
        "unit": line.unit,
        "decoration": line.decoration,
        "total": line.total,
        "tax": line.tax,
        "qty": line.qty,
        "stage": line.stage,
        "items": [
            [item.id, item.option, item.qty, item.stage, item.procurement, item.by]
            for item in line.items
        ],
        "decorations": [*line.decorations],
        "processed": line.processed,
        "processed_by": line.processed_by,
        "assigned": line.assigned,
        "shipped": line.shipped,
        "shipped_by": line.shipped_by,
        "values": {**line.values},
    }


def _shipment_document(shipment: Shipment) -> Document:
    return {
        "id": shipment.id,
        "at": shipment.at,
        "tracking": shipment.tracking,
        "method": shipment.method,
        "weight": shipment.weight,
        "items": [[item, qty] for item, qty in shipment.items],
    }


def from_document(key: str, document: Document) -> Order:
    """Return an order as it was kept in the storage."""
    dates = as_object(document["dates"])
    return Order(
        id=key,
        key=whole(document["key"]),
        status=whole(document["status"]),
        dates={name: moment(value) for name, value in dates.items()},
        values=as_object(document["values"]),
        lines=tuple(_line(as_object(one)) for one in as_list(document["lines"])),
        shipments=tuple(_shipment(as_object(one)) for one in as_list(document["shipments"])),
        notes=tuple(str(note) for note in as_list(document["notes"])),
        mails=whole(document["mails"]),
        shape=str(document["shape"]),
        revision=whole(document["revision"]),
    )


def _line(document: Document) -> Line:
    return Line(
        id=whole(document["id"]),
        product=str(document["product"]),
        name=str(document["name"]),
        color=whole(document["color"]),
        unit=decimal(document["unit"]),
        decoration=decimal(document["decoration"]),
        total=decimal(document["total"]),
        tax=decimal(document["tax"]),
        qty=whole(document["qty"]),
        stage=whole(document["stage"]),
        items=tuple(Item(*map(whole, as_list(one))) for one in as_list(document["items"])),
        decorations=tuple(str(one) for one in as_list(document["decorations"])),
        processed=moment(document["processed"]),
        processed_by=whole(document["processed_by"]),
        assigned=whole(document["assigned"]),
        shipped=moment(document["shipped"]),
        shipped_by=whole(document["shipped_by"]),
        values=as_object(document["values"]),
    )


def _shipment(document: Document) -> Shipment:
    pairs = (as_list(one) for one in as_list(document["items"]))
    return Shipment(
        id=whole(document["id"]),
        at=whole(document["at"]),
        tracking=str(document["tracking"]),
        method=whole(document["method"]),
        weight=decimal(document["weight"]),
        items=tuple((whole(item), whole(qty)) for item, qty in pairs),
    )


def as_object(value: JsonValue) -> Document:
    """Take an object; anything else counts as an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: JsonValue) -> list[JsonValue]:
    """Take a list; anything else counts as an empty one."""
    return value if isinstance(value, list) else []


def whole(value: JsonValue) -> int:
    """Take a whole number; anything else counts as 0."""
    return int(value) if isinstance(value, int | Decimal) else 0


def decimal(value: JsonValue) -> Decimal:
    """Take a number; anything else counts as 0."""
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def moment(value: JsonValue) -> int | None:
    """Take a time in seconds, or none."""
    return value if isinstance(value, int) else None
