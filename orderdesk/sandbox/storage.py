"""The sandbox's state in SQLite: documents by vendor, kind and id, in memory or in a file."""

import sqlite3
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from orderdesk.sandbox.json_text import Document, parse_object, write

_APPLICATION = 0x4F445342  # "ODSB" in the file's header: a file of ours, not somebody's database
_VERSION = 1
_SCHEMA = """
CREATE TABLE documents (
    vendor TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (vendor, kind, id)
) WITHOUT ROWID;
CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class NotOurs(Exception):
    """The file is no sandbox file, or one of another version."""


class Storage:
    """One SQLite database; not for use from two threads at once."""

    def __init__(self, path: Path | None = None) -> None:
        """Open `path`, or a database in memory.

        Raises:
            NotOurs: when the file holds something else.
        """
        try:
            self._database = sqlite3.connect(
                ":memory:" if path is None else path, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as fault:
            raise NotOurs(f"{path} cannot be opened: {fault}") from fault
        try:
            self._prepare(path)
        except sqlite3.Error as fault:
            self._database.close()
            raise NotOurs(f"{path} is no sandbox file: {fault}") from fault
        except NotOurs:
            self._database.close()
            raise

    def _prepare(self, path: Path | None) -> None:
        application = self._number("PRAGMA application_id")
        tables = self._number("SELECT count(*) FROM sqlite_master")
        if tables and (
            application != _APPLICATION or self._number("PRAGMA user_version") != _VERSION
        ):
            raise NotOurs(f"{path} is no sandbox file of this version.")
        if path is not None:
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
        if not tables:
            self._database.executescript(_SCHEMA)
            self._database.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._database.execute(f"PRAGMA user_version = {_VERSION}")

    def _number(self, query: str) -> int:
        row: tuple[int] = self._database.execute(query).fetchone()
        return row[0]

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def transaction(self) -> Generator[None, None, None]:
        """All writes inside are kept together or not at all; may be nested."""
        if self._database.in_transaction:
            yield
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def note(self, name: str) -> str | None:
        """One remembered text, or None."""
        row: tuple[str] | None = self._database.execute(
            "SELECT value FROM notes WHERE name = ?", (name,)
        ).fetchone()
        return None if row is None else row[0]

    def keep_note(self, name: str, value: str) -> None:
        self._database.execute("REPLACE INTO notes VALUES (?, ?)", (name, value))

    def collection(self, vendor: str, kind: str) -> "Collection":
        """Return the documents of one kind of one vendor."""
        return Collection(self._database, vendor, kind)


class Collection:
    """Documents of one kind by id."""

    def __init__(self, database: sqlite3.Connection, vendor: str, kind: str) -> None:
        self._database = database
        self._key = (vendor, kind)

    def read(self) -> list[tuple[str, Document]]:
        """Every id with its document, in the order of the ids."""
        rows: list[tuple[str, str]] = self._database.execute(
            "SELECT id, body FROM documents WHERE vendor = ? AND kind = ? ORDER BY id", self._key
        ).fetchall()
        return [(key, parse_object(body)) for key, body in rows]

    def put(self, key: str, document: Document) -> None:
        self.put_all([(key, document)])

    def put_all(self, documents: Iterable[tuple[str, Document]]) -> None:
        self._database.executemany(
            "REPLACE INTO documents VALUES (?, ?, ?, ?)",
            ((*self._key, key, write(document)) for key, document in documents),
        )

    def remove(self, key: str) -> None:
        self._database.execute(
            "DELETE FROM documents WHERE vendor = ? AND kind = ? AND id = ?", (*self._key, key)
        )

    def clear(self) -> None:
        self._database.execute("DELETE FROM documents WHERE vendor = ? AND kind = ?", self._key)
