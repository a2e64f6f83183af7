"""The calls that change orders: `update_order_status`, alone or in batches, and internal notes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.deconetwork import moments
from orderdesk.sandbox.deconetwork.book import OrderBook
from orderdesk.sandbox.deconetwork.data.people import STAFF
from orderdesk.sandbox.deconetwork.forms import is_on, numbered, whole
from orderdesk.sandbox.deconetwork.orders import Line, Order
from orderdesk.sandbox.deconetwork.progress import Progress, Scope
from orderdesk.sandbox.deconetwork.refusals import BAD_PARAMETERS, Refusal, success
from orderdesk.sandbox.deconetwork.statuses import CANCELLED, HELD, PRODUCED, SHIPPED
from orderdesk.sandbox.exchange import Reply, json_reply
from orderdesk.sandbox.switches import SwitchBoard

_ACTIONS = {PRODUCED: "mark_produced", SHIPPED: "mark_shipped"}
_LOGINS = {person.login: person.id for person in STAFF}


@dataclass(frozen=True, slots=True)
class _Done:
    """What one change came to."""

    order: Order
    action: str | None


class Updater:
    """Changes orders in one book."""

    def __init__(self, book: OrderBook, clock: Clock, board: SwitchBoard) -> None:
        self._book = book
        self._clock = clock
        self._board = board

    def update(self, fields: Mapping[str, str], user: int) -> Reply:
        """Make the change, or all of a batch.

        Raises:
            Refusal: 50005, whatever is wrong (nothing more precise is published).
        """
        batch = [given for _number, given in numbered(fields, "changes")] or [fields]
        pending: dict[str, Order] = {}
        done: list[_Done] = []
        try:
            for given in batch:
                made = self._changed(given, pending, user)
                if made is not None:
                    pending[made.order.id] = made.order
                    done.append(made)
        except Refusal as refusal:
            if self._board["batch"] == "all_or_nothing":
                raise
            reply = refusal.reply(self._board)
            return self._kept(reply, done)
        return self._kept(json_reply({"response_status": success(self._board)}), done)

    def _kept(self, reply: Reply, done: list[_Done]) -> Reply:
        """Keep what was changed, each order once, and tell the log what was done to which."""
        effective = [one for one in done if one.action is not None]
        if not effective:
            return reply
        self._book.put([*{one.order.id: one.order for one in effective}.values()])
        actions = {one.action for one in effective}
        return replace(
            reply,
            action=actions.pop() if len(actions) == 1 else "update",
            subject=" ".join(one.order.id for one in effective),
        )

    def _changed(
        self, given: Mapping[str, str], pending: Mapping[str, Order], user: int
    ) -> _Done | None:
        """Work out one change; None when it is passed over."""
        number = given.get("order_id", "").strip()
        status = whole(given.get("new_status", ""))
        if not number or status is None or status not in _ACTIONS:
            raise Refusal(BAD_PARAMETERS)
        order = pending.get(number) or self._book.get(number)
        scope = None if order is None else self._scope(order, given, status)
        if order is None or scope is None:
            if self._board["unknown_order"] == "refused":
                raise Refusal(BAD_PARAMETERS)
            return None
        self._check(order, scope)
        progress = Progress(
            now=moments.from_datetime(self._clock.now()),
            user=self._operator(given, user),
            tracking=given.get("shipping_code", "").strip() if status == SHIPPED else "",
            next_number=self._book.next_number,
        )
        changed = progress.made(order, scope)
        action = _ACTIONS[status] if changed != order else None
        if scope.whole_order and is_on(given, "contact_customer"):
            changed = replace(changed, mails=changed.mails + 1)
            action = action or "mail"
        return _Done(changed, action)

    def _scope(self, order: Order, given: Mapping[str, str], status: int) -> Scope | None:
        """Return what the change is about; None when the order has no such line or item."""
        line, item, qty = (_number(given, n) for n in ("order_line_id", "workflow_item_id", "qty"))
        if qty is not None and (item is None or qty == 0):
            raise Refusal(BAD_PARAMETERS)
        lines = [one for one in order.lines if line in (None, one.id)]
        if item is not None:
            lines = [one for one in lines if any(piece.id == item for piece in one.items)]
        if (line is not None or item is not None) and not lines:
            return None
        scope = Scope(status, line, item, qty)
        there = scope.outstanding(lines)
        if qty is None or qty <= there:
            return scope
        if there and self._board["over_quantity"] == "refused":
            raise Refusal(BAD_PARAMETERS)
        return replace(scope, qty=there)

    def _check(self, order: Order, scope: Scope) -> None:
        """Refuse what the state of the order forbids."""
        board = self._board
        touched = scope.stages(order)
        refused = (
            (order.status == CANCELLED and board["cancelled_orders"] == "refused")
            or (order.status in HELD and board["held_orders"] == "refused")
            or (scope.status == PRODUCED and touched and min(touched) == SHIPPED)
            or (scope.status == PRODUCED and scope.whole_order and order.status == SHIPPED)
        )
        repeated = not scope.outstanding(order.lines) and (
            not scope.whole_order or order.status == scope.status
        )
        unproduced = scope.status == SHIPPED and any(at < PRODUCED for at in touched)
        if (
            refused
            or (repeated and board["repeated_status"] == "refused")
            or (unproduced and board["ship_unproduced"] == "refused")
        ):
            raise Refusal(BAD_PARAMETERS)

    def _operator(self, given: Mapping[str, str], user: int) -> int:
        login = given.get("operator_login", "").strip()
        if login and login not in _LOGINS:
            raise Refusal(BAD_PARAMETERS)
        return _LOGINS.get(login, user)

    def note(self, fields: Mapping[str, str]) -> Reply:
        """Add an internal note to an order, or to a line of it.

        Raises:
            Refusal: 50005 without content, or for an order or line that there is not.
        """
        content = fields.get("content", "").strip()
        order = self._book.get(fields.get("order_id", "").strip())
        line = _number(fields, "order_line_id")
        if not content or order is None or not _has_line(order.lines, line):
            raise Refusal(BAD_PARAMETERS)
        now = moments.from_datetime(self._clock.now())
        dates = {**order.dates, "date_modified": now}
        self._book.put([replace(order, notes=(*order.notes, content), dates=dates)])
        return json_reply(
            {"response_status": success(self._board)}, action="add_note", subject=order.id
        )


def _has_line(lines: tuple[Line, ...], number: int | None) -> bool:
    return number is None or any(line.id == number for line in lines)


def _number(given: Mapping[str, str], name: str) -> int | None:
    """Return a number that may be left out; anything else than a number is refused."""
    text = given.get(name, "").strip()
    number = whole(text) if text else None
    if text and number is None:
        raise Refusal(BAD_PARAMETERS)
    return number
