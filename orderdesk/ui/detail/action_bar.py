"""The actions of an order as buttons: the primary one first, the rest behind “More”."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
from typing_extensions import override

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import ActionRule, Effect, VendorRules
from orderdesk.ui.actions import OrderActions
from orderdesk.ui.context import Context
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.action_button import ActionButton
from orderdesk.ui.widgets.action_menu import ActionMenu

MORE = QT_TRANSLATE_NOOP("messages", "More")
ACTIONS = QT_TRANSLATE_NOOP("messages", "Actions of this order")
WHY_NOT = QT_TRANSLATE_NOOP("messages", "What is not possible, and why…")
MISSING = QT_TRANSLATE_NOOP("messages", "Not offered by {vendor}…")
_SHOWN = 3
_PREFIX = "do-"
_KEYS = {
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
}


def ordered(rules: VendorRules) -> tuple[ActionRule, ...]:
    """Return the actions on an order: the primary one, the other moves, then the rest."""
    actions = [rule for rule in rules.actions if rule.effect is not Effect.CREATE]
    return tuple(
        sorted(actions, key=lambda rule: (not rule.primary, rule.effect is not Effect.TRANSIT))
    )


class ActionBar(QWidget):
    """Buttons for the actions of one vendor; they stay where they are from order to order.

    As many are shown as there is room for their words; the rest wait behind “More”.

    Signals:
        reasons_wanted: the list of what is not possible is wanted.
        missing_wanted: the list of what the vendor does not offer is wanted.
        reached: the name of an action whose button the keyboard has come to.
    """

    reasons_wanted = Signal()
    missing_wanted = Signal()
    reached = Signal(str)

    def __init__(
        self, context: Context, actions: OrderActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._actions = actions
        self._rules: VendorRules | None = None
        self.buttons: list[ActionButton] = []
        self.setAccessibleName(say_text(ACTIONS))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 12, 8)
        self._row.setSpacing(6)
        self.menu = ActionMenu(say_text(MORE), self)
        self.more = QToolButton()
        self.more.setText(say_text(MORE))
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("hasMenu", "true")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(say_text(MORE))
        self.more.setMenu(self.menu)
        self._why = QAction(say_text(WHY_NOT), self)
        self._why.triggered.connect(self._on_why)
        context.icons.bind(self._why, "circle-help")
        self._missing = QAction(self)
        self._missing.triggered.connect(self._on_missing)
        self._row.addWidget(self.more)
        self._row.addStretch()

    def show_rules(self, rules: VendorRules) -> None:
        """Show the actions of a vendor."""
        if rules is self._rules:
            return
        self._rules = rules
        self._show_buttons([rule.name for rule in ordered(rules)][:_SHOWN], rules)
        self._missing.setText(say(Message(MISSING, {"vendor": Message(rules.title)})))
        self._missing.setVisible(bool(rules.not_offered))
        self._share(self._fitting())

    def _fitting(self) -> int:
        """Return how many buttons have room for all their words; one at least."""
        margins, gap = self._row.contentsMargins(), self._row.spacing()
        room = self.width() - margins.left() - margins.right() - self.more.sizeHint().width()
        count = 0
        for button in self.buttons:
            room -= button.sizeHint().width() + gap
            if room < 0:
                break
            count += 1
        return max(1, count)

    def _share(self, count: int) -> None:
        """Show the first buttons, and offer what the others do behind “More”."""
        for place, button in enumerate(self.buttons):
            button.setVisible(place < count)
        self.menu.clear()
        for rule in ordered(self._rules)[count:] if self._rules else ():
            self.menu.addAction(self._actions.get(rule.name))
        self.menu.addSeparator()
        self.menu.addAction(self._why)
        self.menu.addAction(self._missing)

    def _show_buttons(self, names: Sequence[str], rules: VendorRules) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []
        for place, name in enumerate(names):
            rule = rules.action(name)
            primary = rule is not None and rule.primary
            icons = self._context.icons if primary else None
            button = ActionButton(self._actions.get(name), primary=primary, icons=icons)
            button.setObjectName(f"{_PREFIX}{name}")
            if not primary:  # the toolbar has the icons; here the words need the room
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.installEventFilter(self)
            self._row.insertWidget(place, button)
            self.buttons.append(button)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refit()

    @override
    def event(self, event: QEvent) -> bool:
        # A button has its size only once it has its style.
        if event.type() is QEvent.Type.LayoutRequest:
            self._refit()
        return super().event(event)

    def _refit(self) -> None:
        count = self._fitting()
        if count != sum(not button.isHidden() for button in self.buttons):
            self._share(count)

    @override
    def minimumSizeHint(self) -> QSize:
        margins = self._row.contentsMargins()
        first = self.buttons[0].minimumSizeHint().width() if self.buttons else 0
        more = self.more.minimumSizeHint().width() + margins.left() + margins.right()
        return QSize(first + more, super().minimumSizeHint().height())

    @override
    def eventFilter(self, arg__1: QObject, arg__2: QEvent) -> bool:
        if isinstance(arg__2, QFocusEvent) and arg__2.gotFocus() and arg__2.reason() in _KEYS:
            name = arg__1.objectName().removeprefix(_PREFIX)
            self.reached.emit(name)
        return super().eventFilter(arg__1, arg__2)

    def _on_why(self, _checked: bool = False) -> None:
        self.reasons_wanted.emit()

    def _on_missing(self, _checked: bool = False) -> None:
        self.missing_wanted.emit()
