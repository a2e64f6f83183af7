"""Orders and items as the server keeps them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from orderdesk.sandbox.iqmetrix.enumerations import OPEN_STATES, ZERO_GUID
from orderdesk.sandbox.iqmetrix.moments import HOUR
from orderdesk.sandbox.json_text import Document, JsonValue


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an order; `values` holds what may be sent, by the vendor's field names."""

    id: str
    values: Mapping[str, JsonValue]

    @property
    def type_id(self) -> int:
        return _whole(self.values, "ItemTypeId")

    @property
    def product(self) -> str | None:
        """The ProductId in lower case, or None."""
        product = self.values.get("ProductId")
        return product.casefold() if isinstance(product, str) and product else None


@dataclass(frozen=True, slots=True)
class Order:
    """One order; `values` holds what may be sent, by the vendor's field names."""

    id: str
    company: int
    state: str
    printable_id: str
    created: int
    """Ticks since 1970."""
    expires: int
    values: Mapping[str, JsonValue]
    items: tuple[Item, ...] = ()
    shape: str = "documented"
    """The shape in which the order is shown when shapes are mixed."""
    revision: int = 1
    """How often it has been written."""

    def guid(self, name: str) -> str | None:
        """Return a GUID field; the zero GUID counts as none."""
        value = self.values.get(name)
        return value if isinstance(value, str) and value and value != ZERO_GUID else None

    def whole(self, name: str) -> int:
        """Return an integer field; none counts as 0."""
        return _whole(self.values, name)

    def is_expired(self, now: int) -> bool:
        return now > self.expires

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def has_both_targets(self) -> bool:
        """A customer and a location to ship to, which the vendor's text excludes."""
        return self.guid("ShippingCustomerId") is not None and self.whole("ShippingEntityId") != 0

    def document(self) -> Document:
        """As it is kept in the storage."""
        return {
            "company": self.company,
            "state": self.state,
            "printable_id": self.printable_id,
            "created": self.created,
            "expires": self.expires,
            "values": {**self.values},
            "items": [{"id": item.id, "values": {**item.values}} for item in self.items],
            "shape": self.shape,
            "revision": self.revision,
        }


def from_document(key: str, document: Document) -> Order:
    """Return an order as it was kept in the storage."""
    items = document["items"]
    return Order(
        id=key,
        company=_whole(document, "company"),
        state=str(document["state"]),
        printable_id=str(document["printable_id"]),
        created=_whole(document, "created"),
        expires=_whole(document, "expires"),
        values=_object(document["values"]),
        items=tuple(_item(item) for item in items) if isinstance(items, list) else (),
        shape=str(document["shape"]),
        revision=_whole(document, "revision"),
    )


def expiry(created: int, values: Mapping[str, JsonValue]) -> int:
    """When an order expires: its creation plus OrderExpiryHours, to the tick."""
    return created + _whole(values, "OrderExpiryHours") * HOUR


def _item(value: JsonValue) -> Item:
    document = _object(value)
    return Item(str(document["id"]), _object(document["values"]))


def _object(value: JsonValue) -> Document:
    return value if isinstance(value, dict) else {}


def _whole(values: Mapping[str, JsonValue], name: str) -> int:
    value = values.get(name)
    if isinstance(value, Decimal):
        return int(value)
    return value if isinstance(value, int) else 0
