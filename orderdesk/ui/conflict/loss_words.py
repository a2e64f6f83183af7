"""What is said of a change that was done and does not stand any more."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from orderdesk.domain.errors import InputError
from orderdesk.domain.fields import FieldSpec
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.domain.rules import VendorRules
from orderdesk.domain.watching import Lost, Overwritten, Part
from orderdesk.services.desk import Desk
from orderdesk.services.views import OrderView
from orderdesk.ui.activity.change_grid import cut
from orderdesk.ui.activity.changes import Surroundings
from orderdesk.ui.forms.subjects import number_of
from orderdesk.ui.i18n import say, say_text

AGAIN = QT_TRANSLATE_NOOP("messages", "Set it again")
LEAVE = QT_TRANSLATE_NOOP("messages", "Leave it")
SHOW = QT_TRANSLATE_NOOP("messages", "Show order")
REVERTED = QT_TRANSLATE_NOOP(
    "messages",
    "Your change of {field} on order {number} was overwritten: you set {mine}, it is {now} again.",
)
REPLACED = QT_TRANSLATE_NOOP(
    "messages",
    "Your change of {field} on order {number} was overwritten: you set {mine}, it is {now} now.",
)
ITEM_GONE = QT_TRANSLATE_NOOP(
    "messages", "The item {mine} that you put on order {number} is gone again: it was overwritten."
)
ITEM_BACK = QT_TRANSLATE_NOOP(
    "messages", "The item {now} that you took off order {number} is on it again."
)
STATE_BACK = QT_TRANSLATE_NOOP(
    "messages", "Order {number} is {now} again: your move to {mine} was overwritten."
)
QUOTED = QT_TRANSLATE_NOOP("messages", "“{value}”")
EMPTY = QT_TRANSLATE_NOOP("messages", "empty")


@dataclass(frozen=True, slots=True)
class Loss:
    """What does not stand any more, with the order as it is."""

    overwritten: Overwritten
    view: OrderView

    @property
    def command(self) -> str:
        """The id of the command that had written it."""
        return self.overwritten.command.id


async def read_losses(desk: Desk, found: tuple[Overwritten, ...] | None = None) -> list[Loss]:
    """Read what is lost, or the orders of what was `found`; runs where the services run."""
    losses: list[Loss] = []
    for one in await desk.watch.overwritten() if found is None else found:
        try:
            losses.append(Loss(one, await desk.orders.view(one.order_id, read=False)))
        except InputError:
            continue  # its order has left the list
    return losses


def sentence(loss: Loss, zone: ZoneInfo) -> str:
    """Return what is lost of a change, a sentence for each field."""
    around = Surroundings(loss.view.description.rules, zone, loss.view)
    return "\n".join(_of(one, loss.view, around) for one in loss.overwritten.lost)


def _of(lost: Lost, view: OrderView, around: Surroundings) -> str:
    written, rules = lost.written, view.description.rules
    spec = _spec(rules, lost)
    facts = {
        "number": number_of(view),
        "field": say_text(spec.label) if spec is not None else written.field,
        "mine": _quoted(around.shown(spec, written.mine)),
        "now": _quoted(around.shown(spec, lost.now)),
    }
    match written.part:
        case Part.ITEM:
            template = ITEM_BACK if written.mine is None else ITEM_GONE
        case Part.STATE:
            template = STATE_BACK
        case Part.FIELD:
            template = REVERTED if lost.reverted else REPLACED
    return say(Message(template, facts))


def _spec(rules: VendorRules, lost: Lost) -> FieldSpec | None:
    specs = rules.line_fields if lost.written.line_id else rules.order_fields
    return next((spec for spec in specs if spec.key == lost.written.field), None)


def _quoted(value: str) -> str:
    return say(Message(QUOTED, {"value": cut(value)})) if value else say_text(EMPTY)
