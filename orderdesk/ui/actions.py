"""What can be done with the current order, as actions that say why when it cannot."""

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import ActionRule, Effect, NotOffered
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip

NO_ORDER = QT_TRANSLATE_NOOP("messages", "No order is selected.")
SELECT_ONE = QT_TRANSLATE_NOOP("messages", "Select one in the list.")
_NOTHING_SELECTED = Verdict(Kind.REFUSED, Message(NO_ORDER), Message(SELECT_ONE))
NOT_THIS_VENDOR = QT_TRANSLATE_NOOP("messages", "This order's vendor has no such action.")
_NOT_HERE = Verdict(Kind.NOT_OFFERED, Message(NOT_THIS_VENDOR))


class OrderActions(QObject):
    """One QAction for each action any vendor has, called by the action's name.

    An action that is impossible now stays enabled and can be reached by keyboard; it has
    the dynamic property `unavailable`, says why in its tool tip and status tip, and
    triggering it emits `refused` instead of `triggered`.

    Signals:
        triggered: the name of an action that may be done.
        refused: the name of an action that may not, and its Verdict.
        changed: the verdicts are others now.
    """

    triggered = Signal(str)
    refused = Signal(str, object)
    changed = Signal()

    def __init__(
        self,
        descriptions: Iterable[ConnectorDescription],
        icons: Icons,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self._actions: dict[str, QAction] = {}
        self._rules: dict[str, ActionRule] = {}
        self._verdicts: Mapping[str, Verdict] = {}
        self.missing: dict[str, NotOffered] = {}
        for description in descriptions:
            for rule in description.rules.actions:
                if rule.effect is not Effect.CREATE and rule.name not in self._rules:
                    self._add(rule)
            for missing in description.rules.not_offered:
                self.missing.setdefault(missing.name, missing)
        self.apply(None)

    def names(self) -> tuple[str, ...]:
        """Return the actions' names in the order of the rules."""
        return tuple(self._actions)

    def get(self, name: str) -> QAction:
        """Return the action called `name`."""
        return self._actions[name]

    def rule(self, name: str) -> ActionRule:
        """Return the rule that gave the action its label and icon."""
        return self._rules[name]

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order of the rules."""
        return tuple(self._actions.values())

    def verdict(self, name: str) -> Verdict:
        """Return the answer for an action now."""
        return self._verdicts[name]

    def reason(self, name: str) -> str:
        """Return why an action is impossible or doubtful and the way out, in a sentence or two."""
        return reason_text(self._verdicts[name])

    def apply(self, verdicts: Mapping[str, Verdict] | None) -> None:
        """Show what may be done; None: no order is selected."""
        if verdicts is None:
            self._verdicts = dict.fromkeys(self._actions, _NOTHING_SELECTED)
        else:
            self._verdicts = {name: verdicts.get(name, _NOT_HERE) for name in self._actions}
        for name, action in self._actions.items():
            self._show(action, self._rules[name], self._verdicts[name])
        self.changed.emit()

    def _add(self, rule: ActionRule) -> None:
        action = QAction(say_text(rule.label), self)
        action.setObjectName(rule.name)
        action.setIconText(say_text(rule.label))
        if rule.shortcut:
            action.setShortcut(QKeySequence(rule.shortcut))
        action.triggered.connect(partial(self._on_triggered, rule.name))
        self._icons.bind(action, rule.icon)
        self._actions[rule.name] = action
        self._rules[rule.name] = rule

    def _show(self, action: QAction, rule: ActionRule, verdict: Verdict) -> None:
        sentence = reason_text(verdict) or say_text(rule.summary)
        action.setProperty("unavailable", not verdict.allowed)
        action.setToolTip(plain_tip(action.text().replace("&", ""), sentence))
        action.setStatusTip(sentence)
        action.setWhatsThis(sentence)

    def _on_triggered(self, name: str, _checked: bool = False) -> None:
        verdict = self._verdicts[name]
        if verdict.allowed:
            self.triggered.emit(name)
        else:
            self.refused.emit(name, verdict)


def reason_text(verdict: Verdict) -> str:
    """Return a verdict's reason and way out as one text; "" where there is nothing to say."""
    parts = [say(part) for part in (verdict.reason, verdict.way_out) if part is not None]
    return " ".join(parts)
