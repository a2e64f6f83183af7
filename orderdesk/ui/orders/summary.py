"""The line over the table: how many orders, how many selected, their sums, and the zone."""

from decimal import Decimal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from orderdesk.domain.relisting import Difference
from orderdesk.domain.shown import Totals
from orderdesk.ui.announcement import announce
from orderdesk.ui.i18n import format_money, format_number, plural
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import ElidedLabel, PlainLabel

# Counts that come sooner than this need no word that they are coming.
_PATIENCE_MS = 400


class SummaryLine(QWidget):
    """Says what the query found; what is not known yet is not said, nor is it what was before.

    A list that is only looked at again keeps its figures until the new ones come, all at once.

    Signals:
        select_all: every order found is to be selected.
        apply_asked: the changes that wait are to be shown in the list.
    """

    select_all = Signal()
    apply_asked = Signal()

    def __init__(self, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._orders = 0
        self._listed: int | None = None
        """How many rows there are to select where it is not what was counted."""
        self._selected = 0
        self._awaited = True
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._say_counting)
        self.count = PlainLabel(tone="strong")
        self.selected = PlainLabel(tone="muted")
        self.all_button = QPushButton()
        self.all_button.setProperty("kind", "link")
        self.all_button.clicked.connect(self.select_all)
        self.apply_button = QPushButton()
        self.apply_button.setObjectName("apply_changes_button")
        self.apply_button.setProperty("kind", "pill")
        self.apply_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.apply_button.clicked.connect(self.apply_asked)
        self.apply_button.hide()
        self.sums = ElidedLabel(tone="muted")
        zone_label = PlainLabel(self.tr("Times: {zone}").format(zone=zone), tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(12)
        row.addWidget(self.count)
        row.addWidget(self.selected)
        row.addWidget(self.all_button)
        row.addWidget(self.apply_button)
        row.addWidget(self.sums, 1)
        row.addWidget(zone_label)
        self.show_selected(0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._keep_height()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        """Be as high with buttons as without: the table below is not to move when one comes."""
        self.setMinimumHeight(self.apply_button.sizeHint().height())

    @property
    def counted(self) -> bool:
        """Whether the figures shown are those of what was asked last."""
        return not self._awaited

    def show_found(self, orders: int | None, *, anew: bool) -> None:
        """Show how many orders were found, None while that is not known.

        `anew`: they are the answer to another question.
        """
        if anew or self._awaited:
            self._awaited = True
            self.sums.setText("")
            self._show_orders(orders)

    def show_totals(self, totals: Totals) -> None:
        """Show what was found."""
        self._awaited = False
        self._show_orders(totals.orders)
        self.sums.setText(self._sums(totals))

    def _show_orders(self, orders: int | None) -> None:
        self._orders = orders or 0
        self._patience.stop()
        if orders is None:
            self.count.setText("")
            self._patience.start()
        elif orders == 1:
            self.count.setText(self.tr("1 order"))
        else:
            self.count.setText(self.tr("{number} orders").format(number=format_number(orders)))
        self.show_selected(self._selected)

    def _say_counting(self) -> None:
        self.count.setText(self.tr("Counting…"))

    def show_selected(self, selected: int) -> None:
        """Show how many are selected; one is no selection worth a word."""
        self._selected = selected
        many = selected > 1
        self.selected.setVisible(many)
        self.selected.setText(self.tr("{number} selected").format(number=format_number(selected)))
        there = self._orders if self._listed is None else self._listed
        self.all_button.setVisible(many and selected < there)
        self.all_button.setText(self.tr("select all {number}").format(number=format_number(there)))

    def show_waiting(self, change: Difference | None, listed: int, keys: str = "") -> None:
        """Offer to show what waits, in a list of so many rows; None: nothing does.

        `keys` is the shortcut that does so too, as people read it.
        """
        first = self.apply_button.isHidden()
        self._listed = None if change is None else listed
        self.apply_button.setVisible(change is not None)
        if change is not None:
            count = self.tr("%n change(s): apply", "", change.total)
            self.apply_button.setText(plural(count, change.total))
            sentence = self._waiting_sentence(change)
            self.apply_button.setToolTip(plain_tip(f"{sentence} ({keys})" if keys else sentence))
            self.apply_button.setAccessibleDescription(sentence)
            if first:
                how = self.tr("{keys} shows them.").format(keys=keys) if keys else ""
                announce(self.apply_button, f"{sentence} {how}".strip())
        self.show_selected(self._selected)

    def _waiting_sentence(self, change: Difference) -> str:
        parts = [
            (change.come, self.tr("{number} new")),
            (change.gone, self.tr("{number} gone")),
            (change.moved, self.tr("{number} in another place")),
        ]
        said = [text.format(number=format_number(number)) for number, text in parts if number]
        return self.tr("The list is kept as it is while you work in it: {changes}.").format(
            changes=", ".join(said)
        )

    def _sums(self, totals: Totals) -> str:
        parts = [
            format_money(amount, currency or None)
            for currency, amount in sorted(totals.sums.items())
            if amount != Decimal(0) or currency
        ]
        if totals.unknown_totals:
            number = format_number(totals.unknown_totals)
            parts.append(self.tr("{number} without a known total").format(number=number))
        said = self.tr("Total {sums}").format(sums=" · ".join(parts)) if parts else ""
        if totals.unread:
            unread = self.tr("items of {number} orders not read")
            if totals.unread == 1:
                unread = self.tr("items of 1 order not read")
            number = format_number(totals.unread)
            said = " · ".join(filter(None, (said, unread.format(number=number))))
        return said
