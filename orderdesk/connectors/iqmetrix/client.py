"""One method for each documented call of the vendor's services."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from orderdesk.connectors import failures
from orderdesk.connectors.answers import is_web_page, request_id
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import CAP, Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.iqmetrix.answers import ANSWERS
from orderdesk.connectors.iqmetrix.session import ACCOUNTS, Session
from orderdesk.connectors.iqmetrix.vocabulary import TITLE
from orderdesk.connectors.json_text import write
from orderdesk.domain.errors import Malformed

ORDERS = "orders"
CRM = "crm"
ENTITIES = "entitymanager"
USERS = "usermanager"
CATALOGS = "catalogs"

# The lists of orders have no paging: all of them come in one answer.
_LIST_CAP: Final = 512_000_000
_LIST_PATIENCE: Final = 10
_LARGE: Final = 100_000

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the vendor confirmed by its status; `said` is None where it cannot be read."""

    said: object
    request_id: str | None


class Client:
    """The calls of one connection; `urls` are the services' addresses by name.

    Every method raises the VendorErrors of the domain; reads raise Malformed for an answer
    that cannot be read, writes OutcomeUnknown where nobody knows whether they were done.
    """

    def __init__(
        self, wire: Wire, *, urls: Mapping[str, str], company: str, secrets: Mapping[str, str]
    ) -> None:
        self.wire = wire
        self.session = Session(wire, urls.get(ACCOUNTS, ""), secrets)
        self._urls = {name: url.rstrip("/") for name, url in urls.items()}
        self._company = f"Companies({quote(company, safe='')})"
        self._users = f"Entities({quote(company, safe='')})/Users"

    # The Order service: the thirteen calls of its reference page.

    async def create_order(self, order: Mapping[str, object]) -> Written:
        """POST Orders: create an order without items; 201 with the order."""
        return await self._write("POST", "Orders", order)

    async def list_orders(self, *, where: str | None = None, lane: Lane = Lane.INTERACTIVE) -> str:
        """GET Orders: all order summaries, or those of an OData filter `where`; the JSON text."""
        return await self._list("Orders", where, lane)

    async def get_order(self, order_id: str) -> object:
        """GET Orders({id}): one order without its items."""
        return await self._read(ORDERS, f"{self._company}/Orders({_id(order_id)})")

    async def replace_order(self, order_id: str, order: Mapping[str, object]) -> Written:
        """PUT Orders({id}): replace the header, its state too; 200 with the order."""
        return await self._write("PUT", f"Orders({_id(order_id)})", order)

    async def add_item(self, order_id: str, item: Mapping[str, object]) -> Written:
        """POST Orders({id})/Items: add one item; 201 with the item."""
        return await self._write("POST", f"Orders({_id(order_id)})/Items", item)

    async def list_items(self, order_id: str) -> object:
        """GET Orders({id})/Items: the items of an order."""
        return await self._read(ORDERS, f"{self._company}/Orders({_id(order_id)})/Items")

    async def process_order(self, order_id: str) -> Written:
        """POST Orders({id})/Process: process an order; 201 without the order."""
        path = f"Orders({_id(order_id)})/Process"
        return await self._write("POST", path, {"OrderId": order_id})

    async def create_full_order(self, order: Mapping[str, object]) -> Written:
        """POST OrderFull: create an order with its items; 201 with both."""
        return await self._write("POST", "OrderFull", order)

    async def list_full_orders(
        self, *, where: str | None = None, lane: Lane = Lane.INTERACTIVE
    ) -> str:
        """GET OrderFull: all orders with items, or those of an OData filter `where`; the JSON text.

        The filter is in the vendor's commerce guide and used by a client in production.
        """
        return await self._list("OrderFull", where, lane)

    async def get_full_order(self, order_id: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET OrderFull({id}): one order with its items."""
        path = f"{self._company}/OrderFull({_id(order_id)})"
        return await self._read(ORDERS, path, lane=lane)

    @asynccontextmanager
    async def stream_full_orders(self) -> AsyncGenerator[AsyncIterator[bytes]]:
        """GET OrderFull: all orders with items, as the bytes of the JSON text come."""
        url = self._url(ORDERS, f"{self._company}/OrderFull", {})
        deadline = self.wire.deadline * _LIST_PATIENCE
        ask = Ask("GET", url, ORDERS, Lane.BACKGROUND, deadline=deadline)
        token = await self.session.token()
        async with AsyncExitStack() as stack:
            begun = await stack.enter_async_context(self.wire.stream(_with_token(ask, token)))
            if begun[0].status == 401:
                await stack.aclose()
                token = await self.session.token(stale=token)
                begun = await stack.enter_async_context(self.wire.stream(_with_token(ask, token)))
            answer, pieces = begun
            if not answer.good:
                raise ANSWERS.refusal(answer, write=False)
            if is_web_page(answer):
                raise ANSWERS.web_page(self.host(ORDERS), answer.status)
            yield _after(answer.body, pieces)

    async def replace_full_order(self, order_id: str, order: Mapping[str, object]) -> Written:
        """PUT OrderFull({id}): replace an order and all its items; 200 with both."""
        return await self._write("PUT", f"OrderFull({_id(order_id)})", order)

    # The services that know the names behind the ids.

    async def list_locations(self) -> object:
        """GET Companies({C})/Locations of the entity manager: a bare list."""
        return await self._read(ENTITIES, f"{self._company}/Locations", lane=Lane.BACKGROUND)

    async def list_suppliers(self) -> object:
        """GET Suppliers of the entity manager: a bare list."""
        return await self._read(ENTITIES, "Suppliers", lane=Lane.BACKGROUND)

    async def list_customers(self, *, skip: int, top: int) -> object:
        """GET Companies({C})/Customers of the CRM: a HAL page."""
        params = {"$skip": skip, "$top": top}
        path = f"{self._company}/Customers"
        return await self._read(CRM, path, params=params, lane=Lane.BACKGROUND)

    async def list_addresses(self, customer_id: str) -> object:
        """GET Customers({id})/Addresses of the CRM: a bare list."""
        return await self._read(CRM, f"{self._company}/Customers({_id(customer_id)})/Addresses")

    async def list_employees(self, *, skip: int, top: int) -> object:
        """GET Entities({C})/Users of the user manager: a page with metadata and items."""
        params = {"$skip": skip, "$top": top}
        return await self._read(USERS, self._users, params=params, lane=Lane.BACKGROUND)

    async def find_products(self, sku: str) -> object:
        """GET Catalog/Items/ByVendorSku of the catalog: the products of a supplier's SKU."""
        path = f"{self._company}/Catalog/Items/ByVendorSku"
        return await self._read(CATALOGS, path, params={"vendorsku": sku})

    async def ping(self, service: str) -> Answer:
        """GET ping: whether somebody is there, signed in or not; any answer will do."""
        # Who is not signed in has limits of their own.
        return await self.wire.request(
            Ask("GET", self._url(service, "ping", {}), f"{service}, not signed in")
        )

    def address(self, service: str) -> str:
        """Return the configured address of a service."""
        return self._urls.get(service, "")

    def host(self, service: str) -> str:
        """Return the host of a service.

        Raises:
            Unreachable: if the address is none that anything is sent to.
        """
        return check_address(TITLE, self.address(service))[0]

    def _url(self, service: str, path: str, params: Params) -> str:
        query = urlencode(params, quote_via=quote) if params else ""
        return f"{self.address(service)}/{path}" + (f"?{query}" if query else "")

    async def _authorised(self, ask: Ask) -> Answer:
        """Make a request with a token; one that is refused is renewed and tried once more.

        A 401 proves that nothing was done, so that this goes for writes too.
        """
        token = await self.session.token()
        answer = await self.wire.request(_with_token(ask, token))
        if answer.status == 401:
            token = await self.session.token(stale=token)
            answer = await self.wire.request(_with_token(ask, token))
        if not answer.good:
            raise ANSWERS.refusal(answer, write=ask.write)
        return answer

    async def _read(
        self,
        service: str,
        path: str,
        *,
        params: Params | None = None,
        lane: Lane = Lane.INTERACTIVE,
    ) -> object:
        url = self._url(service, path, params or {})
        answer = await self._authorised(Ask("GET", url, service, lane))
        if len(answer.body) > _LARGE:
            return await asyncio.to_thread(ANSWERS.json_of, answer, self.host(service))
        return ANSWERS.json_of(answer, self.host(service))

    async def _list(self, path: str, where: str | None, lane: Lane) -> str:
        url = self._url(
            ORDERS, f"{self._company}/{path}", {} if where is None else {"$filter": where}
        )
        deadline = self.wire.deadline * _LIST_PATIENCE
        # What a filter leaves is little; more is not what was asked for, and not worth the memory.
        cap = _LIST_CAP if where is None else CAP
        ask = Ask("GET", url, ORDERS, lane, deadline=deadline, cap=cap)
        answer = await self._authorised(ask)
        return await asyncio.to_thread(ANSWERS.json_text, answer, self.host(ORDERS))

    async def _write(self, method: str, path: str, body: Mapping[str, object]) -> Written:
        url = self._url(ORDERS, f"{self._company}/{path}", {})
        answer = await self._authorised(Ask(method, url, ORDERS, write=True, body=write(body)))
        if is_web_page(answer):
            # No service of theirs: whether it ever got there is not known.
            page = ANSWERS.web_page(self.host(ORDERS), answer.status)
            raise failures.unknown(TITLE, page.message, status=answer.status)
        try:
            said = ANSWERS.json_of(answer, self.host(ORDERS)) if answer.whole else None
        except Malformed:
            said = None
        return Written(said, request_id(answer))


async def _after(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


def _id(text: str) -> str:
    return quote(text, safe="")


def _with_token(ask: Ask, token: str) -> Ask:
    return replace(ask, headers={**ask.headers, "Authorization": f"Bearer {token}"})
