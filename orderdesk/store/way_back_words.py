"""What putting a backup in place means, in sentences for a person."""

from collections.abc import Sequence

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.store.restoring import WayBack

WOULD_BE = QT_TRANSLATE_NOOP(
    "messages",
    "The backup of {made} (step {step}, {orders} orders) would be put in place of the local store.",
)
IS = QT_TRANSLATE_NOOP(
    "messages",
    "The backup of {made} (step {step}, {orders} orders) is in place of the local store.",
)
PRESENT = QT_TRANSLATE_NOOP("messages", "The local store is at step {step}, with {orders} orders.")
UNREADABLE = QT_TRANSLATE_NOOP(
    "messages", "The local store cannot be read, so nothing of it can be carried over."
)
READ_AGAIN = QT_TRANSLATE_NOOP(
    "messages", "What the vendors have changed since then is read again with the next sync."
)
STAYS = QT_TRANSLATE_NOOP("messages", "Drafts, layouts, connections and the history stay.")
CARRIED = QT_TRANSLATE_NOOP(
    "messages", "Changes given or settled since the backup, which stay as they are now: {numbers}."
)
LEFT = QT_TRANSLATE_NOOP(
    "messages", "Changes that the older form has no place for, kept in a file instead: {numbers}."
)
LEFT_ONE = QT_TRANSLATE_NOOP("messages", "#{number} {action} {order} ({state})")
LEFT_FILE = QT_TRANSLATE_NOOP("messages", "They are in {file}.")
ASKING = QT_TRANSLATE_NOOP(
    "messages",
    "Changes that wait in the backup and may have been sent since: {count}. Each asks before it is "
    "sent.",
)
REPLACED = QT_TRANSLATE_NOOP("messages", "What was in place is kept as {file}.")

_NAMED_AT_MOST = 20


def sentences(done: WayBack, made: str, *, planned: bool) -> list[Message]:
    """Say what is, or would be where it is only `planned`; `made` is the backup's time, shown."""
    facts = {"made": made, "step": str(done.step), "orders": f"{done.orders:,}"}
    said = [Message(WOULD_BE if planned else IS, facts)]
    if done.present_step is None:
        said.append(Message(UNREADABLE))
    elif planned:
        present = {"step": str(done.present_step), "orders": f"{done.present_orders or 0:,}"}
        said.append(Message(PRESENT, present))
    said.append(Message(READ_AGAIN))
    if done.present_step is not None:
        said.append(Message(STAYS))
    if done.carried:
        said.append(Message(CARRIED, {"numbers": _numbers(done.carried)}))
    said += _left(done)
    if done.asking:
        said.append(Message(ASKING, {"count": f"{done.asking:,}"}))
    if done.replaced is not None:
        said.append(Message(REPLACED, {"file": str(done.replaced)}))
    return said


def _left(done: WayBack) -> list[Message]:
    if not done.left:
        return []
    said = [Message(LEFT, {"numbers": _numbers([one.number for one in done.left])})]
    for one in done.left[:_NAMED_AT_MOST]:
        order = Message("{words}", {"words": one.order_id})
        facts = {"number": str(one.number), "action": one.action, "state": one.state}
        said.append(Message(LEFT_ONE, {**facts, "order": order}))
    if done.file is not None:
        said.append(Message(LEFT_FILE, {"file": str(done.file)}))
    return said


def _numbers(numbers: Sequence[int]) -> str:
    named = ", ".join(f"#{number}" for number in numbers[:_NAMED_AT_MOST])
    return f"{named}, …" if len(numbers) > _NAMED_AT_MOST else named
