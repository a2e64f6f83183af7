"""Menus that add filters: the states, types and locations there are, and periods of time."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.query import FIELDS, Clause, Operator, Query
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_number, say_text
from orderdesk.ui.orders.clauses import chosen, toggled, value_label
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

_MOST = 40
_PLACED = ("today", "yesterday", "last-7d", "last-30d", "this-month")
_EXPIRES = ("..now", "next-24h", "next-7d")
_GAP = 2
_FEWEST = 3
_DATE = "date"
_FIELDS = ("state", "payment", "fulfilment", "type", "connection", "vendor", "location")
_IN_ONE = (*("state", "type", "location", _DATE, "payment", "fulfilment", "connection", "vendor"),)
_AMONG_SEVERAL = (
    *("state", "connection", "payment", "fulfilment", _DATE, "type", "vendor", "location"),
)
DATE = QT_TRANSLATE_NOOP("messages", "Date")


class ValueMenu(QMenu):
    """The values of one field with how many orders have each; several may be chosen.

    Signals:
        toggled_value: field and value that were chosen or taken back.
    """

    toggled_value = Signal(str, str)

    def __init__(
        self,
        field: str,
        context: Context,
        parent: QWidget,
        names: Callable[[], Mapping[str, str]] = dict[str, str],
    ) -> None:
        super().__init__(say_text(FIELDS[field].label), parent)
        self._field = field
        self._names = names
        self._context = context
        self._values: list[tuple[str, int]] | None = None
        self.query = Query()
        self.aboutToShow.connect(self._load)
        self._fill(self._values)

    def _load(self) -> None:
        self._fill(self._values)
        values = self._context.desk.orders.values(self._field)
        self._context.tasks.call(values, name=f"values {self._field}", then=self._fill)

    def _fill(self, values: list[tuple[str, int]] | None) -> None:
        self._values = values
        self.clear()
        taken = chosen(self.query, self._field)
        if self._field == "state":
            self._add("open", None, taken)
            self.addSeparator()
        names = self._names()
        for value, count in (values or ())[:_MOST]:
            self._add(names.get(value, value), count, taken)
        if values is None:
            self.addAction(self.tr("Counting…"))
        elif len(values) > _MOST:
            text = self.tr("%n more: type {field}: and a name", "", len(values) - _MOST)
            self.addAction(text.format(field=self._field))
        elif not values:
            self.addAction(self.tr("No orders yet"))

    def _add(self, value: str, count: int | None, taken: tuple[str, ...]) -> None:
        label = value_label(self._field, value).replace("&", "&&")
        text = label if count is None else f"{label}\t{format_number(count)}"
        action = self.addAction(text)
        action.setCheckable(True)
        action.setChecked(value in taken)
        action.triggered.connect(partial(self._on_triggered, value))

    def _on_triggered(self, value: str, _checked: bool = False) -> None:
        self.toggled_value.emit(self._field, value)


class PeriodDialog(QDialog):
    """Two days between which orders were placed or expire."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        today = QDate.currentDate()
        self.first = QDateEdit(today.addDays(-6))
        self.last = QDateEdit(today)
        for edit, name in ((self.first, self.tr("From")), (self.last, self.tr("To"))):
            edit.setCalendarPopup(True)
            edit.setAccessibleName(name)
        form = QFormLayout()
        form.addRow(self.tr("&From"), self.first)
        form.addRow(self.tr("&To"), self.last)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        show = buttons.addButton(self.tr("Filter"), QDialogButtonBox.ButtonRole.AcceptRole)
        show.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(PlainLabel(self.tr("Both days are included."), tone="muted"))
        column.addLayout(form)
        column.addWidget(buttons)

    def value(self) -> str:
        """Return the period as the query language writes it."""
        first, last = sorted((self.first.date(), self.last.date()), key=QDate.toJulianDay)
        return f"{first.toString('yyyy-MM-dd')}..{last.toString('yyyy-MM-dd')}"


class DateMenu(QMenu):
    """Periods for when orders were placed and when they expire.

    Signals:
        chosen_period: field and period.
    """

    chosen_period = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(say_text(DATE), parent)
        self.query = Query()
        self.aboutToShow.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for field, periods in (("placed", _PLACED), ("expires", _EXPIRES)):
            menu = self.addMenu(say_text(FIELDS[field].label))
            taken = chosen(self.query, field)
            for period in periods:
                action = menu.addAction(value_label(field, period).capitalize())
                action.setCheckable(True)
                action.setChecked(taken == (period,))
                action.triggered.connect(partial(self._on_triggered, field, period))
            menu.addSeparator()
            between = menu.addAction(self.tr("Between two days…"))
            between.triggered.connect(partial(self._ask, field))

    def _on_triggered(self, field: str, period: str, _checked: bool = False) -> None:
        self.chosen_period.emit(field, period)

    def _ask(self, field: str, _checked: bool = False) -> None:
        title = self.tr("{field} between").format(field=say_text(FIELDS[field].label))
        dialog = PeriodDialog(title, self)
        dialog.accepted.connect(partial(self._on_asked, field, dialog))
        dialog.open()

    def _on_asked(self, field: str, dialog: PeriodDialog) -> None:
        self.chosen_period.emit(field, dialog.value())


class FilterButtons(QWidget):
    """The buttons beside the query bar that open the menus; what has no room is under More.

    Signals:
        query_asked: the Query with a filter more, or less.
    """

    query_asked = Signal(object)

    def __init__(
        self, context: Context, watch: ConnectionWatch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._query = Query()
        self._watch = watch
        self._order: tuple[str, ...] = ()
        self._titles = {one.vendor: one.title for one in context.desk.connections.descriptions()}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self.value_menus: dict[str, ValueMenu] = {}
        self.buttons: dict[str, QToolButton] = {}
        for field in _FIELDS:
            menu = ValueMenu(field, context, self, self._names(field))
            menu.toggled_value.connect(self._on_toggled)
            self.value_menus[field] = menu
            self.buttons[field] = self._button(menu, field)
        self.date_menu = DateMenu(self)
        self.date_menu.chosen_period.connect(self._on_period)
        self.buttons[_DATE] = self._button(self.date_menu, _DATE)
        self._menus: dict[str, QMenu] = {**self.value_menus, _DATE: self.date_menu}
        self.more_menu = QMenu(self.tr("More"), self)
        self.more = self._button(self.more_menu, "more")
        self.more.setAccessibleName(self.tr("More filters"))
        self._room = 0
        self._put_in_order()
        watch.changed.connect(self._put_in_order)

    def show_query(self, query: Query) -> None:
        """Tick what `query` filters by."""
        self._query = query
        for menu in (*self.value_menus.values(), self.date_menu):
            menu.query = query

    def least(self) -> int:
        """Return how wide it is at the least, in pixels: with its first three buttons and More."""
        names = (*self._order[:_FEWEST], "more")
        return sum(self._width(name) for name in names) + _GAP * (len(names) - 1)

    def fit(self, room: int) -> None:
        """Show the buttons that have room in so many pixels, and the others under More."""
        self._room = room
        left = room - self._width("more")
        shown: list[str] = []
        for name in self._order:
            left -= self._width(name) + _GAP
            if left < 0 and len(shown) >= _FEWEST:
                break
            shown.append(name)
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
        self.more_menu.clear()
        for name in self._order:
            if name not in shown:
                self.more_menu.addMenu(self._menus[name])
        self.more.setVisible(len(shown) < len(self._order))

    def _width(self, name: str) -> int:
        return (self.more if name == "more" else self.buttons[name]).sizeHint().width()

    def _names(self, field: str) -> Callable[[], Mapping[str, str]]:
        """Return what gives a field's values the names that people know."""
        if field == "vendor":
            return lambda: self._titles
        if field == "connection":
            return lambda: {one.config.key: one.config.name for one in self._watch.statuses}
        return dict[str, str]

    def _put_in_order(self) -> None:
        """Put first what tells most apart: among several connections another than in one."""
        order = _AMONG_SEVERAL if len(self._watch.statuses) > 1 else _IN_ONE
        if order == self._order:
            return
        self._order = order
        for name in (*order, "more"):
            button = self.more if name == "more" else self.buttons[name]
            self._row.removeWidget(button)
            self._row.addWidget(button)
        self.fit(self._room)

    def _button(self, menu: QMenu, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"filter_{name}")
        button.setText(menu.title())
        button.setProperty("kind", "quiet")
        button.setProperty("hasMenu", "true")
        button.setAccessibleName(self.tr("Filter by {field}").format(field=menu.title()))
        button.setToolTip(plain_tip(button.accessibleName()))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(menu)
        return button

    def _on_toggled(self, field: str, value: str) -> None:
        self.query_asked.emit(toggled(self._query, field, value))

    def _on_period(self, field: str, period: str) -> None:
        if chosen(self._query, field) == (period,):
            self.query_asked.emit(toggled(self._query, field, period))
        else:
            clause = Clause(field, Operator.IS, (period,))
            self.query_asked.emit(self._query.with_clause(clause))
