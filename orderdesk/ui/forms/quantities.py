"""How much of which items: all that is outstanding, or a quantity for each chosen item."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.money import NotANumber, parse_decimal
from orderdesk.domain.order import FieldValue, Line
from orderdesk.domain.quantities import parse_quantities, quantities_text
from orderdesk.ui.forms.editors import Editor, QuietBox
from orderdesk.ui.forms.numbers import TwoReadings, read_number
from orderdesk.ui.i18n import format_number, say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

EVERYTHING = QT_TRANSLATE_NOOP("messages", "All that is outstanding")
CHOSEN = QT_TRANSLATE_NOOP("messages", "Only the quantities below")
OF = QT_TRANSLATE_NOOP("messages", "of {left}")
QUANTITY_OF = QT_TRANSLATE_NOOP("messages", "Quantity of {item}, {left} outstanding")
QUANTITY = QT_TRANSLATE_NOOP("messages", "Quantity of {item}")
NAME_AND_SKU = QT_TRANSLATE_NOOP("messages", "{name} ({sku})")
NOTHING_LEFT = QT_TRANSLATE_NOOP("messages", "Nothing is outstanding on any item.")
NO_ITEMS = QT_TRANSLATE_NOOP("messages", "The items have not been read yet.")
NO_NUMBER = QT_TRANSLATE_NOOP(
    "messages", "“{value}” is no quantity of {item}. Write a number, or clear it."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "messages", "{left} of {item} are outstanding, not {value}. Lower the quantity."
)
NOTHING_CHOSEN = QT_TRANSLATE_NOOP(
    "messages", "No quantity is given. Give one, or choose all that is outstanding."
)


def _name(line: Line) -> str:
    return line.description or line.sku or line.id


def _full_name(line: Line) -> str:
    """Return a name that tells an item from others of the same description."""
    sku = line.sku or line.id
    return say(Message(NAME_AND_SKU, {"name": _name(line), "sku": sku}))


class QuantitiesEditor(Editor):
    """A row for each item of which something is outstanding; all of it unless chosen apart."""

    def __init__(
        self, spec: FieldSpec, lines: Sequence[Line] | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(spec, parent)
        self._line.setSpacing(6)
        self.choice = QuietBox()
        for text in (EVERYTHING, CHOSEN):
            self.choice.addItem(say_text(text))
        self.choice.activated.connect(self._on_choice)
        self._line.addWidget(self.choice)
        self.note = PlainLabel(tone="muted", wrap=True)
        self._line.addWidget(self.note)
        self.inputs: dict[str, QLineEdit] = {}
        self._names: dict[str, str] = {}
        self._lefts: dict[str, Decimal | None] = {}
        self._rows = QWidget()
        self._line.addWidget(self._rows)
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        self._rows.hide()
        self.show_lines(lines)

    def show_lines(self, lines: Sequence[Line] | None) -> None:
        """Offer the items of which something may be outstanding; None: they are not read yet."""
        typed = self.value()
        self._clear()
        lefts = {line.id: self._left(line) for line in lines or ()}
        open_ = [line for line in lines or () if lefts[line.id] != 0]
        called = Counter(map(_name, open_))
        for line in open_:
            shared = called[_name(line)] > 1
            self._add(line.id, _full_name(line) if shared else _name(line), lefts[line.id])
        self.choice.setVisible(bool(open_))
        self.note.setText("" if open_ else say_text(NO_ITEMS if lines is None else NOTHING_LEFT))
        self.note.setVisible(not open_)
        touched = self._touched
        self._show(typed)
        self._touched = touched

    def amounts(self) -> list[tuple[Decimal, str]] | None:
        """Return how much of which items is meant, by name; None where that is not known."""
        if self._is_chosen():
            return [(number, self._names[line_id]) for number, line_id in self._typed()]
        lefts = [(left, self._names[line_id]) for line_id, left in self._lefts.items()]
        known = [(left, name) for left, name in lefts if left is not None]
        return known if known and len(known) == len(lefts) else None

    @property
    @override
    def widget(self) -> QWidget:
        return self.choice

    @override
    def problem(self) -> Message | None:
        if not self._touched or not self._is_chosen():
            return None
        for line_id, field in self.inputs.items():
            problem = self._problem(line_id, field.text().strip())
            if problem is not None:
                return problem
        return None if self._typed() else Message(NOTHING_CHOSEN)

    def _problem(self, line_id: str, text: str) -> Message | None:
        facts = {"value": text[:40], "item": self._names[line_id]}
        try:
            number = parse_decimal(read_number(text)) if text else Decimal(0)
        except TwoReadings as error:
            return error.message
        except NotANumber:
            return Message(NO_NUMBER, facts)
        left = self._lefts[line_id]
        if number < 0:
            return Message(NO_NUMBER, facts)
        if left is not None and number > left:
            return Message(TOO_MANY, {**facts, "left": format_number(left)})
        return None

    def _left(self, line: Line) -> Decimal | None:
        """Return how much of an item is outstanding; None where nobody says."""
        if self.spec.outstanding is None:
            return line.quantity
        try:
            return parse_decimal(line.fields.get(self.spec.outstanding) or "")
        except NotANumber:
            return None

    def _is_chosen(self) -> bool:
        return self.choice.currentIndex() == 1

    def _clear(self) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.inputs.clear()
        self._names.clear()
        self._lefts.clear()

    def _add(self, line_id: str, name: str, left: Decimal | None) -> None:
        row = len(self.inputs)
        facts = {"item": name, "left": "" if left is None else format_number(left)}
        field = QLineEdit()
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFixedWidth(80)
        field.setPlaceholderText("0")
        field.setAccessibleName(say(Message(QUANTITY if left is None else QUANTITY_OF, facts)))
        field.textEdited.connect(self._on_edited)
        of = "" if left is None else say(Message(OF, facts))
        self._grid.addWidget(field, row, 0)
        self._grid.addWidget(PlainLabel(of, tone="muted"), row, 1)
        self._grid.addWidget(PlainLabel(name, wrap=True), row, 2)
        self.inputs[line_id] = field
        self._names[line_id] = name
        self._lefts[line_id] = left

    def _on_choice(self) -> None:
        self._rows.setVisible(self._is_chosen())
        self._on_edited()
        if self._is_chosen() and self.inputs:
            next(iter(self.inputs.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def _read(self) -> FieldValue:
        return quantities_text(self._typed()) if self._is_chosen() else None

    def _typed(self) -> list[tuple[Decimal, str]]:
        pairs: list[tuple[Decimal, str]] = []
        for line_id, field in self.inputs.items():
            try:
                number = parse_decimal(read_number(field.text()) or "0")
            except (TwoReadings, NotANumber):
                continue
            if number > 0:
                pairs.append((number, line_id))
        return pairs

    @override
    def _show(self, value: FieldValue) -> None:
        try:
            wanted = {line_id: number for number, line_id in parse_quantities(value or "")}
        except ValueError:
            wanted = {}
        for line_id, field in self.inputs.items():
            number = wanted.get(line_id)
            field.setText("" if number is None else format_number(number))
        self.choice.setCurrentIndex(1 if wanted else 0)
        self._rows.setVisible(bool(wanted))
