"""The control endpoint: the log, faults, holds, switches, the clock, and a colleague's hand."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from orderdesk.sandbox.faults import KINDS, Fault, WrongFault, fault_from
from orderdesk.sandbox.gate import Gate
from orderdesk.sandbox.holds import WAYS
from orderdesk.sandbox.json_text import Document, JsonValue, NotJson, encode, parse, parse_object
from orderdesk.sandbox.switches import WrongSwitch
from orderdesk.sandbox.vendors import StandIn, UnknownOrder, Vendor, WrongChange

_LONGEST_WAIT = 60.0
_LONGEST_ADVANCE = 10 * 366 * 86_400
_Handler = Callable[[Request], Awaitable[JsonValue]]


class WrongUse(ValueError):
    """The control endpoint was asked for something that there is not; the message says what."""


def add_faults(gate: Gate, value: JsonValue, vendors: list[Vendor]) -> list[JsonValue]:
    """Let one fault stand, or every one of a list; their numbers, or for an act at once its result.

    Raises:
        WrongFault: when one of them is none; then none is set.
    """
    every = value if isinstance(value, list) else [value]
    read: list[Fault] = []
    for one in every:
        if not isinstance(one, dict):
            raise WrongFault("A fault is a JSON object.")
        read.append(fault_from(one, _presets(one.get("vendor"), vendors)))
    set_now: list[JsonValue] = []
    for fault in read:
        if fault.kind == "expire_tokens":
            ended = sum(stand_in.expire_tokens() for stand_in in gate.stand_ins.values())
            set_now.append({"expired_tokens": ended})
        else:
            set_now.append({"id": gate.faults.add(fault), **fault.document()})
    return set_now


def _presets(wanted: JsonValue, vendors: list[Vendor]) -> dict[str, Document]:
    """Return the ready faults by name: of the vendor that a fault names, or of every vendor."""
    chosen = [vendor for vendor in vendors if wanted is None or vendor.name == wanted]
    return {name: {**preset} for vendor in chosen for name, preset in vendor.presets.items()}


class Control:
    """What the addresses below `/control` do."""

    def __init__(
        self,
        gate: Gate,
        vendors: list[Vendor],
        *,
        description: Callable[[], Document],
        defaults: tuple[int, int],
        moved: Callable[[], None],
    ) -> None:
        """Build on a gate; `defaults`: orders and seed of a reset; `moved` hears of the clock."""
        self._gate = gate
        self._vendors = vendors
        self._description = description
        self._defaults = defaults
        self._moved = moved

    def routes(self) -> list[Route]:
        """Every address with its handler."""
        table: list[tuple[str, str, _Handler]] = [
            ("GET", "/health", self._health),
            ("GET", "/description", self._describe),
            ("GET", "/log", self._log),
            ("DELETE", "/log", self._clear_log),
            ("GET", "/faults", self._list_faults),
            ("POST", "/faults", self._set_faults),
            ("DELETE", "/faults", self._clear_faults),
            ("DELETE", "/faults/{number:int}", self._clear_faults),
            ("GET", "/holds", self._list_holds),
            ("POST", "/release", self._release),
            ("GET", "/clock", self._clock),
            ("POST", "/advance", self._advance),
            ("GET", "/switches", self._list_switches),
            ("POST", "/switches", self._set_switches),
            ("DELETE", "/switches", self._reset_switches),
            ("GET", "/orders", self._list_orders),
            ("GET", "/orders/{key}", self._show_order),
            ("POST", "/orders/{key}", self._change_order),
            ("DELETE", "/orders/{key}", self._remove_order),
            ("POST", "/reset", self._reset),
        ]
        return [
            Route(f"/control{path}", _endpoint(handler), methods=[method])
            for method, path, handler in table
        ]

    async def _health(self, _request: Request) -> JsonValue:
        return {"status": "ok", "time": self._gate.clock.now().isoformat()}

    async def _describe(self, _request: Request) -> JsonValue:
        return {**self._description()}

    async def _log(self, request: Request) -> JsonValue:
        query = request.query_params
        since = _whole(query.get("since", "0"), "since")
        count = _whole(query.get("count", "1"), "count")
        if "wait" in query:
            log, settled = self._gate.log, query.get("stage") != "arrived"
            await self._gate.lifetime.until(
                lambda: log.reaches(since, count, settled=settled),
                log.bell,
                _seconds(query["wait"]),
            )
        bodies = query.get("bodies") in ("1", "true")
        return [
            entry.document(bodies=bodies)
            for entry in self._gate.log.since(since, vendor=query.get("vendor"))
        ]

    async def _clear_log(self, _request: Request) -> JsonValue:
        self._gate.log.clear()
        return {}

    async def _list_faults(self, _request: Request) -> JsonValue:
        return {
            "faults": [*self._gate.faults.table()],
            "kinds": {**KINDS},
            "presets": {
                name: {**preset}
                for vendor in self._vendors
                for name, preset in vendor.presets.items()
            },
        }

    async def _set_faults(self, request: Request) -> JsonValue:
        return {"faults": add_faults(self._gate, parse(await request.body()), self._vendors)}

    async def _clear_faults(self, request: Request) -> JsonValue:
        number: int | None = request.path_params.get("number")
        self._gate.faults.remove(number)
        return {"released": self._gate.holds.release("continue", fault=number)}

    async def _list_holds(self, request: Request) -> JsonValue:
        holds = self._gate.holds
        if "wait" in request.query_params:
            count = _whole(request.query_params.get("count", "1"), "count")
            await self._gate.lifetime.until(
                lambda: holds.count() >= count, holds.bell, _seconds(request.query_params["wait"])
            )
        return [*holds.table()]

    async def _release(self, request: Request) -> JsonValue:
        asked = await _object(request)
        way = asked.get("then", "continue")
        if not isinstance(way, str) or way not in WAYS:
            raise WrongUse(f"then is one of {', '.join(WAYS)}.")
        hold, fault = asked.get("hold"), asked.get("fault")
        if not isinstance(hold, int | None) or not isinstance(fault, int | None):
            raise WrongUse("hold and fault are numbers.")
        return {"released": self._gate.holds.release(way, hold=hold, fault=fault)}

    async def _clock(self, _request: Request) -> JsonValue:
        clock = self._gate.clock
        return {"time": clock.now().isoformat(), "offset": Decimal(str(clock.offset))}

    async def _advance(self, request: Request) -> JsonValue:
        seconds = (await _object(request)).get("seconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | Decimal):
            raise WrongUse("seconds is a number.")
        if abs(seconds) > _LONGEST_ADVANCE:
            raise WrongUse("The clock is moved by ten years at most.")
        time = self._gate.clock.advance(float(seconds))
        self._moved()
        return {"time": time.isoformat()}

    async def _list_switches(self, _request: Request) -> JsonValue:
        return {
            name: [*stand_in.switches.table()] for name, stand_in in self._gate.stand_ins.items()
        }

    async def _set_switches(self, request: Request) -> JsonValue:
        asked = await _object(request)
        stand_in = self._stand_in(request)
        stand_in.switches.set(asked)
        return stand_in.switches.standing()

    async def _reset_switches(self, request: Request) -> JsonValue:
        stand_in = self._stand_in(request)
        stand_in.switches.reset()
        return stand_in.switches.standing()

    async def _list_orders(self, request: Request) -> JsonValue:
        conditions = {k: v for k, v in request.query_params.items() if k != "vendor"}
        return [*self._stand_in(request).orders(conditions)]

    async def _show_order(self, request: Request) -> JsonValue:
        return self._stand_in(request).order(request.path_params["key"])

    async def _change_order(self, request: Request) -> JsonValue:
        change = await _object(request)
        return self._stand_in(request).change_order(request.path_params["key"], change)

    async def _remove_order(self, request: Request) -> JsonValue:
        self._stand_in(request).remove_order(request.path_params["key"])
        return {}

    async def _reset(self, request: Request) -> JsonValue:
        asked = await _object(request)
        orders, seed = (
            asked.get("orders", self._defaults[0]),
            asked.get("seed", self._defaults[1]),
        )
        if not isinstance(orders, int) or not isinstance(seed, int) or orders < 0:
            raise WrongUse("orders and seed are whole numbers.")
        self._gate.faults.remove()
        self._gate.holds.release("cut")
        self._gate.log.clear()
        for stand_in in self._gate.stand_ins.values():
            stand_in.switches.reset()
            stand_in.reset(orders=orders, seed=seed)
        return {}

    def _stand_in(self, request: Request) -> StandIn:
        every = self._gate.stand_ins
        chosen = request.query_params.get("vendor") or next(iter(every))
        if chosen not in every:
            raise WrongUse(f"There is no vendor {chosen!r}; there are {', '.join(every)}.")
        return every[chosen]


def _endpoint(handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return Response(encode(await handler(request)), media_type="application/json")
        except UnknownOrder as fault:
            status, text = 404, str(fault)
        except (NotJson, WrongUse, WrongFault, WrongSwitch, WrongChange) as fault:
            status, text = 400, str(fault)
        return Response(encode({"error": text}), status_code=status, media_type="application/json")

    return endpoint


async def _object(request: Request) -> Document:
    body = await request.body()
    return parse_object(body) if body.strip() else {}


def _whole(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise WrongUse(f"{name} is a whole number, not {text!r}.")
    return int(text)


def _seconds(text: str) -> float:
    try:
        return min(max(float(text), 0.0), _LONGEST_WAIT)
    except ValueError:
        raise WrongUse(f"wait is a number of seconds, not {text!r}.") from None
