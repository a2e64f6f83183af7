"""What a person can send when something is wrong: versions, settings, counts, logs, crashes."""

# Nothing in it names a customer, an order, an address, a file or a host, and no secret can be in
# it: logs are written without values (trace.py), and what cannot be told to be so is left out.

import contextlib
import importlib.metadata
import json
import os
import platform
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from orderdesk import __version__
from orderdesk.build import commit
from orderdesk.config import Profile, Settings, load_settings
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.logs import TRACE_SUFFIX, redact
from orderdesk.policy import read_policy
from orderdesk.run_marks import crash_files, plain_crash
from orderdesk.store.engine import sqlite_version
from orderdesk.store.health import Health, health_of
from orderdesk.trace import plain_lines

_LIBRARIES: Final = ("pyside6-essentials", "httpx", "pydantic", "apsw", "numpy", "cryptography")
_LOCALE: Final = re.compile(r"[A-Za-z]{1,3}(?:_[A-Z]{2})?(?:\.[A-Za-z0-9-]{1,10})?")
_WORD: Final = re.compile(r"[A-Za-z:;_-]{0,30}")
_ENVIRONMENT: Final = {
    "XDG_SESSION_TYPE": _WORD,
    "XDG_CURRENT_DESKTOP": _WORD,
    "QT_QPA_PLATFORM": _WORD,
    "LANG": _LOCALE,
}
_NAMED_SETTINGS: Final = frozenset({"zone", "theme", "update_channel"})
"""Texts that are checked when they are read; of any other text only stands whether it is set."""
_MOST_REQUESTS: Final = 2_000
_LITTLE_MEGABYTES: Final = 500

NOT_WRITABLE = QT_TRANSLATE_NOOP("messages", "The folder for {what} cannot be written to.")
NO_STORE = QT_TRANSLATE_NOOP("messages", "There is no local store yet; it is made at first use.")
OLDER_STORE = QT_TRANSLATE_NOOP(
    "messages",
    "The local store is at step {found} of {known}; the next start brings it up to date.",
)
NEWER_STORE = QT_TRANSLATE_NOOP(
    "messages",
    "The local store is at step {found}, and this program knows steps up to {known}: use the newer "
    "program, or go back to a backup with `orderdesk restore`.",
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
LITTLE_ROOM = QT_TRANSLATE_NOOP(
    "messages", "The disk has only {megabytes} MB left; make room before the store needs it."
)
SETTINGS_WRONG = QT_TRANSLATE_NOOP(
    "messages", "Not all of the settings can be used; their defaults stand in."
)
CRASHES = QT_TRANSLATE_NOOP(
    "messages", "Crashes on record: {count}, the latest on {day}; diagnostics take them along."
)

ABOUT_TEXT = QT_TRANSLATE_NOOP(
    "messages", "Versions of the program and its libraries, this system, settings and counts"
)
REQUESTS_TEXT = QT_TRANSLATE_NOOP(
    "messages", "Recent requests to vendors: what was called, the status, how long it took"
)
LOG_TEXT = QT_TRANSLATE_NOOP("messages", "What the program did and what failed, without values")
TRACE_TEXT = QT_TRANSLATE_NOOP("messages", "The same in a form for programs")
CRASH_TEXT = QT_TRANSLATE_NOOP("messages", "Where the program was when it crashed")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the zip: its name there, what it is, and all its text."""

    name: str
    says: str
    """As a source text."""
    text: str


def facts_of(profile: Profile, health: Health) -> dict[str, object]:
    """Return what is known of this installation, as plain values."""
    loaded = load_settings(profile.settings)
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "orderdesk": __version__,
        "commit": commit(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "qt": _version("pyside6-essentials"),
        "sqlite": sqlite_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "libraries": {name: _version(name) for name in _LIBRARIES},
        "environment": {name: _told(name, shape) for name, shape in _ENVIRONMENT.items()},
        "settings": _settings(loaded.settings),
        "settings_usable": loaded.problem is None,
        "policy": _policy(),
        "own_folder": bool(os.environ.get("ORDERDESK_HOME")),
        "crashes": len(_crashes(profile)),
        "log_bytes": sum(path.stat().st_size for path in (*_logs(profile), *traces(profile))),
        "free_bytes": _free(profile),
        "secrets": "sealed file" if profile.secrets.exists() else "keyring or none",
        "store": {
            **asdict(health),
            "damage": len(health.damage),
            "problem": health.problem and health.problem.plain(),
        },
    }


def versions() -> dict[str, str]:
    """Return what this is and what it runs on, by name, but for Qt, which the window asks."""
    return {
        "Version": __version__,
        "Commit": commit() or "–",
        "System": platform.platform(),
        "Python": platform.python_version(),
        "SQLite": sqlite_version(),
    }


def _free(profile: Profile) -> int:
    """Return how many bytes may still be written beside the store."""
    return shutil.disk_usage(profile.data).free


def _crashes(profile: Profile) -> list[Path]:
    return [path for path in crash_files(profile) if path.stat().st_size]


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _told(name: str, shape: re.Pattern[str]) -> str:
    """Return a variable where it looks as such a variable does."""
    value = os.environ.get(name, "")
    return value if shape.fullmatch(value) else "…" if value else ""


def _settings(settings: Settings) -> dict[str, object]:
    told: dict[str, object] = {}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        plain = isinstance(value, (bool, int, float)) or name in _NAMED_SETTINGS
        told[name] = value if plain or value is None else "set"
    return told


def _policy() -> dict[str, object]:
    """Return what an IT department has set for everybody here, without where it stands."""
    policy = read_policy()
    return {
        "there": policy.path is not None,
        "settings": sorted(policy.locked),
        "updates": policy.updates,
        "usable": policy.problem is None,
    }


def grave(profile: Profile, health: Health) -> list[Message]:
    """Return what keeps the program from working here, in sentences; none where nothing does."""
    found = [
        Message(NOT_WRITABLE, {"what": what})
        for what, folder in (
            ("settings", profile.config),
            ("orders", profile.data),
            ("logs", profile.logs),
        )
        if not os.access(folder, os.W_OK)
    ]
    if health.problem is not None:
        found.append(health.problem)
    elif health.damage:
        found.append(Message(DAMAGED_STORE, {"words": health.damage[0]}))
    elif health.step > health.known_step:
        facts = {"found": str(health.step), "known": str(health.known_step)}
        found.append(Message(NEWER_STORE, facts))
    return found


def findings(profile: Profile, health: Health) -> list[Message]:
    """Return what a person should know or do, the gravest first; none where all is well."""
    found = grave(profile, health)
    sound = health.problem is None and not health.damage
    if not health.exists:
        found.append(Message(NO_STORE))
    elif sound and health.step < health.known_step:
        facts = {"found": str(health.step), "known": str(health.known_step)}
        found.append(Message(OLDER_STORE, facts))
    counts = dict(health.commands)
    for state, text in (("unknown", UNKNOWN_ONES), ("asking", ASKING_ONES)):
        if counts.get(state):
            found.append(Message(text, {"count": str(counts[state])}))
    if load_settings(profile.settings).problem is not None:
        found.append(Message(SETTINGS_WRONG))
    policy = read_policy()
    if policy.problem is not None:
        found.append(policy.problem.message)
    free = _free(profile) // 1_000_000
    if free < _LITTLE_MEGABYTES:
        found.append(Message(LITTLE_ROOM, {"megabytes": str(free)}))
    crashes = _crashes(profile)
    if crashes:
        latest = datetime.fromtimestamp(crashes[-1].stat().st_mtime, UTC)
        facts = {"count": str(len(crashes)), "day": f"{latest:%Y-%m-%d %H:%M} UTC"}
        found.append(Message(CRASHES, facts))
    return found


def traces(profile: Profile) -> Sequence[Path]:
    """Return the trace's files, those of commands too."""
    return sorted(profile.logs.glob(f"*{TRACE_SUFFIX}*"))


def gather(profile: Profile, *, on_step: Callable[[int, int], object] | None = None) -> list[Part]:
    """Read everything that goes into the zip; slow, for no UI thread.

    `on_step` is told how many files are read, of how many.
    """
    health = health_of(profile.database)
    said = [one.plain() for one in findings(profile, health)]
    facts = {**facts_of(profile, health), "findings": said}
    about = json.dumps(facts, indent=1, ensure_ascii=False) + "\n"
    logs, events, crashes = _logs(profile), traces(profile), crash_files(profile)
    files = [*logs, *events, *crashes]
    parts: list[Part] = []
    for number, path in enumerate(files, start=1):
        text = _read(path)
        if path in crashes:
            parts.append(Part(f"crashes/{path.name}", CRASH_TEXT, plain_crash(text)))
        elif path in events:
            parts.append(Part(f"trace/{path.name}", TRACE_TEXT, _plain(text)))
        else:
            parts.append(Part(f"logs/{path.name}", LOG_TEXT, _plain(text)))
        if on_step is not None:
            on_step(number, len(files))
    requests = _requests([one for one in parts if one.name.startswith("trace/")])
    first = [Part("about.json", ABOUT_TEXT, about), Part("requests.txt", REQUESTS_TEXT, requests)]
    return first + parts


def write_parts(parts: Sequence[Part], target: Path) -> Path:
    """Write the zip, for its owner's eyes only, whole or not at all; return where it is.

    Raises:
        OSError: it cannot be written there.
    """
    draft = target.with_name(f".{target.name}.part")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with (
            os.fdopen(handle, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for part in parts:
                archive.writestr(part.name, part.text)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def save_diagnostics(profile: Profile, target: Path) -> Path:
    """Write one zip that can be sent to whoever helps; return where it is.

    Raises:
        OSError: it cannot be written there.
    """
    return write_parts(gather(profile), target)


def _logs(profile: Profile) -> list[Path]:
    return sorted(
        path
        for pattern in ("*.log", "*.log.*")
        for path in profile.logs.glob(pattern)
        if path.is_file()
    )


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:  # it was rotated away meanwhile
        return ""


def _plain(text: str) -> str:
    """Return what was written without values; of what was not, how much it was."""
    lines, left_out = plain_lines(text)
    if left_out:
        lines.append(f"({left_out} lines of an earlier version are left out)")
    return "".join(f"{redact(line)}\n" for line in lines)


def _requests(parts: Sequence[Part]) -> str:
    """Return the latest requests, one a line, by time."""
    told: list[str] = []
    for part in parts:
        for line in part.text.splitlines():
            if '"request"' in line and line.startswith("{"):
                with contextlib.suppress(ValueError):
                    entry = json.loads(line)
                    told.append(f"{entry['at']} {entry['request']}")
    return "".join(f"{line}\n" for line in sorted(told)[-_MOST_REQUESTS:])
