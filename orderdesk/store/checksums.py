"""Page checksums: SQLite's cksumvfs notices a flipped bit that SQLite alone reads as data."""

import threading
from pathlib import Path

import apsw
import apsw.sqlite_extra

RESERVED_BYTES = 8
_EXTENSION = "cksumvfs"
_VFS = "cksmvfs"
_RESERVED_AT = 20
_lock = threading.Lock()


def checksum_vfs() -> str | None:
    """Return the name of the VFS that checks pages, or None where this installation has none."""
    with _lock:
        if _VFS in apsw.vfs_names():
            return _VFS
        if apsw.sqlite_extra.has(_EXTENSION) is None:
            return None
        usual = apsw.vfs_names()[0]
        carrier = apsw.Connection(":memory:")
        try:
            apsw.sqlite_extra.load(carrier, _EXTENSION)
        except (apsw.Error, apsw.sqlite_extra.NotAvailable):
            return None
        finally:
            carrier.close()
        # Loading it makes it the default of the whole process, which is not ours to decide.
        apsw.set_default_vfs(usual)
        return _VFS


def has_checksums(path: Path) -> bool:
    """Whether the file at `path` was made with page checksums."""
    with path.open("rb") as file:
        header = file.read(_RESERVED_AT + 1)
    return len(header) > _RESERVED_AT and header[_RESERVED_AT] == RESERVED_BYTES
