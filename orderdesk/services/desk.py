"""The services of one profile, put together."""

from collections.abc import Callable, Mapping
from pathlib import Path

from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription, Gateway
from orderdesk.services.connections import ConnectionService
from orderdesk.services.dispatch import Dispatch
from orderdesk.services.events import Bus
from orderdesk.services.orders import Orders
from orderdesk.services.preferences import PreferenceService
from orderdesk.services.storage import StoreOpener
from orderdesk.services.sync import Sync
from orderdesk.services.timings import Timings
from orderdesk.vault.port import Vault

GatewayFactory = Callable[[ConnectionConfig, Mapping[str, str]], Gateway]


class Desk:
    """Everything a window or a command needs; used on one event loop, the services' own."""

    bus: Bus
    orders: Orders
    sync: Sync
    dispatch: Dispatch
    connections: ConnectionService
    preferences: PreferenceService

    @classmethod
    def build(
        cls,
        *,
        store: StoreOpener,
        reader: StoreOpener | None = None,
        vault: Vault,
        gateways: GatewayFactory,
        descriptions: tuple[ConnectorDescription, ...],
        lock: Path,
        timings: Timings,
        author: str,
        computer: str,
    ) -> "Desk":
        """Put the services together; nothing is opened before `start`.

        `store` opens the store that writes, `reader` the same file read-only (None for a
        store in memory); both are called on their own threads.
        """
        raise NotImplementedError

    async def start(self, *, background: bool, sending: bool = True) -> None:
        """Open the store and start to send; with `background`, sync from time to time too.

        With `sending` False nothing is sent until something is asked for here, so that a
        command that only reads does nothing else.

        Raises:
            DeskError: if the store cannot be opened.
        """
        raise NotImplementedError

    async def aclose(self) -> None:
        """Start nothing new, let requests under way end within the closing time, and close."""
        raise NotImplementedError
