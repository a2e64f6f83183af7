"""The columns of one store, kept up with it."""

from functools import partial

import numpy as np

from orderdesk.store.database import Database
from orderdesk.store.ranks.building import last_seq, made, still_there
from orderdesk.store.ranks.column import Column, Mask, NumberColumn
from orderdesk.store.ranks.files import Folder
from orderdesk.store.ranks.newest import Newest
from orderdesk.store.ranks.specs import ABSENT, BASE, SPECS, UNKNOWN, Spec
from orderdesk.store.ranks.words import Ints

# A store of fewer rows needs no files: a column is made when it is asked for.
_FEW = 50_000
_BATCH = 5_000


class Index:
    """Columns as of one moment of the store; used inside a reading of it, on one thread.

    Columns are kept in files beside the store, catch up with it by `seq`, and are never its
    truth: what is missing or does not fit is made anew, and until then plain SQL answers.
    """

    def __init__(self, database: Database, folder: Folder | None) -> None:
        self._db = database
        self._folder = folder
        self._columns: dict[str, Column] = {}
        self._newest: Newest | None = None
        self.seq = -1
        self.size = 0
        """One more than the largest row id there may be."""
        self.alive: Mask = np.zeros(0, np.bool_)
        """Which rows there are."""
        self.lacking: set[str] = set()
        """The columns that were asked for since the last look and have no file that can be used."""

    def look(self) -> bool:
        """Take in what has changed; return whether the index can be used."""
        self.lacking.clear()
        seq = last_seq(self._db)
        if seq == self.seq and BASE in self._columns:
            return True
        self.seq = seq
        self.size = 1 + (self._db.value("select max(row_id) from shown") or 0)
        times = self.column(BASE)
        if not isinstance(times, NumberColumn):
            return False
        self.alive = times.among(self.size) != ABSENT
        return True

    @property
    def newest(self) -> Newest:
        """All rows, the newest first."""
        if self._newest is None:
            times = self._columns[BASE]
            if not isinstance(times, NumberColumn):
                raise TypeError(BASE)
            self._newest = Newest(times.among(self.size))
        return self._newest

    def column(self, name: str) -> Column | None:
        """Return a column as it is now, or None where it is not made yet."""
        spec = SPECS[name]
        column = self._columns.get(name)
        if column is None or column.worn:
            column = self._fresh(spec) or column
        if column is None:
            return None
        if column.seq < self.seq and not self._caught_up(spec, column):
            self._columns.pop(name, None)
            self.lacking.add(name)
            return None
        self._columns[name] = column
        return column

    def _fresh(self, spec: Spec) -> Column | None:
        if self._folder is not None:
            kept = self._folder.load(spec, self.seq, partial(still_there, self._db))
            if kept is not None and not kept.worn:
                self._forget(spec.name)
                return kept
        if self.size <= _FEW:
            self._forget(spec.name)
            return made(self._db, spec)
        self.lacking.add(spec.name)
        return None

    def _forget(self, name: str) -> None:
        self._columns.pop(name, None)
        if name == BASE:
            self._newest = None

    def _caught_up(self, spec: Spec, column: Column) -> bool:
        """Take in the rows written since the column was last right; False: they are too many."""
        if spec.name == BASE:
            # Every row that went is here too; the other columns keep what it had.
            self._go(column, "select row_id from erased where seq > ?")
        elif not isinstance(column, NumberColumn) and self._many(column):
            return False
        value = f"coalesce({spec.value}, {UNKNOWN})" if spec.numbers else spec.value
        # Asked to sort by row id, SQLite would look at every row there is.
        select = f"select row_id, {value} from shown indexed by shown_seq where seq > ?"
        since = column.seq
        # Given up in between, the same rows are taken in again the next time.
        for batch in self._db.batches(select, (since,), size=_BATCH):
            row_ids, values = zip(*batch, strict=True)
            rows = np.array(row_ids, np.int64)
            if isinstance(column, NumberColumn):
                self._put(spec, column, rows, np.array(values, np.int64))
            else:
                column.put(rows, values)
        column.seq = self.seq
        return True

    def _many(self, column: Column) -> bool:
        most = max(_FEW, self.size // 4)
        late = "select 1 from shown indexed by shown_seq where seq > ? limit ?"
        return self._db.value(f"select count(*) from ({late})", (column.seq, most + 1)) > most

    def _go(self, column: Column, select: str) -> None:
        gone = sorted(row[0] for row in self._db.rows(select, (column.seq,)))
        if gone and isinstance(column, NumberColumn):
            rows = np.array(gone, np.int64)
            self._put(SPECS[BASE], column, rows, np.full(len(rows), ABSENT, np.int64))

    def _put(self, spec: Spec, column: NumberColumn, rows: Ints, values: Ints) -> None:
        size = int(rows.max()) + 1
        moved = np.sort(rows[column.among(max(size, self.size))[rows] != values])
        column.put(rows, values)
        if spec.name == BASE and self._newest is not None:
            self._newest.follow(column.values, moved)
