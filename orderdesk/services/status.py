"""How a connection is doing, from what is kept of it and from what happens now."""

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from orderdesk.domain.errors import DeskError
from orderdesk.domain.gateway import Budget, ConnectionConfig
from orderdesk.domain.messages import Message, verbatim
from orderdesk.services.links import Link, Links
from orderdesk.services.sync import Sync
from orderdesk.services.views import ConnectionStatus, Health, Unread
from orderdesk.store.store import Store

# So much of a window is kept for what a person waits for: the rest waits before it is empty.
_RESERVED = 0.1

_AWAY = frozenset({Health.OFFLINE, Health.SIGN_IN, Health.LOCKED, Health.SLOW})


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store knows of a connection."""

    config: ConnectionConfig
    orders: int
    set_aside: int
    last_sync: datetime | None
    error: str | None
    """What went wrong since the last sync that ended well."""
    unread: int = 0


def kept_of(store: Store, config: ConnectionConfig) -> Kept:
    """Read what the store knows of a connection."""
    last_sync, error = store.syncs.last(config.key)
    orders = store.mirror.count(config.key)
    set_aside = store.syncs.count_set_aside(config.key)
    unread = store.mirror.count_unread(config.key)
    return Kept(config, orders, set_aside, last_sync, error, unread)


def status_of(kept: Kept, links: Links, sync: Sync) -> ConnectionStatus:
    """Return a connection's status."""
    config = kept.config
    link = links.find(config.key)
    if link is None:
        problem = _not_loaded(config, links)
        return ConnectionStatus(config, config.vendor, Health.FAILED, problem, orders=kept.orders)
    health, problem, way_out = _doing(link, links.held_up, kept)
    running = sync.running(config.key)
    budget = _steady(link.lease.gateway.budget if link.lease else Budget())
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
        unread=kept.unread,
        budget=budget,
        waits_until=_waits_until(link, health, budget),
        next_try=_moment(link.due),
        away_since=link.away_since,
        tried_again=_moment(link.rests_until),
    )


def unread_of(store: Store) -> list[Unread]:
    """Read what could not be read of every connection."""
    return [
        Unread(config.key, config.name, row.vendor_id, row.raw, row.reason)
        for config in store.connections.all()
        for row in store.syncs.set_aside(config.key)
    ]


def _steady(budget: Budget) -> Budget:
    """Name the moment by the second, since it is worked out anew each time it is asked for."""
    return replace(budget, resets_at=_to_the_second(budget.resets_at))


def _to_the_second(moment: datetime | None) -> datetime | None:
    half = timedelta(microseconds=500_000)
    return None if moment is None else (moment + half).replace(microsecond=0)


def _moment(at: float | None) -> datetime | None:
    """Return the time of a moment of the monotonic clock; None where it has passed."""
    left = None if at is None else at - time.monotonic()
    if left is None or left <= 0:
        return None
    return _to_the_second(datetime.now(UTC) + timedelta(seconds=left))


def _waits_until(link: Link, health: Health, budget: Budget) -> datetime | None:
    """Say until when requests wait: for a window that is used up, or after a refusal."""
    if health is Health.SLOW:
        return _moment(link.rests_until)
    reserve = max(1, int((budget.limit or 0) * _RESERVED))
    used_up = budget.remaining is not None and budget.remaining <= reserve
    if not (budget.waiting and used_up and budget.resets_at is not None):
        return None
    return budget.resets_at if budget.resets_at > datetime.now(UTC) else None


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
