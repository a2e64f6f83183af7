"""How far each connection has been read, and what could not be read."""

from datetime import datetime

from orderdesk.domain.gateway import Page, SetAside
from orderdesk.store.database import Database
from orderdesk.store.keys import maybe_time, time_text

# Enough to see what is wrong with a row; a vendor may send megabytes.
_LONGEST_RAW = 100_000
_KEEP_CURSOR = (
    "insert into sync (connection, cursor) values (?, ?)"
    " on conflict (connection) do update set cursor = excluded.cursor"
)
_FINISHED = (
    "insert into sync (connection, finished_at, error) values (?, ?, null)"
    " on conflict (connection) do update set finished_at = excluded.finished_at, error = null"
)
_FAILED = (
    "insert into sync (connection, error) values (?, ?)"
    " on conflict (connection) do update set error = excluded.error"
)
_ADD = "insert into set_aside (connection, pull, vendor_id, raw, reason) values (?, ?, ?, ?, ?)"
_DROP = "delete from set_aside where connection = ? and vendor_id = ?"
# A list that shows an order again does not make its details readable.
_NOT_GIVEN_UP = (
    " and not exists (select 1 from shown s join reading r on r.row_id = s.row_id"
    " where s.connection = set_aside.connection and s.vendor_id = set_aside.vendor_id"
    " and r.details = 'unreadable')"
)
_DROP_NAMELESS = "delete from set_aside where connection = ? and vendor_id is null and raw = ?"


def keep_cursor(database: Database, connection: str, cursor: str) -> None:
    """Keep where the next pull goes on, inside the caller's transaction."""
    database.run(_KEEP_CURSOR, (connection, cursor))


def keep_set_aside(database: Database, connection: str, page: Page, pull: int) -> None:
    """Keep a page's unreadable rows, and drop those that could be read this time."""
    some = database.row("select 1 from set_aside where connection = ? limit 1", (connection,))
    if some is not None:
        read = [(connection, order.vendor_id) for order in page.orders]
        database.run_many(_DROP + _NOT_GIVEN_UP, read)
    for row in page.set_aside:
        add_set_aside(database, connection, row, pull=pull)


def add_set_aside(database: Database, connection: str, row: SetAside, *, pull: int) -> None:
    """Keep a row that could not be read, in place of what was kept of it before."""
    raw = row.raw[:_LONGEST_RAW]
    if row.vendor_id is None:
        database.run(_DROP_NAMELESS, (connection, raw))
    else:
        drop_set_aside(database, connection, row.vendor_id)
    database.run(_ADD, (connection, pull, row.vendor_id, raw, row.reason))


def drop_set_aside(database: Database, connection: str, vendor_id: str) -> None:
    """Forget what was kept of an order that could not be read."""
    database.run(_DROP, (connection, vendor_id))


def drop_old_set_aside(database: Database, connection: str, pull: int) -> None:
    """Forget what could not be read before a pull that brought everything."""
    old = "delete from set_aside where connection = ? and pull < ?"
    database.run(old + _NOT_GIVEN_UP, (connection, pull))


class Syncs:
    """Each connection's cursor, its last pull's end and its set-aside rows."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def cursor(self, connection: str) -> str | None:
        """Return what the next pull starts from, None for from the beginning."""
        return self._db.value("select cursor from sync where connection = ?", (connection,))

    def finished(self, connection: str, at: datetime, error: str | None) -> None:
        """Keep how a pull ended; after an error the last good end stays known."""
        with self._db.writing(durable=False):
            if error is None:
                self._db.run(_FINISHED, (connection, time_text(at)))
            else:
                self._db.run(_FAILED, (connection, error))

    def last(self, connection: str) -> tuple[datetime | None, str | None]:
        """Return when a pull last ended well, and what went wrong since, if anything."""
        row = self._db.row(
            "select finished_at, error from sync where connection = ?", (connection,)
        )
        return (None, None) if row is None else (maybe_time(row[0]), row[1])

    def set_aside(self, connection: str) -> list[SetAside]:
        """Return the rows of the vendor's answers that could not be read."""
        select = "select vendor_id, raw, reason from set_aside where connection = ? order by seq"
        return [
            SetAside(vendor_id=row[0], raw=row[1], reason=row[2])
            for row in self._db.rows(select, (connection,))
        ]

    def count_set_aside(self, connection: str) -> int:
        """Return how many rows of the vendor's answers could not be read."""
        select = "select count(*) from set_aside where connection = ?"
        return self._db.value(select, (connection,))
