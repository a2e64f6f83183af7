"""The one window: a bare frame at first, light to import; then menus, bars and panes in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from orderdesk.domain.query import Query
from orderdesk.precedence import UI
from orderdesk.ui.announcement import announce
from orderdesk.ui.i18n import say
from orderdesk.ui.panes import ACTIVITY, DETAIL, SIDEBAR
from orderdesk.ui.theme import Appearance

if TYPE_CHECKING:
    from orderdesk.domain.errors import DeskError
    from orderdesk.domain.shown import ShownRow
    from orderdesk.services.views import Found
    from orderdesk.ui.actions import OrderActions
    from orderdesk.ui.activity_strip import ActivityStrip
    from orderdesk.ui.connection_watch import ConnectionWatch
    from orderdesk.ui.context import Context
    from orderdesk.ui.menus import Menus
    from orderdesk.ui.notices import NoticeArea
    from orderdesk.ui.open_changes import OpenChanges
    from orderdesk.ui.orders.empty_states import Ways
    from orderdesk.ui.orders.page import OrdersPage
    from orderdesk.ui.panes import Panes
    from orderdesk.ui.sidebar.sidebar import Sidebar
    from orderdesk.ui.status_bar import StatusBar
    from orderdesk.ui.window_actions import WindowActions
    from orderdesk.ui.window_memory import Keeper

_CHECKED_PANES = (SIDEBAR, DETAIL, ACTIVITY)


@dataclass(frozen=True, slots=True)
class Parts:
    """Panes that are made elsewhere."""

    detail: QWidget
    activity: QWidget


class MainWindow(QMainWindow):
    """Shows the desk and passes on what the user wants.

    Signals:
        order_wanted: the id of the order whose detail is to be shown, or None.
        wanted: the name of a window action that others carry out.
        connection_wanted: the key of a connection to be looked at.
        connection_menu: key and global position of a context menu.
        retry_wanted: the key of a connection that is to be tried again at once.
        closing: the window has been closed.
    """

    order_wanted = Signal(object)
    wanted = Signal(str)
    connection_wanted = Signal(str)
    connection_menu = Signal(str, QPoint)
    retry_wanted = Signal(str)
    closing = Signal()

    context: Context
    watch: ConnectionWatch
    parts: Parts
    actions_: WindowActions
    page: OrdersPage
    sidebar: Sidebar
    notices: NoticeArea
    strip: ActivityStrip
    status: StatusBar
    panes: Panes
    keeper: Keeper
    menus: Menus
    looks: dict[Appearance, QAction]

    def __init__(self, *, demo: bool = False) -> None:
        super().__init__()
        self._found = 0
        self._telling = False
        self.setWindowTitle(self.tr("orderdesk – demo") if demo else self.tr("orderdesk"))
        self.setObjectName("main")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMinimumSize(QSize(900, 560))

    def furnish(
        self,
        context: Context,
        orders: OrderActions,
        watch: ConnectionWatch,
        *,
        parts: Parts,
        kept: dict[str, str],
    ) -> None:
        """Put everything into the frame; what it needs is imported here, after the first frame."""
        from orderdesk.ui.activity_strip import ActivityStrip
        from orderdesk.ui.menus import Menus
        from orderdesk.ui.notices import NoticeArea
        from orderdesk.ui.orders.page import OrdersPage
        from orderdesk.ui.panes import Panes
        from orderdesk.ui.sidebar.sidebar import Sidebar
        from orderdesk.ui.status_bar import StatusBar
        from orderdesk.ui.window_actions import WindowActions
        from orderdesk.ui.window_memory import Keeper, WindowMemory

        self.context = context
        self.watch = watch
        self.parts = parts
        self.actions_ = WindowActions(context.icons, self)
        self.page = OrdersPage(context, watch, self._ways())
        self.sidebar = Sidebar(context, watch)
        self.notices = NoticeArea(context.theme, context.icons)
        self.strip = ActivityStrip(context.theme, watch, context.zone)
        self.status = StatusBar(context.zone, demo=context.demo)
        self.panes = Panes(
            sidebar=self.sidebar,
            orders=self.page,
            activity=parts.activity,
            strip=self.strip,
            detail=parts.detail,
        )
        self.keeper = Keeper(context, kept, self)
        self._orders = orders
        self._lay_out()
        self.menus = Menus(self, self.actions_, orders, context.icons)
        self.looks = self.menus.fill_view(context.theme, self.sidebar.choose)
        self.addToolBar(self.menus.tool_bar())
        self._connect_parts()
        self._connect_actions()
        memory = WindowMemory(self, self.panes, self.page, context.theme, self.keeper)
        memory.restore()
        self._show_checks()

    def start(self) -> None:
        """Look for orders and connections; the services must have been started."""
        self.watch.refresh()
        self.page.start()
        self.sidebar.show_query(self.page.query_bar.query())
        self.sidebar.count()
        self.page.query_bar.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_foot(self, strip: QWidget) -> None:
        """Show a strip under everything, over the status bar."""
        whole = self.centralWidget()
        layout = whole.layout() if whole is not None else None
        if layout is not None:
            layout.addWidget(strip)

    def go_to_detail(self) -> None:
        """Show the detail and put the focus into it."""
        self.actions_.get(DETAIL).setChecked(True)
        self.parts.detail.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_activity(self) -> None:
        """Show the list of every change."""
        self.actions_.get(ACTIVITY).setChecked(True)

    def show_changes(self, changes: OpenChanges) -> None:
        """Show how many changes are not settled, by what they wait for."""
        self.status.show_changes(changes)
        self.strip.show_changes(changes)

    def _ways(self) -> Ways:
        from orderdesk.ui.orders.empty_states import Ways

        return Ways(
            add_connection=partial(self._want, "add_connection"),
            try_demo=None if self.context.demo else partial(self._want, "try_demo"),
            clear_filter=lambda: self.page.set_query(Query()),
            sync=partial(self._want, "sync"),
            open_connection=self._want_connection,
            unlock=partial(self._want, "unlock"),
            demo=self.context.demo,
        )

    def _lay_out(self) -> None:
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.notices)
        rows.addWidget(self.panes, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _connect_parts(self) -> None:
        page, sidebar = self.page, self.sidebar
        page.current_changed.connect(self._on_current)
        page.opened.connect(self.go_to_detail)
        page.found.connect(self._on_found)
        page.query_changed.connect(self._on_query)
        page.menu_asked.connect(self._on_menu)
        page.trouble.connect(self._on_trouble)
        page.table.left.connect(partial(page.set_query, Query()))
        sidebar.view_chosen.connect(page.set_query)
        sidebar.connection_opened.connect(self.connection_wanted)
        sidebar.connection_menu.connect(self.connection_menu)
        sidebar.retry_asked.connect(self.retry_wanted)
        sidebar.unread_asked.connect(partial(self._want, "unread"))
        self.strip.stop_asked.connect(partial(self._want, "stop_sync"))
        self.strip.details_asked.connect(self.show_activity)
        self.watch.changed.connect(self._on_connections)
        self.context.theme.changed.connect(self._on_theme)
        stops = (sidebar.views, page.query_bar.edit, page.table)
        self.panes.set_stops((*stops, self.parts.detail, self.parts.activity))

    def _connect_actions(self) -> None:
        page = self.page
        here: dict[str, Callable[[], object]] = {
            "copy": page.table.copy,
            "select_all": page.table.selectAll,
            "find": page.query_bar.focus_text,
            "edit_query": page.query_bar.edit_as_text,
            "clear_query": partial(page.set_query, Query()),
            "filter_value": partial(page.filter_by_current, negated=False),
            "exclude_value": partial(page.filter_by_current, negated=True),
            "apply_changes": page.apply_changes,
            "previous_order": partial(page.table.step, -1),
            "next_order": partial(page.table.step, 1),
            "next_pane": partial(self.panes.step, 1),
            "previous_pane": partial(self.panes.step, -1),
            "quit": self.close,
        }
        for action in self.actions_.all():
            name = action.objectName()
            if not action.isCheckable():
                action.triggered.connect(_plainly(here.get(name, partial(self._want, name))))
        page.show_keys(_native(self.actions_.get("apply_changes")))
        for name in _CHECKED_PANES:
            self.actions_.get(name).toggled.connect(partial(self._show_pane, name))
        self.panes.folded.connect(self._show_panes)
        self.actions_.get("full_screen").toggled.connect(self._show_full_screen)
        self.actions_.get("leave_demo").setVisible(self.context.demo)
        for action in self.looks.values():
            appearance = Appearance(action.data())
            action.triggered.connect(_plainly(partial(self._look, appearance)))
        self.menus.columns.aboutToShow.connect(
            partial(page.table.header.fill_columns_menu, self.menus.columns)
        )
        self.menus.sorting.aboutToShow.connect(
            partial(page.table.header.fill_sort_menu, self.menus.sorting)
        )

    def _want(self, name: str) -> None:
        self.wanted.emit(name)

    def _want_connection(self, key: str) -> None:
        self.connection_wanted.emit(key)

    def _look(self, appearance: Appearance) -> None:
        settings = self.context.desk.settings
        if settings.locked("theme"):
            self.notices.show_notice("said", "info", say(settings.policy.reason()))
            self._on_theme()
            return
        self.context.theme.set_appearance(appearance)

    def _show_checks(self) -> None:
        """Tick what is shown as it was left."""
        self._show_panes()
        self._on_theme()

    def _show_panes(self) -> None:
        """Tick the panes that are to be seen, be it that others are wanted too."""
        self._telling = True
        for name in _CHECKED_PANES:
            self.actions_.get(name).setChecked(self.panes.seen(name))
        self._telling = False

    def _show_pane(self, name: str, shown: bool) -> None:
        if not self._telling:
            self.panes.show_pane(name, shown)

    def _on_theme(self) -> None:
        self.looks[self.context.theme.appearance].setChecked(True)

    def _show_full_screen(self, full: bool) -> None:
        self.setWindowState(
            self.windowState() | Qt.WindowState.WindowFullScreen
            if full
            else self.windowState() & ~Qt.WindowState.WindowFullScreen
        )

    def _on_current(self, row: ShownRow | None) -> None:
        self._orders.show_vendor(row.vendor if row else None)
        self.order_wanted.emit(row.id if row else None)

    def _on_found(self, found: Found) -> None:
        if found.totals is not None and found.totals.orders != self._found:
            self._found = found.totals.orders
            announce(self.page.table, self.page.summary.count.text())
        self.notices.drop("search")
        self._show_counts()

    def _on_query(self, query: Query) -> None:
        self.sidebar.show_query(query)

    def _on_trouble(self, error: DeskError) -> None:
        self.notices.show_notice("search", "error", say(error.message))

    def _on_menu(self, place: QPoint) -> None:
        menu: QMenu = self.menus.context_menu(self.page.table)
        menu.popup(place)

    def _on_connections(self) -> None:
        self._show_counts()
        times = [one.last_sync for one in self.watch.statuses if one.last_sync is not None]
        self.status.show_last_sync(max(times, default=None))

    def _show_counts(self) -> None:
        total = max(sum(one.orders for one in self.watch.statuses), self._found)
        self.status.show_counts(self._found, total)

    @override
    def event(self, event: QEvent) -> bool:
        # The whole window is painted and laid out in here.
        with UI:
            return super().event(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closing.emit()


def _native(action: QAction) -> str:
    """Return an action's shortcut as it is written on this system."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _plainly(act: Callable[[], object]) -> Callable[[bool], None]:
    """Take the `checked` that `triggered` brings and drop it."""

    def triggered(_checked: bool = False) -> None:
        act()

    return triggered
