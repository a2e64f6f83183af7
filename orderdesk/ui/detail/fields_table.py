"""The header fields to read and copy: one stop of the Tab key, long values wrapped."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QWidget,
)
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.staging import Editable
from orderdesk.services.views import OrderView
from orderdesk.ui.context import Context
from orderdesk.ui.detail.cell_table import CellTable
from orderdesk.ui.detail.fields_delegate import FieldsDelegate
from orderdesk.ui.detail.fields_model import FieldsModel, empty_fields, field_groups
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.staging.cell_draft import Cell

Index = QModelIndex | QPersistentModelIndex

DETAILS = QT_TRANSLATE_NOOP("messages", "Details of the order")
COPY_HINT = QT_TRANSLATE_NOOP("messages", "Ctrl+C copies the value.")
EDIT_HINT = QT_TRANSLATE_NOOP("messages", "F2 or Enter edits the value, Ctrl+C copies it.")
COPY_VALUE = QT_TRANSLATE_NOOP("messages", "Copy {label}")
EDIT_VALUE = QT_TRANSLATE_NOOP("messages", "Edit {label}")
PUT_BACK = QT_TRANSLATE_NOOP("messages", "Put {label} back")
FIXED = QT_TRANSLATE_NOOP("messages", "It is shown as the vendor sent it.")
_LABEL = 112


class FieldsTable(CellTable):
    """Shows the header fields of an order by group.

    Signals:
        put_back: the key of a field whose staged value is to be taken away.
    """

    put_back = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._delegate = FieldsDelegate(context.theme, context.icons, self)
        self._order = ""
        self._shown: tuple[OrderView, Editable | None] | None = None
        self._empty: frozenset[str] = frozenset()
        self.all_fields = False
        """Whether the empty fields that can be filled are shown as well."""
        self.fields = FieldsModel(self)
        self.setObjectName("details")
        self.setAccessibleName(say_text(DETAILS))
        self.setAccessibleDescription(say_text(COPY_HINT))
        self.setModel(self.fields)
        self.setItemDelegate(self._delegate)
        self._behave()
        context.theme.changed.connect(self._refit)

    @property
    def empty(self) -> frozenset[str]:
        """The keys of the empty fields that could be filled."""
        return self._empty

    def _behave(self) -> None:
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def show_view(
        self, view: OrderView, editable: Editable | None = None, *, keeping: str | None = None
    ) -> None:
        """Show an order's fields; the current one and the scroll position stay.

        The field called `keeping` is shown even if it is empty now.
        """
        another = view.order.id != self._order
        self._order = view.order.id
        self._shown = (view, editable)
        self._empty = empty_fields(view, editable) if editable is not None else frozenset()
        at = 0 if another else self.verticalScrollBar().value()
        line = None if another else self.fields.line(self.currentIndex().row())
        wanted = self._empty if self.all_fields else self._empty & {keeping or ""}
        groups = field_groups(view, self._context.zone, editable=editable, empty=wanted)
        self.fields.show_groups(groups)
        self.setAccessibleDescription(say_text(EDIT_HINT if self.in_place else COPY_HINT))
        self._refit()
        place = self.fields.place_of_field(line.key) if line else None
        if place is None:
            rows = range(self.fields.rowCount())
            place = next((row for row in rows if self.fields.line(row)), None)
        if place is not None and place != self.currentIndex().row():
            self.setCurrentIndex(self.fields.index(place, 1))
        self.verticalScrollBar().setValue(at)

    def show_all(self, *, shown: bool) -> None:
        """Show the empty fields that can be filled as well, or not."""
        self.all_fields = shown
        if self._shown is not None:
            self.show_view(*self._shown)

    def show_field(self, key: str) -> bool:
        """Make a field the current one, an empty one too; False where there is no such field."""
        if self.fields.place_of_field(key) is None and self._shown is not None:
            self.show_view(*self._shown, keeping=key)
        place = self.fields.place_of_field(key)
        if place is not None:
            self.setCurrentIndex(self.fields.index(place, 1))
        return place is not None

    @override
    def cell_at(self, index: Index) -> Cell | None:
        line = self.fields.line(index.row())
        return None if line is None else Cell(self._order, line.key)

    @override
    def index_of(self, cell: Cell) -> QModelIndex:
        place = self.fields.place_of_field(cell.field)
        here = cell.order_id == self._order and place is not None
        return self.fields.index(place, 1) if here and place is not None else QModelIndex()

    @override
    def cells(self) -> Sequence[Cell]:
        lines = (self.fields.line(row) for row in range(self.fields.rowCount()))
        return [Cell(self._order, line.key) for line in lines if line is not None]

    @override
    def why_fixed(self, cell: Cell) -> tuple[str, str]:
        line = self.fields.line(self.currentIndex().row())
        return (line.label if line else cell.field, say_text(FIXED))

    @override
    def is_titled(self, spec: FieldSpec) -> bool:
        return True

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
        self.setCurrentIndex(self.indexAt(at).siblingAtColumn(1))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        facts = {"label": line.label}
        if self.in_place:
            edit = self._action(menu, say(Message(EDIT_VALUE, facts)), "pencil")
            edit.setShortcut(QKeySequence(Qt.Key.Key_F2))
            edit.triggered.connect(self.begin_current)
        if line.staged:
            back = self._action(menu, say(Message(PUT_BACK, facts)), "undo-2")
            back.triggered.connect(partial(self._on_put_back, line.key))
        copy = self._action(menu, say(Message(COPY_VALUE, facts)), "copy")
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.triggered.connect(self.copy)
        menu.popup(self.viewport().mapToGlobal(at))

    def _action(self, menu: QMenu, text: str, icon: str) -> QAction:
        action = QAction(text, menu)
        self._context.icons.bind(action, icon)
        menu.addAction(action)
        return action

    def _on_put_back(self, key: str, _checked: bool = False) -> None:
        self.put_back.emit(key)

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
