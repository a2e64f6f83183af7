"""Which SQLite keeps the store."""

import apsw


def sqlite_version() -> str:
    """Return the version of the SQLite that is inside the program."""
    return apsw.sqlite_lib_version()
