"""A button for an action; an impossible one looks it, and still takes focus and clicks."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from orderdesk.ui.icons import Icons
from orderdesk.ui.widgets.labels import restyle

# The style leaves too little room between icon and word, and has no setting for it.
_GAP = "\u2009"


class ActionButton(QToolButton):
    """Shows a QAction with its text; `primary` fills it, `quiet` drops the frame.

    One that is or becomes primary is given the `icons`, since its own stands on the accent.
    """

    def __init__(
        self,
        action: QAction | None = None,
        parent: QWidget | None = None,
        *,
        primary: bool = False,
        quiet: bool = False,
        icon_only: bool = False,
        icons: Icons | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._primary = primary
        self.setProperty("kind", "primary" if primary else "quiet" if quiet else "plain")
        self.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonIconOnly
            if icon_only
            else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._action = action
        if action is not None:
            self.setDefaultAction(action)
            action.changed.connect(self._describe)
            self._describe()

    def set_primary(self, primary: bool) -> None:
        """Fill it, or frame it like the others."""
        if primary != self._primary:
            self._primary = primary
            self.setProperty("kind", "primary" if primary else "plain")
            restyle(self)

    def _describe(self) -> None:
        action = self.defaultAction()
        self.setAccessibleName(action.text().replace("&", ""))
        self.setAccessibleDescription(action.statusTip())
        self.update()

    @override
    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        if not option.text.startswith(_GAP):
            option.text = _GAP + option.text
        if self._action is None:
            return
        if self._action.property("unavailable"):
            option.state &= ~QStyle.StateFlag.State_Enabled
        elif self._primary and self._icons is not None:
            option.icon = self._icons.get(str(self._action.property("icon_name")), "on_accent")
