"""Files that are there whole or not at all, also after a power cut."""

import os
import tempfile
from pathlib import Path


def sync_file(path: Path) -> None:
    """Have the disk hold what a file holds.

    Raises:
        OSError: the disk could not take it.
    """
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder, as after a rename."""
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened, and the rename is enough
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, in place of what had it.

    Raises:
        OSError: it could not be; what had the name still has it.
    """
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read.

    Raises:
        OSError: it could not be written; nothing of it stays.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        put_in_place(part, path)
    finally:
        part.unlink(missing_ok=True)
