"""Looks for a newer version, once a day at most, and offers it; it downloads and runs nothing."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from orderdesk import __version__
from orderdesk.domain.errors import DeskError, Unreachable, VendorError
from orderdesk.domain.events import UpdatesChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.updates import Offer, offer_of, read_manifest, version_key
from orderdesk.services.events import Bus
from orderdesk.services.preferences import PreferenceService
from orderdesk.services.settings import SettingsService
from orderdesk.vault.signature import signed_bytes

logger = logging.getLogger(__name__)

NO_ADDRESS = QT_TRANSLATE_NOOP(
    "messages", "No update address is set in this build, so it never looks for newer versions."
)
NO_KEY = QT_TRANSLATE_NOOP(
    "messages", "This build knows no key that newer versions are signed with, so it never looks."
)
TURNED_OFF = QT_TRANSLATE_NOOP(
    "messages", "Looking for newer versions is turned off by your IT department ({path})."
)
NOT_FETCHED = QT_TRANSLATE_NOOP(
    "messages", "It could not be looked for a newer version: {why} Nothing else is affected."
)

_KEY = "updates"
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
# After a start there is other work, and not every desk of a company asks in the same minute.
_FIRST = timedelta(minutes=1)
_DICE = random.SystemRandom()


def _now() -> datetime:
    return datetime.now(UTC)


async def _nothing(address: str) -> bytes:
    raise AssertionError(address)


@dataclass(frozen=True, slots=True)
class UpdateSource:
    """Where newer versions are looked for; without an address or a key, nowhere."""

    address: str = ""
    keys: tuple[str, ...] = ()
    fetch: Callable[[str], Awaitable[bytes]] = _nothing
    running: str = __version__
    now: Callable[[], datetime] = _now


@dataclass(frozen=True, slots=True)
class UpdateStatus:
    """What is known; `why_not` says why it cannot be looked for anything."""

    running: str
    why_not: Message | None
    checked_at: datetime | None
    """When a list was read last, aware."""
    offer: Offer | None
    dismissed: bool = False
    """Whether this offer was put away."""


class UpdateFailed(DeskError):
    """The list of versions could not be had."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True)

    serial: int = 0
    checked_at: AwareDatetime | None = None
    next_at: AwareDatetime | None = None
    offer: Offer | None = None
    dismissed: str = ""


class Updates:
    """Knows whether there is a newer version."""

    def __init__(
        self,
        *,
        preferences: PreferenceService,
        settings: SettingsService,
        bus: Bus,
        source: UpdateSource | None = None,
    ) -> None:
        self._preferences = preferences
        self._settings = settings
        self._bus = bus
        self._source = source or UpdateSource()
        self._kept: _Kept | None = None
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()
        settings.listen(lambda _settings: self._news.set())

    def why_not(self) -> Message | None:
        """Say why it cannot be looked for anything, if it cannot."""
        policy = self._settings.policy
        if not policy.updates:
            return Message(TURNED_OFF, {"path": str(policy.path)})
        if not self._source.address:
            return Message(NO_ADDRESS)
        return None if self._source.keys else Message(NO_KEY)

    async def status(self) -> UpdateStatus:
        """Return what is known without asking anybody."""
        kept, why_not = await self._load(), self.why_not()
        offer = kept.offer
        if why_not is not None or (offer is not None and not self._is_newer(offer)):
            offer = None
        put_away = offer is not None and offer.version == kept.dismissed
        return UpdateStatus(self._source.running, why_not, kept.checked_at, offer, put_away)

    async def check(self) -> UpdateStatus:
        """Ask for the list now and return what is known then.

        Raises:
            UpdateFailed: it could not be had.
            UpdateRefused: it is not believed; what was known stays.
        """
        if self.why_not() is not None:
            return await self.status()
        async with self._turn:
            try:
                await self._ask()
            except VendorError as error:
                # Who could not be asked may be tried again before the day is over.
                away = isinstance(error, Unreachable)
                await self._keep(next_at=self._later(_HOUR if away else _DAY))
                why = error.message
                raise UpdateFailed(Message(NOT_FETCHED, {"why": why})) from error
            except DeskError:
                await self._keep(next_at=self._later(_DAY))
                raise
        status = await self.status()
        self._bus.publish(UpdatesChanged())
        return status

    async def dismiss(self, version: str) -> None:
        """Say no more of this version by itself."""
        await self._keep(dismissed=version)
        self._bus.publish(UpdatesChanged())

    async def run(self) -> None:
        """Look once a day, quietly, for as long as the desk is open."""
        begun = self._source.now() + _FIRST * _DICE.uniform(1, 10)
        while True:
            self._news.clear()
            pause = self._pause(await self._load(), begun)
            try:
                async with asyncio.timeout(pause):
                    await self._news.wait()
            except TimeoutError:
                await self._quietly()

    async def _quietly(self) -> None:
        try:
            await self.check()
        except UpdateFailed as error:  # no network is no news
            logger.info("%s", error.sentence())
        except DeskError as error:
            logger.warning("the list of versions is not believed: %s", error.sentence())

    def _pause(self, kept: _Kept, begun: datetime) -> float | None:
        """Return the seconds until the next look; None: none until something changes."""
        if self.why_not() is not None or not self._settings.now.update_check:
            return None
        now, due = self._source.now(), kept.next_at
        if due is None or due > now + 3 * _DAY:  # by a clock that was wrong
            due = begun
        return max((max(due, begun) - now).total_seconds(), 0.0)

    async def _ask(self) -> None:
        kept, source = await self._load(), self._source
        body = signed_bytes(await source.fetch(source.address), source.keys)
        manifest = read_manifest(body, seen=kept.serial, now=source.now())
        channel = self._settings.now.update_channel
        offer = offer_of(manifest, channel=channel, running=source.running)
        next_at, now = self._later(_DAY), source.now()
        await self._keep(serial=manifest.serial, checked_at=now, next_at=next_at, offer=offer)

    def _later(self, span: timedelta) -> datetime:
        return self._source.now() + span * _DICE.uniform(1.0, 1.25)

    def _is_newer(self, offer: Offer) -> bool:
        try:
            return version_key(offer.version) > version_key(self._source.running)
        except DeskError:
            return False

    async def _load(self) -> _Kept:
        if self._kept is None:
            text = await self._preferences.get(_KEY)
            try:
                self._kept = _Kept.model_validate_json(text) if text else _Kept()
            except ValidationError:  # another version's
                self._kept = _Kept()
        return self._kept

    async def _keep(self, **values: object) -> None:
        self._kept = (await self._load()).model_copy(update=values)
        await self._preferences.put(_KEY, self._kept.model_dump_json())
