"""Lists of orders and customers: `$filter`, and paging where it is offered."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from orderdesk.sandbox.iqmetrix.enumerations import ORDER_TYPES
from orderdesk.sandbox.iqmetrix.fields import ORDER_FIELDS, Kind
from orderdesk.sandbox.iqmetrix.filter import Value, WrongFilter, parse
from orderdesk.sandbox.iqmetrix.orders import Order
from orderdesk.sandbox.iqmetrix.refusals import Refusal
from orderdesk.sandbox.json_text import Document, JsonValue

_KINDS = {
    Kind.TEXT: "text",
    Kind.WHOLE: "number",
    Kind.DECIMAL: "number",
    Kind.GUID: "guid",
    Kind.MOMENT: "moment",
}
_ORDER_PROPERTIES = {field.name: _KINDS[field.kind] for field in ORDER_FIELDS}
CUSTOMER_PROPERTIES = {
    "Id": "guid",
    "PrimaryName": "text",
    "MiddleName": "text",
    "FamilyName": "text",
    "AlternateName": "text",
    "CustomerType": "text",
    "CustomerTypeId": "number",
    "Disabled": "bool",
    "DoNotContact": "bool",
    "Notes": "text",
    "Title": "text",
    "Version": "number",
}


def wrong_filter(fault: WrongFilter) -> Refusal:
    """How a sibling service words it; what Orders says is not known."""
    return Refusal(400, f"Error while extracting the request query: {fault}.")


def listed(orders: Sequence[Order], params: Mapping[str, str], *, paged: bool) -> Sequence[Order]:
    """Return the orders that pass `$filter`, and with `paged` the page that is asked for.

    Raises:
        Refusal: 400 for a filter or a page that cannot be used.
    """
    expression = params.get("$filter")
    if expression is not None:
        try:
            test = parse(expression, _ORDER_PROPERTIES)
        except WrongFilter as fault:
            raise wrong_filter(fault) from None
        orders = [order for order in orders if test(_OrderProperties(order).read)]
    if not paged:
        return orders
    if params.get("$orderby", "").lower() == "createddateutc":
        orders = sorted(orders, key=lambda order: (order.created, order.id))
    skip, top = page(params, top=None, most=None)
    return orders[skip:] if top is None else orders[skip : skip + top]


def filtered_customers(customers: Sequence[Document], expression: str) -> list[Document]:
    """Return the customers that pass `$filter`.

    Raises:
        Refusal: 400 for a filter that cannot be used.
    """
    try:
        test = parse(expression, CUSTOMER_PROPERTIES)
    except WrongFilter as fault:
        raise wrong_filter(fault) from None
    return [customer for customer in customers if test(_DocumentProperties(customer).read)]


def page(params: Mapping[str, str], *, top: int | None, most: int | None) -> tuple[int, int | None]:
    """Read `$skip` and `$top`, with or without dollar; `top` when none is sent, `most` at most."""
    skip = _number(params, "skip") or 0
    asked = _number(params, "top")
    size = top if asked is None else asked
    return skip, most if most is not None and (size is None or size > most) else size


def _number(params: Mapping[str, str], name: str) -> int | None:
    text = params.get(f"${name}", params.get(name))
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Refusal(400, f"Error while extracting the request query: ${name} is no number.")
    return int(text)


class _OrderProperties:
    """The properties of an order as a filter asks for them."""

    def __init__(self, order: Order) -> None:
        self._order = order

    def read(self, name: str) -> Value:
        order = self._order
        match name:
            case "Id":
                return order.id
            case "State":
                return order.state
            case "PrintableId":
                return order.printable_id
            case "CreatedDateUtc":
                return order.created
            case "OrderExpiryDate":
                return order.expires
            case "OrderType":
                return ORDER_TYPES.get(order.whole("OrderTypeId"))
            case _:
                return _plain(order.values.get(name))


class _DocumentProperties:
    """The properties of any other resource."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def read(self, name: str) -> Value:
        return _plain(self._document.get(name))


def _plain(value: JsonValue) -> Value:
    return value if isinstance(value, bool | int | Decimal | str) else None
