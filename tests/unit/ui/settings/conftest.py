"""Rooms for tests of the settings."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import OpenRoom, rooms


@pytest.fixture
def open_room(
    qapp: QApplication, qtbot: QtBot, light: Theme, tmp_path: Path
) -> Generator[OpenRoom]:
    """Open rooms that are closed when the test ends; the theme is as before then."""
    with rooms(qapp, light, tmp_path / "home") as opened:
        yield opened
