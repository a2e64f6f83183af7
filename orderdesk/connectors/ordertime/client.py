"""One method for each documented call that the desk makes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import quote, urlencode

from orderdesk.connectors import failures
from orderdesk.connectors.answers import REFUSES, is_web_page, request_id
from orderdesk.connectors.budget import Lane
from orderdesk.connectors.exchange import Answer, Ask
from orderdesk.connectors.http import Wire, check_address
from orderdesk.connectors.json_text import as_object, write
from orderdesk.connectors.ordertime.answers import ANSWERS, CHECK_ADDRESS, failure
from orderdesk.connectors.ordertime.session import API, Session, is_wordless, refuses_sign_in
from orderdesk.connectors.ordertime.vocabulary import SALES_ORDER, TITLE
from orderdesk.domain.errors import Malformed, NotFound, Rejected
from orderdesk.domain.messages import Message

LARGEST_PAGE: Final = 1_000
"""Records of one query at most (REST API page)."""

_LIST_PATIENCE: Final = 3
_LARGE: Final = 100_000

Info = Mapping[str, object]
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
        self.base = urls.get("api", "").strip().rstrip("/")
        self.session = Session(wire, self.base, secrets)

    @property
    def host(self) -> str:
        """The host of the API; raises Unreachable for an address nothing is sent to."""
        return check_address(TITLE, self.base)[0]

    async def rows(self, info: Info, *, lane: Lane = Lane.INTERACTIVE) -> list[object]:
        """POST list: the records of a type that fit a ListInfo, as a bare array.

        Raises:
            Rejected: the query is refused, or there is no such call at this address.
        """
        return await self._listed("list", info, lane)

    async def refs(self, info: Info, *, lane: Lane = Lane.INTERACTIVE) -> list[object]:
        """POST entityref: the same with numbers and names alone."""
        return await self._listed("entityref", info, lane)

    async def count(self, info: Info, *, lane: Lane = Lane.INTERACTIVE) -> int | None:
        """PUT list: how many records fit a ListInfo; None for an answer that is no number."""
        ask = Ask("PUT", f"{self.base}/list", API, lane, body=write(info))
        said = await self._json(ask)
        if isinstance(said, str) and said.strip().isascii() and said.strip().isdigit():
            return int(said)
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    async def get_order(self, number: str, *, lane: Lane = Lane.INTERACTIVE) -> object:
        """GET salesorder: one order with its lines."""
        return await self._json(Ask("GET", self._url("salesorder", {"docNo": number}), API, lane))

    async def create_order(self, order: Info) -> Written:
        """POST salesorder: create an order with its lines; 200 with the order."""
        return await self._write("POST", "salesorder", order)

    async def replace_order(self, order: Info) -> Written:
        """PUT salesorder: replace the whole order that its DocNo names; 200 with the order."""
        return await self._write("PUT", "salesorder", order)

    async def delete_order(self, number: str) -> Written:
        """DELETE salesorder: 200 with true."""
        return await self._write("DELETE", "salesorder", None, {"docNo": number})

    async def add_line(self, number: str, line: Info) -> Written:
        """POST salesorderlineitem: add a line to an order; 200 with the line.

        How the order is named was not to be found out: it is named in the query, as reading a
        line names it, and in the body.
        """
        params: Params = {"recordType": SALES_ORDER, "docNo": number}
        parent = {"RecordType": SALES_ORDER, "DocNo": int(number)}
        return await self._write("POST", "salesorderlineitem", {**line, **parent}, params)

    async def replace_line(self, line: Info) -> Written:
        """PUT salesorderlineitem: replace the whole line that its Id names; 200 with the line."""
        return await self._write("PUT", "salesorderlineitem", line)

    async def delete_line(self, line_id: str) -> Written:
        """DELETE salesorderlineitem: 200 with true."""
        return await self._write("DELETE", "salesorderlineitem", None, {"id": line_id})

    async def create_ship_doc(self, doc: Info) -> Written:
        """POST shipdoc: fill an order, wholly or in part; 200 with the ship doc."""
        return await self._write("POST", "shipdoc", doc)

    async def knock(self) -> Answer:
        """GET salesorder without credentials: whether somebody is there; any answer will do."""
        return await self.wire.request(Ask("GET", f"{self.base}/salesorder", API))

    def _url(self, path: str, params: Params) -> str:
        query = f"?{urlencode(params, quote_via=quote)}" if params else ""
        return f"{self.base}/{path}{query}"

    async def _authorised(self, ask: Ask) -> Answer:
        """Make a request with the credentials; where they are refused they are proved once more.

        If they turn out to be good, the request is made again: a refusal proves that nothing was
        done, so that this goes for writes too.
        """
        proof = await self.session.enter()
        answer = await self.wire.request(self.session.signed(ask))
        if refuses_sign_in(answer):
            await self.session.enter(stale=proof)
            answer = await self.wire.request(self.session.signed(ask))
        elif is_wordless(answer):
            await self.session.enter(stale=proof)
        if not answer.good:
            raise failure(answer, self.host, write=ask.write)
        return answer

    async def _json(self, ask: Ask) -> object:
        answer = await self._authorised(ask)
        if len(answer.body) > _LARGE:
            return await asyncio.to_thread(ANSWERS.json_of, answer, self.host)
        return ANSWERS.json_of(answer, self.host)

    async def _listed(self, path: str, info: Info, lane: Lane) -> list[object]:
        ask = Ask(
            "POST",
            f"{self.base}/{path}",
            API,
            lane,
            body=write(info),
            deadline=self.wire.deadline * _LIST_PATIENCE,
        )
        try:
            said = await self._json(ask)
        except NotFound as fault:
            # A list is never missing, but the address may be another service's.
            message = Message(REFUSES, {"vendor": TITLE, "words": fault.words or "404"})
            way_out = Message(CHECK_ADDRESS)
            raise Rejected(message, way_out=way_out, words=fault.words, status=404) from None
        if not isinstance(said, list):
            raise ANSWERS.unreadable("It is no list.")
        return cast("list[object]", said)

    async def _write(
        self, method: str, path: str, body: Info | None, params: Params | None = None
    ) -> Written:
        content = None if body is None else write(body)
        ask = Ask(method, self._url(path, params or {}), API, write=True, body=content)
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


def list_info(
    kind: int,
    filters: Sequence[Info] = (),
    *,
    sort: str | None = None,
    page: int = 1,
    size: int = LARGEST_PAGE,
    lines: bool = False,
) -> dict[str, object]:
    """Return a ListInfo (Basic Object Types page).

    The member for a sort's direction is not known, so that none is sent.
    """
    info: dict[str, object] = {"Type": kind, "Filters": list(filters)}
    if sort is not None:
        info["Sortation"] = {"PropertyName": sort}
    return info | {"PageNumber": page, "NumberOfRecords": size, "IncludeLineItems": lines}


EQUAL: Final = 1
GREATER: Final = 2
LESS: Final = 3
AT_LEAST: Final = 4
IN: Final = 8
CUSTOM_MACRO: Final = 25


def where(name: str, operator: int, value: str, **more: object) -> dict[str, object]:
    """Return one filter; several values of an `IN` stand in one text, split by commas."""
    return {"PropertyName": name, "Operator": operator, "FilterValueArray": value, **more}


def member_of(entry: object, *names: str) -> object:
    """Return a member of a member, None where there is none."""
    value = entry
    for name in names:
        value = as_object(value).get(name)
    return value
