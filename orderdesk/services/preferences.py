"""What a person arranged: widths, order of columns, theme, and the like."""

from orderdesk.services.storage import Storage


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
