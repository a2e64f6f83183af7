"""Strips on the run itself: that it is in safe mode, and that the one before ended badly."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject

from orderdesk.run_marks import Ending
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import format_day
from orderdesk.ui.notices import NoticeArea


class RunNotices(QObject):
    """Says what is special about this run, where anything is."""

    def __init__(
        self,
        context: Context,
        area: NoticeArea,
        *,
        save: Callable[[], object],
        restart: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._area = area
        self._save = save
        self._restart = restart
        self._sending = False
        if context.safe:
            self._say_safe()
        if context.ended is not None:
            self._say_ended(context.ended)

    def _say_safe(self) -> None:
        text = self.tr(
            "Safe mode: default layout, look and settings; nothing is synced by itself, and "
            "changes wait until you send them. What you had is kept for the next usual start."
        )
        if self._sending:
            text = self.tr(
                "Safe mode: default layout, look and settings; nothing is synced by itself. "
                "Changes are sent. What you had is kept for the next usual start."
            )
        buttons = [(self.tr("Restart normally"), self._restart)]
        if not self._sending:
            buttons.insert(0, (self.tr("Send what waits"), self._send))
        self._area.show_notice("safe", "warning", text, buttons=buttons, closable=False)

    def _send(self) -> None:
        self._sending = True
        self._context.tasks.call(self._context.desk.send(), name="send what waits")
        self._say_safe()

    def _say_ended(self, ended: Ending) -> None:
        text = self.tr("orderdesk ended unexpectedly {time}. Your orders and changes are safe.")
        buttons = [(self.tr("Save diagnostics…"), self._save)]
        when = self._when(ended.at)
        self._area.show_notice("ended", "info", text.format(time=when), buttons=buttons)

    def _when(self, moment: datetime) -> str:
        zone = self._context.zone
        local, today = moment.astimezone(zone), datetime.now(UTC).astimezone(zone).date()
        clock = f"{local:%H:%M}"
        if local.date() == today:
            return self.tr("today at {time}").format(time=clock)
        if local.date() == today - timedelta(days=1):
            return self.tr("yesterday at {time}").format(time=clock)
        return self.tr("on {day} at {time}").format(day=format_day(moment, zone), time=clock)
