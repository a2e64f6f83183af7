"""How much of which items: all that is outstanding, or a quantity for each chosen item."""

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
NO_ITEMS = QT_TRANSLATE_NOOP("messages", "The items have not been read yet.")
NO_NUMBER = QT_TRANSLATE_NOOP(
    "messages", "“{value}” is no quantity of {item}. Write a number, or clear it."
)
NOTHING_CHOSEN = QT_TRANSLATE_NOOP(
    "messages", "No quantity is given. Give one, or choose all that is outstanding."
)


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
        self.inputs: dict[str, QLineEdit] = {}
        self._names: dict[str, str] = {}
        self._rows = QWidget()
        self._line.addWidget(self._rows)
        if lines is None:
            self.choice.hide()
            self._line.addWidget(PlainLabel(say_text(NO_ITEMS), tone="muted"))
        self._build([line for line in lines or () if self._left(line) > 0])
        self._rows.hide()

    @property
    @override
    def widget(self) -> QWidget:
        return self.choice

    @override
    def problem(self) -> Message | None:
        if not self._touched or not self._is_chosen():
            return None
        for line_id, field in self.inputs.items():
            text = field.text().strip()
            facts = {"value": text[:40], "item": self._names[line_id]}
            try:
                if text and parse_decimal(read_number(text)) < 0:
                    return Message(NO_NUMBER, facts)
            except TwoReadings as error:
                return error.message
            except NotANumber:
                return Message(NO_NUMBER, facts)
        return None if self._read() else Message(NOTHING_CHOSEN)

    def _left(self, line: Line) -> Decimal:
        try:
            return parse_decimal(line.fields.get(self.spec.outstanding or "") or "0")
        except NotANumber:
            return Decimal(0)

    def _is_chosen(self) -> bool:
        return self.choice.currentIndex() == 1

    def _build(self, lines: Sequence[Line]) -> None:
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(2, 1)
        for row, line in enumerate(lines):
            name = line.description or line.sku or line.id
            left = format_number(self._left(line))
            field = QLineEdit()
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFixedWidth(80)
            field.setPlaceholderText("0")
            field.setAccessibleName(say(Message(QUANTITY_OF, {"item": name, "left": left})))
            field.textEdited.connect(self._on_edited)
            grid.addWidget(field, row, 0)
            grid.addWidget(PlainLabel(say(Message(OF, {"left": left})), tone="muted"), row, 1)
            grid.addWidget(PlainLabel(name, wrap=True), row, 2)
            self.inputs[line.id] = field
            self._names[line.id] = name

    def _on_choice(self) -> None:
        self._rows.setVisible(self._is_chosen())
        self._on_edited()
        if self._is_chosen() and self.inputs:
            next(iter(self.inputs.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def _read(self) -> FieldValue:
        if not self._is_chosen():
            return None
        pairs: list[tuple[Decimal, str]] = []
        for line_id, field in self.inputs.items():
            try:
                number = parse_decimal(read_number(field.text()) or "0")
            except (TwoReadings, NotANumber):
                continue
            if number > 0:
                pairs.append((number, line_id))
        return quantities_text(pairs)

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
