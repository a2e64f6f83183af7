"""The ledger of a run as text for somebody else: CSV for a table program, lines for a message."""

import csv
import io
from collections.abc import Callable

from orderdesk.domain.ledger import OUTCOME_LABELS, Ledger, LedgerRow, Outcome
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Translate

TITLES = (
    QT_TRANSLATE_NOOP("messages", "Order"),
    QT_TRANSLATE_NOOP("messages", "Customer"),
    QT_TRANSLATE_NOOP("messages", "Connection"),
    QT_TRANSLATE_NOOP("messages", "Outcome"),
    QT_TRANSLATE_NOOP("messages", "Reason"),
    QT_TRANSLATE_NOOP("messages", "The vendor's words"),
    QT_TRANSLATE_NOOP("messages", "Request id"),
    QT_TRANSLATE_NOOP("messages", "Time"),
    QT_TRANSLATE_NOOP("messages", "Id"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cells_of(row: LedgerRow, translate: Translate | None = None) -> tuple[str, ...]:
    """Return a row's texts, one for each of TITLES; the time is ISO 8601 in UTC."""
    say: Callable[[str], str] = translate or str
    return (
        row.number,
        row.customer,
        row.connection,
        say(OUTCOME_LABELS[row.outcome]),
        row.reason,
        row.words,
        row.request_id,
        row.settled_at.isoformat(timespec="seconds") if row.settled_at else "",
        row.order_id,
    )


def csv_of(ledger: Ledger, translate: Translate | None = None) -> str:
    """Write a ledger as CSV; no cell is taken for a formula, whatever a vendor wrote into it."""
    say: Callable[[str], str] = translate or str
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([say(title) for title in TITLES])
    for row in ledger.rows:
        writer.writerow([harmless(cell) for cell in cells_of(row, translate)])
    return text.getvalue()


def lines_of(ledger: Ledger, translate: Translate | None = None) -> str:
    """Write a ledger as lines of tabbed texts, the sums first."""
    say: Callable[[str], str] = translate or str
    counts = ledger.run.counts
    sums = [f"{say(OUTCOME_LABELS[one])}: {counts[one]}" for one in Outcome if counts[one]]
    rows = [
        "\t".join(" ".join(cell.split()) for cell in cells_of(row, translate))
        for row in ledger.rows
    ]
    return "\n".join((", ".join(sums), "\t".join(map(say, TITLES)), *rows)) + "\n"


def harmless(cell: str) -> str:
    """Return a cell that a table program shows as text and does not calculate."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
