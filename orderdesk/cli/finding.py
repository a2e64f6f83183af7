"""Which order or connection is meant by what was typed."""

from collections.abc import Sequence

from orderdesk.domain.errors import InputError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.domain.query import ANY_KIND, Clause, Operator, Query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.services.desk import Desk

NO_ORDER = QT_TRANSLATE_NOOP("messages", "There is no order “{order}” here.")
SYNC_FIRST = QT_TRANSLATE_NOOP(
    "messages", "Look it up with `orderdesk list`, or read what is new with `orderdesk sync`."
)
SEVERAL = QT_TRANSLATE_NOOP("messages", "“{order}” may mean {count} orders: {ids}.")
SAY_WHICH = QT_TRANSLATE_NOOP("messages", "Give the whole id.")
NO_CONNECTION = QT_TRANSLATE_NOOP("messages", "There is no connection “{connection}”: {known}.")
KNOWN = QT_TRANSLATE_NOOP("messages", "there are {keys}")
NONE_YET = QT_TRANSLATE_NOOP("messages", "there is none yet")
ADD_ONE = QT_TRANSLATE_NOOP(
    "messages", "Add one with `orderdesk connections add` or `orderdesk connections import`."
)

_LOOKED_AT = 500
_NAMED = 5


async def order_of(desk: Desk, text: str) -> str:
    """Return the id of the order meant by an id, a vendor's id or a number.

    Raises:
        InputError: there is no such order here, or there are several.
    """
    if await desk.orders.rowid(text) is not None:
        return text
    found = await _fitting(desk, text)
    if len(found) == 1:
        return found[0].id
    if not found:
        message = Message(NO_ORDER, {"order": verbatim(text[:120])})
        raise InputError(message, way_out=Message(SYNC_FIRST), field="order")
    ids = ", ".join(row.id for row in found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
    facts = {"order": verbatim(text[:120]), "count": str(len(found)), "ids": verbatim(ids)}
    raise InputError(Message(SEVERAL, facts), way_out=Message(SAY_WHICH), field="order")


async def _fitting(desk: Desk, text: str) -> Sequence[ShownRow]:
    """Return the orders whose vendor id or number is exactly this, the ids first."""
    wanted = text.casefold()
    if not wanted:
        return []
    by_id = await _rows(desk, "id", text)
    same = [row for row in by_id if row.vendor_id.casefold() == wanted]
    if same:
        return same
    by_number = await _rows(desk, "number", text)
    return [row for row in by_number if (row.number or "").casefold() == wanted]


async def _rows(desk: Desk, field: str, value: str) -> list[ShownRow]:
    # Whoever names a document means it, whether it is an order or not.
    every = Clause("type", Operator.IS, (ANY_KIND,))
    query = Query((Clause(field, Operator.IS, (value,)), every))
    found = await desk.orders.search(query, Sort(), zone="UTC")
    return await desk.orders.rows(found.rowids[:_LOOKED_AT])


async def connection_of(desk: Desk, text: str) -> str:
    """Return the key of the connection meant by a key or a name.

    Raises:
        InputError: there is none, or the name is not one connection's alone.
    """
    known = {status.config.key: status.config.name for status in await desk.connections.list()}
    if text in known:
        return text
    named = [key for key, name in known.items() if name.casefold() == text.casefold()]
    if len(named) == 1:
        return named[0]
    keys = Message(KNOWN, {"keys": ", ".join(known)}) if known else Message(NONE_YET)
    message = Message(NO_CONNECTION, {"connection": verbatim(text[:120]), "known": keys})
    way_out = None if known else Message(ADD_ONE)
    raise InputError(message, way_out=way_out, field="connection")
