"""The quiet strip that offers a newer version, until it is put away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from orderdesk.services.updates import UpdateStatus
from orderdesk.ui.context import Context
from orderdesk.ui.notices import NoticeArea
from orderdesk.ui.settings.update_panel import open_page

_KEY = "update"


class UpdateNotice(QObject):
    """Shows the strip where a newer version is known that nobody has put away."""

    def __init__(
        self,
        context: Context,
        area: NoticeArea,
        show_more: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._area = area
        self._show_more = show_more
        self._shown = ""
        context.bridge.updates_changed.connect(self._read)
        self._read()

    def _read(self, _event: object = None) -> None:
        self._context.tasks.call(
            self._context.desk.updates.status(),
            name="whether a newer version is offered",
            then=self._show,
        )

    def _show(self, status: UpdateStatus) -> None:
        offer = status.offer
        if offer is None or status.dismissed:
            self._shown = ""
            self._area.drop(_KEY)
            return
        if self._shown == offer.version:
            return
        self._shown = offer.version
        text = self.tr("orderdesk {version} is available.").format(version=offer.version)
        buttons = [
            (self.tr("What is new…"), self._show_more),
            (self.tr("Open the download page"), partial(open_page, offer)),
        ]
        strip = self._area.show_notice(_KEY, "info", text, buttons=buttons)
        strip.closed.connect(partial(self._dismiss, offer.version))

    def _dismiss(self, version: str) -> None:
        self._shown = ""
        self._context.tasks.call(
            self._context.desk.updates.dismiss(version), name="put an offer away"
        )
