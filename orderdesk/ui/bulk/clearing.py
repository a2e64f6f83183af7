"""Fields that are emptied on every order of a run: an empty field of its form changes nothing."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

CLEAR = QT_TRANSLATE_NOOP("messages", "Clear fields")
CLEARED = QT_TRANSLATE_NOOP("messages", "Emptied on every order: {fields}")
NOTHING = QT_TRANSLATE_NOOP("messages", "Nothing is emptied.")


class Clearing(QWidget):
    """A menu of the fields that may be empty, to be ticked one by one.

    Signals:
        changed: another field is to be emptied, or one less.
    """

    changed = Signal()

    def __init__(self, specs: Sequence[FieldSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._specs = {spec.key: spec for spec in specs if not (spec.required or spec.read_only)}
        self.button = QPushButton(say_text(CLEAR))
        self.button.setAutoDefault(False)
        self.button.setAccessibleDescription(
            self.tr("Opens a list of fields; what is ticked is emptied on every order.")
        )
        self.said = PlainLabel(say_text(NOTHING), tone="muted", wrap=True)
        self.menu = QMenu(self)
        self.ticks: dict[str, QAction] = {}
        for key, spec in self._specs.items():
            tick = self.menu.addAction(self._label(spec))
            tick.setCheckable(True)
            tick.toggled.connect(partial(self._on_tick, key))
            self.ticks[key] = tick
        self.button.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.button)
        row.addWidget(self.said, 1)
        self.setVisible(bool(self.ticks))

    def _label(self, spec: FieldSpec) -> str:
        """Return what a field is called, with its group where another one is called the same."""
        label = say_text(spec.label)
        alike = [one for one in self._specs.values() if one.label == spec.label]
        return label if len(alike) == 1 or not spec.group else f"{say_text(spec.group)}: {label}"

    def keys(self) -> frozenset[str]:
        """Return the keys of the fields to be emptied."""
        return frozenset(key for key, tick in self.ticks.items() if tick.isChecked())

    def keep(self, keys: Iterable[str]) -> None:
        """Empty these no more: they were given a value."""
        for key in keys:
            if key in self.ticks:
                self.ticks[key].setChecked(False)

    def _on_tick(self, _key: str, _on: bool) -> None:
        labels = [self._label(self._specs[key]) for key in self._specs if key in self.keys()]
        fields = Message(CLEARED, {"fields": ", ".join(labels)})
        self.said.setText(say(fields) if labels else say_text(NOTHING))
        self.changed.emit()
