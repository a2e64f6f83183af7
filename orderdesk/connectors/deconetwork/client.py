"""One method for each documented call that the desk makes."""

# The user and password go with every request, in the form body so that they stay out of logs.

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, cast
from urllib.parse import urlencode

from orderdesk.connectors.answers import request_id
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.deconetwork.access import Access
from orderdesk.connectors.deconetwork.answers import ANSWERS, checked
from orderdesk.connectors.deconetwork.conditions import EVER, Numbers
from orderdesk.connectors.deconetwork.vocabulary import TITLE
from orderdesk.connectors.deconetwork.wire import identity
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address

SITE: Final = "site"
MOST_PER_PAGE: Final = 100
"""The largest `limit` of a find (reference page)."""
_LARGE: Final = 100_000

_SHOWN: Final = {
    "include_workflow_data": "1",
    "include_shipments": "1",
    "skip_login_token": "1",
}

Params = Mapping[str, str]


class Client:
    """The calls of one connection; each raises the VendorErrors of the domain."""

    def __init__(self, wire: Wire, *, site: str, secrets: Mapping[str, str]) -> None:
        self.wire = wire
        self.site = site.strip().rstrip("/")
        self.numbers = Numbers()
        self._access = Access(secrets, clock=wire.timing.monotonic)

    @property
    def host(self) -> str:
        """The host of the site; raises Unreachable for an address nothing is sent to."""
        return check_address(TITLE, self.site)[0]

    async def find_since(
        self, moment: datetime, *, limit: int, offset: int = 0, lane: Lane = Lane.INTERACTIVE
    ) -> Mapping[str, object]:
        """manage_orders/find: what was changed at a time or later, with `total`."""
        paging = {"limit": str(limit), "offset": str(offset)}
        return await self._find({**self.numbers.since(moment), **paging}, lane)

    async def find_one(self, number: str, *, lane: Lane = Lane.INTERACTIVE) -> object | None:
        """manage_orders/find: the order with an invoice number; None where there is none.

        That there is none is only believed once it is known how the site counts its conditions.
        """
        for _attempt in range(2):
            asked = {**self.numbers.numbered(number), "limit": "2", "offset": "0"}
            found = orders_of(await self._find(asked, lane))
            order = next((entry for entry in found if identity(entry) == number), None)
            if order is not None:
                return order
            if self.numbers.known and not found:
                return None
            if not await self.learn_numbers(lane):
                return None
        return None

    async def learn_numbers(self, lane: Lane = Lane.INTERACTIVE) -> bool:
        """Find out how the site counts its conditions; whether otherwise than was thought."""
        numbers = self.numbers
        for first in (1, 0):
            asked = {**numbers.since(EVER, first=first), "limit": "1", "offset": "0"}
            if orders_of(await self._find(asked, lane)):
                changed, numbers.first, numbers.known = numbers.first != first, first, True
                return changed
        return False  # there are no orders at all

    async def update_status(self, changes: Iterable[Params]) -> str | None:
        """manage_orders/update_order_status: one change, or a batch; return the request's id."""
        every = list(changes)
        form = dict(every[0])
        if len(every) > 1:
            form = {
                f"changes[{place}][{name}]": value
                for place, change in enumerate(every, 1)
                for name, value in change.items()
            }
        return await self._write("manage_orders/update_order_status", form)

    async def add_note(self, order_id: str, content: str) -> str | None:
        """manage_orders/add_internal_note: add a note (one reader of the pages knows this call)."""
        form = {"order_id": order_id, "content": content}
        return await self._write("manage_orders/add_internal_note", form)

    async def knock(self) -> Answer:
        """Ask without a user: whether somebody is there; any answer will do."""
        return await self.wire.request(
            Ask("POST", f"{self.site}/api/json/manage_orders/find", SITE, body=b"")
        )

    async def _find(self, form: Params, lane: Lane) -> Mapping[str, object]:
        async def ask() -> Mapping[str, object]:
            answer = await self._send("manage_orders/find", {**form, **_SHOWN}, lane=lane)
            if len(answer.body) > _LARGE:
                return await asyncio.to_thread(checked, answer, self.host, write=False)
            return checked(answer, self.host, write=False)

        return await self._access.through(ask)

    async def _write(self, path: str, form: Params) -> str | None:
        async def ask() -> str | None:
            answer = await self._send(path, form, write=True)
            checked(answer, self.host, write=True)
            return request_id(answer)

        return await self._access.through(ask)

    async def _send(
        self, path: str, form: Params, *, write: bool = False, lane: Lane = Lane.INTERACTIVE
    ) -> Answer:
        ask = Ask(
            "POST",
            f"{self.site}/api/json/{path}",
            SITE,
            lane,
            write=write,
            body=urlencode({**form, **self._access.form()}).encode(),
            content_type="application/x-www-form-urlencoded",
        )
        return await self.wire.request(ask)


def orders_of(body: Mapping[str, object]) -> list[object]:
    """Return the orders of a find.

    Raises:
        Malformed: where it holds none.
    """
    orders = body.get("orders")
    if not isinstance(orders, list):
        raise ANSWERS.unreadable("It has no list of orders.")
    return cast("list[object]", orders)


def total_of(body: Mapping[str, object]) -> int | None:
    """Return how many orders the vendor says there are, where it does."""
    total = body.get("total")
    return total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None
