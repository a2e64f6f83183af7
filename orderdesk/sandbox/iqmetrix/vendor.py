"""The stand-in for iQmetrix: its six services over one set of data."""

from collections.abc import Mapping
from dataclasses import replace

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.access import Access
from orderdesk.sandbox.iqmetrix.accounts import Accounts, Credentials
from orderdesk.sandbox.iqmetrix.book import OrderBook
from orderdesk.sandbox.iqmetrix.catalog import Catalog
from orderdesk.sandbox.iqmetrix.choices import SWITCHES
from orderdesk.sandbox.iqmetrix.colleague import Colleague
from orderdesk.sandbox.iqmetrix.crm import Crm
from orderdesk.sandbox.iqmetrix.data.scene import COMPANY, COMPANY_NAME, made_up
from orderdesk.sandbox.iqmetrix.directory import EntityManager, UserManager
from orderdesk.sandbox.iqmetrix.order_service import OrderService
from orderdesk.sandbox.iqmetrix.presets import PRESETS
from orderdesk.sandbox.iqmetrix.rate import RateLimits, too_many
from orderdesk.sandbox.iqmetrix.reference import Reference
from orderdesk.sandbox.iqmetrix.refusals import FAILED, NotSignedIn, Refusal
from orderdesk.sandbox.iqmetrix.routes import NO_RESOURCE, Router
from orderdesk.sandbox.iqmetrix.rules import Rules
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, Vendor

NAME = "iqmetrix"
_MADE_UP = "iqmetrix made up"
_ACCOUNTS = "accounts"
_SERVICES = ("orders", _ACCOUNTS, "crm", "entitymanager", "usermanager", "catalogs")
USER = Credentials(
    "demo@harbourmobile.example", "ebb-and-flow", "orderdesk-sandbox", "no-secret-at-all"
)
"""Whom the sandbox lets in."""


class IqmetrixSandbox:
    """Accounts, orders, CRM, entity manager, user manager and catalogs on shared data."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._storage = surroundings.storage
        self._clock = surroundings.clock
        self.switches = SwitchBoard(SWITCHES)
        self._reference = Reference(self._storage, NAME)
        self._book = OrderBook(self._storage, NAME, self.switches)
        self._rates = RateLimits(self._clock, self.switches)
        self._accounts = Accounts(
            self._storage, NAME, clock=self._clock, board=self.switches, user=USER
        )
        rules = Rules(self._reference, self.switches)
        access = Access(self._reference, self.switches, COMPANY)
        self._colleague = Colleague(self._book, self._clock)
        self._routers: dict[str, Router] = {
            "orders": OrderService(
                self._book, rules, access=access, clock=self._clock, board=self.switches
            ).router,
            "crm": Crm(self._reference, access).router,
            "entitymanager": EntityManager(self._reference, access).router,
            "usermanager": UserManager(self._reference, access).router,
            "catalogs": Catalog(self._reference, access).router,
        }
        if self._storage.note(_MADE_UP) is None:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def answer(self, request: Request) -> Reply:
        """Answer one request; every answer carries the rate headers."""
        if request.service not in _SERVICES:
            return Refusal(404, "There is no such service.").reply()
        if request.path.removeprefix("/v1").rstrip("/") == "/ping":
            return json_reply({"ApplicationVersion": "2.0.0.1155", "DbVersion": 17})
        try:
            if request.service != _ACCOUNTS:
                self._accounts.check(request)
            within, headers = self._rates.count(request.service, signed_in=_bears(request))
            reply = self._routed(request) if within else too_many(headers)
        except NotSignedIn as fault:
            _within, headers = self._rates.count(request.service, signed_in=False)
            reply = fault.reply()
        return _with(reply, headers)

    def _routed(self, request: Request) -> Reply:
        try:
            if request.service == _ACCOUNTS:
                return self._token(request, _below_version(request.path))
            inner = replace(request, path=_below_version(request.path))
            return self._routers[request.service].answer(inner)
        except Refusal as refusal:
            return self._worded(refusal)

    def _token(self, request: Request, path: str) -> Reply:
        if path.rstrip("/").lower() != "/oauth2/token":
            raise Refusal(404, NO_RESOURCE)
        if request.method != "POST":
            raise Refusal(
                405, f"The requested resource does not support http method '{request.method}'."
            )
        return self._accounts.token(request)

    def _worded(self, refusal: Refusal) -> Reply:
        match self.switches["error_body"]:
            case "text":
                return Reply(refusal.status, refusal.message.encode(), "text/plain")
            case "empty":
                return Reply(refusal.status, b"", None)
            case _:
                return refusal.reply()

    def failure(self, service: str, status: int) -> Reply:
        if status == 429:
            return self._rates.exhausted(service)
        _within, headers = self._rates.count(service, signed_in=True)
        text = FAILED if status == 500 else "The service is unavailable."
        return _with(Refusal(status, text).reply(), headers)

    def is_private(self, request: Request) -> bool:
        return request.service == _ACCOUNTS

    def connection(self, root: str) -> Document:
        return {
            "name": COMPANY_NAME,
            "vendor": NAME,
            "urls": {name: f"{root}/{name}/v1" for name in _SERVICES},
            "settings": {"company_id": str(COMPANY)},
            "secrets": USER.document(),
        }

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        return self._colleague.orders(conditions)

    def order(self, key: str) -> Document:
        return self._colleague.order(key)

    def change_order(self, key: str, change: Document) -> Document:
        return self._colleague.change(key, change)

    def remove_order(self, key: str) -> None:
        self._colleague.remove(key)

    def expire_tokens(self) -> int:
        return self._accounts.expire_all()

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data around the present moment."""
        scene = made_up(seed=seed, orders=orders, now=self._clock.now())
        with self._storage.transaction():
            self._reference.fill(scene.reference)
            self._book.fill(scene.orders)
            self._accounts.expire_all()
            self._storage.keep_note(_MADE_UP, f"orders {orders}, seed {seed}")
        self._rates.reset()


def _below_version(path: str) -> str:
    if not path.lower().startswith("/v1/"):
        raise Refusal(404, NO_RESOURCE)
    return path[3:]


def _bears(request: Request) -> bool:
    return "authorization" in request.headers


def _with(reply: Reply, headers: tuple[tuple[str, str], ...]) -> Reply:
    own = {name for name, _value in reply.headers}
    added = tuple(header for header in headers if header[0] not in own)
    return replace(reply, headers=(*reply.headers, *added))


VENDOR = Vendor(NAME, SWITCHES, PRESETS, IqmetrixSandbox)
"""What the sandbox finds of this package."""
