"""What can be said of a store's file without its contents: size, step, counts and damage."""

from dataclasses import dataclass
from pathlib import Path

from orderdesk.domain.messages import Message
from orderdesk.store.backups import backups
from orderdesk.store.database import Database
from orderdesk.store.faults import StoreError
from orderdesk.store.schema import applied, migrations

_COUNTED = ("shown", "outbox", "history", "connection", "draft", "name", "bulk_run")
_STATES = "select state, count(*) from outbox group by state order by state"
_WRONG_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class Health:
    """One store's file; where it cannot be opened `problem` says why and the rest is empty."""

    exists: bool
    bytes: int = 0
    beside: int = 0
    """Bytes of the files beside it: what is not in it yet, and the indexes."""
    step: int = 0
    known_step: int = 0
    """The last step that this program knows."""
    counts: tuple[tuple[str, int], ...] = ()
    commands: tuple[tuple[str, int], ...] = ()
    """How many commands are in which state."""
    damage: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    """Names of the copies that can be put in its place, the latest first."""
    problem: Message | None = None


def health_of(path: Path, *, thorough: bool = False) -> Health:
    """Look at a store's file without changing it; `thorough` reads all of it."""
    known = migrations()[-1].version
    if not path.exists():
        return Health(exists=False, known_step=known)
    logs = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    beside = sum(one.stat().st_size for one in logs if one.exists())
    indexes = (path.with_name(f"{path.name}{end}") for end in (".grams", ".ranks"))
    beside += sum(
        one.stat().st_size for place in indexes for one in place.rglob("*") if one.is_file()
    )
    size = path.stat().st_size
    try:
        database = Database(path, read_only=True)
    except StoreError as error:
        return Health(
            exists=True, bytes=size, beside=beside, known_step=known, problem=error.message
        )
    try:
        check = "quick_check" if thorough else "integrity_check(outbox)"
        said = [str(row[0]) for row in database.rows(f"pragma {check}")]
        tables = {row[0] for row in database.rows("select name from sqlite_master")}
        counted = [name for name in _COUNTED if name in tables]
        return Health(
            exists=True,
            bytes=size,
            beside=beside,
            step=max(applied(database), default=0),
            known_step=known,
            counts=tuple(
                (name, database.value(f"select count(*) from {name}")) for name in counted
            ),
            commands=tuple((row[0], row[1]) for row in database.rows(_STATES)),
            damage=tuple(line for line in said if line != "ok")[:_WRONG_AT_MOST],
            backups=tuple(one.name for one in backups(path)),
        )
    except StoreError as error:
        return Health(
            exists=True, bytes=size, beside=beside, known_step=known, problem=error.message
        )
    finally:
        database.close()
