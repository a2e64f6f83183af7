"""The decisions open on a command, each with what it means."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from orderdesk.domain.commands import OutboxEntry
from orderdesk.services.decisions import open_decisions
from orderdesk.services.views import Decision
from orderdesk.ui.activity.words import DECISION_LABELS, consequence
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.labels import PlainLabel


class DecisionList(QWidget):
    """A button a decision; none is the default one, for nobody but the person knows."""

    def __init__(self, decide: Callable[[Decision], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._meanings: dict[QPushButton, PlainLabel] = {}
        self.buttons: dict[Decision, QPushButton] = {
            decision: self._add(say_text(label), partial(decide, decision))
            for decision, label in DECISION_LABELS.items()
        }

    def show_entry(self, entry: OutboxEntry) -> None:
        """Show what can be done with a command now; hide where there is nothing."""
        self.setVisible(self._show_all(entry))

    def _show_all(self, entry: OutboxEntry) -> bool:
        """Show or hide every button; return whether one is shown."""
        decisions = open_decisions(entry)
        for decision, button in self.buttons.items():
            meaning = consequence(decision, entry, decisions)
            self._show(button, there=decision in decisions, meaning=meaning)
        return bool(decisions)

    def _add(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        meaning = PlainLabel(tone="muted", wrap=True)
        line = self._grid.rowCount()
        self._grid.addWidget(button, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(meaning, line, 1, Qt.AlignmentFlag.AlignVCenter)
        self._meanings[button] = meaning
        return button

    def _show(self, button: QPushButton, *, there: bool, meaning: str) -> None:
        button.setVisible(there)
        button.setAccessibleDescription(meaning)
        self._meanings[button].setText(meaning)
        self._meanings[button].setVisible(there)
