"""One setting on its page: label, control, and a line of words below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from orderdesk.config import local_zone
from orderdesk.domain.fields import clean
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.forms.editors import QuietBox
from orderdesk.ui.forms.numbers import TwoReadings, read_number, show_number
from orderdesk.ui.i18n import say, say_text, zone_name
from orderdesk.ui.settings.specs import Kind, Setting
from orderdesk.ui.widgets.labels import PlainLabel, restyle

Value = str | bool | None
"""As the control has it: a number as text with a point, a choice, or on and off."""

NO_ZONE = QT_TRANSLATE_NOOP(
    "messages", "There is no time zone “{zone}”. Choose one from the list, like Europe/London."
)
SYSTEMS = QT_TRANSLATE_NOOP("messages", "The system's ({zone})")
_NUMBER_WIDTH = 96
_LABEL_WIDTH = 150


class SettingRow(QWidget):
    """Edits one setting; what is locked is shown, greyed, with the reason.

    Signals:
        edited: the person changed something.
    """

    edited = Signal()

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting
        self._given: Value = None
        self._refusal: Message | None = None
        self._locked: Message | None = None
        self._problem: Message | None = None
        self.control = self._made()
        self.control.setObjectName(f"setting-{setting.name}")
        self.note = PlainLabel(tone="muted", wrap=True)
        self.note.set_size("small")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(3)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.control)
        if setting.unit:
            line.addWidget(PlainLabel(say_text(setting.unit), tone="muted"))
        line.addStretch()
        # A switch says itself what it is; its place is below the other controls.
        label = PlainLabel("" if setting.kind is Kind.SWITCH else say_text(setting.label))
        label.setBuddy(self.control)
        grid.addWidget(label, 0, 0)
        grid.addLayout(line, 0, 1)
        grid.addWidget(self.note, 1, 1)
        self.setFocusProxy(self.control)
        self._describe()

    @property
    def name(self) -> str:
        """The setting's name."""
        return self.setting.name

    def begin(self, value: Value) -> None:
        """Show a value as it is kept; nothing counts as changed."""
        self._given = value
        self._refusal = None
        self._show(value)
        self._review()

    def lock(self, reason: Message | None) -> None:
        """Let nobody change it, for a reason; or let everybody."""
        self._locked = reason
        self.control.setEnabled(reason is None)
        self._describe()

    def changed(self) -> bool:
        """Whether it is another than is kept."""
        return self._locked is None and self.value() != self._given

    def value(self) -> Value:
        """Return what stands there."""
        raise NotImplementedError

    def problem(self) -> Message | None:
        """Return what is wrong with it."""
        return self._refusal

    def refuse(self, problem: Message) -> None:
        """Show what a service said of it; it holds until it is edited."""
        self._refusal = problem
        self._review()

    def _made(self) -> QWidget:
        raise NotImplementedError

    def _show(self, value: Value) -> None:
        raise NotImplementedError

    def _on_edited(self) -> None:
        self._refusal = None
        self._review()
        self.edited.emit()

    def _review(self) -> None:
        self._problem = self.problem() if self._locked is None else None
        wrong = self._problem is not None
        if bool(self.control.property("problem")) != wrong:
            self.control.setProperty("problem", wrong)
            restyle(self.control)
        self._describe()

    def _describe(self) -> None:
        help_words = say_text(self.setting.help) if self.setting.help else ""
        text = say(self._problem) if self._problem else help_words
        if self._locked is not None:
            text = say(self._locked)
        self.note.set_tone("error" if self._problem else "muted")
        self.note.setText(text)
        self.note.setVisible(bool(text))
        unit = say_text(self.setting.unit) if self.setting.unit else ""
        label = say_text(self.setting.label)
        self.control.setAccessibleName(f"{label}, {unit}" if unit else label)
        self.control.setAccessibleDescription(text)


class NumberRow(SettingRow):
    """A number within bounds."""

    @override
    def _made(self) -> QWidget:
        self._line = QLineEdit()
        self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._line.setFixedWidth(_NUMBER_WIDTH)
        self._line.setMaxLength(20)
        if self.setting.empty:
            self._line.setPlaceholderText(say_text(self.setting.empty))
        self._line.textEdited.connect(self._on_edited)
        return self._line

    @override
    def value(self) -> Value:
        text = self._line.text()
        try:
            number, problem = clean(self.setting.spec(), read_number(text), {})
        except TwoReadings:
            return text
        return text if problem is not None else number

    @override
    def problem(self) -> Message | None:
        try:
            _, problem = clean(self.setting.spec(), read_number(self._line.text()), {})
        except TwoReadings as error:
            return error.message
        return problem or super().problem()

    @override
    def _show(self, value: Value) -> None:
        self._line.setText(show_number(value) if isinstance(value, str) else "")


class SwitchRow(SettingRow):
    """On or off."""

    @override
    def _made(self) -> QWidget:
        self._box = QCheckBox(say_text(self.setting.label).replace("&", "&&"))
        self._box.clicked.connect(self._on_edited)
        return self._box

    @override
    def value(self) -> Value:
        return self._box.isChecked()

    @override
    def _show(self, value: Value) -> None:
        self._box.setChecked(value is True)


class ChoiceRow(SettingRow):
    """One of a few."""

    @override
    def _made(self) -> QWidget:
        self._box = QuietBox()
        for choice in self.setting.choices:
            self._box.addItem(say_text(choice.label), choice.value)
        self._box.activated.connect(self._on_edited)
        return self._box

    @override
    def value(self) -> Value:
        data: object = self._box.currentData()
        return data if isinstance(data, str) else None

    @override
    def _show(self, value: Value) -> None:
        self._box.setCurrentIndex(self._box.findData(value))


class ZoneRow(SettingRow):
    """A time zone, typed or chosen; the first is the system's."""

    @override
    def _made(self) -> QWidget:
        self._box = QuietBox()
        self._box.setEditable(True)
        self._box.setMinimumContentsLength(26)
        self._box.setInsertPolicy(QuietBox.InsertPolicy.NoInsert)
        self._systems = say(Message(SYSTEMS, {"zone": zone_name(local_zone())}))
        self._known: frozenset[str] = frozenset()
        self._box.addItem(self._systems)
        self._box.editTextChanged.connect(self._on_text)
        return self._box

    def offer(self, zones: Sequence[str]) -> None:
        """Offer these zones, by name."""
        shown = self._box.currentText()
        self._known = frozenset(zones)
        self._box.blockSignals(True)
        self._box.clear()
        self._box.addItems([self._systems, *zones])
        self._box.setEditText(shown)
        self._box.blockSignals(False)
        completer = QCompleter(self._box.model(), self._box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._box.setCompleter(completer)
        self._review()

    @override
    def value(self) -> Value:
        text = self._box.currentText().strip()
        return None if text in {"", self._systems} else text

    @override
    def problem(self) -> Message | None:
        value = self.value()
        if isinstance(value, str) and self._known and value not in self._known:
            return Message(NO_ZONE, {"zone": value[:60]})
        return super().problem()

    @override
    def _show(self, value: Value) -> None:
        self._box.blockSignals(True)
        self._box.setEditText(value if isinstance(value, str) else self._systems)
        self._box.blockSignals(False)

    @override
    def _describe(self) -> None:
        super()._describe()
        line = self._box.lineEdit()
        if line is None:
            return
        line.setAccessibleName(self.control.accessibleName())
        line.setAccessibleDescription(self.control.accessibleDescription())

    def _on_text(self, _text: str) -> None:
        self._on_edited()


_ROWS: dict[Kind, type[SettingRow]] = {
    Kind.NUMBER: NumberRow,
    Kind.SWITCH: SwitchRow,
    Kind.CHOICE: ChoiceRow,
    Kind.ZONE: ZoneRow,
}


def row_of(setting: Setting) -> SettingRow:
    """Return the row that edits a setting."""
    return _ROWS[setting.kind](setting)


class SettingsPage(QWidget):
    """The rows of a page under its title and words, and room for more below."""

    def __init__(
        self, title: str, words: str, rows: Sequence[SettingRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(14)
        heading = PlainLabel(title)
        heading.set_size("large")
        column.addWidget(heading)
        if words:
            column.addWidget(PlainLabel(words, wrap=True))
        for row in rows:
            column.addWidget(row)
        self.more = QVBoxLayout()
        self.more.setSpacing(10)
        column.addLayout(self.more)
        column.addStretch()
