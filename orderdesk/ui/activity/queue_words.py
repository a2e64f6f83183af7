"""How the queue is put into words: what each change waits for, how long, and the connections."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.services.queue import Queued, Wait
from orderdesk.services.views import ConnectionStatus, Health
from orderdesk.ui.activity.changes import Surroundings, asked_by
from orderdesk.ui.activity.log import Activity
from orderdesk.ui.activity.words import action_label
from orderdesk.ui.i18n import format_clock, say, say_text
from orderdesk.ui.widgets.badge import Badge

_LOOKS: Mapping[Wait, tuple[str, str, str]] = {
    Wait.SENDING: (QT_TRANSLATE_NOOP("messages", "Being sent"), "blue", "send"),
    Wait.READING_BACK: (
        QT_TRANSLATE_NOOP("messages", "Proof of what was done"),
        "amber",
        "triangle-alert",
    ),
    Wait.YOUR_WORD: (QT_TRANSLATE_NOOP("messages", "Your word, again"), "violet", "circle-help"),
    Wait.DECISION: (QT_TRANSLATE_NOOP("messages", "Your decision"), "violet", "circle-help"),
    Wait.TURN: (QT_TRANSLATE_NOOP("messages", "Its turn on the order"), "slate", "hourglass"),
    Wait.UNDO: (QT_TRANSLATE_NOOP("messages", "Time to undo"), "slate", "undo-2"),
    Wait.NETWORK: (QT_TRANSLATE_NOOP("messages", "A connection"), "amber", "wifi-off"),
    Wait.LIMIT: (QT_TRANSLATE_NOOP("messages", "The vendor's limit"), "amber", "clock"),
    Wait.SIGN_IN: (QT_TRANSLATE_NOOP("messages", "A sign-in"), "red", "key"),
    Wait.UNLOCKING: (QT_TRANSLATE_NOOP("messages", "The passphrase"), "amber", "lock"),
    Wait.MENDING: (QT_TRANSLATE_NOOP("messages", "Its connection"), "red", "octagon-alert"),
    Wait.NEXT_TRY: (QT_TRANSLATE_NOOP("messages", "The next try"), "slate", "clock"),
    Wait.NOTHING: (QT_TRANSLATE_NOOP("messages", "Its turn"), "slate", "hourglass"),
}
_WHOLE: Mapping[Wait, str] = {
    Wait.YOUR_WORD: QT_TRANSLATE_NOOP(
        "messages", "It cannot be taken back and has waited long, so you are asked once more."
    ),
    Wait.TURN: QT_TRANSLATE_NOOP(
        "messages", "Number {place} on the same order goes first: {action}."
    ),
    Wait.NOTHING: QT_TRANSLATE_NOOP("messages", "It is sent as soon as its turn comes."),
}
CHANGE = QT_TRANSLATE_NOOP("messages", "{action}: {what}")

NOT_TRIED = QT_TRANSLATE_NOOP("messages", "not tried yet")
CONNECTED = QT_TRANSLATE_NOOP("messages", "connected")
OFFLINE = QT_TRANSLATE_NOOP("messages", "offline")
OFFLINE_SINCE = QT_TRANSLATE_NOOP("messages", "offline since {time}")
TAKES_NO_MORE = QT_TRANSLATE_NOOP("messages", "takes no more just now")
TAKES_MORE_AT = QT_TRANSLATE_NOOP("messages", "takes more at {time}")
SIGN_IN = QT_TRANSLATE_NOOP("messages", "does not accept the sign-in")
LOCKED = QT_TRANSLATE_NOOP("messages", "waits for the passphrase")
FAILED = QT_TRANSLATE_NOOP("messages", "needs a look")
NEXT_TRY = QT_TRANSLATE_NOOP("messages", "{state}, next try {time}")
NAMED = QT_TRANSLATE_NOOP("messages", "{name}: {state}")
DAYS = QT_TRANSLATE_NOOP("messages", "{days} d {hours} h")
HOURS = QT_TRANSLATE_NOOP("messages", "{hours} h {minutes} min")
MINUTES = QT_TRANSLATE_NOOP("messages", "{minutes} min")
NO_TIME = QT_TRANSLATE_NOOP("messages", "under 1 min")

_AWAY = frozenset({Health.OFFLINE, Health.SLOW, Health.SIGN_IN, Health.LOCKED})


def wait_badge(wait: Wait) -> Badge:
    """Return the badge for what a change waits for."""
    text, hue, icon = _LOOKS[wait]
    return Badge(say_text(text), hue, icon)


def age_text(span: timedelta) -> str:
    """Write how long something has waited: "2 h 10 min"."""
    minutes = int(max(span, timedelta()).total_seconds() // 60)
    hours, left = divmod(minutes, 60)
    days, rest = divmod(hours, 24)
    if days:
        return say(Message(DAYS, {"days": str(days), "hours": str(rest)}))
    if hours:
        return say(Message(HOURS, {"hours": str(hours), "minutes": str(left)}))
    return say(Message(MINUTES, {"minutes": str(minutes)})) if minutes else say_text(NO_TIME)


def change_text(
    activity: Activity, descriptions: Sequence[ConnectorDescription], zone: ZoneInfo
) -> str:
    """Return what a change asks for, in a few words."""
    vendor = activity.row.vendor if activity.row is not None else ""
    command = activity.entry.command
    action = action_label(command.action, descriptions, vendor)
    fitting = [one for one in descriptions if one.vendor == vendor] or [
        one for one in descriptions if one.rules.action(command.action)
    ]
    if not fitting:
        return action
    asked = asked_by(command, Surroundings(fitting[0].rules, zone))
    pairs = (f"{change.label} → {change.after}" for change in asked.changes if change.after)
    what = ", ".join(filter(None, (asked.item, *pairs)))
    return say(Message(CHANGE, {"action": action, "what": what})) if what else action


def wait_text(
    queued: Queued,
    status: ConnectionStatus | None,
    zone: ZoneInfo,
    *,
    ahead: tuple[int, str] | None = None,
) -> str:
    """Say in a sentence what a change waits for; `ahead` is the place and act it waits behind."""
    if queued.wait is Wait.TURN and ahead is not None:
        facts = {"place": str(ahead[0]), "action": ahead[1]}
        return say(Message(_WHOLE[Wait.TURN], facts))
    if queued.wait in _WHOLE and queued.wait is not Wait.TURN:
        return say_text(_WHOLE[queued.wait])
    if status is not None and status.health in _AWAY:
        return named_state(status, zone)
    return wait_badge(queued.wait).text


def state_text(status: ConnectionStatus, zone: ZoneInfo) -> str:
    """Say how a connection is doing, since when, and when it is tried again."""
    state = _state(status, zone)
    if status.tried_again is None or status.health not in {Health.OFFLINE, Health.SIGN_IN}:
        return state
    time = format_clock(status.tried_again, zone)
    return say(Message(NEXT_TRY, {"state": state, "time": time}))


def named_state(status: ConnectionStatus, zone: ZoneInfo) -> str:
    """Say of a connection by its name how it is doing."""
    facts = {"name": status.config.name, "state": state_text(status, zone)}
    return say(Message(NAMED, facts))


def _state(status: ConnectionStatus, zone: ZoneInfo) -> str:
    match status.health:
        case Health.OFFLINE:
            if status.away_since is None:
                return say_text(OFFLINE)
            time = format_clock(status.away_since, zone)
            return say(Message(OFFLINE_SINCE, {"time": time}))
        case Health.SLOW:
            return _limited(status.waits_until, zone)
        case Health.SIGN_IN:
            return say_text(SIGN_IN)
        case Health.LOCKED:
            return say_text(LOCKED)
        case Health.FAILED:
            return say_text(FAILED)
        case Health.NEW:
            return say_text(NOT_TRIED)
        case Health.GOOD:
            return _limited(status.waits_until, zone) if status.waits_until else say_text(CONNECTED)


def _limited(until: datetime | None, zone: ZoneInfo) -> str:
    if until is None:
        return say_text(TAKES_NO_MORE)
    return say(Message(TAKES_MORE_AT, {"time": format_clock(until, zone)}))
