"""The columns of the orders table, as data: what each shows and how it is sorted and found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.query import Clause, Operator
from orderdesk.domain.shown import ShownRow
from orderdesk.domain.status import (
    FULFILMENT_LABELS,
    KIND_LABELS,
    NOT_KNOWN,
    PAYMENT_LABELS,
    STATUS_LABELS,
    OrderStatus,
)
from orderdesk.ui.i18n import (
    countdown,
    format_day,
    format_moment,
    format_money,
    format_number,
    say_text,
)

NONE = "—"
"""What stands where there is nothing to show."""

BY_ACTIONS = QT_TRANSLATE_NOOP(
    "messages", "Use one of the order's actions; “What can be done” (Ctrl+.) lists them."
)
IN_THE_DETAIL = QT_TRANSLATE_NOOP(
    "messages", "It follows from the items: edit them in the order's detail (Enter)."
)
NEVER = QT_TRANSLATE_NOOP("messages", "It says where the order comes from, and stays.")

# Nobody waits for these any more, so that no countdown should catch the eye.
_OVER = {OrderStatus.PROCESSED, OrderStatus.COMPLETED, OrderStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text of a cell depends on beside the row."""

    zone: ZoneInfo
    now: datetime
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    """What people call the vendors, by the vendors' keys."""
    states: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    """What a vendor's own words for states mean, by vendor and word, as source text."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `title` is source text, `width` in pixels at the usual font size."""

    key: str
    title: str
    width: int
    text: Callable[[ShownRow, Reading], str]
    right: bool = False
    figures: bool = False
    """Whether its digits should stand below one another."""
    rank: int | None = None
    """Which default columns a narrow table keeps, 1 first; None: hidden by default."""
    mixed: int | None = None
    """The same where orders of several connections stand beside one another."""
    widest: int = 0
    """How wide it may grow where there is room; 0: not at all."""
    sort: str | None = None
    """The column of Sort; None where it cannot be sorted by."""
    quiet: Callable[[ShownRow], bool] = lambda _row: False
    """Whether the value is less worth a look: an id without a name, what is the same in all."""
    clause: Callable[[ShownRow, Reading], Clause | None] = lambda _row, _reading: None
    """The condition that finds the rows with the same value."""
    attribute: str | None = None
    """The attribute of Order that is shown, by which a vendor's field for it is found."""
    way: str = ""
    """How it is changed where no field of the order says it, as source text."""

    @property
    def shown(self) -> bool:
        """Whether it is shown by default."""
        return self.rank is not None


def _own_word(row: ShownRow, reading: Reading) -> str:
    """Return the vendor's word for a row's state as people read it, a number's meaning too."""
    label = reading.states.get((row.vendor, row.vendor_state))
    return say_text(label) if label else row.vendor_state


def state_label(row: ShownRow, reading: Reading) -> str:
    """Return our word for a row's state, or the vendor's where we know none."""
    label = STATUS_LABELS.get(row.state) if row.state else None
    return say_text(label) if label else _own_word(row, reading) or say_text(NOT_KNOWN)


def vendor_word(row: ShownRow, reading: Reading) -> str:
    """Return the vendor's own word for the state where it says something else than ours."""
    if row.state is None:
        return ""
    word = _own_word(row, reading)
    ours = {row.state, state_label(row, reading).casefold()}
    return "" if word.casefold() in ours else word


def _state(row: ShownRow, reading: Reading) -> str:
    word = vendor_word(row, reading)
    label = state_label(row, reading)
    return f"{label} ({word})" if word else label


def _labelled(labels: dict[str, str], value: str | None, word: str | None) -> str:
    """Return our word with the vendor's own beside it where that says something else."""
    if value not in labels:
        return word or NONE
    label = say_text(labels[value])
    same = {label.casefold(), value.casefold(), ""}
    return label if (word or "").casefold() in same else f"{label} ({word})"


def _vendor(row: ShownRow, reading: Reading) -> str:
    return reading.titles.get(row.vendor, row.vendor)


def _kind(row: ShownRow, _reading: Reading) -> str:
    label = KIND_LABELS.get(row.kind) if row.kind else None
    return say_text(label) if label else row.kind_word or NONE


def _expires(row: ShownRow, reading: Reading) -> str:
    if row.state in _OVER:
        return format_day(row.expires_at, reading.zone, now=reading.now) or NONE
    return countdown(row.expires_at, reading.now) or NONE


def _same(field: str, value: str | None) -> Clause:
    return Clause(field, Operator.IS, (value or "none",))


def _placed_that_day(row: ShownRow, reading: Reading) -> Clause | None:
    if row.placed_at is None:
        return None
    return Clause("placed", Operator.IS, (f"{row.placed_at.astimezone(reading.zone):%Y-%m-%d}",))


COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        QT_TRANSLATE_NOOP("messages", "Number"),
        128,
        lambda row, _: row.number or NONE,
        rank=1,
        mixed=1,
        widest=160,
        sort="number",
        clause=lambda row, _: _same("number", row.number),
        attribute="number",
    ),
    Column(
        "state",
        QT_TRANSLATE_NOOP("messages", "State"),
        # Room for a short word of the vendor's beside the badge.
        132,
        _state,
        rank=2,
        mixed=2,
        widest=190,
        sort="state",
        clause=lambda row, _: (
            _same("state", row.state) if row.state else _same("vendor_state", row.vendor_state)
        ),
        attribute="vendor_state",
        way=BY_ACTIONS,
    ),
    Column(
        "payment",
        QT_TRANSLATE_NOOP("messages", "Payment"),
        96,
        lambda row, _: _labelled(PAYMENT_LABELS, row.payment, row.payment_word),
        mixed=7,
        sort="payment",
        clause=lambda row, _: _same("payment", row.payment),
        attribute="payment_word",
        way=BY_ACTIONS,
    ),
    Column(
        "fulfilment",
        QT_TRANSLATE_NOOP("messages", "Fulfilment"),
        96,
        lambda row, _: _labelled(FULFILMENT_LABELS, row.fulfilment, row.fulfilment_word),
        mixed=8,
        sort="fulfilment",
        clause=lambda row, _: _same("fulfilment", row.fulfilment),
        attribute="fulfilment_word",
        way=BY_ACTIONS,
    ),
    Column(
        "type",
        QT_TRANSLATE_NOOP("messages", "Type"),
        84,
        _kind,
        rank=9,
        mixed=9,
        sort="kind_word",
        clause=lambda row, _: _same("type", row.kind_word or row.kind),
        attribute="kind_word",
    ),
    Column(
        "customer",
        QT_TRANSLATE_NOOP("messages", "Customer"),
        144,
        lambda row, _: row.customer or row.customer_id or NONE,
        rank=3,
        mixed=3,
        widest=224,
        quiet=lambda row: row.customer is None,
        sort="customer",
        clause=lambda row, _: _same("customer", row.customer or row.customer_id),
        attribute="customer",
    ),
    Column(
        "location",
        QT_TRANSLATE_NOOP("messages", "Location"),
        138,
        lambda row, _: row.location or row.location_id or NONE,
        rank=7,
        mixed=11,
        widest=220,
        quiet=lambda row: row.location is None,
        sort="location",
        clause=lambda row, _: _same("location", row.location or row.location_id),
        attribute="location",
    ),
    Column(
        "placed",
        QT_TRANSLATE_NOOP("messages", "Placed"),
        114,
        lambda row, reading: format_moment(row.placed_at, reading.zone, now=reading.now) or NONE,
        rank=6,
        mixed=6,
        figures=True,
        sort="placed_at",
        clause=_placed_that_day,
        attribute="placed_at",
    ),
    Column(
        "expires",
        QT_TRANSLATE_NOOP("messages", "Expires"),
        80,
        _expires,
        rank=5,
        figures=True,
        sort="expires_at",
        attribute="expires_at",
    ),
    Column(
        "items",
        QT_TRANSLATE_NOOP("messages", "Items"),
        58,
        lambda row, _: NONE if row.items is None else format_number(row.items),
        right=True,
        rank=8,
        mixed=10,
        figures=True,
        sort="items",
        attribute="items",
        way=IN_THE_DETAIL,
    ),
    Column(
        "total",
        QT_TRANSLATE_NOOP("messages", "Total"),
        # Room for a currency's letters before the amount, as in CA$12,199.98.
        122,
        lambda row, _: format_money(row.total, row.currency) or NONE,
        right=True,
        rank=4,
        mixed=4,
        figures=True,
        sort="total",
        attribute="total",
        way=IN_THE_DETAIL,
    ),
    Column(
        "discount",
        QT_TRANSLATE_NOOP("messages", "Discount"),
        92,
        lambda row, _: format_money(row.discount, row.currency) or NONE,
        right=True,
        figures=True,
        sort="discount",
        attribute="discount",
    ),
    Column(
        "employee",
        QT_TRANSLATE_NOOP("messages", "Employee"),
        130,
        lambda row, _: row.employee or row.employee_id or NONE,
        quiet=lambda row: row.employee is None,
        sort="employee",
        clause=lambda row, _: _same("employee", row.employee or row.employee_id),
        attribute="employee",
    ),
    Column(
        "name",
        QT_TRANSLATE_NOOP("messages", "Name"),
        150,
        lambda row, _: row.name or NONE,
        sort="name",
        clause=lambda row, _: _same("name", row.name),
        attribute="name",
    ),
    Column(
        "vendor",
        QT_TRANSLATE_NOOP("messages", "Vendor"),
        110,
        _vendor,
        sort="vendor",
        clause=lambda row, reading: _same("vendor", _vendor(row, reading)),
        way=NEVER,
    ),
    Column(
        "id",
        QT_TRANSLATE_NOOP("messages", "Vendor's id"),
        230,
        lambda row, _: row.vendor_id,
        quiet=lambda _row: True,
        clause=lambda row, _: _same("id", row.vendor_id),
        way=NEVER,
    ),
    Column(
        "connection",
        QT_TRANSLATE_NOOP("messages", "Connection"),
        132,
        lambda row, _: row.connection_name,
        widest=190,
        rank=10,
        mixed=5,
        sort="connection_name",
        quiet=lambda _row: True,
        clause=lambda row, _: _same("connection", row.connection_name),
        way=NEVER,
    ),
)


def column(key: str) -> Column | None:
    """Return the column called `key`, if there is one."""
    return next((one for one in COLUMNS if one.key == key), None)


def is_expired(row: ShownRow, reading: Reading) -> bool:
    """Whether the row's time has run out while it still mattered."""
    return row.expires_at is not None and row.expires_at <= reading.now and row.state not in _OVER
