"""In which shape, and with what included, an answer shows an order."""

from dataclasses import dataclass

from orderdesk.sandbox.deconetwork import moments
from orderdesk.sandbox.deconetwork.data.people import PEOPLE
from orderdesk.sandbox.json_text import JsonValue


@dataclass(frozen=True, slots=True)
class Look:
    """What decides how an order is shown; the same look of the same order is the same text."""

    recorded: bool
    """As sites answer; otherwise as the reference page samples it."""
    workflow: bool = False
    purchases: bool = False
    shipments: bool = False
    files: bool = False
    origin: str = ""
    token: str = ""
    """The login token for the addresses of documents; empty: none."""

    def moment(self, seconds: int | None) -> JsonValue:
        if seconds is None:
            return None
        return moments.recorded(seconds) if self.recorded else moments.documented(seconds)

    def person(self, number: int) -> JsonValue:
        person = PEOPLE.get(number)
        return None if person is None else person.shown()
