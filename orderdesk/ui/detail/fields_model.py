"""The header fields of an order by group, as a tree: label, value, and what is not sent yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.services.views import OrderView
from orderdesk.ui.forms.shown_values import shown_value
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex

OTHER = QT_TRANSLATE_NOOP("messages", "Other")
SPOKEN = QT_TRANSLATE_NOOP("messages", "{label}: {value}")
SPOKEN_CHANGED = QT_TRANSLATE_NOOP("messages", "{label}: {value}, was {before}, not sent yet")
EMPTY = QT_TRANSLATE_NOOP("messages", "empty")
WITH_ID = QT_TRANSLATE_NOOP("messages", "{name} ({id})")
# A longer id says nothing to a person; it can be copied all the same.
_SHORT_ID = 12
FIELD = QT_TRANSLATE_NOOP("messages", "Field")
VALUE = QT_TRANSLATE_NOOP("messages", "Value")


class Role(IntEnum):
    """What the delegate asks for beside the text."""

    BEFORE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field ready to be shown; `before` is the vendor's value where ours is another."""

    key: str
    label: str
    value: str
    copy: str
    before: str | None = None

    def spoken(self) -> str:
        """Return the field in words."""
        facts = {"label": self.label, "value": self.value or say_text(EMPTY)}
        if self.before is None:
            return say(Message(SPOKEN, facts))
        before = self.before or say_text(EMPTY)
        return say(Message(SPOKEN_CHANGED, {**facts, "before": before}))


Group = tuple[str, tuple[FieldLine, ...]]


def _value(spec: FieldSpec, value: FieldValue, view: OrderView, zone: ZoneInfo) -> str:
    currency = view.order.currency
    shown = shown_value(spec, value, names=view.names, zone=zone, currency=currency)
    short = value is not None and len(value) <= _SHORT_ID
    if spec.type is FieldType.REFERENCE and value and short and shown != value:
        return say(Message(WITH_ID, {"name": shown, "id": value}))
    return shown


def _line(spec: FieldSpec, view: OrderView, zone: ZoneInfo) -> FieldLine | None:
    value = view.order.fields.get(spec.key) or None
    at_vendor = value
    if view.mirror is not None:
        at_vendor = view.mirror.fields.get(spec.key) or None
    if value is None and at_vendor is None:
        return None
    before = None if value == at_vendor else _value(spec, at_vendor, view, zone)
    shown = _value(spec, value, view, zone)
    return FieldLine(spec.key, say_text(spec.label), shown, value or "", before)


def field_groups(view: OrderView, zone: ZoneInfo) -> tuple[Group, ...]:
    """Return the order's filled fields by group, in the connector's order."""
    groups: dict[str, list[FieldLine]] = {}
    for spec in view.description.rules.order_fields:
        line = _line(spec, view, zone)
        if line is not None:
            groups.setdefault(say_text(spec.group or OTHER), []).append(line)
    return tuple((name, tuple(lines)) for name, lines in groups.items())


class FieldsModel(RowsModel[str | FieldLine]):
    """Groups and their fields one below the other; two columns, a group fills both."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_key, 2, parent)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these groups with their fields."""
        self.show_rows([row for name, lines in groups for row in (name, *lines)])

    def line(self, place: int) -> FieldLine | None:
        """Return the field in a row; None for a group's name."""
        row = self.row(place)
        return row if isinstance(row, FieldLine) else None

    def place_of_field(self, key: str) -> int | None:
        """Return the row of a field."""
        return self.place_of(f"field {key}")

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.line(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if isinstance(row, str):
            named = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return row if named and index.column() == 0 else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.value if index.column() else row.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken()
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(row.label, row.copy)
            case Role.BEFORE:
                return row.before if index.column() else None
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (say_text(FIELD), say_text(VALUE))[section] if section in {0, 1} else None


def _key(row: str | FieldLine) -> str:
    return f"group {row}" if isinstance(row, str) else f"field {row.key}"
