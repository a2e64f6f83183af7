"""The numbers that a find is asked with."""

# One program counts the conditions from 0, the reference page from 1. Which it is shows in what
# comes back: 4 is “greater”, or else “less or equal”, and nothing was changed before the year 1990.

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from orderdesk.connectors.deconetwork.wire import moment_of

INVOICE_NUMBER: Final = "3"
DATE_MODIFIED: Final = "8"
EVER: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""At least one condition is needed: all orders are those changed since long ago."""

_EQUAL: Final = 0
_GREATER: Final = 3
_SECOND: Final = timedelta(seconds=1)


@dataclass(slots=True)
class Numbers:
    """How the site counts its conditions; `known` once an answer has shown it."""

    first: int = 1
    known: bool = False

    def numbered(self, number: str) -> dict[str, str]:
        """Return the condition for the order with an invoice number."""
        condition = str(_EQUAL + self.first)
        return {"field": INVOICE_NUMBER, "condition": condition, "string": number}

    def since(self, moment: datetime, *, first: int | None = None) -> dict[str, str]:
        """Return the condition for what was changed at a time or later.

        “Greater” may take the time itself in or not, so that it is asked for a second earlier.
        """
        count = self.first if first is None else first
        earlier = moment.astimezone(UTC) - _SECOND
        return {
            "field": DATE_MODIFIED,
            "condition": str(_GREATER + count),
            "date1": f"{earlier:%Y-%m-%dT%H:%M:%S}",
        }


def any_since(entries: list[object], moment: datetime) -> bool:
    """Whether any of these orders was changed at a time or later."""
    return any((at := moment_of(entry)) is not None and at >= moment for entry in entries)
