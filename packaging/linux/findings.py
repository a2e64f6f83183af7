"""What was looked at and what was found, told while it goes on and printed as a table."""

import sys
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that is so or not."""

    part: str
    what: str
    so: bool
    value: str
    seconds: float
    """Since the step before."""


class Findings:
    """Collects what is found."""

    def __init__(self) -> None:
        self.all: list[Finding] = []
        self._part = ""
        self._last = time.monotonic()

    def begin(self, part: str) -> None:
        """Note what follows under `part`."""
        self._part = part
        self._last = time.monotonic()

    def see(self, what: str, so: bool, value: str = "") -> bool:
        """Note whether something is so, with a size, a time or a reason; return it."""
        now = time.monotonic()
        value = " ".join(value.replace("|", "/").split())
        one = Finding(self._part, what, so, value, round(now - self._last, 1))
        self._last = now
        self.all.append(one)
        sys.stderr.write(f"{_line(one)}\n")
        sys.stderr.flush()
        return so

    @property
    def good(self) -> bool:
        """Whether everything is so, and something was looked at."""
        return bool(self.all) and all(one.so for one in self.all)

    def table(self) -> str:
        """Return everything as Markdown."""
        rows = [f"| {one.part} | {one.what} | {_word(one)} | {one.value} |" for one in self.all]
        return "\n".join(["| where | what | so | figure |", "|---|---|---|---|", *rows, ""])

    def document(self) -> list[dict[str, object]]:
        """Return everything as JSON takes it."""
        return [asdict(one) for one in self.all]


def _word(one: Finding) -> str:
    return "yes" if one.so else "NO"


def _line(one: Finding) -> str:
    return f"{_word(one):3} {one.part}: {one.what}  {one.value}  [{one.seconds:.0f} s]"
