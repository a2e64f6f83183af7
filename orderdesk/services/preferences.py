"""What a person arranged, and what lies about half typed: texts by key in the profile's store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.services.storage import Storage


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """What was typed and not sent; `at` is when, aware, None where that is not known."""

    key: str
    text: str
    at: datetime | None


class PreferenceService:
    """Texts by key, kept in the profile's store."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def get(self, key: str) -> str | None:
        """Return what was kept under `key`, if anything."""
        return await self._storage.read(lambda store: store.preferences.get(key))

    async def put(self, key: str, text: str) -> None:
        """Keep `text` under `key`."""
        await self._storage.run(lambda store: store.preferences.put(key, text))

    async def half_typed(self) -> Sequence[HalfTyped]:
        """Return every draft that is kept, the latest first."""
        drafts = await self._storage.read(lambda store: store.drafts.kept())
        return [HalfTyped(draft.key, draft.content, draft.at) for draft in drafts]
