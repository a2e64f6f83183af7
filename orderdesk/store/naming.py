"""Names for ids, as the file holds them."""

from collections.abc import Iterable
from typing import Any

from orderdesk.domain.order import Named
from orderdesk.store.database import Database
from orderdesk.store.dialect import lists
from orderdesk.store.vocabulary import Ref

SELECT = "select kind, id, name, detail, parent from name "


def named(row: tuple[Any, ...]) -> Named:
    """Return the name in a row read with SELECT."""
    return Named(kind=row[0], id=row[1], name=row[2], detail=row[3], parent=row[4])


def names_of(database: Database, connection: str, refs: Iterable[Ref]) -> dict[Ref, Named]:
    """Return the names there are for these ids of a connection."""
    by_kind: dict[str, list[str]] = {}
    for kind, name_id in refs:
        by_kind.setdefault(kind, []).append(name_id)
    found: dict[Ref, Named] = {}
    for kind, ids in by_kind.items():
        for marks, values in lists(ids):
            where = f"where connection = ? and kind = ? and id in {marks}"
            for row in database.rows(SELECT + where, (connection, kind, *values)):
                found[row[0], row[1]] = named(row)
    return found
