"""The plan of an act on many orders: what will become of each, before anything is sent."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from orderdesk.domain.actions import Facts, Kind, Verdict, decide_action
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message, verbatim
from orderdesk.domain.money import EXACT
from orderdesk.domain.order import FieldValue, Order
from orderdesk.domain.rules import ActionRule, Effect, VendorRules

NOT_THERE = QT_TRANSLATE_NOOP("messages", "This order's vendor has no such action.")
NOT_THERE_WAY = QT_TRANSLATE_NOOP("messages", "Leave this order out, or choose another action.")
ON_AN_ITEM = QT_TRANSLATE_NOOP("messages", "This is done to one item of one order.")
ON_AN_ITEM_WAY = QT_TRANSLATE_NOOP("messages", "Open the order and choose the item.")
NO_REASON = QT_TRANSLATE_NOOP("messages", "This is not possible.")
GROUP_OF_ONE = QT_TRANSLATE_NOOP("messages", "1 is {state}: {reason}")
GROUP = QT_TRANSLATE_NOOP("messages", "{count} are {state}: {reason}")
GROUP_WITHOUT_STATE = QT_TRANSLATE_NOOP("messages", "{count}: {reason}")
NAMED = QT_TRANSLATE_NOOP("messages", "{number} ({customer})")
AND_MORE = QT_TRANSLATE_NOOP("messages", "{names} and {count} more")
FINAL = QT_TRANSLATE_NOOP("messages", "This cannot be taken back. It is done to {names}.")

BULK_LABELS: Mapping[str, tuple[str, str]] = {
    "edit": (
        QT_TRANSLATE_NOOP("messages", "Edit 1 order"),
        QT_TRANSLATE_NOOP("messages", "Edit {count} orders"),
    ),
    "submit": (
        QT_TRANSLATE_NOOP("messages", "Submit 1 order"),
        QT_TRANSLATE_NOOP("messages", "Submit {count} orders"),
    ),
    "process": (
        QT_TRANSLATE_NOOP("messages", "Process 1 order"),
        QT_TRANSLATE_NOOP("messages", "Process {count} orders"),
    ),
    "cancel": (
        QT_TRANSLATE_NOOP("messages", "Cancel 1 order"),
        QT_TRANSLATE_NOOP("messages", "Cancel {count} orders"),
    ),
    "invoice": (
        QT_TRANSLATE_NOOP("messages", "Invoice 1 order"),
        QT_TRANSLATE_NOOP("messages", "Invoice {count} orders"),
    ),
    "dispatch": (
        QT_TRANSLATE_NOOP("messages", "Dispatch 1 order"),
        QT_TRANSLATE_NOOP("messages", "Dispatch {count} orders"),
    ),
    "ship": (
        QT_TRANSLATE_NOOP("messages", "Ship 1 order"),
        QT_TRANSLATE_NOOP("messages", "Ship {count} orders"),
    ),
    "delete": (
        QT_TRANSLATE_NOOP("messages", "Delete 1 order"),
        QT_TRANSLATE_NOOP("messages", "Delete {count} orders"),
    ),
}
"""What is done to one order and to several, by the shared names of actions."""
_ONE_OTHER = QT_TRANSLATE_NOOP("messages", "{action}: 1 order")
_OTHERS = QT_TRANSLATE_NOOP("messages", "{action}: {count} orders")

_ON_LINES = frozenset({Effect.EDIT_LINE, Effect.REMOVE_LINE})
_MOST_NAMES = 8


class Forecast(StrEnum):
    """What will become of one order; only the first and the third are sent."""

    WILL_DO = "will_do"
    REFUSED = "refused"
    VENDOR_DECIDES = "vendor_decides"
    UNKNOWN = "unknown"
    """It cannot be told now: what the order is, or what became of an earlier change."""


FORECAST_LABELS: Mapping[Forecast, str] = {
    Forecast.WILL_DO: QT_TRANSLATE_NOOP("messages", "Will be done"),
    Forecast.REFUSED: QT_TRANSLATE_NOOP("messages", "Not possible"),
    Forecast.VENDOR_DECIDES: QT_TRANSLATE_NOOP("messages", "The vendor decides"),
    Forecast.UNKNOWN: QT_TRANSLATE_NOOP("messages", "Cannot be told"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done, and what its form asks for, by the vendor's name."""

    action: str
    values: Mapping[str, Mapping[str, FieldValue]] = field(
        default_factory=dict[str, Mapping[str, FieldValue]]
    )

    def values_for(self, vendor: str) -> Mapping[str, FieldValue]:
        """Return what was filled in for the orders of a vendor."""
        return self.values.get(vendor, {})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One order of a plan; `rule` is what its vendor has for the action, if anything."""

    order_id: str
    forecast: Forecast
    vendor: str = ""
    connection: str = ""
    number: str = ""
    customer: str = ""
    state: Fact = ""
    total: Decimal | None = None
    currency: str | None = None
    rule: ActionRule | None = None
    reason: Message | None = None
    way_out: Message | None = None

    @property
    def final(self) -> bool:
        """Whether it cannot be taken back."""
        return self.rule is not None and not self.rule.reversible


@dataclass(frozen=True, slots=True)
class Group:
    """Orders of a plan that have the same in store for the same reason."""

    forecast: Forecast
    state: Fact
    reason: Message
    way_out: Message | None
    count: int

    def message(self) -> Message:
        """Say how many, which and why: “3 are Processed: …”."""
        facts: dict[str, Fact] = {"count": f"{self.count:,}", "state": self.state}
        both = {"reason": self.reason, "way": self.way_out or ""}
        facts["reason"] = Message("{reason} {way}", both) if self.way_out else self.reason
        if not str(self.state):
            return Message(GROUP_WITHOUT_STATE, facts)
        return Message(GROUP_OF_ONE if self.count == 1 else GROUP, facts)


@dataclass(frozen=True, slots=True)
class Plan:
    """What will become of each of the chosen orders; the choice is fixed by the orders' ids.

    `parent` is the run whose failed orders are taken up again, `about` how they were chosen.
    """

    request: Request
    rows: tuple[PlanRow, ...]
    about: str = ""
    parent: str | None = None

    def count(self, forecast: Forecast) -> int:
        """Return how many orders have this in store."""
        return sum(row.forecast is forecast for row in self.rows)

    def counts(self) -> dict[Forecast, int]:
        """Return how many orders have what in store; together they are all."""
        found = Counter(row.forecast for row in self.rows)
        return {forecast: found[forecast] for forecast in Forecast}

    def sent(self, *, doubtful: bool = True) -> tuple[PlanRow, ...]:
        """Return what is sent, with or without what only the vendor can decide."""
        wanted = {Forecast.WILL_DO, Forecast.VENDOR_DECIDES} if doubtful else {Forecast.WILL_DO}
        return tuple(row for row in self.rows if row.forecast in wanted)

    def rules(self) -> dict[str, ActionRule]:
        """Return what is done at each vendor of what may be sent, by the vendor's name."""
        return {row.vendor: row.rule for row in self.sent() if row.rule is not None}

    def groups(self) -> tuple[Group, ...]:
        """Return why orders are not sent, or may be refused, the most frequent reason first."""
        counts: Counter[tuple[Forecast, str, str, str]] = Counter()
        firsts: dict[tuple[Forecast, str, str, str], PlanRow] = {}
        for row in self.rows:
            if row.forecast is not Forecast.WILL_DO:
                # Facts that a sentence does not use make no difference.
                state = str(row.state) if row.rule is not None else ""
                key = (row.forecast, state, str(row.reason), str(row.way_out))
                counts[key] += 1
                firsts.setdefault(key, row)
        return tuple(_group(firsts[key], count) for key, count in counts.most_common())


def _group(row: PlanRow, count: int) -> Group:
    reason = row.reason or Message(NO_REASON)
    # What a vendor has no call for is not possible in any state.
    state = row.state if row.rule is not None else ""
    return Group(row.forecast, state, reason, row.way_out, count)


def sums_of(rows: Iterable[PlanRow]) -> dict[str, Decimal]:
    """Add up the totals that are known, by currency, "" where none is known."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row.total is not None:
            key = row.currency or ""
            found[key] = EXACT.add(found.get(key, Decimal(0)), row.total)
    return found


def act_on_orders(action: str, label: str, count: int) -> Message:
    """Say what is done to how many orders: “Cancel 12 orders”; `label` is the action's own."""
    one, many = BULK_LABELS.get(action, (_ONE_OTHER, _OTHERS))
    facts: dict[str, Fact] = {"count": f"{count:,}", "action": Message(label)}
    return Message(one if count == 1 else many, facts)


def names_of(rows: Sequence[PlanRow], most: int = _MOST_NAMES) -> Message:
    """Name orders by number and customer, the first few of many."""
    parts: dict[str, Fact] = {}
    for place, row in enumerate(rows[:most]):
        number = verbatim(row.number or row.order_id)
        facts: dict[str, Fact] = {"number": number, "customer": verbatim(row.customer)}
        parts[f"name{place}"] = Message(NAMED, facts) if row.customer else number
    names = Message(", ".join(f"{{{key}}}" for key in parts), parts)
    if len(rows) <= most:
        return names
    return Message(AND_MORE, {"names": names, "count": f"{len(rows) - most:,}"})


def warning_of(rows: Sequence[PlanRow]) -> Message | None:
    """Name the orders among `rows` on which nothing can be taken back, None without any."""
    final = [row for row in rows if row.final]
    return Message(FINAL, {"names": names_of(final)}) if final else None


def forecast_of(
    order: Order, rules: VendorRules, action: str, facts: Facts, now: datetime
) -> tuple[Forecast, ActionRule | None, Verdict]:
    """Answer what an action would come to on one order, by the same rules as for one alone.

    `order` is the projected order, `now` its vendor's clock, aware.
    """
    rule = rules.counterpart(action)
    if rule is None or rule.effect is Effect.CREATE:
        missing = next((one for one in rules.not_offered if one.name == action), None)
        reason, way = (missing.reason, missing.nearest) if missing else (NOT_THERE, NOT_THERE_WAY)
        verdict = Verdict(Kind.NOT_OFFERED, Message(reason), Message(way))
        return Forecast.REFUSED, None, verdict
    if rule.effect in _ON_LINES:
        refused = Verdict(Kind.REFUSED, Message(ON_AN_ITEM), Message(ON_AN_ITEM_WAY))
        return Forecast.REFUSED, rule, refused
    verdict = decide_action(order, rule, rules, facts, now)
    return _forecast(order, rules, facts, verdict), rule, verdict


def _forecast(order: Order, rules: VendorRules, facts: Facts, verdict: Verdict) -> Forecast:
    if verdict.kind is Kind.ALLOWED:
        return Forecast.WILL_DO
    if verdict.kind is Kind.VENDOR_DECIDES:
        return Forecast.VENDOR_DECIDES
    nameless = rules.state(order.vendor_state) is None and not rules.tenant_states
    return Forecast.UNKNOWN if facts.outcome_unknown or nameless else Forecast.REFUSED


def state_of(order: Order, rules: VendorRules) -> Fact:
    """Return an order's state as its vendor calls it."""
    known = rules.state(order.vendor_state)
    return Message(known.label) if known else verbatim(order.vendor_state)
