"""The numbered migrations: which there are, which a file has, and bringing it up to date."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.database import Database
from orderdesk.store.dialect import CREATE_FULL_TEXT
from orderdesk.store.faults import GivenUp, StoreNewer

NEWER = QT_TRANSLATE_NOOP(
    "messages",
    "The local store is at version {found}, and this program knows versions up to {known}.",
)
NEWER_WAY = QT_TRANSLATE_NOOP(
    "messages",
    "Use the newer program, or go back to a backup with `orderdesk restore`, which keeps the "
    "changes made since.",
)
OTHER_WAY = QT_TRANSLATE_NOOP(
    "messages", "Use that edition, or give this one a folder of its own (ORDERDESK_HOME)."
)
OTHER = QT_TRANSLATE_NOOP(
    "messages", "The local store was made by another edition of the program (step {step})."
)
OLDER = QT_TRANSLATE_NOOP("messages", "The local store has to be brought up to date first.")
OLDER_WAY = QT_TRANSLATE_NOOP("messages", "Start the desk once, then try again.")

_CREATE = """
create table if not exists migration (
  version integer primary key, name text not null, checksum text not null
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; `checksum` is over its SQL."""

    version: int
    name: str
    sql: str
    checksum: str


def _files() -> Iterator[tuple[int, str, Path]]:
    """Yield version, name and file of the steps, in no order."""
    for entry in Path(__file__).with_name("migrations").iterdir():
        number, _, name = entry.name.removesuffix(".sql").partition("_")
        if entry.name.endswith(".sql"):
            yield int(number), name, entry


@cache
def migrations() -> tuple[Migration, ...]:
    """Return the steps this program knows, in order."""
    import hashlib

    steps: list[Migration] = []
    for version, name, file in _files():
        # Line ends differ between systems; the step is the same.
        sql = file.read_text(encoding="utf-8").replace("\r\n", "\n")
        checksum = hashlib.sha256(sql.encode()).hexdigest()
        steps.append(Migration(version, name, sql, checksum))
    return tuple(sorted(steps, key=lambda step: step.version))


def applied(database: Database) -> dict[int, str]:
    """Return the checksums of the steps the file has, by version; empty for a new file."""
    known = database.value(
        "select count(*) from sqlite_master where type = 'table' and name = 'migration'"
    )
    return dict(database.rows("select version, checksum from migration")) if known else {}


def pending(database: Database) -> tuple[Migration, ...]:
    """Return the steps the file lacks.

    Raises:
        StoreNewer: if it has steps this program does not know, or knows differently.
    """
    steps = migrations()
    found = applied(database)
    newest = max(found, default=0)
    if newest > steps[-1].version:
        facts = {"found": str(newest), "known": str(steps[-1].version)}
        raise StoreNewer(Message(NEWER, facts), way_out=Message(NEWER_WAY))
    for step in steps:
        if step.version in found and found[step.version] != step.checksum:
            facts = {"step": f"{step.version} {step.name}"}
            raise StoreNewer(Message(OTHER, facts), way_out=Message(OTHER_WAY))
    return tuple(step for step in steps if step.version not in found)


def migrate(database: Database, begun: Callable[[int, int], bool] | None = None) -> None:
    """Apply the steps the file lacks, all of them or none.

    `begun` hears which one of how many begins, from 0, and again and again while it lasts;
    False: it is not wanted any more, and the file stays as it was.

    Raises:
        GivenUp: it is not wanted any more.
    """
    with database.writing(durable=True):
        database.run(_CREATE)
        # Asked again inside the transaction: another process may have been quicker.
        steps = pending(database)
        for number, step in enumerate(steps):
            wanted = partial(begun, number, len(steps)) if begun else _wanted
            if not wanted():
                raise GivenUp
            with database.watched(wanted):
                _apply(database, step)


def _wanted() -> bool:
    return True


def _apply(database: Database, step: Migration) -> None:
    database.run(step.sql)
    if step.version == 1:
        database.run(CREATE_FULL_TEXT)
    database.run(
        "insert into migration (version, name, checksum) values (?, ?, ?)",
        (step.version, step.name, step.checksum),
    )


def require_current(database: Database) -> None:
    """Refuse a file whose steps are not all applied, for a reader that may not write.

    Raises:
        StoreNewer: if it is newer, other or older than this program.
    """
    if pending(database):
        raise StoreNewer(Message(OLDER), way_out=Message(OLDER_WAY))


def require_versions(database: Database) -> None:
    """Refuse a file that has not the versions of this program, whatever is in them; quick.

    Raises:
        StoreNewer: if it has others.
    """
    if applied(database).keys() != {version for version, _name, _file in _files()}:
        raise StoreNewer(Message(OLDER), way_out=Message(OLDER_WAY))
