"""What an order adds up to: items, discount, total, and which of it we worked out."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QWidget

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import EXACT
from orderdesk.domain.order import Order, sum_of_lines
from orderdesk.ui.i18n import format_money, say, say_text
from orderdesk.ui.staging.worth import money_text
from orderdesk.ui.widgets.labels import PlainLabel

ITEMS = QT_TRANSLATE_NOOP("messages", "Items")
DISCOUNT = QT_TRANSLATE_NOOP("messages", "Discount {code}")
TOTAL = QT_TRANSLATE_NOOP("messages", "Total")
TOTAL_COMPUTED = QT_TRANSLATE_NOOP("messages", "Total, computed")
NOT_KNOWN = QT_TRANSLATE_NOOP("messages", "Not known")
SET_HERE = QT_TRANSLATE_NOOP("messages", "{currency} is set here; the vendor names no currency.")
NO_CURRENCY = QT_TRANSLATE_NOOP("messages", "The vendor names no currency.")
WAS = QT_TRANSLATE_NOOP("messages", "was {total}")
WAS_BY = QT_TRANSLATE_NOOP("messages", "was {total}, {difference}")


def discount_label(order: Order, specs: Sequence[FieldSpec]) -> str:
    """Return the discount's label with the words that stand beside the amount."""
    spec = next((spec for spec in specs if spec.attribute == "discount"), None)
    if spec is None or not spec.group:
        return say(Message(DISCOUNT, {"code": ""})).strip()
    words = (
        order.fields.get(other.key)
        for other in specs
        if other.group == spec.group and other is not spec and other.type is FieldType.TEXT
    )
    code = " · ".join(filter(None, words))
    return say(Message(DISCOUNT, {"code": code})).strip()


def total_words(order: Order) -> str:
    """Return the order's total, or that it is not known."""
    return _money(order.total, order.currency)


def _money(amount: Decimal | None, currency: str | None) -> str:
    return say_text(NOT_KNOWN) if amount is None else format_money(amount, currency)


def _was(label: str, now: Decimal | None, before: Decimal | None, currency: str | None) -> str:
    """Return a figure's label with what it was, and by how much it is another."""
    if now == before:
        return label
    facts = {"total": _money(before, currency)}
    if now is None or before is None:
        return f"{label} ({say(Message(WAS, facts))})"
    difference = money_text(EXACT.subtract(now, before), currency or "")
    return f"{label} ({say(Message(WAS_BY, {**facts, 'difference': difference}))})"


def _items(order: Order) -> Decimal | None:
    return None if order.lines is None else sum_of_lines(order.lines)


class TotalsBlock(QWidget):
    """Three figures under the items and a word on the currency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("totals")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(10, 8, 10, 8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self._pairs = [self._pair(line, strong=line == 2) for line in range(3)]
        self.note = PlainLabel(tone="faint", wrap=True)
        self.note.set_size("small")
        self._grid.addWidget(self.note, 3, 0, 1, 2)

    def show_order(self, order: Order, mirror: Order | None, specs: Sequence[FieldSpec]) -> None:
        """Show the figures of an order; `mirror` is the vendor's, where ours differs from it."""
        seen = mirror or order
        items, currency = _items(order), order.currency
        label = say_text(ITEMS)
        if order.total == seen.total and seen.lines is not None:
            # The vendor makes the total itself; what changes here are the items.
            label = _was(label, items, _items(seen), currency)
        self._say(0, label, _money(items, currency))
        discount = order.discount
        amount = "" if not discount else _money(-discount, order.currency)
        self._say(1, discount_label(order, specs), amount)
        for label in self._pairs[1]:
            label.setVisible(bool(discount))
        total = say_text(TOTAL_COMPUTED if order.total_computed else TOTAL)
        self._say(2, _was(total, order.total, seen.total, currency), _money(order.total, currency))
        self._say_currency(order)

    def _pair(self, line: int, *, strong: bool) -> tuple[PlainLabel, PlainLabel]:
        name, amount = PlainLabel(wrap=True), PlainLabel()
        for label in (name, amount):
            label.set_tone("strong" if strong else "muted")
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        font = QFont(amount.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        amount.setFont(font)
        self._grid.addWidget(name, line, 0)
        self._grid.addWidget(amount, line, 1)
        return name, amount

    def _say(self, line: int, name: str, amount: str) -> None:
        labels = self._pairs[line]
        labels[0].setText(name)
        labels[1].setText(amount)
        labels[1].setAccessibleName(f"{name}: {amount}")

    def _say_currency(self, order: Order) -> None:
        if order.currency and order.currency_set_here:
            self.note.setText(say(Message(SET_HERE, {"currency": order.currency})))
        else:
            self.note.setText("" if order.currency else say_text(NO_CURRENCY))
        self.note.setVisible(self.note.text() != "")
