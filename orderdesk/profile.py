"""Where a profile's files are, and how the desk was asked to start; light to import."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message

HOME_VARIABLE: Final = "ORDERDESK_HOME"
UNLOCK_VARIABLE: Final = "ORDERDESK_PASSPHRASE"

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
    link: str = ""
    """What to show at first, as `orderdesk://order/ID`; "" is nothing in particular."""
    safe: bool = False
    """Safe mode: as if nothing had ever been set, and nothing is done by itself."""


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
    def first_look(self) -> Path:
        """What the first frame of the next start is made of, beside the store."""
        return self.cache / "first-look.json"

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
        import uuid

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
