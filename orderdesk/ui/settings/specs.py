"""What can be set, by page: labels, bounds and choices, and what each means."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from orderdesk.domain.fields import Choice, FieldSpec, FieldType
from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.grace import LONGEST

GRACE: Final = "grace_seconds"
"""Kept by services/grace and not in the settings' file."""
THEME: Final = "theme"
"""Kept with the window, as the View menu keeps it."""
LATER: Final = frozenset({"deadline", "zone"})
"""What is gone by from the next start on."""


class Kind(StrEnum):
    """How a setting is edited."""

    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `label`, `help`, `unit` and `empty` are source texts."""

    name: str
    kind: Kind
    label: str
    help: str = ""
    unit: str = ""
    bounds: tuple[str, str] = ("0", "0")
    whole: bool = False
    empty: str = ""
    """What leaving it empty means; "" where it must be filled in."""
    choices: tuple[Choice, ...] = ()

    def spec(self) -> FieldSpec:
        """Return what a typed number is checked by."""
        return FieldSpec(
            self.name,
            self.label,
            FieldType.INTEGER if self.whole else FieldType.DECIMAL,
            required=not self.empty,
            minimum=Decimal(self.bounds[0]),
            maximum=Decimal(self.bounds[1]),
        )


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page; `title` and `words` are source texts."""

    key: str
    title: str
    icon: str
    settings: tuple[Setting, ...]
    words: str = ""


SYNC: Final = PageSpec(
    "sync",
    QT_TRANSLATE_NOOP("messages", "Sync"),
    "refresh-cw",
    (
        Setting(
            "sync_by_itself",
            Kind.SWITCH,
            QT_TRANSLATE_NOOP("messages", "Sync by itself"),
            QT_TRANSLATE_NOOP(
                "messages", "Off, orders are read from the vendors only when you ask: F5."
            ),
        ),
        Setting(
            "sync_minutes",
            Kind.NUMBER,
            QT_TRANSLATE_NOOP("messages", "Time between syncs"),
            QT_TRANSLATE_NOOP(
                "messages", "Of each connection; shorter times use up a vendor's limits sooner."
            ),
            unit=QT_TRANSLATE_NOOP("messages", "minutes"),
            bounds=("0.5", "1440"),
        ),
        Setting(
            "deadline",
            Kind.NUMBER,
            QT_TRANSLATE_NOOP("messages", "Wait for an answer"),
            QT_TRANSLATE_NOOP(
                "messages",
                "How long a request to a vendor may take. Used from the next start on.",
            ),
            unit=QT_TRANSLATE_NOOP("messages", "seconds"),
            bounds=("1", "600"),
        ),
    ),
)
SENDING: Final = PageSpec(
    "sending",
    QT_TRANSLATE_NOOP("messages", "Sending"),
    "send",
    (
        Setting(
            GRACE,
            Kind.NUMBER,
            QT_TRANSLATE_NOOP("messages", "Time to undo"),
            QT_TRANSLATE_NOOP(
                "messages",
                "What moves an order, calls its vendor or takes something off waits so long "
                "before it is sent; 0 sends at once. Edits, new items and new orders go at once "
                "in any case.",
            ),
            unit=QT_TRANSLATE_NOOP("messages", "seconds"),
            bounds=("0", str(LONGEST)),
            whole=True,
        ),
    ),
)
APPEARANCE: Final = PageSpec(
    "appearance",
    QT_TRANSLATE_NOOP("messages", "Appearance"),
    "sun",
    (
        Setting(
            THEME,
            Kind.CHOICE,
            QT_TRANSLATE_NOOP("messages", "Colours"),
            choices=(
                Choice("system", QT_TRANSLATE_NOOP("messages", "As the system")),
                Choice("light", QT_TRANSLATE_NOOP("messages", "Light")),
                Choice("dark", QT_TRANSLATE_NOOP("messages", "Dark")),
            ),
        ),
        Setting(
            "zone",
            Kind.ZONE,
            QT_TRANSLATE_NOOP("messages", "Time zone"),
            QT_TRANSLATE_NOOP(
                "messages", "Times are shown in it. Type a city. Used from the next start on."
            ),
        ),
    ),
)
PRIVACY: Final = PageSpec(
    "privacy",
    QT_TRANSLATE_NOOP("messages", "Privacy"),
    "lock",
    (
        Setting(
            "trace",
            Kind.SWITCH,
            QT_TRANSLATE_NOOP("messages", "Keep a trace of requests"),
            QT_TRANSLATE_NOOP(
                "messages",
                "Time, kind and outcome of each request, without anybody's data, for a report "
                "of a fault.",
            ),
        ),
        Setting(
            "log_days",
            Kind.NUMBER,
            QT_TRANSLATE_NOOP("messages", "Keep logs"),
            QT_TRANSLATE_NOOP("messages", "Older files are removed at the start."),
            unit=QT_TRANSLATE_NOOP("messages", "days"),
            bounds=("1", "365"),
            whole=True,
        ),
        Setting(
            "history_days",
            Kind.NUMBER,
            QT_TRANSLATE_NOOP("messages", "Keep the history"),
            QT_TRANSLATE_NOOP(
                "messages", "Of changes to orders, made here or seen. Empty: for ever."
            ),
            unit=QT_TRANSLATE_NOOP("messages", "days"),
            bounds=("7", "3650"),
            whole=True,
            empty=QT_TRANSLATE_NOOP("messages", "for ever"),
        ),
    ),
    QT_TRANSLATE_NOOP(
        "messages",
        "Orders, history and logs stay on this computer. Nothing about you or your work is sent "
        "to anybody: this program talks to the vendors you connect and, where that is on, asks "
        "for the list of newer versions.",
    ),
)
UPDATES: Final = PageSpec(
    "updates",
    QT_TRANSLATE_NOOP("messages", "Updates"),
    "download",
    (
        Setting(
            "update_check",
            Kind.SWITCH,
            QT_TRANSLATE_NOOP("messages", "Look for newer versions once a day"),
            QT_TRANSLATE_NOOP(
                "messages",
                "A newer version is only offered; nothing is downloaded or installed by itself. "
                "The request says which version you have, and nothing about you or your orders.",
            ),
        ),
        Setting(
            "update_channel",
            Kind.CHOICE,
            QT_TRANSLATE_NOOP("messages", "Offer"),
            choices=(
                Choice("stable", QT_TRANSLATE_NOOP("messages", "Finished versions")),
                Choice("early", QT_TRANSLATE_NOOP("messages", "Early versions, too")),
            ),
        ),
    ),
)
PAGES: Final = (SYNC, SENDING, APPEARANCE, PRIVACY, UPDATES)
