"""Stores in files of their own, with one connection of the invented vendor."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from orderdesk.store.store import Store
from tests.unit.domain.invented import ALL_RULES
from tests.unit.store.filled import MAIN


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Say where the store's file is, or will be."""
    return tmp_path / "data" / "orders.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Open a store in a file, with the connection `main`."""
    with Store.open(path, ALL_RULES) as opened:
        opened.connections.put(MAIN)
        yield opened
