"""The question before what is kept here is taken away: what would go, each part by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.services.clearing import Holding, Part
from orderdesk.ui.connections.fitting import fit_height
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_day, format_number, plural
from orderdesk.ui.widgets.labels import PlainLabel

_WIDTH = 480
_KILO = 1000


class ClearDialog(QDialog):
    """Lists what is kept; nothing is ticked at first, and nothing goes without a tick.

    Signals:
        chosen: the parts to take away, as a frozenset.
    """

    chosen = Signal(object)

    def __init__(
        self, context: Context, holdings: Sequence[Holding], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("clear-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Clear what is kept here")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        heading = PlainLabel(title)
        heading.set_size("large")
        self.boxes: dict[Part, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 16)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(PlainLabel(self._stays(), tone="muted", wrap=True))
        for holding in holdings:
            column.addLayout(self._entry(holding))
        column.addStretch()
        self.go_on = QPushButton(self.tr("Clear"))
        self.go_on.setProperty("kind", "danger")
        self.back = QPushButton(self.tr("Cancel"))
        column.addLayout(self._foot())
        self.setFixedWidth(_WIDTH)
        self._count()
        fit_height(self)

    def _entry(self, holding: Holding) -> QVBoxLayout:
        title, words = self._words(holding)
        box = QCheckBox(title)
        box.setObjectName(f"clear-{holding.part}")
        box.setAccessibleName(title)
        box.setAccessibleDescription(words)
        box.setEnabled(holding.count > 0)
        box.toggled.connect(self._count)
        self.boxes[holding.part] = box
        note = PlainLabel(words, tone="muted", wrap=True)
        note.set_size("small")
        note.setContentsMargins(24, 0, 0, 0)
        entry = QVBoxLayout()
        entry.setSpacing(2)
        entry.addWidget(box)
        entry.addWidget(note)
        return entry

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        for button in (self.back, self.go_on):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.back.clicked.connect(self.reject)
        self.go_on.clicked.connect(self._choose)
        return row

    def _stays(self) -> str:
        return self.tr(
            "Orders, connections, staged changes and changes on their way stay, and so do copies "
            "made before an update. What is cleared cannot be brought back."
        )

    def _words(self, holding: Holding) -> tuple[str, str]:
        count = holding.count
        match holding.part:
            case Part.LOGS:
                title = self.tr("Logs and the trace of requests")
                text = plural(self.tr("{count} file(s), {size}"), count)
            case Part.HISTORY:
                title = self.tr("History of changes, and of changes to many orders")
                text = plural(self.tr("{count} record(s) since {day}"), count)
            case Part.DRAFTS:
                title = self.tr("What is half typed")
                text = plural(self.tr("{count} form(s), the oldest of {day}"), count)
        if not count:
            return title, self.tr("Nothing is kept.")
        day, size = format_day(holding.since, self._context.zone), _size(holding.size)
        return title, text.format(count=format_number(count), day=day, size=size)

    def _count(self) -> None:
        self.go_on.setEnabled(any(box.isChecked() for box in self.boxes.values()))

    def _choose(self) -> None:
        self.chosen.emit(frozenset(part for part, box in self.boxes.items() if box.isChecked()))
        self.accept()


def _size(size: int) -> str:
    """Write a size in kB or MB."""
    if size < _KILO * _KILO:
        return f"{format_number(-(-size // _KILO))} kB"
    return f"{format_number(round(size / _KILO / _KILO))} MB"
