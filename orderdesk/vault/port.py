"""What the rest of the program sees of a place for secrets, and what can go wrong with it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from orderdesk.domain.errors import DeskError


class State(StrEnum):
    """Which place it is, and whether it can be read now."""

    KEYRING = "keyring"
    FILE_NEW = "file_new"
    """No keyring and no file yet: a passphrase has to be chosen."""
    FILE_LOCKED = "file_locked"
    FILE_OPEN = "file_open"
    MEMORY = "memory"


class VaultError(DeskError):
    """Secrets cannot be read or kept."""


class VaultLocked(VaultError):
    """A passphrase is needed first, or the keyring has to be unlocked."""


class WrongPassphrase(VaultError):
    """The passphrase does not open the file."""


class WeakPassphrase(VaultError):
    """The passphrase is too short to protect a file."""


class DamagedVault(VaultError):
    """The file is cut short, was changed from outside, or comes from a newer version."""


class Vault(Protocol):
    """Secrets by connection and name; every method may block and is called from a thread."""

    @property
    def state(self) -> State:
        """Which place it is, and whether it can be read now."""
        ...

    def get(self, connection: str, name: str) -> str | None:
        """Return the secret `name` of the connection with this key, or None if none is kept.

        Raises:
            VaultError: it cannot be read now.
        """
        ...

    def put(self, connection: str, secrets: Mapping[str, str]) -> None:
        """Keep these secrets of a connection beside those it has; an empty one is forgotten.

        Raises:
            VaultError: they cannot be kept now.
        """
        ...

    def remove(self, connection: str) -> None:
        """Forget every secret of a connection.

        Raises:
            VaultError: the place cannot be changed now.
        """
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, making it if there is none; other places need no passphrase.

        Raises:
            WrongPassphrase, WeakPassphrase, DamagedVault: it stays as it was.
        """
        ...
