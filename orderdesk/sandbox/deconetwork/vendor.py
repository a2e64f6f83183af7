"""The stand-in for DecoNetwork: one site with its JSON API and a few of its pages."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import parse_qs

from orderdesk.sandbox.deconetwork.access import USER, Access, CallBudget, Credentials, LoginTokens
from orderdesk.sandbox.deconetwork.book import OrderBook
from orderdesk.sandbox.deconetwork.choices import SWITCHES
from orderdesk.sandbox.deconetwork.colleague import Colleague
from orderdesk.sandbox.deconetwork.data.scene import made_up
from orderdesk.sandbox.deconetwork.finding import Finder
from orderdesk.sandbox.deconetwork.forms import fields_of, whole
from orderdesk.sandbox.deconetwork.pages import failure_page, login_page, not_found_page, pdf
from orderdesk.sandbox.deconetwork.presets import PRESETS
from orderdesk.sandbox.deconetwork.refusals import BAD_PARAMETERS, Refusal
from orderdesk.sandbox.deconetwork.shelves import Shelves
from orderdesk.sandbox.deconetwork.updating import Updater
from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, Vendor

NAME = "deconetwork"
_MADE_UP = "deconetwork made up"
_API = "/api/json/"
_DOCUMENTS = "/manage/orders/download_"
CREDENTIALS = Credentials("console@harbourmobile.example", "slack-water&spring+tide")
"""Whom the sandbox lets in; the password has what forms must escape."""
_Handler: TypeAlias = Callable[[Request, Mapping[str, str]], Reply]


class DecoNetworkSandbox:
    """Orders, products and stock of one site."""

    def __init__(self, surroundings: Surroundings) -> None:
        storage, clock = surroundings.storage, surroundings.clock
        self._storage, self._clock = storage, clock
        self.switches = SwitchBoard(SWITCHES)
        self._book = OrderBook(storage, NAME)
        self._shelves = Shelves(storage, NAME, self.switches)
        self._access = Access(CREDENTIALS, self.switches)
        self._tokens = LoginTokens(storage, clock)
        self._budget = CallBudget(clock, self.switches)
        self._finder = Finder(self._book, self.switches)
        self._updater = Updater(self._book, clock, self.switches)
        self._colleague = Colleague(self._book, clock)
        both = ("GET", "POST")
        self._calls: dict[str, tuple[tuple[str, ...], _Handler, str | None]] = {
            "manage_orders/find": (both, self._find, "orders"),
            "manage_orders/update_order_status": (("POST",), self._update, None),
            "manage_orders/add_internal_note": (("POST",), self._note, None),
            "manage_inventory/find": (both, self._inventory, "inventories"),
            "manage_products/find": (both, self._products, "products"),
            "manage_products/get": (both, self._product, None),
        }
        if storage.note(_MADE_UP) is None:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def answer(self, request: Request) -> Reply:
        """Answer one request; what is no call of the API is answered with a web page."""
        if not self._budget.take(request.service):
            return self.failure(request.service, 429)
        if request.path.startswith(_DOCUMENTS):
            return self._document(request)
        methods, handler, rows = self._calls.get(
            request.path.removeprefix(_API), ((), self._find, None)
        )
        if not request.path.startswith(_API) or request.method not in methods:
            return self._elsewhere()
        fields = fields_of(request)
        try:
            self._access.check(fields)
            return handler(request, fields)
        except Refusal as refusal:
            return refusal.reply(self.switches, rows)

    def _elsewhere(self) -> Reply:
        return login_page() if self.switches["wrong_path"] == "login_page" else not_found_page()

    def _find(self, request: Request, fields: Mapping[str, str]) -> Reply:
        origin = f"http://{request.headers.get('host', 'localhost')}"
        return self._finder.find(fields, origin, self._tokens.current())

    def _update(self, _request: Request, fields: Mapping[str, str]) -> Reply:
        return self._updater.update(fields, USER)

    def _note(self, _request: Request, fields: Mapping[str, str]) -> Reply:
        if self.switches["note_call"] == "missing":
            return self._elsewhere()
        return self._updater.note(fields)

    def _inventory(self, _request: Request, fields: Mapping[str, str]) -> Reply:
        return self._shelves.inventory(fields)

    def _products(self, _request: Request, fields: Mapping[str, str]) -> Reply:
        return self._shelves.products(fields)

    def _product(self, _request: Request, fields: Mapping[str, str]) -> Reply:
        return self._shelves.product(fields)

    def _document(self, request: Request) -> Reply:
        """Return a document to whoever has the token; anybody else is asked to sign in."""
        kind, *keys = request.path.removeprefix(_DOCUMENTS).split("/")
        token = parse_qs(request.query).get("login_token", [""])[-1]
        if request.method != "GET" or not self._tokens.opens(token):
            return login_page()
        number = whole(keys[0]) if keys else None
        order = None if number is None else self._book.by_document(number, of_line=len(keys) > 1)
        return not_found_page() if order is None else pdf(f"{kind} {order.id}")

    def failure(self, service: str, status: int) -> Reply:
        """Word a failure as a web page; with status 200 as a code inside."""
        if status == 200:
            return Refusal(BAD_PARAMETERS).reply(self.switches)
        reply = failure_page(status)
        if status == 429:
            return replace(reply, headers=(("Retry-After", str(self._budget.retry(service))),))
        return reply

    def is_private(self, request: Request) -> bool:
        """Whatever is sent may hold the password, also when it is sent to a wrong path."""
        return bool(request.body or request.query)

    def connection(self, root: str) -> Document:
        return {
            "name": "Print room",
            "vendor": NAME,
            "urls": {"site": root},
            "settings": {},
            "secrets": CREDENTIALS.document(),
        }

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        return self._colleague.orders(conditions)

    def order(self, key: str) -> Document:
        """Return the whole truth of one order, with the token that its addresses carry now."""
        return {**self._colleague.order(key), "login_token": self._tokens.current()}

    def change_order(self, key: str, change: Document) -> Document:
        return self._colleague.change(key, change)

    def remove_order(self, key: str) -> None:
        self._colleague.remove(key)

    def expire_tokens(self) -> int:
        return self._tokens.expire()

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data around the present moment."""
        scene = made_up(seed=seed, orders=orders, now=self._clock.now())
        with self._storage.transaction():
            self._book.fill(scene.orders)
            self._shelves.fill(scene.stock)
            self._tokens.expire()
            self._storage.keep_note(_MADE_UP, f"orders {orders}, seed {seed}")
        self._budget.reset()


VENDOR = Vendor(NAME, SWITCHES, PRESETS, DecoNetworkSandbox, own_port=True)
"""What the sandbox finds of this package."""
