"""How a row and its cells are marked: what is going on with an order, in words and in a sign."""

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.shown import Mark, ShownRow
from orderdesk.domain.status import NOT_KNOWN
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.orders.columns import NONE, Column, Reading

DERIVED = QT_TRANSLATE_NOOP("messages", "worked out here, not the vendor's own state")

LEFT = QT_TRANSLATE_NOOP("messages", "changed, and no longer what the filter asks for")
LEFT_AT_VENDOR = QT_TRANSLATE_NOOP(
    "messages", "changed meanwhile, and gone from this list when its changes are applied"
)

STAGED = QT_TRANSLATE_NOOP("messages", "staged")
STAGED_WAS = QT_TRANSLATE_NOOP("messages", "staged; was {old}")

MARK_LABELS: dict[Mark, str] = {
    Mark.ASKING: QT_TRANSLATE_NOOP("messages", "needs your decision"),
    Mark.UNKNOWN: QT_TRANSLATE_NOOP("messages", "outcome not known yet"),
    Mark.SENDING: QT_TRANSLATE_NOOP("messages", "being sent"),
    Mark.WAITING: QT_TRANSLATE_NOOP("messages", "waiting to be sent"),
    Mark.STAGED: QT_TRANSLATE_NOOP("messages", "staged, not sent"),
}
MARK_ICONS: dict[Mark, tuple[str, str]] = {
    Mark.ASKING: ("circle-help", "amber"),
    Mark.UNKNOWN: ("triangle-alert", "amber"),
    Mark.SENDING: ("send", "accent"),
    Mark.WAITING: ("hourglass", "amber"),
    Mark.STAGED: ("pencil", "accent"),
}
"""The icon and colour of each mark; its words are in MARK_LABELS."""


def is_staged(one: Column, row: ShownRow) -> bool:
    """Whether a cell shows a value that is staged and not sent."""
    return bool(row.staged) and one.attribute in row.staged


def spoken(one: Column, row: ShownRow, reading: Reading, was: str | None = None) -> str:
    """Return a cell as assistive technology should read it: title, value, and the marks.

    `was` is what stood in a staged cell before, where that is known; "" for nothing.
    """
    text = one.text(row, reading)
    said = f"{say_text(one.title)}: {text if text != NONE else say_text(NOT_KNOWN)}"
    if is_staged(one, row):
        said = f"{said} ({staged_words(was)})"
    if one.key == "number" and row.mark is not Mark.NONE:
        return f"{said}, {say_text(MARK_LABELS[row.mark])}"
    if one.key == "state" and row.state_derived:
        return f"{said}, {say_text(DERIVED)}"
    return said


def staged_words(was: str | None) -> str:
    """Say that a value is staged, and what it was where that is known."""
    if was is None:
        return say_text(STAGED)
    return say(Message(STAGED_WAS, {"old": was or NONE}))
