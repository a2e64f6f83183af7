"""A colleague's hand: looks at the true state of an order and changes it past every rule."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.deconetwork import moments
from orderdesk.sandbox.deconetwork.acts import ACTS, acted
from orderdesk.sandbox.deconetwork.book import OrderBook
from orderdesk.sandbox.deconetwork.data.goods import BY_CODE
from orderdesk.sandbox.deconetwork.data.maker import FIRST_ITEM, OrderMaker, Piece, Wish
from orderdesk.sandbox.deconetwork.looks import Look
from orderdesk.sandbox.deconetwork.orders import Line, Order, as_list, as_object, whole
from orderdesk.sandbox.deconetwork.shapes import order_shown
from orderdesk.sandbox.deconetwork.statuses import OPEN, PRODUCED, SHIPPED, word
from orderdesk.sandbox.deconetwork.totals import totalled
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document, JsonValue
from orderdesk.sandbox.vendors import UnknownOrder, WrongChange

_PARTS = ("create", "set", "lines", "add_lines", "notes", "act")
_LINE_PARTS = ("product", "sizes", "color", "name")
_DERIVED = {"order_id", "order_lines", "shipments", "notes"}
_STATUS = "order_status"
_STAGE = "production_status"


class Colleague:
    """Reads and changes orders directly."""

    def __init__(self, book: OrderBook, clock: Clock) -> None:
        self._book = book
        self._clock = clock

    @property
    def _now(self) -> int:
        return moments.from_datetime(self._clock.now())

    def orders(self, conditions: Mapping[str, str]) -> list[Document]:
        """Short truths, newest first; conditions compare them as text, `limit` ends the list."""
        wanted = {name: value for name, value in conditions.items() if name != "limit"}
        limit = conditions.get("limit", "")
        found: list[Document] = []
        ordered = sorted(self._book.all(), key=lambda order: -(order.date("date_ordered") or 0))
        for order in ordered:
            if limit.isdigit() and len(found) >= int(limit):
                break
            short = _short(order)
            if all(_text(short.get(name)) == value for name, value in wanted.items()):
                found.append(short)
        return found

    def order(self, key: str) -> Document:
        """Return the whole truth of one order, with everything that can be included."""
        order = self._get(key)
        look = Look(recorded=True, workflow=True, purchases=True, shipments=True, files=True)
        return {**_short(order), "order": order_shown(order, look)}

    def change(self, key: str, change: Document) -> Document:
        """Create, set fields, change, add and delete lines, add notes, and act, in this order.

        Raises:
            UnknownOrder: for an invoice number that there is not, unless it is created.
            WrongChange: for a change that makes no sense; then nothing is changed.
        """
        unknown = change.keys() - {*_PARTS}
        if unknown:
            raise WrongChange(
                f"There is no {', '.join(sorted(unknown))}; there are {', '.join(_PARTS)}."
            )
        order = self._created(key, change) if "create" in change else self._get(key)
        dates = {**order.dates, "date_modified": self._now}
        order = _set(replace(order, dates=dates), _object(change, "set"))
        order = _with_lines(order, _object(change, "lines"))
        order = self._with_added(order, change.get("add_lines"))
        notes = tuple(str(note) for note in as_list(change.get("notes")))
        order = replace(order, notes=(*order.notes, *notes))
        act = change.get("act")
        if act is not None and act not in ACTS:
            raise WrongChange(f"act is one of {', '.join(ACTS)}.")
        if isinstance(act, str):
            order = acted(order, act, self._now, self._book.next_number)
        self._book.put([order])
        return self.order(key)

    def remove(self, key: str) -> None:
        """Let an order vanish, as the vendor's own tools may."""
        self._book.remove(self._get(key))

    def _get(self, key: str) -> Order:
        order = self._book.get(key)
        if order is None:
            raise UnknownOrder(f"There is no order {key}.")
        return order

    def _created(self, key: str, change: Document) -> Order:
        if self._book.get(key) is not None:
            raise WrongChange(f"There is an order {key} already.")
        given = _object(change, "create")
        pieces = [_piece(one) for one in as_list(given.get("lines"))]
        status = given.get(_STATUS, OPEN)
        job = given.get("job_name")
        return self._maker().make(
            Wish(
                number=key,
                status=whole(status),
                ordered=self._now,
                customer=None,
                pieces=pieces,
                job=job if isinstance(job, str) else None,
                payment="",
            )
        )

    def _maker(self) -> OrderMaker:
        return OrderMaker(Dice(), (), self._now, first=self._book.next_number() - FIRST_ITEM)

    def _with_added(self, order: Order, given: JsonValue) -> Order:
        if given is None:
            return order
        if not isinstance(given, list):
            raise WrongChange("add_lines is a list of lines.")
        added = self._maker().lines([_piece(one) for one in given])
        lines = (*order.lines, *added)
        return replace(order, lines=lines, values=totalled(order.values, lines))


def _short(order: Order) -> Document:
    billing = as_object(order.values.get("billing_details"))
    return {
        "id": order.id,
        "number": order.id,
        "kind": "order",
        "status": order.status,
        "state": word(order.status),
        "name": order.values.get("job_name"),
        "company": billing.get("company"),
        "customer": order.values.get("customer_id"),
        "ordered": _moment_text(order, "date_ordered"),
        "modified": _moment_text(order, "date_modified"),
        "total": order.values.get("billable_amount"),
        "outstanding": order.values.get("outstanding_balance"),
        "lines": len(order.lines),
        "pieces": order.pieces(0),
        "produced": order.pieces(PRODUCED),
        "shipped": order.pieces(SHIPPED),
        "shipments": len(order.shipments),
        "notes": len(order.notes),
        "mails": order.mails,
        "revision": order.revision,
    }


def _moment_text(order: Order, name: str) -> str | None:
    moment = order.date(name)
    return None if moment is None else moments.recorded(moment)


def _set(order: Order, given: Document) -> Order:
    values: Document = {**order.values}
    dates = dict(order.dates)
    status = order.status
    for name, value in given.items():
        if name == _STATUS:
            status = whole(value)
        elif name in dates:
            dates[name] = None if value is None else _moment(value)
        elif name in _DERIVED:
            raise WrongChange(f"{name} cannot be set.")
        else:
            values[name] = value
    return replace(order, values=values, dates=dates, status=status)


def _with_lines(order: Order, given: Document) -> Order:
    """Change lines by id; null deletes one, `production_status` sets it past every rule."""
    lines = {str(line.id): line for line in order.lines}
    for key, change in given.items():
        line = lines.get(key)
        if line is None:
            raise WrongChange(f"The order has no line {key}.")
        if change is None:
            del lines[key]
        elif isinstance(change, dict):
            lines[key] = _changed_line(line, change)
        else:
            raise WrongChange("A line is changed by a JSON object, or deleted by null.")
    kept = tuple(lines.values())
    if kept == order.lines:
        return order
    return replace(order, lines=kept, values=totalled(order.values, kept))


def _changed_line(line: Line, change: Document) -> Line:
    rest = {name: value for name, value in change.items() if name != _STAGE}
    if _STAGE in change:
        stage = whole(change[_STAGE])
        items = tuple(replace(item, stage=stage) for item in line.items)
        line = replace(line, stage=stage, items=items)
    total = change.get("total_price")
    if isinstance(total, int | Decimal):
        line = replace(line, total=Decimal(total))
    return replace(line, values={**line.values, **rest})


def _piece(value: JsonValue) -> Piece:
    given = as_object(value)
    product = str(given.get("product", ""))
    good = BY_CODE.get(product)
    if given.keys() - {*_LINE_PARTS} or good is None:
        raise WrongChange(
            f"A line has {', '.join(_LINE_PARTS)}; products are {', '.join(BY_CODE)}."
        )
    sizes = {code: whole(qty) for code, qty in as_object(given.get("sizes")).items()}
    first = good.options[0].code if good.options else ""
    name, color = str(given.get("name", "")), whole(given.get("color"))
    return Piece(product, sizes or {first: 1}, color % len(good.colors), name=name)


def _object(change: Document, name: str) -> Document:
    value = change.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongChange(f"{name} is a JSON object.")
    return value


def _moment(value: JsonValue) -> int:
    try:
        return moments.from_text(str(value))
    except ValueError as fault:
        raise WrongChange(str(fault)) from None


def _text(value: JsonValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
