"""The package refuses exactly those steps back over which the program could not open a store."""

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from orderdesk.store import schema
from orderdesk.store.faults import StoreNewer
from orderdesk.store.opening import open_database
from orderdesk.store.schema import Migration
from tests.migrations.older import NEWEST, make_older, make_present

PREINST = Path(__file__).resolve().parents[2] / "packaging/linux/maintainer/preinst"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a script of Debian's packages")


@pytest.fixture(scope="module")
def present(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store as this program leaves it."""
    path = tmp_path_factory.mktemp("present") / "orders.db"
    make_present(path, 40)
    return path


def _refused(root: Path, known: int, *words: str) -> str:
    """Run the script of a package that knows so many steps; what it refuses with."""
    script = root / "preinst"
    text = PREINST.read_text("utf-8").replace("@SCHEMA@", str(known))
    script.write_text(text.replace("@VERSION@", "0.9"), "utf-8")
    environment = {**os.environ, "DPKG_ROOT": str(root)}
    done = subprocess.run(
        ["sh", str(script), *words], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode == 1) == bool(done.stderr)
    return done.stderr


def _opens(path: Path, known: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a program that knows so many steps opens a store."""
    steps = schema.migrations()[:known]
    with monkeypatch.context() as older:
        older.setattr(schema, "migrations", partial(tuple[Migration, ...], steps))
        try:
            open_database(path, read_only=False).close()
        except StoreNewer:
            return False
    return True


@pytest.mark.parametrize("installed", [NEWEST - 2, NEWEST - 1, NEWEST])
@pytest.mark.parametrize("known", [NEWEST - 1, NEWEST])
def test_what_the_program_could_not_open_is_refused(
    present: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    installed: int,
    known: int,
) -> None:
    store = tmp_path / "orders.db"
    if installed == NEWEST:
        shutil.copy(present, store)
    else:
        make_older(store, installed, present)
    library = tmp_path / "usr/lib/orderdesk"
    library.mkdir(parents=True)
    (library / "schema").write_text(f"{installed}\n", "utf-8")
    said = _refused(tmp_path, known, "upgrade", "1.0")
    assert bool(said) is not _opens(store, known, monkeypatch)
    if said:
        assert f"step {installed}" in said
        assert "orderdesk restore" in said
        allowed = tmp_path / "etc/orderdesk/allow-downgrade"
        allowed.parent.mkdir(parents=True)
        allowed.touch()
        assert not _refused(tmp_path, known, "upgrade", "1.0")


def test_a_first_installation_and_a_broken_note_are_no_downgrade(tmp_path: Path) -> None:
    assert not _refused(tmp_path, 3, "install")
    library = tmp_path / "usr/lib/orderdesk"
    library.mkdir(parents=True)
    (library / "schema").write_text("?\n", "utf-8")
    assert not _refused(tmp_path, 3, "upgrade", "1.0")
