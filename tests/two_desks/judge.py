"""What the sandbox's log says of two desks' edits: lost, found, asked rightly or not."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from orderdesk.domain.commands import EditLine, EditOrder, OutboxEntry
from orderdesk.domain.order import Order
from orderdesk.sandbox.json_text import Document, parse_object
from tests.sandbox.calls import as_list, as_object
from tests.two_desks.plan import Cell
from tests.two_desks.worker import Asked, Journal, cell_of, changes_of

_SLACK = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True)
class Put:
    """One write that the vendor has done: the values that it put."""

    number: int
    at: datetime
    cells: Mapping[Cell, str]


@dataclass
class Sent:
    """An edit that was done, and the write that did it."""

    desk: int
    entry: OutboxEntry
    before: Order
    changes: Mapping[Cell, str]
    put: Put | None = None

    def knew(self, cell: Cell) -> str:
        """Return what the desk had read there just before it wrote."""
        if not cell.line:
            return self.before.fields.get(cell.field) or ""
        line = self.before.line(cell.line)
        return (line.fields.get(cell.field) or "") if line is not None else ""


class Fate(Enum):
    """What became of a value that a desk wrote."""

    STANDS = "stands"
    REPLACED = "replaced"
    """By the same desk."""
    OVERTAKEN = "overtaken"
    """Lost, but written again by the same desk before a look of it showed that."""
    CHANGED = "changed"
    """By the other desk, which had seen it."""
    LOST = "lost"
    """Put back, or written over, by who had not seen it."""


@dataclass
class Verdict:
    """The figures."""

    vendor: str
    orders: int
    edits: int = 0
    writes: int = 0
    lost: int = 0
    found: int = 0
    offered: int = 0
    changed_since: int = 0
    """Told as not standing any more where somebody who had seen it wrote something else."""
    silent: list[str] = field(default_factory=list[str])
    unfounded: list[str] = field(default_factory=list[str])
    conflicts_true: int = 0
    conflicts_shown: int = 0
    shown_twice: list[str] = field(default_factory=list[str])
    false: list[str] = field(default_factory=list[str])
    missed: list[str] = field(default_factory=list[str])
    failed: list[str] = field(default_factory=list[str])
    unlike: list[str] = field(default_factory=list[str])
    """Orders that a desk shows otherwise than the vendor has them at the end."""

    def document(self) -> Document:
        """Return the figures by name, lists as their lengths."""
        return {
            "vendor": self.vendor,
            "orders": self.orders,
            "edits": self.edits,
            "writes at the vendor": self.writes,
            "updates the vendor lost": self.lost,
            "found by read-back or watch": self.found,
            "offered again": self.offered,
            "silent losses": len(self.silent),
            "told of later changes by others": self.changed_since,
            "told without a reason": len(self.unfounded),
            "true conflicts": self.conflicts_true,
            "conflicts shown": self.conflicts_shown,
            "conflicts shown twice": len(self.shown_twice),
            "conflicts not shown": len(self.missed),
            "false conflicts": len(self.false),
            "edits that failed": len(self.failed),
            "orders unlike the vendor's": len(self.unlike),
        }

    @property
    def bad(self) -> list[str]:
        """Everything that must not be, with the kind of each."""
        kinds = {
            "lost silently": self.silent,
            "told without a reason": self.unfounded,
            "shown twice": self.shown_twice,
            "no conflict": self.false,
            "not shown": self.missed,
            "failed": self.failed,
            "unlike": self.unlike,
        }
        return [f"{kind}: {one}" for kind, every in kinds.items() for one in every]


def puts_of(log: Sequence[Document]) -> list[Put]:
    """Return the writes that were done, in the order in which the vendor did them."""
    done = [one for one in log if one["method"] == "PUT" and one["worked"] and one["action"]]
    return [
        Put(number, datetime.fromisoformat(str(entry["time"])), _cells(entry))
        for number, entry in enumerate(sorted(done, key=_turn))
    ]


def _turn(entry: Document) -> int:
    number = entry["turn"]
    if not isinstance(number, int):
        raise TypeError(number)
    return number


def _cells(entry: Document) -> dict[Cell, str]:
    """Return the values of a body: of the order, of its items, or of one item alone."""
    body, order = parse_object(str(entry["body"]).encode()), str(entry["subject"])
    items = body.get("Items", body.get("LineItems"))
    alone = str(entry["path"]).endswith("lineitem")
    lines = [body] if alone else [as_object(one) for one in as_list(items or [])]
    found = {} if alone else {Cell(order, "", key): _text(value) for key, value in body.items()}
    for line in lines:
        of_line = str(line["Id"]).lower()
        found |= {Cell(order, of_line, key): _text(value) for key, value in line.items()}
    return found


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def judged(
    verdict: Verdict, puts: Sequence[Put], desks: Sequence[tuple[Journal, list[OutboxEntry]]]
) -> None:
    """Fill in the figures."""
    verdict.writes = len(puts)
    sent = _matched(puts, desks)
    by_put = {one.put.number: one for one in sent if one.put is not None}
    history: dict[Cell, list[Put]] = defaultdict(list)
    for put in puts:
        for cell in put.cells:
            history[cell].append(put)
    fates: dict[Fate, set[tuple[str, Cell]]] = {fate: set() for fate in Fate}
    for one in sent:
        for cell in one.changes:
            fate = _fate(one, cell, history[cell], by_put)
            fates[fate].add((one.entry.command.id, cell))
    found = {key for journal, _entries in desks for key in journal.found}
    found |= _asked_instead(sent, desks)
    changed = fates[Fate.CHANGED]
    # What its giver had replaced before anybody could see the loss is none, unless it was seen.
    lost = fates[Fate.LOST] | (fates[Fate.OVERTAKEN] & found)
    verdict.lost = len(lost)
    verdict.found = len(lost & found)
    verdict.silent = [f"{command} {cell}" for command, cell in lost - found]
    verdict.changed_since = len(found & changed)
    told = {key for journal, _entries in desks for key in journal.found}
    verdict.unfounded = [f"{command} {cell}" for command, cell in told - lost - changed]
    verdict.offered = sum(journal.offered for journal, _entries in desks)
    _judge_conflicts(
        verdict, sent, history, [one for journal, _e in desks for one in journal.asked]
    )
    verdict.failed = [text for journal, _entries in desks for text in journal.failed]


def _asked_instead(
    sent: Sequence[Sent], desks: Sequence[tuple[Journal, list[OutboxEntry]]]
) -> set[tuple[str, Cell]]:
    """Return the lost values that their desk was shown in the question of its next change."""
    shown = {
        (number, one.cell, one.base)
        for number, (journal, _entries) in enumerate(desks)
        for one in journal.asked
    }
    return {
        (one.entry.command.id, cell)
        for one in sent
        for cell, value in one.changes.items()
        if (one.desk, cell, value) in shown
    }


def _matched(puts: Sequence[Put], desks: Sequence[tuple[Journal, list[OutboxEntry]]]) -> list[Sent]:
    """Find the write of each edit: the first with its values after it was sent."""
    taken: set[int] = set()
    sent: list[Sent] = []
    for number, (_journal, entries) in enumerate(desks):
        for entry in changes_of(entries):
            command = entry.command
            if not isinstance(command, EditOrder | EditLine) or entry.before is None:
                continue
            changes = {cell_of(command, key): value or "" for key, value in command.changes.items()}
            before = Order.model_validate_json(entry.before)
            one = Sent(number, entry, before, _really(changes, before, command))
            for put in puts:
                fits = entry.sent_at is not None and put.at >= entry.sent_at - _SLACK
                if not fits or put.number in taken:
                    continue
                if all(put.cells.get(cell) == value for cell, value in one.changes.items()):
                    one.put = put
                    taken.add(put.number)
                    break
            sent.append(one)
    return sent


def _really(
    changes: Mapping[Cell, str], before: Order, command: EditOrder | EditLine
) -> dict[Cell, str]:
    return dict(changes) if before.vendor_id == command.vendor_id else {}


def _fate(one: Sent, cell: Cell, puts: Sequence[Put], by_put: Mapping[int, Sent]) -> Fate:
    """Return what became of a value after it had been written."""
    if one.put is None:
        return Fate.STANDS
    value, lost, ever = one.changes[cell], False, False
    for put in puts:
        if put.number <= one.put.number:
            continue
        ever = ever or lost
        if put.cells[cell] == value:
            lost = False  # put back, by its own desk's next write of the whole
            continue
        other = by_put.get(put.number)
        if other is None or cell not in other.changes:
            lost = True
        elif other.desk == one.desk:
            # Where the giver has not seen the loss, it has given way to what it wanted next.
            if lost:
                return Fate.OVERTAKEN if other.knew(cell) == value else Fate.LOST
            return Fate.OVERTAKEN if ever else Fate.REPLACED
        elif lost or other.knew(cell) != value:
            lost = True
        else:
            return Fate.OVERTAKEN if ever else Fate.CHANGED
    return Fate.LOST if lost else Fate.OVERTAKEN if ever else Fate.STANDS


def _judge_conflicts(
    verdict: Verdict,
    sent: Sequence[Sent],
    history: Mapping[Cell, Sequence[Put]],
    asked: Sequence[Asked],
) -> None:
    verdict.conflicts_shown = len(asked)
    for one in asked:
        values = {put.cells[one.cell] for put in history[one.cell]}
        really = one.theirs not in {one.base, one.mine} and one.theirs in values
        verdict.conflicts_true += int(really)
        if not really:
            verdict.false.append(str(one))
    counts = Counter((one.command, one.cell, one.theirs) for one in asked)
    verdict.shown_twice = [str(key) for key, count in counts.items() if count > 1]
    for one in sent:
        command = one.entry.command
        if not isinstance(command, EditOrder | EditLine):
            continue
        for cell, value in one.changes.items():
            # It was sent over something that its giver had not seen.
            if one.knew(cell) not in {command.base.get(cell.field) or "", value}:
                verdict.missed.append(f"{command.id} {cell}")
                verdict.conflicts_true += 1
