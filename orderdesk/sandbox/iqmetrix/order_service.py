"""The Order service: its thirteen calls (Orders page, REQUESTS)."""

from collections.abc import Mapping
from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.exchange import Reply, Request, json_reply
from orderdesk.sandbox.iqmetrix.access import Access
from orderdesk.sandbox.iqmetrix.book import OrderBook
from orderdesk.sandbox.iqmetrix.drafts import Drafts
from orderdesk.sandbox.iqmetrix.enumerations import CANCELLED, CANCELLED_STATUS, PROCESSED_STATUS
from orderdesk.sandbox.iqmetrix.enumerations import PROCESSED as PROCESSED_STATE
from orderdesk.sandbox.iqmetrix.listing import listed
from orderdesk.sandbox.iqmetrix.moments import from_datetime
from orderdesk.sandbox.iqmetrix.orders import Order, expiry
from orderdesk.sandbox.iqmetrix.refusals import Refusal, invalid, no_order
from orderdesk.sandbox.iqmetrix.routes import Route, Router
from orderdesk.sandbox.iqmetrix.rules import Rules
from orderdesk.sandbox.iqmetrix.shapes import style
from orderdesk.sandbox.json_text import Document, NotJson, encode, parse
from orderdesk.sandbox.switches import SwitchBoard


class OrderService:
    """Orders and their items over one order book."""

    def __init__(
        self,
        book: OrderBook,
        rules: Rules,
        *,
        access: Access,
        clock: Clock,
        board: SwitchBoard,
    ) -> None:
        self._book = book
        self._rules = rules
        self._access = access
        self._clock = clock
        self._board = board
        self._drafts = Drafts(rules, board, book.new_id)
        orders, full = "/Companies({int})/Orders", "/Companies({int})/OrderFull"
        self.router = Router(
            [
                Route("POST", orders, self._post_order),
                Route("GET", orders, self._get_orders),
                Route("GET", f"{orders}({{guid}})", self._get_order),
                Route("PUT", f"{orders}({{guid}})", self._put_order),
                Route("POST", f"{orders}({{guid}})/Items", self._post_item),
                Route("GET", f"{orders}({{guid}})/Items", self._get_items),
                Route("POST", f"{orders}({{guid}})/Process", self._process),
                Route("POST", full, self._post_full),
                Route("GET", full, self._get_fulls),
                Route("GET", f"{full}({{guid}})", self._get_full),
                Route("PUT", f"{full}({{guid}})", self._put_full),
            ]
        )
        self._receipts = 0

    def _now(self) -> int:
        return from_datetime(self._clock.now())

    def _order(self, keys: list[str]) -> Order:
        company = self._access.company(keys[0])
        order = self._book.get(keys[1])
        if order is None or order.company != company:
            raise no_order(keys[1])
        return order

    def _get_orders(self, request: Request, keys: list[str]) -> Reply:
        return self._list(request, keys, full=False)

    def _get_fulls(self, request: Request, keys: list[str]) -> Reply:
        return self._list(request, keys, full=True)

    def _list(self, request: Request, keys: list[str], *, full: bool) -> Reply:
        orders = self._book.of(self._access.company(keys[0]))
        paged = self._board["order_paging"] == "supported"
        chosen = listed(orders, request.params, paged=paged)
        texts = [self._book.text(order, full=full) for order in chosen]
        return Reply(200, b"[" + b",".join(texts) + b"]")

    def _get_order(self, _request: Request, keys: list[str]) -> Reply:
        return Reply(200, self._book.text(self._order(keys), full=False))

    def _get_full(self, _request: Request, keys: list[str]) -> Reply:
        return Reply(200, self._book.text(self._order(keys), full=True))

    def _get_items(self, _request: Request, keys: list[str]) -> Reply:
        order = self._order(keys)
        return Reply(200, encode(style(self._board, order).items(order)))

    def _post_order(self, request: Request, keys: list[str]) -> Reply:
        return self._create(request, keys, full=False)

    def _post_full(self, request: Request, keys: list[str]) -> Reply:
        return self._create(request, keys, full=True)

    def _takes_items(self, body: Document) -> bool:
        """Items that stand in a header are taken: the switch decides."""
        return "Items" in body and self._board["header_items"] == "accepted"

    def _create(self, request: Request, keys: list[str], *, full: bool) -> Reply:
        company = self._access.company(keys[0])
        body = _object(request)
        full = full or self._takes_items(body)
        values = self._drafts.new_header(body, company)
        state = self._rules.first_state(body.get("State"))
        items = self._drafts.new_items(body) if full else ()
        now = self._now()
        order = self._book.add(
            Order(
                id=self._book.new_id(),
                company=company,
                state=state,
                printable_id=self._book.new_printable_id(),
                created=now,
                expires=expiry(now, values),
                values=values,
                items=items,
                shape="recorded" if self._board["shape"] == "recorded" else "documented",
            )
        )
        text = self._book.text(order, full=full)
        return Reply(201, text, action="create", subject=order.id)

    def _put_order(self, request: Request, keys: list[str]) -> Reply:
        return self._update(request, keys, full=False)

    def _put_full(self, request: Request, keys: list[str]) -> Reply:
        return self._update(request, keys, full=True)

    def _update(self, request: Request, keys: list[str], *, full: bool) -> Reply:
        body = _object(request)
        full = full or self._takes_items(body)
        order = self._order(keys)
        if body.get("Id") is None:
            raise invalid("order.Id", "The Id field is required.")
        self._rules.check_same(order.id, body["Id"])
        known = style(self._board, order).shape == "recorded"
        values = self._drafts.changed_header(order, body, shown_all=known)
        items = self._drafts.changed_items(order, body, shown_all=known) if full else order.items
        state = self._rules.next_state(order, body.get("State"))
        self._rules.check_open(order, self._now(), switch=None if full else "final_header")
        changed = replace(
            order, state=state, values=values, items=items, expires=expiry(order.created, values)
        )
        if state == CANCELLED != order.state and self._board["cancelled_items"] == "cancelled":
            changed = with_statuses(changed, CANCELLED_STATUS)
        changed = self._book.change(changed)
        text = self._book.text(changed, full=full)
        action = {CANCELLED: "cancel"}.get(state, "submit") if state != order.state else "update"
        return Reply(self._board.number("put_status"), text, action=action, subject=order.id)

    def _post_item(self, request: Request, keys: list[str]) -> Reply:
        body = _object(request)
        order = self._order(keys)
        item = self._drafts.new_item(order, body)
        self._rules.check_open(order, self._now(), switch="final_items")
        changed = self._book.change(replace(order, items=(*order.items, item)))
        shown = style(self._board, changed).item(changed, item)
        return json_reply(shown, 201, action="add_item", subject=order.id)

    def _process(self, request: Request, keys: list[str]) -> Reply:
        body = _object(request)
        order = self._order(keys)
        if body.get("OrderId") is None:
            raise invalid("order.OrderId", "The OrderId field is required.")
        self._rules.check_same(order.id, body["OrderId"])
        self._rules.check_process(order, self._now())
        processed = with_statuses(replace(order, state=PROCESSED_STATE), PROCESSED_STATUS)
        self._book.change(processed)
        self._receipts += 1
        answer: Document = {"Id": self._receipts, "OrderId": order.id}
        if self._board["process_answer"] == "order":
            answer = style(self._board, order).order(order, full=False)
        return json_reply(answer, 201, action="process", subject=order.id)


def with_statuses(order: Order, statuses: Mapping[int, int]) -> Order:
    """Return the order with each item in the status that its type has in `statuses`, if any."""
    items = [
        replace(item, values={**item.values, "ItemStatusId": statuses[item.type_id]})
        if item.type_id in statuses
        else item
        for item in order.items
    ]
    return replace(order, items=tuple(items))


def _object(request: Request) -> Document:
    """Return the body, which must be a JSON object under a JSON content type."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", "text/json") and not kind.endswith("+json"):
        raise Refusal(
            415, f"The request entity's media type '{kind}' is not supported for this resource."
        )
    try:
        value = parse(request.body)
    except NotJson as fault:
        raise invalid("order", str(fault)) from None
    if not isinstance(value, dict):
        raise invalid("order", "The body must be an object.")
    return value
