"""Making a column from the store: SQLite sorts, so that no other thread is held up."""

from io import BytesIO
from itertools import chain, compress, pairwise
from typing import BinaryIO

import numpy as np

from orderdesk.store.database import Database
from orderdesk.store.ranks.column import NO_RANK, Column
from orderdesk.store.ranks.files import ColumnWriter, Folder, Head, Marks, read_column
from orderdesk.store.ranks.row_ids import COLLECTED, WIDTH, collected
from orderdesk.store.ranks.specs import ABSENT, UNKNOWN, Spec
from orderdesk.store.ranks.words import Ints

_BATCH = 2_000
_CACHE_KIB = 4_000
_MARKS = 8
# Row ids of one text come in pieces of at most 2 to this power.
_PIECE_BITS = 16


def last_seq(database: Database) -> int:
    """Return the number of the last change that the store has."""
    return database.value("select value from counter where name = 'seq'")


def last_marks(database: Database) -> list[tuple[int, int]]:
    """Return the numbers of the latest changes, with the last row that each wrote."""
    select = "select seq, max(row_id) from shown group by seq order by seq desc limit ?"
    return [(seq, row_id) for seq, row_id in database.rows(select, (_MARKS,))]


def still_there(database: Database, seq: int, marks: Marks) -> bool:
    """Return whether the store has changes as they were up to `seq`.

    After a power cut the latest may be lost and their numbers given out anew.
    """
    for change, row_id in marks:
        now = database.value("select seq from shown where row_id = ?", (row_id,))
        if now is None:
            gone = "select max(seq) from erased where row_id = ?"
            now = database.value(gone, (row_id,)) or 0
        if now != change and now <= seq:
            return False
    return True


def _rows(database: Database) -> int:
    return 1 + (database.value("select max(row_id) from shown") or 0)


def _numbers(database: Database, spec: Spec) -> Ints:
    values = np.full(_rows(database), ABSENT, np.int64)
    select = f"select row_id, coalesce({spec.value}, {UNKNOWN}) from shown"
    for batch in database.batches(select, size=_BATCH):
        both = np.fromiter(chain.from_iterable(batch), np.int64, 2 * len(batch)).reshape(-1, 2)
        values[both[:, 0]] = both[:, 1]
    return values


def _write(database: Database, out: BinaryIO, head: Head) -> None:
    writer, spec = ColumnWriter(out), head.spec
    if spec.numbers:
        writer.finish(head, _numbers(database, spec))
        return
    ranks = np.full(_rows(database), NO_RANK, np.int32)
    done, last = 0, None
    select = (
        f"select cast({spec.value} as blob), {COLLECTED} from shown where {spec.value} is not null"
        f" group by {spec.value}, row_id >> {_PIECE_BITS} order by {spec.value}"
    )
    for batch in database.batches(select, size=_BATCH):
        texts: list[bytes] = [row[0] for row in batch]
        new = [text != before for before, text in pairwise((last, *texts))]
        writer.add(list(compress(texts, new)))
        of_piece = done - 1 + np.cumsum(new)
        counts = [len(row[1]) // WIDTH for row in batch]
        ranks[collected(b"".join(row[1] for row in batch))] = np.repeat(of_piece, counts)
        done, last = int(of_piece[-1]) + 1, texts[-1]
    writer.finish(head, ranks)


def build(database: Database, spec: Spec, folder: Folder) -> None:
    """Make a column's file.

    Raises:
        OSError: if it cannot be written.
        GivenUp: if nobody waits for it any more.
    """
    # Sorting takes as much memory as the cache may; what does not fit goes through a file.
    database.run(f"pragma cache_size = -{_CACHE_KIB}")
    with database.reading():
        seq, marks = last_seq(database), last_marks(database)
        with folder.writing(spec, seq, marks) as (out, head):
            _write(database, out, head)


def made(database: Database, spec: Spec) -> Column:
    """Make a column in memory, for a store of few rows."""
    head = Head("", spec, last_seq(database), ())
    out = BytesIO()
    _write(database, out, head)
    column = read_column(bytearray(out.getbuffer()), head.facts(), lambda _seq, _marks: True)
    if column is None:
        raise AssertionError(spec.name)
    return column
