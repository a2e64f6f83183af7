"""A gift shop on loopback, so that the connector can be tried over a real socket."""

from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from secrets import token_hex

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue, NotJson, parse_object
from orderdesk.sandbox.switches import Switch, SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, UnknownOrder, Vendor, WrongChange

_TILL = {"till": "quay-till-7", "till_pin": "red-kettle-19"}
_LIFE = 900
_SWITCHES = (Switch("rate_limit", (), "How many requests a minute are answered.", 120),)
_EDITABLE = ("reference", "gift_message")


class _Refusal(Exception):
    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.reply = json_reply({"message": words}, status)


class GiftShop:
    """One shop's orders."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.switches = SwitchBoard(_SWITCHES)
        self._clock = surroundings.clock
        self._kept = surroundings.storage.collection("acme", "order")
        self._ends: dict[str, float] = {}
        self._answered: deque[float] = deque()
        self._orders = dict(self._kept.read())
        if not self._orders:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def reset(self, *, orders: int, seed: int) -> None:
        """Make up new orders."""
        self._kept.clear()
        self._orders.clear()
        self._answered.clear()
        self._ends.clear()
        for number in range(1, orders + 1):
            order = self._made({"reference": f"Birthday {number + seed}"}, number)
            order["state"] = ("open", "open", "wrapped", "open", "sent")[number % 5]
            order["ribbon"] = None if order["state"] == "open" else "gold"
        self._kept.put_all(self._orders.items())

    def _made(self, body: Mapping[str, JsonValue], number: int) -> Document:
        key = f"a{number:06}"
        placed = self._clock.now() - timedelta(minutes=1_000 - number)
        given = body.get("lines")
        lines: list[JsonValue] = []
        for line in given if isinstance(given, list) else [{"title": "Tea", "price": "12.50"}]:
            content = line if isinstance(line, dict) else {}
            price = Decimal(str(content.get("price") or "0"))
            quantity = int(str(content.get("quantity") or "1"))
            title = content.get("title")
            key_of_line = f"{key}-{len(lines) + 1}"
            lines.append({"id": key_of_line, "title": title, "quantity": quantity, "price": price})
        self._orders[key] = {
            "id": key,
            "number": f"G-{number}",
            "reference": body.get("reference"),
            "gift_message": body.get("gift_message"),
            "ribbon": None,
            "state": "open",
            "placed": placed.isoformat(),
            "lines": lines,
        }
        return self._orders[key]

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        try:
            self._count()
            if request.path == "/session":
                return self._sign_in(parse_object(request.body))
            self._check(request)
            return self._call(request)
        except _Refusal as refusal:
            return refusal.reply
        except NotJson as fault:
            return json_reply({"message": str(fault)}, 400)

    def _check(self, request: Request) -> None:
        ends = self._ends.get(request.headers.get("x-session", ""), 0.0)
        if ends <= self._clock.timestamp():
            raise _Refusal(401, "Sign in at the till first.")

    def _count(self) -> None:
        now = self._clock.timestamp()
        while self._answered and self._answered[0] <= now - 60:
            self._answered.popleft()
        if len(self._answered) >= self.switches.number("rate_limit"):
            raise _Refusal(429, "The shop is full.")
        self._answered.append(now)

    def _sign_in(self, body: Document) -> Reply:
        if body != _TILL:
            raise _Refusal(403, "No such till, or not its PIN.")
        session = token_hex(16)
        self._ends[session] = self._clock.timestamp() + _LIFE
        return json_reply({"session": session, "seconds": _LIFE})

    def _call(self, request: Request) -> Reply:
        _root, kind, *rest = request.path.split("/")
        if kind != "orders" or len(rest) > 2:
            raise _Refusal(404, "There is no such call.")
        if not rest:
            return self._create(request) if request.method == "POST" else self._list(request)
        order = self._orders.get(rest[0])
        if order is None:
            raise _Refusal(404, "There is no such order.")
        calls: Mapping[tuple[str, ...], Callable[[Document, Request], Reply]] = {
            ("GET",): lambda order, _request: json_reply(order),
            ("PUT",): self._edit,
            ("POST", "wrap"): self._wrap,
            ("DELETE",): self._delete,
        }
        call = calls.get((request.method, *rest[1:]))
        if call is None:
            raise _Refusal(404, "There is no such call.")
        return call(order, request)

    def _list(self, request: Request) -> Reply:
        after, limit = request.params.get("after", ""), int(request.params.get("limit", "20"))
        found = [order for key, order in sorted(self._orders.items()) if key > after]
        page: list[JsonValue] = [*found[:limit]]
        return json_reply({"orders": page, "more": len(found) > limit})

    def _create(self, request: Request) -> Reply:
        body = parse_object(request.body)
        if body.get("reference") in [order["reference"] for order in self._orders.values()]:
            raise _Refusal(409, "This reference has been used.")
        number = max((int(key[1:]) for key in self._orders), default=0) + 1
        order = self._made(body, number)
        return self._done(order, "create", 201)

    def _done(self, order: Document, action: str, status: int = 200) -> Reply:
        key = str(order["id"])
        self._kept.put(key, order)
        return json_reply(order, status, action=action, subject=key)

    def _edit(self, order: Document, request: Request) -> Reply:
        if order["state"] == "sent":
            raise _Refusal(409, "The parcel has left.")
        body = parse_object(request.body)
        if len(str(body.get("gift_message") or "")) > 200:
            raise _Refusal(422, "The card holds 200 letters.")
        order.update({name: body[name] for name in _EDITABLE if name in body})
        return self._done(order, "edit")

    def _wrap(self, order: Document, request: Request) -> Reply:
        if order["state"] != "open":
            raise _Refusal(409, f"An order that is {order['state']} cannot be wrapped.")
        ribbon = parse_object(request.body).get("ribbon")
        if ribbon not in ("red", "gold"):
            raise _Refusal(422, "There is no such ribbon.")
        order.update(state="wrapped", ribbon=ribbon)
        return self._done(order, "wrap")

    def _delete(self, order: Document, _request: Request) -> Reply:
        if order["state"] != "open":
            raise _Refusal(409, f"An order that is {order['state']} stays.")
        self.remove_order(str(order["id"]))
        return Reply(200, b"{}", action="delete", subject=str(order["id"]))

    def failure(self, service: str, status: int) -> Reply:
        """Word a failure; the shop is one service."""
        del service
        return json_reply({"message": "The shop is out of order."}, status)

    def is_private(self, request: Request) -> bool:
        """Whether the body carries the PIN."""
        return request.path == "/session"

    def connection(self, root: str) -> Document:
        """Return what a client needs."""
        return {
            "name": "Acme on the quay",
            "vendor": "acme",
            "urls": {"shop": f"{root}/shop"},
            "settings": {},
            "secrets": {**_TILL},
        }

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Return every order that fulfils the conditions."""
        every = self._orders.values()
        return [
            order
            for order in every
            if all(str(order.get(key)) == value for key, value in conditions.items())
        ]

    def order(self, key: str) -> Document:
        """Return one order."""
        if key not in self._orders:
            raise UnknownOrder(key)
        return self._orders[key]

    def change_order(self, key: str, change: Document) -> Document:
        """Set members of an order, or create one."""
        if key == "new":
            number = max((int(one[1:]) for one in self._orders), default=0) + 1
            return self._made(change, number)
        order = self.order(key)
        if "id" in change:
            raise WrongChange("An id stays.")
        order.update(change)
        return order

    def remove_order(self, key: str) -> None:
        """Let an order vanish."""
        self.order(key)
        del self._orders[key]
        self._kept.remove(key)

    def expire_tokens(self) -> int:
        """End every session."""
        ended = len(self._ends)
        self._ends.clear()
        return ended


VENDOR = Vendor("acme", _SWITCHES, {}, GiftShop)
