"""Secrets kept in memory and gone with the process: the demo's vault."""

from collections.abc import Mapping

from orderdesk import logs
from orderdesk.vault.port import State


class MemoryVault:
    """Keeps secrets for as long as the program runs and asks nothing."""

    def __init__(self) -> None:
        self._secrets: dict[str, dict[str, str]] = {}

    @property
    def state(self) -> State:
        return State.MEMORY

    def get(self, connection: str, name: str) -> str | None:
        return self._secrets.get(connection, {}).get(name)

    def put(self, connection: str, secrets: Mapping[str, str]) -> None:
        logs.hide(*secrets.values())
        merged = {**self._secrets.get(connection, {}), **secrets}
        self._secrets[connection] = {name: secret for name, secret in merged.items() if secret}

    def remove(self, connection: str) -> None:
        self._secrets.pop(connection, None)

    def unlock(self, passphrase: str) -> None:
        """Need no passphrase."""
