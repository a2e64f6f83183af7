"""Why the action that was tried is not possible, and what is possible instead."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.services.views import OrderView
from orderdesk.ui.actions import reason_text
from orderdesk.ui.detail.action_bar import ordered
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.widgets.labels import PlainLabel

NOT_POSSIBLE = QT_TRANSLATE_NOOP("messages", "{action} is not possible")
VENDOR_DECIDES = QT_TRANSLATE_NOOP("messages", "{action}: the vendor decides")
ALL_REASONS = QT_TRANSLATE_NOOP("messages", "All reasons")


def label_of(name: str, rules: VendorRules) -> str:
    """Return what an action is called, one that is not offered too."""
    rule = rules.action(name)
    if rule is not None:
        return rule.label
    return next((missing.label for missing in rules.not_offered if missing.name == name), name)


class ReasonBox(QWidget):
    """A heading, the reason with the way out, and a way to all reasons.

    Signals:
        all_wanted: the list of all reasons is wanted.
    """

    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reason")
        self.setProperty("surface", "quiet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tried: tuple[str, str] | None = None
        self.heading = PlainLabel(tone="strong", wrap=True)
        self.text = PlainLabel(tone="muted", wrap=True, selectable=True)
        self.all = QPushButton(say_text(ALL_REASONS))
        self.all.setProperty("kind", "link")
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._on_all)
        for label in (self.heading, self.text):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self.all, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 6, 8)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.text)
        self.hide()

    def show_refusal(self, name: str, verdict: Verdict, view: OrderView) -> None:
        """Show why an action that was tried is not possible, and say it aloud."""
        self._tried = (view.order.id, name)
        self._show(name, verdict, view)
        spoken = f"{self.heading.text()}: {self.text.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken))

    def show_view(self, view: OrderView) -> None:
        """Keep the reason of what was tried up to date, else show that of the first action."""
        if self._tried is not None and self._tried[0] != view.order.id:
            self._tried = None
        verdict = view.verdicts.get(self._tried[1]) if self._tried else None
        if self._tried is not None and verdict is not None and not verdict.allowed:
            self._show(self._tried[1], verdict, view)
            return
        self._tried = None
        first = next(
            (rule for rule in ordered(view.description.rules) if self._has_to_say(rule.name, view)),
            None,
        )
        if first is None:
            self.hide()
        else:
            self._show(first.name, view.verdicts[first.name], view)

    @staticmethod
    def _has_to_say(name: str, view: OrderView) -> bool:
        verdict = view.verdicts.get(name)
        return verdict is not None and verdict.kind is not Kind.ALLOWED

    def _show(self, name: str, verdict: Verdict, view: OrderView) -> None:
        label = label_of(name, view.description.rules)
        template = VENDOR_DECIDES if verdict.allowed else NOT_POSSIBLE
        self.heading.setText(say(Message(template, {"action": Message(label)})))
        self.text.setText(reason_text(verdict))
        self.setAccessibleName(self.heading.text())
        self.setAccessibleDescription(self.text.text())
        self.show()

    def _on_all(self) -> None:
        self.all_wanted.emit()
