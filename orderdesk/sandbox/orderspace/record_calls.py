"""Categories, price lists and webhooks: small records that are read and changed one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from secrets import token_urlsafe

from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace import keys, reading, shelf
from orderdesk.sandbox.orderspace.book import Book
from orderdesk.sandbox.orderspace.paging import Filter, Kind, Pages
from orderdesk.sandbox.orderspace.refusals import invalid, not_found
from orderdesk.sandbox.orderspace.routes import Call, Route
from orderdesk.sandbox.orderspace.shapes import Shapes
from orderdesk.sandbox.orderspace.shelf import Shelf, own_fields
from orderdesk.sandbox.switches import SwitchBoard

LONGEST_NAME = 100
"""Letters in the name of a category (its documented 422)."""
EVENTS = (
    *(
        f"{name}.{what}"
        for name in ("customer", "product", "order")
        for what in ("created", "updated", "deleted")
    ),
    "dispatch.created",
    "inventory_level.updated",
    "invoice.created",
    "invoice.deleted",
    "payment.created",
)
_CATEGORY_FILTERS: list[Filter[Document]] = [
    Filter("name", Kind.TEXT, lambda one: reading.text(one, "name")),
    Filter("parent_id", Kind.ID, lambda one: reading.text(one, "parent_id")),
]


@dataclass(frozen=True, slots=True)
class _Sort:
    """One kind of record."""

    kind: str
    plural: str
    prefix: str
    read: Callable[[Document, Document], Document]
    """What a body changes in a record; raises `Refusal`."""
    show: Callable[[Document], Document]
    blank: Callable[[], Document]
    since: str = "current"
    """The first profile in which it can be listed; all else is in the current one only."""


class RecordCalls:
    """The calls below /categories, /price_lists and /webhooks."""

    def __init__(self, book: Book, known: Shelf, *, shapes: Shapes, board: SwitchBoard) -> None:
        self._book = book
        self._shelf = known
        self._board = board
        self._category_pages = Pages(
            "category", lambda one: reading.text(one, "id"), _CATEGORY_FILTERS, board=board
        )
        self._sorts = (
            _Sort(
                shelf.CATEGORIES,
                "categories",
                keys.CATEGORY,
                self._read_category,
                shapes.category,
                _blank_category,
                "older",
            ),
            _Sort(
                shelf.PRICE_LISTS,
                "price_lists",
                keys.PRICE_LIST,
                self._read_price_list,
                own_fields,
                _blank_price_list,
                "older",
            ),
            _Sort(
                shelf.WEBHOOKS,
                "webhooks",
                keys.WEBHOOK,
                self._read_webhook,
                own_fields,
                _blank_webhook,
            ),
        )

    def routes(self) -> list[Route]:
        routes: list[Route] = []
        for sort in self._sorts:
            path = f"/{sort.plural}"
            routes += [
                Route("GET", path, partial(self._list, sort), sort.since),
                Route("POST", path, partial(self._create, sort), "current"),
                Route("GET", f"{path}/ID", partial(self._show, sort), "current"),
                Route("PUT", f"{path}/ID", partial(self._update, sort), "current"),
                Route("DELETE", f"{path}/ID", partial(self._delete, sort), "current"),
            ]
        return routes

    def _get(self, sort: _Sort, key: str) -> Document:
        record = self._shelf.get(sort.kind, key)
        if record is None:
            raise not_found(sort.kind, key)
        return record

    def _list(self, sort: _Sort, call: Call) -> Reply:
        """List categories in pages, webhooks newest first, price lists as they are."""
        every = self._shelf.all(sort.kind)
        answer: Document = {}
        if sort.kind == shelf.CATEGORIES:
            every, answer["has_more"] = self._category_pages.page(every, call.params)
        elif sort.kind == shelf.WEBHOOKS:
            every.reverse()
        return json_reply({sort.plural: [sort.show(one) for one in every], **answer})

    def _show(self, sort: _Sort, call: Call) -> Reply:
        return json_reply({sort.kind: sort.show(self._get(sort, call.key))})

    def _create(self, sort: _Sort, call: Call) -> Reply:
        body = call.enveloped(sort.kind)
        record: Document = {"id": self._book.new_key(sort.prefix), **sort.blank()}
        kept = self._shelf.put(sort.kind, {**record, **sort.read(body, record)})
        self._adopt(sort, body, kept)
        return self._answer(sort, kept, f"create_{sort.kind}")

    def _update(self, sort: _Sort, call: Call) -> Reply:
        record = self._get(sort, call.key)
        body = call.enveloped(sort.kind)
        kept = self._shelf.put(sort.kind, {**record, **sort.read(body, record)})
        self._adopt(sort, body, kept)
        return self._answer(sort, kept, f"update_{sort.kind}")

    def _answer(self, sort: _Sort, kept: Document, action: str) -> Reply:
        return json_reply({sort.kind: sort.show(kept)}, action=action, subject=str(kept["id"]))

    def _delete(self, sort: _Sort, call: Call) -> Reply:
        self._get(sort, call.key)
        self._shelf.remove(sort.kind, call.key)
        return json_reply(
            {sort.kind: {"id": call.key, "deleted": True}},
            action=f"delete_{sort.kind}",
            subject=call.key,
        )

    def _adopt(self, sort: _Sort, body: Document, category: Document) -> None:
        """Put the products that a category names into it, and no others."""
        if sort.kind != shelf.CATEGORIES or "products" not in body:
            return
        wanted = {reading.text(one, "product_id") for one in reading.objects(body, "products")}
        key = reading.text(category, "id")
        for product in self._shelf.all(shelf.PRODUCTS):
            within = reading.texts(product, "categories")
            if (key in within) == (product["id"] in wanted):
                continue
            left = [one for one in within if one != key]
            changed = left if key in within else [*within, key]
            self._shelf.put(shelf.PRODUCTS, {**product, "categories": [*changed]})

    def _read_category(self, body: Document, record: Document) -> Document:
        changes: Document = {
            name: reading.text(body, name) for name in ("name", "description") if name in body
        }
        name = reading.text({**record, **changes}, "name")
        faults: list[str] = []
        if not name.strip():
            faults.append("Name can't be blank")
        if len(name) > LONGEST_NAME:
            faults.append(f"Name is too long (maximum is {LONGEST_NAME} characters)")
        if "parent_id" in body:
            changes["parent_id"] = reading.optional_text(body, "parent_id")
            parent = changes["parent_id"]
            if parent is not None and self._shelf.get(shelf.CATEGORIES, str(parent)) is None:
                faults.append("Parent is invalid")
        if "active" in body:
            changes["active"] = reading.flag(body, "active")
        if faults:
            raise invalid(faults)
        return changes

    def _read_price_list(self, body: Document, record: Document) -> Document:
        changes: Document = {
            name: reading.text(body, name) for name in ("name", "currency") if name in body
        }
        if "conversion_rate" in body:
            changes["conversion_rate"] = reading.number(body, "conversion_rate")
        whole: Document = {**record, **changes}
        faults: list[str] = []
        if not reading.text(whole, "name").strip():
            faults.append("Name can't be blank")
        others = [one for one in self._shelf.all(shelf.PRICE_LISTS) if one["id"] != record["id"]]
        if whole["name"] in [one["name"] for one in others]:
            faults.append("Name has already been taken")
        if len(reading.text(whole, "currency")) != 3:
            faults.append("Currency is invalid")
        if reading.exact(whole, "conversion_rate") <= 0:
            faults.append("Conversion rate is not a number")
        if faults:
            raise invalid(faults)
        return changes

    def _read_webhook(self, body: Document, record: Document) -> Document:
        changes: Document = {}
        if "endpoint" in body:
            changes["endpoint"] = reading.text(body, "endpoint")
        if "events" in body:
            changes["events"] = [*reading.texts(body, "events")]
        whole: Document = {**record, **changes}
        endpoint = reading.text(whole, "endpoint")
        faults: list[str] = []
        if not endpoint:
            faults.append("Endpoint can't be blank")
        if not endpoint.startswith("https://"):
            faults.append("Endpoint must be a https url")
        if any(event not in EVENTS for event in reading.texts(whole, "events")):
            faults.append("Events are invalid")
        if faults:
            raise invalid(faults)
        return changes


def _blank_category() -> Document:
    return {"name": "", "description": "", "active": True, "parent_id": None}


def _blank_price_list() -> Document:
    return {"name": "", "currency": "", "conversion_rate": 100}


def _blank_webhook() -> Document:
    return {"endpoint": "", "events": [], "signing_key": token_urlsafe(30)}
