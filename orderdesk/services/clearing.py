"""What is kept here of past work, how much it is, and taking it away."""

import asyncio
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from orderdesk.config import ConfigError, Settings
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.storage import Storage
from orderdesk.store.store import Store

NOT_REMOVED = QT_TRANSLATE_NOOP("messages", "The log {path} cannot be removed ({words}).")

# The newest of each kind is open while the desk runs, and is emptied where it stands.
_LOG = re.compile(r".+\.(log|trace)(\.\d+)?|crash-.+\.txt")
_OPEN = re.compile(r".+\.(log|trace)")


class Part(StrEnum):
    """One kind of what is kept."""

    LOGS = "logs"
    HISTORY = "history"
    DRAFTS = "drafts"


@dataclass(frozen=True, slots=True)
class Holding:
    """How much there is of a part: files, entries or forms; `size` in bytes where it is files."""

    part: Part
    count: int
    size: int = 0
    since: datetime | None = None
    """From when the oldest of it is, aware."""


class Clearing:
    """Takes away what somebody wants gone, and what is older than the settings say."""

    def __init__(self, storage: Storage, logs: Path | None) -> None:
        self._storage = storage
        self._logs = logs

    async def plan(self) -> tuple[Holding, ...]:
        """Return what would go, by part."""
        files = await asyncio.to_thread(_log_files, self._logs)
        logs = Holding(Part.LOGS, len(files), sum(size for _, size, _ in files))

        def read(store: Store) -> tuple[Holding, ...]:
            count, since = store.history.extent()
            count += store.bulk.over(datetime.now(UTC))
            drafts = store.drafts.kept()
            times = [draft.at for draft in drafts if draft.at is not None]
            return (
                Holding(Part.HISTORY, count, since=since),
                Holding(Part.DRAFTS, len(drafts), since=min(times, default=None)),
            )

        return (logs, *await self._storage.read(read))

    async def clear(self, parts: Collection[Part]) -> None:
        """Take these parts away for good; orders, changes on their way and staged ones stay.

        Raises:
            ConfigError: a log cannot be removed.
        """
        if Part.HISTORY in parts:
            await self._storage.run(lambda store: _drop_history(store, None))
        if Part.DRAFTS in parts:
            await self._storage.run(_drop_drafts)
        if Part.LOGS in parts:
            await asyncio.to_thread(_clear_logs, self._logs)

    async def keep_to(self, settings: Settings, now: datetime | None = None) -> None:
        """Take away what is older than the settings have it kept.

        Raises:
            ConfigError: a log cannot be removed.
        """
        now = now or datetime.now(UTC)
        if settings.history_days is not None:
            before = now - timedelta(days=settings.history_days)
            await self._storage.run(lambda store: _drop_history(store, before))
        before = now - timedelta(days=settings.log_days)
        await asyncio.to_thread(_clear_logs, self._logs, before)


def _log_files(folder: Path | None) -> list[tuple[Path, int, datetime]]:
    """Return the logs with their size and the time of their last entry."""
    found: list[tuple[Path, int, datetime]] = []
    for path in sorted(folder.glob("*")) if folder is not None else ():
        if _LOG.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            about = path.stat()
            found.append((path, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC)))
    return found


def _clear_logs(folder: Path | None, before: datetime | None = None) -> None:
    for path, size, last in _log_files(folder):
        # An empty one holds nothing, and may be open: where a crash of this run would be written.
        if not size or (before is not None and last >= before):
            continue
        try:
            if not _OPEN.fullmatch(path.name):
                path.unlink(missing_ok=True)
            else:
                with path.open("r+b") as file:
                    file.truncate(0)
        except OSError as error:
            facts = {"path": str(path), "words": error.strerror or type(error).__name__}
            raise ConfigError(Message(NOT_REMOVED, facts)) from error


def _drop_history(store: Store, before: datetime | None) -> None:
    """Forget what was done, entry by entry and as ledgers of many orders."""
    store.history.drop(before)
    store.bulk.drop(before or datetime.now(UTC))


def _drop_drafts(store: Store) -> None:
    for draft in store.drafts.kept():
        store.drafts.remove(draft.key)
