"""What the tests of this vendor ask, read and do, over and over."""

from collections.abc import Mapping

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.commands import Act
from orderdesk.domain.gateway import Gateway, Reading
from orderdesk.domain.order import Order
from tests.conformance.acts import make
from tests.conformance.place import Place
from tests.conformance.vendors.valomnia import (
    CASH,
    pending,
)


def requests(place: Place, start: int, path: str) -> list[dict[str, object]]:
    return [one for one in place.log(start) if path in str(one["path"])]


def objects(value: object) -> list[Mapping[str, object]]:
    return [as_object(row.value) for row in rows(write(value).decode())]


async def ready(place: Place, gateway: Gateway) -> Reading:
    return await gateway.fetch((await pending()(place, gateway)).vendor_id)


def payment(order: Order, **values: str) -> Act:
    made = make(RULES, order, "record_payment", {"status": "PAID", "paymentTypeId": CASH, **values})
    assert isinstance(made, Act)
    return made
