"""Kills dpkg at a random moment of an upgrade, over and over: never a broken program or store."""

import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from findings import Findings
from fresh_system import PACKAGES, Copy, Roots, System, kill
from installed_program import Program
from upgrades import Prepared, check_store

FATES = ("old", "new", "needed the repair", "broken")
_FIRST = "usr/lib/orderdesk/orderdesk"
Sums = Mapping[str, str]


def read_sums(text: str) -> dict[str, str]:
    """Read the md5sums of a package: a file's sum by its path."""
    rows = (line.split("  ", 1) for line in text.splitlines() if line.strip())
    return {path: digest for digest, path in rows}


def edition(top: Path, old: Sums, new: Sums) -> str:
    """Return whose files are installed: old, new or mixed."""
    found: dict[str, str] = {}
    for path in old.keys() | new.keys():
        place = top / path
        if place.is_file():
            digest = hashlib.md5(place.read_bytes(), usedforsecurity=False)
            found[path] = digest.hexdigest()

    def has(sums: Sums) -> bool:
        return all(found.get(path) == digest for path, digest in sums.items())

    # What only the other one has may lie there still: nothing loads it.
    return "new" if has(new) else "old" if has(old) else "mixed"


class Kills:
    """Upgrades that are cut off, each in a copy of the same system."""

    def __init__(self, roots: Roots, layers: list[Path], before: Prepared, sums: tuple[Sums, Sums]):
        self._roots = roots
        self._layers = layers
        self._before = before
        self._old, self._new = sums
        self._whole = self._switch = 0.0
        self.counts: Counter[str] = Counter()
        self.broken: list[str] = []

    def measure(self) -> str:
        """Upgrade once without a kill, to know how long it takes and when the files change."""
        with self._roots.copy(self._layers) as system:
            first = (system.top / _FIRST).stat().st_ino
            begun = time.monotonic()
            process = system.start("dpkg", "-i", f"{PACKAGES}/new.deb")
            changed = 0.0
            while process.poll() is None:
                if not changed and _inode(system.top / _FIRST) != first:
                    changed = time.monotonic() - begun
                time.sleep(0.005)
            self._whole = time.monotonic() - begun
            self._switch = self._whole - (changed or self._whole)
        return f"{self._whole:.1f} s, of which the files change in the last {self._switch:.1f} s"

    def one(self, number: int, draws: random.Random) -> None:
        """Cut one upgrade off and look at what is left; every second while the files change."""
        while not self._one(number, draws):
            self.counts["was too late, done again"] += 1

    def _one(self, number: int, draws: random.Random) -> bool:
        late = number % 2 == 1
        with self._roots.copy(self._layers) as system:
            if not self._cut(system, draws, late=late):
                return False
            program = Program(system, "desk")
            had = edition(system.top, self._old, self._new)
            status = dpkg_status(system)
            runs = program.run("--version").code == 0
            wrong = check_store(program, self._before) if runs else "does not run"
            fate = had if not wrong and had != "mixed" else "needed the repair"
            if status != "installed" or fate == "needed the repair":
                repaired = self._repair(program)
                if repaired:
                    fate = "broken"
                    self.broken.append(f"kill {number}: {had}, {status}, {wrong}; {repaired}")
            self.counts[fate] += 1
            self.counts[f"dpkg says {status}"] += 1
            self.counts[f"files {had}, {'runs' if runs else 'does not run'}"] += 1
            sys.stderr.write(f"    {number:3} {had:5} {status:14} {wrong[:60]:60} {fate}\n")
            sys.stderr.flush()
        return True

    def _cut(self, system: Copy, draws: random.Random, *, late: bool) -> bool:
        first = (system.top / _FIRST).stat().st_ino
        process = system.start("dpkg", "-i", f"{PACKAGES}/new.deb")
        wait = draws.uniform(0, self._switch if late else self._whole)
        while late and process.poll() is None and _inode(system.top / _FIRST) == first:
            time.sleep(0.002)
        end = time.monotonic() + wait
        while process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        in_time = process.poll() is None
        kill(process)
        return in_time

    def _repair(self, program: Program) -> str:
        """Repair with the one command; return what is wrong after it."""
        ran = program.system.run("dpkg", "-i", f"{PACKAGES}/new.deb")
        if ran.code:
            return f"dpkg -i says {ran.err[-300:]}"
        if edition(program.system.top, self._old, self._new) != "new":
            return "files differ after the repair"
        return check_store(program, self._before)


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def dpkg_status(system: System) -> str:
    """Return the state in which dpkg has the package."""
    asked = system.run("dpkg-query", "-W", "-f", "${db:Status-Status}", "orderdesk")
    return asked.out.strip() or "unknown"


def kill_upgrades(kills: Kills, findings: Findings, count: int) -> None:
    """Cut `count` upgrades off and note what became of them."""
    findings.see("an upgrade without a kill", True, kills.measure())
    draws = random.SystemRandom()
    for number in range(count):
        kills.one(number, draws)
    counts = kills.counts
    fates = ", ".join(f"{counts[fate]} {fate}" for fate in FATES)
    findings.see(f"{count} SIGKILLs of dpkg", not counts["broken"], fates)
    others = sorted(word for word in counts if " " in word and word != "needed the repair")
    findings.see("what was found", True, ", ".join(f"{counts[word]} {word}" for word in others))
    for words in kills.broken:
        findings.see("broken", False, words[:400])
