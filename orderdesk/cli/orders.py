"""`orderdesk list` and `orderdesk show`."""

from collections.abc import AsyncIterator, Sequence

from orderdesk.cli.exits import Exit
from orderdesk.cli.finding import order_of
from orderdesk.cli.output import NONE, clean, money, problem, right
from orderdesk.cli.session import Session
from orderdesk.cli.shapes import keys_of, order_json, row_json
from orderdesk.domain.actions import Kind
from orderdesk.domain.errors import DeskError, InputError, NotFound
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.order import Line
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Details, ShownRow, Sort
from orderdesk.domain.status import (
    FULFILMENT_LABELS,
    KIND_LABELS,
    NOT_KNOWN,
    PAYMENT_LABELS,
    STATUS_LABELS,
)
from orderdesk.services.views import OrderView

NO_COLUMN = QT_TRANSLATE_NOOP("messages", "Orders cannot be sorted by “{column}”: use {known}.")

SORTS = (
    *("placed_at", "expires_at", "number", "name", "state", "payment", "fulfilment", "type"),
    *("customer", "location", "employee", "items", "total", "discount", "currency"),
    *("connection", "vendor", "vendor_id"),
)
_COLUMNS = {"type": "kind"}
_AT_ONCE = 200
_TITLES = ("Number", "State", "Type", "Customer", "Placed", "Total", "Id")


async def list_orders(session: Session) -> int:
    """Print the orders that a query finds."""
    arguments = session.arguments
    query = parse_query(" ".join(arguments.query))
    sort = Sort(_column(arguments.sort), descending=not arguments.ascending)
    found = await session.desk.orders.search(query, sort, zone=session.zone.key)
    rows = _pages(session, found.rowids[: arguments.limit])
    if session.out.as_json:
        session.out.array([row_json(row) async for row in rows])
        return Exit.DONE
    listed = [row async for row in rows]
    if listed:
        _print_rows(session, listed)
    totals = await session.desk.orders.totals(query, zone=session.zone.key)
    count = f"{totals.orders:,} orders"
    shown = count if len(listed) == totals.orders else f"{len(listed):,} of {count}"
    unread = f", items of {totals.unread:,} not read" if totals.unread else ""
    session.out.line(shown + unread)
    return Exit.DONE


def _column(name: str) -> str:
    if name not in SORTS:
        facts = {"column": verbatim(name[:40]), "known": ", ".join(SORTS)}
        raise InputError(Message(NO_COLUMN, facts), field="sort")
    return _COLUMNS.get(name, name)


async def _pages(session: Session, rowids: Sequence[int]) -> AsyncIterator[ShownRow]:
    for start in range(0, len(rowids), _AT_ONCE):
        for row in await session.desk.orders.rows(rowids[start : start + _AT_ONCE]):
            yield row


def _print_rows(session: Session, rows: Sequence[ShownRow]) -> None:
    totals = right([money(row.total, row.currency) for row in rows])
    session.out.table(
        _TITLES,
        [
            (
                row.number or NONE,
                state_of(row),
                kind_of(row),
                row.customer or row.customer_id or NONE,
                session.out.time(row.placed_at),
                total,
                row.id,
            )
            for row, total in zip(rows, totals, strict=True)
        ],
    )


def state_of(row: ShownRow) -> str:
    """Name a state as the desk does, with the vendor's word where it says something else."""
    label = STATUS_LABELS.get(row.state or "") or row.vendor_state or NOT_KNOWN
    pending = f" ({', '.join(row.pending)} {row.mark.value})" if row.pending else ""
    return label + pending + (" (staged)" if row.staged else "")


def kind_of(row: ShownRow) -> str:
    """Name a type as the desk does."""
    return KIND_LABELS.get(row.kind or "") or row.kind_word or NONE


async def show_order(session: Session) -> int:
    """Print one order, its items, and what may be done with it."""
    orders = session.desk.orders
    order_id = await order_of(session.desk, session.arguments.order)
    if session.arguments.refresh:
        await orders.refresh(order_id)
    view = await orders.view(order_id, read=False)
    if view.details is not Details.READ and view.mirror is not None:
        view = await _with_details(session, view)
    if session.out.as_json:
        session.out.value(order_json(view))
    else:
        _print_order(session, view)
    return Exit.DONE


async def _with_details(session: Session, view: OrderView) -> OrderView:
    """Read an order whose list entry came without its items; as it was where that fails.

    Raises:
        NotFound: the vendor has it no more.
    """
    try:
        await session.desk.orders.refresh(view.order.id)
    except NotFound:
        raise
    except DeskError as error:
        known = "may have changed" if view.details is Details.STALE else "are not known"
        problem(f"the items {known}: {error.sentence()}")
        return view
    return await session.desk.orders.view(view.order.id, read=False)


def _print_order(session: Session, view: OrderView) -> None:
    row, out = view.row, session.out
    out.pairs(
        [
            ("Id", row.id),
            ("Number", row.number or NONE),
            ("State", state_of(row)),
            ("Payment", _label(PAYMENT_LABELS, row.payment, row.payment_word)),
            ("Fulfilment", _label(FULFILMENT_LABELS, row.fulfilment, row.fulfilment_word)),
            ("Type", kind_of(row)),
            ("Customer", row.customer or row.customer_id or NONE),
            ("Location", row.location or row.location_id or NONE),
            ("Employee", row.employee or row.employee_id or NONE),
            ("Placed", out.time(row.placed_at)),
            ("Expires", out.time(row.expires_at)),
            ("Discount", money(row.discount, row.currency)),
            (
                "Total",
                money(row.total, row.currency) + (" (computed)" if row.total_computed else ""),
            ),
            ("Connection", f"{row.connection_name} ({row.connection})"),
            ("Read", out.time(view.read_at)),
        ]
    )
    _print_fields(session, view)
    _print_lines(session, view.order.lines)
    _print_actions(session, view)


def _label(labels: dict[str, str], value: str | None, word: str | None) -> str:
    return labels.get(value or "") or word or NOT_KNOWN


def _print_fields(session: Session, view: OrderView) -> None:
    """Print what the vendor has beside what is printed above."""
    rest = [
        (Message(spec.label).render(), _field_text(view, spec))
        for spec in view.description.rules.order_fields
        if spec.attribute is None and view.order.fields.get(spec.key)
    ]
    if rest:
        session.out.line()
        session.out.pairs(rest)


def _field_text(view: OrderView, spec: FieldSpec) -> str:
    value = view.order.fields.get(spec.key) or ""
    named = view.names.get((spec.look_up, value)) if spec.look_up else None
    return named.name if named else value


def _print_lines(session: Session, lines: Sequence[Line] | None) -> None:
    session.out.line()
    if not lines:
        session.out.line("Items: not known." if lines is None else "Items: none.")
        return
    quantities = right([NONE if line.quantity is None else f"{line.quantity:f}" for line in lines])
    prices = right([money(line.price, None) for line in lines])
    session.out.table(
        ("Item", "SKU", "Quantity", "Price", "Type", "Status", "Line"),
        [
            (
                line.description or NONE,
                line.sku or NONE,
                quantity,
                price,
                line.kind_word or NONE,
                line.status_word or NONE,
                line.id,
            )
            for line, quantity, price in zip(lines, quantities, prices, strict=True)
        ],
    )


_WORDS = {
    Kind.ALLOWED: "yes",
    Kind.REFUSED: "no",
    Kind.VENDOR_DECIDES: "the vendor decides",
    Kind.NOT_OFFERED: "not offered",
}


def _print_actions(session: Session, view: OrderView) -> None:
    session.out.line()
    for name, verdict in view.verdicts.items():
        words = [part.render() for part in (verdict.reason, verdict.way_out) if part]
        keys = keys_of(view.description.rules, name) if verdict.allowed else []
        words += [f"--set {', '.join(keys)}"] if keys else []
        said = f" ({' '.join(words)})" if words else ""
        session.out.line(clean(f"{name}: {_WORDS[verdict.kind]}{said}"))
