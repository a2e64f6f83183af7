"""Connections: configured accounts, their secrets, their test and how they are doing."""

from collections.abc import Callable, Mapping, Sequence

from orderdesk.domain.gateway import ConnectionConfig, ConnectorDescription, ProbeStep
from orderdesk.services.views import ConnectionStatus, VaultState


class ConnectionService:
    """What a person does with connections.

    Problems of an InputError are keyed `name`, `vendor`, `urls.KEY`, `settings.KEY` and
    `secrets.KEY`.
    """

    def descriptions(self) -> tuple[ConnectorDescription, ...]:
        """Return what every connector says of itself."""
        raise NotImplementedError

    async def list(self) -> list[ConnectionStatus]:
        """Return all connections and how they are doing."""
        raise NotImplementedError

    async def test(
        self,
        config: ConnectionConfig,
        secrets: Mapping[str, str] | None,
        on_step: Callable[[ProbeStep], None],
    ) -> bool:
        """Test a connection step by step, kept or not; `secrets` None: the kept ones.

        Raises:
            InputError: if the settings cannot be used at all.
        """
        raise NotImplementedError

    async def add(self, config: ConnectionConfig, secrets: Mapping[str, str]) -> str:
        """Keep a new connection and return its key, made from its name; `config.key` is unused.

        Raises:
            InputError: if settings are missing or wrong.
            DeskError: if the secrets cannot be kept (the vault is locked).
        """
        raise NotImplementedError

    async def update(self, config: ConnectionConfig, secrets: Mapping[str, str] | None) -> None:
        """Change a connection; `secrets` None: they stay.

        Raises:
            InputError: if there is none with this key, or settings are missing or wrong.
        """
        raise NotImplementedError

    async def remove(self, key: str) -> None:
        """Forget a connection, its secrets and its orders.

        Raises:
            Refused: while commands of it are not settled.
        """
        raise NotImplementedError

    async def import_json(self, text: str) -> Sequence[str]:
        """Add or update the connections of a JSON text; return their keys.

        Raises:
            InputError: if it is not what the sandbox prints, or one connection of it.
        """
        raise NotImplementedError

    async def vault_state(self) -> VaultState:
        """Say where secrets are kept, and whether they can be read."""
        raise NotImplementedError

    async def unlock(self, passphrase: str) -> None:
        """Open the encrypted file, or make it where there is none yet.

        Raises:
            DeskError: if the passphrase is wrong.
        """
        raise NotImplementedError
