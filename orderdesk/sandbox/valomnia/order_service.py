"""The operations: lists, single ones, creation, update, deletion, and assignment of deliveries."""

from collections.abc import Callable
from dataclasses import replace

from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.switches import SwitchBoard
from orderdesk.sandbox.valomnia.book import OperationBook
from orderdesk.sandbox.valomnia.creation import Creation
from orderdesk.sandbox.valomnia.enumerations import DELIVERY
from orderdesk.sandbox.valomnia.forms import Form, query_of, read_form
from orderdesk.sandbox.valomnia.links import links_of
from orderdesk.sandbox.valomnia.listing import Columns, Page, page_of
from orderdesk.sandbox.valomnia.masters import Masters, number
from orderdesk.sandbox.valomnia.operations import Operation
from orderdesk.sandbox.valomnia.refusals import (
    EmptyRefusal,
    Refusal,
    delete_failed,
    invalid_param,
    not_found,
)
from orderdesk.sandbox.valomnia.routes import Address
from orderdesk.sandbox.valomnia.shapes import Style
from orderdesk.sandbox.valomnia.updating import Updating

_SIGNED_IN = 1
"""The user whom the sandbox lets in."""
_DELETED: Document = {"success": "true", "success_description": "Instance deleted successfully"}


class OrderService:
    """What stands below `orders` and `assignDelivery`."""

    def __init__(self, book: OperationBook, masters: Masters, board: SwitchBoard) -> None:
        self._book = book
        self._masters = masters
        self._board = board
        self._creation = Creation(book, masters, board)
        self._updating = Updating(book, masters, board)
        self._orders = self._columns("orders", kind=lambda operation: operation.kind)
        self._deliveries = self._columns("assignDelivery")

    def _columns(
        self, path: str, kind: Callable[[Operation], str] | None = None
    ) -> Columns[Operation]:
        def person(key: int | None) -> str | None:
            return None if key is None else str(self._masters.one("employees", key)["reference"])

        def customer(operation: Operation) -> str:
            return str(self._masters.one("customers", operation.customer)["reference"])

        return Columns(
            path,
            {
                "id": lambda operation: operation.id,
                "reference": lambda operation: operation.reference,
                "dateCreated": lambda operation: operation.created,
                "lastUpdated": lambda operation: operation.updated,
                "total": lambda operation: operation.total,
            },
            {
                "reference": lambda operation: operation.reference,
                "employeeReference": lambda operation: person(operation.user),
                "customerReference": customer,
                "deliveredByReference": lambda operation: person(operation.delivered_by),
            },
            kind,
        )

    def style(self, origin: str) -> Style:
        """Return how things are shown to a client that came by `origin`."""
        return Style(self._board, self._masters, links_of(self._board, origin))

    def orders(self, request: Request, address: Address) -> Reply:
        """Answer a request below `orders`."""
        match request.method, address.is_collection:
            case "GET", True:
                return self._list(request, address)
            case "GET", False:
                query_of(request).known(())
                operation = self._found(address)
                return Reply(200, self._book.text(operation, self.style(address.origin)))
            case "POST", True:
                return self._post(request, address)
            case "POST", False if self._board["update_path"] == "order":
                return self._update(request, address, self._found(address))
            case "DELETE", False:
                return self._delete(request, address)
            case _:
                raise EmptyRefusal(405)

    def deliveries(self, request: Request, address: Address) -> Reply:
        """Answer a request below `assignDelivery`."""
        match request.method, address.is_collection:
            case "GET", True:
                assigned = [one for one in self._book.all() if one.delivered_by is not None]
                page = self._page(assigned, self._deliveries, query_of(request), address)
                return self._shown(page, address)
            case "POST", True:
                return self._assign(request, address)
            case "DELETE", False:
                return self._unassign(request, address)
            case _:
                raise EmptyRefusal(405)

    def _found(self, address: Address) -> Operation:
        """Return what the path names; raises `Refusal` 400 or 404."""
        if address.reference is not None:
            operation = self._book.by_reference(address.reference)
            if operation is None:
                raise not_found("order", address.reference, "reference")
            return operation
        key = address.key or ""
        operation = self._book.get(number(key))
        if operation is None:
            raise not_found("order", key)
        return operation

    def _list(self, request: Request, address: Address) -> Reply:
        rows = [*self._book.all()]
        page = self._page(rows, self._orders, query_of(request), address)
        reply = self._shown(page, address)
        if page.has_next:
            self._move(page.rows[0])
        return reply

    def _page(
        self, rows: list[Operation], columns: Columns[Operation], query: Form, address: Address
    ) -> Page[Operation]:
        links = links_of(self._board, address.origin)
        return page_of(rows, columns, query, board=self._board, links=links)

    def _shown(self, page: Page[Operation], address: Address) -> Reply:
        style = self.style(address.origin)
        return Reply(200, page.body([self._book.text(row, style) for row in page.rows]))

    def _move(self, first: Operation) -> None:
        """Change the data between two pages, as colleagues do."""
        match self._board["while_listing"]:
            case "grows":
                key, now = self._book.new_id(), self._book.now()
                self._book.put(
                    replace(
                        first,
                        id=key,
                        reference=f"{first.reference}-{key}",
                        created=now,
                        lines=(),
                        payments=(),
                        credits=(),
                        revision=1,
                    )
                )
            case "shrinks":
                self._book.remove(first)
            case "moves":
                self._book.put(first)
            case _:
                pass

    def _post(self, request: Request, address: Address) -> Reply:
        if self._board["update_path"] == "collection":
            key = read_form(request).text("id")
            if key is not None:
                return self._update(request, address, self._found(replace(address, key=key)))
        operation = self._book.put(self._creation.made(request, _SIGNED_IN), touched=False)
        text = self._book.text(operation, self.style(address.origin))
        status = self._board.number("create_status")
        return Reply(status, text, action="create", subject=str(operation.id))

    def _update(self, request: Request, address: Address, operation: Operation) -> Reply:
        update = self._updating.made(operation, request)
        changed = self._book.put(update.operation)
        for prepayment in update.prepayments:
            self._masters.put("orderPrepayments", prepayment)
        text = self._book.text(changed, self.style(address.origin))
        return Reply(200, text, action=update.action, subject=str(operation.id))

    def _delete(self, request: Request, address: Address) -> Reply:
        query_of(request).known(())
        operation = self._found(address)
        settled = operation.is_delivered or bool(operation.payments or operation.credits)
        if operation.kind == DELIVERY or (settled and self._board["delete_rule"] == "unsettled"):
            raise delete_failed()
        self._book.remove(operation)
        return json_reply(_DELETED, action="delete", subject=str(operation.id))

    def _assign(self, request: Request, address: Address) -> Reply:
        form = read_form(request)
        form.known(("orderId", "userId", "desiredDeliveryDate", "useExternalId"))
        form.needed(("orderId", "userId", "desiredDeliveryDate"))
        external = form.flag("useExternalId")
        key = form.text("orderId") or ""
        try:
            operation = self._found(
                replace(address, reference=key) if external else replace(address, key=key)
            )
        except Refusal as refusal:
            raise invalid_param("orderId") if refusal.status == 400 else refusal from None
        user = self._masters.sent(
            "employees", form.text("userId") or "", name="userId", external=external
        )
        desired = form.moment("desiredDeliveryDate")
        if operation.is_delivered or operation.delivered_by is not None:
            raise invalid_param("orderId")
        changed = self._with_driver(operation, user, desired)
        shown = self.style(address.origin).operation(changed, newer=True)
        return json_reply(shown, 201, action="assign", subject=str(operation.id))

    def _unassign(self, request: Request, address: Address) -> Reply:
        form = read_form(request)
        form.known(("useExternalId",))
        if form.flag("useExternalId") and address.reference is None:
            address = replace(address, reference=address.key)
        operation = self._found(address)
        if operation.is_delivered or operation.delivered_by is None:
            raise delete_failed()
        self._with_driver(operation, None, None)
        return json_reply(_DELETED, action="unassign", subject=str(operation.id))

    def _with_driver(
        self, operation: Operation, user: int | None, desired: int | None
    ) -> Operation:
        moment = None if user is None else self._book.now()
        values = {**operation.values, "desiredDeliveryDate": desired, "assignmentDate": moment}
        return self._book.put(replace(operation, delivered_by=user, values=values))
