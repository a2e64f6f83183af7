"""What a person can send when something is wrong: versions, settings, counts and the trace."""

# Nothing in it names a customer, an order, an address, a file or a host, and no secret can be in
# it: the trace is written without values (trace.py), and of the rest only what is listed here.

import importlib.metadata
import json
import os
import platform
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from orderdesk import __version__
from orderdesk.config import Profile, load_settings
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.logs import TRACE_SUFFIX
from orderdesk.store.health import Health, health_of

_LIBRARIES: Final = ("pyside6-essentials", "httpx", "pydantic", "apsw", "numpy", "cryptography")
_SETTINGS: Final = ("deadline", "settle_seconds", "sync_minutes", "wait_seconds", "zone", "theme")
_ENVIRONMENT: Final = ("XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "QT_QPA_PLATFORM", "LANG")
_LONGEST: Final = 60

NOT_WRITABLE = QT_TRANSLATE_NOOP("messages", "The folder for {what} cannot be written to.")
NO_STORE = QT_TRANSLATE_NOOP("messages", "There is no local store yet; it is made at first use.")
OLDER_STORE = QT_TRANSLATE_NOOP(
    "messages",
    "The local store is at step {found} of {known}; the next start brings it up to date.",
)
DAMAGED_STORE = QT_TRANSLATE_NOOP(
    "messages", "The local store is damaged ({words}). Start the desk: it sets the file aside."
)
UNKNOWN_ONES = QT_TRANSLATE_NOOP(
    "messages", "{count} changes went out without an answer; they are being looked into."
)
ASKING_ONES = QT_TRANSLATE_NOOP(
    "messages", "{count} changes wait for a person's decision, under Activity."
)


def facts_of(profile: Profile, health: Health) -> dict[str, object]:
    """Return what is known of this installation, as plain values."""
    settings = load_settings(profile.settings)
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "orderdesk": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "environment": {name: os.environ.get(name, "")[:_LONGEST] for name in _ENVIRONMENT},
        "settings": {name: getattr(settings.settings, name) for name in _SETTINGS},
        "settings_usable": settings.problem is None,
        "own_folder": bool(os.environ.get("ORDERDESK_HOME")),
        "store": {**asdict(health), "problem": health.problem and health.problem.text},
    }


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def findings(profile: Profile, health: Health) -> list[Message]:
    """Return what a person should know or do, in sentences; none where all is well."""
    found = [
        Message(NOT_WRITABLE, {"what": what})
        for what, folder in (
            ("settings", profile.config),
            ("orders", profile.data),
            ("logs", profile.logs),
        )
        if not os.access(folder, os.W_OK)
    ]
    if not health.exists:
        found.append(Message(NO_STORE))
    elif health.problem is not None:
        found.append(health.problem)
    elif health.damage:
        found.append(Message(DAMAGED_STORE, {"words": health.damage[0]}))
    elif health.step < health.known_step:
        facts = {"found": str(health.step), "known": str(health.known_step)}
        found.append(Message(OLDER_STORE, facts))
    counts = dict(health.commands)
    for state, text in (("unknown", UNKNOWN_ONES), ("asking", ASKING_ONES)):
        if counts.get(state):
            found.append(Message(text, {"count": str(counts[state])}))
    return found


def traces(profile: Profile) -> Sequence[Path]:
    """Return the trace's files, those of commands too."""
    return sorted(profile.logs.glob(f"*{TRACE_SUFFIX}*"))


def save_diagnostics(profile: Profile, target: Path) -> Path:
    """Write one zip that can be sent to whoever helps; return where it is.

    Raises:
        OSError: it cannot be written there.
    """
    health = health_of(profile.database)
    facts = {
        **facts_of(profile, health),
        "findings": [one.text for one in findings(profile, health)],
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.json", json.dumps(facts, indent=1, ensure_ascii=False) + "\n")
        for path in traces(profile):
            archive.writestr(f"trace/{path.name}", path.read_text("utf-8", "replace"))
    target.chmod(0o600)
    return target
