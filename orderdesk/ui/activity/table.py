"""The table of commands: one tab stop, moved in by arrows, badges for the states."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.commands import CommandState
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.model import ACTIVITY_ROLE, COLUMNS, NOTHING, ActivityModel
from orderdesk.ui.activity.words import customer_of, number_of, state_badge_of
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.badge import BadgePainter
from orderdesk.ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
_PADDING = 10
_NARROWEST = 90
_USUAL, _USUAL_WIDTH = "needs your decision", 123.0
_QUIET = {CommandState.WITHDRAWN, CommandState.DONE}


class ActivityDelegate(QStyledItemDelegate):
    """Paints one cell of the table of commands."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._badges = BadgePainter(theme, icons)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_NARROWEST, option.fontMetrics.height() + 16)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self._ground(painter, option)
        activity = index.data(ACTIVITY_ROLE)
        area = option.rect.adjusted(_PADDING, 0, -_PADDING, -1)
        if isinstance(activity, Activity):
            painter.setClipRect(area)
            self._cell(painter, area, activity, index)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(
            rect, self._theme.colour("sel" if selected else "hover" if hovered else "panel")
        )
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, self._theme.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _cell(self, painter: QPainter, area: QRect, activity: Activity, index: Index) -> None:
        key, text = COLUMNS[index.column()].key, str(index.data() or "")
        plain = self._theme.font()
        painter.setFont(plain)
        if key == "state":
            badge = state_badge_of(activity.entry.state)
            self._badges.paint(painter, badge, area.left(), area.center().y() + 0.5)
        elif key == "order":
            self._order(painter, area, activity)
        elif key == "said":
            token = "muted" if activity.entry.state in _QUIET else "text"
            self._write(painter, area, text, self._theme.colour(token))
        else:
            token = "text" if key == "action" else "muted" if text else "faint"
            self._write(painter, area, text or NOTHING, self._theme.colour(token))

    def _order(self, painter: QPainter, area: QRect, activity: Activity) -> None:
        painter.setFont(self._theme.font(weight=QFont.Weight.DemiBold))
        number = number_of(activity)
        self._write(painter, area, number, self._theme.colour("text"))
        used = painter.fontMetrics().horizontalAdvance(number) + 8
        rest = area.adjusted(used, 0, 0, 0)
        if rest.width() > _PADDING:
            painter.setFont(self._theme.font())
            self._write(painter, rest, customer_of(activity), self._theme.colour("muted"))

    @staticmethod
    def _write(painter: QPainter, area: QRect, text: str, colour: QColor) -> None:
        painter.setPen(colour)
        line = " ".join(text.split())
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(
            area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown
        )


class ActivityTable(RowTable):
    """Shows the commands and keeps the user's place in them.

    Signals:
        current_changed: the current Activity, or None.
        opened: Enter or a double click on the current one.
        copy_asked: the current one is to be copied.
    """

    current_changed = Signal(object)
    opened = Signal()
    copy_asked = Signal()

    def __init__(
        self, model: ActivityModel, theme: Theme, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._commands = model
        self.setObjectName("activity-table")
        self.setAccessibleName(self.tr("Changes sent or waiting"))
        self.setModel(model)
        self.setItemDelegate(ActivityDelegate(theme, icons, self))
        self._behave()
        model.rowsInserted.connect(self._keep_current)
        model.rowsRemoved.connect(self._keep_current)
        model.dataChanged.connect(self._on_data)
        theme.changed.connect(self._repaint)

    def current(self) -> Activity | None:
        """Return the current command."""
        return self._commands.row(self.currentIndex().row())

    def go_to(self, command_id: str) -> bool:
        """Make a command the current one; False where it is not listed."""
        place = self._commands.place_of(command_id)
        if place is None:
            return False
        self._go_to_place(place)
        return True

    def hold(self) -> str | None:
        """Return the command at the top, where the list has been scrolled, to `release` it to."""
        if self.verticalScrollBar().value() == 0:
            return None
        top = self._commands.row(self.indexAt(self.viewport().rect().topLeft()).row())
        return top.id if top is not None else None

    def release(self, held: str | None) -> None:
        """Put the command that was at the top there again."""
        place = self._commands.place_of(held) if held is not None else None
        if place is not None:
            index = self._commands.index(place, 0)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    def scale(self) -> float:
        """Return how much wider words are than at the usual font size."""
        return self.fontMetrics().horizontalAdvance(_USUAL) / _USUAL_WIDTH

    def _behave(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setFixedHeight(self.fontMetrics().height() + 14)
        header.setMinimumSectionSize(_NARROWEST)
        for place, column in enumerate(COLUMNS):
            if column.width:
                self.setColumnWidth(place, round(column.width * self.scale()))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(self._on_current)

    def _fit(self, width: int) -> None:
        """Show the columns there is room for; what is left out stands in the detail."""
        for place, column in enumerate(COLUMNS):
            self.setColumnHidden(place, width < column.needs * self.scale())

    def _go_to_place(self, place: int) -> None:
        index = self._commands.index(place, max(self.currentIndex().column(), 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _keep_current(self) -> None:
        if self._commands.rowCount() == 0:
            self.current_changed.emit(None)
        elif not self.currentIndex().isValid():
            self._go_to_place(0)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_changed.emit(self._commands.row(current.row()))

    def _on_data(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self.current_changed.emit(self.current())

    def _repaint(self) -> None:
        self.viewport().update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif plain and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        elif plain and event.key() == Qt.Key.Key_Home:
            self._go_to_place(0)
        elif plain and event.key() == Qt.Key.Key_End:
            self._go_to_place(self._commands.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.currentIndex().isValid():
            self.opened.emit()
