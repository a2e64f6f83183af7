"""How orders are read: pages by cursor, a window of the newest, and those not finished again."""

# There is no "changed since" for orders. A pull therefore reads the newest (created_since), every
# state that an order still moves on from, and one by one those that were in such a state and are
# no longer listed there; once a day it reads everything, which also finds deletions.

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.json_text import as_object, parse, write
from orderdesk.connectors.orderspace.answers import ANSWERS
from orderdesk.connectors.orderspace.client import MOST_PER_PAGE, Client
from orderdesk.domain.errors import NotFound

FULL_EVERY: Final = timedelta(hours=24)
OVERLAP: Final = timedelta(hours=1)
ONE_BY_ONE: Final = 40
"""More orders than this that have moved on are read sooner by reading everything."""

_STEPS_BACK: Final = 2
_RESTARTS: Final = 1
_MOST_PAGES: Final = 10_000

Entry = object
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a pull leaves for the next: when everything was read, the newest, the unfinished."""

    full_at: datetime
    newest: datetime | None
    unfinished: frozenset[str] = frozenset()

    def text(self) -> str:
        """Write it as JSON."""
        newest = None if self.newest is None else self.newest.isoformat()
        kept = {
            "full_at": self.full_at.isoformat(),
            "newest": newest,
            "unfinished": sorted(self.unfinished),
        }
        return write(kept).decode()

    @property
    def since(self) -> datetime | None:
        """From when on the newest are read again."""
        return None if self.newest is None else self.newest - OVERLAP


def read_cursor(text: str | None, now: datetime) -> Cursor | None:
    """Read what the last pull left; None where everything is to be read."""
    if text is None:
        return None
    try:
        kept = as_object(parse(text))
        full_at = datetime.fromisoformat(str(kept["full_at"]))
        newest = kept.get("newest")
        unfinished = cast("list[object]", kept.get("unfinished") or [])
        cursor = Cursor(
            full_at,
            None if newest is None else datetime.fromisoformat(str(newest)),
            frozenset(str(one) for one in unfinished),
        )
    except (ValueError, KeyError, TypeError):
        return None
    too_old = not timedelta(0) <= now - cursor.full_at < FULL_EVERY
    return None if too_old or cursor.newest is None else cursor


def moment(at: datetime) -> str:
    """Write a time as the filters take it, to the minute."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}"


def entries_of(payload: object, name: str) -> list[object]:
    """Return the list that an answer holds under the plural name of its resource.

    Raises:
        Malformed: where it holds none.
    """
    found = as_object(payload).get(name)
    if not isinstance(found, list):
        raise ANSWERS.unreadable(f"It has no list of {name}.")
    return cast("list[object]", found)


def identity(entry: object) -> str | None:
    """Return an entry's id, where it has one."""
    found = as_object(entry).get("id")
    return found if isinstance(found, str) and found else None


@dataclass(slots=True)
class Pages:
    """Reads a list page after page, also while orders come and go.

    New ones come at the top and move nothing. Where the order that a page is asked for from is
    gone by then, the page is asked for from the one before it.
    """

    client: Client
    resource: str
    params: Params = field(default_factory=dict[str, str | int])
    lane: Lane = Lane.BACKGROUND
    whole: bool = True
    """Whether the list was read to its end, as far as the vendor says where that is."""

    async def read(self) -> AsyncIterator[list[Entry]]:
        """Yield the pages' entries; an entry may come twice."""
        after: str | None = None
        previous: Sequence[str] = ()
        restarts = 0
        for _page in range(_MOST_PAGES):
            found = await self._page(after, previous)
            if found is None:
                if restarts == _RESTARTS:
                    self.whole = False
                    return
                restarts += 1
                after, previous = None, ()
                continue
            entries, more = found
            yield entries
            ids = [one for one in map(identity, entries) if one is not None]
            if not more or not ids:
                return
            previous, after = ids, ids[-1]
        self.whole = False

    async def _page(
        self, after: str | None, previous: Sequence[str]
    ) -> tuple[list[Entry], bool] | None:
        """Read the page after an order, or after one before it; None where all are gone."""
        if after is None:
            return await self._ask(None)
        for cursor in list(reversed(previous))[: _STEPS_BACK + 1]:
            try:
                found = await self._ask(cursor)
            except NotFound:
                continue
            if found[0]:
                return found
        return None

    async def _ask(self, after: str | None) -> tuple[list[Entry], bool]:
        start: Params = {} if after is None else {"starting_after": after}
        params = {"limit": MOST_PER_PAGE, **self.params, **start}
        payload = await self.client.list_page(self.resource, params, lane=self.lane)
        entries = entries_of(payload, self.resource)
        said = as_object(payload).get("has_more")
        # Dispatches and invoices are shown without it in the samples.
        more = said if isinstance(said, bool) else len(entries) >= MOST_PER_PAGE
        return entries, more
