"""What is staged, kept by a model of its own: field by field, as the contract says it in words."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from orderdesk.domain.commands import AddLine, Command, EditLine, EditOrder, RemoveLine
from orderdesk.domain.order import FieldValue

Values = dict[str, tuple[FieldValue, FieldValue]]
"""What each field was when it was first changed, and what it is to be."""


@dataclass
class StagedOrder:
    """What is staged of one order."""

    header: Values = field(default_factory=dict[str, tuple[FieldValue, FieldValue]])
    edits: dict[str, Values] = field(default_factory=dict[str, Values])
    adds: dict[str, dict[str, FieldValue]] = field(default_factory=dict[str, dict[str, FieldValue]])
    removals: set[str] = field(default_factory=set[str])

    @classmethod
    def of(cls, commands: Iterable[Command]) -> "StagedOrder":
        """Read it off staged commands, of which there may be one for each thing."""
        found = cls()
        for command in commands:
            match command:
                case EditOrder():
                    assert not found.header, command
                    found.header = _values(command)
                case EditLine():
                    assert command.line_id not in found.edits, command
                    found.edits[command.line_id] = _values(command)
                case AddLine():
                    found.adds[command.line_id] = dict(command.fields)
                case RemoveLine():
                    found.removals.add(command.line_id)
                case _:
                    raise AssertionError(command)
        return found

    def copy(self) -> "StagedOrder":
        """Return one that changes by itself."""
        return deepcopy(self)

    def edit(self, key: str, value: FieldValue, given: FieldValue) -> None:
        """Stage a header field, whose value is `given` without what is staged."""
        _put(self.header, key, value, given)

    def edit_line(self, line_id: str, key: str, value: FieldValue, given: FieldValue) -> None:
        """Stage a field of an item."""
        values = self.edits.setdefault(line_id, {})
        _put(values, key, value, given)
        if not values:
            del self.edits[line_id]

    def remove_line(self, line_id: str) -> None:
        """Stage that an item goes, or take back that it comes."""
        if line_id in self.adds:
            del self.adds[line_id]
        else:
            self.edits.pop(line_id, None)
            self.removals.add(line_id)

    def take_out(self, command: Command) -> None:
        """Forget what a command asks for: it was sent or discarded, or something newer was."""
        match command:
            case EditOrder():
                for key in command.changes:
                    self.header.pop(key, None)
            case EditLine():
                values = self.edits.get(command.line_id, {})
                for key in command.changes:
                    values.pop(key, None)
                if not values:
                    self.edits.pop(command.line_id, None)
            case RemoveLine():
                self.edits.pop(command.line_id, None)
                self.removals.discard(command.line_id)
            case AddLine():
                self.adds.pop(command.line_id, None)
            case _:
                pass

    def put_back(self, command: Command) -> None:
        """Stage again what was sent; what was staged since goes before it."""
        match command:
            case EditOrder():
                self.header = _joined(_values(command), self.header)
            case EditLine() if command.line_id not in self.removals:
                newer = self.edits.get(command.line_id, {})
                self.edits[command.line_id] = _joined(_values(command), newer)
            case AddLine():
                self.adds[command.line_id] = dict(command.fields)
            case RemoveLine():
                self.edits.pop(command.line_id, None)
                self.removals.add(command.line_id)
            case _:
                pass


def _values(command: EditOrder | EditLine) -> Values:
    return {key: (command.base.get(key), value) for key, value in command.changes.items()}


def _joined(older: Values, newer: Values) -> Values:
    news = {key: (older.get(key, pair)[0], pair[1]) for key, pair in newer.items()}
    return {**older, **news}


def _put(values: Values, key: str, value: FieldValue, given: FieldValue) -> None:
    base = values[key][0] if key in values else given
    if (value or None) in {base or None, given or None}:
        values.pop(key, None)
    else:
        values[key] = (base or None, value)
