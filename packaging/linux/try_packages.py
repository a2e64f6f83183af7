"""Tries packages in fresh Debian systems: installs, works, upgrades, refuses, purges, is killed.

    packaging/linux/try_packages.py --new NEW.deb --old OLD.deb

Needs root (for chroot and overlays), debootstrap or tar files of bare systems, Xvfb, openbox,
xdotool and ImageMagick; prints a table, and ends with 1 where anything in it is not so.
"""

import argparse
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from findings import Findings
from fresh_system import USER, Roots, System, WentWrong, files_of, left_behind
from installed_program import Program
from journeys import demo, second_start
from person import TOOLS, Person, person_at_screen
from upgrade_kills import Kills, kill_upgrades, read_sums
from upgrades import SCHEMA, deliver, downgrade, fill, install, upgrade

SUITES = {"12": "bookworm", "13": "trixie"}
PARTS = ("install", "upgrade", "kills")
_MB = 1_000_000


def inside_package(package: Path, name: str) -> str:
    """Return the text of a file that a package brings."""
    words = ["dpkg-deb", "--fsys-tarfile", str(package)]
    done = subprocess.run(words, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        found = archive.extractfile(name)
        if found is not None:
            return found.read().decode()
    raise WentWrong(f"{package} has no {name}")


def fields_of(package: Path) -> dict[str, str]:
    """Return what a package says of itself, by field."""
    done = subprocess.run(["dpkg-deb", "-f", package], capture_output=True, text=True, check=True)
    rows = (line.split(": ", 1) for line in done.stdout.splitlines() if line[:1].isalpha())
    return {row[0]: row[-1] for row in rows}


def sums_of(package: Path) -> dict[str, str]:
    """Return the sums of a package's files."""
    words = ["dpkg-deb", "--ctrl-tarfile", str(package)]
    done = subprocess.run(words, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        found = archive.extractfile("./md5sums")
        return read_sums(found.read().decode()) if found else {}


class Tryout:
    """Everything that is tried, in one folder of its own."""

    def __init__(self, asked: argparse.Namespace, work: Path, person: Person) -> None:
        self.findings = Findings()
        self._asked = asked
        self._person = person
        packages = work / "packages"
        packages.mkdir()
        shutil.copy2(asked.new, packages / "new.deb")
        shutil.copy2(asked.old, packages / "old.deb")
        self._packages = packages
        self._roots = Roots(work, packages)

    def run(self) -> None:
        """Try what was asked for; a step that fails ends its part, not the others."""
        layers: dict[str, list[Path]] = {}
        for number in self._asked.debian:
            self._part(f"Debian {number}: the system", lambda n=number: self._base(n, layers))
        parts = self._asked.parts
        for number, base in layers.items():
            name = f"Debian {number}"
            if "install" in parts:
                self._part(name, lambda b=base, n=number: self._installing(b, n))
            if "upgrade" in parts:
                self._part(f"{name}, upgrade", lambda b=base, n=number: self._upgrading(b, n))
        if "kills" in parts and layers:
            number, base = next(iter(layers.items()))
            self._part(f"Debian {number}, kills", lambda: self._killing(base))

    def _part(self, name: str, do: Callable[[], None]) -> None:
        self.findings.begin(name)
        try:
            do()
        except (
            WentWrong,
            OSError,
            subprocess.SubprocessError,
            LookupError,
            TypeError,
            ValueError,
        ) as wrong:
            self.findings.see(
                "went on to the end", False, f"{type(wrong).__name__}: {wrong}"[:3_000]
            )

    def _base(self, number: str, layers: dict[str, list[Path]]) -> None:
        tar: Path | None = getattr(self._asked, f"base{number}")
        layers[number] = self._roots.base(SUITES[number], tar)
        with self._roots.copy(layers[number]) as system:
            count, size = len(system.packages()), system.size() / _MB
            lacks = not list((system.top / "usr/bin").glob("python*"))
            self.findings.see("has no Python", lacks, f"{count} packages, {size:.0f} MB")

    def _installing(self, base: list[Path], number: str) -> None:
        see = self.findings.see
        self._person.name_pictures(f"{number}-")
        with self._roots.copy(base) as system:
            before, size = system.packages(), system.size()
            wanted = [fields_of(self._asked.new)[name] for name in ("Depends", "Recommends")]
            seconds = system.apt("satisfy", *wanted).good().seconds
            needed, files = system.packages().keys() - before.keys(), files_of(system.top)
            figure = (system.size() - size) / _MB
            words = f"{len(needed)} packages, {figure:.0f} MB, {seconds:.0f} s"
            see("gets what it depends on and recommends", bool(needed), words)
            seconds = install(system, "new.deb")
            came = system.packages().keys() - before.keys() - needed
            see("installs, and nothing else with it", came == {"orderdesk"}, f"{seconds:.0f} s")
            pythons = sorted(name for name in {*needed, *came} if "python" in name)
            see("brings no Python", not pythons, ", ".join(pythons))
            self._sizes(system)
            links = (system.top / "usr/share/applications/orderdesk.desktop").read_text("utf-8")
            see("its desktop file takes links", "x-scheme-handler/orderdesk" in links)
            ran = system.run("orderdesk", "--version", user=USER)
            see("answers as a user", ran.code == 0, f"{ran.out.strip()}, {ran.seconds:.1f} s")
            self._journeys(system)
            self._purging(system, files)

    def _sizes(self, system: System) -> None:
        installed = subprocess.run(
            ["du", "-sb", str(system.top / "usr/lib/orderdesk")],
            capture_output=True,
            text=True,
            check=True,
        )
        package = (self._packages / "new.deb").stat().st_size / _MB
        folder = int(installed.stdout.split()[0]) / _MB
        self.findings.see("size", True, f"package {package:.1f} MB, installed {folder:.0f} MB")

    def _journeys(self, system: System) -> None:
        screen, asked = self._person.screen, self._asked.demo_orders
        try:
            demo(Program(system, "demo", screen), self._person, self.findings, orders=asked)
            second_start(Program(system, "desk", screen), self._person, self.findings)
        except WentWrong as wrong:
            self.findings.see("the journey goes on to its end", False, str(wrong)[:600])
            system.end()

    def _purging(self, system: System, before: set[str]) -> None:
        ran = system.apt("purge", "orderdesk")
        left = left_behind(before, files_of(system.top), f"/home/{USER}")
        words = f"{ran.seconds:.1f} s; left: {', '.join(left[:10]) or 'nothing'}"
        self.findings.see("purges and leaves nothing", ran.code == 0 and not left, words)
        data = system.top / f"home/{USER}/desk/orderdesk.db"
        self.findings.see("the user's data stay", data.exists(), f"{_size(data) / _MB:.1f} MB")

    def _upgrading(self, base: list[Path], number: str) -> None:
        self._person.name_pictures(f"{number}-upgrade-")
        with self._roots.copy(base) as system:
            install(system, "old.deb", alone=True)
            program = Program(system, "desk", self._person.screen)
            before = fill(program, self._person, orders=self._asked.orders)
            words = f"{before.state.orders} orders, {before.state.waiting} waiting, 1 staged"
            self.findings.see("the older one fills a profile", True, words)
            upgrade(program, self._person, self.findings, before)
            deliver(program, self._person, self.findings, before)
            steps = [int(inside_package(self._packages / f"{n}.deb", f"./{SCHEMA}")) for n in _BOTH]
            downgrade(program, self.findings, (steps[0], steps[1]))

    def _killing(self, base: list[Path]) -> None:
        self._person.name_pictures("kills-")
        with self._roots.copy(base) as system:
            install(system, "old.deb", alone=True)
            program = Program(system, "desk", self._person.screen)
            before = fill(program, self._person, orders=self._asked.kill_orders)
            layers = system.freeze()
            sums = [sums_of(self._packages / f"{name}.deb") for name in _BOTH]
            kills = Kills(self._roots, layers, before, (sums[0], sums[1]))
            kill_upgrades(kills, self.findings, self._asked.kills)


_BOTH = ("old", "new")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--new", type=Path, required=True, help="the package to try")
    parser.add_argument("--old", type=Path, required=True, help="one of an earlier commit")
    parser.add_argument("--base12", type=Path, help="tar of a bare Debian 12 (debootstrap)")
    parser.add_argument("--base13", type=Path, help="tar of a bare Debian 13 (debootstrap)")
    parser.add_argument("--orders", type=int, default=50_000, help="of the upgrade (50000)")
    parser.add_argument("--demo-orders", type=int, default=5_000, help="each vendor (5000)")
    parser.add_argument("--kills", type=int, default=100, help="of dpkg (100)")
    parser.add_argument("--kill-orders", type=int, default=1_000, help="of each of them (1000)")
    parser.add_argument("--debian", nargs="+", choices=SUITES, default=list(SUITES))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--work", type=Path, help="folder for the systems; some GB (temporary)")
    parser.add_argument("--pictures", type=Path, default=Path("build/tryout"))
    parser.add_argument("--json", type=Path, help="write what was found here too")
    return parser.parse_args()


def _ended(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(1)


def main() -> int:
    """Try everything and print the table; 1 where anything is not so."""
    asked = arguments()
    missing = [tool for tool in (*TOOLS, "unshare", "dpkg-deb") if not shutil.which(tool)]
    if os.geteuid() != 0 or missing:
        sys.stderr.write(f"needs root, and {', '.join(missing) or 'nothing else'}\n")
        return 69
    # Whoever ends this gets the systems and the screen taken away all the same.
    signal.signal(signal.SIGTERM, _ended)
    with (
        tempfile.TemporaryDirectory(prefix="orderdesk-tryout-", dir=asked.work) as work,
        person_at_screen(asked.pictures) as person,
    ):
        tryout = Tryout(asked, Path(work), person)
        tryout.run()
    findings = tryout.findings
    sys.stdout.write(findings.table())
    if asked.json:
        asked.json.write_text(json.dumps(findings.document(), indent=1) + "\n", "utf-8")
    return 0 if findings.good else 1


if __name__ == "__main__":
    sys.exit(main())
