"""The registers of orders, dispatches and invoices: in memory, newest first, and in the storage."""

from collections.abc import Callable, Iterable
from typing import Generic, Protocol, TypeVar

from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.orderspace.keys import new_key
from orderdesk.sandbox.orderspace.orders import Order, order_from
from orderdesk.sandbox.orderspace.papers import Dispatch, Invoice, dispatch_from, invoice_from
from orderdesk.sandbox.storage import Storage


class Paper(Protocol):
    """What a register keeps."""

    @property
    def id(self) -> str: ...

    @property
    def serial(self) -> int: ...

    @property
    def created(self) -> int: ...

    def document(self) -> Document: ...


_Paper = TypeVar("_Paper", bound=Paper)


class Register(Generic[_Paper]):
    """The papers of one kind."""

    def __init__(
        self, storage: Storage, vendor: str, kind: str, *, read: Callable[[str, Document], _Paper]
    ) -> None:
        self._storage = storage
        self._kept = storage.collection(vendor, kind)
        self._papers = {key: read(key, document) for key, document in self._kept.read()}
        self._newest_first: list[_Paper] | None = None

    def fill(self, papers: Iterable[_Paper]) -> None:
        """Replace everything."""
        self._papers = {paper.id: paper for paper in papers}
        self._newest_first = None
        self._kept.clear()
        # In the order of the ids, in which the storage keeps them: quicker for thousands.
        self._kept.put_all((key, self._papers[key].document()) for key in sorted(self._papers))

    def get(self, key: str) -> _Paper | None:
        """One paper by its id; capitals matter."""
        return self._papers.get(key)

    def newest_first(self) -> list[_Paper]:
        """Return all of them, the latest created first."""
        if self._newest_first is None:
            every = [*self._papers.values()]
            every.sort(key=lambda paper: (paper.created, paper.serial), reverse=True)
            self._newest_first = every
        return self._newest_first

    def put(self, paper: _Paper) -> _Paper:
        """Keep a new or changed paper."""
        with self._storage.transaction():
            self._kept.put(paper.id, paper.document())
        self._papers[paper.id] = paper
        self._newest_first = None
        return paper

    def remove(self, paper: _Paper) -> None:
        with self._storage.transaction():
            self._kept.remove(paper.id)
        del self._papers[paper.id]
        self._newest_first = None

    def next_serial(self) -> int:
        return max((paper.serial for paper in self._papers.values()), default=0) + 1


class Book:
    """The three registers, and what is next in each."""

    def __init__(self, storage: Storage, vendor: str) -> None:
        self.orders: Register[Order] = Register(storage, vendor, "order", read=order_from)
        self.dispatches: Register[Dispatch] = Register(
            storage, vendor, "dispatch", read=dispatch_from
        )
        self.invoices: Register[Invoice] = Register(storage, vendor, "invoice", read=invoice_from)
        self._dice = Dice()

    def new_key(self, kind: str) -> str:
        return new_key(self._dice, kind)

    def next_number(self) -> int:
        """Return the next free number of an order."""
        return max((order.number for order in self.orders.newest_first()), default=1_000) + 1

    def next_invoice_number(self) -> str:
        """Return the next free number of an invoice, with its prefix."""
        numbers = (
            int(digits)
            for invoice in self.invoices.newest_first()
            if (digits := invoice.number.removeprefix("INV-")).isascii() and digits.isdigit()
        )
        return f"INV-{max(numbers, default=1_000) + 1}"

    def invoices_of(self, order_id: str) -> list[Invoice]:
        """Return the invoices that name an order, newest first."""
        return [one for one in self.invoices.newest_first() if order_id in one.order_ids]

    def dispatches_of(self, order_id: str) -> list[Dispatch]:
        """Return the dispatches of an order, newest first."""
        return [one for one in self.dispatches.newest_first() if one.order_id == order_id]
