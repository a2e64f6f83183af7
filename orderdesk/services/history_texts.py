"""The history as text for somebody else: CSV for a table program, JSON for a program, lines."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from orderdesk.domain.commands import STATE_LABELS
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.history import (
    KIND_LABELS,
    FieldChange,
    HistoryEntry,
    HistoryRow,
    Kind,
    Origin,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Translate
from orderdesk.services.ledger_texts import harmless

TITLES = (
    QT_TRANSLATE_NOOP("messages", "Time"),
    QT_TRANSLATE_NOOP("messages", "Order"),
    QT_TRANSLATE_NOOP("messages", "Customer"),
    QT_TRANSLATE_NOOP("messages", "Origin"),
    QT_TRANSLATE_NOOP("messages", "Action"),
    QT_TRANSLATE_NOOP("messages", "Outcome"),
    QT_TRANSLATE_NOOP("messages", "Field"),
    QT_TRANSLATE_NOOP("messages", "Before"),
    QT_TRANSLATE_NOOP("messages", "After"),
    QT_TRANSLATE_NOOP("messages", "By"),
    QT_TRANSLATE_NOOP("messages", "Computer"),
    QT_TRANSLATE_NOOP("messages", "Reason"),
    QT_TRANSLATE_NOOP("messages", "The vendor's words"),
    QT_TRANSLATE_NOOP("messages", "Request id"),
    QT_TRANSLATE_NOOP("messages", "Bulk change"),
    QT_TRANSLATE_NOOP("messages", "Id"),
)
STATE = QT_TRANSLATE_NOOP("messages", "State")
ITEMS = QT_TRANSLATE_NOOP("messages", "Items")
_OWN = {"vendor_state": STATE, "items": ITEMS}


class Written(HistoryEntry):
    """An entry as it stands in a file of JSON; `label` is what its action is called."""

    number: str
    customer: str
    label: str


class Wording:
    """Puts entries into words; `describe` finds the connector of a connection by its key."""

    def __init__(
        self,
        describe: Callable[[str], ConnectorDescription | None],
        translate: Translate | None = None,
    ) -> None:
        self._describe = describe
        self._say: Callable[[str], str] = translate or str

    def say(self, source: str) -> str:
        """Return a text of the program's own, translated."""
        return self._say(source)

    def action(self, row: HistoryRow) -> str:
        """Return what an entry's action is called; what was seen to change has no action."""
        if row.entry.origin is Origin.VENDOR:
            return self._say(KIND_LABELS[Kind.VENDOR])
        about = self._about(row)
        rule = about.rules.action(row.entry.action) if about is not None else None
        return self._say(rule.label) if rule is not None else row.entry.action

    def field(self, row: HistoryRow, change: FieldChange) -> str:
        """Return what a changed field is called."""
        about = self._about(row)
        if about is not None:
            rules = about.rules
            rule = rules.action(row.entry.action)
            own = rule.fields if rule is not None else ()
            for spec in (*own, *rules.order_fields, *rules.line_fields):
                if spec.key == change.field:
                    return self._say(spec.label)
        return self._say(_OWN[change.field]) if change.field in _OWN else change.field

    def outcome(self, row: HistoryRow) -> str:
        """Return how it ended, "" for what was seen."""
        state = row.entry.state
        return self._say(STATE_LABELS[state]) if state is not None else ""

    def origin(self, row: HistoryRow) -> str:
        """Return where it comes from."""
        if row.entry.origin is Origin.VENDOR:
            return self._say(KIND_LABELS[Kind.VENDOR])
        return self._say(KIND_LABELS[Kind.MANY if row.entry.bulk else Kind.HERE])

    def changed(self, row: HistoryRow) -> str:
        """Return every change in one line: “Name: Old → New”."""
        parts = [
            f"{self.field(row, one)}: {one.before or '—'} → {one.after or '—'}"
            for one in row.entry.changes
        ]
        # A state may be kept by the vendor's word and as a field of its own.
        return "; ".join(dict.fromkeys(parts))

    def actions_with(
        self, text: str, descriptions: Iterable[ConnectorDescription]
    ) -> frozenset[str]:
        """Return the names of the actions whose name on the screen has a text."""
        low = text.strip().lower()
        return frozenset(
            rule.name
            for one in descriptions
            for rule in one.rules.actions
            if low and low in self._say(rule.label).lower()
        )

    def _about(self, row: HistoryRow) -> ConnectorDescription | None:
        return self._describe(row.entry.order_id.partition(":")[0])


def number_of(row: HistoryRow) -> str:
    """Return an order's number; of one that is gone, the vendor's id."""
    return row.number or row.entry.order_id.partition(":")[2]


def cells_of(row: HistoryRow, wording: Wording) -> list[tuple[str, ...]]:
    """Return an entry's texts, one for each of TITLES, a tuple for each field that changed."""
    entry = row.entry
    head = (
        *(entry.at.isoformat(timespec="seconds"), number_of(row), row.customer),
        *(wording.origin(row), wording.action(row), wording.outcome(row)),
    )
    tail = (
        *(entry.author, entry.computer, entry.reason or "", entry.words or ""),
        *(entry.request_id or "", entry.bulk, entry.order_id),
    )
    changes = [
        (wording.field(row, one), one.before or "", one.after or "") for one in entry.changes
    ]
    return [(*head, *change, *tail) for change in changes or [("", "", "")]]


def csv_head(wording: Wording) -> str:
    """Return the first line of the CSV."""
    return _csv([[wording.say(title) for title in TITLES]])


def csv_of(rows: Iterable[HistoryRow], wording: Wording) -> str:
    """Write entries as CSV; no cell is taken for a formula, whatever a vendor wrote into it."""
    return _csv(
        [harmless(cell) for cell in cells] for row in rows for cells in cells_of(row, wording)
    )


def _csv(lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue()


def json_of(rows: Iterable[HistoryRow], wording: Wording) -> list[str]:
    """Write entries as JSON objects, a text for each; values are as they were kept."""
    return [
        Written(
            **dict(row.entry),
            number=number_of(row),
            customer=row.customer,
            label=wording.action(row),
        ).model_dump_json()
        for row in rows
    ]


def lines_of(rows: Iterable[HistoryRow], wording: Wording) -> str:
    """Write entries as lines of tabbed texts."""
    lines = ["\t".join(wording.say(title) for title in TITLES)]
    lines += [
        "\t".join(" ".join(cell.split()) for cell in cells)
        for row in rows
        for cells in cells_of(row, wording)
    ]
    return "\n".join(lines) + "\n"
