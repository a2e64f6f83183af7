"""The whole made-up van sales at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.goods import goods_documents, packs
from orderdesk.sandbox.valomnia.data.history import history
from orderdesk.sandbox.valomnia.data.landmarks import landmarks
from orderdesk.sandbox.valomnia.data.maker import OperationMaker
from orderdesk.sandbox.valomnia.data.people import (
    employee_documents,
    payment_type_documents,
    stock_documents,
    warehouse_documents,
)
from orderdesk.sandbox.valomnia.data.shops import (
    prepayment_documents,
    return_documents,
    shop_documents,
)
from orderdesk.sandbox.valomnia.operations import Operation

SITE_NAME = "Van sales"


@dataclass(frozen=True, slots=True)
class Scene:
    """The master documents by kind, and the operations by id."""

    masters: Mapping[str, Sequence[Document]]
    operations: Sequence[Operation]


def made_up(*, seed: int, orders: int, now: datetime) -> Scene:
    """Make the routes with so many operations before `now` (aware)."""
    present = moments.from_datetime(now)
    shops = shop_documents(Dice(f"shops {seed}"))
    goods = goods_documents()
    customers = shops["customers"]
    masters: dict[str, Sequence[Document]] = {
        **shops,
        **goods,
        "employees": employee_documents(),
        "paymentTypes": payment_type_documents(),
        "warehouses": warehouse_documents(),
        "warehouseStocks": stock_documents(Dice(f"stocks {seed}"), goods["items"]),
        "orderPrepayments": prepayment_documents(customers, present),
        "returns": return_documents(customers, present),
    }
    maker = OperationMaker(Dice(f"routes {seed}"), packs(), customers)
    first = landmarks(maker, present)[:orders]
    return Scene(masters, [*first, *history(maker, orders - len(first), now)])
