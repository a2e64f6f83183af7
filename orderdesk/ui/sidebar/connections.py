"""The connections of the side bar: health, last sync and request budget of each."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.i18n import (
    format_clock,
    format_number,
    format_second,
    plural,
    say,
    say_text,
)
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
STATUS_ROLE = Qt.ItemDataRole.UserRole + 1
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 2
"""The lines below the name, parted by newlines."""
_ROOT = QModelIndex()

HEALTH_LABELS: dict[Health, str] = {
    Health.NEW: QT_TRANSLATE_NOOP("messages", "not synced yet"),
    Health.GOOD: QT_TRANSLATE_NOOP("messages", "working"),
    Health.SLOW: QT_TRANSLATE_NOOP("messages", "slow"),
    Health.OFFLINE: QT_TRANSLATE_NOOP("messages", "not reachable"),
    Health.SIGN_IN: QT_TRANSLATE_NOOP("messages", "sign-in failed"),
    Health.LOCKED: QT_TRANSLATE_NOOP("messages", "secrets locked"),
    Health.FAILED: QT_TRANSLATE_NOOP("messages", "failed"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """The colour and shape of a health's dot."""

    token: str
    shape: str


HEALTH_LOOKS: dict[Health, Look] = {
    Health.NEW: Look("faint", "ring"),
    Health.GOOD: Look("good", "circle"),
    Health.SLOW: Look("warn", "diamond"),
    Health.OFFLINE: Look("warn", "diamond"),
    Health.SIGN_IN: Look("bad", "square"),
    Health.LOCKED: Look("warn", "square"),
    Health.FAILED: Look("bad", "square"),
}


def down(status: ConnectionStatus) -> bool:
    """Whether trying again would be worth a person's click."""
    return status.problem is not None and not status.syncing


def lines(status: ConnectionStatus, zone: ZoneInfo) -> list[str]:
    """Return what stands below a connection's name: vendor and health, times, the budget."""
    tr = QCoreApplication.translate
    clock = None if status.last_sync is None else format_clock(status.last_sync, zone)
    doing = _doing(status, clock)
    # What is wrong must not be what has no room.
    said = [f"{doing} · {status.title}" if down(status) else f"{status.title} · {doing}"]
    if status.waits_until is not None:
        until = tr("connections", "limited until {time}")
        said.append(until.format(time=format_second(status.waits_until, zone)))
    elif down(status) and status.next_try is not None:
        again = tr("connections", "next try {time}")
        said.append(again.format(time=format_second(status.next_try, zone)))
    if down(status) and clock is not None and status.health is not Health.GOOD:
        said.append(tr("connections", "last sync {time}").format(time=clock))
    left = budget_text(status)
    if left and not down(status):
        said.append(left)
    return said


def _doing(status: ConnectionStatus, clock: str | None) -> str:
    tr = QCoreApplication.translate
    if status.syncing:
        done = format_number(status.done)
        if status.total:
            text = tr("connections", "{done} of {total}")
            return text.format(done=done, total=format_number(status.total))
        if status.health in {Health.NEW, Health.SIGN_IN, Health.LOCKED}:
            return tr("connections", "signing in")
        return tr("connections", "syncing")
    if status.health is Health.GOOD and clock is not None:
        return clock
    return say_text(HEALTH_LABELS[status.health])


def budget_text(status: ConnectionStatus) -> str:
    """Return what is left of the request budget in words; "" where nobody knows."""
    tr = QCoreApplication.translate
    budget = status.budget
    if budget.remaining is None:
        return ""
    left = format_number(budget.remaining)
    if not budget.limit:
        return tr("connections", "{left} requests left").format(left=left)
    text = tr("connections", "{left} of {limit} requests left")
    return text.format(left=left, limit=format_number(budget.limit))


def budget_share(status: ConnectionStatus) -> float | None:
    """Return how much of the request budget is left, from 0 to 1, where it is known."""
    budget = status.budget
    if not budget.limit or budget.remaining is None:
        return None
    return max(0.0, min(1.0, budget.remaining / budget.limit))


def explanation(status: ConnectionStatus, zone: ZoneInfo, now: datetime) -> str:
    """Return everything there is to say of a connection, for tool tip and screen reader."""
    tr = QCoreApplication.translate
    parts = [f"{status.title}, {say_text(HEALTH_LABELS[status.health])}."]
    parts += [say(part) for part in (status.problem, status.way_out) if part is not None]
    parts.append(plural(tr("connections", "%n order(s).", "", status.orders), status.orders))
    if status.set_aside:
        parts.append(tr("connections", "%n could not be read.", "", status.set_aside))
    moments = (
        (tr("connections", "Last sync {time}."), status.last_sync, format_clock),
        (tr("connections", "Limited until {time}."), status.waits_until, format_second),
        (tr("connections", "Next try {time}."), status.next_try, format_second),
    )
    parts += [
        text.format(time=write(moment, zone, now=now))
        for text, moment, write in moments
        if moment is not None
    ]
    left = budget_text(status)
    if left:
        parts.append(f"{left}.")
    if status.budget.waiting:
        waiting = tr("connections", "%n request(s) wait.", "", status.budget.waiting)
        parts.append(plural(waiting, status.budget.waiting))
    return " ".join(parts)


class ConnectionsModel(QAbstractListModel):
    """The connections, in the order the services list them."""

    def __init__(self, zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._statuses: list[ConnectionStatus] = []

    def set_statuses(self, statuses: list[ConnectionStatus]) -> None:
        """Show these connections, telling exactly which ones changed."""
        keys = [one.config.key for one in self._statuses]
        if keys != [one.config.key for one in statuses]:
            self.beginResetModel()
            self._statuses = list(statuses)
            self.endResetModel()
            return
        for place, status in enumerate(statuses):
            if status != self._statuses[place]:
                self._statuses[place] = status
                self.dataChanged.emit(self.index(place), self.index(place))

    def status(self, place: int) -> ConnectionStatus | None:
        """Return the status at a place, if there is one."""
        return self._statuses[place] if 0 <= place < len(self._statuses) else None

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._statuses)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        status = self.status(index.row()) if index.isValid() else None
        if status is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return status.config.name
            case Qt.ItemDataRole.ToolTipRole:
                said = explanation(status, self._zone, datetime.now(UTC))
                return plain_tip(status.config.name, said)
            case Qt.ItemDataRole.AccessibleTextRole:
                said = explanation(status, self._zone, datetime.now(UTC))
                return f"{status.config.name}: {said}"
            case _ if role == STATUS_ROLE:
                return status
            case _ if role == DETAIL_ROLE:
                return "\n".join(lines(status, self._zone))
            case _:
                return None
