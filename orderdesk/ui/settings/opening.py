"""Opens the settings, and offers newer versions, for the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from orderdesk.ui.context import Context
from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.settings.update_notice import UpdateNotice


class SettingsOpener(QObject):
    """Answers the window's Settings and Check for updates."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        tell: Callable[[str, str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._window = window
        self._tell = tell
        window.wanted.connect(self._on_wanted)
        self._notice = UpdateNotice(context, window.notices, self._show_updates, self)

    def open(self, page: str = "") -> None:
        """Show the settings; `page` is the one to begin with."""
        # It is not needed for the first frames.
        from orderdesk.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._context, self._window)
        dialog.said.connect(self._tell)
        if page:
            dialog.show_page(page)
        dialog.open()

    def look_for_updates(self) -> None:
        """Show the page of newer versions and look for one."""
        from orderdesk.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._context, self._window)
        dialog.said.connect(self._tell)
        dialog.look_for_updates()
        dialog.open()

    def _show_updates(self) -> None:
        self.open("updates")

    def _on_wanted(self, name: str) -> None:
        if name == "settings":
            self.open()
        elif name == "check_updates":
            self.look_for_updates()
