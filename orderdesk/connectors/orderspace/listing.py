"""How orders are read: pages by cursor, a window of the newest, and those not finished again."""

# There is no "changed since" for orders. A pull therefore reads the newest (created_since), every
# state that an order still moves on from, and one by one those that were in such a state and are
# no longer listed there; once a day it reads everything, which also finds deletions. Whether a list
# without a status shows cancelled and standing orders is not written, so that a state which it has
# not shown is asked for beside it.

from collections.abc import AsyncIterator, Mapping
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

_BOUND: Final = timedelta(minutes=1)
"""Whether created_since takes its own minute in is not written."""
_STEPS_BACK: Final = 3
_RESTARTS: Final = 3
_MOST_PAGES: Final = 10_000

Entry = object
Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Cursor:
    """What a pull leaves for the next: when everything was read, the newest, the unfinished."""

    full_at: datetime
    newest: datetime | None
    unfinished: frozenset[str] = frozenset()
    """Ids of orders that still move on."""
    words: frozenset[str] = frozenset()
    """States that orders were seen in and that nobody knows to be final, beside the known."""
    apart: frozenset[str] = frozenset()
    """States that a list without a status was not seen to show."""

    def text(self) -> str:
        """Write it as JSON."""
        newest = None if self.newest is None else self.newest.isoformat()
        kept = {
            "full_at": self.full_at.isoformat(),
            "newest": newest,
            "unfinished": sorted(self.unfinished),
            "words": sorted(self.words),
            "apart": sorted(self.apart),
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
        cursor = Cursor(
            full_at,
            None if newest is None else datetime.fromisoformat(str(newest)),
            *(_texts(kept.get(name)) for name in ("unfinished", "words", "apart")),
        )
        too_old = not timedelta(0) <= now - cursor.full_at < FULL_EVERY
    except (ValueError, KeyError, TypeError):
        return None
    return None if too_old or cursor.newest is None else cursor


def _texts(value: object) -> frozenset[str]:
    found = cast("list[object]", value) if isinstance(value, list) else []
    return frozenset(str(one) for one in found)


def created_since(at: datetime) -> Params:
    """Return the filter on orders or invoices made at a time or later, as it takes minutes."""
    return {"created_since": f"{(at - _BOUND).astimezone(UTC):%Y-%m-%dT%H:%M}"}


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


def ids_of(entries: list[Entry]) -> list[str]:
    """Return the ids of entries, as far as they have one."""
    return [one for one in map(identity, entries) if one is not None]


@dataclass(slots=True)
class Pages:
    """Reads a list page after page, also while orders come and go.

    New ones come at the top and move nothing. What a page after an order that is gone by then
    looks like is not written: empty, not found, or the first page again. The page is then asked
    for from an order before it, which also tells a list that has simply ended; where those are
    gone too, the list is read again from its start.
    """

    client: Client
    resource: str
    params: Params = field(default_factory=dict[str, str | int])
    lane: Lane = Lane.BACKGROUND
    size: int = MOST_PER_PAGE
    whole: bool = True
    """Whether the list was read to its end, as far as the vendor says where that is."""
    _trail: list[str] = field(default_factory=list[str], init=False)
    """The last ids read, the newest at the end."""

    async def read(self) -> AsyncIterator[list[Entry]]:
        """Yield the pages' entries; an entry may come twice."""
        first: frozenset[str] = frozenset()
        restarts = 0
        for _page in range(_MOST_PAGES):
            found = await self._next()
            if found is not None:
                entries, more = found
                yield entries
                ids = ids_of(entries)
                if not more or not ids:
                    return
                if first.isdisjoint(ids):
                    first = first or frozenset(ids)
                    self._trail = [*self._trail, *ids][-_STEPS_BACK - 1 :]
                    continue
                self._trail = ids[-_STEPS_BACK - 1 :]
            else:
                self._trail = []
            restarts += 1
            if restarts > _RESTARTS:
                break
        self.whole = False

    async def _next(self) -> tuple[list[Entry], bool] | None:
        """Read the page after the last order, or after one before it; None where all are gone.

        A page that holds nothing but what was read already is the end.
        """
        if not self._trail:
            return await self._ask(None)
        for cursor in reversed(self._trail):
            try:
                entries, more = await self._ask(cursor)
            except NotFound:
                continue
            if entries:
                at_end = not set(ids_of(entries)) - set(self._trail)
                return entries, more and not at_end
        return None

    async def _ask(self, after: str | None) -> tuple[list[Entry], bool]:
        start: Params = {} if after is None else {"starting_after": after}
        params = {"limit": self.size, **self.params, **start}
        payload = await self.client.list_page(self.resource, params, lane=self.lane)
        entries = entries_of(payload, self.resource)
        said = as_object(payload).get("has_more")
        # Dispatches and invoices are shown without it in the samples.
        more = said if isinstance(said, bool) else len(entries) >= self.size
        return entries, more
