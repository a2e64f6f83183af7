"""Connections as the file holds them."""

import json

from orderdesk.domain.gateway import ConnectionConfig
from orderdesk.store.database import Database

CURRENCY_SETTING = "currency"


def accounts(database: Database) -> list[ConnectionConfig]:
    """Return every connection, in the order they were added."""
    rows = database.rows("select key, name, vendor, urls, settings from connection order by place")
    return [
        ConnectionConfig(
            key=key, name=name, vendor=vendor, urls=json.loads(urls), settings=json.loads(settings)
        )
        for key, name, vendor, urls, settings in rows
    ]


def account_names(database: Database) -> dict[str, str]:
    """Return what the connections are called, by key."""
    return dict(database.rows("select key, name from connection"))


def currency_of(database: Database, connection: str) -> str | None:
    """Return the currency set on a connection, for orders that are not at the vendor yet."""
    text = database.value("select settings from connection where key = ?", (connection,))
    return (json.loads(text).get(CURRENCY_SETTING) or None) if text else None
