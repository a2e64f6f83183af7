"""Orders: finding, viewing and acting; an act writes the outbox and nothing else."""

from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

from orderdesk.domain.actions import Verdict
from orderdesk.domain.commands import OutboxEntry
from orderdesk.domain.order import FieldValue, Named
from orderdesk.domain.query import Query
from orderdesk.domain.shown import ShownRow, Sort
from orderdesk.services.views import Decision, Found, OrderView, Product, Receipt


class Orders:
    """What a person does with orders."""

    async def search(self, query: Query, sort: Sort, *, zone: str) -> Found:
        """Find the shown orders that fit `query`; `zone` is the IANA name days are meant in."""
        raise NotImplementedError

    async def count(self, queries: Sequence[Query], *, zone: str) -> list[int]:
        """Count what each query finds."""
        raise NotImplementedError

    async def rows(self, rowids: Sequence[int]) -> list[ShownRow]:
        """Return the rows in the order asked; those that are gone are left out."""
        raise NotImplementedError

    async def rowid(self, order_id: str) -> int | None:
        """Return the row id of an order, if it is shown."""
        raise NotImplementedError

    async def values(self, field: str) -> list[tuple[str, int]]:
        """Return the distinct values of a field with how many orders have each."""
        raise NotImplementedError

    async def view(self, order_id: str) -> OrderView:
        """Return everything the detail of an order shows.

        Raises:
            InputError: if there is no such order here.
        """
        raise NotImplementedError

    async def refresh(self, order_id: str) -> None:
        """Read the order again from its vendor.

        Raises:
            VendorError: if it cannot be read.
        """
        raise NotImplementedError

    async def act(
        self,
        order_id: str,
        action: str,
        values: Mapping[str, FieldValue],
        *,
        line_id: str | None = None,
    ) -> Receipt:
        """Decide, check what was typed, and commit a command to the outbox.

        Raises:
            Refused: by the rules, with the reason and the way out.
            InputError: with `problems` by field; nothing was kept.
        """
        raise NotImplementedError

    async def create(
        self,
        connection: str,
        fields: Mapping[str, FieldValue],
        lines: Sequence[Mapping[str, FieldValue]],
    ) -> Receipt:
        """Check a new order and commit its command; problems of lines are `lines.0.KEY`.

        Raises:
            Refused: where the vendor offers no way to make orders.
            InputError: with `problems` by field; nothing was kept.
        """
        raise NotImplementedError

    async def create_verdict(self, connection: str) -> Verdict:
        """Answer whether a new order can be made on a connection, and with which fields."""
        raise NotImplementedError

    async def withdraw(self, command_id: str) -> None:
        """Take back a command that was not sent.

        Raises:
            Refused: if it is being sent or settled.
        """
        raise NotImplementedError

    async def decide(self, command_id: str, decision: Decision) -> None:
        """Carry out a person's decision on a command that asks.

        Raises:
            Refused: if it asks nothing, or something else.
        """
        raise NotImplementedError

    async def outbox(self, limit: int = 200) -> list[OutboxEntry]:
        """Return the latest commands, the newest first."""
        raise NotImplementedError

    def wait(
        self, command_id: str, *, timeout: float | None, or_stuck: bool = False
    ) -> Coroutine[Any, Any, OutboxEntry]:
        """Wait until a command is settled or asks, at most `timeout` seconds.

        With `or_stuck` also until it is put back because the vendor cannot be reached or does
        not accept the sign-in; the entry's `reason` says so, and it can still be withdrawn.
        """
        raise NotImplementedError

    async def find_names(
        self, connection: str, kind: str, text: str, *, parent: str | None = None
    ) -> list[Named]:
        """Find names of a kind; with a `parent` that is new here the vendor is asked."""
        raise NotImplementedError

    async def products(self, connection: str, text: str) -> list[Product]:
        """Find products by what stands on other orders of the connection."""
        raise NotImplementedError

    async def draft(self, key: str) -> str | None:
        """Return what was typed and not sent, as kept by `save_draft`."""
        raise NotImplementedError

    async def save_draft(self, key: str, json: str) -> None:
        """Keep what is typed."""
        raise NotImplementedError

    async def drop_draft(self, key: str) -> None:
        """Forget what was typed."""
        raise NotImplementedError
