"""The stand-in for Orderspace: the identity server and the API over one set of data."""

from collections.abc import Mapping

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.choices import SWITCHES
from orderdesk.sandbox.orderspace.colleague import Colleague
from orderdesk.sandbox.orderspace.customer_calls import CustomerCalls
from orderdesk.sandbox.orderspace.data.scene import COMPANY_NAME, made_up
from orderdesk.sandbox.orderspace.dispatch_calls import DispatchCalls
from orderdesk.sandbox.orderspace.headings import etag, headed
from orderdesk.sandbox.orderspace.identity import Identity, Keys
from orderdesk.sandbox.orderspace.invoice_calls import InvoiceCalls
from orderdesk.sandbox.orderspace.lifecycle import Stock
from orderdesk.sandbox.orderspace.list_calls import ListCalls
from orderdesk.sandbox.orderspace.order_calls import OrderCalls
from orderdesk.sandbox.orderspace.presets import PRESETS
from orderdesk.sandbox.orderspace.product_calls import ProductCalls
from orderdesk.sandbox.orderspace.rate import Throttle
from orderdesk.sandbox.orderspace.record_calls import RecordCalls
from orderdesk.sandbox.orderspace.refusals import (
    BadRequest,
    NoPage,
    NotSignedIn,
    Refusal,
    empty,
    failed,
    no_page,
    not_signed_in,
)
from orderdesk.sandbox.orderspace.routes import Router
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.orderspace.stock_calls import StockCalls
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, Vendor

NAME = "orderspace"
API = "api"
IDENTITY = "identity"
KEYS = Keys("harbour-wholesale-desk", "flotsam-and-jetsam")
"""The app that the sandbox lets in."""
_MADE_UP = "orderspace made up"
_APP = "app"


class OrderspaceSandbox:
    """Identity server and API on shared data."""

    def __init__(self, surroundings: Surroundings) -> None:
        storage, clock = surroundings.storage, surroundings.clock
        self._storage = storage
        self._clock = clock
        self.switches = board = SwitchBoard(SWITCHES)
        self._shelf = Shelf(storage, NAME)
        self._book = Book(storage, NAME)
        self._throttle = Throttle(clock, board)
        self._identity = Identity(storage, NAME, clock=clock, board=board, keys=KEYS)
        book, known = self._book, self._shelf
        shapes = Shapes(known, book, board)
        orders = OrderCalls(book, known, shapes=shapes, clock=clock, board=board)
        invoices = InvoiceCalls(book, known, shapes=shapes, clock=clock, board=board)
        dispatches = DispatchCalls(book, known, shapes=shapes, clock=clock, board=board)
        customers = CustomerCalls(book, known, shapes=shapes, clock=clock, board=board)
        products = ProductCalls(book, known, shapes=shapes, clock=clock, board=board)
        self._router = Router(board)
        for calls in (orders, invoices, dispatches, customers, products):
            self._router.add(*calls.routes())
        self._router.add(*StockCalls(known, clock, board).routes())
        self._router.add(*ListCalls(known, shapes).routes())
        self._router.add(*RecordCalls(book, known, shapes=shapes, board=board).routes())
        self._colleague = Colleague(
            book,
            clock,
            shapes=shapes,
            stock=Stock(known, clock),
            calls=(orders, invoices, dispatches),
        )
        if storage.note(_MADE_UP) is None:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def answer(self, request: Request) -> Reply:
        """Answer one request, with the headers that every answer has."""
        try:
            reply = self._answer(request)
        except NoPage:
            reply = no_page()
        except NotSignedIn as fault:
            reply = not_signed_in(fault, documented=self._documented)
        except BadRequest as refusal:
            reply = refusal.reply() if self._documented else empty(400)
        except Refusal as refusal:
            reply = refusal.reply()
        return headed(reply, private=request.service == IDENTITY)

    @property
    def _documented(self) -> bool:
        return self.switches["refusal_shape"] == "documented"

    def _answer(self, request: Request) -> Reply:
        scope = self.switches["api_scope"]
        if request.service == IDENTITY:
            if scope == "everything" and not self._throttle.allows(_APP):
                return self._throttle.refusal()
            return self._identity.answer(request)
        if request.service != API:
            raise NoPage
        token = self._identity.check(request)
        if not self._throttle.allows(token if scope == "token" else _APP):
            return self._throttle.refusal()
        with self._storage.transaction():
            reply = self._router.answer(request)
        return self._unless_known(request, reply)

    def _unless_known(self, request: Request, reply: Reply) -> Reply:
        """Answer 304 to a GET whose answer the client has, if that is supported."""
        known = request.headers.get("if-none-match")
        if request.method != "GET" or known is None or self.switches["etag_match"] == "ignored":
            return reply
        if known != etag(reply.body):
            return reply
        return Reply(304, b"", None, (("ETag", known),))

    def failure(self, service: str, status: int) -> Reply:
        private = service == IDENTITY
        if status == 429:
            return headed(self._throttle.refusal(), private=private)
        return headed(failed(status, self.switches["failure_shape"]), private=private)

    def is_private(self, request: Request) -> bool:
        return request.service == IDENTITY

    def connection(self, root: str) -> Document:
        return {
            "name": COMPANY_NAME,
            "vendor": NAME,
            "urls": {
                "api": f"{root}/{API}/v1",
                "token": f"{root}/{IDENTITY}/oauth/token",
            },
            "settings": {},
            "secrets": KEYS.document(),
        }

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        return self._colleague.orders(conditions)

    def order(self, key: str) -> Document:
        return self._colleague.order(key)

    def change_order(self, key: str, change: Document) -> Document:
        with self._storage.transaction():
            return self._colleague.change(key, change)

    def remove_order(self, key: str) -> None:
        self._colleague.remove(key)

    def expire_tokens(self) -> int:
        return self._identity.expire_all()

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data around the present moment."""
        with self._storage.transaction():
            scene = made_up(self._shelf, seed=seed, orders=orders, now=self._clock.now())
            self._book.orders.fill(scene.orders)
            self._book.invoices.fill(scene.invoices)
            self._book.dispatches.fill(scene.dispatches)
            self._identity.forget_all()
            self._storage.keep_note(_MADE_UP, f"orders {orders}, seed {seed}")
        self._throttle.reset()


VENDOR = Vendor(NAME, SWITCHES, PRESETS, OrderspaceSandbox)
"""What the sandbox finds of this package."""
