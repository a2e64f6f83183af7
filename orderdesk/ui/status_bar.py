"""The status bar: demo, how many orders, what is not settled, last sync and zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStatusBar, QWidget

from orderdesk.ui.i18n import format_clock, format_number, zone_name
from orderdesk.ui.open_changes import OpenChanges, words
from orderdesk.ui.staging.counts import Counts
from orderdesk.ui.staging.words import staged_text
from orderdesk.ui.widgets.labels import PlainLabel


class StatusBar(QStatusBar):
    """Counts at the left, time at the right; sentences on actions take the left's place.

    Signals:
        review_wanted: the person wants to look at what is staged.
    """

    review_wanted = Signal()

    def __init__(self, zone: ZoneInfo, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._waits = False
        self.messageChanged.connect(self._make_way)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self.badge = PlainLabel(self.tr("DEMO"), tone="tag")
        self.badge.setAccessibleName(self.tr("Demo: invented orders"))
        self.counts = PlainLabel(tone="muted")
        self.waiting = PlainLabel(tone="muted")
        self.staged = QPushButton()
        self.staged.setObjectName("staged_changes")
        self.staged.setProperty("kind", "staged")
        self.staged.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.staged.clicked.connect(self._review)
        self.last_sync = PlainLabel(tone="muted")
        # At the right, where sentences on actions leave it in place.
        self.addPermanentWidget(self.staged)
        self.addPermanentWidget(self.last_sync)
        if demo:
            self.insertWidget(0, self.badge)
        self.addWidget(self.counts)
        self.addWidget(self.waiting)
        self.show_staged(Counts(0, 0))
        self.show_changes(OpenChanges())
        self.show_last_sync(None)

    def show_counts(self, shown: int, total: int) -> None:
        """Show how many orders of how many are listed."""
        every = shown == total
        if every:
            text = self.tr("1 order") if total == 1 else self.tr("{total} orders")
        else:
            text = self.tr("{shown} of {total} orders")
        self.counts.setText(text.format(shown=format_number(shown), total=format_number(total)))

    def show_changes(self, changes: OpenChanges) -> None:
        """Show how many changes are not settled yet, by what they wait for."""
        self._waits = changes.total > 0
        self.waiting.setText(" · ".join(words(changes)))
        self._make_way(self.currentMessage())

    def _make_way(self, message: str) -> None:
        """Show the counts unless a sentence on an act stands in their place."""
        self.waiting.setVisible(self._waits and not message)

    def show_staged(self, counts: Counts) -> None:
        """Show how many changes are staged, with the way to them."""
        self.staged.setVisible(counts.changes > 0)
        text = self.tr("{staged} · Review").format(staged=staged_text(counts))
        self.staged.setText(text)
        self.staged.setAccessibleName(text)

    def show_last_sync(self, moment: datetime | None) -> None:
        """Show when orders were last read from a vendor."""
        zone = self.tr("all times {zone}").format(zone=zone_name(self._zone))
        if moment is None:
            self.last_sync.setText(zone)
            return
        time = format_clock(moment, self._zone)
        text = self.tr("Last sync {time} · {zone}")
        self.last_sync.setText(text.format(time=time, zone=zone))

    def _review(self, _checked: bool = False) -> None:
        self.review_wanted.emit()
