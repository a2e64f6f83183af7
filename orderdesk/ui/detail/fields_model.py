"""The header fields of an order by group, as a tree: label, value, and what is not sent yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import FieldValue
from orderdesk.domain.staging import Editable, EditableField
from orderdesk.services.views import OrderView
from orderdesk.ui.forms.shown_values import shown_value
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.rows_model import RowsModel

Index = QModelIndex | QPersistentModelIndex

OTHER = QT_TRANSLATE_NOOP("messages", "Other")
SPOKEN = QT_TRANSLATE_NOOP("messages", "{label}: {value}")
SPOKEN_CHANGED = QT_TRANSLATE_NOOP("messages", "{label}: {value}, was {before}, not sent yet")
SPOKEN_STAGED = QT_TRANSLATE_NOOP("messages", "{label}: {value} (staged; was {before})")
TIP_STAGED = QT_TRANSLATE_NOOP("messages", "{before} → {value}, staged")
EDITS = QT_TRANSLATE_NOOP("messages", "F2 or a double click edits it.")
EMPTY = QT_TRANSLATE_NOOP("messages", "empty")
WITH_ID = QT_TRANSLATE_NOOP("messages", "{name} ({id})")
# A longer id says nothing to a person; it can be copied all the same.
_SHORT_ID = 12
FIELD = QT_TRANSLATE_NOOP("messages", "Field")
VALUE = QT_TRANSLATE_NOOP("messages", "Value")


class Role(IntEnum):
    """What the delegate asks for beside the text."""

    BEFORE = Qt.ItemDataRole.UserRole + 1
    STAGED = Qt.ItemDataRole.UserRole + 2
    EDITABLE = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field ready to be shown; `before` is the vendor's value where ours is another."""

    key: str
    label: str
    value: str
    copy: str
    before: str | None = None
    staged: bool = False
    editable: bool = False

    def _facts(self) -> dict[str, str]:
        empty = say_text(EMPTY)
        before = self.before or empty
        return {"label": self.label, "value": self.value or empty, "before": before}

    def spoken(self) -> str:
        """Return the field in words."""
        if self.before is None:
            return say(Message(SPOKEN, self._facts()))
        return say(Message(SPOKEN_STAGED if self.staged else SPOKEN_CHANGED, self._facts()))

    def tip(self) -> str:
        """Return what its tool tip says under its label."""
        said = say(Message(TIP_STAGED, self._facts())) if self.staged else self.copy
        return " · ".join(filter(None, (said, say_text(EDITS) if self.editable else "")))


Group = tuple[str, tuple[FieldLine, ...]]


def _value(spec: FieldSpec, value: FieldValue, view: OrderView, zone: ZoneInfo) -> str:
    currency = view.order.currency
    shown = shown_value(spec, value, names=view.names, zone=zone, currency=currency)
    short = value is not None and len(value) <= _SHORT_ID
    if spec.type is FieldType.REFERENCE and value and short and shown != value:
        return say(Message(WITH_ID, {"name": shown, "id": value}))
    return shown


def _line(
    field: EditableField, view: OrderView, zone: ZoneInfo, *, empty: bool
) -> FieldLine | None:
    spec = view.description.rules.order_field(field.spec.key) or field.spec
    staged = field.staged
    value = view.order.fields.get(spec.key) or None
    at_vendor = value
    if staged is not None:
        at_vendor = staged.old or None
    elif view.mirror is not None:
        at_vendor = view.mirror.fields.get(spec.key) or None
    if value is None and at_vendor is None and not empty:
        return None
    before = None if value == at_vendor else _value(spec, at_vendor, view, zone)
    return FieldLine(
        key=spec.key,
        label=say_text(spec.label),
        value=_value(spec, value, view, zone),
        copy=value or "",
        before=before,
        staged=staged is not None and before is not None,
        editable=field.action is not None,
    )


def fields_of(view: OrderView, editable: Editable | None) -> Sequence[EditableField]:
    """Return the order's fields in the connector's order, each with whether it can be edited."""
    if editable is not None:
        return tuple(editable.order.values())
    return tuple(map(EditableField, view.description.rules.order_fields))


def empty_fields(view: OrderView, editable: Editable) -> frozenset[str]:
    """Return the fields that hold nothing and could be filled here."""
    seen = (view.order, view.mirror or view.order)
    return frozenset(
        key
        for key, field in editable.order.items()
        if field.action and not (field.staged or any(one.fields.get(key) for one in seen))
    )


def field_groups(
    view: OrderView,
    zone: ZoneInfo,
    *,
    editable: Editable | None = None,
    empty: Collection[str] = (),
) -> tuple[Group, ...]:
    """Return the order's fields by group, in the connector's order.

    Those are the filled ones, and of those that are `empty` these.
    """
    groups: dict[str, list[FieldLine]] = {}
    for field in fields_of(view, editable):
        line = _line(field, view, zone, empty=field.spec.key in empty)
        if line is not None:
            groups.setdefault(say_text(field.spec.group or OTHER), []).append(line)
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
                return plain_tip(row.label, row.tip())
            case Role.BEFORE:
                return row.before if index.column() else None
            case Role.STAGED:
                return row.staged
            case Role.EDITABLE:
                return row.editable and index.column() == 1
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
