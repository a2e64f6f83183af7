"""What has happened to the orders."""

from collections.abc import Iterable

from orderdesk.domain.history import HistoryEntry
from orderdesk.store.database import Database

SEEN = "seen"
_ADD = "insert into history (order_id, content) values (?, ?)"


def record(database: Database, entries: Iterable[HistoryEntry]) -> None:
    """Add entries inside the caller's transaction."""
    database.run_many(_ADD, [(entry.order_id, entry.model_dump_json()) for entry in entries])


class History:
    """Every order's entries, oldest first; kept when the order itself is gone."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def of(self, order_id: str) -> list[HistoryEntry]:
        """Return an order's entries."""
        select = "select content from history where order_id = ? order by seq"
        return [
            HistoryEntry.model_validate_json(row[0]) for row in self._db.rows(select, (order_id,))
        ]

    def add(self, entry: HistoryEntry) -> None:
        """Keep an entry, durably."""
        with self._db.writing(durable=True):
            record(self._db, [entry])
