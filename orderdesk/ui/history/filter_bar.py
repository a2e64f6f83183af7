"""What of the history is looked at: a text, a kind, a time, only failures."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from orderdesk.domain.history import KIND_LABELS, HistoryFilter, Kind
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.ui.i18n import say_text
from orderdesk.ui.widgets.flow import FlowLayout

TIMES: tuple[tuple[str, int], ...] = (
    (QT_TRANSLATE_NOOP("messages", "Any time"), 0),
    (QT_TRANSLATE_NOOP("messages", "Last 24 hours"), 1),
    (QT_TRANSLATE_NOOP("messages", "Last 7 days"), 7),
    (QT_TRANSLATE_NOOP("messages", "Last 30 days"), 30),
    (QT_TRANSLATE_NOOP("messages", "Last 90 days"), 90),
)
_TYPING_MS = 150
# In a narrow place the boxes are so wide, and their lists as wide as they need.
_KIND_LETTERS, _TIME_LETTERS, _LIST_MARGIN = 11, 9, 16
_AS_SET = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class FilterBar(QWidget):
    """Says what is looked at.

    Signals:
        changed: something else is looked at now.
    """

    changed = Signal()

    def __init__(
        self, *, kind: Kind = Kind.ALL, wide: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._first = kind
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Search the history"))
        self.text.setAccessibleName(self.tr("Search the history"))
        self.text.setClearButtonEnabled(True)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(self.tr("What kind of changes are listed"))
        for one in Kind:
            self.kinds.addItem(say_text(KIND_LABELS[one]), one)
        self.kinds.setCurrentIndex(list(Kind).index(kind))
        self.times = QComboBox()
        self.times.setAccessibleName(self.tr("Changes of which time are listed"))
        for text, days in TIMES:
            self.times.addItem(say_text(text), days)
        self.failures = QCheckBox(self.tr("Only failures"))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self._lay_out(wide=wide)
        self.text.textChanged.connect(self._on_text)
        self.kinds.currentIndexChanged.connect(self._on_choice)
        self.times.currentIndexChanged.connect(self._on_choice)
        self.failures.toggled.connect(self._on_choice)

    def _lay_out(self, *, wide: bool) -> None:
        """Put all in one row where there is room for it, else the text over the choices."""
        choices = (self.kinds, self.times, self.failures)
        if wide:
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            row.addWidget(self.text, 1)
            for widget in choices:
                row.addWidget(widget)
            return
        for box, letters in ((self.kinds, _KIND_LETTERS), (self.times, _TIME_LETTERS)):
            box.setSizeAdjustPolicy(_AS_SET)
            box.setMinimumContentsLength(letters)
            box.view().setAccessibleName(box.accessibleName())
            box.view().setMinimumWidth(box.view().sizeHintForColumn(0) + 2 * _LIST_MARGIN)
        below = QWidget()
        flow = FlowLayout(below)
        flow.setContentsMargins(0, 0, 0, 0)
        for widget in choices:
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addWidget(below)

    def wanted(self, order_id: str = "") -> HistoryFilter:
        """Return what is looked at, of one order or of all."""
        days = int(self.times.currentData() or 0)
        return HistoryFilter(
            text=self.text.text().strip(),
            kind=Kind(self.kinds.currentData()),
            failures=self.failures.isChecked(),
            since=datetime.now(UTC) - timedelta(days=days) if days else None,
            order_id=order_id,
        )

    def clear(self) -> None:
        """Look at everything again."""
        self.text.clear()
        self.kinds.setCurrentIndex(list(Kind).index(self._first))
        self.times.setCurrentIndex(0)
        self.failures.setChecked(False)

    def _on_text(self, _text: str) -> None:
        self._typing.start()

    def _on_choice(self, _choice: object) -> None:
        self.changed.emit()
