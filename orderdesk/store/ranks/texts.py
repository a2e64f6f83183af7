"""Which rows' texts hold something, as a mask."""

import numpy as np

from orderdesk.store.database import Database
from orderdesk.store.grams.index import TextIndex
from orderdesk.store.ranks.column import Mask


class Texts:
    """Looks through the texts of all rows."""

    def __init__(self, database: Database) -> None:
        self._index = TextIndex(database)

    def mask(self, text: str, size: int, *, items_only: bool) -> Mask:
        """Return which of `size` rows hold a folded text, or have items that do."""
        mask = np.zeros(size, np.bool_)
        rows = self._index.rows(text, items_only=items_only)
        # The index keeps rows that have gone since, the last ones perhaps.
        mask[rows[rows < size]] = True
        return mask
