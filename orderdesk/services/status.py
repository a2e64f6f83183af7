"""How a connection is doing, from what is kept of it and from what happens now."""

from dataclasses import dataclass
from datetime import datetime

from orderdesk.domain.errors import DeskError
from orderdesk.domain.gateway import Budget, ConnectionConfig
from orderdesk.domain.messages import Message, verbatim
from orderdesk.services.links import Link, Links
from orderdesk.services.sync import Sync
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.store.store import Store

_AWAY = frozenset({Health.OFFLINE, Health.SIGN_IN, Health.SLOW})


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store knows of a connection."""

    config: ConnectionConfig
    orders: int
    set_aside: int
    last_sync: datetime | None
    error: str | None
    """What went wrong since the last sync that ended well."""


def kept_of(store: Store, config: ConnectionConfig) -> Kept:
    """Read what the store knows of a connection."""
    last_sync, error = store.syncs.last(config.key)
    orders = store.mirror.count(config.key)
    set_aside = len(store.syncs.set_aside(config.key))
    return Kept(config, orders, set_aside, last_sync, error)


def status_of(kept: Kept, links: Links, sync: Sync) -> ConnectionStatus:
    """Return a connection's status."""
    config = kept.config
    link = links.find(config.key)
    if link is None:
        problem = _not_loaded(config, links)
        return ConnectionStatus(config, config.vendor, Health.FAILED, problem, orders=kept.orders)
    health, problem, way_out = _doing(link, links.held_up, kept)
    running = sync.running(config.key)
    return ConnectionStatus(
        config=config,
        title=link.description.title,
        health=health,
        problem=problem,
        way_out=way_out,
        last_sync=kept.last_sync,
        syncing=running is not None,
        done=running.pull.orders if running else 0,
        total=running.pull.total if running else None,
        orders=kept.orders,
        set_aside=kept.set_aside,
        budget=link.lease.gateway.budget if link.lease else Budget(),
    )


def _not_loaded(config: ConnectionConfig, links: Links) -> Message | None:
    try:
        links.describe(config.vendor)
    except DeskError as error:
        return error.message
    return None


def _doing(
    link: Link, held_up: DeskError | None, kept: Kept
) -> tuple[Health, Message | None, Message | None]:
    """Say the gravest that is known, with its way out."""
    if link.health in _AWAY:
        return link.health, link.problem, link.way_out
    if held_up is not None:
        return Health.FAILED, held_up.message, held_up.way_out
    if link.sync_failed:
        return Health.FAILED, link.sync_problem, link.sync_way_out
    if link.health is Health.NEW and kept.error is not None:
        return Health.FAILED, verbatim(kept.error), None
    health = Health.GOOD if kept.last_sync is not None else link.health
    return health, link.sync_problem, link.sync_way_out
