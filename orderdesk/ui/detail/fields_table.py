"""The header fields to read and copy: one stop of the Tab key, long values wrapped."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.fields_model import FieldsModel, Role, field_groups
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex

DETAILS = QT_TRANSLATE_NOOP("messages", "Details of the order")
COPY_HINT = QT_TRANSLATE_NOOP("messages", "Ctrl+C copies the value.")
COPY_VALUE = QT_TRANSLATE_NOOP("messages", "Copy {label}")
_LABEL = 112
_PADDING = 16
_TALLEST_LINES = 12


class _FieldsDelegate(QStyledItemDelegate):
    """Draws labels quietly, values in full, and what is not sent yet in yellow."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def height(self, index: Index, width: int) -> int:
        """Return how tall a row must be to show its value in a column `width` wide."""
        metrics = QFontMetrics(self._theme.font())
        if not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            return metrics.height() + (10 if index.row() == 0 else 18)
        room = QRect(0, 0, max(40, width - _PADDING - 6), metrics.height() * _TALLEST_LINES)
        tall = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), str(index.data())).height()
        lines = 1 if isinstance(index.data(Role.BEFORE), str) else 0
        return min(tall, room.height()) + lines * metrics.height() + 8

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, self.height(index, option.rect.width()))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        theme, rect = self._theme, option.rect
        heading = not index.flags() & Qt.ItemFlag.ItemIsSelectable
        before = index.data(Role.BEFORE)
        if isinstance(before, str):
            painter.fillRect(rect, theme.colour("stage"))
            painter.fillRect(rect.left(), rect.top(), 2, rect.height(), theme.colour("stage_line"))
        elif option.state & QStyle.StateFlag.State_Selected and not heading:
            painter.fillRect(rect, theme.colour("sel"))
        left = _PADDING if index.column() == 0 else 6
        area = rect.adjusted(left, 4, -6 if index.column() == 0 else -_PADDING, -4)
        if heading:
            painter.setFont(theme.font(scale=0.93, weight=QFont.Weight.DemiBold))
            painter.setPen(theme.colour("faint"))
            bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(area, int(bottom), str(index.data() or ""))
        else:
            self._paint_value(painter, area, index, before)
        painter.restore()

    def _paint_value(self, painter: QPainter, area: QRect, index: Index, before: object) -> None:
        theme = self._theme
        wrap = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
        if isinstance(before, str):
            font = theme.font()
            font.setStrikeOut(True)
            painter.setFont(font)
            painter.setPen(theme.colour("muted"))
            metrics = painter.fontMetrics()
            elide = Qt.TextElideMode.ElideRight
            painter.drawText(area, wrap, metrics.elidedText(before, elide, area.width()))
            area = area.adjusted(0, metrics.height(), 0, 0)
        weight = QFont.Weight.DemiBold if isinstance(before, str) else QFont.Weight.Normal
        painter.setFont(theme.font(weight=weight))
        painter.setPen(theme.colour("muted" if index.column() == 0 else "text"))
        painter.drawText(area, wrap, str(index.data() or ""))


class FieldsTable(RowTable):
    """Shows the header fields of an order by group."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._delegate = _FieldsDelegate(context.theme, self)
        self._order = ""
        self.fields = FieldsModel(self)
        self.setObjectName("details")
        self.setAccessibleName(say_text(DETAILS))
        self.setAccessibleDescription(say_text(COPY_HINT))
        self.setModel(self.fields)
        self.setItemDelegate(self._delegate)
        self._behave()
        context.theme.changed.connect(self._refit)

    def _behave(self) -> None:
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def show_view(self, view: OrderView) -> None:
        """Show an order's fields; the current one and the scroll position stay."""
        another = view.order.id != self._order
        self._order = view.order.id
        at = 0 if another else self.verticalScrollBar().value()
        line = None if another else self.fields.line(self.currentIndex().row())
        self.fields.show_groups(field_groups(view, self._context.zone))
        self._refit()
        place = self.fields.place_of_field(line.key) if line else None
        if place is None:
            rows = range(self.fields.rowCount())
            place = next((row for row in rows if self.fields.line(row)), None)
        if place is not None:
            self.setCurrentIndex(self.fields.index(place, 1))
        self.verticalScrollBar().setValue(at)

    def copy(self) -> None:
        """Copy the current field's value, as the vendor writes it."""
        line = self.fields.line(self.currentIndex().row())
        if line is not None:
            QGuiApplication.clipboard().setText(line.copy)

    def _refit(self) -> None:
        self.clearSpans()
        self.setColumnWidth(0, self._label_width())
        width = self.columnWidth(1)
        for row in range(self.fields.rowCount()):
            index = self.fields.index(row, 1)
            if self.fields.line(row) is None:
                self.setSpan(row, 0, 1, 2)
                index = self.fields.index(row, 0)
            label = self._delegate.height(self.fields.index(row, 0), self.columnWidth(0))
            self.setRowHeight(row, max(label, self._delegate.height(index, width)))
        self.viewport().update()

    def _label_width(self) -> int:
        """Return the width of the longest label, but leave the values most of the room."""
        metrics = QFontMetrics(self._context.theme.font())
        lines = (self.fields.line(row) for row in range(self.fields.rowCount()))
        widths = (metrics.horizontalAdvance(line.label) for line in lines if line is not None)
        return min(max(max(widths, default=0) + 28, _LABEL), self.viewport().width() * 2 // 5)

    def _show_menu(self, at: QPoint) -> None:
        line = self.fields.line(self.indexAt(at).row())
        if line is None:
            return
        self.setCurrentIndex(self.indexAt(at))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        action = QAction(say(Message(COPY_VALUE, {"label": line.label})), menu)
        action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        action.triggered.connect(self.copy)
        self._context.icons.bind(action, "copy")
        menu.addAction(action)
        menu.popup(self.viewport().mapToGlobal(at))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()
