"""A vault that is opened when a secret is first needed, since asking the keyring takes a while."""

import threading
from collections.abc import Callable, Mapping

from orderdesk.vault.port import State, Vault


class DeferredVault:
    """Passes everything on to the vault that `opener` returns, called once and on first use.

    Until then no keyring is asked, and no person is asked to unlock one.
    """

    def __init__(self, opener: Callable[[], Vault]) -> None:
        self._opener = opener
        self._opened: Vault | None = None
        self._guard = threading.Lock()

    @property
    def state(self) -> State:
        return self._vault().state

    def get(self, connection: str, name: str) -> str | None:
        return self._vault().get(connection, name)

    def put(self, connection: str, secrets: Mapping[str, str]) -> None:
        self._vault().put(connection, secrets)

    def remove(self, connection: str) -> None:
        self._vault().remove(connection)

    def unlock(self, passphrase: str) -> None:
        self._vault().unlock(passphrase)

    def _vault(self) -> Vault:
        with self._guard:
            if self._opened is None:
                self._opened = self._opener()
            return self._opened
