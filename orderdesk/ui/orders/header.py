"""The table's header and its layout: widths, order and visibility by the columns' names."""

from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCursor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget
from typing_extensions import override

from orderdesk.domain.shown import Sort
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.orders.columns import COLUMNS, Column, column
from orderdesk.ui.orders.layout import ColumnLayout, TableLayout
from orderdesk.ui.theme import Theme

_NARROWEST = 36
_WIDEST = 1200
_FEWEST = 3
# From this rank on a column is worth less than wider names.
_WORTH = 8
_SPARE = 150
_PADDING = 10
_ARROW = 12


class OrderHeader(QHeaderView):
    """Sorts by a click, and shows, hides, moves and resizes columns.

    Signals:
        sort_asked: a Sort the user wants.
        layout_changed: something is laid out otherwise and should be kept.
    """

    sort_asked = Signal(object)
    layout_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._icons = icons
        self._font = theme.font(weight=QFont.Weight.Medium)
        self._sort = Sort()
        self._fitting = False
        self._own = False
        self._mixed = False
        self._usual = [round(one.width * theme.scale) for one in COLUMNS]
        self._widths = dict(enumerate(self._usual))
        self.setAccessibleName(self.tr("Columns"))
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setHighlightSections(False)
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(_NARROWEST)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.sectionClicked.connect(self._on_clicked)
        self.sectionMoved.connect(self._on_moved)
        self.sectionResized.connect(self._on_resized)

    @property
    def sort(self) -> Sort:
        """How the table is sorted."""
        return self._sort

    def set_sort(self, sort: Sort) -> None:
        """Show the arrow at the column sorted by."""
        self._sort = sort
        places = [index for index, one in enumerate(COLUMNS) if one.sort == sort.column]
        order = Qt.SortOrder.DescendingOrder if sort.descending else Qt.SortOrder.AscendingOrder
        self.setSortIndicator(places[0] if places else -1, order)

    def table_layout(self) -> TableLayout:
        """Return the layout as it is now, from the left."""
        columns = [
            ColumnLayout(
                key=COLUMNS[index].key,
                width=self._widths[index],
                shown=not self.isSectionHidden(index),
            )
            for index in map(self.logicalIndex, range(self.count()))
        ]
        return TableLayout(
            columns=columns if self._own else [],
            sort=self._sort.column,
            descending=self._sort.descending,
        )

    def apply_layout(self, layout: TableLayout) -> None:
        """Lay out the columns; new ones take their default place, unknown ones are left out."""
        kept = {one.key: one for one in layout.columns if column(one.key) is not None}
        self._own = any(one.shown for one in kept.values())
        self._fitting = True
        for index, one in enumerate(COLUMNS):
            known = kept.get(one.key) if self._own else None
            width = known.width if known else self._usual[index]
            self._widths[index] = max(_NARROWEST, min(width, _WIDEST))
            self.resizeSection(index, self._widths[index])
            self.setSectionHidden(index, not (known.shown if known else one.shown))
        self._put_in_order(list(kept) if self._own else [one.key for one in COLUMNS])
        self._fitting = False
        sortable = {one.sort for one in COLUMNS if one.sort}
        sort = layout.sort if layout.sort in sortable else Sort().column
        self.set_sort(Sort(sort, layout.descending))
        self.fit()

    def set_mixed(self, *, mixed: bool) -> None:
        """Say whether orders of several connections stand beside one another."""
        if mixed != self._mixed:
            self._mixed = mixed
            self.fit()

    def _rank(self, index: int) -> int | None:
        return COLUMNS[index].mixed if self._mixed else COLUMNS[index].rank

    def fit(self) -> None:
        """Show as many default columns as there is room for, unless the user has laid them out."""
        if self._own or self.count() == 0:
            return
        self._fitting = True
        room = self.viewport().width()
        kept: list[int] = []
        ranks = {at: rank for at in range(len(COLUMNS)) if (rank := self._rank(at)) is not None}
        for index in sorted(ranks, key=lambda at: ranks[at]):
            width = self._widths[index] = self._usual[index]
            spare = _SPARE if ranks[index] > _WORTH else 0
            if len(kept) < _FEWEST or width + spare <= room:
                kept.append(index)
                room -= width
        # What is left makes room for names first; among several vendors for their words of states.
        words = {at for at in kept if self._mixed and COLUMNS[at].key == "state"}
        for index in sorted(kept, key=lambda at: (at not in words, -COLUMNS[at].widest)):
            widest = round(COLUMNS[index].widest * self._theme.scale)
            more = max(0, min(room, widest - self._usual[index]))
            self._widths[index] += more
            room -= more
        for index in range(self.count()):
            self.setSectionHidden(index, index not in kept)
        for index in kept:
            self.resizeSection(index, self._widths[index])
        self._fitting = False

    def fill_columns_menu(self, menu: QMenu) -> None:
        """Put a check mark for every column into `menu`, and the way back to the default."""
        menu.clear()
        for index, one in enumerate(COLUMNS):
            menu.addAction(self._toggle(menu, index, one))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns"), self.reset_columns)

    def fill_sort_menu(self, menu: QMenu) -> None:
        """Put every column that can be sorted by into `menu`."""
        menu.clear()
        for one in COLUMNS:
            if one.sort is not None:
                action = menu.addAction(say_text(one.title))
                action.setCheckable(True)
                action.setChecked(one.sort == self._sort.column)
                action.triggered.connect(lambda _on=False, key=one.sort: self._sort_by(key))

    def reset_columns(self) -> None:
        """Go back to the default columns."""
        self.apply_layout(TableLayout(sort=self._sort.column, descending=self._sort.descending))
        self.layout_changed.emit()

    def _toggle(self, menu: QMenu, index: int, one: Column) -> QAction:
        action = QAction(say_text(one.title), menu)
        action.setCheckable(True)
        action.setChecked(not self.isSectionHidden(index))
        action.toggled.connect(partial(self._show_column, index))
        last = self.count() - self.hiddenSectionCount() == 1
        action.setEnabled(not (last and action.isChecked()))
        return action

    def _show_column(self, index: int, shown: bool) -> None:
        self._own = True
        self.setSectionHidden(index, not shown)
        self.layout_changed.emit()

    def _put_in_order(self, keys: list[str]) -> None:
        by_key = {one.key: index for index, one in enumerate(COLUMNS)}
        known = [by_key[key] for key in dict.fromkeys(keys) if key in by_key]
        for place, index in enumerate(known):
            self.moveSection(self.visualIndex(index), place)

    def visible_columns(self) -> list[int]:
        """Return the places in COLUMNS of the columns shown, from the left."""
        places = map(self.logicalIndex, range(self.count()))
        return [index for index in places if not self.isSectionHidden(index)]

    def _sort_by(self, key: str) -> None:
        same = key == self._sort.column
        self.sort_asked.emit(Sort(key, not self._sort.descending if same else False))

    def _on_clicked(self, index: int) -> None:
        key = COLUMNS[index].sort
        if key is None:
            self.set_sort(self._sort)
        else:
            self._sort_by(key)

    def _on_menu(self, position: QPoint) -> None:
        menu = QMenu(self.tr("Columns"), self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_columns_menu(menu)
        menu.popup(self.mapToGlobal(position))

    def _on_resized(self, index: int, _old: int, width: int) -> None:
        # The last column fills the room that is left, and a hidden one has no width.
        if self._fitting or width == 0 or index == self.visible_columns()[-1]:
            return
        # The header resizes columns by itself too, when it is resized as a whole.
        if width != self._widths[index]:
            self._own = True
            self._widths[index] = width
            self.layout_changed.emit()

    def _on_moved(self, *_places: int) -> None:
        if not self._fitting:
            self._own = True
            self.layout_changed.emit()

    @override
    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        title = say_text(COLUMNS[logicalIndex].title)
        width = QFontMetrics(self._font).horizontalAdvance(title) + 2 * _PADDING + _ARROW
        return QSize(width, QFontMetrics(self._font).height() + 14)

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        column = COLUMNS[logicalIndex]
        hovered = rect.contains(self.viewport().mapFromGlobal(QCursor.pos()))
        line = self._theme.colour("line")
        painter.save()
        painter.fillRect(rect, self._theme.colour("hover" if hovered else "panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), line)
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), line)
        painter.setFont(self._font)
        sorted_by = column.sort is not None and column.sort == self._sort.column
        painter.setPen(self._theme.colour("text" if sorted_by else "muted"))
        area = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        room = area.width() - (_ARROW + 3 if sorted_by else 0)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(say_text(column.title), Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(title)
        if column.right:
            area.setLeft(area.right() + 1 - width)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), title)
        if sorted_by:
            left = area.left() - _ARROW - 3 if column.right else area.left() + width + 3
            self._paint_arrow(painter, left, rect)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, left: int, rect: QRect) -> None:
        name = "arrow-down" if self._sort.descending else "arrow-up"
        ratio = self.devicePixelRatioF()
        arrow = self._icons.pixmap(name, self._theme.colour("text"), _ARROW, ratio)
        painter.drawPixmap(left, round(rect.center().y() - _ARROW / 2 + 1), arrow)
