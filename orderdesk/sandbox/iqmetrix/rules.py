"""The vendor's rules for orders and items, each with the refusal that it gives."""

from collections.abc import Iterable, Mapping, Sequence

from orderdesk.sandbox.iqmetrix.enumerations import (
    CANCELLED,
    CREATED,
    ITEM_STATUSES,
    ITEM_TYPES,
    OPEN_STATES,
    ORDER_TYPES,
    PENDING,
    PROCESSED,
    ZERO_GUID,
    state_named,
)
from orderdesk.sandbox.iqmetrix.orders import Item, Order
from orderdesk.sandbox.iqmetrix.reference import Reference
from orderdesk.sandbox.iqmetrix.refusals import (
    MISMATCH,
    UNRELATED,
    Refusal,
    expired,
    invalid,
    no_billing_customer,
    wrong_transition,
)
from orderdesk.sandbox.json_text import JsonValue
from orderdesk.sandbox.switches import SwitchBoard

LONGEST_LIFE = 87_600
"""Ten years in hours; no limit is documented, a calendar has one."""


class Rules:
    """The rules, knowing the reference data and how the switches stand.

    Source: request parameters, notes and error table of the Orders page. Where that is silent, the
    choice is a switch (`choices.SWITCHES`) or ours and said to be.
    """

    def __init__(self, reference: Reference, board: SwitchBoard) -> None:
        self._reference = reference
        self._board = board

    def check_header(self, values: Mapping[str, JsonValue], company: int) -> None:
        """Refuse a header that breaks a rule; `values` are of their types already."""
        if values.get("OrderTypeId") not in ORDER_TYPES:
            raise invalid("order.OrderTypeId", "OrderTypeId must be one of 1, 2, 3, 4.")
        hours = values.get("OrderExpiryHours")
        if isinstance(hours, int) and not 0 <= hours <= LONGEST_LIFE:
            raise invalid(
                "order.OrderExpiryHours", f"OrderExpiryHours must be 0 to {LONGEST_LIFE}."
            )
        for name in ("EntityId", "ShippingEntityId"):
            entity = values.get(name) or 0
            if (entity or name == "EntityId") and not self._has("location", entity, company):
                raise Refusal(400, UNRELATED)
        employee = values.get("EmployeeId") or 0
        if employee and not self._has("employee", employee, company):
            raise invalid("order.EmployeeId", f"Employee (id={employee}) not found.")
        billing = _some_guid(values.get("BillingCustomerId"))
        if billing and not self._has("customer", billing, company):
            raise no_billing_customer(billing, company)
        shipping = _some_guid(values.get("ShippingCustomerId"))
        if shipping and not self._has("customer", shipping, company):
            raise invalid("order.ShippingCustomerId", f"Customer (id={shipping}) not found.")
        if shipping and values.get("ShippingEntityId"):
            raise invalid(
                "order.ShippingEntityId",
                "If ShippingEntityId is provided, ShippingCustomerId must be excluded.",
            )

    def _has(self, kind: str, key: JsonValue, company: int) -> bool:
        return self._reference.has(kind, str(key), company)

    def check_item(self, values: Mapping[str, JsonValue], prefix: str) -> None:
        """Refuse an item that breaks a rule of its own."""
        type_id, status = values.get("ItemTypeId"), values.get("ItemStatusId")
        if not isinstance(type_id, int) or type_id not in ITEM_TYPES:
            raise invalid(f"{prefix}.ItemTypeId", "ItemTypeId must be one of 1, 2, 3, 4.")
        if status not in ITEM_STATUSES[type_id]:
            fitting = ", ".join(str(number) for number in ITEM_STATUSES[type_id])
            raise invalid(
                f"{prefix}.ItemStatusId",
                f"ItemStatusId must be one of {fitting} for ItemType {ITEM_TYPES[type_id]}.",
            )
        quantity = values.get("Quantity")
        if (
            isinstance(quantity, int)
            and quantity < 0
            and self._board["negative_quantity"] == "refused"
        ):
            raise invalid(f"{prefix}.Quantity", "Quantity must not be negative.")

    def check_products(self, items: Iterable[Item]) -> None:
        """Return a ProductId, if provided, must be unique for each item on the order."""
        seen: set[str] = set()
        for item in items:
            product = item.product
            if product is not None and product in seen:
                raise invalid(
                    "item.ProductId", "ProductId must be unique for each Item on the Order."
                )
            if product is not None:
                seen.add(product)

    def check_same(self, in_uri: str, in_body: JsonValue) -> None:
        """Return the order id of the body must be that of the address."""
        if isinstance(in_body, str) and in_body.casefold() == in_uri.casefold():
            return
        raise (
            Refusal(400, MISMATCH)
            if self._board["id_mismatch"] == "uri"
            else Refusal(400, "The request is invalid")
        )

    def first_state(self, given: JsonValue) -> str:
        """Return the state of a new order: Created, unless Pending is sent."""
        wanted = self._state(given) or CREATED
        if wanted not in OPEN_STATES:
            raise wrong_transition(CREATED, wanted)
        return wanted

    def next_state(self, order: Order, given: JsonValue) -> str:
        """Return the state after a PUT: by hand Created becomes Pending, and Pending Cancelled."""
        wanted = self._state(given) or order.state
        allowed = [(CREATED, PENDING)]
        if self._board["manual_cancel"] == "accepted":
            allowed.append((PENDING, CANCELLED))
        if wanted != order.state and (order.state, wanted) not in allowed:
            raise wrong_transition(order.state, wanted)
        return wanted

    def _state(self, given: JsonValue) -> str | None:
        if given is None:
            return None
        state = state_named(str(given))
        if state is None or isinstance(given, bool):
            raise invalid("order.State", f"Error converting value {str(given)[:60]!r} to a State.")
        return state

    def check_process(self, order: Order, now: int) -> None:
        """Refuse to process an order that is not ready for it."""
        ready = [PENDING]
        if self._board["process_created"] == "accepted":
            ready.append(CREATED)
        if order.state not in ready:
            raise wrong_transition(order.state, PROCESSED)
        if order.is_expired(now) and self._board["process_expired"] == "refused":
            raise expired()
        if not order.items and self._board["process_empty"] == "refused":
            raise invalid("order.Items", "The Order has no Items.")
        customer = order.guid("BillingCustomerId")
        if customer is None or not self._has("customer", customer, order.company):
            raise no_billing_customer(customer, order.company)

    def check_open(self, order: Order, now: int, *, switch: str | None = None) -> None:
        """Refuse a change after the order's end; `switch` may allow it in a final state."""
        if not order.is_open and (switch is None or self._board[switch] == "refused"):
            raise wrong_transition(order.state, order.state)
        if order.is_expired(now):
            raise expired()


def next_index(items: Sequence[Item]) -> int:
    """Return the Index of an item that was sent without one."""
    taken = [value for item in items if isinstance(value := item.values.get("Index"), int)]
    return max(taken, default=-1) + 1


def _some_guid(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value and value != ZERO_GUID else None
