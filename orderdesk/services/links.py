"""The live side of the connections: gateways, and how each one is doing."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from orderdesk.domain.errors import DeskError, InputError, NotSignedIn, Throttled, Unreachable
from orderdesk.domain.events import ConnectionsChanged
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription, Gateway
from orderdesk.domain.messages import Message
from orderdesk.services.events import Bus
from orderdesk.services.sentences import NO_CONNECTOR, no_connection
from orderdesk.services.timings import Timings
from orderdesk.services.views import Health
from orderdesk.vault.port import Vault, VaultError, VaultLocked

GatewayFactory: TypeAlias = Callable[[ConnectionConfig, Mapping[str, str]], Gateway]

AWAY = (Unreachable, Throttled, NotSignedIn, VaultError)
"""Errors that prove that nothing was done and say that nothing else will go through either."""

_DICE = random.SystemRandom()

_HEALTH: tuple[tuple[type[DeskError], Health], ...] = (
    (Unreachable, Health.OFFLINE),
    (Throttled, Health.SLOW),
    (NotSignedIn, Health.SIGN_IN),
    (VaultLocked, Health.LOCKED),
    (VaultError, Health.SIGN_IN),
)


@dataclass(slots=True)
class _Lease:
    """A gateway and how many are at work with it; the last one to leave closes a retired one."""

    gateway: Gateway
    users: int = 0
    retired: bool = False


@dataclass(slots=True)
class Link:
    """One connection while the desk runs."""

    config: ConnectionConfig
    description: ConnectorDescription
    health: Health = Health.NEW
    problem: Message | None = None
    way_out: Message | None = None
    failures: int = 0
    rests_until: float = 0.0
    """By the monotonic clock; until then nothing is tried."""
    away_since: datetime | None = None
    """Since when it cannot be used, by this computer's clock, aware; None while it can."""
    due: float | None = None
    """By the monotonic clock, when it is synced by itself; None where nobody does."""
    sync_problem: Message | None = None
    """What the last sync failed on, or could not bring beside the orders."""
    sync_way_out: Message | None = None
    sync_failed: bool = False
    lease: _Lease | None = None
    making: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def resting(self) -> bool:
        """Whether it failed a moment ago and is left alone for a while."""
        return time.monotonic() < self.rests_until


class Links:
    """The connections that are there, by key."""

    def __init__(
        self,
        *,
        vault: Vault,
        gateways: GatewayFactory,
        descriptions: tuple[ConnectorDescription, ...],
        left_out: tuple[InputError, ...] = (),
        bus: Bus,
        timings: Timings,
    ) -> None:
        self.descriptions = descriptions
        self.left_out = left_out
        self._vault = vault
        self._gateways = gateways
        self._bus = bus
        self._timings = timings
        self._links: dict[str, Link] = {}
        self.held_up: DeskError | None = None
        """Why nothing is sent to any connection at the moment."""
        self._listeners: list[Callable[[str], None]] = []

    def listen(self, callback: Callable[[str], None]) -> None:
        """Call `callback` with the key of a connection that can be tried again at once."""
        self._listeners.append(callback)

    def describe(self, vendor: str) -> ConnectorDescription:
        """Return what the connector of `vendor` says of itself.

        Raises:
            InputError: if there is no such connector.
        """
        for description in self.descriptions:
            if description.vendor == vendor:
                return description
        known = ", ".join(description.vendor for description in self.descriptions)
        facts = {"vendor": vendor[:60], "known": known}
        raise InputError(Message(NO_CONNECTOR, facts), field="vendor")

    def all_keys(self) -> list[str]:
        """Return the keys of all connections."""
        return list(self._links)

    def get(self, key: str) -> Link:
        """Return a connection.

        Raises:
            InputError: if there is none with this key.
        """
        link = self._links.get(key)
        if link is None:
            raise no_connection(key)
        return link

    def find(self, key: str) -> Link | None:
        """Return a connection, if it is there."""
        return self._links.get(key)

    async def put(self, config: ConnectionConfig) -> None:
        """Take up a new or changed connection; its gateway is made anew when it is needed."""
        old = self._links.get(config.key)
        self._links[config.key] = Link(config, self.describe(config.vendor))
        if old is not None:
            await self._retire(old)
        self._awake(config.key)

    async def remove(self, key: str) -> None:
        """Let a connection go."""
        old = self._links.pop(key, None)
        if old is not None:
            await self._retire(old)

    async def follow(self, configs: Sequence[ConnectionConfig]) -> None:
        """Take up what is kept by now: another process may have added, changed or removed some.

        A connection without a connector is left out.
        """
        for config in configs:
            link = self._links.get(config.key)
            vendors = {description.vendor for description in self.descriptions}
            if config.vendor in vendors and (link is None or link.config != config):
                await self.put(config)
        for key in self._links.keys() - {config.key for config in configs}:
            await self.remove(key)

    async def aclose(self) -> None:
        """Close every gateway."""
        for key in self.all_keys():
            await self.remove(key)

    @asynccontextmanager
    async def using(self, key: str) -> AsyncGenerator[Gateway]:
        """Lend out a connection's gateway; it is not closed while somebody uses it.

        Raises:
            InputError: if there is no such connection.
            DeskError: if its secrets cannot be read, or its settings cannot be used.
        """
        link = self.get(key)
        async with link.making:
            lease = link.lease
            if lease is None:
                lease = link.lease = _Lease(await self._made(link))
        lease.users += 1
        try:
            yield lease.gateway
        finally:
            lease.users -= 1
            if lease.retired and not lease.users:
                await lease.gateway.aclose()

    def now(self, key: str) -> datetime:
        """Return the clock of a connection's vendor, ours until it has answered."""
        link = self._links.get(key)
        return link.lease.gateway.now() if link and link.lease else datetime.now(UTC)

    async def secrets(self, config: ConnectionConfig) -> dict[str, str]:
        """Return the kept secrets of a connection.

        Raises:
            VaultError: if they cannot be read now.
        """
        names = [spec.key for spec in self.describe(config.vendor).secrets]

        def read() -> dict[str, str]:
            kept = {name: self._vault.get(config.key, name) for name in names}
            return {name: secret for name, secret in kept.items() if secret is not None}

        return await asyncio.to_thread(read)

    def make(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> Gateway:
        """Make a gateway that nobody shares.

        Raises:
            DeskError: if the settings cannot be used.
        """
        return self._gateways(config, secrets)

    def succeeded(self, key: str) -> None:
        """Note that the vendor answered as it should."""
        link = self._links.get(key)
        if link is None:
            return
        was_away = link.failures > 0
        link.failures, link.rests_until = 0, 0.0
        self._say(link, Health.GOOD, None)
        if was_away:
            self._awake(key)

    def failed(self, key: str, error: DeskError) -> None:
        """Note one of the errors that are AWAY: the connection rests for a while, longer each time.

        Any other error concerns one order or one answer and is nothing to note here.
        """
        link = self._links.get(key)
        health = next((to for kind, to in _HEALTH if isinstance(error, kind)), None)
        if link is None or health is None:
            return
        if not link.resting:
            link.failures += 1
            link.rests_until = time.monotonic() + self._pause(link, error)
        self._say(link, health, error)

    def synced(self, key: str, problem: DeskError | None, *, failed: bool) -> None:
        """Note how a sync ended: well, with something left out, or failed."""
        link = self._links.get(key)
        if link is None:
            return
        link.sync_failed = failed
        link.sync_problem, link.sync_way_out = (
            (problem.message, problem.way_out) if problem else (None, None)
        )
        self._bus.publish(ConnectionsChanged(frozenset({key})))

    def hold_up(self, error: DeskError | None) -> None:
        """Note that nothing can be sent to any connection, or that it can again."""
        before, self.held_up = self.held_up, error
        if str(before or "") != str(error or ""):
            self._bus.publish(ConnectionsChanged(frozenset(self._links)))

    def rest(self, key: str) -> float:
        """Return for how many seconds a connection is still left alone."""
        link = self._links.get(key)
        return max(0.0, link.rests_until - time.monotonic()) if link else 0.0

    def wake(self, key: str | None = None) -> None:
        """Try again at once: a person asked for it, or the secrets can be read now."""
        for link in self._links.values():
            if key in {None, link.config.key}:
                link.rests_until = 0.0
                self._awake(link.config.key)

    def _pause(self, link: Link, error: DeskError) -> float:
        if isinstance(error, NotSignedIn):
            # Trying again and again with the same password gets accounts locked.
            return self._timings.sign_in_pause
        doubled = self._timings.first_pause * 2 ** min(link.failures - 1, 16)
        pause = min(doubled, self._timings.longest_pause) * _DICE.uniform(0.75, 1.0)
        return max(pause, error.retry_after) if isinstance(error, Throttled) else pause

    async def _made(self, link: Link) -> Gateway:
        return self.make(link.config, await self.secrets(link.config))

    async def _retire(self, link: Link) -> None:
        lease, link.lease = link.lease, None
        if lease is None:
            return
        lease.retired = True
        if not lease.users:
            await lease.gateway.aclose()

    def _awake(self, key: str) -> None:
        for callback in self._listeners:
            callback(key)

    def _say(self, link: Link, health: Health, error: DeskError | None) -> None:
        problem, way_out = (error.message, error.way_out) if error else (None, None)
        if (link.health, link.problem) == (health, problem):
            return
        if error is None:
            link.away_since = None
        elif link.away_since is None:
            link.away_since = datetime.now(UTC).replace(microsecond=0)
        link.health, link.problem, link.way_out = health, problem, way_out
        self._bus.publish(ConnectionsChanged(frozenset({link.config.key})))
