"""Windows in place of the desk: why it cannot be opened, and how to go on after failed starts."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton

from orderdesk.domain.errors import DeskError
from orderdesk.profile import Profile
from orderdesk.ui.i18n import plural, say
from orderdesk.ui.icons import Icons
from orderdesk.ui.notice_layout import lay_out_notice
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.labels import PlainLabel

_SIZE = QSize(560, 200)


class Way(Enum):
    """How to go on after starts that failed."""

    NOT_AT_ALL = auto()
    USUAL = auto()
    SAFE = auto()


class TroubleWindow(QDialog):
    """What happened and what to do, and buttons.

    Signals:
        way_back_wanted: a person wants a backup in place; only with `way_back`.
    """

    way_back_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        error: DeskError,
        profile: Profile | None = None,
        *,
        way_back: bool = False,
    ) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("orderdesk cannot be opened"))
        parts = [say(part) for part in (error.message, error.way_out) if part is not None]
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = [close]
        if profile is not None:
            buttons.insert(0, _save_button(self, profile))
        if way_back:
            self.way_back_button = QPushButton(self.tr("Go back to the backup…"))
            self.way_back_button.setAutoDefault(False)
            self.way_back_button.clicked.connect(self.way_back_wanted)
            buttons.insert(0, self.way_back_button)
        _lay_out(self, theme, icons, parts=parts, buttons=buttons)


class FailedStarts(QDialog):
    """Asks how to go on where the last starts brought up no window."""

    def __init__(self, theme: Theme, icons: Icons, profile: Profile, number: int) -> None:
        super().__init__()
        self.way = Way.NOT_AT_ALL
        self.setWindowTitle(self.tr("orderdesk did not come up"))
        said = self.tr("The last %n start(s) ended before the window was there.", "", number)
        parts = [
            plural(said, number),
            self.tr(
                "Safe mode opens it with default layout, look and settings. Nothing is synced or "
                "sent by itself, and what you had is kept."
            ),
        ]
        self.safe_button = QPushButton(self.tr("Start in safe mode"))
        self.safe_button.setDefault(True)
        self.usual_button = QPushButton(self.tr("Start as usual"))
        for button, way in ((self.safe_button, Way.SAFE), (self.usual_button, Way.USUAL)):
            button.clicked.connect(lambda _checked=False, way=way: self._go(way))
        buttons = [_save_button(self, profile), self.usual_button, self.safe_button]
        _lay_out(self, theme, icons, parts=parts, buttons=buttons)
        self.safe_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, way: Way) -> None:
        self.way = way
        self.accept()


def _save_button(window: QDialog, profile: Profile) -> QPushButton:
    button = QPushButton(window.tr("Save diagnostics…"))
    button.setAutoDefault(False)

    def save(_checked: bool = False) -> None:
        from orderdesk.ui.diagnostics_dialog import DiagnosticsDialog

        DiagnosticsDialog(profile, window).open()

    button.clicked.connect(save)
    return button


def _lay_out(
    window: QDialog,
    theme: Theme,
    icons: Icons,
    *,
    parts: Sequence[str],
    buttons: Sequence[QPushButton],
) -> None:
    lay_out_notice(
        window,
        icons,
        picture=("octagon-alert", theme.colour("red")),
        parts=[PlainLabel(part, wrap=True, selectable=True) for part in parts],
        buttons=buttons,
        size=_SIZE,
    )
