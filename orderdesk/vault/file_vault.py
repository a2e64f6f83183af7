"""Secrets in a file encrypted under a passphrase, for systems without a keyring."""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from orderdesk import logs
from orderdesk.config import write_private
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.vault.port import (
    State,
    VaultError,
    VaultLocked,
    WeakPassphrase,
    WrongPassphrase,
)
from orderdesk.vault.sealed_file import (
    Envelope,
    Key,
    derive,
    fresh_parameters,
    open_envelope,
    read_envelope,
    seal,
)

SHORTEST = 8
"""Characters that a passphrase chosen by a person must have at least."""

LOCKED = QT_TRANSLATE_NOOP("messages", "The secrets are locked under a passphrase.")
NO_PLACE = QT_TRANSLATE_NOOP(
    "messages", "There is no keyring here, and no passphrase for an encrypted file instead."
)
SAY_IT = QT_TRANSLATE_NOOP(
    "messages",
    "Enter it in the desk (Connections, Unlock), or set ORDERDESK_PASSPHRASE for commands.",
)
CHOOSE_ONE = QT_TRANSLATE_NOOP(
    "messages",
    "Choose one in the desk (Connections, Unlock), or set ORDERDESK_PASSPHRASE for commands.",
)
TOO_SHORT = QT_TRANSLATE_NOOP(
    "messages", "A passphrase of {length} characters is too short to protect the secrets."
)
LONGER = QT_TRANSLATE_NOOP("messages", "Use at least {shortest}; several words are easy to type.")
BUSY = QT_TRANSLATE_NOOP("messages", "Another orderdesk is writing the file with the secrets.")
UNREADABLE = QT_TRANSLATE_NOOP(
    "messages", "The file with the secrets cannot be used ({words}): {path}."
)
CHECK_FILE = QT_TRANSLATE_NOOP("messages", "Check that you own it and that the disk has room.")
WAIT = QT_TRANSLATE_NOOP("messages", "Try again in a moment.")

_Secrets: TypeAlias = dict[str, dict[str, str]]
_SECRETS: TypeAdapter[_Secrets] = TypeAdapter(_Secrets)
_LOCK_SECONDS = 10


class FileVault:
    """Keeps secrets in one file, shared by the processes of a profile.

    `passphrase`, where it is known beforehand, opens the file, or makes it, when a secret is
    first needed: deriving the key takes half a second that most commands need not spend.
    """

    def __init__(self, path: Path, *, passphrase: str | None = None) -> None:
        self._path = path
        self._passphrase = passphrase or None
        self._key: Key | None = None
        self._secrets: _Secrets = {}
        self._stamp: tuple[int, int, int] | None = None
        self._guard = threading.RLock()
        logs.hide(passphrase or "")

    @property
    def state(self) -> State:
        if self._key is not None or self._passphrase is not None:
            return State.FILE_OPEN
        return State.FILE_LOCKED if self._path.exists() else State.FILE_NEW

    def get(self, connection: str, name: str) -> str | None:
        with self._guard:
            return self._current().get(connection, {}).get(name)

    def put(self, connection: str, secrets: Mapping[str, str]) -> None:
        logs.hide(*secrets.values())
        with self._changing() as kept:
            merged = {**kept.get(connection, {}), **secrets}
            kept[connection] = {name: secret for name, secret in merged.items() if secret}

    def remove(self, connection: str) -> None:
        if self.state is State.FILE_NEW:
            return
        with self._changing() as kept:
            kept.pop(connection, None)

    def unlock(self, passphrase: str) -> None:
        if self._path.exists():
            self._open(passphrase)
        else:
            self.create(passphrase)

    def create(self, passphrase: str, *, shortest: int = SHORTEST) -> None:
        """Make a new file under `passphrase`; one that is there by now is opened instead.

        Raises:
            WeakPassphrase: it has fewer than `shortest` characters.
            WrongPassphrase: the file is there and has another passphrase.
        """
        if len(passphrase) < shortest:
            raise WeakPassphrase(
                Message(TOO_SHORT, {"length": str(len(passphrase))}),
                way_out=Message(LONGER, {"shortest": str(shortest)}),
            )
        logs.hide(passphrase)
        with self._guard, self._file_lock():
            if self._path.exists():
                self._open(passphrase)
                return
            key = derive(passphrase, fresh_parameters())
            self._write({}, key)

    def _open(self, passphrase: str) -> None:
        logs.hide(passphrase)
        with self._guard:
            envelope = self._envelope()
            key = derive(passphrase, envelope.parameters)
            self._take(envelope, key)
            self._passphrase = None

    def _current(self) -> _Secrets:
        """Return what is kept now, also where another process has written it."""
        if self._passphrase is not None:
            self._use_passphrase(self._passphrase)
        if self._key is None and self._passphrase is None:
            raise _locked(self.state)
        if self._path.exists() and self._stamp != self._stamp_now():
            self._reread()
        return self._secrets

    def _use_passphrase(self, passphrase: str) -> None:
        if not self._path.exists():
            return
        try:
            self._open(passphrase)
        except WrongPassphrase:
            self._passphrase = None
            raise

    def _reread(self) -> None:
        envelope = self._envelope()
        key = self._key
        if key is None or envelope.parameters != key.parameters:
            # Somebody replaced the file: what was derived before opens nothing.
            self._key, self._secrets, self._stamp = None, {}, None
            raise _locked(self.state)
        self._take(envelope, key)

    def _take(self, envelope: Envelope, key: Key) -> None:
        stamp = self._stamp_now()
        self._secrets = _SECRETS.validate_json(open_envelope(envelope, key))
        self._key, self._stamp = key, stamp
        for secrets in self._secrets.values():
            logs.hide(*secrets.values())

    @contextmanager
    def _changing(self) -> Generator[_Secrets]:
        with self._guard, self._file_lock():
            kept = {connection: dict(names) for connection, names in self._current().items()}
            yield kept
            # A passphrase that is still waiting means that there is no file yet.
            key = self._key or derive(self._passphrase or "", fresh_parameters())
            self._write(kept, key)

    def _write(self, secrets: _Secrets, key: Key) -> None:
        with self._explained():
            write_private(self._path, seal(_SECRETS.dump_json(secrets), key))
        self._secrets, self._key, self._stamp = secrets, key, self._stamp_now()
        self._passphrase = None

    def _envelope(self) -> Envelope:
        with self._explained():
            data = self._path.read_bytes()
        return read_envelope(data, str(self._path))

    def _stamp_now(self) -> tuple[int, int, int]:
        with self._explained():
            found = self._path.stat()
        return found.st_mtime_ns, found.st_ino, found.st_size

    @contextmanager
    def _file_lock(self) -> Generator[None]:
        with self._explained():
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self._path.with_suffix(".lock"), timeout=_LOCK_SECONDS)
            try:
                lock.acquire()
            except Timeout as error:
                raise VaultError(Message(BUSY), way_out=Message(WAIT)) from error
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _explained(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            facts = {"words": error.strerror or type(error).__name__, "path": str(self._path)}
            raise VaultError(Message(UNREADABLE, facts), way_out=Message(CHECK_FILE)) from error


def _locked(state: State) -> VaultLocked:
    if state is State.FILE_NEW:
        return VaultLocked(Message(NO_PLACE), way_out=Message(CHOOSE_ONE))
    return VaultLocked(Message(LOCKED), way_out=Message(SAY_IT))
