"""The whole made-up tenant at one moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.ordertime import moments, records
from orderdesk.sandbox.ordertime.data.customers import directory
from orderdesk.sandbox.ordertime.data.goods import goods, item_documents, stock_documents
from orderdesk.sandbox.ordertime.data.history import history
from orderdesk.sandbox.ordertime.data.landmarks import landmarks
from orderdesk.sandbox.ordertime.data.maker import Maker
from orderdesk.sandbox.ordertime.data.tenant import lists
from orderdesk.sandbox.ordertime.ledger import CREATED, MODIFIED, REVISION

_OPENED = 900 * moments.DAY


def made_up(*, seed: int, orders: int, now: datetime) -> Mapping[int, Sequence[Document]]:
    """Make every record by its type, with so many sales orders placed before `now` (aware)."""
    found = directory(Dice(f"customers {seed}"))
    every = goods()
    maker = Maker(Dice(f"orders {seed}"), every, found.parties)
    wishes = landmarks(maker, now)[:orders]
    wishes += history(maker, orders - len(wishes), now)
    for wish in sorted(wishes, key=lambda wish: wish.created):
        maker.make(wish)
    made: dict[int, Sequence[Document]] = {
        **lists(),
        **found.documents,
        records.ITEM_ALL: item_documents(every),
        records.STOCK_BY_LOCATION: stock_documents(every, Dice(f"stock {seed}")),
    }
    opened = moments.micros(now) // moments.DAY * moments.DAY - _OPENED
    for rows in made.values():
        for row in rows:
            row.update({CREATED: opened, MODIFIED: opened, REVISION: 1})
    return {**made, records.SALES_ORDER: maker.orders, records.SHIP_DOC: maker.ship_docs}
