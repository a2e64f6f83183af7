"""Names for the ids that orders carry: customers, locations, employees, addresses."""

from collections.abc import Iterable

from orderdesk.domain.order import Named
from orderdesk.store.database import Database
from orderdesk.store.dialect import contains
from orderdesk.store.keys import fold
from orderdesk.store.naming import SELECT, named, names_of
from orderdesk.store.projected import Projected
from orderdesk.store.vocabulary import Ref

_UPSERT = (
    "insert into name (connection, kind, id, name, detail, parent, fold)"
    " values (?, ?, ?, ?, ?, ?, ?) on conflict (connection, kind, id) do update"
    " set name = excluded.name, detail = excluded.detail, parent = excluded.parent,"
    " fold = excluded.fold"
)
_REWRITTEN_AT_ONCE = 500


class Names:
    """What look-ups brought, by connection, kind and id."""

    def __init__(self, database: Database, projected: Projected) -> None:
        self._db = database
        self._projected = projected

    def put(self, connection: str, names: Iterable[Named]) -> bool:
        """Keep names and rewrite the shown rows that use a changed one; return if any changed."""
        given = {(name.kind, name.id): name for name in names}
        with self._db.writing(durable=False):
            known = names_of(self._db, connection, given)
            changed = {ref: name for ref, name in given.items() if known.get(ref) != name}
            self._db.run_many(_UPSERT, [_values(connection, name) for name in changed.values()])
            users = self._projected.users_of(connection, changed)
            for start in range(0, len(users), _REWRITTEN_AT_ONCE):
                self._projected.refresh(users[start : start + _REWRITTEN_AT_ONCE])
        return bool(changed)

    def get(self, connection: str, kind: str, name_id: str) -> Named | None:
        """Return the name of one id."""
        return names_of(self._db, connection, [(kind, name_id)]).get((kind, name_id))

    def many(self, connection: str, refs: Iterable[Ref]) -> dict[Ref, Named]:
        """Return the names there are, by kind and id."""
        return names_of(self._db, connection, refs)

    def find(
        self, connection: str, kind: str, text: str, *, parent: str | None = None, limit: int = 50
    ) -> list[Named]:
        """Return names holding `text` anywhere, those that begin with it first."""
        sought = fold(text)
        where = f"where connection = ? and kind = ? and {contains('fold')}"
        values = [connection, kind, sought]
        if parent is not None:
            where += " and parent = ?"
            values.append(parent)
        order = " order by case when substr(fold, 1, ?) = ? then 0 else 1 end, fold, id limit ?"
        rows = self._db.rows(SELECT + where + order, (*values, len(sought), sought, limit))
        return [named(row) for row in rows]


def _values(connection: str, name: Named) -> tuple[str | None, ...]:
    text = fold(f"{name.name} {name.detail} {name.id}")
    return (connection, name.kind, name.id, name.name, name.detail, name.parent, text)
