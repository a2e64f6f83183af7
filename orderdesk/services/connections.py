"""Connections: configured accounts, their secrets, their test and how they are doing."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.events import ConnectionsChanged, OrdersChanged
from orderdesk.domain.gateway import (
    ConnectionConfig,
    ConnectorDescription,
    Gateway,
    ProbeStep,
    StepState,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.events import Bus
from orderdesk.services.imports import Imported, read_connections
from orderdesk.services.links import Links
from orderdesk.services.sentences import no_connection, unexpected
from orderdesk.services.settings_check import (
    checked_config,
    checked_secrets,
    new_key,
    same_account,
)
from orderdesk.services.status import Kept, kept_of, status_of, unread_of
from orderdesk.services.storage import Storage
from orderdesk.services.sync import Sync
from orderdesk.services.views import ConnectionStatus, Unread, VaultState
from orderdesk.store.store import Store
from orderdesk.vault.port import Vault

logger = logging.getLogger(__name__)

THE_TEST = QT_TRANSLATE_NOOP("messages", "Connection test")


class ConnectionService:
    """What a person does with connections.

    Problems of an InputError are keyed `name`, `urls.KEY`, `settings.KEY` and `secrets.KEY`.
    """

    def __init__(
        self, *, storage: Storage, links: Links, bus: Bus, vault: Vault, sync: Sync
    ) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus
        self._vault = vault
        self._sync = sync

    def descriptions(self) -> tuple[ConnectorDescription, ...]:
        """Return what every connector says of itself."""
        return self._links.descriptions

    def left_out(self) -> tuple[InputError, ...]:
        """Return why connectors of other packages cannot be used, each with the way out."""
        return self._links.left_out

    async def test(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str] | None,
        on_step: Callable[[ProbeStep], None],
    ) -> bool:
        """Test a connection step by step, kept or not; `secrets` None: the kept ones.

        Raises:
            InputError: if the settings cannot be used at all.
        """
        description = self._links.describe(config.vendor)
        checked = checked_config(config, description)
        kept = await self._links.secrets(checked) if config.key else {}
        given = checked_secrets(secrets or {}, description, kept)
        gateway = self._links.make(checked, {**kept, **given})
        try:
            return await _probed(gateway, on_step)
        finally:
            await gateway.aclose()

    async def add(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> str:
        """Keep a new connection and return its key, made from its name; `config.key` is unused.

        Raises:
            InputError: if settings are missing or wrong.
            VaultError: if the secrets cannot be kept.
        """
        description = self._links.describe(config.vendor)
        checked = checked_config(config, description)
        given = checked_secrets(secrets, description, {})
        taken = {other.key for other in await self._configs()}
        fresh = replace(checked, key=new_key(checked, taken))
        await self._keep(fresh, given)
        return fresh.key

    async def update(self, config: ConnectionConfig, secrets: Mapping[str, str] | None) -> None:
        """Change a connection; `secrets` None, and those left empty: they stay.

        Raises:
            InputError: if there is none with this key, or settings are missing or wrong.
            VaultError: if the secrets cannot be read or kept.
        """
        old = next((one for one in await self._configs() if one.key == config.key), None)
        if old is None:
            raise no_connection(config.key)
        description = self._links.describe(old.vendor)
        checked = checked_config(replace(config, vendor=old.vendor), description)
        given: Mapping[str, str] = {}
        if secrets is not None:
            given = checked_secrets(secrets, description, await self._links.secrets(checked))
        await self._keep(checked, given)

    async def remove(self, key: str) -> None:
        """Forget a connection, its secrets and its orders.

        Raises:
            InputError: if there is none with this key.
            Refused: while commands of it are not settled.
            VaultError: if the secrets cannot be removed; the connection is gone all the same.
        """
        if key not in {config.key for config in await self._configs()}:
            raise no_connection(key)
        await self._sync.stop(key)
        removed = await self._storage.run(lambda store: store.connections.remove(key))
        await self._links.remove(key)
        self._bus.publish(OrdersChanged(removed=removed))
        self._bus.publish(ConnectionsChanged(frozenset({key})))
        await asyncio.to_thread(self._vault.remove, key)

    async def import_json(self, text: str) -> Sequence[str]:
        """Add or update the connections of a JSON text; return their keys.

        One of the same name to the same account is updated. Nothing is kept unless every
        connection of the text can be used.

        Raises:
            InputError: if it is not what the sandbox prints, or one connection of it.
            VaultError: if the secrets cannot be kept.
        """
        checked = [self._imported(one) for one in read_connections(text)]
        return [await self._import(config, secrets) for config, secrets in checked]

    async def vault_state(self) -> VaultState:
        """Say where secrets are kept, and whether they can be read."""
        return VaultState((await asyncio.to_thread(lambda: self._vault.state)).value)

    async def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, or make it where there is none yet.

        Raises:
            VaultError: if the passphrase is wrong, or too short for a new file.
        """
        await asyncio.to_thread(self._vault.unlock, passphrase)
        self._links.wake()
        self._bus.publish(ConnectionsChanged(frozenset(self._links.all_keys())))

    async def list(self) -> list[ConnectionStatus]:
        """Return all connections and how they are doing."""

        def read(store: Store) -> list[Kept]:
            return [kept_of(store, config) for config in store.connections.all()]

        known = await self._storage.read(read)
        await self._links.follow([kept.config for kept in known])
        return [status_of(kept, self._links, self._sync) for kept in known]

    async def unread(self) -> Sequence[Unread]:
        """Return the orders of every connection that came and could not be read."""
        return await self._storage.read(unread_of)

    async def _configs(self) -> Sequence[ConnectionConfig]:
        return await self._storage.run(lambda store: store.connections.all())

    def _imported(self, one: Imported) -> tuple[ConnectionConfig, dict[str, str]]:
        description = self._links.describe(one.vendor)
        config = ConnectionConfig("", one.name, one.vendor, one.urls, one.settings)
        return (
            checked_config(config, description),
            checked_secrets(one.secrets, description, {}),
        )

    async def _import(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> str:
        description = self._links.describe(config.vendor)
        known = same_account(config, await self._configs(), description)
        if known is None:
            return await self.add(config, secrets)
        await self._keep(replace(config, key=known.key), secrets)
        return known.key

    async def _keep(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> None:
        """Keep the secrets first: a connection without them could not be used."""
        if secrets:
            await asyncio.to_thread(self._vault.put, config.key, secrets)
        link = self._links.find(config.key)
        if link is not None and (link.config.urls, link.config.settings) != (
            *(config.urls, config.settings),
        ):
            # What it still brought would have been read with the old settings.
            await self._sync.stop(config.key)
        await self._storage.run(lambda store: store.connections.put(config))
        await self._links.put(config)
        self._bus.publish(ConnectionsChanged(frozenset({config.key})))


async def _probed(gateway: Gateway, on_step: Callable[[ProbeStep], None]) -> bool:
    passed = True
    try:
        async for step in gateway.probe():
            passed = passed and step.state is not StepState.FAILED
            on_step(step)
    except DeskError as error:
        on_step(_failed_step(error))
        return False
    except Exception as error:
        logger.exception("the test of a connection broke")
        on_step(_failed_step(DeskError(unexpected(error))))
        return False
    return passed


def _failed_step(error: DeskError) -> ProbeStep:
    return ProbeStep(
        "test", Message(THE_TEST), StepState.FAILED, detail=error.message, way_out=error.way_out
    )
