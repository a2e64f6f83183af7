"""One method for each documented call that the desk makes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from orderdesk.connectors import failures
from orderdesk.connectors.answers import is_web_page, request_id
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import as_object
from orderdesk.connectors.valomnia.answers import (
    ANSWERS,
    CHECK_LOGIN,
    failure,
    is_signed_out,
    location_of,
    trouble_of,
)
from orderdesk.connectors.valomnia.forms import Form
from orderdesk.connectors.valomnia.session import Session
from orderdesk.connectors.valomnia.vocabulary import TITLE
from orderdesk.domain.errors import Malformed, NotFound, NotSignedIn
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

API: Final = "api"
VERSION: Final = "v2.1"
_LARGE: Final = 100_000
_AT_ONCE: Final = 4
_RENEWALS: Final = 10

NOT_KEPT = QT_TRANSLATE_NOOP(
    "messages", "{vendor} accepts the sign-in, and ends the session at once."
)

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Written:
    """A write that the vendor confirmed by its status; `said` is None where it cannot be read."""

    said: object
    request_id: str | None

    @property
    def succeeded(self) -> bool:
        """Whether a deletion says that it worked: its true is a text."""
        return as_object(self.said).get("success") in (True, "true")


class Client:
    """The calls of one connection.

    Every method raises the VendorErrors of the domain; reads raise Malformed for an answer
    that cannot be read, writes OutcomeUnknown where nobody knows whether they were done.
    """

    def __init__(self, wire: Wire, *, site: str, secrets: Mapping[str, str]) -> None:
        self.wire = wire
        self.site = site.strip().rstrip("/")
        self.base = f"{self.site}/api/{VERSION}"
        self.session = Session(wire, self.site, secrets)
        # So that, when a session has ended, few requests are spent on finding that out.
        self._turns = {lane: asyncio.Semaphore(_AT_ONCE) for lane in Lane}

    @property
    def host(self) -> str:
        """The host of the site; raises Unreachable for an address nothing is sent to."""
        return check_address(TITLE, self.site)[0]

    async def page(
        self, resource: str, params: Params, *, lane: Lane = Lane.BACKGROUND
    ) -> Mapping[str, object]:
        """GET a list: `{paging, data}`."""
        query = urlencode(params, quote_via=quote)
        return as_object(await self._read(f"{resource}?{query}", lane))

    async def operation(self, order_id: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET orders/ID: an operation without its lines."""
        return await self._read(f"orders/{_part(order_id)}", lane)

    async def by_reference(self, resource: str, *references: str) -> object:
        """GET RESOURCE/reference/REFERENCE; None where there is none of that reference."""
        path = "/".join(map(_part, references))
        return await self._found(f"{resource}/reference/{path}", Lane.INTERACTIVE)

    async def part(self, resource: str, key: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET RESOURCE/ID of a line, a payment, a prepayment, a customer; None for no such."""
        return await self._found(f"{resource}/{_part(key)}", lane)

    async def create(self, form: Form) -> Written:
        """POST orders: a new operation; 201 (or 200) with it."""
        return await self._write("POST", "orders", form)

    async def update(self, order_id: str | None, form: Form) -> Written:
        """POST orders/ID, or orders with the id in the form: change an operation; 200 with it."""
        path = "orders" if order_id is None else f"orders/{_part(order_id)}"
        return await self._write("POST", path, form)

    async def delete(self, order_id: str) -> Written:
        """DELETE orders/ID: take an operation off; 200 with `success`."""
        return await self._write("DELETE", f"orders/{_part(order_id)}", None)

    async def assign(self, form: Form) -> Written:
        """POST assignDelivery: give an operation a deliverer; 201 with it."""
        return await self._write("POST", "assignDelivery", form)

    async def unassign(self, order_id: str) -> Written:
        """DELETE assignDelivery/ID: take the deliverer off; 200 with `success`."""
        return await self._write("DELETE", f"assignDelivery/{_part(order_id)}", None)

    async def profile(self) -> Mapping[str, object]:
        """GET /login/ajaxSuccess: who is signed in, and perhaps a warning."""
        ask = Ask("GET", f"{self.site}/login/ajaxSuccess", API, follow=False)
        return as_object(ANSWERS.json_of(await self._signed(ask), self.host))

    async def knock(self) -> Answer:
        """GET orders without a session: whether somebody is there; any answer will do."""
        return await self.wire.request(Ask("GET", f"{self.base}/orders?max=1", API, follow=False))

    async def _signed(self, ask: Ask) -> Answer:
        """Make a request with the session and judge its answer."""
        async with self._turns[ask.lane]:
            answer = await self._in_session(ask)
        if is_web_page(answer) and ask.write:
            # No service of theirs: whether it ever got there is not known.
            page = ANSWERS.web_page(self.host, answer.status)
            raise failures.unknown(TITLE, page.message, status=answer.status)
        if location_of(answer) is not None:
            moved = failures.redirected(TITLE, self.host, answer.status)
            raise failures.unknown(TITLE, moved.message) if ask.write else moved
        if not answer.good or trouble_of(answer) is not None:
            raise failure(answer, self.host, write=ask.write)
        return answer

    async def _in_session(self, ask: Ask) -> Answer:
        """Make a request; a session that has ended is renewed, and it is made once more.

        An answer that nobody is signed in proves that nothing was done, so that this goes for
        writes too. Of the many requests that an order is read with, some may find the new
        session ended as well: as long as others are served meanwhile, they go on.
        """
        cookie = await self.session.cookie()
        for renewal in range(_RENEWALS + 1):
            before = self.session.served
            answer = await self.wire.request(_with(ask, cookie))
            if not is_signed_out(answer):
                self.session.served += 1
                return answer
            if renewal == _RENEWALS or (renewal and self.session.served == before):
                message = Message(NOT_KEPT, {"vendor": TITLE})
                raise NotSignedIn(message, way_out=Message(CHECK_LOGIN), status=answer.status)
            cookie = await self.session.cookie(stale=cookie)
        raise AssertionError("the last attempt returns or raises")

    async def _read(self, path: str, lane: Lane) -> object:
        answer = await self._signed(Ask("GET", f"{self.base}/{path}", API, lane, follow=False))
        if len(answer.body) > _LARGE:
            return await asyncio.to_thread(ANSWERS.json_of, answer, self.host)
        return ANSWERS.json_of(answer, self.host)

    async def _found(self, path: str, lane: Lane) -> object:
        """Read something, or None where it is not there; a line's 404 has no body at all."""
        try:
            return await self._read(path, lane)
        except NotFound:
            return None
        except Malformed as error:
            if error.status == 404 and path.startswith("orderDetails/"):
                return None
            raise

    async def _write(self, method: str, path: str, form: Form | None) -> Written:
        ask = Ask(method, f"{self.base}/{path}", API, write=True, follow=False)
        if form is not None:
            ask = replace(ask, body=form.body, content_type=form.content_type)
        answer = await self._signed(ask)
        try:
            said = ANSWERS.json_of(answer, self.host) if answer.whole else None
        except Malformed:
            said = None
        return Written(said, request_id(answer))


def _part(text: str) -> str:
    return quote(text, safe="")


def _with(ask: Ask, cookie: str) -> Ask:
    return replace(ask, headers={**ask.headers, "Cookie": cookie})
