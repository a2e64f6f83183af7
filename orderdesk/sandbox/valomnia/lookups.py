"""The parts of operations one by one, and the master data."""

from collections.abc import Callable

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document, JsonValue, encode
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.forms import query_of
from orderdesk.sandbox.valomnia.links import links_of
from orderdesk.sandbox.valomnia.listing import Columns, page_of
from orderdesk.sandbox.valomnia.masters import KINDS, Masters, number, public
from orderdesk.sandbox.valomnia.operations import whole
from orderdesk.sandbox.valomnia.refusals import EmptyRefusal, not_found
from orderdesk.sandbox.valomnia.routes import Address
from orderdesk.sandbox.valomnia.shapes import Style

LISTED = ("customers", "items", "employees", "itemCategories", "warehouses")
"""The lists that clients are known to read."""
_STOCKS = "warehouseStocks"
_ALIASES = {"users": "employees"}
_BY_ID_ONLY = ("customerCategories", "customerSegmentations", "paymentTypes", "units")


class Lookups:
    """Everything that can only be read."""

    def __init__(self, book: OperationBook, masters: Masters, board: SwitchBoard) -> None:
        self._book = book
        self._masters = masters
        self._board = board

    def knows(self, resource: str) -> bool:
        return resource in KINDS or resource in _ALIASES

    def line(self, request: Request, address: Address) -> Reply:
        """Answer `orderDetails/ID`."""
        key = self._key(request, address)
        found = self._book.line(key)
        if found is None:
            if self._board["line_not_found"] == "empty":
                raise EmptyRefusal(404)
            raise not_found("orderDetail", str(key))
        return json_reply(self._style(address).line(*found))

    def payment(self, request: Request, address: Address) -> Reply:
        """Answer `orderPayments/ID`."""
        key = self._key(request, address)
        found = self._book.payment(key)
        if found is None:
            raise not_found("orderPayment", str(key))
        return json_reply(self._style(address).payment(*found))

    def _key(self, request: Request, address: Address) -> int:
        if request.method != "GET" or address.key is None:
            raise EmptyRefusal(405 if address.key is not None else 404)
        query_of(request).known(())
        return number(address.key)

    def _style(self, address: Address) -> Style:
        return Style(self._board, self._masters, links_of(self._board, address.origin))

    def master(self, request: Request, address: Address) -> Reply:
        """Answer a request for master data, all of a kind or one."""
        if request.method != "GET":
            raise EmptyRefusal(405)
        kind = _ALIASES.get(address.resource, address.resource)
        if address.is_collection:
            return self._list(request, address, kind)
        query_of(request).known(())
        links = links_of(self._board, address.origin)
        return json_reply(links.dressed(public(self._one(kind, address))))

    def _one(self, kind: str, address: Address) -> Document:
        if address.reference is None:
            return self._masters.by_id(kind, address.key or "")
        if kind == "itemUnits":
            # By the references of the item and of the unit.
            return self._masters.by_reference(kind, address.reference)
        if kind in _BY_ID_ONLY:
            raise EmptyRefusal(404)
        return self._masters.by_reference(kind, address.reference)

    def _list(self, request: Request, address: Address, kind: str) -> Reply:
        every = self._board["master_lists"] == "all"
        if not every and address.resource not in (*LISTED, _STOCKS):
            raise EmptyRefusal(404)
        links = links_of(self._board, address.origin)
        page = page_of(
            self._masters.all(kind),
            _columns(address.resource, kind),
            query_of(request),
            board=self._board,
            links=links,
        )
        return Reply(200, page.body([encode(links.dressed(public(row))) for row in page.rows]))


def _columns(path: str, kind: str) -> Columns[Document]:
    references: dict[str, Callable[[Document], str | None]] = {"reference": _text("reference")}
    if kind == _STOCKS:
        references = {
            "warehouseReference": _text("warehouseReference"),
            "itemReference": _text("itemReference"),
        }
    return Columns(
        path,
        {
            "id": lambda row: whole(row["id"]),
            "reference": lambda row: str(row.get("reference", "")),
            "name": lambda row: str(row.get("name", "")),
            "dateCreated": lambda row: _seconds(row.get("dateCreated")),
            "lastUpdated": lambda row: _seconds(row.get("lastUpdated")),
        },
        references,
    )


def _text(name: str) -> Callable[[Document], str | None]:
    def read(row: Document) -> str | None:
        value = row.get(name)
        return value if isinstance(value, str) else None

    return read


def _seconds(value: JsonValue) -> int:
    return moments.from_text(value) if isinstance(value, str) else 0
