"""Says that no vendor can be reached, how much waits, and that it is sent when that is over."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.i18n import format_number
from orderdesk.ui.notices import NoticeArea
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.ui.status_bar import StatusBar
from orderdesk.ui.widgets.labels import PlainLabel

KEY = "offline"


def all_offline(statuses: list[ConnectionStatus]) -> bool:
    """Whether there are connections, and none of them can be reached."""
    return bool(statuses) and all(one.health is Health.OFFLINE for one in statuses)


class OfflineNotice(QObject):
    """A strip over the table and a word in the status bar, while everything is out of reach."""

    def __init__(
        self,
        area: NoticeArea,
        status: StatusBar,
        watch: ConnectionWatch,
        *,
        show_queue: Callable[[], object],
        try_now: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._watch = watch
        self._changes = OpenChanges()
        self._show_queue = show_queue
        self._try_now = try_now
        self.word = PlainLabel(self.tr("Offline"), tone="warning")
        self.word.setObjectName("offline")
        self.word.setAccessibleName(self.tr("Offline: no vendor can be reached"))
        self.word.hide()
        status.insertWidget(0, self.word)
        self.word.hide()
        watch.changed.connect(self._show)

    def show_changes(self, changes: OpenChanges) -> None:
        """Take note of how many changes wait."""
        if changes != self._changes:
            self._changes = changes
            self._show()

    def _show(self) -> None:
        offline = all_offline(self._watch.statuses)
        self.word.setVisible(offline)
        if not offline or (len(self._watch.statuses) == 1 and not self._changes.total):
            # Of a single connection it is said already what is the matter.
            self._area.drop(KEY)
            return
        buttons = [(self.tr("Try now"), self._try_now)]
        if self._changes.total:
            buttons.insert(0, (self.tr("Show queue"), self._show_queue))
        self._area.show_notice(KEY, "warning", self._sentence(), buttons=buttons, closable=False)

    def _sentence(self) -> str:
        count = self._changes.total
        if len(self._watch.statuses) == 1:
            [status] = self._watch.statuses
            who = self.tr("Offline: {name} cannot be reached.").format(name=status.config.name)
        else:
            who = self.tr("Offline: no vendor can be reached.")
        if not count:
            return f"{who} {self.tr('You can go on working; changes wait until it is back.')}"
        if count == 1:
            waits = self.tr("1 change waits; it is sent when the network returns.")
        else:
            text = self.tr("{count} changes wait; they are sent in order when the network returns.")
            waits = text.format(count=format_number(count))
        return f"{who} {waits}"
