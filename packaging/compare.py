"""Sizes and starts beside a bare window frozen the same way, and beside Debian's: `--json`."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from first_paint import Screen, Start, forget_files, screen, seconds_to_window

from tests.benchmarks.fill import filled, own_copy

BARE = "bare window"
EMPTY = "orderdesk, new profile"
_MB = 1e6
# What a program asks at its very first start, answered: the file's place and what it says.
_ANSWERED = {
    "qbittorrent": ("config/qBittorrent/qBittorrent.conf", "[LegalNotice]\nAccepted=true\n"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One program: megabytes, and seconds to its first painted window as medians."""

    name: str
    package_mb: float | None
    installed_mb: float
    with_libraries_mb: float
    cold_s: float | None
    warm_s: float


@dataclass(frozen=True, slots=True)
class Size:
    """Megabytes: of the package, of what it installs, and with what it alone needs beside it."""

    package: float | None
    installed: float
    with_libraries: float


def folder_mb(folder: Path) -> float:
    """Return how many megabytes the files under a folder have."""
    files = [one.lstat() for one in folder.rglob("*") if not one.is_dir()]
    return sum(one.st_size for one in files) / _MB


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def needed_by(*packages: str) -> set[str]:
    """Return the packages and everything that they depend on, as apt resolves it."""
    options = ("--no-recommends", "--no-suggests", "--no-conflicts", "--no-breaks")
    also = ("--no-replaces", "--no-enhances", "--installed", "--recurse")
    said = _said("apt-cache", "depends", *options, *also, *packages)
    return set(re.findall(r"^([a-z0-9][a-z0-9.+:-]*)$", said, re.MULTILINE))


def size_of_debian(package: str, shared: set[str]) -> Size:
    """Return the size of an installed package; with its libraries: without what is in `shared`."""
    sizes: dict[str, float] = {}
    for name in (needed_by(package) - shared) | {package}:
        asked = ("dpkg-query", "-W", "-f", "${Installed-Size}\n", name)
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        words = done.stdout.split()
        sizes[name] = int(words[0]) * 1024 / _MB if words else 0.0
    known = re.search(r"^Size: (\d+)$", _said("apt-cache", "show", package), re.MULTILINE)
    packed = int(known.group(1)) / _MB if known else None
    return Size(packed, sizes[package], sum(sizes.values()))


def size_of_frozen(folder: Path, package: Path | None) -> Size:
    """Return the size of a frozen program's folder and of the package that it comes in."""
    installed = folder_mb(folder)
    return Size(package.stat().st_size / _MB if package else None, installed, installed)


def environment_in(home: Path) -> dict[str, str]:
    """Return an environment whose every folder lies in `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    folders = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        **{name: str(home / folder) for name, folder in folders.items()},
        "ORDERDESK_PASSPHRASE": "only for the comparison",
        "QT_QPA_PLATFORM": "xcb",
    }


class Race:
    """Starts of several programs in turn, so that none has the quiet minute for itself."""

    def __init__(self, seen: Screen, runs: int) -> None:
        self._seen, self._runs = seen, runs
        self.cold: dict[str, list[float]] = {}
        self.warm: dict[str, list[float]] = {}

    def run(self, starts: Mapping[str, Start]) -> None:
        """Measure every program: once for its files of the first use, then cold, then warm."""
        for start in starts.values():
            seconds_to_window(start, self._seen)
        for number in range(self._runs):
            for name, start in starts.items():
                sys.stderr.write(f"compare: run {number + 1} of {self._runs}, {name}\n")
                if forget_files():
                    self.cold.setdefault(name, []).append(seconds_to_window(start, self._seen))
                else:
                    seconds_to_window(start, self._seen)
                self.warm.setdefault(name, []).append(seconds_to_window(start, self._seen))

    def row(self, name: str, size: Size) -> Row:
        """Return the medians of one program."""
        cold = statistics.median(self.cold[name]) if name in self.cold else None
        warm = statistics.median(self.warm[name])
        return Row(name, size.package, size.installed, size.with_libraries, cold, warm)


def freeze_bare(python: Path, build: Path) -> Path:
    """Freeze the bare window and return its folder."""
    spec = str(ROOT / "packaging" / "bare.spec")
    places = ("--distpath", str(build / "dist"), "--workpath", str(build / "work"))
    options = ("--noconfirm", "--log-level", "ERROR")
    subprocess.run((str(python), "-m", "PyInstaller", *options, *places, spec), check=True)
    return build / "dist" / "bare"


def _unpacked(package: Path, folder: Path) -> Path:
    subprocess.run(("dpkg-deb", "-x", str(package), str(folder)), check=True)
    return folder / "usr" / "lib" / "orderdesk"


@contextmanager
def _profile(asked: argparse.Namespace) -> Generator[Path]:
    if asked.home is not None:
        yield asked.home
        return
    with own_copy(filled(asked.orders)) as home:
        yield home


def _starts(
    work: Path, folder: Path, bare: Path, *, home: Path, orders: int, others: list[str]
) -> dict[str, Start]:
    def inside(name: str, **more: str) -> dict[str, str]:
        place = work / "homes" / name
        place.mkdir(parents=True)
        if name in _ANSWERED:
            file, text = _ANSWERED[name]
            (place / file).parent.mkdir(parents=True)
            (place / file).write_text(text, encoding="utf-8")
        return {**environment_in(place), **more}

    program = (str(folder / "orderdesk"),)
    full = f"orderdesk, {orders:,} orders"
    new = str(work / "homes" / "new")
    return {
        BARE: Start((str(bare / "bare"),), inside("bare")),
        EMPTY: Start(program, inside("empty", ORDERDESK_HOME=new)),
        full: Start(program, inside("full", ORDERDESK_HOME=str(home))),
        **{name: Start((name,), inside(name)) for name in others},
    }


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured; the ratios are to the bare window."""

    package: str
    runs: int
    cold: str
    rows: list[Row]
    ratios: dict[str, dict[str, float]]


def compare(asked: argparse.Namespace) -> Result:
    """Measure everything that the command line asks for."""
    package: Path = asked.package or max(
        (BUILD / "packages").glob("*.deb"), key=lambda one: one.stat().st_mtime
    )
    bare: Path = asked.bare or freeze_bare(BUILD / "venv" / "bin" / "python", BUILD / "bare")
    with tempfile.TemporaryDirectory() as name, _profile(asked) as home, screen() as seen:
        folder = _unpacked(package, Path(name) / "package")
        starts = _starts(
            Path(name), folder, bare, home=home, orders=asked.orders, others=asked.beside
        )
        race = Race(seen, asked.runs)
        race.run(starts)
        needs = re.split(r"[ ,|]+", _said("dpkg-deb", "-f", str(package), "Depends").strip())
        shared = needed_by(*(one for one in needs if one))
        rows = [race.row(BARE, size_of_frozen(bare, None))]
        own = size_of_frozen(folder, package)
        rows += [race.row(one, own) for one in starts if one.startswith("orderdesk")]
        rows += [race.row(one, size_of_debian(one, shared)) for one in asked.beside]
    cold = "files forgotten before" if race.cold else "not measured: files may not be forgotten"
    return Result(package.name, asked.runs, cold, rows, ratios(rows))


def ratios(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Return every program's seconds and megabytes as multiples of the first row's."""
    base = rows[0]
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        found[row.name] = {
            "installed": round(row.with_libraries_mb / base.with_libraries_mb, 2),
            "warm": round(row.warm_s / base.warm_s, 2),
        }
        if row.cold_s is not None and base.cold_s is not None:
            found[row.name]["cold"] = round(row.cold_s / base.cold_s, 2)
    return found


def table(result: Result) -> str:
    """Return the rows as a table for people."""
    heads = ("package", "installed", "with libraries", "cold start", "warm start")
    lines = [f"{'':26}" + "".join(f"{head:>16}" for head in heads)]
    for row in result.rows:
        sizes = (row.package_mb, row.installed_mb, row.with_libraries_mb)
        cells = [_megabytes(one) for one in sizes] + [_seconds(row.cold_s), _seconds(row.warm_s)]
        lines.append(f"{row.name:26}" + "".join(f"{cell:>16}" for cell in cells))
    lines.append(f"cold: {result.cold}; medians of {result.runs} runs")
    return "\n".join(lines) + "\n"


def _megabytes(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} MB"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"


def main() -> int:
    """Print the table, or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, help="the .deb; default: the one built last")
    parser.add_argument("--bare", type=Path, help="the frozen bare window; default: made now")
    parser.add_argument("--home", type=Path, help="a filled profile; it is written to")
    parser.add_argument("--orders", type=int, default=50_000, help="in the filled profile")
    parser.add_argument("--beside", nargs="*", default=["keepassxc", "qbittorrent"])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    result = compare(asked)
    sys.stdout.write(json.dumps(asdict(result), indent=1) + "\n" if asked.json else table(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
