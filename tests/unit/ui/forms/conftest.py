"""Desks on an invented vendor for tests of the forms."""

from collections.abc import Generator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from orderdesk.ui.theme import Theme
from tests.unit.ui.detail.staging import OpenDesk, desks


@pytest.fixture
def open_desk(
    qapp: QApplication, qtbot: QtBot, theme: Theme, tmp_path: Path
) -> Generator[OpenDesk]:
    """Open desks that are closed when the test ends; `qtbot` hears of errors in slots."""
    with desks(qapp, theme, tmp_path / "home") as opened:
        yield opened
