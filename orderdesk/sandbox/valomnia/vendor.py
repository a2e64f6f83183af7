"""The stand-in for Valomnia: sign-in, operations and master data of one tenant's site."""

from collections.abc import Mapping

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.choices import SWITCHES
from orderdesk.sandbox.valomnia.colleague import Colleague
from orderdesk.sandbox.valomnia.data.scene import SITE_NAME, made_up
from orderdesk.sandbox.valomnia.links import FOLDER
from orderdesk.sandbox.valomnia.lookups import Lookups
from orderdesk.sandbox.valomnia.masters import Masters
from orderdesk.sandbox.valomnia.order_service import OrderService
from orderdesk.sandbox.valomnia.presets import NAME, PRESETS
from orderdesk.sandbox.valomnia.rate import RateLimit
from orderdesk.sandbox.valomnia.refusals import (
    EmptyRefusal,
    Refusal,
    failed,
    no_credentials,
)
from orderdesk.sandbox.valomnia.routes import Address, address_of
from orderdesk.sandbox.valomnia.sessions import (
    CHECK,
    FAILURE,
    PAGE,
    SUCCESS,
    Credentials,
    NotSignedIn,
    Sessions,
)
from orderdesk.sandbox.vendors import Surroundings, Vendor

_MADE_UP = f"{NAME} made up"
USER = Credentials("vans@harbourmobile.example", "low-water-neap")
"""Whom the sandbox lets in."""
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>\
endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_LOGIN_PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Login</title></head><body>"
    f"<form action='{CHECK}' method='POST'><input name='j_username'><input name='j_password'"
    " type='password'></form></body></html>\n"
)


class ValomniaSandbox:
    """One tenant's site."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._storage = surroundings.storage
        self._clock = surroundings.clock
        self.switches = SwitchBoard(SWITCHES)
        self._masters = Masters(self._storage, NAME)
        self._book = OperationBook(self._storage, NAME, self._clock)
        self._rate = RateLimit(self._clock, self.switches)
        self._sessions = Sessions(
            self._storage, NAME, clock=self._clock, board=self.switches, user=USER
        )
        self._orders = OrderService(self._book, self._masters, self.switches)
        self._lookups = Lookups(self._book, self._masters, self.switches)
        self._colleague = Colleague(self._book, self._masters, self.switches)
        if self._storage.note(_MADE_UP) is None:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def answer(self, request: Request) -> Reply:
        """Answer one request."""
        origin = f"http://{request.headers.get('host', '')}"
        try:
            return self._site(request, origin)
        except NotSignedIn:
            return self._sessions.missing(origin)
        except (Refusal, EmptyRefusal) as refusal:
            return refusal.reply()

    def _site(self, request: Request, origin: str) -> Reply:
        path = request.path
        if path == CHECK:
            return self._sessions.sign_in(request, origin)
        if path == FAILURE:
            return self._sessions.failure()
        if path == SUCCESS:
            return self._welcome(request)
        if path in ("/", PAGE):
            return Reply(200, _LOGIN_PAGE.encode(), "text/html;charset=UTF-8")
        if path.startswith(f"/{FOLDER}/orderPDF/"):
            return self._pdf(request)
        address = address_of(path, origin, old=self.switches["old_version"] == "served")
        if address is None:
            raise EmptyRefusal(404)
        self._sessions.check(request)
        if not self._rate.within():
            return self._rate.exhausted()
        return self._api(request, address)

    def _api(self, request: Request, address: Address) -> Reply:
        match address.resource:
            case "orders":
                return self._orders.orders(request, address)
            case "assignDelivery":
                return self._orders.deliveries(request, address)
            case "orderDetails":
                return self._lookups.line(request, address)
            case "orderPayments":
                return self._lookups.payment(request, address)
            case resource if self._lookups.knows(resource):
                return self._lookups.master(request, address)
            case _:
                raise EmptyRefusal(404)

    def _welcome(self, request: Request) -> Reply:
        token = self._sessions.check(request)
        user = self._masters.one("employees", 1)
        names = ("firstName", "lastName", "email", "address", "phone")
        answer: Document = {
            "success": True,
            "token": token,
            "user": {
                **{name: user[name] for name in names},
                "companyName": "Harbour Mobile",
                "companyCity": "Dartmouth",
                "companyCountry": "CA",
                "isGeoLocationActivated": True,
                "enableCheckStock": False,
                "enableAssignRegionToCustomer": False,
                "role": ["ROLE_ADMIN"],
                "enabled": True,
            },
        }
        if self.switches["login_warning"] == "deprecated":
            answer["warning"] = {
                "warning_code": "deprecated_version",
                "warning_description": "This version of the application is deprecated.",
            }
        return json_reply(answer)

    def _pdf(self, request: Request) -> Reply:
        if self.switches["pdf_access"] == "session":
            self._sessions.check(request)
        return Reply(200, _PDF, "application/pdf")

    def failure(self, service: str, status: int) -> Reply:
        del service
        if status == 429:
            return self._rate.exhausted()
        if status in (200, 401):
            return no_credentials(status).reply()
        return failed(status).reply()

    def is_private(self, request: Request) -> bool:
        return request.path == CHECK

    def connection(self, root: str) -> Document:
        return {
            "name": SITE_NAME,
            "vendor": NAME,
            "urls": {"site": root},
            "settings": {},
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
        return self._sessions.expire_all()

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data around the present moment."""
        scene = made_up(seed=seed, orders=orders, now=self._clock.now())
        with self._storage.transaction():
            self._masters.fill(scene.masters)
            self._book.fill(scene.operations)
            self._sessions.expire_all()
            self._storage.keep_note(_MADE_UP, f"orders {orders}, seed {seed}")
        self._rate.reset()


VENDOR = Vendor(NAME, SWITCHES, PRESETS, ValomniaSandbox, own_port=True)
"""What the sandbox finds of this package."""
