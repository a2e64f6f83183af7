"""Says that no vendor can be reached, how much waits, and that it is sent when that is over."""

from collections.abc import Callable
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.connection_watch import ConnectionWatch
from orderdesk.ui.i18n import format_clock, format_number, say, say_text
from orderdesk.ui.notices import Button, NoticeArea
from orderdesk.ui.open_changes import OpenChanges
from orderdesk.ui.status_bar import StatusBar
from orderdesk.ui.widgets.labels import PlainLabel

KEY = "offline"
SICK = QT_TRANSLATE_NOOP("messages", "{name}: {problem}")
AS_OF = QT_TRANSLATE_NOOP("messages", "Its orders are shown as of {time}.")
GO_ON = QT_TRANSLATE_NOOP("messages", "You can go on working; changes are sent when it is back.")


def all_offline(statuses: list[ConnectionStatus]) -> bool:
    """Whether there are connections, and none of them can be reached."""
    return bool(statuses) and all(one.health is Health.OFFLINE for one in statuses)


def sick(status: ConnectionStatus, zone: ZoneInfo, *, waiting: int = 0) -> str:
    """Return what is the matter with a connection, what helps, and how old its orders are.

    Where changes are `waiting`, others say what becomes of them.
    """
    problem = " ".join(say(one) for one in (status.problem, status.way_out) if one is not None)
    parts = [say(Message(SICK, {"name": status.config.name, "problem": problem}))]
    if status.last_sync is not None:
        parts.append(say(Message(AS_OF, {"time": format_clock(status.last_sync, zone)})))
    if status.health is Health.OFFLINE and not waiting:
        parts.append(say_text(GO_ON))
    return " ".join(parts)


class OfflineNotice(QObject):
    """A strip over the table and a word in the status bar, while everything is out of reach."""

    def __init__(
        self,
        area: NoticeArea,
        status: StatusBar,
        watch: ConnectionWatch,
        *,
        zone: ZoneInfo,
        show_queue: Callable[[], object],
        try_now: Callable[[], object],
        open_connection: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._area = area
        self._status = status
        self._watch = watch
        self._changes = OpenChanges()
        self._show_queue = show_queue
        self._try_now = try_now
        self._zone = zone
        self._open_connection = open_connection
        self.word = PlainLabel(self.tr("Offline"), tone="warning")
        self.word.setObjectName("offline")
        self.word.setAccessibleName(self.tr("Offline: no vendor can be reached"))
        self.word.hide()
        status.insertWidget(0, self.word)
        self.word.hide()
        watch.changed.connect(self._show)
        status.messageChanged.connect(self._make_way)

    def show_changes(self, changes: OpenChanges) -> None:
        """Take note of how many changes wait."""
        if changes != self._changes:
            self._changes = changes
            self._show()

    def _show(self) -> None:
        offline = all_offline(self._watch.statuses)
        self._make_way(self._status.currentMessage())
        empty = not self._changes.total and [one.orders for one in self._watch.statuses] == [0]
        if not offline or empty:
            # Of one connection without orders the card in the middle says it.
            self._area.drop(KEY)
            return
        buttons: list[Button] = [(self.tr("Try again"), self._try_now)]
        if self._changes.total:
            buttons.insert(0, (self.tr("Show queue"), self._show_queue))
        if len(self._watch.statuses) == 1:
            [status] = self._watch.statuses
            open_it = partial(self._open_connection, status.config.key)
            buttons.append((self.tr("Open connection"), open_it))
        self._area.show_notice(KEY, "warning", self._sentence(), buttons=buttons, closable=False)

    def _make_way(self, message: str) -> None:
        """Show the word unless a sentence on an act stands in its place."""
        self.word.setVisible(all_offline(self._watch.statuses) and not message)

    def _sentence(self) -> str:
        count, statuses = self._changes.total, self._watch.statuses
        who = self.tr("Offline: no vendor can be reached.")
        if len(statuses) == 1:
            who = sick(statuses[0], self._zone, waiting=count)
        if not count:
            go_on = self.tr("You can go on working; changes wait until it is back.")
            return who if len(statuses) == 1 else f"{who} {go_on}"
        if count == 1:
            waits = self.tr("1 change waits; it is sent when the network returns.")
        else:
            text = self.tr("{count} changes wait; they are sent in order when the network returns.")
            waits = text.format(count=format_number(count))
        return f"{who} {waits}"
