"""The way of a request: log, faults before the work, the work, faults after it, the answer."""

import logging
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, unquote_plus

from starlette.types import Receive, Scope, Send

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.damage import WEB_PAGE, bombed, shortened, with_field_replaced
from orderdesk.sandbox.exchange import Reply, Request, text_reply
from orderdesk.sandbox.faults import Fault, FaultPlan
from orderdesk.sandbox.holds import Holds
from orderdesk.sandbox.request_log import Entry, RequestLog
from orderdesk.sandbox.vendors import StandIn
from orderdesk.sandbox.waiting import Closing, Lifetime
from orderdesk.sandbox.wires import Peer, Wires

SITE = "site"
"""The one service of a vendor that has a port for itself."""
_BODY_LIMIT = 32 * 1024 * 1024
_logger = logging.getLogger(__name__)


class _Gone(Exception):
    """The client left before it had sent the whole request."""


class _Cut(Exception):
    """The connection is to be closed instead of being answered."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__()
        self.reset = reset


class Gate:
    """All vendors' services as one ASGI application, below `/VENDOR/SERVICE/` or on own ports."""

    def __init__(self, *, clock: Clock, seed: int) -> None:
        self.stand_ins: dict[str, StandIn] = {}
        self.ports: dict[int, str] = {}
        """The vendor that has a port for itself."""
        self.clock = clock
        self.log = RequestLog()
        self.faults = FaultPlan(seed)
        self.lifetime = Lifetime()
        self.holds = Holds(self.lifetime)
        self.wires = Wires()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        vendor, service, path = self._addressed(scope)
        stand_in = self.stand_ins.get(vendor)
        try:
            body = await _body(receive)
        except _Gone:
            return
        if stand_in is None:
            await _send(send, text_reply("Nothing here.", 404), ())
            return
        query: bytes = scope["query_string"]
        request = Request(
            service=service,
            method=scope["method"],
            path=path,
            params=_params(query),
            headers={k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]},
            body=body or b"",
            query=query.decode("latin-1"),
        )
        reply = text_reply("The body is too long.", 413) if body is None else None
        await _Passage(self, stand_in, vendor, request, unquote_plus(query.decode("latin-1"))).go(
            scope, receive, send, reply
        )

    def _addressed(self, scope: Scope) -> tuple[str, str, str]:
        """Part an address into the vendor, its service and the path below it."""
        path: str = scope["path"]
        server: tuple[str, int] = scope["server"]
        alone = self.ports.get(server[1])
        if alone is not None:
            return alone, SITE, path
        _empty, vendor, service, *rest = [*path.split("/", 3), "", ""]
        return vendor, service, "/" + rest[0]


class _Passage:
    """One request on its way."""

    def __init__(
        self, gate: Gate, stand_in: StandIn, vendor: str, request: Request, query: str
    ) -> None:
        self._gate = gate
        self._stand_in = stand_in
        self._request = request
        self._entry: Entry = gate.log.open(
            time=gate.clock.now(),
            vendor=vendor,
            request=request,
            query=query,
            private=stand_in.is_private(request),
        )
        self._faults = gate.faults.falling(vendor, request)
        self._entry.faults = [fault.kind for _number, fault in self._faults]

    async def go(self, scope: Scope, receive: Receive, send: Send, reply: Reply | None) -> None:
        """Answer, or cut the connection; the log is told before the answer can be read."""
        try:
            reply = reply or await self._reply()
            await self._deliver(reply, send)
        except (Closing, _Cut) as end:
            self._gate.log.close(self._entry, status=None)
            peer: Peer = tuple(scope["client"])
            self._gate.wires.cut(peer, reset=isinstance(end, _Cut) and end.reset)
            while (await receive())["type"] != "http.disconnect":
                pass  # the server must see the connection end before this call returns

    async def _reply(self) -> Reply:
        instead = await self._stage("before")
        if instead is not None:
            return instead
        worked = self._work()
        self._entry.reached(worked)
        instead = await self._stage("after")
        return self._damaged(instead or worked)

    def _work(self) -> Reply:
        try:
            return self._stand_in.answer(self._request)
        except Exception:
            # A defect of the stand-in; the client sees what it would see of a vendor's.
            _logger.exception("The sandbox failed at %s", self._request.path)
            return self._stand_in.failure(self._request.service, 500)

    async def _stage(self, when: str) -> Reply | None:
        """Return the faults before or after the work; the answer to give instead, if any."""
        for number, fault in self._faults:
            if fault.when != when:
                continue
            if fault.kind == "latency":
                await self._gate.lifetime.pause(float(fault.seconds))
            elif fault.kind == "hold":
                await self._hold(number, when)
            elif fault.kind == "cut":
                raise _Cut(reset=fault.reset)
            elif fault.kind == "status":
                return self._failure(fault)
        return None

    async def _hold(self, number: int, when: str) -> None:
        way = await self._gate.holds.keep(self._entry, fault=number, when=when)
        if way == "continue":
            return
        if way == "cut" and when == "before":
            self._entry.reached(self._work())
        raise _Cut(reset=True)

    def _failure(self, fault: Fault) -> Reply:
        reply = self._stand_in.failure(self._request.service, fault.status or 500)
        if fault.body is None:
            return reply
        kind = fault.content_type or reply.content_type
        return replace(reply, body=fault.body.encode(), content_type=kind)

    def _damaged(self, reply: Reply) -> Reply:
        for _number, fault in self._faults:
            if fault.kind == "field":
                reply = with_field_replaced(reply, fault)
            elif fault.kind == "html":
                reply = Reply(fault.status or 200, WEB_PAGE.encode(), "text/html")
            elif fault.kind == "bomb":
                reply = bombed(reply, fault)
            elif fault.kind == "malformed":
                reply = replace(reply, body=shortened(reply.body, fault.fraction))
        return reply

    def _fault(self, kind: str) -> Fault | None:
        return next((fault for _number, fault in self._faults if fault.kind == kind), None)

    async def _deliver(self, reply: Reply, send: Send) -> None:
        skew = self._fault("clock_skew")
        seconds = 0.0 if skew is None else float(skew.seconds)
        moment = self._gate.clock.now() + timedelta(seconds=seconds)
        headers = (
            ("date", format_datetime(moment, usegmt=True)),
            ("x-sandbox-request", str(self._entry.number)),
        )
        truncate, drip = self._fault("truncate"), self._fault("drip")
        if truncate is not None:
            await _send(send, reply, headers, pieces=[shortened(reply.body, truncate.fraction)])
            raise _Cut(reset=False)
        self._gate.log.close(self._entry, status=reply.status)
        if drip is None:
            await _send(send, reply, headers)
        else:
            await self._drip(send, reply, headers, drip)

    async def _drip(
        self, send: Send, reply: Reply, headers: tuple[tuple[str, str], ...], fault: Fault
    ) -> None:
        await _send(send, reply, headers, pieces=[])
        for start in range(0, max(len(reply.body), 1), fault.size):
            piece = reply.body[start : start + fault.size]
            more = start + fault.size < len(reply.body)
            await send({"type": "http.response.body", "body": piece, "more_body": more})
            if more:
                await self._gate.lifetime.pause(float(fault.seconds))


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body; None when it is longer than we keep; raises `_Gone`."""
    pieces: list[bytes] = []
    length = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        piece: bytes = message.get("body", b"")
        length += len(piece)
        if length <= _BODY_LIMIT:
            pieces.append(piece)
        more = message.get("more_body", False)
    return b"".join(pieces) if length <= _BODY_LIMIT else None


def _params(query: bytes) -> dict[str, str]:
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return {name.lower(): value for name, value in pairs}


async def _send(
    send: Send,
    reply: Reply,
    headers: tuple[tuple[str, str], ...],
    *,
    pieces: list[bytes] | None = None,
) -> None:
    """Send the answer whole, or its head and the given pieces without an end."""
    every = [*headers, *reply.headers, ("content-length", str(len(reply.body)))]
    if reply.content_type is not None:
        every.append(("content-type", reply.content_type))
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in every]
    await send({"type": "http.response.start", "status": reply.status, "headers": encoded})
    if pieces is None:
        await send({"type": "http.response.body", "body": reply.body})
        return
    for piece in pieces:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
