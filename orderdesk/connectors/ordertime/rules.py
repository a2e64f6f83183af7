"""The one table of what Order Time allows: actions and conditions; states are each company's."""

# Sources: the vendor's pages Sales Order, Sales Order Line Item and Ship Doc. There is no table of
# transitions: any status of the company may be chosen, and the server judges.

from decimal import Decimal
from typing import Final

from orderdesk.connectors.ordertime.item_fields import LINE_FIELDS, LINE_FORM
from orderdesk.connectors.ordertime.order_fields import (
    CUSTOMER_FIELD,
    EDITABLE,
    ORDER_FIELDS,
    STATUS_FIELD,
)
from orderdesk.connectors.ordertime.refusals import NOT_OFFERED, UNKNOWN_STATE, UNSETTLED
from orderdesk.connectors.ordertime.vocabulary import STATUS, TITLE, TO_SHIP, VENDOR
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import ActionRule, Condition, Effect, Family, Test, VendorRules

NO_ITEMS: Final = Condition(
    "no_items",
    Test.NO_LINES,
    QT_TRANSLATE_NOOP("messages", "This order has no items, so there is nothing to ship."),
    QT_TRANSLATE_NOOP("messages", "Add the items first."),
)

NOTHING_TO_SHIP: Final = Condition(
    "nothing_to_ship",
    Test.VALUE_IN,
    QT_TRANSLATE_NOOP(
        "messages",
        "Nothing of this order is left to ship: by its ship docs each item has left, is closed, or "
        "comes back.",
    ),
    QT_TRANSLATE_NOOP("messages", "Add items, or raise a quantity, if more is to leave."),
    fields=(TO_SHIP,),
    values=("0",),
)

_UNSAID_DELETE: Final = QT_TRANSLATE_NOOP(
    "messages",
    "Order Time's documents do not say which orders may be deleted; one with ship docs may be "
    "refused. Order Time decides.",
)

_STATUS_FORM: Final = (
    FieldSpec(
        key="status",
        label=QT_TRANSLATE_NOOP("messages", "Status"),
        type=FieldType.REFERENCE,
        help=QT_TRANSLATE_NOOP("messages", "One of your company's own, by its name."),
        required=True,
        look_up=STATUS,
    ),
)

_SHIP_FORM: Final = (
    FieldSpec(
        key="lines",
        label=QT_TRANSLATE_NOOP("messages", "Items"),
        type=FieldType.QUANTITIES,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, everything that is left to ship."),
        outstanding=TO_SHIP,
    ),
    FieldSpec(
        key="TrackingNo",
        label=QT_TRANSLATE_NOOP("messages", "Tracking number"),
        help=QT_TRANSLATE_NOOP(
            "messages", "It has to be right now: it cannot be changed on a ship doc that is there."
        ),
        max_length=50,
    ),
    FieldSpec(
        key="Date",
        label=QT_TRANSLATE_NOOP("messages", "Date"),
        type=FieldType.DATE,
        help=QT_TRANSLATE_NOOP("messages", "Left empty, today. It cannot be changed later."),
    ),
    FieldSpec(
        key="TotalPackages",
        label=QT_TRANSLATE_NOOP("messages", "Packages"),
        type=FieldType.INTEGER,
        minimum=Decimal(1),
        maximum=Decimal(10_000),
    ),
    FieldSpec(
        key="Memo",
        label=QT_TRANSLATE_NOOP("messages", "Memo"),
        type=FieldType.LONG_TEXT,
        max_length=4_000,
    ),
)

_CREATE: Final = ActionRule(
    "create",
    Effect.CREATE,
    Family.CREATE,
    QT_TRANSLATE_NOOP("messages", "New order"),
    "plus",
    QT_TRANSLATE_NOOP("messages", "Enters a sales order for a customer."),
    fields=(CUSTOMER_FIELD, STATUS_FIELD, *EDITABLE),
    line_fields=LINE_FORM,
    shortcut="Ctrl+N",
)

_EDIT: Final = ActionRule(
    "edit",
    Effect.EDIT,
    Family.EDIT,
    QT_TRANSLATE_NOOP("messages", "Edit order"),
    "pencil",
    QT_TRANSLATE_NOOP("messages", "Changes the order's dates, addresses, notes, amounts and more."),
    any_state=True,
    fields=ORDER_FIELDS,
    inverse="edit",
    replaces=True,
    shortcut="Ctrl+E",
)

_LINES: Final = (
    ActionRule(
        "add_item",
        Effect.ADD_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Add item"),
        "package",
        QT_TRANSLATE_NOOP("messages", "Puts one more item on the order."),
        any_state=True,
        fields=LINE_FORM,
        inverse="remove_item",
        shortcut="Ctrl+I",
    ),
    ActionRule(
        "edit_item",
        Effect.EDIT_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Edit item"),
        "sliders-horizontal",
        QT_TRANSLATE_NOOP("messages", "Changes an item of the order."),
        any_state=True,
        fields=LINE_FORM,
        inverse="edit_item",
        replaces=True,
    ),
    ActionRule(
        "remove_item",
        Effect.REMOVE_LINE,
        Family.ITEMS,
        QT_TRANSLATE_NOOP("messages", "Remove item"),
        "trash-2",
        QT_TRANSLATE_NOOP("messages", "Takes an item off the order."),
        any_state=True,
        inverse="add_item",
    ),
)

_CHANGE_STATUS: Final = ActionRule(
    "change_status",
    Effect.ACT,
    Family.STATUS,
    QT_TRANSLATE_NOOP("messages", "Change status"),
    "tag",
    QT_TRANSLATE_NOOP(
        "messages", "Gives the order another of your company's statuses; Order Time judges."
    ),
    any_state=True,
    fields=_STATUS_FORM,
    inverse="change_status",
    replaces=True,
    primary=True,
    target_field="status",
    shortcut="Ctrl+Shift+T",
)

_SHIP: Final = ActionRule(
    "ship",
    Effect.ACT,
    Family.SHIP,
    QT_TRANSLATE_NOOP("messages", "Ship"),
    "truck",
    QT_TRANSLATE_NOOP("messages", "Makes a ship doc for all or some items."),
    any_state=True,
    conditions=(NO_ITEMS, NOTHING_TO_SHIP),
    fields=_SHIP_FORM,
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "A ship doc will be made for order {number} of {customer}. Its items, its date and its "
        "tracking number cannot be changed afterwards, and this desk cannot take it back.",
    ),
    primary=True,
    names_items=True,
    shortcut="Ctrl+Shift+H",
)

_DELETE: Final = ActionRule(
    "delete",
    Effect.ACT,
    Family.DELETE,
    QT_TRANSLATE_NOOP("messages", "Delete order"),
    "trash-2",
    QT_TRANSLATE_NOOP("messages", "Takes the order off Order Time for good."),
    any_state=True,
    disputed={"": _UNSAID_DELETE},
    reversible=False,
    confirmation=QT_TRANSLATE_NOOP(
        "messages",
        "Order {number} for {customer} will be deleted at Order Time. This cannot be undone, and "
        "it is not the same as cancelling: no record of the order remains.",
    ),
    deletes=True,
)

RULES: Final = VendorRules(
    vendor=VENDOR,
    title=TITLE,
    states=(),
    transitions=(),
    actions=(_CREATE, _EDIT, *_LINES, _CHANGE_STATUS, _SHIP, _DELETE),
    not_offered=NOT_OFFERED,
    order_fields=ORDER_FIELDS,
    line_fields=LINE_FIELDS,
    unknown_state=UNKNOWN_STATE,
    unsettled=UNSETTLED,
    tenant_states=True,
)
