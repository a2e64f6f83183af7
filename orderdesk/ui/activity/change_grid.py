"""Fields with their values before and after, one a line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.activity.changes import Change
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

EMPTY = QT_TRANSLATE_NOOP("messages", "empty")
FROM_TO = QT_TRANSLATE_NOOP("messages", "{field}: from {before} to {after}")
SET_TO = QT_TRANSLATE_NOOP("messages", "{field}: {after}")
GONE = QT_TRANSLATE_NOOP("messages", "{field}: {before}, taken off")
ARROW = "→"
_LONGEST = 400


def spoken(change: Change) -> str:
    """Return a change as one sentence."""
    template = FROM_TO if change.before and change.after else SET_TO if change.after else GONE
    facts = {"field": change.label, "before": change.before, "after": change.after}
    return say(Message(template, facts))


def cut(text: str) -> str:
    """Return the beginning of a text that is too long to be read here."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


class ChangeGrid(QWidget):
    """Label, value before, arrow, value after; what stands alone takes the whole width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance("n" * 14))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show these changes in place of those before."""
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        both = any(change.before and change.after for change in changes)
        for line, change in enumerate(changes):
            self._add(line, change, both=both)

    def _add(self, line: int, change: Change, *, both: bool) -> None:
        top = Qt.AlignmentFlag.AlignTop
        label = PlainLabel(change.label, tone="muted", wrap=True)
        label.setAccessibleName(spoken(change))
        self._grid.addWidget(label, line, 0, top)
        if change.before and not change.after and not both:
            self._grid.addWidget(self._value(change.before, "muted"), line, 1, 1, 3)
        elif not both:
            self._grid.addWidget(self._value(change.after, ""), line, 1, 1, 3)
        else:
            before = change.before or say_text(EMPTY)
            after = change.after or say_text(EMPTY)
            self._grid.addWidget(self._value(before, "muted"), line, 1, top)
            self._grid.addWidget(PlainLabel(ARROW, tone="faint"), line, 2, top)
            self._grid.addWidget(self._value(after, "strong"), line, 3, top)

    @staticmethod
    def _value(text: str, tone: str) -> PlainLabel:
        value = PlainLabel(cut(text), tone=tone, wrap=True, selectable=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return value
