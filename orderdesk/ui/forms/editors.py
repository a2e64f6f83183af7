"""One editor for each type of field; each gives its text back as the field's check takes it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.fields import Choice, FieldSpec, FieldType, choices_of
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.ui.forms.numbers import TwoReadings, read_number, show_number
from orderdesk.ui.i18n import say, say_text, zone_name
from orderdesk.ui.widgets.labels import PlainLabel, restyle

NOT_SET = QT_TRANSLATE_NOOP("messages", "Not set")
CHOOSE = QT_TRANSLATE_NOOP("messages", "Choose…")
YES = QT_TRANSLATE_NOOP("messages", "Yes")
NO = QT_TRANSLATE_NOOP("messages", "No")
NOT_LISTED = QT_TRANSLATE_NOOP("messages", "{value} (not in this desk's list)")

# Far above what any field takes, so that the field's own check answers, and not the widget.
_LONGEST_LINE = 1_000_000


class Editor(QWidget):
    """What a field is edited with; without an edit it gives back exactly what it was given.

    Signals:
        edited: the person changed something.
    """

    edited = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self._given: FieldValue = None
        self._touched = False
        self._line = QVBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)

    @property
    def widget(self) -> QWidget:
        """What takes the focus."""
        raise NotImplementedError

    def value(self) -> FieldValue:
        """Return the text to check and send; None where there is nothing."""
        return self._read() if self._touched else self._given

    def problem(self) -> Message | None:
        """Return what is wrong with the text itself, before the field's check sees it."""
        return None

    def set_value(self, value: FieldValue) -> None:
        """Show a value as given; nothing counts as edited."""
        self._given = value
        self._touched = False
        self._show(value)

    def put(self, value: FieldValue) -> None:
        """Show a value as if it had been typed."""
        self._show(value)
        self._touched = True

    def follow(self, values: Mapping[str, FieldValue]) -> None:
        """Take note of the other fields' values, for a field that depends on one of them."""

    def name(self, name: str, description: str) -> None:
        """Give the focused widget its accessible name and description."""
        self.setFocusProxy(self.widget)
        self.widget.setAccessibleName(name)
        self.widget.setAccessibleDescription(description)
        self.widget.setObjectName(f"field-{self.spec.key}")

    def mark(self, *, wrong: bool) -> None:
        """Show whether something is wrong with it."""
        if bool(self.widget.property("problem")) != wrong:
            self.widget.setProperty("problem", wrong)
            restyle(self.widget)

    def _read(self) -> FieldValue:
        raise NotImplementedError

    def _show(self, value: FieldValue) -> None:
        raise NotImplementedError

    def _on_edited(self) -> None:
        self._touched = True
        self.edited.emit()


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input = QLineEdit()
        self.input.setMaxLength(_LONGEST_LINE)
        if spec.type is FieldType.HIDDEN:
            self.input.setEchoMode(QLineEdit.EchoMode.Password)
        self.input.textEdited.connect(self._on_edited)
        self._line.addWidget(self.input)

    @property
    @override
    def widget(self) -> QWidget:
        return self.input

    @override
    def _read(self) -> FieldValue:
        return self.input.text() or None

    @override
    def _show(self, value: FieldValue) -> None:
        self.input.setText(value or "")
        self.input.setCursorPosition(0)


class NumberEditor(TextEditor):
    """A number, right-aligned; what can be read in two ways is refused with a sentence."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.input.setMaximumWidth(160)
        self._line.setAlignment(self.input, Qt.AlignmentFlag.AlignLeft)

    @override
    def problem(self) -> Message | None:
        try:
            read_number(self.input.text())
        except TwoReadings as error:
            return error.message if self._touched else None
        return None

    @override
    def _read(self) -> FieldValue:
        try:
            return read_number(self.input.text()) or None
        except TwoReadings:
            return self.input.text()

    @override
    def _show(self, value: FieldValue) -> None:
        super()._show(show_number(value) if value else None)


class TimeEditor(TextEditor):
    """A day and time in the desk's zone; a time with a zone of its own is taken as it is."""

    def __init__(self, spec: FieldSpec, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._zone = zone
        self.input.setPlaceholderText("2026-11-22 14:00")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.input)
        row.addWidget(PlainLabel(zone_name(zone), tone="muted"))
        self._line.addLayout(row)

    @override
    def _read(self) -> FieldValue:
        text = self.input.text().strip()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text or None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        return moment.isoformat()

    @override
    def _show(self, value: FieldValue) -> None:
        try:
            moment = datetime.fromisoformat(value or "")
        except ValueError:
            super()._show(value)
            return
        local = moment.astimezone(self._zone) if moment.tzinfo else moment
        super()._show(f"{local:%Y-%m-%d %H:%M}")


class LongTextEditor(Editor):
    """Several lines of text; Tab leaves it."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input = QPlainTextEdit()
        self.input.setTabChangesFocus(True)
        lines = 5 if spec.type is FieldType.LONG_TEXT else 3
        self.input.setFixedHeight(self.input.fontMetrics().lineSpacing() * lines + 18)
        self.input.textChanged.connect(self._on_changed)
        self._line.addWidget(self.input)

    @property
    @override
    def widget(self) -> QWidget:
        return self.input

    def _on_changed(self) -> None:
        if not self.input.signalsBlocked():
            self._on_edited()

    @override
    def _read(self) -> FieldValue:
        return self.input.toPlainText() or None

    @override
    def _show(self, value: FieldValue) -> None:
        self.input.blockSignals(True)
        self.input.setPlainText(value or "")
        self.input.blockSignals(False)


class QuietBox(QComboBox):
    """A combo box that a wheel passing over it does not change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        e.ignore()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())


class ChoiceEditor(Editor):
    """One of several values, which may depend on another field's value.

    A value that the vendor sent and the list does not have stays, and is shown as such.
    """

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self.input = QuietBox()
        self.input.setPlaceholderText(say_text(CHOOSE))
        self.input.activated.connect(self._on_edited)
        self._offered: tuple[Choice, ...] = ()
        self._line.addWidget(self.input)
        self._offer(spec.choices, None)

    @property
    @override
    def widget(self) -> QWidget:
        return self.input

    @override
    def follow(self, values: Mapping[str, FieldValue]) -> None:
        if self.spec.depends_on is None:
            return
        choices = choices_of(self.spec, values)
        if choices == self._offered:
            return
        current = self.value()
        if self._offered and any(choice.value == current for choice in self._offered):
            self._change_over(choices, current)
        else:
            self._offer(choices, current)
            self._take_first(choices)

    def _change_over(self, choices: Sequence[Choice], current: FieldValue) -> None:
        """Take the new list's value of the same name, else what a new line would have."""
        label = next((c.label for c in self._offered if c.value == current), None)
        same = next((c.value for c in choices if c.label == label), None)
        if any(choice.value == current for choice in choices):
            same = current
        self._offer(choices, same)
        self._touched = True
        if same is None:
            self._take_first(choices)

    def _take_first(self, choices: Sequence[Choice]) -> None:
        if self.spec.required and self.input.currentIndex() < 0 and choices:
            self.input.setCurrentIndex(self.input.findData(choices[0].value))
            self._touched = True

    def _offer(self, choices: Sequence[Choice], current: FieldValue) -> None:
        self._offered = tuple(choices)
        self.input.clear()
        if not self.spec.required:
            self.input.addItem(say_text(NOT_SET), None)
        for choice in choices:
            self.input.addItem(say_text(choice.label), choice.value)
        if current is not None and self.input.findData(current) < 0:
            self.input.addItem(say(Message(NOT_LISTED, {"value": current})), current)
        self.input.setCurrentIndex(self.input.findData(current))

    @override
    def _read(self) -> FieldValue:
        value: object = self.input.currentData()
        return value if isinstance(value, str) else None

    @override
    def _show(self, value: FieldValue) -> None:
        self._offer(self._offered or self.spec.choices, value)


class BooleanEditor(ChoiceEditor):
    """Yes, no, or not said."""

    def __init__(self, spec: FieldSpec, parent: QWidget | None = None) -> None:
        super().__init__(spec, parent)
        self._offer((Choice("yes", YES), Choice("no", NO)), None)

    @override
    def _show(self, value: FieldValue) -> None:
        self._offer((Choice("yes", YES), Choice("no", NO)), value)


def make_editor(spec: FieldSpec, zone: ZoneInfo) -> Editor:
    """Return the editor for a field that needs no look-up."""
    match spec.type:
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return NumberEditor(spec)
        case FieldType.CHOICE:
            return ChoiceEditor(spec)
        case FieldType.BOOLEAN:
            return BooleanEditor(spec)
        case FieldType.TIME:
            return TimeEditor(spec, zone)
        case (
            FieldType.LONG_TEXT
            | FieldType.TEXT_LIST
            | FieldType.TRACKING
            | FieldType.QUANTITIES
            | FieldType.STATES
        ):
            return LongTextEditor(spec)
        case FieldType.TEXT | FieldType.DATE | FieldType.REFERENCE | FieldType.HIDDEN:
            return TextEditor(spec)
