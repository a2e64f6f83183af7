"""A vendor that does not exist, with rules of every form, for tests of what is true of all."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from orderdesk.domain.commands import (
    AddLine,
    CreateOrder,
    EditLine,
    EditOrder,
    RemoveLine,
    Transit,
)
from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.order import FieldValue, Line, Order, Reference
from orderdesk.domain.projection import computed_total
from orderdesk.domain.rules import (
    ActionRule,
    Certainty,
    Condition,
    Effect,
    Family,
    NotOffered,
    Refusal,
    State,
    Test,
    Transition,
    VendorRules,
)
from orderdesk.domain.status import OrderKind, OrderStatus

VENDOR = "quillworks"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

ORDER_FIELDS = (
    FieldSpec("title", "Title", max_length=40, attribute="name"),
    FieldSpec("note", "Note", FieldType.LONG_TEXT),
    FieldSpec("buyer", "Buyer", FieldType.REFERENCE, look_up="customer", attribute="customer"),
    FieldSpec("payer", "Payer", FieldType.REFERENCE, look_up="customer"),
    FieldSpec("shop", "Shop", FieldType.REFERENCE, look_up="location", attribute="location"),
    FieldSpec(
        "form",
        "Form",
        FieldType.CHOICE,
        choices=(Choice("1", "Retail"), Choice("2", "Trade")),
        attribute="kind_word",
    ),
    FieldSpec("rebate", "Rebate", FieldType.MONEY, minimum=Decimal(0), attribute="discount"),
    FieldSpec("until", "Until", FieldType.TIME, attribute="expires_at"),
    FieldSpec("urgent", "Urgent", FieldType.BOOLEAN),
    FieldSpec("made_by", "Made by", read_only=True),
    FieldSpec("tracking", "Tracking", FieldType.TRACKING),
    FieldSpec("home", "Home address", excludes=("depot",)),
    FieldSpec("depot", "Depot", excludes=("home",)),
)
LINE_FIELDS = (
    FieldSpec("article", "Article", look_up="product", unique=True),
    FieldSpec("code", "Code", attribute="sku"),
    FieldSpec("text", "Text", required=True, attribute="description"),
    FieldSpec(
        "count",
        "Count",
        FieldType.INTEGER,
        required=True,
        minimum=Decimal(1),
        maximum=Decimal(999),
        attribute="quantity",
    ),
    FieldSpec("each", "Each", FieldType.MONEY, minimum=Decimal(0), attribute="price"),
    FieldSpec("serials", "Serials", FieldType.TEXT_LIST),
    FieldSpec("mode", "Mode", FieldType.CHOICE, choices=(Choice("a", "Air"), Choice("s", "Sea"))),
    FieldSpec(
        "speed",
        "Speed",
        FieldType.CHOICE,
        depends_on="mode",
        choices_by={"a": (Choice("x", "Express"),), "s": (Choice("l", "Slow"),)},
    ),
)

_DONE = Refusal("{action} is not possible: the order is {state}.", "Make a new order.")
_DRAFT_ONLY = {"": _DONE, "Held": Refusal("It is on hold.", "Release it first.")}

RULES = VendorRules(
    vendor=VENDOR,
    title="Quill Works",
    states=(
        State("Draft", OrderStatus.CREATED, "Draft", 0),
        State("Placed", OrderStatus.PENDING, "Placed", 1),
        State("Held", OrderStatus.ON_HOLD, "Held", 1, row=1),
        State("Shipped", OrderStatus.PROCESSED, "Shipped", 2),
        State("Gone", OrderStatus.CANCELLED, "Gone", 2, row=1, terminal=True),
    ),
    transitions=(
        Transition("Draft", "Placed", "submit"),
        Transition("Placed", "Shipped", "process"),
        Transition("Placed", "Held", None),
        Transition("Held", "Placed", None),
        Transition("Placed", "Gone", "cancel"),
        Transition("Shipped", "Gone", "cancel", Certainty.DISPUTED, "Some say {state} is final."),
    ),
    actions=(
        ActionRule("create", Effect.CREATE, Family.CREATE, "New order", "new", "Makes an order."),
        ActionRule(
            *("edit", Effect.EDIT, Family.EDIT, "Edit", "edit", "Changes the header."),
            states=frozenset({"Draft", "Placed"}),
            refusals=_DRAFT_ONLY,
            fields=ORDER_FIELDS,
        ),
        ActionRule(
            *("add_item", Effect.ADD_LINE, Family.ITEMS, "Add item", "add", "Adds an item."),
            states=frozenset({"Draft"}),
            refusals=_DRAFT_ONLY,
            fields=LINE_FIELDS,
        ),
        ActionRule(
            *("submit", Effect.TRANSIT, Family.SUBMIT, "Submit", "submit", "Places it."),
            refusals={"": _DONE},
            conditions=(
                Condition("empty", Test.NO_LINES, "There is nothing on it.", "Add an item."),
                Condition(
                    *("payer", Test.ANY_EMPTY, "Nobody pays.", "Name a payer."), fields=("payer",)
                ),
            ),
        ),
        ActionRule(
            *("process", Effect.TRANSIT, Family.PROCESS, "Process", "process", "Ships it."),
            refusals={"": _DONE},
            conditions=(
                Condition("late", Test.EXPIRED, "{action}: it has expired.", "Make it anew."),
                Condition(
                    *("two", Test.ALL_FILLED, "It has two goals.", "Clear one."),
                    fields=("home", "depot"),
                ),
            ),
        ),
        ActionRule(
            *("cancel", Effect.TRANSIT, Family.CANCEL, "Cancel", "cancel", "Calls it off."),
            refusals={"": _DONE},
            conditions=(
                Condition(
                    *("strict", Test.SETTING_ON, "This company forbids it.", "Ask the manager."),
                    fields=("strict",),
                ),
            ),
            reversible=False,
        ),
    ),
    not_offered=(
        NotOffered("delete", Family.DELETE, "Delete", "It deletes nothing.", "Cancel it."),
    ),
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=Refusal("The state “{state}” is not known.", "Look at the vendor's own page."),
    unsettled=Refusal("An earlier change is not settled.", "Wait for it."),
)
ALL_RULES: Mapping[str, VendorRules] = {VENDOR: RULES}


def line(line_id: str, text: str = "Goose quill", **fields: FieldValue) -> Line:
    """Return a line whose fields and typed attributes agree."""
    values: dict[str, FieldValue] = {
        "article": f"art-{line_id}",
        "code": f"Q-{line_id}",
        "text": text,
        "count": "2",
        "each": "1.50",
        **fields,
    }
    count, each = values["count"], values["each"]
    return Line(
        id=line_id,
        sku=values["code"],
        description=values["text"],
        quantity=None if count is None else Decimal(count),
        price=None if each is None else Decimal(each),
        fields=values,
    )


def order(
    vendor_id: str,
    *,
    connection: str = "main",
    state: str = "Draft",
    number: str | None = None,
    lines: tuple[Line, ...] | None = (),
    placed_at: datetime | None = NOON,
    currency: str | None = None,
    **fields: FieldValue,
) -> Order:
    """Return an order as a connector of the invented vendor would map it."""
    found = RULES.state(state)
    rebate, until, form = fields.get("rebate"), fields.get("until"), fields.get("form")
    buyer, shop = fields.get("buyer"), fields.get("shop")
    discount = None if rebate is None else Decimal(rebate)
    return Order(
        connection=connection,
        vendor=VENDOR,
        vendor_id=vendor_id,
        kind=OrderKind.SALES,
        kind_word={"1": "Retail", "2": "Trade"}.get(form or "", form or ""),
        number=number,
        name=fields.get("title"),
        state=found.status if found else None,
        vendor_state=state,
        customer=Reference(kind="customer", id=buyer) if buyer else None,
        location=Reference(kind="location", id=shop) if shop else None,
        placed_at=placed_at,
        expires_at=datetime.fromisoformat(until) if until else None,
        currency=currency,
        discount=discount,
        total=None if lines is None else computed_total(lines, discount),
        total_computed=True,
        lines=lines,
        fields=fields,
    )


def _head(command_id: str, about: Order | str, action: str) -> dict[str, object]:
    vendor_id = about if isinstance(about, str) else about.vendor_id
    return {
        "id": command_id,
        "connection": "main" if isinstance(about, str) else about.connection,
        "vendor_id": vendor_id,
        "action": action,
        "created_at": NOON,
        "author": "ada",
        "computer": "desk-1",
    }


def edit(command_id: str, about: Order, **changes: FieldValue) -> EditOrder:
    """Return a command that changes header fields of what is seen."""
    base = {key: about.fields.get(key) for key in changes}
    head = _head(command_id, about, "edit")
    return EditOrder.model_validate({**head, "changes": changes, "base": base})


def transit(command_id: str, about: Order, action: str, target: str) -> Transit:
    """Return a command that moves an order from the state it is seen in."""
    head = _head(command_id, about, action)
    return Transit.model_validate({**head, "source": about.vendor_state, "target": target})


def add_line(command_id: str, about: Order, text: str = "Inkpot", **more: FieldValue) -> AddLine:
    """Return a command that adds a line."""
    fields = {"article": f"art-{command_id}", "text": text, "count": "1", "each": "4", **more}
    head = _head(command_id, about, "add_item")
    return AddLine.model_validate({**head, "line_id": f"new-{command_id}", "fields": fields})


def edit_line(command_id: str, about: Order, line_id: str, **changes: FieldValue) -> EditLine:
    """Return a command that changes a line."""
    found = about.line(line_id)
    base = {key: found.fields.get(key) if found else None for key in changes}
    head = _head(command_id, about, "edit_item")
    return EditLine.model_validate({**head, "line_id": line_id, "changes": changes, "base": base})


def remove_line(command_id: str, about: Order, line_id: str) -> RemoveLine:
    """Return a command that takes a line off."""
    found = about.line(line_id)
    head = _head(command_id, about, "remove_item")
    base = dict(found.fields) if found else {}
    return RemoveLine.model_validate({**head, "line_id": line_id, "base": base})


def create(
    command_id: str,
    *,
    connection: str = "main",
    lines: tuple[Mapping[str, FieldValue], ...] = (),
    **fields: FieldValue,
) -> CreateOrder:
    """Return a command that makes an order."""
    head = {**_head(command_id, command_id, "create"), "connection": connection}
    return CreateOrder.model_validate({**head, "fields": fields, "lines": lines})
