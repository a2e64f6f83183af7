"""One connection to the store's file: statements, transactions and how durable they are."""

import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, cast

import apsw

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.precedence import UI, in_turn
from orderdesk.store.checksums import RESERVED_BYTES, checksum_vfs, has_checksums
from orderdesk.store.faults import (
    BUSY,
    BUSY_WAY,
    GivenUp,
    StoreBusy,
    StoreDamaged,
    StoreUnusable,
    readable_errors,
)

Row = tuple[Any, ...]
SqlValue = str | int | float | bytes | None
Values = Sequence[SqlValue]

NO_CHECKSUMS = QT_TRANSLATE_NOOP(
    "messages", "The local store keeps checksums, and this installation cannot make them."
)
NO_CHECKSUMS_WAY = QT_TRANSLATE_NOOP(
    "messages", "Install the program again: a file of its database library is missing."
)

_WRITER_WAIT = 5_000
_READER_WAIT = 250
# A checkpoint after nearly every page of a sync costs more than the sync.
_CHECKPOINT_PAGES = 16_000
_PAGE_SIZE = 8_192
# What a reader keeps of 32 MB brings a page of rows no sooner than of 2: the system keeps it too.
_READER_KB = 2_000
_WRITER_KB = 64_000
# So many steps of SQLite's machine are some hundredths of a millisecond.
_STEPS = 1_000
_WATCHED_STEPS = 200_000
_PAUSE = 0.05
# Another process says nothing when it lets go: what is waited for here never comes.
_nobody = threading.Event()
_PAGES_AT_ONCE = 2_000
_WITHOUT_JOURNAL = "pragma journal_mode = off; pragma synchronous = off"


class _Cursor(Protocol):
    def __iter__(self) -> Iterator[Row]: ...
    def fetchall(self) -> list[Row]: ...
    def fetchone(self) -> Row | None: ...


class _Statements(Protocol):
    """What this module needs of a connection; its own types do not know Python 3.11."""

    def execute(self, statements: str, bindings: Values) -> _Cursor: ...
    def executemany(self, statements: str, sequenceofbindings: Iterable[Values]) -> _Cursor: ...


class Database:
    """A connection to a store's file, or to memory where `path` is None.

    One thread at a time may use it. Every method raises StoreError where the file fails.
    """

    def __init__(self, path: Path | None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._synchronous = ""
        self._given_up = False
        with self._failures():
            self._connection = self._open()
            self._statements = cast("_Statements", self._connection)
            try:
                self._prepare()
            except BaseException:
                self._connection.close(True)
                raise

    def _open(self) -> apsw.Connection:
        if self.path is None:
            return apsw.Connection(":memory:")
        vfs = checksum_vfs()
        if vfs is None and self.path.exists() and has_checksums(self.path):
            # Pages written without the checks would look damaged to everybody else.
            raise StoreUnusable(Message(NO_CHECKSUMS), way_out=Message(NO_CHECKSUMS_WAY))
        flags = apsw.SQLITE_OPEN_READONLY
        if not self.read_only:
            flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE
        connection = apsw.Connection(str(self.path), flags=flags, vfs=vfs)
        if vfs is not None and not self.read_only and self.path.stat().st_size == 0:
            connection.reserve_bytes("main", RESERVED_BYTES)
        return connection

    def _prepare(self) -> None:
        self._connection.set_busy_timeout(_READER_WAIT if self.read_only else _WRITER_WAIT)
        self._connection.wal_autocheckpoint(_CHECKPOINT_PAGES)
        if self.read_only:
            self.run(f"pragma query_only = on; pragma cache_size = -{_READER_KB}")
            return
        self.run(f"pragma page_size = {_PAGE_SIZE}; pragma cache_size = -{_WRITER_KB}")
        self.run("pragma temp_store = memory; pragma fullfsync = on")
        if self.path is not None:
            self.run("pragma journal_mode = wal; pragma journal_size_limit = 67108864")

    @contextmanager
    def _failures(self) -> Generator[None]:
        try:
            with readable_errors():
                yield
        except StoreDamaged:
            self._suspect()
            raise

    def _suspect(self) -> None:
        """Leave word for the next start that the whole file is to be checked."""
        if self.path is not None:
            try:
                suspicion(self.path).touch()
            except OSError:
                return

    def run(self, sql: str, values: Values = ()) -> None:
        """Run one statement, or several without values."""
        UI.give_way()
        with self._failures():
            self._statements.execute(sql, values).fetchall()

    def run_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement once for every row of values."""
        with self._failures():
            self._statements.executemany(sql, in_turn(rows)).fetchall()

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all rows of a query.

        Raises:
            GivenUp: after `give_up`.
        """
        self.check()
        UI.give_way()
        with self._failures():
            return self._statements.execute(sql, values).fetchall()

    def batches(self, sql: str, values: Values = (), *, size: int) -> Generator[list[Row]]:
        """Yield the rows of a query, `size` at a time.

        Raises:
            GivenUp: after `give_up`.
        """
        self.check()
        with self._failures():
            cursor = iter(self._statements.execute(sql, values))
            while batch := list(islice(cursor, size)):
                yield batch
                self.check()
                UI.give_way()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first row of a query, if there is one.

        Raises:
            GivenUp: after `give_up`.
        """
        self.check()
        UI.give_way()
        with self._failures():
            return self._statements.execute(sql, values).fetchone()

    def value(self, sql: str, values: Values = ()) -> Any:
        """Return the first column of a query's first row, None where there is no row."""
        found = self.row(sql, values)
        return None if found is None else found[0]

    def give_up(self) -> None:
        """End what is being read, and begin nothing, until `carry_on`; for any thread to call."""
        self._given_up = True
        self._connection.interrupt()

    def carry_on(self) -> None:
        """Read again after `give_up`."""
        self._given_up = False

    def check(self) -> None:
        """End here what nobody waits for any more.

        Raises:
            GivenUp: after `give_up`.
        """
        if self._given_up:
            raise GivenUp

    @contextmanager
    def within(self, seconds: float) -> Generator[None]:
        """Read inside as long as `seconds` allow, other programs' locks included.

        Raises:
            GivenUp: when they are over.
            StoreBusy: when another program holds the file for longer.
        """
        end = time.monotonic() + seconds
        self._connection.set_busy_timeout(int(seconds * 1_000))
        self._connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None)
            self._connection.set_busy_timeout(_READER_WAIT if self.read_only else _WRITER_WAIT)

    def next_number(self, name: str, count: int = 1) -> int:
        """Take `count` numbers of a counter inside a transaction; return the first of them."""
        last = self.value("select value from counter where name = ?", (name,))
        self.run("update counter set value = ? where name = ?", (last + count, name))
        return last + 1

    @contextmanager
    def writing(self, *, durable: bool) -> Generator[None]:
        """Hold a write transaction: committed at the end, rolled back on any exception.

        `durable` ones are on the disk when it returns, whatever happens to the power; the
        others are atomic and may be lost with the last moments before a power cut.
        """
        self._set_synchronous("full" if durable else "normal")
        self.run("begin immediate")
        try:
            yield
            self.run("commit")
        except BaseException:
            # A full disk may have rolled back by itself.
            if self._connection.in_transaction:
                self._statements.execute("rollback", ()).fetchall()
            raise

    @contextmanager
    def reading(self) -> Generator[None]:
        """Hold a read transaction, so that several queries see the same moment."""
        if self._connection.in_transaction:
            yield
            return
        self.run("begin")
        try:
            yield
        finally:
            self._statements.execute("rollback", ()).fetchall()

    def _set_synchronous(self, level: str) -> None:
        if self._synchronous != level:
            self.run(f"pragma synchronous = {level}")
            self._synchronous = level

    @contextmanager
    def watched(self, wanted: Callable[[], bool]) -> Generator[None]:
        """Ask inside, again and again, whether the work is wanted; GivenUp ends it if not."""
        self._connection.set_progress_handler(lambda: not wanted(), _WATCHED_STEPS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None)

    def claim(self, seconds: float) -> None:
        """See that no other connection has the file open, and have the file hold all of it.

        Afterwards nothing lies in a log; `log_again` goes back to one.

        Raises:
            StoreBusy: another connection has it open for longer.
        """
        end = time.monotonic() + seconds
        while True:
            try:
                if self.value("pragma journal_mode = delete") == "delete":
                    return
            except StoreBusy:
                if time.monotonic() > end:
                    raise
            else:
                if time.monotonic() > end:
                    raise StoreBusy(Message(BUSY), way_out=Message(BUSY_WAY))
            _nobody.wait(_PAUSE)

    def log_again(self) -> None:
        """Write by way of a log, so that readers and a writer need not wait for one another."""
        self.run("pragma journal_mode = wal")

    def copy_to(self, path: Path, *, copied: Callable[[int, int], bool] | None = None) -> None:
        """Write a consistent copy of the whole file to `path`, which nobody else uses.

        `copied` hears how many pages of how many there are; False: no more are wanted.

        Raises:
            GivenUp: no more are wanted.
        """
        with self._failures():
            target = apsw.Connection(str(path), vfs=self._connection.open_vfs)
            try:
                # Half a copy is worth nothing: a journal of it would be, too.
                cast("_Statements", target).execute(_WITHOUT_JOURNAL, ()).fetchall()
                with target.backup("main", self._connection, "main") as backup:
                    while not backup.step(_PAGES_AT_ONCE):
                        done = backup.page_count - backup.remaining
                        if copied is not None and not copied(done, backup.page_count):
                            raise GivenUp
            finally:
                target.close()

    def let_go(self) -> None:
        """Give back the memory that pages are kept in; what is asked next reads them anew."""
        self.run("pragma shrink_memory")

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        with self._failures():
            self._connection.close()


def suspicion(path: Path) -> Path:
    """Return the file whose presence asks for a whole check at the next start."""
    return path.with_name(path.name + ".suspect")
