"""The window that says why the desk cannot be opened, in place of the desk."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from orderdesk.domain.errors import DeskError
from orderdesk.ui.i18n import say
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel


class TroubleWindow(QDialog):
    """What happened and what to do, and one button."""

    def __init__(self, theme: Theme, icons: Icons, error: DeskError) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("orderdesk cannot be opened"))
        picture = PlainLabel()
        ratio = self.devicePixelRatioF()
        picture.setPixmap(icons.pixmap("octagon-alert", theme.colour("red"), 32, ratio))
        title = PlainLabel(self.windowTitle())
        title.set_size("large")
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        for part in (error.message, error.way_out):
            if part is not None:
                column.addWidget(PlainLabel(say(part), wrap=True, selectable=True))
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture)
        top.addLayout(column, 1)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(16)
        whole.addLayout(top)
        whole.addLayout(foot)
        self.resize(520, 180)
