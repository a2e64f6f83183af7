"""What a hundred commands came to under one fault, and the table of all faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from orderdesk.sandbox.json_text import Document, JsonValue

MOST_MEMORY = 50.0
"""Megabytes above the start."""
MOST_WRITES = 1.1


@dataclass
class Figures:
    """The sums of one fault; what is not as it must be is named by `bad`."""

    fault: str
    commands: int = 0
    done: int = 0
    refused: int = 0
    """The vendor or its rules refused it, and it was not done."""
    resolved: int = 0
    """Its outcome was not known for a while; then it was read back without asking."""
    asked: int = 0
    needless: int = 0
    """A person was asked although one reading alone fits."""
    confirmed: int = 0
    lost: int = 0
    twice: int = 0
    wrong: int = 0
    unresolved: int = 0
    longest: float = 0.0
    """Seconds from the first byte of a command to what came of it."""
    bound: float = 0.0
    """The most that may be: the deadlines of the requests that a command can be made of."""
    memory: float = 0.0
    """The most above the start, in MB."""
    writes: int = 0
    """Write requests that reached the vendor."""
    worked: int = 0
    """Those that the vendor acted on."""
    effects: int = 0
    """Commands whose effect the vendor has."""
    requests: int = 0
    calm: float = 0.0
    """Requests that as many of the same commands take without a fault."""
    seconds: float = 0.0
    remarks: list[str] = field(default_factory=list[str])

    @property
    def amplification(self) -> float:
        """Write requests that the vendor acted on, by the commands that it did: 1 is none twice."""
        return self.worked / self.effects if self.effects else 0.0

    @property
    def resent(self) -> float:
        """Write requests by what was needed: one a command, and one for each that fell through."""
        needed = self.effects + (self.writes - self.worked) + self.refused
        return self.writes / needed if needed else 0.0

    @property
    def overall(self) -> float:
        """All requests, by those that the same commands take without a fault."""
        return self.requests / self.calm if self.calm else 0.0

    def bad(self) -> list[str]:
        """Say what is not as it must be."""
        found = [
            name
            for name in ("lost", "twice", "wrong", "unresolved", "needless")
            if getattr(self, name)
        ]
        if self.commands != self.done + self.refused:
            found.append("the sums")
        if self.longest > self.bound:
            found.append("a hang")
        if self.memory > MOST_MEMORY:
            found.append("memory")
        if max(self.amplification, self.resent) > MOST_WRITES:
            found.append("amplification")
        return found + self.remarks

    def document(self) -> Document:
        """Return the figures as JSON has them."""
        numbers: dict[str, JsonValue] = {
            name: _rounded(getattr(self, name)) for name in (*_WHOLE, *_BROKEN)
        }
        bad: list[JsonValue] = [*self.bad()]
        return {"fault": self.fault, **numbers, "bad": bad}


_WHOLE = (
    *("commands", "done", "refused", "resolved", "asked", "needless", "confirmed"),
    *("lost", "twice", "wrong", "unresolved", "writes", "worked", "effects", "requests"),
)
_BROKEN = ("longest", "bound", "memory", "amplification", "resent", "overall", "seconds")
_COLUMNS = (
    *("commands", "done", "refused", "resolved", "asked", "confirmed", "longest", "bound"),
    *("memory", "writes", "amplification", "overall", "lost", "twice"),
)


def _rounded(value: float) -> JsonValue:
    return value if isinstance(value, int) else Decimal(str(value)).quantize(Decimal("0.01"))


def table_of(every: Sequence[Figures]) -> str:
    """Write a row for each fault."""
    head = ["fault", *_COLUMNS, "bad"]
    rows = [
        [
            one.fault,
            *(str(_rounded(getattr(one, name))) for name in _COLUMNS),
            ", ".join(one.bad()) or "-",
        ]
        for one in every
    ]
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        f"{row[0]:{widths[0]}} "
        + " ".join(f"{cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in (head, *rows)
    )
