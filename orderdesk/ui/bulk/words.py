"""How plans, runs and their outcomes are put into words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from orderdesk.domain.bulk import FORECAST_LABELS, Forecast, Plan, PlanRow, act_on_orders
from orderdesk.domain.ledger import (
    OUTCOME_LABELS,
    RUN_LABELS,
    LedgerRow,
    Outcome,
    Progress,
    Run,
    RunState,
)
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message, verbatim
from orderdesk.ui.forms.subjects import act_on_number
from orderdesk.ui.i18n import format_money, format_number, say, say_text
from orderdesk.ui.widgets.badge import Badge

FORECAST_LOOKS: Mapping[Forecast, tuple[str, str]] = {
    Forecast.WILL_DO: ("green", "circle-check"),
    Forecast.REFUSED: ("red", "ban"),
    Forecast.VENDOR_DECIDES: ("amber", "circle-help"),
    Forecast.UNKNOWN: ("slate", "triangle-alert"),
}
OUTCOME_LOOKS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.DONE: ("green", "circle-check"),
    Outcome.REFUSED: ("red", "ban"),
    Outcome.FAILED: ("red", "octagon-alert"),
    Outcome.NOT_TRIED: ("slate", "circle-dashed"),
    Outcome.UNKNOWN: ("amber", "triangle-alert"),
    Outcome.WAITING: ("blue", "hourglass"),
}

LESS_THAN_A_MINUTE = QT_TRANSLATE_NOOP("messages", "about {number} s left")
MINUTES = QT_TRANSLATE_NOOP("messages", "about {number} min left")
RATE = QT_TRANSLATE_NOOP("messages", "{number} a second")
SETTLED = QT_TRANSLATE_NOOP("messages", "{settled} of {total}")
COUNTED = QT_TRANSLATE_NOOP("messages", "{count} {outcome}")
HEADED = QT_TRANSLATE_NOOP("messages", "{action}, {count} orders: {state}")
HEADED_ONE = QT_TRANSLATE_NOOP("messages", "{action}, 1 order: {state}")
WORTH = QT_TRANSLATE_NOOP("messages", "Worth {sums}")
_LOWER: Mapping[Outcome, str] = {
    Outcome.DONE: QT_TRANSLATE_NOOP("messages", "done"),
    Outcome.REFUSED: QT_TRANSLATE_NOOP("messages", "refused"),
    Outcome.FAILED: QT_TRANSLATE_NOOP("messages", "failed"),
    Outcome.NOT_TRIED: QT_TRANSLATE_NOOP("messages", "not tried"),
    Outcome.UNKNOWN: QT_TRANSLATE_NOOP("messages", "not known"),
    Outcome.WAITING: QT_TRANSLATE_NOOP("messages", "waiting"),
}
_MINUTE = 90.0


def forecast_badge(forecast: Forecast) -> Badge:
    """Return the badge of what an order has in store."""
    hue, icon = FORECAST_LOOKS[forecast]
    return Badge(say_text(FORECAST_LABELS[forecast]), hue, icon)


def outcome_badge(outcome: Outcome) -> Badge:
    """Return the badge of what became of an order."""
    hue, icon = OUTCOME_LOOKS[outcome]
    return Badge(say_text(OUTCOME_LABELS[outcome]), hue, icon)


def button_text(plan: Plan, label: str, sent: Sequence[PlanRow]) -> str:
    """Return the words of the button that carries a plan out: “Cancel 12 orders”.

    A single order is named: “Cancel order 8765-1234”.
    """
    if len(sent) == 1 and sent[0].number:
        return act_on_number(label, sent[0].number)
    return say(act_on_orders(plan.request.action, label, len(sent)))


def head_of(run: Run) -> str:
    """Say what a run does, to how many orders, and how far it is."""
    facts = {
        "action": Message(run.label),
        "count": format_number(run.total),
        "state": Message(RUN_LABELS[run.state]),
    }
    return say(Message(HEADED_ONE if run.total == 1 else HEADED, facts))


def tried_of(run: Run) -> tuple[int, int]:
    """Return how many orders are settled of those that are not refused or left out."""
    out = run.counts[Outcome.REFUSED] + run.counts[Outcome.NOT_TRIED]
    return run.settled - out, run.total - out


def counts_text(counts: Mapping[Outcome, int]) -> str:
    """Say how many orders came out how; what is still waiting is said elsewhere."""
    parts = [
        say(Message(COUNTED, {"count": format_number(count), "outcome": Message(_LOWER[outcome])}))
        for outcome, count in counts.items()
        if count and outcome is not Outcome.WAITING
    ]
    return ", ".join(parts)


def progress_text(progress: Progress) -> str:
    """Say how far a run is, how fast it goes and how long it may still take."""
    run = progress.run
    settled, total = tried_of(run)
    facts = {"settled": format_number(settled), "total": format_number(total)}
    parts = [say(Message(SETTLED, facts)), counts_text(run.counts)]
    if run.state is RunState.RUNNING and progress.rate is not None:
        number = format_number(Decimal(str(round(progress.rate, 1))))
        parts.append(say(Message(RATE, {"number": number})))
    if run.state is RunState.RUNNING and progress.left is not None:
        parts.append(_left(progress.left))
    return " · ".join(filter(None, (*parts, progress.problem)))


def _left(seconds: float) -> str:
    if seconds < _MINUTE:
        return say(Message(LESS_THAN_A_MINUTE, {"number": format_number(max(1, round(seconds)))}))
    return say(Message(MINUTES, {"number": format_number(round(seconds / 60))}))


def why_of(row: PlanRow) -> str:
    """Return why an order is not sent or may be refused, "" where it will be done."""
    parts = (row.reason, row.way_out)
    return " ".join(say(part) for part in parts if part is not None)


def state_text(row: PlanRow) -> str:
    """Return an order's state as its vendor calls it."""
    return say(row.state if isinstance(row.state, Message) else verbatim(row.state))


def said_of(row: LedgerRow) -> str:
    """Return why an order came out as it did; the vendor's words stand in it where it has them."""
    if row.words and row.words not in row.reason:
        return " ".join(filter(None, (row.reason, f"“{row.words}”")))
    return row.reason


def sums_text(sums: Mapping[str, Decimal]) -> str:
    """Say what orders are worth, "" where nothing is known of it."""
    parts = [format_money(amount, currency or None) for currency, amount in sorted(sums.items())]
    return say(Message(WORTH, {"sums": " · ".join(parts)})) if parts else ""
