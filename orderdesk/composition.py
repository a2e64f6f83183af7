"""Puts a profile's services together, for the desk and for commands alike."""

import getpass
import platform
from collections.abc import Callable, Mapping
from functools import partial

from orderdesk import update_source
from orderdesk.config import Profile, Settings
from orderdesk.connectors import registry
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.updates import MOST_BYTES
from orderdesk.logs import trace_requests
from orderdesk.policy import Policy
from orderdesk.services.desk import Desk
from orderdesk.services.settings import SettingsService
from orderdesk.services.timings import Timings
from orderdesk.services.updates import UpdateSource
from orderdesk.store.store import Store
from orderdesk.store.upkeep import Told, untold
from orderdesk.trace import know_paths
from orderdesk.vault.port import Vault

# Seconds in which a person notices a slip; what is chosen in the window goes before.
_GRACE = 5.0


def descriptions() -> tuple[ConnectorDescription, ...]:
    """Return what every connector there is says of itself; no profile is needed for it."""
    return registry.describe_all()


def rules_of(known: tuple[ConnectorDescription, ...]) -> Mapping[str, VendorRules]:
    """Return the rules by the vendor's name."""
    return {description.vendor: description.rules for description in known}


def store_opener(
    profile: Profile,
    rules: Mapping[str, VendorRules],
    *,
    read_only: bool = False,
    told: Told = untold,
) -> Callable[[], Store]:
    """Return what opens the profile's store, on whatever thread it is called."""
    return lambda: Store.open(profile.database, rules, read_only=read_only, told=told)


def timings_of(settings: Settings) -> Timings:
    """Return how long things take, from the settings."""
    return Timings(
        deadline=settings.deadline,
        settle=settings.settle_seconds,
        sync_interval=settings.sync_minutes * 60,
        grace=_GRACE,
    )


def compose(
    profile: Profile,
    settings: Settings,
    *,
    vault: Vault,
    policy: Policy | None = None,
    told: Told = untold,
) -> Desk:
    """Put the services of `profile` together; nothing is opened before they are started.

    `settings` are what the person chose; what the `policy` has set goes before. `told` hears how
    far it is where the store has to be brought up to date first.
    """
    known = descriptions()
    kept = SettingsService(profile.settings, settings, policy)
    settings = kept.now
    trace_requests(kept=settings.trace)
    for one in known:
        know_paths(one.path_words)
    rules = rules_of(known)
    return Desk.build(
        store=store_opener(profile, rules, told=told),
        reader=store_opener(profile, rules, read_only=True),
        vault=vault,
        gateways=partial(registry.build, deadline=settings.deadline),
        descriptions=known,
        left_out=registry.left_out(),
        lock=profile.lock,
        timings=timings_of(settings),
        author=_author(),
        computer=platform.node(),
        settings=kept,
        updates=_update_source(kept.policy),
        logs=profile.logs,
    )


def _update_source(policy: Policy) -> UpdateSource:
    address = policy.address or update_source.ADDRESS
    return UpdateSource(address=address, keys=update_source.KEYS, fetch=fetch_versions)


async def fetch_versions(address: str) -> bytes:
    """Return the list of versions as it stands at `address`."""
    from orderdesk.connectors.document import fetch

    return await fetch(address, cap=MOST_BYTES)


def _author() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""  # a user without a name, as in some containers
