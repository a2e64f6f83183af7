"""The history of all orders: a page at a time, and as a file."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.history import HistoryFilter, HistoryPage, HistoryRow
from orderdesk.domain.messages import Translate
from orderdesk.services.history_texts import Wording, csv_head, csv_of, json_of
from orderdesk.services.links import Links
from orderdesk.services.storage import Storage

PAGE = 200
_AT_ONCE = 2_000


class Histories:
    """Reads what was done here and what was seen, the newest first."""

    def __init__(self, *, storage: Storage, links: Links) -> None:
        self._storage = storage
        self._links = links

    def wording(self, translate: Translate | None = None) -> Wording:
        """Return what puts entries into words."""
        return Wording(self._describe, translate)

    def worded(self, wanted: HistoryFilter, translate: Translate | None = None) -> HistoryFilter:
        """Return a filter that finds actions by their names on the screen too."""
        keys = self._links.all_keys()
        found = [one for one in map(self._describe, keys) if one is not None]
        actions = self.wording(translate).actions_with(wanted.text, found)
        return replace(wanted, actions=actions)

    async def page(
        self, wanted: HistoryFilter, *, before: int | None = None, limit: int = PAGE
    ) -> HistoryPage:
        """Return the newest entries of those wanted, or the newest `before` one's number.

        Cancelling ends it at once.
        """
        return await self._storage.seek(
            lambda store: store.history.page(wanted, before=before, limit=limit)
        )

    async def export(
        self, path: Path, wanted: HistoryFilter, translate: Translate | None = None
    ) -> int:
        """Write what is wanted to `path`, as JSON where its name ends so, else as CSV.

        Returns how many entries are in it.

        Raises:
            OSError: the file cannot be written.
        """
        as_json = path.suffix.lower() == ".json"
        # A table program takes the file for UTF-8 by the mark at its beginning.
        encoding = "utf-8" if as_json else "utf-8-sig"
        wording, count, before = self.wording(translate), 0, None
        file = await asyncio.to_thread(path.open, "w", encoding=encoding, newline="")
        try:
            await asyncio.to_thread(file.write, "[" if as_json else csv_head(wording))
            more = True
            while more:
                page = await self.page(wanted, before=before, limit=_AT_ONCE)
                more, before = page.more, page.rows[-1].seq if page.rows else None
                write = _write_json if as_json else _write_csv
                await asyncio.to_thread(write, file, page.rows, wording, first=count == 0)
                count += len(page.rows)
            if as_json:
                await asyncio.to_thread(file.write, "\n]\n")
        finally:
            await asyncio.to_thread(file.close)
        return count

    def _describe(self, key: str) -> ConnectorDescription | None:
        link = self._links.find(key)
        return link.description if link is not None else None


def _write_csv(file: IO[str], rows: Sequence[HistoryRow], wording: Wording, *, first: bool) -> None:
    del first  # its head is there already
    file.write(csv_of(rows, wording))


def _write_json(
    file: IO[str], rows: Sequence[HistoryRow], wording: Wording, *, first: bool
) -> None:
    for place, text in enumerate(json_of(rows, wording)):
        file.write("\n" if first and place == 0 else ",\n")
        file.write(text)
