"""Dialogs as high as the wrapped words in them need."""

from PySide6.QtWidgets import QWidget


def fit_height(window: QWidget) -> None:
    """Give a window the height its layout needs at its width, and let it never be lower."""
    layout = window.layout()
    if layout is None:
        return
    layout.activate()
    needed = layout.totalHeightForWidth(window.width())
    window.setMinimumHeight(needed)
    window.resize(window.width(), needed)
