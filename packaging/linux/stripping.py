"""Takes from the frozen libraries what only a debugger reads, and looks that they still load."""

import subprocess
from collections.abc import Iterator
from pathlib import Path


class Broken(Exception):
    """A library that the system's loader refuses."""


def elf_files(folder: Path) -> Iterator[Path]:
    """Return the programs and libraries under a folder, in the order of their names."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def may_be_stripped(path: Path, folder: Path) -> bool:
    """Return whether a library survives it.

    What was moved into a wheel's own `NAME.libs` has been rewritten for its place, and `strip`
    leaves such a file with pages that do not fit; the program itself carries its archive behind
    what `strip` would keep.
    """
    inside = path.relative_to(folder)
    return len(inside.parts) > 1 and not any(part.endswith(".libs") for part in inside.parts)


def strip(folder: Path) -> None:
    """Strip what may be stripped under `folder`, and look at everything.

    Raises:
        Broken: with the library and what the loader says of it.
    """
    for path in elf_files(folder):
        if may_be_stripped(path, folder):
            subprocess.run(["strip", "--strip-unneeded", path], check=True)
    for path in elf_files(folder):
        done = subprocess.run(["ldd", path], capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        if done.returncode or "error while loading" in said:
            raise Broken(f"{path.relative_to(folder)}: {said.strip()}")
