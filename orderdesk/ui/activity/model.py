"""The list of commands as a table that tells exactly what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.commands import STATE_LABELS
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.words import action_label, order_label, said
from orderdesk.ui.i18n import format_clock, say, say_text
from orderdesk.ui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex
ACTIVITY_ROLE = Qt.ItemDataRole.UserRole + 1
_ROOT = QModelIndex()
_TEXTS = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)

SPOKEN = QT_TRANSLATE_NOOP("messages", "{title}: {value}")
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a cell depend on beside the command."""

    zone: ZoneInfo
    now: datetime
    descriptions: Sequence[ConnectorDescription]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `title` is source text, `width` 0 for what room is left.

    `needs` is how wide the table must be for the column to be shown; both are in pixels at
    the usual font size.
    """

    key: str
    title: str
    width: int
    text: Callable[[Activity, Reading], str]
    needs: int = 0


def _time(activity: Activity, reading: Reading) -> str:
    return format_clock(activity.entry.command.created_at, reading.zone, now=reading.now)


def _order(activity: Activity, _reading: Reading) -> str:
    return order_label(activity)


def _action(activity: Activity, reading: Reading) -> str:
    vendor = activity.row.vendor if activity.row is not None else ""
    return action_label(activity.entry.command.action, reading.descriptions, vendor)


def _state(activity: Activity, _reading: Reading) -> str:
    return say_text(STATE_LABELS[activity.entry.state])


def _said(activity: Activity, _reading: Reading) -> str:
    return said(activity.entry)


def _request(activity: Activity, _reading: Reading) -> str:
    return activity.entry.request_id or ""


COLUMNS: tuple[Column, ...] = (
    Column("time", QT_TRANSLATE_NOOP("messages", "Asked"), 92, _time, needs=500),
    Column("order", QT_TRANSLATE_NOOP("messages", "Order"), 0, _order),
    Column("action", QT_TRANSLATE_NOOP("messages", "Action"), 112, _action),
    Column("state", QT_TRANSLATE_NOOP("messages", "Outcome"), 186, _state),
    Column("said", QT_TRANSLATE_NOOP("messages", "Why"), 260, _said, needs=860),
    Column("request", QT_TRANSLATE_NOOP("messages", "Request id"), 120, _request, needs=1040),
)


class ActivityModel(QAbstractTableModel):
    """Commands, the newest first; what stays keeps its place, its selection and its index."""

    def __init__(
        self,
        zone: ZoneInfo,
        descriptions: Sequence[ConnectorDescription],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._reading = Reading(zone, datetime.now(UTC), descriptions)
        self._activities: list[Activity] = []

    def show(self, activities: Sequence[Activity]) -> None:
        """Show these commands, whose order never changes."""
        self._reading = Reading(self._reading.zone, datetime.now(UTC), self._reading.descriptions)
        self._remove({activity.id for activity in activities})
        self._insert(activities)
        for place, activity in enumerate(activities):
            if self._activities[place] != activity:
                self._activities[place] = activity
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def activity(self, place: int) -> Activity | None:
        """Return the command at a place, if there is one."""
        return self._activities[place] if 0 <= place < len(self._activities) else None

    def place(self, command_id: str) -> int | None:
        """Return where a command stands, if it is listed."""
        ids = (activity.id for activity in self._activities)
        return next((place for place, one in enumerate(ids) if one == command_id), None)

    def action(self, activity: Activity) -> str:
        """Return what a command's action is called."""
        return _action(activity, self._reading)

    def _remove(self, kept: set[str]) -> None:
        for place in reversed(range(len(self._activities))):
            if self._activities[place].id not in kept:
                self.beginRemoveRows(_ROOT, place, place)
                del self._activities[place]
                self.endRemoveRows()

    def _insert(self, activities: Sequence[Activity]) -> None:
        here = {activity.id for activity in self._activities}
        for place, activity in enumerate(activities):
            if activity.id not in here:
                self.beginInsertRows(_ROOT, place, place)
                self._activities.insert(place, activity)
                self.endInsertRows()

    @override
    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._activities)

    @override
    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        activity = self.activity(index.row()) if index.isValid() else None
        if activity is None:
            return None
        column = COLUMNS[index.column()]
        if role in _TEXTS:
            text = column.text(activity, self._reading)
            if role == Qt.ItemDataRole.DisplayRole:
                return text
            facts = {"title": Message(column.title), "value": text or NOTHING}
            return say(Message(SPOKEN, facts))
        if role == Qt.ItemDataRole.ToolTipRole:
            text = column.text(activity, self._reading)
            return plain_tip(text) if text else None
        return activity if role == ACTIVITY_ROLE else None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return say_text(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return None
