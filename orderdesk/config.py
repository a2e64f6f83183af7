"""The settings that a person may change, and with them where a profile's files are."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    TypeAdapter,
    ValidationError,
    field_validator,
)

from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.profile import (
    HOME_VARIABLE,
    UNLOCK_VARIABLE,
    ConfigError,
    Options,
    Profile,
    write_private,
)

__all__ = [
    "HOME_VARIABLE",
    "UNLOCK_VARIABLE",
    "ConfigError",
    "Loaded",
    "Options",
    "Profile",
    "Settings",
    "load_settings",
    "local_zone",
    "save_settings",
    "write_private",
]

NOT_READ = QT_TRANSLATE_NOOP(
    "messages", "The settings in {path} cannot be read ({words}); the defaults are used."
)
PART_READ = QT_TRANSLATE_NOOP(
    "messages", "Settings in {path} cannot be used ({words}); their defaults are used."
)
KEPT_ASIDE = QT_TRANSLATE_NOOP("messages", "The file is kept as {aside}.")


class Settings(BaseModel):
    """What a person may set; what a newer version has set as well is kept as it is."""

    model_config = ConfigDict(frozen=True, extra="allow")

    deadline: Annotated[float, Field(ge=1, le=600)] = 20.0
    """Seconds that a request may take in all."""
    settle_seconds: Annotated[float, Field(ge=0, le=3600)] | None = None
    """Seconds until a lost answer is read back; None is twice the deadline."""
    sync_minutes: Annotated[float, Field(gt=0, le=24 * 60)] = 5.0
    """Minutes between two syncs of a connection."""
    wait_seconds: Annotated[float, Field(ge=0, le=3600)] = 60.0
    """Seconds that a command without --wait waits for an outcome."""
    zone: str | None = None
    """The time zone times are shown in, like Europe/Berlin; None is the system's."""
    theme: Literal["system", "light", "dark"] = "system"
    sync_by_itself: bool = True
    """Whether connections are synced without being asked to."""
    trace: bool = True
    """Whether requests are traced, without anybody's data, for a report of a fault."""
    log_days: Annotated[int, Field(ge=1, le=365)] = 30
    """Days that log files nothing was added to are kept."""
    history_days: Annotated[int, Field(ge=7, le=3650)] | None = None
    """Days that entries of the history are kept; None is for ever."""
    update_check: bool = True
    """Whether it is looked for a newer version once a day."""
    update_channel: Literal["stable", "early"] = "stable"
    """Which versions are offered."""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone is not None:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError(f"there is no time zone {zone!r}") from error
        return zone

    def zone_info(self) -> ZoneInfo:
        """Return the zone times are shown in."""
        return ZoneInfo(self.zone) if self.zone else local_zone()


def local_zone() -> ZoneInfo:
    """Return the system's time zone by name, or UTC where it has no name."""
    from babel.localtime import get_localzone

    found = get_localzone()
    return found if isinstance(found, ZoneInfo) and found.key else ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read, and what a person should know of the reading."""

    settings: Settings
    problem: ConfigError | None = None


def load_settings(path: Path) -> Loaded:
    """Read the settings; a file that cannot be used is kept aside, and defaults stand in."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, UnicodeDecodeError) as error:
        return Loaded(Settings(), _set_aside(path, NOT_READ, str(error)))
    try:
        return Loaded(Settings.model_validate_json(text))
    except ValidationError as error:
        return _usable_part(path, text, error)


def _usable_part(path: Path, text: str, error: ValidationError) -> Loaded:
    """Keep the settings that can be used and name the others."""
    wrong = {str(detail["loc"][0]): detail["msg"] for detail in error.errors() if detail["loc"]}
    if not wrong:
        return Loaded(Settings(), _set_aside(path, NOT_READ, error.errors()[0]["msg"]))
    words = ", ".join(f"{key}: {why}" for key, why in wrong.items())
    problem = _set_aside(path, PART_READ, words)
    values = TypeAdapter(dict[str, JsonValue]).validate_json(text)
    usable = {key: value for key, value in values.items() if key not in wrong}
    settings = Settings.model_validate(usable)
    with contextlib.suppress(OSError):  # a folder that cannot be written is no reason to stop
        save_settings(path, settings)
    return Loaded(settings, problem)


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all.

    Raises:
        OSError: they could not be written; what was there stays.
    """
    write_private(path, settings.model_dump_json(indent=2, exclude_defaults=True).encode() + b"\n")


def _set_aside(path: Path, reason: str, words: str) -> ConfigError:
    message = Message(reason, {"path": str(path), "words": " ".join(words.split())[:300]})
    aside = path.with_name(f"{path.stem}.unusable{path.suffix}")
    try:
        path.replace(aside)
    except OSError:
        return ConfigError(message)
    return ConfigError(message, way_out=Message(KEPT_ASIDE, {"aside": str(aside)}))
