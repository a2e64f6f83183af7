"""Tabs over a table of outcomes: all orders, and those that came out in each way."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from orderdesk.ui.i18n import format_number

Way = TypeVar("Way", bound=StrEnum)


class FilterTabs(QTabBar, Generic[Way]):
    """A tab for each way that some order came out in, with how many did.

    Signals:
        chosen: another tab was chosen.
    """

    chosen = Signal()

    def __init__(self, labels: Mapping[Way, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = labels
        self._shown: list[Way | None] = [None]
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName(self.tr("Which orders are listed"))
        self.addTab("")
        self.currentChanged.connect(self._on_tab)

    def show_counts(self, counts: Mapping[Way, int]) -> None:
        """Show how many orders came out how; the chosen tab stays while it has any."""
        current = self.filter()
        wanted: list[Way | None] = [None, *(one for one in self._labels if counts.get(one))]
        if wanted != self._shown:
            self.blockSignals(True)
            while self.count() > 1:
                self.removeTab(self.count() - 1)
            for _one in wanted[1:]:
                self.addTab("")
            self._shown = wanted
            self.setCurrentIndex(wanted.index(current) if current in wanted else 0)
            self.blockSignals(False)
        for place, one in enumerate(wanted):
            number = sum(counts.values()) if one is None else counts[one]
            label = self.tr("All") if one is None else self._labels[one]
            self.setTabText(place, f"{label} {format_number(number)}")
            self.setAccessibleTabName(place, f"{label}: {format_number(number)}")

    def filter(self) -> Way | None:
        """Return what is listed; None: all."""
        place = self.currentIndex()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def choose(self, wanted: Way | None) -> None:
        """List the orders that came out in one way, or all."""
        if wanted in self._shown:
            self.setCurrentIndex(self._shown.index(wanted))

    def _on_tab(self, _place: int) -> None:
        self.chosen.emit()
