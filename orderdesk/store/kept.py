"""Texts kept under a key: drafts of what is being typed, and preferences."""

from dataclasses import dataclass
from datetime import UTC, datetime

from typing_extensions import override

from orderdesk.store.database import Database
from orderdesk.store.keys import maybe_time, time_text


class Keepsakes:
    """Texts by key in a table of their own."""

    _table = ""
    _durable = False

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key: str) -> str | None:
        """Return the text under a key, if there is one."""
        return self._db.value(f"select content from {self._table} where key = ?", (key,))

    def put(self, key: str, content: str) -> None:
        """Keep a text under a key, in place of what was there."""
        with self._db.writing(durable=self._durable):
            self._db.run(
                f"insert into {self._table} (key, content) values (?, ?)"
                " on conflict (key) do update set content = excluded.content",
                (key, content),
            )

    def remove(self, key: str) -> None:
        """Forget what is under a key."""
        with self._db.writing(durable=self._durable):
            self._db.run(f"delete from {self._table} where key = ?", (key,))

    def all(self) -> dict[str, str]:
        """Return every text by its key."""
        return dict(self._db.rows(f"select key, content from {self._table} order by key"))


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A text under its key; `at` is when it was kept last, aware, None where that is not known."""

    key: str
    content: str
    at: datetime | None


class Drafts(Keepsakes):
    """What is being typed, as JSON, durable: not a keystroke is lost with the power."""

    _table = "draft"
    _durable = True

    @override
    def put(self, key: str, content: str) -> None:
        with self._db.writing(durable=True):
            self._db.run(
                "insert into draft (key, content, kept_at) values (?, ?, ?) on conflict (key)"
                " do update set content = excluded.content, kept_at = excluded.kept_at",
                (key, content, time_text(datetime.now(UTC))),
            )

    def kept(self) -> list[KeptDraft]:
        """Return every text with its key and time, the latest first."""
        rows = self._db.rows("select key, content, kept_at from draft order by kept_at desc, key")
        return [KeptDraft(key, content, maybe_time(at)) for key, content, at in rows]


class Preferences(Keepsakes):
    """How a person likes the desk."""

    _table = "preference"
