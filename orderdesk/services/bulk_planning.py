"""Looks at many orders, a few at a time, and says what an act would come to on each."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.bulk import Forecast, Plan, PlanRow, Request, forecast_of, state_of
from orderdesk.domain.errors import DeskError, InputError
from orderdesk.domain.events import PlanChanged
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.order import split_order_id
from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.domain.shown import ShownRow
from orderdesk.services.events import Bus
from orderdesk.services.intake import Ground, Signature, command_for
from orderdesk.services.links import Links
from orderdesk.services.sentences import NOT_SENT_YET, NOT_SENT_YET_WAY, no_order
from orderdesk.services.storage import Storage
from orderdesk.services.viewing import Standpoint, ground_of
from orderdesk.store.store import Store

MOST = 50_000
"""The most orders one plan is made of."""
TOO_MANY = QT_TRANSLATE_NOOP("messages", "{count} orders are more than can be planned at once.")
TOO_MANY_WAY = QT_TRANSLATE_NOOP("messages", "Narrow the filter to {most} orders at most.")
NOTHING = QT_TRANSLATE_NOOP("messages", "No order is chosen.")
_AT_ONCE = 50
_NOBODY = Signature("", "", datetime(2000, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Choice:
    """The orders chosen, by row id or by id; `about` says how, in the words of a query."""

    rowids: Sequence[int] = ()
    order_ids: Sequence[str] = ()
    about: str = ""

    def __len__(self) -> int:
        return len(self.rowids) or len(self.order_ids)


@dataclass(frozen=True, slots=True)
class Look:
    """What every order of a plan is looked at with."""

    request: Request
    standpoints: Mapping[str, Standpoint]
    """By the connection's key."""
    checked: bool
    """Whether what the form asks for is filled in, and checked too."""


class Planning:
    """Makes plans, off the thread that paints, in pieces between which others have their turn."""

    def __init__(self, *, storage: Storage, links: Links, bus: Bus) -> None:
        self._storage = storage
        self._links = links
        self._bus = bus

    async def plan(
        self,
        choice: Choice,
        request: Request,
        *,
        checked: bool = True,
        word: str = "",
        parent: str | None = None,
    ) -> Plan:
        """Return what will become of each order chosen; PlanChanged with `word` tells how far.

        Without `checked`, what the form asks for is not looked at yet. Cancelling ends it.

        Raises:
            InputError: nothing is chosen, or too many orders.
        """
        if not len(choice):
            raise InputError(Message(NOTHING), field="order")
        if len(choice) > MOST:
            facts = {"count": f"{len(choice):,}", "most": f"{MOST:,}"}
            raise InputError(Message(TOO_MANY, facts), way_out=Message(TOO_MANY_WAY, facts))
        look = Look(request, self.standpoints(), checked)
        # The choice is fixed first: what comes and goes while the plan is made changes nothing.
        ids = list(choice.order_ids) or await self._ids(choice.rowids)
        rows: list[PlanRow] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            rows += await self._storage.read(lambda store, part=part: looked(store, part, look))
            self._bus.publish(PlanChanged(word, len(rows), len(ids)))
            await asyncio.sleep(0)
        return Plan(request, tuple(rows), choice.about, parent)

    def standpoints(self) -> dict[str, Standpoint]:
        """Return what the orders of each connection are looked at with now."""
        found: dict[str, Standpoint] = {}
        for key in self._links.all_keys():
            link = self._links.find(key)
            if link is not None:
                now = self._links.now(key)
                found[key] = Standpoint(link.description, link.config.settings, now)
        return found

    async def _ids(self, rowids: Sequence[int]) -> list[str]:
        found: list[str] = []
        for start in range(0, len(rowids), 10 * _AT_ONCE):
            part = rowids[start : start + 10 * _AT_ONCE]
            rows = await self._storage.read(lambda store, part=part: store.search.rows(part))
            found += [row.id for row in rows]
        return list(dict.fromkeys(found))


def looked(store: Store, order_ids: Sequence[str], look: Look) -> list[PlanRow]:
    """Return what will become of some orders."""
    rowids = {one: store.search.rowid(one) for one in order_ids}
    rows = store.search.rows([rowid for rowid in rowids.values() if rowid is not None])
    by_id = {row.id: row for row in rows}
    return [_row(store, one, by_id.get(one), look) for one in order_ids]


def _row(store: Store, order_id: str, row: ShownRow | None, look: Look) -> PlanRow:
    standpoint = look.standpoints.get(split_order_id(order_id)[0])
    if row is None or standpoint is None:
        gone = no_order(order_id)
        return PlanRow(order_id, Forecast.UNKNOWN, reason=gone.message, way_out=gone.way_out)
    ground = ground_of(store, order_id, standpoint)
    forecast, rule, verdict = judged(ground, look.request, checked=look.checked)
    return PlanRow(
        order_id=order_id,
        forecast=forecast,
        vendor=row.vendor,
        connection=row.connection_name,
        number=row.number or row.name or row.vendor_id,
        customer=row.customer or "",
        state=state_of(ground.order, ground.rules),
        total=row.total,
        currency=row.currency,
        rule=rule,
        reason=verdict.reason,
        way_out=verdict.way_out,
    )


def judged(
    ground: Ground, request: Request, *, checked: bool
) -> tuple[Forecast, ActionRule | None, Verdict]:
    """Answer what a request comes to on one order, with what was filled in where `checked`."""
    order, rules = ground.order, ground.rules
    found = forecast_of(order, rules, request.action, ground.facts, ground.now)
    forecast, rule, verdict = found
    if rule is None or not verdict.allowed:
        return found
    if ground.mirror is None:
        waiting = Verdict(Kind.REFUSED, Message(NOT_SENT_YET), Message(NOT_SENT_YET_WAY))
        return Forecast.REFUSED, rule, waiting
    if not checked:
        return found
    try:
        command_for(
            ground,
            rule.name,
            request.values_for(order.vendor),
            line_id=None,
            signature=_NOBODY,
        )
    except DeskError as error:
        refused = replace(verdict, kind=Kind.REFUSED, reason=error.message, way_out=error.way_out)
        return Forecast.REFUSED, rule, refused
    return forecast, rule, verdict


def asks_for_values(rule: ActionRule) -> bool:
    """Whether an act cannot be checked before something is filled in."""
    required = any(spec.required and not spec.read_only for spec in rule.fields)
    return required or rule.effect in {Effect.EDIT, Effect.ADD_LINE}
