"""The plugs that there are, what each lists for the suite, and its vendor's stand-in."""

import functools
import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from orderdesk.connectors.registry import describe_all
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.rules import ActionRule, Effect
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.conformance import vendors
from tests.conformance.place import Place
from tests.conformance.plug import Plug

GROUP = "orderdesk.conformance"


@functools.cache
def plugs() -> Mapping[str, Plug]:
    """Return the plug of every vendor that has a connector and a plug, by vendor."""
    here = [
        cast("Plug", importlib.import_module(f"{vendors.__name__}.{module.name}").PLUG)
        for module in pkgutil.iter_modules(vendors.__path__)
    ]
    elsewhere = [point.load() for point in importlib.metadata.entry_points(group=GROUP)]
    known = {description.vendor for description in describe_all()}
    found = here + cast("list[Plug]", elsewhere)
    return {plug.vendor: plug for plug in found if plug.vendor in known}


def opened(plug: Plug, *, orders: int | None = None) -> Place:
    """Start a vendor's stand-in; the place is to be closed."""
    sandbox = Sandbox(SandboxOptions(orders=orders or plug.orders, only=[plug.vendor]))
    sandbox.start()
    return Place(sandbox, plug.vendor, errand=plug.errand, life=plug.life, calm=plug.switches)


def description_of(plug: Plug) -> ConnectorDescription:
    """Return what the connector of a plug's vendor says of itself."""
    return next(one for one in describe_all() if one.vendor == plug.vendor)


def actions(plug: Plug, wanted: Callable[[ActionRule], bool]) -> list[str]:
    """Return the names of a vendor's actions that are wanted."""
    return [rule.name for rule in description_of(plug).rules.actions if wanted(rule)]


_CASES: Mapping[str, Callable[[Plug], Sequence[object]]] = {
    "action": lambda plug: actions(plug, lambda _rule: True),
    "session_action": lambda plug: actions(plug, lambda _rule: plug.session),
    "edit_action": lambda plug: actions(plug, lambda rule: rule.effect is Effect.EDIT),
    "order_action": lambda plug: actions(plug, lambda rule: rule.effect is not Effect.CREATE),
    "lasting_action": lambda plug: actions(
        plug, lambda rule: rule.effect is not Effect.CREATE and not rule.deletes
    ),
    "wrong": lambda plug: plug.wrong_secrets,
    "life": lambda plug: ("agreed", "unforeseen") if plug.token_life is not None else (),
    "refusal": lambda plug: plug.refusals,
    "bad_row": lambda plug: plug.bad_rows,
    "unknown": lambda plug: plug.unknowns,
    "loss": lambda plug: plug.losses,
    "damage": lambda plug: plug.damages,
    "breaks_off": lambda plug: [plug.breaks_off] if plug.breaks_off else (),
    "paging": lambda plug: [plug.paging] if plug.paging else (),
    "shift": lambda plug: plug.paging.shifts if plug.paging else (),
    "wrong_total": lambda plug: plug.paging.wrong_totals if plug.paging else (),
    "quota": lambda plug: [plug.quota] if plug.quota else (),
    "kind": lambda plug: [*description_of(plug).look_ups],
    "cell": lambda plug: plug.enablement.cells,
}


def cases(name: str) -> Callable[[Plug], Sequence[object]] | None:
    """Return how a plug's cases for the argument `name` of a test are listed, if they are."""
    return _CASES.get(name)
