"""Why the action that was tried is not possible, and what is possible instead."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import reason_text
from orderdesk.ui.announcement import announce
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip
from orderdesk.ui.widgets.labels import PlainLabel

NOT_EDITABLE = QT_TRANSLATE_NOOP("messages", "{field} cannot be edited")
NOT_POSSIBLE = QT_TRANSLATE_NOOP("messages", "{action} is not possible")
VENDOR_DECIDES = QT_TRANSLATE_NOOP("messages", "{action}: the vendor decides")
PUT_AWAY = QT_TRANSLATE_NOOP("messages", "Put the reason away")
ALL_REASONS = QT_TRANSLATE_NOOP("messages", "All reasons")


def label_of(name: str, rules: VendorRules) -> str:
    """Return what an action is called, one that is not offered too."""
    rule = rules.action(name)
    if rule is not None:
        return rule.label
    return next((missing.label for missing in rules.not_offered if missing.name == name), name)


class ReasonBox(QWidget):
    """A heading, the reason with the way out, and a way to all reasons.

    It takes room only for an action that was tried or that the keyboard has come to.

    Signals:
        all_wanted: the list of all reasons is wanted.
    """

    all_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setProperty("surface", "quiet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tried: tuple[str, str] | None = None
        self._passing = False
        self._fixed = ""
        self.heading = PlainLabel(tone="strong", wrap=True)
        self.text = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.all = QPushButton(say_text(ALL_REASONS))
        self.all.setProperty("kind", "link")
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._on_all)
        self.close_button = QToolButton()
        self.close_button.setProperty("kind", "icon")
        self.close_button.setAccessibleName(say_text(PUT_AWAY))
        self.close_button.setToolTip(plain_tip(say_text(PUT_AWAY)))
        self.close_button.clicked.connect(self._put_away)
        icons.bind(self.close_button, "x", "muted")
        for label in (self.heading, self.text):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        for button in (self.all, self.close_button):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 6, 8)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.text)
        self.hide()

    def show_refusal(self, name: str, verdict: Verdict, view: OrderView) -> None:
        """Show why an action that was tried is not possible, and say it aloud."""
        self._tried, self._passing = (view.order.id, name), False
        self._show(name, verdict, view)
        announce(self, f"{self.heading.text()}: {self.text.text()}")

    def show_fixed(self, field: str, why: str, view: OrderView) -> None:
        """Show why a value cannot be edited and the way out, and say it aloud."""
        self._tried, self._passing = None, False
        self._fixed = view.order.id
        self._say(say(Message(NOT_EDITABLE, {"field": field})), why)
        announce(self, f"{self.heading.text()}: {why}")

    def put_away_fixed(self, _cell: object = None) -> None:
        """Put away why a value cannot be edited, as another one is being edited."""
        if self._fixed:
            self._put_away()

    def show_focused(self, name: str, verdict: Verdict, view: OrderView) -> None:
        """Show what is to be said of an action that the keyboard has come to, until it goes on.

        It is not said aloud: the button's own description is.
        """
        if verdict.kind is Kind.ALLOWED:
            if self._passing:
                self._put_away()
            return
        self._tried, self._passing = (view.order.id, name), True
        self._show(name, verdict, view)

    def show_view(self, view: OrderView) -> None:
        """Keep the reason up to date as long as there is one, for the same order."""
        if self._fixed == view.order.id:
            return
        verdict = None
        if self._tried is not None and self._tried[0] == view.order.id:
            verdict = view.verdicts.get(self._tried[1])
        if self._tried is None or verdict is None or verdict.kind is Kind.ALLOWED:
            self._put_away()
        else:
            self._show(self._tried[1], verdict, view)

    def _show(self, name: str, verdict: Verdict, view: OrderView) -> None:
        self._fixed = ""
        label = label_of(name, view.description.rules)
        template = VENDOR_DECIDES if verdict.allowed else NOT_POSSIBLE
        self._say(say(Message(template, {"action": Message(label)})), reason_text(verdict))

    def _say(self, heading: str, text: str) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        self.setAccessibleName(self.heading.text())
        self.setAccessibleDescription(self.text.text())
        self.show()

    def _put_away(self) -> None:
        self._fixed = ""
        self._tried, self._passing = None, False
        self.hide()

    def _on_all(self) -> None:
        self.all_wanted.emit()
