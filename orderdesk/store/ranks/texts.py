"""Which rows' texts hold something: by full text, and by looking where that does not reach."""

import numpy as np

from orderdesk.store.database import Database
from orderdesk.store.dialect import SHORTEST_FULL_TEXT, contains, full_text
from orderdesk.store.ranks.column import Mask
from orderdesk.store.ranks.row_ids import COLLECTED, collected, collected_ids
from orderdesk.store.ranks.words import Ints

_FOUND = collected_ids("rowid")


class Texts:
    """Looks through the texts of all rows."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def mask(self, text: str, size: int, *, items_only: bool) -> Mask:
        """Return which of `size` rows hold a folded text, or have items that do."""
        columns = ("items",) if items_only else ("header", "items")
        held = " or ".join(contains(column) for column in columns)
        texts = (text,) * len(columns)
        mask = np.zeros(size, np.bool_)
        if len(text) < SHORTEST_FULL_TEXT:
            return self._set(mask, f"select {COLLECTED} from sought_text where {held}", texts)
        for column in columns:
            select, phrase = full_text(column, text)
            self._set(mask, f"select {_FOUND} from ({select})", (phrase,))
        # What the index does not hold yet is looked through.
        if self._db.value("select exists (select 1 from unsought)"):
            mask[collected(self._db.value(f"select {COLLECTED} from unsought"))] = False
            late = f"select {COLLECTED} from sought_text where row_id in unsought and ({held})"
            self._set(mask, late, texts)
        return mask

    def _set(self, mask: Mask, select: str, values: tuple[str, ...]) -> Mask:
        rows: Ints = collected(self._db.value(select, values))
        mask[rows] = True
        return mask
