"""Secrets in the system's keyring, in entries that carry the profile's id."""

import json
import logging
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Protocol, cast

from keyring.errors import KeyringError, PasswordDeleteError
from pydantic import TypeAdapter, ValidationError

from orderdesk import logs
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Message
from orderdesk.vault.port import State, VaultError

NO_ANSWER = QT_TRANSLATE_NOOP("messages", "The system's keyring cannot be used: {words}.")
UNLOCK_IT = QT_TRANSLATE_NOOP(
    "messages",
    "Unlock it and try again, or set ORDERDESK_PASSPHRASE to use the encrypted file instead.",
)

# keyring's own mark of a backend that protects what it keeps; plain files are below it.
_TRUSTED_PRIORITY = 1
_NAMES = TypeAdapter(list[str])
logger = logging.getLogger(__name__)


@contextmanager
def _explained() -> Generator[None]:
    try:
        yield
    except (KeyringError, OSError, RuntimeError) as error:
        words = str(error).strip().rstrip(".") or type(error).__name__
        message = Message(NO_ANSWER, {"words": words})
        raise VaultError(message, way_out=Message(UNLOCK_IT)) from error


class Backend(Protocol):
    """What is used of a keyring's backend."""

    @property
    def priority(self) -> float:
        """How much keyring trusts it; raises RuntimeError where it cannot work."""
        ...

    def get_password(self, service: str, username: str) -> str | None:
        """Return the password of an entry, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Make or change an entry."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Remove an entry."""
        ...


class KeyringVault:
    """Keeps a secret as service `orderdesk/PROFILE`, user `CONNECTION/NAME`.

    A keyring cannot be listed, so one more entry a connection, user `CONNECTION`, says which
    names there are.
    """

    def __init__(self, backend: Backend, profile_id: str) -> None:
        self._backend = backend
        self._service = f"orderdesk/{profile_id}"

    @property
    def state(self) -> State:
        return State.KEYRING

    def get(self, connection: str, name: str) -> str | None:
        with _explained():
            secret = self._backend.get_password(self._service, f"{connection}/{name}")
        if secret is not None:
            logs.hide(secret)
        return secret

    def put(self, connection: str, secrets: Mapping[str, str]) -> None:
        logs.hide(*secrets.values())
        kept = {name for name, secret in secrets.items() if secret}
        with _explained():
            names = set(self._names(connection)) | secrets.keys()
            # First the names: what is cut short here can still be removed.
            self._backend.set_password(self._service, connection, json.dumps(sorted(names)))
            for name in sorted(kept):
                self._backend.set_password(self._service, f"{connection}/{name}", secrets[name])
            for name in sorted(secrets.keys() - kept):
                self._delete(f"{connection}/{name}")

    def remove(self, connection: str) -> None:
        with _explained():
            for name in self._names(connection):
                self._delete(f"{connection}/{name}")
            self._delete(connection)

    def unlock(self, passphrase: str) -> None:
        """Need no passphrase of ours."""

    def _names(self, connection: str) -> list[str]:
        text = self._backend.get_password(self._service, connection)
        try:
            return _NAMES.validate_json(text) if text else []
        except ValidationError:
            return []

    def _delete(self, user: str) -> None:
        if self._backend.get_password(self._service, user) is None:
            return
        try:
            self._backend.delete_password(self._service, user)
        except PasswordDeleteError:
            logger.info("the keyring had already lost %s", user)


def system_backends() -> list[Backend]:
    """Return the keyring that the system or the person's configuration names.

    Where that one only passes calls on to others, it is those, the best first.
    """
    import keyring
    from keyring.backends.chainer import ChainerBackend

    try:
        chosen = keyring.get_keyring()
    except (KeyringError, OSError, RuntimeError, ImportError, AttributeError, TypeError) as error:
        # What a person's configuration names may be missing or unfit here.
        logger.info("the keyring that is asked for cannot be used: %s", error)
        return []
    backends = ChainerBackend.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return [cast("Backend", backend) for backend in backends]  # its own types are incomplete


def usable_backend(profile_id: str, backends: Iterable[Backend]) -> Backend | None:
    """Return the first keyring that protects what it keeps and can be read now.

    Asks it once, for an entry that need not be there: a keyring that is locked with nobody
    to unlock it, or a session without one, fails here and not when a secret is needed.
    """
    for backend in backends:
        try:
            if backend.priority < _TRUSTED_PRIORITY:
                continue
            backend.get_password(f"orderdesk/{profile_id}", "usable")
        except (KeyringError, OSError, RuntimeError) as error:
            logger.info("%s cannot be used: %s", type(backend).__name__, error)
        else:
            return backend
    return None
