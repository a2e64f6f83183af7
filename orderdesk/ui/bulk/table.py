"""The table of a plan or a ledger: an order a row, with a badge for what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.badge import Badge, BadgePainter
from orderdesk.ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The Line of a row."""
_ROOT = QModelIndex()
_PADDING = 10
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True, slots=True)
class Line:
    """One order: its id, its badge, and a text for each column; the badge's own is among them."""

    key: str
    badge: Badge
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `title` is source text, `width` in pixels at the usual size, 0: what is left."""

    title: str
    width: int
    badge: bool = False


def line_data(
    columns: Sequence[Column], line: Line | None, place: int, role: int, *, tip: str | None = None
) -> object:
    """Return what a line's cell in a column is for a role; `tip`: the text said at length."""
    if line is None:
        return None
    text = line.texts[place]
    at_length = text if tip is None else tip
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return text
        case Qt.ItemDataRole.ToolTipRole:
            return plain_tip(at_length) if at_length else None
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{say_text(columns[place].title)}: {at_length}"
        case _:
            return line if role == LINE_ROLE else None


def line_title(
    columns: Sequence[Column], section: int, orientation: Qt.Orientation, role: int
) -> object:
    """Return what a header shows for a role."""
    if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
        return say_text(columns[section].title)
    return None


class LinesModel(QAbstractTableModel):
    """The orders listed now."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """List these orders; where only what became of them is new, they keep their places."""
        before = self._lines
        if [line.key for line in before] != [line.key for line in lines]:
            self.beginResetModel()
            self._lines = tuple(lines)
            self.endResetModel()
            return
        self._lines = tuple(lines)
        for place, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                last = len(self._columns) - 1
                self.dataChanged.emit(self.index(place, 0), self.index(place, last))

    def add_lines(self, lines: Sequence[Line]) -> None:
        """List more, below the others."""
        if lines:
            first = len(self._lines)
            self.beginInsertRows(_ROOT, first, first + len(lines) - 1)
            self._lines = (*self._lines, *lines)
            self.endInsertRows()

    def line(self, place: int) -> Line | None:
        """Return the order at a place, if there is one."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def place_of(self, key: str) -> int | None:
        """Return where an order is listed, if it is."""
        places = (place for place, line in enumerate(self._lines) if line.key == key)
        return next(places, None)

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        return line_data(self._columns, line, index.column(), role)

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        return line_title(self._columns, section, orientation, role)


class LineDelegate(QStyledItemDelegate):
    """Paints a cell, and a badge where the column has them."""

    def __init__(
        self, columns: Sequence[Column], theme: Theme, icons: Icons, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._theme = theme
        self._badges = BadgePainter(theme, icons)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, option.fontMetrics.height() + 14)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        ground = "sel" if selected else "hover" if hovered else "panel"
        painter.fillRect(rect, self._theme.colour(ground))
        below = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(below, self._theme.colour("line"))
        area = rect.adjusted(_PADDING, 0, -_PADDING, -1)
        line = index.data(LINE_ROLE)
        if isinstance(line, Line):
            painter.setClipRect(area)
            self._cell(painter, area, line, index.column())
        painter.restore()

    def _cell(self, painter: QPainter, area: QRect, line: Line, column: int) -> None:
        if self._columns[column].badge:
            self._badges.paint(painter, line.badge, area.left(), area.center().y() + 0.5)
            return
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("text" if column == 0 else "muted"))
        text = " ".join(line.texts[column].split())
        right = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(text, right, area.width())
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, int(side), shown)


class LinesTable(RowTable):
    """Lists orders; Enter or a double click opens one.

    Signals:
        current_changed: the current Line, or None.
        opened: the Line that was opened.
    """

    current_changed = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        theme: Theme,
        icons: Icons,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.lines = LinesModel(columns, self)
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(columns, theme, icons, self))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(columns):
            if column.width:
                header.resizeSection(place, round(column.width * theme.scale))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.lines.dataChanged.connect(self._on_data)
        theme.changed.connect(self._on_theme)

    def current(self) -> Line | None:
        """Return the current order, if there is one."""
        return self.lines.line(self.currentIndex().row())

    def show_lines(self, lines: Sequence[Line]) -> None:
        """List these orders; the current one stays, else the first is."""
        current = self.current()
        self.lines.show_lines(lines)
        place = self.lines.place_of(current.key) if current is not None else None
        if lines and not self.currentIndex().isValid():
            self.selectRow(0 if place is None else place)
        if not lines:
            self.current_changed.emit(None)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self.lines.line(current.row()))

    def _on_data(self, top: QModelIndex, bottom: QModelIndex) -> None:
        if top.row() <= self.currentIndex().row() <= bottom.row():
            self.current_changed.emit(self.current())

    def _on_theme(self) -> None:
        self.viewport().update()

    def _open(self) -> None:
        current = self.current()
        if current is not None:
            self.opened.emit(current)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if plain and event.key() in _ENTER:
            self._open()
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._open()
