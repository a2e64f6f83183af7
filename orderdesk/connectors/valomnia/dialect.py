"""Where the vendor's documents leave open how an update is put, and what has been found out."""

# The address of an update is lost in the documents, the name of the parameter that credits a
# prepayment contradicts itself, and an organisation may demand the delivery date every time.
# The likelier way goes first; a refusal that names what is wrong proves that nothing was done,
# and is the only thing after which the other way is tried. What worked is kept for the next time.

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from orderdesk.connectors.valomnia.client import Client, Written
from orderdesk.connectors.valomnia.forms import File, form_of
from orderdesk.domain.errors import Malformed, Rejected, VendorError

CREDIT: Final = "prepaymentPayment"
CREDIT_BY_TABLE: Final = "orderPayments"
_NAMED: Final = re.compile(r"parameters? \[([^\]]*)\]", re.IGNORECASE)


def names_parameter(error: VendorError, name: str) -> bool:
    """Whether a refusal names a parameter as one that is not valid."""
    found = _NAMED.search(error.words or "")
    return found is not None and name in re.split(r"[,\s]+", found[1])


@dataclass(slots=True)
class Dialect:
    """How this tenant takes updates, as far as it has shown."""

    client: Client
    by_collection: bool = False
    credit_name: str = CREDIT
    dated: bool = False

    async def update(
        self,
        order_id: str,
        parameters: Mapping[str, str],
        *,
        date: str | None = None,
        files: Mapping[str, File] | None = None,
    ) -> Written:
        """Update an operation; `date` is its delivery date, for who demands it every time."""
        if date is None or "deliveryDate" in parameters:
            return await self._addressed(order_id, parameters, files)
        with_date = {**parameters, "deliveryDate": date}
        if self.dated:
            return await self._addressed(order_id, with_date, files)
        try:
            return await self._addressed(order_id, parameters, files)
        except Rejected as refusal:
            if not names_parameter(refusal, "deliveryDate"):
                raise
        written = await self._addressed(order_id, with_date, files)
        self.dated = True
        return written

    async def credit(
        self, order_id: str, status: str, row: str, *, date: str | None = None
    ) -> Written:
        """Credit a prepayment to an order, by the example's parameter or by the table's."""

        async def send(name: str) -> Written:
            return await self.update(order_id, {"status": status, name: row}, date=date)

        try:
            return await send(self.credit_name)
        except Rejected as refusal:
            if self.credit_name != CREDIT or not names_parameter(refusal, CREDIT):
                raise
            first = refusal
        try:
            written = await send(CREDIT_BY_TABLE)
        except Rejected:
            raise first from None
        self.credit_name = CREDIT_BY_TABLE
        return written

    async def _addressed(
        self, order_id: str, parameters: Mapping[str, str], files: Mapping[str, File] | None
    ) -> Written:
        whole = {"id": order_id, **parameters}
        if self.by_collection:
            return await self.client.update(None, form_of(whole, files))
        try:
            return await self.client.update(order_id, form_of(whole, files))
        except (Rejected, Malformed) as refusal:
            # 405, or a 404 without the vendor's words: there is no such address.
            if refusal.status not in {404, 405}:
                raise
        written = await self.client.update(None, form_of(whole, files))
        self.by_collection = True
        return written
