"""The mirror: the orders as their vendors said they are."""

from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.domain.errors import Refused
from orderdesk.domain.gateway import Page
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order
from orderdesk.store.database import Database
from orderdesk.store.entries import OPEN, open_entries
from orderdesk.store.keys import maybe_time, read_time, time_text
from orderdesk.store.payloads import order_of
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Readings, pack
from orderdesk.store.syncs import keep_cursor, keep_set_aside

NO_CONNECTION = QT_TRANSLATE_NOOP("messages", "There is no connection “{connection}” any more.")

_UNSEEN = (
    "select s.id, s.row_id from reading r join shown s on s.row_id = r.row_id"
    " where r.connection = ? and r.pull < ? and r.read_at < ?"
    f" and s.id not in (select order_id from outbox where {OPEN})"
    # What came and could not be read is not gone; it stays as it was last read.
    " and s.vendor_id not in (select a.vendor_id from set_aside a"
    " where a.connection = r.connection and a.pull = ? and a.vendor_id is not null)"
)
_ADD_PULL = "insert into pull (id, connection, started_at) values (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of a page: the orders that changed, and how many did not or were set aside."""

    changed: frozenset[str]
    unchanged: int
    set_aside: int


class Mirror:
    """Changes only by what vendors answered; an older reading never replaces a newer one."""

    def __init__(self, database: Database, projected: Projected, readings: Readings) -> None:
        self._db = database
        self._projected = projected
        self._readings = readings

    def _require(self, connection: str) -> None:
        if self._db.row("select 1 from connection where key = ?", (connection,)) is None:
            raise Refused(Message(NO_CONNECTION, {"connection": connection}))

    def begin_pull(self, connection: str, *, now: datetime | None = None) -> int:
        """Return the serial number of a pull that starts `now`, by this computer's clock."""
        with self._db.writing(durable=False):
            pull = self._db.next_number("pull")
            started = time_text(now or datetime.now(UTC))
            self._db.run(_ADD_PULL, (pull, connection, started))
        return pull

    def _started(self, pull: int) -> datetime:
        text = self._db.value("select started_at from pull where id = ?", (pull,))
        return datetime.now(UTC) if text is None else read_time(text)

    def apply_page(
        self, connection: str, page: Page, *, pull: int, read_at: datetime | None = None
    ) -> PageResult:
        """Keep a page's orders, set-aside rows and cursor, all of them or nothing.

        `read_at` is when the page was asked for; without it the pull's start counts.

        Raises:
            Refused: the connection has been removed meanwhile.
        """
        packed = pack(page.orders)
        with self._db.writing(durable=False):
            self._require(connection)
            moment = read_at or self._started(pull)
            received = self._readings.take(packed, read_at=moment, pull=pull)
            keep_set_aside(self._db, connection, page, pull)
            if page.cursor is not None:
                keep_cursor(self._db, connection, page.cursor)
        return PageResult(received.changed, received.unchanged, len(page.set_aside))

    def finish_pull(self, connection: str, pull: int, *, complete: bool) -> frozenset[str]:
        """End a pull; after a complete one, remove what it did not bring and return the ids.

        Orders with open commands stay, and so do those read or made since the pull began.
        """
        with self._db.writing(durable=False):
            gone: dict[str, int] = {}
            if complete:
                started = time_text(self._started(pull))
                gone = dict(self._db.rows(_UNSEEN, (connection, pull, started, pull)))
                self._projected.erase(gone)
                self._db.run(
                    "delete from set_aside where connection = ? and pull < ?", (connection, pull)
                )
            self._db.run("delete from pull where connection = ? and id <= ?", (connection, pull))
        return frozenset(gone)

    def put(self, order: Order, *, read_at: datetime) -> bool:
        """Keep a fresh reading; return whether it says anything new.

        Raises:
            Refused: the connection has been removed meanwhile.
        """
        packed = pack([order])
        with self._db.writing(durable=False):
            self._require(order.connection)
            received = self._readings.take(packed, read_at=read_at)
            self._db.run(
                "delete from set_aside where connection = ? and vendor_id = ?",
                (order.connection, order.vendor_id),
            )
        return bool(received.changed)

    def get(self, order_id: str) -> Order | None:
        """Return the order as last read, without what is not settled."""
        select = (
            "select p.content from shown s join payload p on p.row_id = s.row_id where s.id = ?"
        )
        return order_of(self._db.value(select, (order_id,)))

    def shown(self, order_id: str) -> Order | None:
        """Return the order as it is shown: with every command that is not settled."""
        with self._db.reading():
            base = self.get(order_id)
            open_ones = open_entries(self._db, [order_id]).get(order_id, [])
            return self._projected.project(base, open_ones)

    def read_at(self, order_id: str) -> datetime | None:
        """Return when the order was last read, in UTC."""
        select = (
            "select r.read_at from shown s join reading r on r.row_id = s.row_id where s.id = ?"
        )
        return maybe_time(self._db.value(select, (order_id,)))

    def count(self, connection: str) -> int:
        """Return how many orders of a connection are mirrored."""
        return self._db.value("select count(*) from reading where connection = ?", (connection,))

    def remove(self, order_id: str) -> None:
        """Forget an order that its vendor no longer has."""
        with self._db.writing(durable=False):
            self._projected.erase(self._projected.row_ids([order_id]))
