"""The list of commands as a table that tells exactly what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.commands import STATE_LABELS
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.words import action_label, order_label, said
from orderdesk.ui.i18n import format_clock, say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex
ACTIVITY_ROLE = Qt.ItemDataRole.UserRole + 1
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


class ActivityModel(RowsModel[Activity]):
    """Commands, the newest first."""

    def __init__(
        self,
        zone: ZoneInfo,
        descriptions: Sequence[ConnectorDescription],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(attrgetter("id"), len(COLUMNS), parent)
        self._reading = Reading(zone, datetime.now(UTC), descriptions)

    @override
    def show_rows(self, rows: Sequence[Activity]) -> None:
        self._reading = Reading(self._reading.zone, datetime.now(UTC), self._reading.descriptions)
        super().show_rows(rows)

    def action(self, activity: Activity) -> str:
        """Return what a command's action is called."""
        return _action(activity, self._reading)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        activity = self.row(index.row()) if index.isValid() else None
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
