"""Which commands are sent into the weather: each on an order of its own, all kinds in turn."""

from collections.abc import Sequence
from itertools import cycle, islice

from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import Effect
from tests.conformance.acts import rule_of
from tests.conformance.place import Place, pulled, rules_of
from tests.conformance.plug import Plug
from tests.conformance.trials import chosen, command_for
from tests.faults.harness import asked_of
from tests.faults.worker import Asked

_ON_A_LINE = frozenset({Effect.EDIT_LINE, Effect.REMOVE_LINE})


class Choosing:
    """Chooses for one vendor."""

    def __init__(self, plug: Plug, place: Place, gateway: Gateway) -> None:
        self._plug = plug
        self._place = place
        self._gateway = gateway
        self._orders: Sequence[Order] = ()
        self._used: set[str] = set()
        self._first: dict[str, Order] = {}
        """By action: an order as its trial finds it, where the trial makes no new one."""

    async def choose(self, count: int) -> list[Asked]:
        """Return so many commands; an action for which no order is left is passed over."""
        self._orders = await pulled(self._gateway)
        rules = rules_of(self._gateway)
        found: list[Asked] = []
        actions = [rule.name for rule in rules.actions]
        for action in islice(cycle(actions), 40 * len(actions)):
            if len(found) == count:
                break
            order = await self._order(action)
            if order is not None:
                self._used.add(order.vendor_id)
                found.append(asked_of(command_for(self._plug, rules, order, action)))
        return found

    async def _order(self, action: str) -> Order | None:
        effect = rule_of(rules_of(self._gateway), action).effect
        first = self._first.get(action)
        if first is None:
            try:
                first = await chosen(self._plug, self._place, self._gateway, action)
            except (AssertionError, StopIteration, RuntimeError):
                return None
            if effect is Effect.CREATE:
                self._first[action] = first
                return first
            if first.vendor_id not in self._used:
                return first
            self._first[action] = first
        return first if effect is Effect.CREATE else await self._like(action, first, effect)

    async def _like(self, action: str, first: Order, effect: Effect) -> Order | None:
        """Return an order that stands as the first one does, and is not used."""
        rules, facts = rules_of(self._gateway), Facts(settings=self._gateway.config.settings)
        wanted = decide(first, rules, facts, self._gateway.now())[action].kind
        least = max(self._plug.trials[action].least, 1 if effect in _ON_A_LINE else 0)
        for listed in self._orders:
            if listed.vendor_id in self._used or _stand(listed) != _stand(first):
                continue
            whole = listed.lines is not None
            order = listed if whole else (await self._gateway.fetch(listed.vendor_id)).order
            verdict = decide(order, rules, facts, self._gateway.now())[action]
            if verdict.kind in {Kind.ALLOWED, wanted} and len(order.lines or ()) >= least:
                return order
        return None


def _stand(order: Order) -> tuple[object, ...]:
    return order.vendor_state, order.payment, order.fulfilment
