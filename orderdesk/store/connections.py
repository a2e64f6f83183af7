"""The configured connections; their secrets are elsewhere."""

import json

from orderdesk.domain.errors import Refused
from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.accounts import accounts
from orderdesk.store.database import Database
from orderdesk.store.entries import OPEN
from orderdesk.store.projected import Projected

STILL_OPEN = QT_TRANSLATE_NOOP(
    "messages", "{count} changes to orders of “{connection}” are not settled yet."
)
STILL_OPEN_WAY = QT_TRANSLATE_NOOP(
    "messages",
    "Wait until they are sent, or withdraw them; send or discard what is staged. Then remove the "
    "connection.",
)
_UPSERT = (
    "insert into connection (key, place, name, vendor, urls, settings)"
    " values (?, (select coalesce(max(place), 0) + 1 from connection), ?, ?, ?, ?)"
    " on conflict (key) do update set name = excluded.name, vendor = excluded.vendor,"
    " urls = excluded.urls, settings = excluded.settings"
)
_ERASED_AT_ONCE = 500


class Connections:
    """The configured connections, in the order they were added."""

    def __init__(self, database: Database, projected: Projected) -> None:
        self._db = database
        self._projected = projected

    def all(self) -> list[ConnectionConfig]:
        """Return every connection."""
        return accounts(self._db)

    def get(self, key: str) -> ConnectionConfig | None:
        """Return the connection with this key, if there is one."""
        return next((found for found in accounts(self._db) if found.key == key), None)

    def put(self, config: ConnectionConfig) -> None:
        """Add a connection, or change the one with its key.

        With other addresses or settings orders may read otherwise: the next pull begins anew.
        """
        urls, settings = json.dumps(dict(config.urls)), json.dumps(dict(config.settings))
        with self._db.writing(durable=True):
            old = self.get(config.key)
            if old is not None and (old.urls, old.settings) != (config.urls, config.settings):
                self._db.run("update sync set cursor = null where connection = ?", (config.key,))
                # One that is under way reads with the old ones: where it ends does not count.
                self._db.run("delete from pull where connection = ?", (config.key,))
            self._db.run(_UPSERT, (config.key, config.name, config.vendor, urls, settings))

    def remove(self, key: str) -> frozenset[str]:
        """Forget a connection with its mirror, names and cursor; return its orders' ids.

        The history and what is settled in the outbox stay.

        Raises:
            Refused: while commands on its orders are not settled.
        """
        with self._db.writing(durable=True):
            select = f"select count(*) from outbox where connection = ? and {OPEN}"
            count = self._db.value(select, (key,))
            if count:
                facts = {"count": str(count), "connection": key}
                raise Refused(Message(STILL_OPEN, facts), way_out=Message(STILL_OPEN_WAY))
            rows = dict(self._db.rows("select id, row_id from shown where connection = ?", (key,)))
            self._projected.erase(rows)
            for table in ("name", "sync", "set_aside", "pull", "watch"):
                self._db.run(f"delete from {table} where connection = ?", (key,))
            self._db.run("delete from connection where key = ?", (key,))
        return frozenset(rows)
