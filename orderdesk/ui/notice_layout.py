"""How a small window in place of the desk is laid out: picture, title, what it says, buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from orderdesk.ui.icons import Icons
from orderdesk.ui.widgets.labels import PlainLabel

_PICTURE = 32


def lay_out_notice(
    window: QDialog,
    icons: Icons,
    *,
    picture: tuple[str, QColor],
    parts: Sequence[QWidget],
    buttons: Sequence[QPushButton],
    size: QSize,
) -> None:
    """Lay a window out under its own title; `picture` is an icon's name and its colour."""
    window.setAccessibleName(window.windowTitle())
    shown = PlainLabel()
    shown.setPixmap(icons.pixmap(*picture, _PICTURE, window.devicePixelRatioF()))
    title = PlainLabel(window.windowTitle())
    title.set_size("large")
    column = QVBoxLayout()
    column.setSpacing(8)
    for part in (title, *parts):
        column.addWidget(part)
    top = QHBoxLayout()
    top.setSpacing(16)
    top.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
    top.addLayout(column, 1)
    foot = QHBoxLayout()
    foot.addStretch(1)
    for button in buttons:
        foot.addWidget(button)
    whole = QVBoxLayout(window)
    whole.setContentsMargins(24, 20, 24, 16)
    whole.setSpacing(16)
    whole.addLayout(top)
    whole.addStretch(1)
    whole.addLayout(foot)
    window.resize(size)
