"""A first look into the store: what was kept of the window, and the newest rows; light."""

from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from orderdesk.domain.shown import ShownRow
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.schema import require_versions
from orderdesk.store.shown_rows import NAMES, SELECT, shown_rows

_NEWEST = (
    "select row_id from shown where placed_at is not null order by placed_at desc, row_id desc"
)
_UNDATED = "select row_id from shown where placed_at is null order by row_id desc"


class Glance:
    """Reads what the first frame shows, before the store is opened and looked through as a whole.

    Every method may raise the StoreErrors of `orderdesk.store.faults`.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store in the file `path` for reading.

        Raises:
            StoreError: if the file cannot be opened, or has to be brought up to date first.
        """
        database = Database(path, read_only=True)
        try:
            # What is in the steps says the edition, which whoever opens this compares.
            require_versions(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def edition(self) -> str:
        """Return a text that another file, or one of another form, does not have."""
        file_id = self._db.value("select value from meta where key = 'file_id'")
        steps = self._db.rows("select checksum from migration order by version")
        return ":".join([str(file_id), str(len(steps)), *(step[0][:16] for step in steps[-1:])])

    def preferences(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the texts kept under `keys`, where there are any."""
        found: dict[str, str] = {}
        for marks, values in lists(keys):
            found.update(
                self._db.rows(f"select key, content from preference where key in {marks}", values)
            )
        return found

    def newest(self, number: int) -> "array[int]":
        """Return the row ids that come first where nothing is searched or sorted."""
        found = self._db.rows(f"{_NEWEST} limit ?", (number,))
        if len(found) < number:
            found += self._db.rows(f"{_UNDATED} limit ?", (number - len(found),))
        return array("q", [row_id for (row_id,) in found])

    def rowid(self, order_id: str) -> int | None:
        """Return the row id of an order, if it is shown."""
        return self._db.value("select row_id from shown where id = ?", (order_id,))

    def rows(self, rowids: Sequence[int]) -> list[ShownRow]:
        """Return the rows with these ids in the order asked; what is gone is left out."""
        names = self._db.value(NAMES)
        found: dict[int, ShownRow] = {}
        for marks, values in lists(rowids):
            found |= shown_rows(self._db.value(SELECT + marks, values), names)
        return [found[row_id] for row_id in rowids if row_id in found]

    def close(self) -> None:
        """Close the file."""
        self._db.close()
