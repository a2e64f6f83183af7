"""The book of operations: each in memory and in the storage, with its text ready to send."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.json_text import encode
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.valomnia.moments import from_datetime
from orderdesk.sandbox.valomnia.operations import Line, Operation, Payment, from_document
from orderdesk.sandbox.valomnia.shapes import Style

_LAST = "valomnia last numbers"


class OperationBook:
    """Every operation with its lines and payments; their ids are never used again."""

    def __init__(self, storage: Storage, vendor: str, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self._kept = storage.collection(vendor, "order")
        read = [from_document(key, document) for key, document in self._kept.read()]
        read.sort(key=lambda operation: operation.id)
        self._operations = {operation.id: operation for operation in read}
        self._texts: dict[int, tuple[int, str, bytes]] = {}
        self._last = [int(part) for part in (storage.note(_LAST) or "0 0 0").split()]
        self._index()

    def now(self) -> int:
        """Seconds since 1970 by the sandbox's clock."""
        return from_datetime(self._clock.now())

    def fill(self, operations: Sequence[Operation]) -> None:
        """Replace every operation."""
        self._operations = {operation.id: operation for operation in operations}
        self._texts.clear()
        self._index()
        self._last = [
            max(self._operations, default=0),
            max(self._lines, default=0),
            max(self._payments, default=0),
        ]
        with self._storage.transaction():
            self._kept.clear()
            self._kept.put_all((str(one.id), one.document()) for one in operations)
            self._keep_last()

    def _index(self) -> None:
        every = self._operations.values()
        self._references: dict[str, int] = {one.reference: one.id for one in reversed([*every])}
        self._lines = {line.id: one.id for one in every for line in one.lines}
        self._payments = {payment.id: one.id for one in every for payment in one.payments}

    def _keep_last(self) -> None:
        self._storage.keep_note(_LAST, " ".join(map(str, self._last)))

    def all(self) -> Iterable[Operation]:
        """Every operation, by id."""
        return self._operations.values()

    def get(self, key: int) -> Operation | None:
        return self._operations.get(key)

    def by_reference(self, reference: str) -> Operation | None:
        """Return the first operation of that reference."""
        key = self._references.get(reference)
        return None if key is None else self._operations.get(key)

    def line(self, key: int) -> tuple[Operation, Line] | None:
        """One line with its operation."""
        operation = self._operations.get(self._lines.get(key, 0))
        if operation is None:
            return None
        return operation, next(line for line in operation.lines if line.id == key)

    def payment(self, key: int) -> tuple[Operation, Payment] | None:
        """One payment with its operation."""
        operation = self._operations.get(self._payments.get(key, 0))
        if operation is None:
            return None
        return operation, next(one for one in operation.payments if one.id == key)

    def new_id(self) -> int:
        return self._next(0)

    def new_line_id(self) -> int:
        return self._next(1)

    def new_payment_id(self) -> int:
        return self._next(2)

    def _next(self, kind: int) -> int:
        self._last[kind] += 1
        return self._last[kind]

    def put(self, operation: Operation, *, touched: bool = True) -> Operation:
        """Keep a new or changed operation, as its next revision and changed now if `touched`."""
        before = self._operations.get(operation.id)
        if before is not None:
            operation = replace(operation, revision=before.revision + 1)
        if touched:
            operation = replace(operation, updated=self.now())
        with self._storage.transaction():
            self._kept.put(str(operation.id), operation.document())
            self._keep_last()
        self._operations[operation.id] = operation
        if before is not None:
            self._forget_parts(before)
        self._references.setdefault(operation.reference, operation.id)
        self._lines.update((line.id, operation.id) for line in operation.lines)
        self._payments.update((payment.id, operation.id) for payment in operation.payments)
        return operation

    def remove(self, operation: Operation) -> None:
        with self._storage.transaction():
            self._kept.remove(str(operation.id))
        del self._operations[operation.id]
        self._forget_parts(operation)

    def _forget_parts(self, operation: Operation) -> None:
        for line in operation.lines:
            self._lines.pop(line.id, None)
        for payment in operation.payments:
            self._payments.pop(payment.id, None)
        if self._references.get(operation.reference) == operation.id:
            del self._references[operation.reference]
            others = (o for o in self.all() if o.reference == operation.reference)
            other = next(others, None)
            if other is not None:
                self._references[other.reference] = other.id

    def text(self, operation: Operation, style: Style) -> bytes:
        """Return the operation in JSON as it is shown now; made once for each look of it."""
        looks = style.looks
        ready = self._texts.get(operation.id)
        if ready is not None and ready[:2] == (operation.revision, looks):
            return ready[2]
        text = encode(style.operation(operation))
        self._texts[operation.id] = (operation.revision, looks, text)
        return text
