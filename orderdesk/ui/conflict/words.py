"""What the conflict view says: whose change it is, what merges, what the button will do."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.conflicts import ConflictView
from orderdesk.ui.activity.change_grid import spoken
from orderdesk.ui.activity.changes import Change, Surroundings
from orderdesk.ui.conflict.row import Side
from orderdesk.ui.i18n import format_clock, plural, say, say_text

ELSEWHERE = QT_TRANSLATE_NOOP("messages", "Somebody else changed the same (seen {time}).")
BY_VENDOR = QT_TRANSLATE_NOOP(
    "messages", "Somebody else changed the same; the order was last changed {time}."
)
BY_PERSON = QT_TRANSLATE_NOOP("messages", "{who} changed the same here ({time}).")
SOMEBODY = QT_TRANSLATE_NOOP("messages", "Somebody else changed the same meanwhile.")
CHOOSE_EACH = QT_TRANSLATE_NOOP(
    "messages", "Choose for each field what is to stay. Until then nothing is sent."
)
CHOOSE_WHOLE = QT_TRANSLATE_NOOP(
    "messages", "You took the item off. Choose whether it goes as it is now. Nothing is sent yet."
)
MERGES = QT_TRANSLATE_NOOP("messages", "Goes through by itself, nobody else touched it:")
HINT = QT_TRANSLATE_NOOP("messages", "Keys: 1 or M yours, 2 or T theirs, 3 or E something else")
HINT_WHOLE = QT_TRANSLATE_NOOP("messages", "Keys: 1 or M take it off, 2 or T keep it")
REMOVE = QT_TRANSLATE_NOOP("messages", "Take the item off")
KEEP = QT_TRANSLATE_NOOP("messages", "Keep the item, send nothing")
NOTHING_TO_SEND = QT_TRANSLATE_NOOP("messages", "Keep theirs, send nothing")
AND = QT_TRANSLATE_NOOP("messages", "{one} and {other}")
SEND_THESE = QT_TRANSLATE_NOOP("messages", "Send {values}")
SEND_AND_KEEP = QT_TRANSLATE_NOOP("messages", "Send {values}, keep {kept}")
NO_CONFLICT = QT_TRANSLATE_NOOP("messages", "Nothing is in conflict any more. Send it as it is.")
SEND = QT_TRANSLATE_NOOP("messages", "Send")


def whose(conflict: ConflictView, zone: ZoneInfo) -> str:
    """Return who made the other change and when, as far as that is known, and what to do."""
    if not conflict.contested:
        return say_text(NO_CONFLICT)
    head = Message(SOMEBODY)
    if conflict.changed_at is not None:
        facts = {"time": format_clock(conflict.changed_at, zone)}
        if conflict.changed_by:
            head = Message(BY_PERSON, {**facts, "who": conflict.changed_by})
        else:
            head = Message(BY_VENDOR if conflict.by_vendor else ELSEWHERE, facts)
    return f"{say(head)} {say_text(CHOOSE_WHOLE if conflict.removes else CHOOSE_EACH)}"


def merging(conflict: ConflictView, around: Surroundings) -> str:
    """Return the fields that go through by themselves, one a line; "" where there are none."""
    lines = [
        spoken(Change(say_text(one.spec.label), *around.apart(one.spec, one.base, one.mine)))
        for one in conflict.merging
    ]
    return "\n".join((say_text(MERGES), *(f"•  {line}" for line in lines))) if lines else ""


def sending(conflict: ConflictView, sides: Sequence[Side]) -> str:
    """Return what the button does with what is chosen."""
    tr = QCoreApplication.translate
    left = len(conflict.contested) - len(sides)
    if left > 0:
        return plural(tr("conflict", "Choose %n more", "", left), left)
    if conflict.removes:
        return say_text(KEEP if Side.THEIRS in sides else REMOVE)
    theirs = sides.count(Side.THEIRS)
    others = sides.count(Side.OTHER)
    mine = len(sides) - theirs - others + len(conflict.merging)
    if not mine and not others:
        return say_text(NOTHING_TO_SEND if theirs else SEND)
    sent = plural(tr("conflict", "%n of yours", "", mine), mine) if mine else ""
    typed = plural(tr("conflict", "%n other(s)", "", others), others) if others else ""
    both = say(Message(AND, {"one": sent, "other": typed})) if sent and typed else sent or typed
    if not theirs:
        return say(Message(SEND_THESE, {"values": both}))
    kept = plural(tr("conflict", "%n of theirs", "", theirs), theirs)
    return say(Message(SEND_AND_KEEP, {"values": both, "kept": kept}))
