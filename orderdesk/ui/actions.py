"""What can be done with the current order, as actions that say why when it cannot."""

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from orderdesk.domain.actions import Kind, Verdict
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import ACTIONS, ActionRule, Effect, NotOffered
from orderdesk.ui.i18n import say, say_text
from orderdesk.ui.icons import Icons
from orderdesk.ui.tips import plain_tip

NO_ORDER = QT_TRANSLATE_NOOP("messages", "No order is selected.")
SELECT_ONE = QT_TRANSLATE_NOOP("messages", "Select one in the list.")
_NOTHING_SELECTED = Verdict(Kind.REFUSED, Message(NO_ORDER), Message(SELECT_ONE))
NOT_THIS_VENDOR = QT_TRANSLATE_NOOP("messages", "This order's vendor has no such action.")
_NOT_HERE = Verdict(Kind.NOT_OFFERED, Message(NOT_THIS_VENDOR))
FOR_SEVERAL = QT_TRANSLATE_NOOP(
    "messages", "Shows first what it would come to on each of the selected orders."
)
_ON_LINES = frozenset({Effect.EDIT_LINE, Effect.REMOVE_LINE})


class OrderActions(QObject):
    """One QAction for each action any vendor has, called by the action's name.

    Vendors share names and may call the same action otherwise: words and icon follow the vendor
    of the current order. An action that is impossible now stays enabled and can be reached by
    keyboard; it has the dynamic property `unavailable`, says why in its tool tip and status tip,
    and triggering it emits `refused` instead of `triggered`. While several orders are selected,
    what is done to whole orders is planned for all of them, whatever the current one allows.

    Signals:
        triggered: the name of an action that may be done.
        refused: the name of an action that may not, and its Verdict.
        changed: the verdicts, or the vendor, are others now.
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
        self._vendor: str | None = None
        self._actions: dict[str, QAction] = {}
        self._rules: dict[str, dict[str, ActionRule]] = {}
        """By name, then by vendor."""
        self._verdicts: Mapping[str, Verdict] = {}
        self._several = False
        self.missing: dict[str, NotOffered] = {}
        for description in descriptions:
            for rule in description.rules.actions:
                if rule.effect is not Effect.CREATE:
                    self._rules.setdefault(rule.name, {})[description.vendor] = rule
            for missing in description.rules.not_offered:
                self.missing.setdefault(missing.name, missing)
        self._rules = {name: self._rules[name] for name in sorted(self._rules, key=self._place)}
        for name in self._rules:
            self._add(name)
        self._give_shortcuts()
        self.apply(None)

    def names(self) -> tuple[str, ...]:
        """Return the actions' names, in the order in which they are listed."""
        return tuple(self._actions)

    def offered(self) -> tuple[str, ...]:
        """Return the names of what the current order's vendor has; of all while there is none."""
        if self._vendor is None:
            return self.names()
        return tuple(name for name, rules in self._rules.items() if self._vendor in rules)

    def get(self, name: str) -> QAction:
        """Return the action called `name`."""
        return self._actions[name]

    def rule(self, name: str, vendor: str | None = None) -> ActionRule:
        """Return the rule of `vendor`, else of the current one, else of the first that has it."""
        rules = self._rules[name]
        for one in (vendor, self._vendor):
            if one in rules:
                return rules[one]
        return next(iter(rules.values()))

    def all(self) -> tuple[QAction, ...]:
        """Return every action, in the order in which they are listed."""
        return tuple(self._actions.values())

    def verdict(self, name: str) -> Verdict:
        """Return the answer for an action now."""
        return self._verdicts[name]

    def reason(self, name: str) -> str:
        """Return why an action is impossible or doubtful and the way out, in a sentence or two."""
        return reason_text(self._verdicts[name])

    def show_vendor(self, vendor: str | None) -> None:
        """Call the actions as this vendor does; None: no order is current, the words stay."""
        if vendor is None or vendor == self._vendor:
            return
        self._vendor = vendor
        for name in self._actions:
            self._call(name)
        self._show_verdicts()

    def show_selected(self, selected: int) -> None:
        """Take note of how many orders are selected."""
        several = selected > 1
        if several != self._several:
            self._several = several
            self._show_verdicts()

    def is_for_several(self, name: str) -> bool:
        """Whether an action is now about all the selected orders, and not the current one."""
        return self._several and self.rule(name).effect not in _ON_LINES

    def apply(self, verdicts: Mapping[str, Verdict] | None) -> None:
        """Show what may be done; None: no order is selected."""
        if verdicts is None:
            self._verdicts = dict.fromkeys(self._actions, _NOTHING_SELECTED)
        else:
            self._verdicts = {name: verdicts.get(name, _NOT_HERE) for name in self._actions}
        self._show_verdicts()

    def _place(self, name: str) -> tuple[int, int]:
        """Return where an action is listed: known names first, then as the vendors list them."""
        known = ACTIONS.index(name) if name in ACTIONS else len(ACTIONS)
        return known, list(self._rules).index(name)

    def _add(self, name: str) -> None:
        action = QAction(self)
        action.setObjectName(name)
        action.triggered.connect(partial(self._on_triggered, name))
        self._actions[name] = action
        self._call(name)

    def _call(self, name: str) -> None:
        """Give an action the words and the icon of the current vendor."""
        action, rule = self._actions[name], self.rule(name)
        label = say_text(rule.label)
        if action.text() != label:
            action.setText(label)
            action.setIconText(label)
        if action.property("icon_name") != rule.icon:
            self._icons.bind(action, rule.icon)

    def _give_shortcuts(self) -> None:
        """Give each action one shortcut for good; where two want the same, the first has it."""
        taken: set[str] = set()
        for name, action in self._actions.items():
            wanted = [rule.shortcut for rule in self._rules[name].values() if rule.shortcut]
            free = next((keys for keys in wanted if _portable(keys) not in taken), None)
            if free is not None:
                taken.add(_portable(free))
                action.setShortcut(QKeySequence(free))

    def _show_verdicts(self) -> None:
        for name, action in self._actions.items():
            self._show(action, self.rule(name), self._verdicts[name])
        self.changed.emit()

    def _show(self, action: QAction, rule: ActionRule, verdict: Verdict) -> None:
        several = self.is_for_several(rule.name)
        sentence = reason_text(verdict) or say_text(rule.summary)
        if several:
            sentence = say_text(FOR_SEVERAL)
        action.setProperty("unavailable", not (several or verdict.allowed))
        action.setToolTip(plain_tip(action.text().replace("&", ""), sentence))
        action.setStatusTip(sentence)
        action.setWhatsThis(sentence)

    def _on_triggered(self, name: str, _checked: bool = False) -> None:
        verdict = self._verdicts[name]
        if verdict.allowed or self.is_for_several(name):
            self.triggered.emit(name)
        else:
            self.refused.emit(name, verdict)


def _portable(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.PortableText)


def reason_text(verdict: Verdict) -> str:
    """Return a verdict's reason and way out as one text; "" where there is nothing to say."""
    parts = [say(part) for part in (verdict.reason, verdict.way_out) if part is not None]
    return " ".join(parts)
