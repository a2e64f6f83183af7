"""The theme and icons that drawn widgets need."""

import pytest
from PySide6.QtWidgets import QApplication

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(scope="session")
def icons(theme: Theme) -> Icons:
    return Icons(theme)
