"""A real desk over a store in memory, for widgets: an invented vendor that cannot be reached."""

from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication
from typing_extensions import override

from orderdesk.domain.commands import Command, EditOrder, Transit
from orderdesk.domain.errors import Unreachable
from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.gateway import (
    Budget,
    ConnectionConfig,
    ConnectorDescription,
    Gateway,
    Page,
    ProbeStep,
    Reading,
    Sent,
    Verification,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.order import FieldValue, Line, Named, Order, Reference
from orderdesk.domain.projection import computed_total
from orderdesk.domain.rules import (
    ActionRule,
    Condition,
    Effect,
    Family,
    NotOffered,
    Refusal,
    Test,
    VendorRules,
)
from orderdesk.services.timings import Timings
from orderdesk.store.store import Store
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import Room, rooms
from tests.unit.ui.lifecycle.tables import SMALL, UNKNOWN, UNSETTLED, transit

OpenDesk = Callable[..., Room]
"""Opens a desk with these orders; see `filled` for its options."""
NAMES_OF = {"main": "Harbour Mobile", "north": "Northgate"}
# Nothing is tried twice within a test.
PATIENT = Timings(first_pause=3600, longest_pause=3600, close=3)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ORDER_FIELDS = (
    FieldSpec("title", "Name", group="Order", max_length=40, attribute="name"),
    FieldSpec(
        "kind",
        "Order type",
        FieldType.CHOICE,
        group="Order",
        required=True,
        choices=(Choice("1", "Sales"), Choice("2", "Transfer")),
        default="1",
        attribute="kind_word",
    ),
    FieldSpec(
        "shop",
        "Location",
        FieldType.REFERENCE,
        group="Order",
        required=True,
        look_up="location",
        attribute="location",
    ),
    FieldSpec(
        "buyer",
        "Billing customer",
        FieldType.REFERENCE,
        group="Billing",
        help="Needed before the order can be processed.",
        look_up="customer",
        attribute="customer",
    ),
    FieldSpec(
        "bill_to",
        "Billing address",
        FieldType.REFERENCE,
        group="Billing",
        look_up="address",
        depends_on="buyer",
    ),
    FieldSpec(
        "ship_to",
        "Shipping customer",
        FieldType.REFERENCE,
        group="Shipping",
        look_up="customer",
        excludes=("ship_shop",),
    ),
    FieldSpec(
        "ship_shop",
        "Shipping location",
        FieldType.REFERENCE,
        group="Shipping",
        look_up="location",
        excludes=("ship_to",),
    ),
    FieldSpec(
        "rebate",
        "Discount",
        FieldType.MONEY,
        group="Discount",
        minimum=Decimal(0),
        attribute="discount",
    ),
    FieldSpec("rebate_code", "Discount code", group="Discount"),
    FieldSpec("note", "Note", FieldType.LONG_TEXT, group="Order"),
    FieldSpec("urgent", "Urgent", FieldType.BOOLEAN, group="Order"),
    FieldSpec("due", "Due", FieldType.TIME, group="Order"),
    FieldSpec("number", "Order number", group="Order", read_only=True, attribute="number"),
)
LINE_FIELDS = (
    FieldSpec(
        "type",
        "Item type",
        FieldType.CHOICE,
        group="Item",
        required=True,
        choices=(Choice("1", "Drop-ship"), Choice("2", "In stock")),
        attribute="kind_word",
    ),
    FieldSpec(
        "status",
        "Item status",
        FieldType.CHOICE,
        group="Item",
        required=True,
        depends_on="type",
        choices_by={
            "1": (Choice("1", "New"), Choice("7", "Shipped")),
            "2": (Choice("9", "New"), Choice("12", "Back-order")),
        },
        attribute="status_word",
    ),
    FieldSpec("sku", "SKU", group="Item", attribute="sku"),
    FieldSpec("product", "Product ID", group="Item", look_up="product", unique=True),
    FieldSpec("text", "Description", group="Item", attribute="description"),
    FieldSpec(
        "count",
        "Quantity",
        FieldType.INTEGER,
        group="Item",
        minimum=Decimal(0),
        default="1",
        attribute="quantity",
    ),
    FieldSpec("each", "Price charged", FieldType.MONEY, group="Prices", attribute="price"),
    FieldSpec("serials", "Serial numbers", FieldType.TEXT_LIST, group="Supply"),
    FieldSpec("tracking", "Tracking", FieldType.TRACKING, group="Supply"),
)

_OPEN = frozenset({"Draft", "Open"})
_CLOSED = {"": Refusal("{action} is not possible: the order is {state}.", "Make a new order.")}
_EXPIRED = Condition("expired", Test.EXPIRED, "This order has expired.", "Create a new one.")
_NO_BUYER = Condition(
    "no_buyer", Test.ANY_EMPTY, "This order has no billing customer.", "Edit it.", ("buyer",)
)


_ORDER_FORM = tuple(spec for spec in ORDER_FIELDS if not spec.read_only)


def _change(
    name: str, effect: Effect, label: str, icon: str, *, fields: tuple[FieldSpec, ...] = ()
) -> ActionRule:
    return ActionRule(
        name=name,
        effect=effect,
        family=Family.EDIT if effect is Effect.EDIT else Family.ITEMS,
        label=label,
        icon=icon,
        summary=f"{label}, as often as you like.",
        states=_OPEN,
        refusals=_CLOSED,
        conditions=(_EXPIRED,),
        fields=fields,
    )


ACTIONS = (
    ActionRule(
        name="create",
        effect=Effect.CREATE,
        family=Family.CREATE,
        label="New order",
        icon="plus",
        summary="Creates an order.",
        fields=_ORDER_FORM,
    ),
    _change("edit", Effect.EDIT, "Edit order", "pencil", fields=_ORDER_FORM),
    _change("add_item", Effect.ADD_LINE, "Add item", "package", fields=LINE_FIELDS),
    _change("edit_item", Effect.EDIT_LINE, "Edit item", "pencil", fields=LINE_FIELDS),
    _change("remove_item", Effect.REMOVE_LINE, "Remove item", "trash-2"),
    replace(transit("submit", "Submit"), conditions=(_EXPIRED,)),
    replace(
        transit("process", "Process", reversible=False),
        conditions=(_EXPIRED, _NO_BUYER),
        confirmation="Order {number} for {customer} will be processed for good.",
        icon="play",
        primary=True,
    ),
    replace(
        transit("cancel", "Cancel order", reversible=False),
        conditions=(_EXPIRED,),
        confirmation="Order {number} for {customer} will be cancelled for good.",
        icon="ban",
    ),
)

RULES: VendorRules = replace(
    SMALL,
    actions=ACTIONS,
    not_offered=(
        NotOffered("delete", Family.DELETE, "Delete", "It deletes no order.", "Cancel it."),
    ),
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=UNKNOWN,
    unsettled=UNSETTLED,
)
VENDOR = RULES.vendor

DESCRIPTION = ConnectorDescription(
    vendor=VENDOR,
    title=RULES.title,
    summary="A vendor that does not exist.",
    urls=(),
    settings=(FieldSpec("currency", "Currency"),),
    secrets=(),
    kinds=("Sales", "Transfer"),
    look_ups={"location": "Locations", "customer": "Customers", "address": "Addresses"},
    rules=RULES,
)

NAMES = (
    Named(kind="location", id="14202", name="Harbour Street", detail="Bristol"),
    Named(kind="location", id="14203", name="Mill Lane", detail="Leeds"),
    Named(kind="customer", id="c1", name="Ines Duarte", detail="ines@example.org"),
    Named(kind="customer", id="c2", name="Northgate Cycles"),
    Named(kind="customer", id="c3", name="日本橋商店"),
    Named(kind="address", id="a1", name="12 Quay Rd, Bristol BS1 4XX", detail="Home", parent="c1"),
    Named(kind="address", id="a2", name="4 Gate St, Leeds LS1 1AA", detail="Shop", parent="c2"),
)


def line(
    line_id: str,
    text: str | None = "Galaxy S4 battery",
    *,
    count: str | None = "2",
    each: str | None = "9.99",
    **fields: FieldValue,
) -> Line:
    """Return a line whose fields and typed attributes agree."""
    values: dict[str, FieldValue] = {
        "type": "1",
        "status": "1",
        "sku": f"000{line_id}",
        "text": text,
        "count": count,
        "each": each,
        **fields,
    }
    return Line(
        id=line_id,
        sku=values["sku"],
        description=text,
        quantity=None if count is None else Decimal(count),
        price=None if each is None else Decimal(each),
        kind_word="Drop-ship",
        status_word="New",
        fields=values,
    )


def order(
    vendor_id: str = "o1",
    *,
    state: str = "Open",
    number: str | None = "8765-1234",
    lines: tuple[Line, ...] | None = None,
    currency: str | None = "GBP",
    expires_at: datetime | None = datetime(2026, 11, 23, 7, tzinfo=UTC),
    extra: Mapping[str, str] | None = None,
    **fields: FieldValue,
) -> Order:
    """Return an order of the invented vendor, pending and with two items unless said."""
    values: dict[str, FieldValue] = {
        "title": "Shelf cart",
        "kind": "1",
        "shop": "14202",
        "buyer": "c1",
        "bill_to": "a1",
        **fields,
    }
    shown = (line("1"), line("2", "Charging stand", each="24.00")) if lines is None else lines
    found = RULES.state(state)
    buyer, shop, rebate = values.get("buyer"), values.get("shop"), values.get("rebate")
    discount = Decimal(rebate) if rebate else None
    return Order(
        connection="main",
        vendor=VENDOR,
        vendor_id=vendor_id,
        kind_word="Sales",
        number=number,
        name=values["title"],
        state=found.status if found else None,
        vendor_state=state,
        customer=Reference(kind="customer", id=buyer) if buyer else None,
        location=Reference(kind="location", id=shop) if shop else None,
        placed_at=datetime(2026, 11, 21, 13, 51, tzinfo=UTC),
        expires_at=expires_at,
        currency=currency,
        currency_set_here=currency is not None,
        discount=discount,
        total=computed_total(shown, discount),
        total_computed=True,
        lines=shown,
        fields=values,
        extra=dict(extra or {}),
    )


def _head(command_id: str, about: Order, action: str) -> dict[str, object]:
    return {
        "id": command_id,
        "connection": about.connection,
        "vendor_id": about.vendor_id,
        "action": action,
        "created_at": NOON,
        "author": "Ana",
        "computer": "desk-3",
    }


def edit(command_id: str, about: Order, **changes: FieldValue) -> EditOrder:
    """Return a command that changes header fields of what is seen."""
    base = {key: about.fields.get(key) for key in changes}
    head = _head(command_id, about, "edit")
    return EditOrder.model_validate({**head, "changes": changes, "base": base})


def transit_to(command_id: str, about: Order, action: str, target: str) -> Transit:
    """Return a command that moves an order from the state it is seen in."""
    head = _head(command_id, about, action)
    return Transit.model_validate({**head, "source": about.vendor_state, "target": target})


class StoppedGateway(Gateway):
    """A connection whose vendor cannot be reached: what is enqueued waits."""

    def __init__(self, config: ConnectionConfig, _secrets: Mapping[str, str]) -> None:
        self._config = config

    @property
    @override
    def description(self) -> ConnectorDescription:
        return DESCRIPTION

    @property
    @override
    def config(self) -> ConnectionConfig:
        return self._config

    @property
    @override
    def budget(self) -> Budget:
        return Budget()

    @property
    @override
    def requests(self) -> int:
        return 0

    @override
    def now(self) -> datetime:
        return NOON

    @override
    async def probe(self) -> AsyncIterator[ProbeStep]:
        raise self._unreachable()
        yield  # which makes it the generator that the port wants

    @override
    async def pull(self, *, cursor: str | None) -> AsyncIterator[Page]:
        raise self._unreachable()
        yield

    @override
    async def look_up(
        self, kind: str, *, parent: str | None = None
    ) -> AsyncIterator[tuple[Named, ...]]:
        raise self._unreachable()
        yield

    @override
    async def fetch(self, vendor_id: str, *, background: bool = False) -> Reading:
        raise self._unreachable()

    @override
    async def send(self, command: Command, before: Reading | None) -> Sent:
        raise self._unreachable()

    @override
    async def verify(
        self, command: Command, *, before: Order | None, sent_at: datetime
    ) -> Verification:
        raise self._unreachable()

    @override
    async def aclose(self) -> None:
        """Nothing is open."""

    @staticmethod
    def _unreachable() -> Unreachable:
        return Unreachable(Message("The vendor cannot be reached."))


def filled(
    *orders: Order,
    names: Sequence[Named] = NAMES,
    more: Callable[[Store], object] = lambda _store: None,
    connections: Sequence[str] = ("main",),
) -> Callable[[Store], None]:
    """Return what fills a store: connections, names, these orders as read, and `more`."""

    def fill(store: Store) -> None:
        for key in connections:
            config = ConnectionConfig(key, NAMES_OF[key], VENDOR, settings={"currency": "GBP"})
            store.connections.put(config)
            store.names.put(key, names)
        for one in orders:
            store.mirror.put(one, read_at=NOON)
        more(store)

    return fill


@contextmanager
def desks(app: QApplication, theme: Theme, folder: Path) -> Generator[OpenDesk]:
    """Give what opens desks on the invented vendor, which cannot be reached."""
    with rooms(app, theme, folder) as opened:

        def open_desk(*orders: Order, **options: Any) -> Room:
            gateways = options.pop("gateways", StoppedGateway)
            descriptions = options.pop("descriptions", (DESCRIPTION,))
            return opened(
                gateways=gateways,
                descriptions=descriptions,
                prepare=filled(*orders, **options),
                sending=False,
                timings=PATIENT,
            )

        yield open_desk
