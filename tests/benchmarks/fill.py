"""Fills a profile folder with orders of all vendors: python -m tests.benchmarks.fill --orders N."""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from orderdesk.composition import descriptions, rules_of
from orderdesk.config import Profile
from orderdesk.domain.gateway import Page
from orderdesk.store.schema import migrations
from orderdesk.store.store import Store
from tests.benchmarks.invented import PAGE, Invented, Vendor
from tests.benchmarks.invention import NEWEST
from tests.benchmarks.templates import ORDERS, shapes

FORMAT = 2
"""Grows when the invented orders change, so that no folder of older ones is taken for new."""
_FACTS = "filled.json"
_BEGUN = "begun.json"
_SAID_EVERY = 20_000
_READ_AT_ONCE = 1 << 24
# A small profile needs no more templates than this.
_FEWEST = 16

Said = Callable[[str], None]


def told(text: str) -> None:
    """Say how far it is, where the result does not stand."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def default_folder() -> Path:
    """Return the folder in which filled profiles are kept for the next run."""
    return Path(tempfile.gettempdir()) / "orderdesk-benchmarks"


def kept_as(orders: int, seed: int) -> str:
    """Return the name of the profile of this size, seed and form of the store."""
    return f"orders-{orders}-seed-{seed}-schema-{migrations()[-1].version}-format-{FORMAT}"


def filled(
    orders: int, *, seed: int = 1, home: Path | None = None, folder: Path | None = None
) -> Path:
    """Return a profile folder with `orders` orders; filled now, or when it was asked for first.

    It is kept in `home`, or by its size and seed under `folder` (default: under the system's
    folder for temporary files). Whoever writes to it asks `own_copy` for one.
    """
    kept = home or (folder or default_folder()) / kept_as(orders, seed)
    kept.mkdir(parents=True, exist_ok=True)
    wanted = {"orders": orders, "seed": seed, "kept_as": kept_as(orders, seed)}
    with FileLock(kept.with_name(f"{kept.name}.lock")):
        if _says(kept / _FACTS, wanted):
            return kept
        if not _says(kept / _BEGUN, wanted):
            if Profile.under(kept).database.exists():
                told(f"{kept} holds something else; it is filled anew.")
            shutil.rmtree(kept)
            kept.mkdir()
            (kept / _BEGUN).write_text(json.dumps(wanted), "utf-8")
        a_second = fill(kept, orders, seed=seed)
        (kept / _FACTS).write_text(json.dumps({**wanted, "orders_a_second": a_second}), "utf-8")
    return kept


def _says(file: Path, wanted: Mapping[str, object]) -> bool:
    return file.exists() and wanted.items() <= json.loads(file.read_text("utf-8")).items()


def town_of(orders: int, *, seed: int = 1) -> Invented:
    """Return the vendors whose first orders a profile of that size holds; later ones are new."""
    return Invented(shapes(max(_FEWEST, min(ORDERS, orders // 20))), seed=seed, orders=orders)


@dataclass(frozen=True)
class Facts:
    """What a filled profile was filled with."""

    orders: int
    seed: int


def facts_of(home: Path) -> Facts:
    """Return what the profile was filled with."""
    kept = json.loads((home / _FACTS).read_text("utf-8"))
    return Facts(kept["orders"], kept["seed"])


@contextmanager
def own_copy(home: Path) -> Generator[Path]:
    """Copy a filled profile into a folder that is deleted afterwards.

    The copy is on the disk before anything is measured, and in the system's memory as far as
    that goes: what writing it leaves to be done is no part of what comes after, and a desk that
    is in use has its file there as well. The yardsticks work on warm files, too.
    """
    with tempfile.TemporaryDirectory(prefix=f"{home.name}-", dir=home.parent) as name:
        copy = Path(name) / "home"
        shutil.copytree(home, copy)
        settled(copy)
        yield copy


def settled(home: Path) -> None:
    """Wait until a profile is on the disk, and read it once."""
    if hasattr(os, "sync"):
        os.sync()
    for file in home.rglob("*"):
        if file.is_file():
            with file.open("rb") as content:
                while content.read(_READ_AT_ONCE):
                    pass


def fill(home: Path, orders: int, *, seed: int = 1, said: Said = told) -> float:
    """Write `orders` orders into the profile `home` by the store's own intake.

    It goes on where it was broken off. Returns how many came in a second, the making of them
    included.
    """
    profile = Profile.under(home)
    profile.prepare()
    begun = time.perf_counter()
    town = town_of(orders, seed=seed)
    with Store.open(profile.database, rules_of(descriptions())) as store:
        for vendor in town.vendors:
            store.connections.put(vendor.config)
            store.names.put(vendor.config.key, vendor.names)
        came = _take(store, town, orders, said)
    a_second = came / (time.perf_counter() - begun)
    size = profile.database.stat().st_size
    said(f"{orders:,} orders, {size / 1e9:.2f} GB, {a_second:,.0f} orders/s: {home}")
    return a_second


def _take(store: Store, town: Invented, orders: int, said: Said) -> int:
    pulls = {v.config.key: store.mirror.begin_pull(v.config.key, now=NEWEST) for v in town.vendors}
    there = [store.mirror.count(vendor.config.key) // PAGE for vendor in town.vendors]
    begun, done = time.perf_counter(), PAGE * sum(there)
    before = done
    for vendor, made in town.pages(there):
        if done >= orders:
            break
        page = Page(tuple(made[: orders - done]))
        store.mirror.apply_page(vendor.config.key, page, pull=pulls[vendor.config.key])
        store.texts.catch_up()
        done += len(page.orders)
        if done % _SAID_EVERY < PAGE:
            a_second = (done - before) / (time.perf_counter() - begun)
            said(f"{done:,} of {orders:,} orders, {a_second:,.0f} orders/s")
    for vendor in town.vendors:
        _finish(store, vendor, pulls[vendor.config.key])
    return done - before


def _finish(store: Store, vendor: Vendor, pull: int) -> None:
    store.mirror.finish_pull(vendor.config.key, pull, complete=False)
    store.syncs.finished(vendor.config.key, NEWEST, None)


def main() -> int:
    """Fill a folder as the command line says and print where it is."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fill", description=__doc__)
    parser.add_argument("--orders", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--home", type=Path, help="the profile folder; default: one that is kept")
    parser.add_argument("--folder", type=Path, help="where filled profiles are kept")
    asked = parser.parse_args()
    home = filled(asked.orders, seed=asked.seed, home=asked.home, folder=asked.folder)
    sys.stdout.write(f"{home}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
