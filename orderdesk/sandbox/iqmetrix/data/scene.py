"""The whole made-up company at one moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.iqmetrix.data.goods import Good, goods, product_documents
from orderdesk.sandbox.iqmetrix.data.history import history
from orderdesk.sandbox.iqmetrix.data.landmarks import landmarks
from orderdesk.sandbox.iqmetrix.data.maker import Cast, OrderMaker
from orderdesk.sandbox.iqmetrix.data.people import (
    EMPLOYEES,
    FIRST_EMPLOYEE,
    customer_documents,
    employee_documents,
)
from orderdesk.sandbox.iqmetrix.data.places import (
    COMPANY,
    COMPANY_NAME,
    PLACES,
    company_documents,
    location_documents,
    supplier_documents,
)
from orderdesk.sandbox.iqmetrix.orders import Order
from orderdesk.sandbox.iqmetrix.reference import COMPANY as COMPANY_MARK
from orderdesk.sandbox.json_text import Document

__all__ = ["COMPANY", "COMPANY_NAME", "Scene", "made_up"]


@dataclass(frozen=True, slots=True)
class Scene:
    """The reference documents by kind, and the orders."""

    reference: Mapping[str, Sequence[Document]]
    orders: Sequence[Order]


def made_up(*, seed: int, orders: int, now: datetime) -> Scene:
    """Make the company with so many orders placed before `now` (aware)."""
    customers = customer_documents(Dice(f"customers {seed}"))
    every_good = goods()
    reference: dict[str, Sequence[Document]] = {
        "company": company_documents(),
        "location": location_documents(),
        "supplier": supplier_documents(),
        "employee": employee_documents(Dice(f"employees {seed}")),
        "customer": customers,
        "product": product_documents(every_good),
    }
    maker = OrderMaker(Dice(f"orders {seed}"), _cast(every_good, customers))
    first = landmarks(maker, now)[:orders]
    return Scene(reference, [*first, *history(maker, orders - len(first), now)])


def _cast(every_good: Sequence[Good], customers: list[Document]) -> Cast:
    internal = customers[-1]
    ordering = [
        one for one in customers[:-1] if not one["Disabled"] and one[COMPANY_MARK] == COMPANY
    ]
    by_city: dict[str, list[Document]] = {}
    for customer in ordering:
        addresses = customer["Addresses"]
        first = addresses[0] if isinstance(addresses, list) else None
        if isinstance(first, dict):
            by_city.setdefault(str(first["Locality"]), []).append(customer)
    employees: dict[int, list[int]] = {place.id: [] for place in PLACES}
    for number in range(EMPLOYEES):
        employees[PLACES[number % len(PLACES)].id].append(FIRST_EMPLOYEE + number)
    return Cast(every_good, ordering, by_city, employees, internal)
