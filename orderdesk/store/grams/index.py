"""Which segments there are, which rows they hold, and finding rows in all of them."""

import contextlib
import json
import logging
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orderdesk.store.database import Database
from orderdesk.store.dialect import contains, lists
from orderdesk.store.grams.damage import SegmentUnreadable

if TYPE_CHECKING:
    from orderdesk.store.grams.held import Held
    from orderdesk.store.grams.matching import Flags
    from orderdesk.store.grams.segment import RowIds, Segment

BATCH = 1_024
"""How many rows make it worth while to index them; fewer are looked through as they are."""

BEHIND = 2 * BATCH
"""From so many rows that are not indexed on, looking through them is what a search waits for."""

_HIGHEST = 1 << 62

_log = logging.getLogger(__name__)
# Another one whenever the form of the files changes.
_ENDING = ".grams6"
_MERGED_AT_ONCE = 8
# Segments below the first size are merged with one another, then those below the second.
_SIZES = (8 * BATCH, 64 * BATCH)
# Another program may be about to list a file that it has just written.
_ORPHANED_AFTER = 3_600.0
_BATCH = (
    "select u.row_id, t.header, t.items, u.again from unsought u"
    " join sought_text t on t.row_id = u.row_id order by u.row_id limit ?"
)
_WAITING = "select count(*) from (select 1 from unsought limit ?)"
_CHANGED = "select row_id from shown where seq > ? and row_id between ? and ?"
_AGAIN = "update unsought set again = 1 where row_id = ?"
_DONE = "delete from unsought where row_id = ?"
_MOVED = (
    "insert into moved (row_id, segment) values (?, ?)"
    " on conflict (row_id) do update set segment = excluded.segment"
)
_ADD = "insert into segment (file, first, count) values (?, ?, ?) returning id"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to be indexed, as they were when `seq` was the newest write."""

    folder: Path
    file: str
    seq: int
    texts: tuple[tuple[int, str, str], ...]
    again: frozenset[int]
    """The rows that an older segment holds as they were before."""

    def make(self) -> None:
        """Write the segment's file; any thread may do it.

        Raises:
            OSError: the file cannot be written.
        """
        from orderdesk.store.grams.building import built
        from orderdesk.store.grams.segment import write

        self.folder.mkdir(mode=0o700, exist_ok=True)
        write(built(self.texts), self.folder / self.file)


@dataclass(frozen=True, slots=True)
class Merger:
    """Segments to be made one of."""

    folder: Path
    file: str
    old: tuple[tuple[int, str], ...]
    moved: tuple[tuple[int, int], ...]
    """Rows of which one segment only holds the text as it is now: row id and that segment."""

    def make(self) -> None:
        """Write the new segment's file; any thread may do it.

        Raises:
            OSError: the file cannot be written.
            SegmentUnreadable: one of the old ones is damaged.
        """
        from orderdesk.store.grams.merging import merge
        from orderdesk.store.grams.segment import mapped

        holders = dict(self.moved)
        segments = [mapped(self.folder / file) for _, file in self.old]
        dead = [
            [row for row, holder in holders.items() if holder != segment] for segment, _ in self.old
        ]
        merge(segments, dead, self.folder / self.file)


Work = Batch | Merger


class TextIndex:
    """The index of the sought texts; numpy is loaded with the first question or the first work.

    Rows in `unsought` are not in it yet, or as they were before (`again`). Of a row in `moved`
    one segment alone holds the text as it is.
    """

    def __init__(self, database: Database) -> None:
        self._db = database
        path = database.path
        self._folder = None if path is None else path.with_name(path.name + ".grams")
        self._open: dict[str, tuple[Segment, Held]] = {}
        self._strangers: tuple[tuple[int, ...], list[RowIds]] | None = None
        self._retired: tuple[str, ...] = ()

    def check(self) -> None:
        """Begin anew where a segment's file is missing or of another form; remove what is left."""
        if self._folder is None:
            return
        listed: set[str] = {row[0] for row in self._db.rows("select file from segment")}
        there: set[str] = set()
        if self._folder.is_dir():
            there = {file.name for file in self._folder.iterdir()}
        if listed - there or not all(name.endswith(_ENDING) for name in listed):
            self.reset()
            listed.clear()
        for name in there - listed:
            self._remove_old(self._folder / name)

    def _remove_old(self, file: Path) -> None:
        try:
            if time.time() - file.stat().st_mtime > _ORPHANED_AFTER:
                file.unlink()
        except OSError:
            # Somebody has it open; the next start will find it.
            return

    def reset(self) -> None:
        """Forget the index: every row is to be indexed again."""
        _log.warning("the index of the texts is made anew")
        with self._db.writing(durable=False):
            self._db.run("delete from segment; delete from moved; delete from unsought")
            self._db.run("insert into unsought (row_id) select row_id from sought_text")

    def plan(self, *, minimum: int = BATCH) -> Work | None:
        """Return what there is to do: `minimum` rows to be indexed, or segments to be merged."""
        if self._folder is None:
            return None
        with self._db.reading():
            merger = self._merger(self._folder)
            if merger is not None:
                return merger
            if self._db.value(_WAITING, (minimum,)) < minimum:
                return None
            rows = self._db.rows(_BATCH, (BATCH,))
            seq = self._db.value("select value from counter where name = 'seq'")
        if not rows:
            return None
        texts = tuple((row_id, header, items) for row_id, header, items, _ in rows)
        again = frozenset(row[0] for row in rows if row[3])
        return Batch(self._folder, _new_name(), seq, texts, again)

    def _merger(self, folder: Path) -> Merger | None:
        known = self._db.rows("select id, file, count from segment order by first, id")
        below = 0
        for size in _SIZES:
            old = [(row[0], row[1]) for row in known if below <= row[2] < size]
            if len(old) >= _MERGED_AT_ONCE:
                moved = self._db.rows("select row_id, segment from moved")
                some = tuple(old[:_MERGED_AT_ONCE])
                return Merger(folder, _new_name(), some, tuple((r[0], r[1]) for r in moved))
            below = size
        return None

    def adopt(self, work: Work) -> bool:
        """List the segment that was made; False where another program has done it meanwhile."""
        with self._db.writing(durable=False):
            adopted = self._adopt_batch(work) if isinstance(work, Batch) else self._adopt(work)
        if not adopted:
            (work.folder / work.file).unlink(missing_ok=True)
        elif isinstance(work, Merger):
            self._retire(work.folder, [file for _, file in work.old])
        return adopted

    def _retire(self, folder: Path, files: Sequence[str]) -> None:
        """Remove files that were listed until the last merger: whoever asked then has them open."""
        for name in self._retired:
            self._open.pop(name, None)
            with contextlib.suppress(OSError):
                (folder / name).unlink(missing_ok=True)
        self._retired = tuple(files)

    def _adopt_batch(self, work: Batch) -> bool:
        row_ids = [row_id for row_id, _, _ in work.texts]
        for marks, values in lists(row_ids):
            done = (
                f"select 1 from sought_text where row_id in {marks}"
                " and row_id not in (select row_id from unsought) limit 1"
            )
            if self._db.row(done, values) is not None:
                # Another program was first, and may have indexed something newer.
                return False
        count = len(row_ids)
        [(segment,)] = self._db.rows(_ADD, (work.file, row_ids[0], count))
        edges = (work.seq, row_ids[0], row_ids[-1])
        changed = {row[0] for row in self._db.rows(_CHANGED, edges)}
        self._db.run_many(_MOVED, [(row_id, segment) for row_id in sorted(work.again)])
        self._db.run_many(_DONE, [(row_id,) for row_id in row_ids if row_id not in changed])
        self._db.run_many(_AGAIN, [(row_id,) for row_id in row_ids if row_id in changed])
        return True

    def _adopt(self, work: Merger) -> bool:
        ids = [segment for segment, _ in work.old]
        [(marks, values)] = lists(ids)
        found = self._db.rows(f"select first, count from segment where id in {marks}", values)
        if len(found) < len(ids):
            return False
        first, count = min(row[0] for row in found), sum(row[1] for row in found)
        self._db.run(f"delete from segment where id in {marks}", values)
        [(segment,)] = self._db.rows(_ADD, (work.file, first, count))
        self._db.run(f"update moved set segment = ? where segment in {marks}", (segment, *values))
        return True

    def catch_up(self, *, minimum: int = BATCH) -> None:
        """Do all there is to do, on this thread."""
        while (work := self.plan(minimum=minimum)) is not None:
            work.make()
            self.adopt(work)

    def rows(self, text: str, *, items_only: bool) -> "RowIds":
        """Return the row ids, ascending, whose text or whose items' text holds a folded text.

        Everything counts that is in the file: what is not indexed yet is looked through. Rows
        that have been deleted may be among them. The text is not empty.
        """
        import numpy as np

        with self._db.reading():
            last = self._db.value("select max(row_id) from sought_text") or 0
            return np.flatnonzero(self.mask(text, 1 + last, items_only=items_only))

    def is_behind(self) -> bool:
        """Whether so much is not indexed that it should not be looked through for a few rows."""
        return self._db.value(_WAITING, (BEHIND,)) >= BEHIND

    def mask(self, text: str, size: int, *, items_only: bool) -> "Flags":
        """Return which of the first `size` row ids are among those that `rows` tells of."""
        import numpy as np

        from orderdesk.store.grams.matching import rows_with

        columns = ("items",) if items_only else ("header", "items")
        holds = " or ".join(contains(column) for column in columns)
        values = (text,) * len(columns)
        everywhere = f"select row_id from sought_text where ({holds})"
        mask = np.zeros(size, np.bool_)
        with self._db.reading():
            listed = self._listed()
            try:
                opened = [self._mapped(file) for _, file in listed]
            except SegmentUnreadable as error:
                _log.warning("the index of the texts cannot be read: %s", error)
                mask[_numbers(self._db.rows(everywhere, values), size)] = True
                return mask
            late = self._db.rows(
                f"{everywhere} and row_id in (select row_id from unsought)", values
            )
            void = self._db.rows("select row_id from unsought where again")
            strangers = self._strangers_of([number for number, _ in listed], opened)
        for (segment, held), others in zip(opened, strangers, strict=True):
            self._db.check()
            held.mark(rows_with(segment, text.encode(), items_only=items_only), others, mask)
        mask[_numbers(void, size)] = False
        mask[_numbers(late, size)] = True
        return mask

    def told(self, text: str, items_only: bool) -> str | None:
        """Return `rows` as a JSON list for SQL, None where nothing is indexed yet."""
        if self._db.value("select exists (select 1 from segment)"):
            return json.dumps(self.rows(text, items_only=items_only).tolist())
        return None

    def _listed(self) -> list[tuple[int, str]]:
        rows = self._db.rows("select id, file from segment order by first, id")
        files = {row[1] for row in rows}
        for file in self._open.keys() - files:
            del self._open[file]
        return [(row[0], row[1]) for row in rows]

    def _mapped(self, file: str) -> "tuple[Segment, Held]":
        from orderdesk.store.grams.held import Held
        from orderdesk.store.grams.segment import mapped

        if self._folder is None:
            raise SegmentUnreadable(file)
        opened = self._open.get(file)
        if opened is None:
            segment = mapped(self._folder / file)
            opened = self._open[file] = segment, Held(segment.rows)
        return opened

    def _strangers_of(
        self, numbers: Sequence[int], opened: "Sequence[tuple[Segment, Held]]"
    ) -> "list[RowIds]":
        """Return of each segment the places of rows that another one holds as they are.

        They change with the list of segments only.
        """
        if self._strangers is None or self._strangers[0] != tuple(numbers):
            found = self._db.rows("select row_id, segment from moved order by row_id")
            rows, holders = _numbers(found), _numbers([row[1:] for row in found])
            places = [
                held.strangers(rows[holders != number])
                for number, (_, held) in zip(numbers, opened, strict=True)
            ]
            self._strangers = tuple(numbers), places
        return self._strangers[1]


def _new_name() -> str:
    return secrets.token_hex(8) + _ENDING


def _numbers(rows: Sequence[tuple[Any, ...]], below: int = _HIGHEST) -> "RowIds":
    """Return the first column of some rows, as far as it is below a number."""
    import numpy as np

    found = np.array([row[0] for row in rows], np.int64)
    return found[found < below]
