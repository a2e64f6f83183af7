"""How a command ended whose process was killed, in a word; and the table of all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from orderdesk.domain.commands import CommandState
from orderdesk.sandbox.json_text import Document, JsonValue
from tests.faults.cases import Case, Stage


class Verdict(StrEnum):
    """What became of one command."""

    ONCE = "once"
    """Kept, and done exactly once."""
    NEVER = "never"
    """It was not kept, and nothing of it reached the vendor."""
    STAGED = "still staged"
    """It was staged before, still is, and nothing of it reached the vendor."""
    ASKED = "asked"
    """Done once; a person was asked, because two readings fit."""
    CONFIRMED = "confirmed again"
    """Done once; final, it had waited over the restart and was asked about for that alone."""
    LOST = "lost"
    DOUBLED = "done twice"
    WRONG = "wrong"
    """Done once by the log, and the order is not as it should be."""
    UNRESOLVED = "unresolved"
    NEEDLESS = "asked needlessly"
    """A person was asked although only one reading fits."""


GOOD = frozenset({Verdict.ONCE, Verdict.NEVER, Verdict.STAGED, Verdict.ASKED, Verdict.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person was asked."""

    reason: str
    waited: bool = False
    """Only because it had waited over the restart and is final."""
    fits: bool = False
    """Whether more than one reading fits what the order shows."""


@dataclass(frozen=True, slots=True)
class Row:
    """One command after its process was killed."""

    action: str
    state: CommandState | None
    """How it ended; None where the outbox never had it."""
    sent: int
    """Requests with it that reached the sandbox."""
    done: int
    """Times the sandbox did it."""
    right: bool
    """Whether the sandbox's order is as it should be."""
    asks: tuple[Ask, ...] = ()
    wanted: int = 1
    """Times it should have been done."""
    rests: CommandState | None = CommandState.DONE
    """The state it should have ended in."""
    reason: str = ""
    """What the desk says of it."""

    @property
    def verdict(self) -> Verdict:
        """Say in a word how it ended."""
        if self.done != self.wanted:
            return Verdict.DOUBLED if self.done > self.wanted else Verdict.LOST
        if not self.right:
            return Verdict.WRONG
        if self.state is not self.rests:
            return Verdict.UNRESOLVED
        if not all(ask.waited or ask.fits for ask in self.asks):
            return Verdict.NEEDLESS
        if self.asks:
            waited = all(ask.waited for ask in self.asks)
            return Verdict.CONFIRMED if waited else Verdict.ASKED
        if self.wanted:
            return Verdict.ONCE
        return Verdict.NEVER if self.rests is None else Verdict.STAGED


@dataclass(frozen=True, slots=True)
class Result:
    """What one kill did to the commands of its process."""

    case: Case
    rows: tuple[Row, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether each ended as it must."""
        return bool(self.rows) and all(row.verdict in GOOD for row in self.rows)

    def counts(self) -> Counter[Verdict]:
        """Count the commands by how they ended."""
        return Counter(row.verdict for row in self.rows)


def table_of(results: Sequence[Result]) -> str:
    """Write by vendor and stage how many commands ended how."""
    head = ["vendor, killed", "kills", "commands", *(verdict.value for verdict in Verdict)]
    lines = [head]
    vendors = sorted({result.case.vendor for result in results})
    groups = [(vendor, stage) for vendor in vendors for stage in (*Stage, None)]
    for vendor, stage in groups:
        chosen = [
            one for one in results if one.case.vendor == vendor and stage in {one.case.stage, None}
        ]
        name = f"{vendor}, {stage.value if stage else 'all'}"
        lines.append(_line(name, chosen))
    if len(vendors) > 1:
        lines.append(_line("all", results))
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    rows = (
        f"{line[0]:{widths[0]}} "
        + " ".join(f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )
    return "\n".join(rows)


def _line(name: str, results: Sequence[Result]) -> list[str]:
    counts = sums(results)
    commands = counts.total()
    return [
        name,
        str(len(results)),
        str(commands),
        *(str(counts[verdict]) for verdict in Verdict),
    ]


def sums(results: Sequence[Result]) -> Counter[Verdict]:
    """Count the commands of many kills by how they ended."""
    total: Counter[Verdict] = Counter()
    for result in results:
        total += result.counts()
    return total


def document_of(results: Sequence[Result]) -> Document:
    """Write every result, and the sums by vendor."""
    vendors = sorted({result.case.vendor for result in results})
    by_vendor: Document = {}
    for vendor in vendors:
        chosen = [one for one in results if one.case.vendor == vendor]
        by_vendor[vendor] = {"kills": len(chosen), **_named(sums(chosen))}
    each: list[JsonValue] = [_entry(result) for result in results]
    return {
        "kills": len(results),
        **_named(sums(results)),
        "vendors": by_vendor,
        "results": each,
    }


def _named(counts: Counter[Verdict]) -> Document:
    return {verdict.value: counts[verdict] for verdict in Verdict}


def _entry(result: Result) -> Document:
    case = result.case
    rows: list[JsonValue] = [
        {
            "action": row.action,
            "state": row.state.value if row.state else None,
            "sent": row.sent,
            "done": row.done,
            "asked": [ask.reason for ask in row.asks],
            "verdict": row.verdict.value,
        }
        for row in result.rows
    ]
    return {
        "vendor": case.vendor,
        "stage": case.stage.value,
        "action": case.action,
        "way": case.way.value,
        "done_anyway": case.is_done_anyway,
        "good": result.good,
        "seconds": Decimal(str(result.seconds)),
        "commands": rows,
    }
