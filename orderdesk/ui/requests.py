"""Carries out what the window asks for: syncs, dialogs, the demo and help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QProcess
from PySide6.QtWidgets import QApplication, QDialog, QMenu

from orderdesk.own_program import own_command
from orderdesk.ui.context import Context
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.menu_search import MenuSearch
from orderdesk.ui.window_actions import plain_words


@dataclass(frozen=True, slots=True)
class Openers:
    """What opens the dialogs that other parts bring."""

    new_order: Callable[[], object]
    connections: Callable[[str | None], object]


class Requests(QObject):
    """Answers the window's `wanted`; every answer returns at once."""

    def __init__(
        self, context: Context, window: MainWindow, openers: Openers, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self._openers = openers
        self._order: str | None = None
        self._answers: dict[str, Callable[[], object]] = {
            "sync": self.sync,
            "stop_sync": self._stop_sync,
            "refresh_order": self._refresh_order,
            "new_order": openers.new_order,
            "connections": lambda: openers.connections(None),
            "commands": self._search_commands,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
            "diagnostics": self.save_diagnostics,
            "leave_demo": self.leave_demo,
            "try_demo": self._try_demo,
        }
        window.wanted.connect(self._on_wanted)
        window.order_wanted.connect(self._on_order)
        window.connection_wanted.connect(openers.connections)
        window.connection_menu.connect(self._on_connection_menu)

    def sync(self, keys: Sequence[str] | None = None) -> None:
        """Read the orders of these connections, or of all."""
        self._context.tasks.call(self._context.desk.sync.sync(keys), name="sync")

    def leave_demo(self) -> None:
        """Open the desk on the user's own orders and close this one."""
        _start_desk()
        self._window.close()

    def _on_wanted(self, name: str) -> None:
        answer = self._answers.get(name)
        if answer is not None:
            answer()

    def _on_order(self, order_id: str | None) -> None:
        self._order = order_id

    def _stop_sync(self) -> None:
        self._context.tasks.call(self._context.desk.sync.stop(), name="stop the sync")

    def _refresh_order(self) -> None:
        if self._order is not None:
            refresh = self._context.desk.orders.refresh(self._order)
            self._context.tasks.call(refresh, name="read an order again")

    def _try_demo(self) -> None:
        _start_desk("--demo")

    def _search_commands(self) -> None:
        MenuSearch(self._window.menuBar(), self._context.theme, self._window).open()

    def _show_shortcuts(self) -> None:
        from orderdesk.ui.help_dialogs import ShortcutsDialog

        groups = [
            (plain_words(menu.menuAction()), list(menu.actions()))
            for menu in self._window.menus.menus.values()
        ]
        self._open(ShortcutsDialog(groups, self._window))

    def save_diagnostics(self) -> None:
        """Show what a person can send to whoever helps, and save it where they want."""
        from orderdesk.ui.diagnostics_dialog import DiagnosticsDialog

        above = QApplication.activeModalWidget() or self._window
        DiagnosticsDialog(self._context.profile, above).open()

    def _show_about(self) -> None:
        from orderdesk.ui.help_dialogs import AboutDialog

        self._open(AboutDialog(self._context.theme, self._context.icons, self._window))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.open()

    def _on_connection_menu(self, key: str, place: QPoint) -> None:
        menu = QMenu(self.tr("Connection"), self._window)
        menu.addAction(self.tr("Sync now"), lambda: self.sync([key]))
        menu.addAction(self.tr("Open connection…"), lambda: self._openers.connections(key))
        menu.popup(place)
        menu.aboutToHide.connect(menu.deleteLater)


def _start_desk(*arguments: str) -> None:
    """Start another desk, which goes on when this one ends."""
    program, *words = own_command(*arguments)
    QProcess.startDetached(program, words)
