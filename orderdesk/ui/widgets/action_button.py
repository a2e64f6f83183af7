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


class ActionButton(QToolButton):
    """Shows a QAction with its text; `primary` fills it, `quiet` drops the frame."""

    def __init__(
        self,
        action: QAction | None = None,
        parent: QWidget | None = None,
        *,
        primary: bool = False,
        quiet: bool = False,
        icon_only: bool = False,
    ) -> None:
        super().__init__(parent)
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

    def _describe(self) -> None:
        action = self.defaultAction()
        self.setAccessibleName(action.text().replace("&", ""))
        self.setAccessibleDescription(action.statusTip())
        self.update()

    @override
    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        if self._action is not None and self._action.property("unavailable"):
            option.state &= ~QStyle.StateFlag.State_Enabled
