"""A menu in which an impossible action looks impossible and can still be asked why."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStyle, QStyleOptionMenuItem, QWidget
from typing_extensions import override


class ActionMenu(QMenu):
    """Draws actions with the property `unavailable` as disabled ones; they stay triggerable."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setToolTipsVisible(True)

    @override
    def initStyleOption(self, option: QStyleOptionMenuItem, action: QAction) -> None:
        super().initStyleOption(option, action)
        if action.property("unavailable"):
            option.state &= ~QStyle.StateFlag.State_Enabled
