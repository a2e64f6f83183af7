"""Where a profile's files are, and the settings that a person may change in them."""

import contextlib
import os
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal
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

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

HOME_VARIABLE: Final = "ORDERDESK_HOME"
UNLOCK_VARIABLE: Final = "ORDERDESK_PASSPHRASE"

NOT_READ = QT_TRANSLATE_NOOP(
    "messages", "The settings in {path} cannot be read ({words}); the defaults are used."
)
PART_READ = QT_TRANSLATE_NOOP(
    "messages", "Settings in {path} cannot be used ({words}); their defaults are used."
)
KEPT_ASIDE = QT_TRANSLATE_NOOP("messages", "The file is kept as {aside}.")
NO_FOLDER = QT_TRANSLATE_NOOP(
    "messages", "The folder {path} for orderdesk's files cannot be used ({words})."
)
OTHER_FOLDER = QT_TRANSLATE_NOOP(
    "messages", "Make it writable, or set ORDERDESK_HOME to another folder."
)


class ConfigError(DeskError):
    """The profile's folders or files cannot be used."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the desk was asked to start."""

    demo: bool = False
    """A sandbox of its own, data in a folder of its own, secrets in memory."""
    orders: int = 5000
    """How many orders the demo's sandbox has."""
    seed: int = 1
    """What the demo's data are drawn from."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The folders that hold everything of one profile."""

    config: Path
    data: Path
    cache: Path
    state: Path

    @classmethod
    def under(cls, home: Path) -> "Profile":
        """Return the profile that has every file under the folder `home`."""
        return cls(home, home, home / "cache", home)

    @classmethod
    def locate(cls, environ: Mapping[str, str] | None = None) -> "Profile":
        """Return the profile that ORDERDESK_HOME names, or the person's own."""
        home = (os.environ if environ is None else environ).get(HOME_VARIABLE, "")
        if home:
            return cls.under(Path(home).expanduser().absolute())
        from platformdirs import PlatformDirs

        folders = PlatformDirs("orderdesk", appauthor=False, roaming=False)
        return cls(
            folders.user_config_path,
            folders.user_data_path,
            folders.user_cache_path,
            folders.user_state_path,
        )

    @property
    def settings(self) -> Path:
        """The settings, as JSON."""
        return self.config / "settings.json"

    @property
    def secrets(self) -> Path:
        """The encrypted secrets, where there is no keyring."""
        return self.config / "secrets.sealed"

    @property
    def database(self) -> Path:
        """The store: mirror, outbox and history."""
        return self.data / "orderdesk.db"

    @property
    def logs(self) -> Path:
        """The folder of the logs."""
        return self.state / "logs"

    @property
    def lock(self) -> Path:
        """The dispatch lock: whoever holds it sends."""
        return self.state / "dispatch.lock"

    def prepare(self) -> None:
        """Make the folders, readable by their owner only.

        Raises:
            ConfigError: one of them cannot be made.
        """
        for folder in (self.config, self.data, self.cache, self.state, self.logs):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise _no_folder(folder, error) from error

    def identity(self) -> str:
        """Return the profile's id, made on first use; entries in the system's keyring carry it.

        Raises:
            ConfigError: it cannot be read or kept.
        """
        from filelock import FileLock

        path = self.config / "profile-id"
        try:
            if not path.exists():
                self.prepare()
                with FileLock(path.with_suffix(".lock"), timeout=10):
                    if not path.exists():
                        write_private(path, f"{uuid.uuid4().hex}\n".encode())
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _no_folder(self.config, error) from error


def _no_folder(folder: Path, error: OSError | UnicodeDecodeError) -> ConfigError:
    words = error.strerror if isinstance(error, OSError) else None
    facts = {"path": str(folder), "words": words or type(error).__name__}
    return ConfigError(Message(NO_FOLDER, facts), way_out=Message(OTHER_FOLDER))


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


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, whole or not at all, also over a power cut.

    Raises:
        OSError: it could not be written; what was there stays.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # elsewhere a folder cannot be opened, and the rename is enough
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
