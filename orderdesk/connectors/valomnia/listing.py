"""How lists are read to their end while operations come, go and change."""

# Operations are asked for in the order of their last change, each page from the last change that
# has been seen: whatever changes meanwhile moves to the end and comes once more, and nothing can
# slip between two pages. Where many have changed in one second, or the vendor does not keep the
# order, pages go by their offset, one row over the last one: where that is another row than
# before, something has moved, and the stretch is read again.

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, cast

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import as_object, parse, write
from orderdesk.connectors.valomnia.answers import ANSWERS
from orderdesk.connectors.valomnia.client import Client
from orderdesk.connectors.valomnia.wire import read_date

FULL_EVERY: Final = timedelta(hours=24)
OVERLAP: Final = timedelta(minutes=10)
"""What was being written while the last pull read may bear an earlier time."""
MOST_PER_PAGE: Final = 500
"""No limit of `max` is documented; whatever the vendor gives is taken."""

_RESTARTS: Final = 3
_MOST_PAGES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a pull leaves for the next: when everything was begun to be read, and up to where."""

    full_at: datetime
    changed: datetime
    """Everything that had last changed before this has been read."""

    def text(self) -> str:
        """Write it as JSON."""
        kept = {"full_at": self.full_at.isoformat(), "changed": self.changed.isoformat()}
        return write(kept).decode()

    @property
    def since(self) -> datetime:
        """From which last change on operations are read again."""
        return self.changed - OVERLAP


def read_cursor(text: str | None, now: datetime) -> Cursor | None:
    """Read what the last pull left; None where everything is to be read."""
    if text is None:
        return None
    try:
        kept = as_object(parse(text))
        full_at = datetime.fromisoformat(str(kept["full_at"]))
        changed = datetime.fromisoformat(str(kept["changed"]))
        too_old = not timedelta(0) <= now - full_at < FULL_EVERY
        return None if too_old else Cursor(full_at, changed.astimezone(UTC))
    except (ValueError, KeyError, TypeError):
        return None


def moment(at: datetime) -> str:
    """Write a time as the vendor takes it everywhere: `YYYY-MM-DDTHH:MM:SSZ`."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def identity(entry: object) -> str | None:
    """Return an entry's id, where it has one."""
    found = as_object(entry).get("id")
    if isinstance(found, bool) or not isinstance(found, (int, str)):
        return None
    return str(found) or None


def changed_at(entry: object) -> datetime | None:
    """Return when an entry last changed, None where that cannot be read."""
    try:
        return read_date(as_object(entry).get("lastUpdated"))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Chunk:
    """One page: its entries, the total it names and whether there is more."""

    entries: list[object]
    total: int | None
    more: bool


async def read_chunk(
    client: Client, resource: str, params: Mapping[str, str | int], *, offset: int, lane: Lane
) -> Chunk:
    """Read a page of a list.

    There is more where the vendor names a next page or a total beyond this one; a total that is
    wrong costs one empty page.

    Raises:
        Malformed: for an answer without a list.
    """
    payload = await client.page(resource, {**params, "offset": offset}, lane=lane)
    data = payload.get("data")
    if not isinstance(data, list):
        raise ANSWERS.unreadable(f"It has no list of {resource}.")
    entries = cast("list[object]", data)
    paging = as_object(payload.get("paging"))
    said = paging.get("total")
    total = said if isinstance(said, int) and not isinstance(said, bool) else None
    following = total is None or bool(paging.get("next")) or total > offset + len(entries)
    return Chunk(entries, total, bool(entries) and following)


@dataclass(slots=True)
class Changes:
    """Reads operations in the order of their last change; see the note above."""

    client: Client
    since: datetime | None = None
    whole: bool = True
    """Whether nothing can have been missed."""
    total: int | None = None
    """How many there are, by the first page."""
    reached: datetime | None = None
    """Everything that had last changed before this has been read."""
    _offset: int = 0
    _last: str | None = None
    _restarts: int = 0
    _known: dict[str, bytes] = field(default_factory=dict[str, bytes])

    async def read(self) -> AsyncIterator[list[object]]:
        """Yield the pages' entries; one that has changed meanwhile comes again."""
        self.reached = self.since
        for number in range(_MOST_PAGES):
            params: dict[str, str | int] = {
                "max": MOST_PER_PAGE,
                "sort": "lastUpdated",
                "order": "asc",
            }
            if self.reached is not None:
                params["lastUpdated_gte"] = moment(self.reached)
            chunk = await read_chunk(
                self.client, "orders", params, offset=self._offset, lane=Lane.BACKGROUND
            )
            if number == 0:
                self.total = chunk.total
            if self._moved(chunk):
                continue
            entries = [entry for entry in chunk.entries if self._is_new(entry)]
            self._advance(chunk)
            yield entries
            if not chunk.more:
                return
        self.whole = False

    def _moved(self, chunk: Chunk) -> bool:
        """Whether rows have moved between two pages, so that the stretch is read again."""
        if self._last is None:
            return False
        first = identity(chunk.entries[0]) if chunk.entries else None
        if first == self._last:
            return False
        if self._restarts == _RESTARTS:
            self.whole = False
            return False
        self._restarts += 1
        self._offset, self._last = 0, None
        return True

    def _advance(self, chunk: Chunk) -> None:
        """Go on from the last change on the page, or by the offset where that is the first's."""
        times = [at for at in map(changed_at, chunk.entries) if at is not None]
        in_order = all(one <= other for one, other in pairwise(times))
        if times and in_order and (self.reached is None or times[-1] > self.reached):
            self.reached = times[-1]
            self._offset, self._last, self._restarts = 0, None, 0
            return
        size = len(chunk.entries)
        self._last = identity(chunk.entries[-1]) if size > 1 else None
        self._offset += size - 1 if self._last else size

    def _is_new(self, entry: object) -> bool:
        text = write(entry)
        digest = hashlib.blake2b(text, digest_size=12).digest()
        key = identity(entry) or digest.hex()
        if self._known.get(key) == digest:
            return False
        self._known[key] = digest
        return True


async def every(client: Client, resource: str) -> AsyncIterator[list[Mapping[str, object]]]:
    """Read a list of master data page by page, each entry once."""
    offset = 0
    known: set[str] = set()
    for _page in range(_MOST_PAGES):
        chunk = await read_chunk(
            client, resource, {"max": MOST_PER_PAGE}, offset=offset, lane=Lane.BACKGROUND
        )
        fresh = [one for one in chunk.entries if (identity(one) or "") not in known]
        known.update(key for key in map(identity, fresh) if key)
        yield [as_object(one) for one in fresh]
        if not chunk.more:
            return
        offset += len(chunk.entries)
