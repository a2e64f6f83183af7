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
        self.buttons: dict[Decision, QPushButton] = {}
        self._meanings: dict[Decision, PlainLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for line, decision in enumerate(DECISION_LABELS):
            button = QPushButton(say_text(DECISION_LABELS[decision]))
            button.setObjectName(f"decision-{decision}")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._pressed, decide, decision))
            meaning = PlainLabel(tone="muted", wrap=True)
            grid.addWidget(button, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(meaning, line, 1, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[decision] = button
            self._meanings[decision] = meaning

    def show_entry(self, entry: OutboxEntry) -> None:
        """Show the decisions that can be taken on a command now; hide where there are none."""
        decisions = open_decisions(entry)
        for decision, button in self.buttons.items():
            there = decision in decisions
            button.setVisible(there)
            self._meanings[decision].setVisible(there)
            if there:
                meaning = consequence(decision, entry, decisions)
                self._meanings[decision].setText(meaning)
                button.setAccessibleDescription(meaning)
        self.setVisible(bool(decisions))

    @staticmethod
    def _pressed(
        decide: Callable[[Decision], object], decision: Decision, _checked: bool = False
    ) -> None:
        decide(decision)
