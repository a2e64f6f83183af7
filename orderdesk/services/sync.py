"""Sync: pulls each connection's orders and names into the mirror."""

from collections.abc import Sequence

from orderdesk.services.views import SyncReport


class Sync:
    """Pulls connections; one that fails never keeps another from it."""

    async def sync(self, keys: Sequence[str] | None = None) -> list[SyncReport]:
        """Pull the connections `keys`, or all, at the same time; joins one that runs."""
        raise NotImplementedError

    async def stop(self, key: str | None = None) -> None:
        """Stop a connection's sync, or all, at the next page's edge and wait for it."""
        raise NotImplementedError
