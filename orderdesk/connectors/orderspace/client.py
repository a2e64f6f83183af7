"""One method for each documented call that the desk makes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from orderdesk.connectors import failures
from orderdesk.connectors.answers import is_web_page, request_id
from orderdesk.connectors.budget import AT_ONCE, Lane
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import write
from orderdesk.connectors.orderspace.answers import ANSWERS, failure
from orderdesk.connectors.orderspace.session import Session
from orderdesk.connectors.orderspace.vocabulary import TITLE
from orderdesk.domain.errors import Malformed

API: Final = "api"
MOST_PER_PAGE: Final = 200
"""The largest `limit` of a page (pagination chapter)."""
_LARGE: Final = 100_000

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the vendor confirmed by its status; `said` is None where it cannot be read."""

    said: object
    request_id: str | None


class Client:
    """The calls of one connection.

    Every method raises the VendorErrors of the domain; reads raise Malformed for an answer
    that cannot be read, writes OutcomeUnknown where nobody knows whether they were done.
    """

    def __init__(self, wire: Wire, *, urls: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self.wire = wire
        self.session = Session(wire, urls.get("token", ""), secrets)
        self.base = urls.get("api", "").strip().rstrip("/")
        # So that, when a token has ended, few requests are spent on finding that out.
        self._turns = {lane: asyncio.Semaphore(AT_ONCE) for lane in Lane}

    @property
    def host(self) -> str:
        """The host of the API; raises Unreachable for an address nothing is sent to."""
        return check_address(TITLE, self.base)[0]

    async def list_page(
        self, resource: str, params: Params | None = None, *, lane: Lane = Lane.INTERACTIVE
    ) -> object:
        """GET a list: `{resource: [...], has_more}`, or without has_more where it has no pages."""
        return await self._read(resource, params or {}, lane)

    async def get_order(self, order_id: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET orders/ID: one order with its lines."""
        return await self._read(f"orders/{_id(order_id)}", {}, lane)

    async def get_invoice(self, invoice_id: str) -> object:
        """GET invoices/ID: one invoice."""
        return await self._read(f"invoices/{_id(invoice_id)}", {}, Lane.INTERACTIVE)

    async def create_order(self, order: Mapping[str, object]) -> Written:
        """POST orders: place an order; 200 with the order."""
        return await self._write("POST", "orders", {"order": order})

    async def delete_order(self, order_id: str) -> Written:
        """DELETE orders/ID: take an order off the site; 200 with `deleted`."""
        return await self._write("DELETE", f"orders/{_id(order_id)}", None)

    async def create_invoice(self, invoice: Mapping[str, object]) -> Written:
        """POST invoices: make an invoice; 200 with the invoice."""
        return await self._write("POST", "invoices", {"invoice": invoice})

    async def delete_invoice(self, invoice_id: str) -> Written:
        """DELETE invoices/ID: take an invoice back; 200 with `deleted`."""
        return await self._write("DELETE", f"invoices/{_id(invoice_id)}", None)

    async def create_dispatch(self, dispatch: Mapping[str, object]) -> Written:
        """POST dispatches: record that items have left; 200 with the dispatch."""
        return await self._write("POST", "dispatches", {"dispatch": dispatch})

    async def knock(self) -> Answer:
        """GET orders without a token: whether somebody is there; any answer will do."""
        return await self.wire.request(Ask("GET", f"{self.base}/orders?limit=1", API))

    async def _authorised(self, ask: Ask) -> Answer:
        """Make a request with a token; one that is refused is renewed and tried once more.

        A 401 proves that nothing was done, so that this goes for writes too.
        """
        async with self._turns[ask.lane]:
            token = await self.session.token()
            answer = await self.wire.request(_with_token(ask, token))
            if answer.status == 401:
                token = await self.session.token(stale=token)
                answer = await self.wire.request(_with_token(ask, token))
        if not answer.good:
            raise failure(answer, self.host, write=ask.write)
        return answer

    async def _read(self, path: str, params: Params, lane: Lane) -> object:
        query = f"?{urlencode(params, quote_via=quote)}" if params else ""
        answer = await self._authorised(Ask("GET", f"{self.base}/{path}{query}", API, lane))
        if len(answer.body) > _LARGE:
            return await asyncio.to_thread(ANSWERS.json_of, answer, self.host)
        return ANSWERS.json_of(answer, self.host)

    async def _write(self, method: str, path: str, body: Mapping[str, object] | None) -> Written:
        content = None if body is None else write(body)
        ask = Ask(method, f"{self.base}/{path}", API, write=True, body=content)
        answer = await self._authorised(ask)
        if is_web_page(answer):
            # No service of theirs: whether it ever got there is not known.
            page = ANSWERS.web_page(self.host, answer.status)
            raise failures.unknown(TITLE, page.message, status=answer.status)
        try:
            said = ANSWERS.json_of(answer, self.host) if answer.whole else None
        except Malformed:
            said = None
        return Written(said, request_id(answer))


def _id(text: str) -> str:
    return quote(text, safe="")


def _with_token(ask: Ask, token: str) -> Ask:
    return replace(ask, headers={**ask.headers, "Authorization": f"Bearer {token}"})
