"""The review's tree: orders with their changes below, each with a check box."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import overload

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Pick
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.rows import ChangeRow, OrderRows, Tone
from orderdesk.ui.staging.worth import money_text
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
TITLES = (
    QT_TRANSLATE_NOOP("messages", "Order and change"),
    QT_TRANSLATE_NOOP("messages", "Was"),
    QT_TRANSLATE_NOOP("messages", "Will be"),
    QT_TRANSLATE_NOOP("messages", "Difference"),
    QT_TRANSLATE_NOOP("messages", "To note"),
)
WHAT, BEFORE, AFTER, MONEY, SAID = range(len(TITLES))
TITLED = QT_TRANSLATE_NOOP("messages", "{title}: {text}")
_TONES = {Tone.NOTE: "amber", Tone.REFUSED: "red"}
_TOP = 0
"""The internal id of orders; that of a change is its order's place and one."""


class ReviewModel(QAbstractItemModel):
    """What is listed now, and what of it is ticked; nothing is unticked by being passed over.

    Signals:
        ticked: other changes are ticked now.
    """

    ticked = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: Sequence[OrderRows] = ()
        self._words: Sequence[str] = ()
        self._orders: list[OrderRows] = []
        self._left_out: set[Pick] = set()
        theme.changed.connect(self._on_theme)

    @property
    def left_out(self) -> frozenset[Pick]:
        """What is not ticked, listed or not."""
        return frozenset(self._left_out)

    def leave_out(self, picks: frozenset[Pick]) -> None:
        """Untick these; they may have been unticked in a review before."""
        self._left_out = set(picks)

    def show_orders(self, orders: Sequence[OrderRows]) -> None:
        """List what is staged, as far as it fits the filter."""
        known = {row.pick for order in orders for row in order.rows}
        self._left_out &= known
        before = [(order.order_id, [row.pick for row in order.rows]) for order in self._orders]
        self._all = orders
        listed = self._narrowed()
        after = [(order.order_id, [row.pick for row in order.rows]) for order in listed]
        if before == after:
            self._orders = listed
            self._say_changed()
            return
        self._reset(listed)

    def look_for(self, text: str) -> None:
        """List what holds every word of `text`, in an order's names or in a change of it."""
        words = text.casefold().split()
        if words != self._words:
            self._words = words
            self._reset(self._narrowed())

    def says_something(self) -> bool:
        """Whether anything is to note of what is listed."""
        return any(row.said for order in self._orders for row in order.rows)

    def orders(self) -> Sequence[OrderRows]:
        """Return the orders listed, with the changes listed."""
        return self._orders

    def picked(self) -> list[Pick]:
        """Return what is listed and ticked."""
        return [
            row.pick
            for order in self._orders
            for row in order.rows
            if row.pick not in self._left_out
        ]

    def sums(self) -> tuple[list[tuple[str, Decimal]], bool]:
        """Return the difference of each order listed, by currency, and whether all are known."""
        found = [
            (order.worth.currency, order.worth.of(self._picked_of(order))) for order in self._orders
        ]
        return [(one, amount) for one, amount in found if amount is not None], all(
            amount is not None for _, amount in found
        )

    def partly_ticked(self) -> list[str]:
        """Return the ids of the orders listed of which a part is ticked."""
        return [
            order.order_id
            for order in self._orders
            if 0 < len(self._picked_of(order)) < len(order.worth.picks)
        ]

    def passed_over(self) -> int:
        """Return how many changes the filter does not list."""
        listed = sum(len(order.rows) for order in self._orders)
        return sum(len(order.rows) for order in self._all) - listed

    def order_at(self, index: Index) -> OrderRows | None:
        """Return the order of a row, be it a change's."""
        if not index.isValid():
            return None
        place = index.row() if index.internalId() == _TOP else index.internalId() - 1
        return self._orders[place] if 0 <= place < len(self._orders) else None

    def change_at(self, index: Index) -> ChangeRow | None:
        """Return the change of a row, None for an order's."""
        order = self.order_at(index)
        if order is None or index.internalId() == _TOP:
            return None
        return order.rows[index.row()] if 0 <= index.row() < len(order.rows) else None

    def index_of(self, order_id: str, pick: Pick | None) -> QModelIndex:
        """Return where an order or a change of it is listed, invalid where it is not."""
        for place, order in enumerate(self._orders):
            if order.order_id == order_id:
                top = self.index(place, 0)
                rows = (row for row, one in enumerate(order.rows) if one.pick == pick)
                row = next(rows, None)
                return top if row is None else self.index(row, 0, top)
        return QModelIndex()

    def tick_all(self, ticked: bool) -> None:
        """Tick everything listed, or nothing of it."""
        self._tick([row.pick for order in self._orders for row in order.rows], ticked)

    def toggle(self, index: Index) -> None:
        """Tick a row that is not ticked as a whole, untick one that is."""
        whole = self.tick_of(index) is Qt.CheckState.Checked
        order, change = self.order_at(index), self.change_at(index)
        if order is not None:
            picks = [change.pick] if change else [row.pick for row in order.rows]
            self._tick(picks, not whole)

    def tick_of(self, index: Index) -> Qt.CheckState:
        """Return how far a row is ticked."""
        order, change = self.order_at(index), self.change_at(index)
        rows = (change,) if change else order.rows if order else ()
        return _state(row.pick not in self._left_out for row in rows)

    def tick_of_all(self) -> Qt.CheckState:
        """Return how far what is listed is ticked."""
        return _state(
            row.pick not in self._left_out for order in self._orders for row in order.rows
        )

    def _picked_of(self, order: OrderRows) -> frozenset[Pick]:
        return frozenset(row.pick for row in order.rows) - self._left_out

    def _tick(self, picks: Sequence[Pick], ticked: bool) -> None:
        if ticked:
            self._left_out.difference_update(picks)
        else:
            self._left_out.update(picks)
        self._say_changed()

    def _narrowed(self) -> list[OrderRows]:
        if not self._words:
            return list(self._all)
        return [replace(one, rows=rows) for one in self._all if (rows := one.narrowed(self._words))]

    def _reset(self, orders: list[OrderRows]) -> None:
        self.beginResetModel()
        self._orders = orders
        self.endResetModel()
        self.ticked.emit()

    def _say_changed(self) -> None:
        last = len(TITLES) - 1
        if self._orders:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._orders) - 1, last))
        for place, order in enumerate(self._orders):
            top = self.index(place, 0)
            self.dataChanged.emit(self.index(0, 0, top), self.index(len(order.rows) - 1, last, top))
        self.ticked.emit()

    def _on_theme(self) -> None:
        self._say_changed()

    @override
    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, column, _TOP)
        return self.createIndex(row, column, parent.row() + 1)

    @overload
    def parent(self) -> QObject | None: ...

    @overload
    def parent(self, child: Index) -> QModelIndex: ...

    @override
    def parent(self, child: Index | None = None) -> QObject | QModelIndex | None:
        if child is None:
            return super().parent()
        if not child.isValid() or child.internalId() == _TOP:
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, _TOP)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        if not parent.isValid():
            return len(self._orders)
        if parent.internalId() != _TOP or parent.column() != 0:
            return 0
        order = self.order_at(parent)
        return len(order.rows) if order else 0

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return len(TITLES)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == WHAT else flags

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == MONEY else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return say_text(TITLES[section]) if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index)
        return True

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        order, change = self.order_at(index), self.change_at(index)
        if order is None:
            return None
        column = index.column()
        match role:
            case Qt.ItemDataRole.CheckStateRole if column == WHAT:
                return self.tick_of(index)
            case Qt.ItemDataRole.DisplayRole if change is None and column == BEFORE:
                return ""  # the tree writes it over the room of both values
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(self._text(order, change, column).split())
            case Qt.ItemDataRole.ToolTipRole:
                text = self._text(order, change, column)
                return plain_tip(text) if text else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(order, change, column)
            case Qt.ItemDataRole.TextAlignmentRole if column == MONEY:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return self._font(change, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._theme.colour(_colour(change, column))
            case _:
                return None

    def _text(self, order: OrderRows, change: ChangeRow | None, column: int) -> str:
        if change is not None:
            return (change.label, change.before, change.after, change.money, change.said)[column]
        if column == MONEY:
            amount = order.worth.of(self._picked_of(order))
            return money_text(amount, order.worth.currency) if amount is not None else ""
        return order.number if column == WHAT else order.subtitle if column == BEFORE else ""

    def _spoken(self, order: OrderRows, change: ChangeRow | None, column: int) -> str:
        text = self._text(order, change, column)
        if column == WHAT or not text or change is None:
            return text
        return say(Message(TITLED, {"title": Message(TITLES[column]), "text": text}))

    def _font(self, change: ChangeRow | None, column: int) -> QFont:
        if change is None and column == WHAT:
            return self._theme.font(weight=QFont.Weight.DemiBold)
        font = self._theme.font()
        font.setStrikeOut(change is not None and column == BEFORE)
        return font


def _colour(change: ChangeRow | None, column: int) -> str:
    if change is None:
        return "muted" if column == BEFORE else "text"
    if column == SAID and change.tone is not Tone.NONE:
        return _TONES[change.tone]
    return "muted" if column in {BEFORE, SAID} else "text"


def _state(ticks: Iterable[bool]) -> Qt.CheckState:
    found = set(ticks)
    if found == {True}:
        return Qt.CheckState.Checked
    return Qt.CheckState.PartiallyChecked if True in found else Qt.CheckState.Unchecked
