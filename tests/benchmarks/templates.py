"""Orders as every vendor sends them: read once from the sandbox by the real connectors."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

from orderdesk.connectors import registry
from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription, Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import VendorRules
from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.services.imports import Imported, read_connections
from tests.benchmarks.invention import NEWEST

ORDERS = 60
"""How many of each vendor's orders the others are made from."""
_HOST = "http://127.0.0.1:"


@dataclass(frozen=True)
class Shape:
    """A vendor's rules, the settings of a connection, and its orders with all they hold."""

    rules: VendorRules
    settings: Mapping[str, str]
    urls: tuple[str, ...]
    """The names of the addresses that a connection has."""
    orders: tuple[Order, ...]
    partial: bool
    """Its list leaves items out: there are orders of which they have not been read."""

    @property
    def bytes_each(self) -> float:
        """How long an order of this vendor is as JSON, on average."""
        return sum(len(one.model_dump_json()) for one in self.orders) / len(self.orders)


@cache
def shapes(orders: int = ORDERS) -> tuple[Shape, ...]:
    """Read some orders of each vendor that the sandbox stands in for, in the vendors' order.

    They are the same in every run: an order that comes again is to be the one that is there.
    """
    still = patch.object(Clock, "timestamp", return_value=NEWEST.timestamp())
    # A clock that runs would write other milliseconds into some orders each time.
    with still, Sandbox(SandboxOptions(orders=orders, start=NEWEST)) as sandbox:
        return asyncio.run(_all_shapes(encode(sandbox.description).decode(), orders))


async def _all_shapes(printed: str, orders: int) -> tuple[Shape, ...]:
    known = {one.vendor: one for one in registry.describe_all()}
    imported = sorted(read_connections(printed), key=lambda one: one.vendor)
    return tuple([await _shape(one, known[one.vendor], orders) for one in imported])


async def _shape(one: Imported, description: ConnectorDescription, orders: int) -> Shape:
    settings = dict(one.settings)
    if any(spec.key == "currency" for spec in description.settings):
        settings["currency"] = "CAD"
    config = ConnectionConfig("shape", one.name, one.vendor, one.urls, settings)
    gateway = registry.build(config, one.secrets)
    try:
        listed = await _listed(gateway)
        partial = any(order.lines is None for order in listed)
        # A list may go on for ever, and its order is the vendor's own affair.
        some = sorted(listed, key=lambda order: order.vendor_id)[:orders]
        whole = [await _whole(gateway, order) for order in some]
    finally:
        await gateway.aclose()
    urls = tuple(spec.key for spec in description.urls)
    return Shape(description.rules, settings, urls, tuple(map(_unlocated, whole)), partial)


async def _listed(gateway: Gateway) -> list[Order]:
    found: list[Order] = []
    async for page in gateway.pull(cursor=None):
        found.extend(page.orders)
    return found


async def _whole(gateway: Gateway, order: Order) -> Order:
    if order.lines is not None:
        return order
    return (await gateway.fetch(order.vendor_id, background=True)).order


def _unlocated(order: Order) -> Order:
    """Take the port out of the addresses: it is another in every run."""
    text = order.model_dump_json()
    head, *tails = text.split(_HOST)
    parts = (tail.lstrip("0123456789") for tail in tails)
    return Order.model_validate_json("https://vendor.example".join((head, *parts)))
