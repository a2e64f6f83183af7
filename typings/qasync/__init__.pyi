"""What the desk uses of qasync, which brings no types of its own."""

import asyncio
from typing import Self

from PySide6.QtWidgets import QApplication

class QEventLoop(asyncio.AbstractEventLoop):
    """An asyncio event loop on Qt's."""

    def __init__(self, app: QApplication | None = None) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *args: object) -> None: ...
