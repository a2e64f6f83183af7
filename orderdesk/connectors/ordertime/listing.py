"""Documents read to their end by their numbers, also while others work on them."""

# A list is read by pages of a thousand over live data: where a document on an earlier page is
# deleted, those behind it move up and one would be missed. So each page is asked for by number:
# those after the last one read. Where a server does not heed that, pages are turned instead, again
# until nothing new comes.

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from orderdesk.connectors.budget import Lane
from orderdesk.connectors.ordertime.client import (
    EQUAL,
    GREATER,
    IN,
    LARGEST_PAGE,
    LESS,
    Client,
    list_info,
    member_of,
    where,
)
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER
from orderdesk.connectors.ordertime.wire import read_number_id
from orderdesk.domain.errors import Rejected

PASSES: Final = 3
"""A list whose pages have to be turned is read so often at most."""

_MOST_PAGES: Final = 10_000
Filter = Mapping[str, object]


def number_of(entry: object, name: str = "DocNo") -> str | None:
    """Return a document's number, where it has one that can be read."""
    try:
        return read_number_id(member_of(entry, name))
    except ValueError:
        return None


@dataclass(slots=True)
class Documents:
    """Reads all documents of a type that fit the filters, page after page.

    With `lines` each comes with its lines; `total` is how many there are, where that was told.
    """

    client: Client
    kind: int
    filters: Sequence[Filter] = ()
    lines: bool = False
    size: int = LARGEST_PAGE
    lane: Lane = Lane.BACKGROUND
    total: int | None = None
    whole: bool = True
    """Whether the list was read to its end."""
    _seen: set[str] = field(default_factory=set[str], init=False)

    async def read(self) -> AsyncIterator[list[object]]:
        """Yield the pages' entries, each document once."""
        further: Sequence[Filter] = ()
        for _page in range(_MOST_PAGES):
            try:
                entries = await self._ask((*self.filters, *further))
            except Rejected:
                if not further:
                    raise
                break  # a list that cannot be asked for by number
            numbers = [int(one) for one in map(number_of, entries) if one is not None]
            heeded = self._seen.isdisjoint(map(str, numbers))
            fresh = self._fresh(entries)
            if fresh:
                yield fresh
            if not entries or (len(entries) < self.size and len(self._seen) >= (self.total or 0)):
                return
            direction = _direction(numbers) if heeded else None
            if direction is None:
                break
            further = (where("DocNo", direction, str(numbers[-1])),)
        async for more in self._by_pages():
            yield more

    async def _by_pages(self) -> AsyncIterator[list[object]]:
        """Turn the pages until a whole reading brings nothing new."""
        for turn in range(PASSES):
            before = len(self._seen)
            for page in range(1, _MOST_PAGES):
                entries = await self._ask(self.filters, page=page)
                fresh = self._fresh(entries)
                if fresh:
                    yield fresh
                if len(entries) < self.size:
                    break
            if turn > 0 and len(self._seen) == before:
                return
        self.whole = False

    def _fresh(self, entries: Sequence[object]) -> list[object]:
        """Return the entries that have not been given out; those without a number each time."""
        fresh: list[object] = []
        for entry in entries:
            number = number_of(entry)
            if number is None or number not in self._seen:
                fresh.append(entry)
            if number is not None:
                self._seen.add(number)
        return fresh

    async def _ask(self, filters: Sequence[Filter], page: int = 1) -> list[object]:
        info = list_info(
            self.kind, filters, sort="DocNo", page=page, size=self.size, lines=self.lines
        )
        return await self.client.rows(info, lane=self.lane)


def _direction(numbers: Sequence[int]) -> int | None:
    """Return what asks for those behind a page of numbers; None where they are in no order."""
    if not numbers:
        return None
    if list(numbers) == sorted(numbers):
        return GREATER
    return LESS if list(numbers) == sorted(numbers, reverse=True) else None


async def is_there(client: Client, number: str) -> bool:
    """Whether there is an order of a number: a list of it says so, one way or the other."""
    info = list_info(SALES_ORDER, [where("DocNo", EQUAL, number)], size=1)
    return any(number_of(entry) == number for entry in await client.rows(info))


def among(name: str, numbers: Sequence[str]) -> Filter:
    """Return the filter for documents whose member is one of some numbers."""
    if len(numbers) == 1:
        return where(name, EQUAL, numbers[0])
    return where(name, IN, ",".join(numbers))
