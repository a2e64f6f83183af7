"""A window over a sandbox, with time to undo, in which edits are staged."""

from collections.abc import Generator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from orderdesk.sandbox.server import SandboxOptions
from orderdesk.ui.theme import Theme
from tests.unit.ui.activity.room import QUICK, Room, room

HELD = replace(QUICK, grace=25.0)
"""Longer than a test takes: what goes, goes because the test has it go."""


@pytest.fixture(scope="module")
def served(
    qapp: QApplication, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Room]:
    """Give a desk on the orders of a stand-in."""
    folder = tmp_path_factory.mktemp("staging")
    options = SandboxOptions(orders=60, seed=3, only=["iqmetrix"])
    with room(qapp, theme, folder, sandbox=options, timings=HELD) as here:
        here.connect()
        here.wait(here.desk.grace.begin())
        yield here
