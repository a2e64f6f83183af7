"""Opens the settings, and offers newer versions, for the window."""

from collections.abc import Callable
from functools import partial

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
        self._say_paused()

    def open(self, page: str = "", *, looking: bool = False) -> None:
        """Show the settings; `page` is the one to begin with, `looking` asks for updates too."""
        # It is not needed for the first frames.
        from orderdesk.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(self._context, self._window)
        dialog.said.connect(self._tell)
        dialog.accepted.connect(self._say_paused)
        if page:
            dialog.show_page(page)
        if looking:
            dialog.look_for_updates()
        dialog.open()

    def _show_updates(self) -> None:
        self.open("updates")

    def _say_paused(self) -> None:
        """Say over the table that orders grow old, where nothing is synced by itself."""
        notices = self._window.notices
        if self._context.desk.settings.now.sync_by_itself or self._context.safe:
            notices.drop("paused")
            return
        text = self.tr("Orders are read only when you ask for it: syncing by itself is off.")
        button = (self.tr("Settings…"), partial(self.open, "sync"))
        notices.show_notice("paused", "info", text, buttons=[button])

    def _on_wanted(self, name: str) -> None:
        if name == "settings":
            self.open()
        elif name == "check_updates":
            self.open(looking=True)
