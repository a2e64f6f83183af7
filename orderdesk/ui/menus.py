"""The menu bar and the tool bar: every action that has a shortcut stands in a menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.domain.rules import Effect
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.i18n import say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.sidebar.views import VIEWS
from orderdesk.ui.theme import Appearance, Theme
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.action_menu import ActionMenu
from orderdesk.ui.window_actions import WindowActions, plain_words

_APPEARANCES = (
    (Appearance.SYSTEM, QT_TRANSLATE_NOOP("messages", "&System"), "monitor"),
    (Appearance.LIGHT, QT_TRANSLATE_NOOP("messages", "&Light"), "sun"),
    (Appearance.DARK, QT_TRANSLATE_NOOP("messages", "&Dark"), "moon"),
)
_MENUS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("file", QT_TRANSLATE_NOOP("messages", "&File"), ("new_order", "-", "leave_demo", "quit")),
    (
        "edit",
        QT_TRANSLATE_NOOP("messages", "&Edit"),
        (
            *("undo", "redo", "-", "edit_cell", "review_staged"),
            *("discard_order", "discard_staged", "-", "copy", "select_all", "-"),
            *("find", "edit_query", "clear_query", "-"),
            *("filter_value", "exclude_value", "-", "settings"),
        ),
    ),
    ("view", QT_TRANSLATE_NOOP("messages", "&View"), ()),
    ("order", QT_TRANSLATE_NOOP("messages", "&Order"), ()),
    (
        "tools",
        QT_TRANSLATE_NOOP("messages", "&Tools"),
        (
            *("sync", "stop_sync", "unread", "bulk_runs", "history", "-"),
            *("connections", "add_connection", "-", "grace", "commands"),
        ),
    ),
    (
        "help",
        QT_TRANSLATE_NOOP("messages", "&Help"),
        ("shortcuts", "-", "check_updates", "diagnostics", "about"),
    ),
)
_TOOL_ICON = 16
_ON_A_LINE = {Effect.EDIT_LINE, Effect.REMOVE_LINE}
_MOST_TOOLS = 7


@dataclass(frozen=True, slots=True)
class Tool:
    """An action's button on the tool bar; `place` shows and hides it."""

    name: str
    button: ActionButton
    place: QAction


class Menus:
    """Builds the menu bar over the window's and the orders' actions."""

    def __init__(
        self, window: QMainWindow, actions: WindowActions, orders: OrderActions, icons: Icons
    ) -> None:
        self._window = window
        self._actions = actions
        self._orders = orders
        self._icons = icons
        self.menus: dict[str, ActionMenu] = {}
        self._tools: list[Tool] = []
        self._shown: list[str] = []
        for key, title, names in _MENUS:
            menu = ActionMenu(say_text(title), window)
            menu.setObjectName(f"menu_{key}")
            self.menus[key] = menu
            self._fill(menu, names)
            window.menuBar().addMenu(menu)
        self.columns = QMenu(say_text(QT_TRANSLATE_NOOP("messages", "&Columns")), window)
        self.sorting = QMenu(say_text(QT_TRANSLATE_NOOP("messages", "S&ort by")), window)
        self._fill_order(self.menus["order"])

    def fill_view(self, theme: Theme, choose: Callable[[int], None]) -> dict[Appearance, QAction]:
        """Put the views and the looks into the View menu; return the looks' actions."""
        menu = self.menus["view"]
        for place, view in enumerate(VIEWS):
            action = menu.addAction(say_text(view.title), partial(choose, place))
            action.setShortcut(QKeySequence(f"Ctrl+{place + 1}"))
            action.setObjectName(f"view_{view.key}")
            self._icons.bind(action, view.icon)
        menu.addSeparator()
        menu.addMenu(self.columns)
        menu.addMenu(self.sorting)
        self._fill(menu, ("apply_changes",))
        looks = self._appearance_menu(menu, theme)
        menu.addSeparator()
        self._fill(menu, ("sidebar", "detail", "activity", "-", "next_pane", "previous_pane"))
        self._fill(menu, ("full_screen",))
        return looks

    def context_menu(self, parent: QWidget) -> ActionMenu:
        """Return a menu with what can be done at a cell of the table."""
        menu = ActionMenu(say_text(QT_TRANSLATE_NOOP("messages", "Order")), parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in self._orders.offered():
            menu.addAction(self._orders.get(name))
        menu.addSeparator()
        self._fill(menu, ("edit_cell", "discard_order", "-", "reasons", "refresh_order", "-"))
        self._fill(menu, ("filter_value", "exclude_value", "-", "copy"))
        return menu

    def tool_bar(self) -> QToolBar:
        """Return the tool bar: sync, new order, and the orders' actions."""
        bar = QToolBar(say_text(QT_TRANSLATE_NOOP("messages", "Tool bar")), self._window)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setIconSize(QSize(_TOOL_ICON, _TOOL_ICON))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for name in ("sync", "new_order"):
            bar.addWidget(self._button(self._actions.get(name)))
        bar.addSeparator()
        self._tools = [
            Tool(name, button, bar.addWidget(button))
            for name in self._orders.names()
            for button in (ActionButton(self._orders.get(name), icons=self._icons),)
        ]
        self._more = self._more_button()
        bar.addWidget(self._more)
        self._orders.changed.connect(self._show_tools)
        self._show_tools()
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        bar.addWidget(self._button(self._actions.get("commands"), quiet=True))
        rest = bar.findChild(QToolButton, "qt_toolbar_ext_button")
        if rest is not None:
            rest.setAccessibleName(say_text(QT_TRANSLATE_NOOP("messages", "More of the tool bar")))
        return bar

    def _button(self, action: QAction, *, quiet: bool = False) -> ActionButton:
        action.setIconText(plain_words(action))
        return ActionButton(action, quiet=quiet)

    def _on_the_bar(self) -> list[str]:
        """Return what the current order's vendor has for an order as a whole; at most a few."""
        names = [
            name
            for name in self._orders.offered()
            if self._orders.rule(name).effect not in _ON_A_LINE
        ]
        first = [name for name in names if self._orders.rule(name).primary]
        kept = (first + [name for name in names if name not in first])[:_MOST_TOOLS]
        return [name for name in names if name in kept]

    def _show_tools(self) -> None:
        """Show the tools of the current order's vendor, and the rest under More."""
        shown = self._on_the_bar()
        if shown == self._shown:
            return
        self._shown = shown
        for tool in self._tools:
            tool.place.setVisible(tool.name in shown)
            tool.button.set_primary(self._orders.rule(tool.name).primary)
        menu = self._more.menu()
        menu.clear()
        for name in self._orders.offered():
            if name not in shown:
                menu.addAction(self._orders.get(name))
        menu.addSeparator()
        menu.addAction(self._actions.get("refresh_order"))

    def _more_button(self) -> QToolButton:
        """Return a button with the actions that the tool bar has no room for."""
        button = QToolButton()
        button.setText(say_text(QT_TRANSLATE_NOOP("messages", "More")))
        button.setProperty("kind", "quiet")
        button.setProperty("hasMenu", "true")
        button.setAccessibleName(say_text(QT_TRANSLATE_NOOP("messages", "More actions")))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setMenu(ActionMenu(button.text(), button))
        return button

    def _fill_order(self, menu: QMenu) -> None:
        for action in self._orders.all():
            menu.addAction(action)
        menu.addSeparator()
        self._fill(menu, ("reasons", "refresh_order", "-", "previous_order", "next_order"))
        self._fill(menu, ("-", "drafts"))

    def _fill(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            if name == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._actions.get(name))

    def _appearance_menu(self, menu: QMenu, theme: Theme) -> dict[Appearance, QAction]:
        submenu = menu.addMenu(say_text(QT_TRANSLATE_NOOP("messages", "A&ppearance")))
        group = QActionGroup(submenu)
        looks: dict[Appearance, QAction] = {}
        for appearance, text, icon in _APPEARANCES:
            action = submenu.addAction(say_text(text))
            action.setObjectName(f"appearance_{appearance}")
            action.setCheckable(True)
            action.setChecked(theme.appearance is appearance)
            action.setData(appearance.value)
            action.setIconVisibleInMenu(False)
            group.addAction(action)
            self._icons.bind(action, icon)
            looks[appearance] = action
        return looks
