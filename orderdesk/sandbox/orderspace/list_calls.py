"""The lists that are only read, none of them paged: groups, payment terms, tax rates, windows."""

from collections.abc import Callable
from functools import partial

from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import shelf
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf, own_fields


class ListCalls:
    """The calls of the small lists."""

    def __init__(self, known: Shelf, shapes: Shapes) -> None:
        self._shelf = known
        self._shapes = shapes

    def routes(self) -> list[Route]:
        return [
            self._route("customer_groups", shelf.GROUPS, own_fields),
            self._route("payment_terms", shelf.TERMS, self._shapes.terms),
            self._route("tax_rates", shelf.TAX_RATES, own_fields),
            self._route("preorder_windows", shelf.WINDOWS, self._shapes.window, "current"),
        ]

    def _route(
        self, name: str, kind: str, show: Callable[[Document], Document], since: str = "older"
    ) -> Route:
        return Route("GET", f"/{name}", partial(self._list, name, kind, show), since)

    def _list(
        self, name: str, kind: str, show: Callable[[Document], Document], _call: Call
    ) -> Reply:
        return json_reply({name: [show(one) for one in self._shelf.all(kind)]})
