"""The stand-ins that there are: every package below this one that offers a `VENDOR`."""

# Other packages name theirs in the entry point group "orderdesk.stand_ins".

import importlib
import importlib.metadata
import pkgutil
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

import orderdesk.sandbox
from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.switches import Switch, SwitchBoard

GROUP = "orderdesk.stand_ins"


class UnknownOrder(LookupError):
    """The vendor has no order of that id."""


class WrongChange(ValueError):
    """A colleague's change that makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a stand-in is built on."""

    storage: Storage
    clock: Clock
    orders: int
    """How many orders to make up when the storage holds none of this vendor."""
    seed: int


class StandIn(Protocol):
    """One vendor's services over one set of data."""

    switches: SwitchBoard

    def answer(self, request: Request) -> Reply:
        """Do what is asked; never raises for anything that a client may send."""
        ...

    def failure(self, service: str, status: int) -> Reply:
        """How this vendor words a failure (429, 500, 503) that a fault asks for."""
        ...

    def is_private(self, request: Request) -> bool:
        """Return the request carries a secret, so that its body must not be shown."""
        ...

    def connection(self, root: str) -> Document:
        """Return what a client needs to reach the services below the address `root`."""
        ...

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths of the orders that fulfil the conditions."""
        ...

    def order(self, key: str) -> Document:
        """Return the whole truth of one order; raises `UnknownOrder`."""
        ...

    def change_order(self, key: str, change: Document) -> Document:
        """Act as a colleague or as the vendor; raises `UnknownOrder` and `WrongChange`."""
        ...

    def remove_order(self, key: str) -> None:
        """Let an order vanish; raises `UnknownOrder`."""
        ...

    def expire_tokens(self) -> int:
        """End every token; how many there were."""
        ...

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data."""
        ...


@dataclass(frozen=True, slots=True)
class Vendor:
    """One vendor: its name, its open questions, its ready faults, and how to build its stand-in."""

    name: str
    switches: Sequence[Switch]
    presets: Mapping[str, Document]
    build: Callable[[Surroundings], StandIn]
    own_port: bool = False
    """Clients are given the origin of the vendor's site, so it cannot stand below a path."""


def vendors(only: Container[str] = ()) -> list[Vendor]:
    """Return every vendor that has a package here or in another distribution, by name.

    With `only`, no others are imported: a package's name here is its vendor's.
    """
    found: list[Vendor] = []
    for module in pkgutil.iter_modules(orderdesk.sandbox.__path__):
        if module.ispkg and (not only or module.name in only):
            package = importlib.import_module(f"{orderdesk.sandbox.__name__}.{module.name}")
            found.append(cast("Vendor", package.VENDOR))
    points = importlib.metadata.entry_points(group=GROUP)
    elsewhere = [point.load() for point in points if not only or point.name in only]
    return found + cast("list[Vendor]", elsewhere)
