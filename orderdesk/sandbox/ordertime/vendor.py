"""The stand-in for Order Time: one API over one tenant's documents and masters."""

import re
from collections.abc import Mapping

from orderdesk.sandbox.exchange import Reply, Request
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime.access import USER, Access
from orderdesk.sandbox.ordertime.choices import SWITCHES
from orderdesk.sandbox.ordertime.colleague import Colleague
from orderdesk.sandbox.ordertime.data.scene import made_up
from orderdesk.sandbox.ordertime.data.tenant import COMPANY_NAME
from orderdesk.sandbox.ordertime.ledger import Ledger
from orderdesk.sandbox.ordertime.listing import Listing
from orderdesk.sandbox.ordertime.master_service import MasterService
from orderdesk.sandbox.ordertime.moments import ZONE
from orderdesk.sandbox.ordertime.order_service import OrderService
from orderdesk.sandbox.ordertime.presets import PRESETS
from orderdesk.sandbox.ordertime.rate import RateLimit
from orderdesk.sandbox.ordertime.refusals import FAILED, NO_RESOURCE, NO_RIGHTS, Invalid, Refusal
from orderdesk.sandbox.ordertime.routes import ROOT, Router
from orderdesk.sandbox.ordertime.shapes import Shapes
from orderdesk.sandbox.ordertime.ship_service import ShipService
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.vendors import Surroundings, Vendor

NAME = "ordertime"
SERVICE = "app"
_MADE_UP = "ordertime made up"
# A card field that holds something; bodies without one are shown in the log.
_CARD = re.compile(rb'"creditcard\w*"\s*:\s*(?!null|"\s*")', re.IGNORECASE)
_WORDS = {403: NO_RIGHTS, 404: NO_RESOURCE, 500: FAILED, 503: "The service is unavailable."}


class OrderTimeSandbox:
    """Lists, sales orders and their lines, ship docs, customers and items on shared data."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._storage = surroundings.storage
        self._clock = surroundings.clock
        self.switches = SwitchBoard(SWITCHES)
        self._access = Access(self.switches, USER)
        self._rate = RateLimit(self._clock, self.switches)
        self._ledger = Ledger(self._storage, NAME)
        shapes = Shapes(self._ledger, self.switches)
        self._colleague = Colleague(self._ledger, shapes, self._clock)
        listing = Listing(
            self._ledger, shapes, access=self._access, clock=self._clock, board=self.switches
        )
        orders = OrderService(
            self._ledger, shapes, access=self._access, clock=self._clock, board=self.switches
        )
        shipping = ShipService(
            self._ledger, shapes, access=self._access, clock=self._clock, board=self.switches
        )
        masters = MasterService(
            self._ledger, shapes, access=self._access, clock=self._clock, board=self.switches
        )
        self._router = Router(listing.table, orders.table, shipping.table, masters.table)
        listing.shifted = self._shift
        if self._storage.note(_MADE_UP) is None:
            self.reset(orders=surroundings.orders, seed=surroundings.seed)

    def answer(self, request: Request) -> Reply:
        """Answer one request; every one must carry the credentials."""
        try:
            check_root(request)
            self._access.check(request)
            if not self._rate.takes():
                return self._rate.refusal()
            return self._router.answer(request)
        except (Refusal, Invalid) as refusal:
            return refusal.reply(self.switches)

    def _shift(self, first: Document) -> None:
        self._colleague.shift(first, self.switches["shifting"])

    def failure(self, service: str, status: int) -> Reply:
        if status == 429 and service == SERVICE:
            return self._rate.refusal()
        return Refusal(status, _WORDS.get(status, "The request is invalid.")).reply(self.switches)

    def is_private(self, request: Request) -> bool:
        return _CARD.search(request.body) is not None

    def connection(self, root: str) -> Document:
        return {
            "name": COMPANY_NAME,
            "vendor": NAME,
            "urls": {"api": f"{root}/{SERVICE}{ROOT}"},
            "settings": {"time_zone": ZONE.key},
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
        """There are none: every request carries the credentials themselves."""
        return 0

    def reset(self, *, orders: int, seed: int) -> None:
        """Forget everything and make up new data around the present moment."""
        scene = made_up(seed=seed, orders=orders, now=self._clock.now())
        with self._storage.transaction():
            self._ledger.fill(scene)
            self._storage.keep_note(_MADE_UP, f"orders {orders}, seed {seed}")
        self._rate.reset()


def check_root(request: Request) -> None:
    """Raise the 404 unless the address is below the one service's root."""
    if request.service != SERVICE or not request.path.lower().startswith(f"{ROOT}/"):
        raise Refusal(404, NO_RESOURCE)


VENDOR = Vendor(NAME, SWITCHES, PRESETS, OrderTimeSandbox)
"""What the sandbox finds of this package."""
