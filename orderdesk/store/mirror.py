"""The mirror: the orders as their vendors said they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from orderdesk.domain.commands import CommandState
from orderdesk.domain.errors import Refused
from orderdesk.domain.gateway import Page, SetAside
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import Order, order_id, split_order_id
from orderdesk.domain.shown import Details
from orderdesk.store.clauses import ORDERS_ONLY
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.entries import OPEN, open_entries
from orderdesk.store.keys import maybe_time, read_time, time_text
from orderdesk.store.payloads import order_of
from orderdesk.store.projected import Projected
from orderdesk.store.readings import Kind, Readings, pack
from orderdesk.store.syncs import (
    add_set_aside,
    drop_old_set_aside,
    drop_set_aside,
    keep_cursor,
    keep_set_aside,
)

NO_CONNECTION = QT_TRANSLATE_NOOP("messages", "There is no connection “{connection}” any more.")

_UNSEEN = (
    "select s.id, s.row_id from reading r join shown s on s.row_id = r.row_id"
    " where r.connection = ? and r.pull < ? and r.read_at < ?"
    f" and s.id not in (select order_id from outbox where {OPEN})"
    # What came and could not be read is not gone; it stays as it was last read.
    " and s.vendor_id not in (select a.vendor_id from set_aside a"
    " where a.connection = r.connection and a.pull = ? and a.vendor_id is not null)"
)
_GONE = (
    "select s.id, s.row_id from shown s join reading r on r.row_id = s.row_id"
    f" where r.read_at <= ? and s.id not in (select order_id from outbox where {OPEN})"
    " and s.id in "
)
_SINCE = " and s.placed_at >= ?"
_LACKING = "r.connection = ? and r.details in ('not_read', 'stale')"
_UNREAD = (
    "select s.vendor_id from reading r join shown s on s.row_id = r.row_id"
    f" where {_LACKING}"
    # Orders before the other documents that a vendor lists beside them.
    f" order by {ORDERS_ONLY} desc, s.placed_at desc nulls last, r.row_id desc limit ?"
)
# Where many are unread, some of the newest orders are: only those are looked through for them.
_NEWEST = 20_000
_MANY = f"select count(*) from (select 1 from reading r where {_LACKING} limit ?)"
_NEWEST_SINCE = "select placed_at from shown order by placed_at desc limit 1 offset ?"
_UNREAD_SINCE = (
    "select s.vendor_id from shown s indexed by shown_placed cross join reading r"
    f" where s.placed_at >= ? and s.connection = ? and r.row_id = s.row_id and {_LACKING}"
    f" and {ORDERS_ONLY} order by s.placed_at desc, s.row_id desc limit ?"
)
_DETAILS = "update reading set details = ? where row_id = (select row_id from shown where id = ?)"
_ADD_PULL = "insert into pull (id, connection, started_at) values (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class PageResult:
    """What came of a page: the orders that changed, and how many did not or were set aside."""

    changed: frozenset[str]
    unchanged: int
    set_aside: int
    removed: frozenset[str] = frozenset()
    """The orders that the vendor said it has no more."""


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
            received = self._readings.take(packed, Kind.LIST, read_at=moment, pull=pull)
            removed = self._remove(connection, page.gone, moment)
            keep_set_aside(self._db, connection, page, pull)
            if page.cursor is not None and self._under_way(pull):
                keep_cursor(self._db, connection, page.cursor)
        aside = len(page.set_aside)
        return PageResult(received.changed, received.unchanged, aside, removed)

    def _remove(
        self, connection: str, vendor_ids: Sequence[str], moment: datetime
    ) -> frozenset[str]:
        """Forget orders that are gone by `moment`, but for those with something open."""
        gone: dict[str, int] = {}
        for marks, values in lists([order_id(connection, one) for one in vendor_ids]):
            gone.update(self._db.rows(_GONE + marks, (time_text(moment), *values)))
        self._erase(gone)
        for one in vendor_ids:
            drop_set_aside(self._db, connection, one)
        return frozenset(gone)

    def _under_way(self, pull: int) -> bool:
        """Whether a pull still counts: not once the connection's settings have changed."""
        return self._db.row("select 1 from pull where id = ?", (pull,)) is not None

    def finish_pull(
        self,
        connection: str,
        pull: int,
        *,
        complete: bool,
        complete_since: datetime | None = None,
    ) -> frozenset[str]:
        """End a pull, remove what it should have brought and did not, and return those ids.

        After a `complete` one that is everything; with `complete_since` (aware), what was
        placed then or later. Orders with open commands stay, and so do those read or made since
        the pull began.
        """
        with self._db.writing(durable=False):
            gone: dict[str, int] = {}
            values = (connection, pull, time_text(self._started(pull)), pull)
            if not self._under_way(pull):
                return frozenset()
            if complete:
                gone = dict(self._db.rows(_UNSEEN, values))
            elif complete_since is not None:
                since = time_text(complete_since)
                gone = dict(self._db.rows(_UNSEEN + _SINCE, (*values, since)))
            self._erase(gone)
            if complete:
                drop_old_set_aside(self._db, connection, pull)
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
            received = self._readings.take(packed, Kind.WHOLE, read_at=read_at)
            drop_set_aside(self._db, order.connection, order.vendor_id)
        return bool(received.changed)

    def get(self, order_id: str) -> Order | None:
        """Return the order as last read, without what is not settled."""
        select = (
            "select p.content from shown s join payload p on p.row_id = s.row_id where s.id = ?"
        )
        return order_of(self._db.value(select, (order_id,)))

    def shown(self, order_id: str) -> Order | None:
        """Return the order as it is shown: with every command that is not settled."""
        return self._projection(order_id, staged=True)

    def given(self, order_id: str) -> Order | None:
        """Return the order as it will be once what was given to be sent is done.

        That is `shown` without what is only staged.
        """
        return self._projection(order_id, staged=False)

    def _projection(self, order_id: str, *, staged: bool) -> Order | None:
        with self._db.reading():
            base = self.get(order_id)
            open_ones = open_entries(self._db, [order_id]).get(order_id, [])
            wanted = [one for one in open_ones if staged or one.state is not CommandState.STAGED]
            return self._projected.project(base, wanted)

    def read_at(self, order_id: str) -> datetime | None:
        """Return when the order was last read, in UTC."""
        select = (
            "select r.read_at from shown s join reading r on r.row_id = s.row_id where s.id = ?"
        )
        return maybe_time(self._db.value(select, (order_id,)))

    def count(self, connection: str) -> int:
        """Return how many orders of a connection are mirrored."""
        return self._db.value("select count(*) from reading where connection = ?", (connection,))

    def details(self, order_id: str) -> Details | None:
        """Return what is known of an order beside what a list shows, None where it is no order."""
        select = (
            "select r.details from shown s join reading r on r.row_id = s.row_id where s.id = ?"
        )
        found = self._db.value(select, (order_id,))
        return None if found is None else Details(found)

    def unread(self, connection: str, limit: int) -> list[str]:
        """Return the vendor's ids of what has missing or stale details, the newest orders first."""
        if self._db.value(_MANY, (connection, _NEWEST)) == _NEWEST:
            since = self._db.value(_NEWEST_SINCE, (_NEWEST - 1,))
            values = (since, connection, connection, limit)
            rows = [] if since is None else self._db.rows(_UNREAD_SINCE, values)
            if len(rows) == limit:
                return [row[0] for row in rows]
        return [row[0] for row in self._db.rows(_UNREAD, (connection, limit))]

    def count_unread(self, connection: str) -> int:
        """Return of how many orders the items are not known."""
        select = "select count(*) from shown where connection = ? and items is null"
        return self._db.value(select, (connection,))

    def give_up(self, order_id: str, aside: SetAside) -> None:
        """Set an order aside whose details cannot be read, until a list shows it changed."""
        with self._db.writing(durable=False):
            self._db.run(_DETAILS, (Details.UNREADABLE, order_id))
            add_set_aside(self._db, split_order_id(order_id)[0], aside, pull=0)

    def drop(self, order_id: str) -> bool:
        """Forget an order that its vendor no longer has; False where something is open on it."""
        with self._db.writing(durable=False):
            select = f"select 1 from outbox where order_id = ? and {OPEN} limit 1"
            if self._db.row(select, (order_id,)) is not None:
                self._db.run(_DETAILS, (Details.UNREADABLE, order_id))
                return False
            connection, vendor_id = split_order_id(order_id)
            self._erase(self._projected.row_ids([order_id]))
            drop_set_aside(self._db, connection, vendor_id)
        return True

    def _erase(self, rows: Mapping[str, int]) -> None:
        self._projected.erase(rows)
        self._readings.watch.gone(list(rows))
