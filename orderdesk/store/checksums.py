"""Page checksums: SQLite's cksumvfs notices a flipped bit that SQLite alone reads as data."""

import threading
from pathlib import Path

import apsw
import apsw.sqlite_extra

RESERVED_BYTES = 8
_EXTENSION = "cksumvfs"
_VFS = "cksmvfs"
# Places in the header of the file format.
_HEADER_BYTES = 100
_PAGE_SIZE_AT = slice(16, 18)
_RESERVED_AT = 20
_CHANGED_AT = slice(24, 28)
_PAGES_AT = slice(28, 32)
_COUNTED_AT = slice(92, 96)
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


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADER_BYTES)


def has_checksums(path: Path) -> bool:
    """Whether the file at `path` was made with page checksums."""
    header = _header(path)
    return len(header) == _HEADER_BYTES and header[_RESERVED_AT] == RESERVED_BYTES


def is_cut_off(path: Path) -> bool:
    """Whether the file is shorter than it says: a part of a page is read without its checksum.

    While a log lies beside it, the rest may be there.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return False
    header = _header(path)
    if len(header) < _HEADER_BYTES or header[_COUNTED_AT] != header[_CHANGED_AT]:
        return False
    page_size = int.from_bytes(header[_PAGE_SIZE_AT])
    pages = int.from_bytes(header[_PAGES_AT])
    # 65,536 does not fit its two bytes and is written as 1.
    return path.stat().st_size < pages * (65_536 if page_size == 1 else page_size)
