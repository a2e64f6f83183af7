"""The decisions open on a command, each a button with what it means beside it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from orderdesk.domain.commands import OutboxEntry
from orderdesk.services.decisions import open_decisions
from orderdesk.services.views import Decision
from orderdesk.ui.activity.words import DECISION_LABELS, consequence, decision_label
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.click_guard import ClickGuard
from orderdesk.ui.widgets.labels import PlainLabel


class DecisionList(QWidget):
    """None of the buttons is the default one, for nobody but the person knows.

    Signals:
        decided: the Decision that was made.
    """

    decided = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Decision, QPushButton] = {}
        self._meanings: dict[Decision, PlainLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for line, (decision, label) in enumerate(DECISION_LABELS.items()):
            button = QPushButton(say_text(label))
            button.setObjectName(f"decide-{decision}")
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._on_clicked, decision))
            meaning = PlainLabel(tone="muted", wrap=True)
            grid.addWidget(button, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(meaning, line, 1, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[decision] = button
            self._meanings[decision] = meaning
        self.guard = ClickGuard(self)

    def show_entry(self, entry: OutboxEntry) -> None:
        """Show the decisions that can be taken on a command now; hide where there are none."""
        open_ones = open_decisions(entry)
        for decision, button in self.buttons.items():
            there = decision in open_ones
            meaning = consequence(decision, entry, open_ones) if there else ""
            button.setText(decision_label(decision, entry))
            button.setVisible(there)
            button.setAccessibleDescription(meaning)
            self._meanings[decision].setText(meaning)
            self._meanings[decision].setVisible(there)
        self.setVisible(bool(open_ones))

    def _on_clicked(self, decision: Decision, _checked: bool = False) -> None:
        self.decided.emit(decision)
