"""Requests that wait until somebody lets them go: for tests that must strike at an exact stage."""

from dataclasses import dataclass

from orderdesk.sandbox.json_text import Document
from orderdesk.sandbox.request_log import Entry
from orderdesk.sandbox.waiting import Bell, Lifetime

WAYS = ("continue", "drop", "cut")
"""How a held request goes on: as usual; no work and no answer; work, but no answer."""


@dataclass(slots=True)
class _Held:
    number: int
    fault: int
    when: str
    entry: Entry
    way: str | None = None


class Holds:
    """The requests that are being held."""

    def __init__(self, lifetime: Lifetime) -> None:
        self.bell = Bell()
        self._lifetime = lifetime
        self._held: list[_Held] = []
        self._number = 0

    async def keep(self, entry: Entry, *, fault: int, when: str) -> str:
        """Hold a request until it is released; how it is to go on."""
        self._number += 1
        held = _Held(self._number, fault, when, entry)
        self._held.append(held)
        self.bell.ring()
        try:
            await self._lifetime.until(lambda: held.way is not None, self.bell, None)
        finally:
            self._held.remove(held)
        return held.way or "cut"

    def release(self, way: str, *, hold: int | None = None, fault: int | None = None) -> int:
        """Let one held request go, or those of one fault, or all; how many."""
        chosen = [
            held
            for held in self._held
            if hold in (None, held.number) and fault in (None, held.fault) and held.way is None
        ]
        for held in chosen:
            held.way = way
        self.bell.ring()
        return len(chosen)

    def count(self) -> int:
        return sum(1 for held in self._held if held.way is None)

    def table(self) -> list[Document]:
        """Who waits, where, and which request it is."""
        return [
            {
                "id": held.number,
                "fault": held.fault,
                "when": held.when,
                "request": held.entry.document(bodies=False),
            }
            for held in self._held
            if held.way is None
        ]
