"""One command as text, to be pasted into a message to a colleague or the vendor's support."""

from zoneinfo import ZoneInfo

from orderdesk.domain.commands import STATE_LABELS
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.ui.activity.change_grid import spoken
from orderdesk.ui.activity.changes import Asked
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.words import order_label, vendor_words
from orderdesk.ui.i18n import say, say_text

HEAD = QT_TRANSLATE_NOOP("messages", "{action}: {order}")
ID = QT_TRANSLATE_NOOP("messages", "Vendor's key: {id}")
ASKED_AT = QT_TRANSLATE_NOOP("messages", "Asked {time} by {author} on {computer}")
REQUEST = QT_TRANSLATE_NOOP("messages", "Request id: {id}")


def as_text(activity: Activity, action: str, asked: Asked | None, zone: ZoneInfo) -> str:
    """Return everything known of a command, a line for each fact."""
    entry, command = activity.entry, activity.entry.command
    time = command.created_at.astimezone(zone).isoformat(timespec="seconds")
    facts = {"time": time, "author": command.author, "computer": command.computer}
    lines = [
        say(Message(HEAD, {"action": action, "order": order_label(activity)})),
        say(Message(ID, {"id": command.vendor_id})),
        say(Message(ASKED_AT, facts)),
        say_text(STATE_LABELS[entry.state]),
        entry.reason or "",
        vendor_words(entry),
        *entry.readings,
        say(Message(REQUEST, {"id": entry.request_id})) if entry.request_id else "",
    ]
    if asked is not None:
        lines += [asked.item, *(spoken(change) for change in asked.changes)]
    return "\n".join(line for line in lines if line)
