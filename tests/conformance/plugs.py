"""The plugs that there are, what each lists for the suite, and its vendor's stand-in."""

import functools
import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from typing import cast

from orderdesk.connectors.registry import describe_all
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


def cases() -> Mapping[str, Callable[[Plug], Sequence[object]]]:
    """Return by argument of a test what a plug lists for it."""
    return {
        "action": lambda plug: [*plug.trials],
        "wrong": lambda plug: plug.wrong_secrets,
        "refusal": lambda plug: plug.refusals,
        "bad_row": lambda plug: plug.bad_rows,
        "unknown": lambda plug: plug.unknowns,
        "loss": lambda plug: plug.losses,
        "damage": lambda plug: plug.damages,
        "shift": lambda plug: plug.paging.shifts if plug.paging else (),
        "cell": lambda plug: plug.enablement.cells,
    }
