"""The orders themselves, as packed JSON, read when somebody asks for one."""

import logging
import zlib

from pydantic import ValidationError

from orderdesk.domain.order import Order

_log = logging.getLogger(__name__)

_WORDS = (
    *("Reference", "Created", "Modified", "Updated", "Warehouse", "Supplier", "Currency"),
    *("Country", "PostalCode", "Address1", "Street", "City", "State", "Province", "Company"),
    *("Contact", "FirstName", "LastName", "Email", "Phone", "Website", "Notes", "Comments"),
    *("Message", "Memo", "Terms", "Tracking", "Carrier", "Shipping", "Delivery", "Billing"),
    *("Invoice", "Payment", "Method", "Type", "Status", "Number", "Date", "Time", "Amount"),
    *("Subtotal", "Discount", "Percent", "Tax", "Rate", "Total", "Price", "Unit", "Cost"),
    *("Quantity", "Weight", "Barcode", "Category", "Variant", "Product", "Item"),
    *("Description", "Name", "Code", "Customer", "Employee", "Location", "Order", "Id"),
)
# What orders have in common, the most frequent last: it is packed as a reference to here. Not a
# letter of this may ever change, or what was packed against it could not be read any more.
_COMMON = (
    "".join(_WORDS)
    + " ".join(f"{word.lower()}_" for word in _WORDS)
    + 'https://www..com@.example+00:00T00:00:00.000Z","0000-00-00T00:00:00","value":"false",'
    '"true","0.00","0","1","name":"","url":"","code":"","type":"","text":"","items":['
    '{"amount":0,"date":null,"phone":null,"email":null,"created_at":"20","updated_at":"202'
    '{"connection":"","vendor":"","vendor_id":"","kind":"order","kind_word":"Sales order",'
    '"number":"","name":null,"state":"pending","vendor_state":"","state_derived":false,'
    '"payment":null,"payment_word":null,"fulfilment":null,"fulfilment_word":null,'
    '"customer":{"kind":"customer","id":""},"location":{"kind":"location","id":""},'
    '"employee":null,"placed_at":"2026-01-01T00:00:00Z","expires_at":null,"currency":"USD",'
    '"currency_set_here":true,"discount":null,"total":".00","total_computed":false,"lines":['
    '{"id":"","sku":"","description":"","quantity":"1","price":".00","kind_word":null,'
    '"status_word":null,"fields":{"":null,"":"","":"true","":"false","":"0"},"extra":{},'
    '"pending":false},{"id":"-1"}],"fields":{"":null,""},'
    '"extra":{"":{"":null,"":[],"":"","":0,"":true,"":false}}}'
).encode()
# The fastest: what is saved beyond it costs more than writing it does.
_LEVEL = 1
# Little to set up and to copy; an order is seldom longer than half of this window.
_WINDOW = 14
_MEMORY = 6
_BEGUN = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, _COMMON)


def deflated(content: bytes) -> bytes:
    """Pack an order's JSON: to about a third."""
    packing = _BEGUN.copy()
    return packing.compress(content) + packing.flush()


def inflated(content: bytes) -> bytes:
    """Return the JSON that was packed.

    Raises:
        zlib.error: it is damaged, or was packed by another version of the desk.
    """
    unpacking = zlib.decompressobj(zlib.MAX_WBITS, _COMMON)
    return unpacking.decompress(content) + unpacking.flush()


def order_of(content: bytes | str | None) -> Order | None:
    """Read a kept order; None where there is none, or where another version of the desk wrote it.

    A text is JSON as it is: until step 12 all were kept so, and the outbox keeps them so.
    What cannot be read here is read from the vendor anew.
    """
    if content is None:
        return None
    try:
        plain = content if isinstance(content, str) else inflated(content)
        return Order.model_validate_json(plain)
    except zlib.error:
        _log.info("an order that cannot be unpacked is left out")
        return None
    except ValidationError as error:
        _log.info("an order kept in another form is left out: %s", error.errors()[0]["type"])
        return None
