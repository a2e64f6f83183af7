"""The theme, the icons and an event loop that tests of the desk share."""

import asyncio
from collections.abc import Callable, Generator
from typing import cast

import pytest
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Appearance, Theme


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture(scope="session")
def icons(theme: Theme) -> Icons:
    return Icons(theme)


@pytest.fixture
def light(theme: Theme) -> Generator[Theme]:
    """Give the theme, and put it back when the test is over."""
    yield theme
    theme.set_appearance(Appearance.SYSTEM)


@pytest.fixture
def qloop(qapp: QApplication) -> Generator[asyncio.AbstractEventLoop]:
    """Qt's event loop as asyncio's; `run_until_complete` runs a test's coroutine."""
    loop = cast("Callable[..., asyncio.AbstractEventLoop]", QEventLoop)(qapp)
    asyncio.set_event_loop(loop)
    yield loop
    pending = asyncio.all_tasks(loop)
    for task in pending:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
    loop.close()
    asyncio.set_event_loop(None)
