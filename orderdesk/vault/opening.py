"""Which place a profile's secrets are kept in."""

from pathlib import Path

from orderdesk.vault.file_vault import FileVault
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import Vault


def open_vault(
    file: Path, profile_id: str, *, passphrase: str | None = None, memory: bool = False
) -> Vault:
    """Return the vault of a profile; blocks while the keyring is asked whether it can be used.

    With a `passphrase` (ORDERDESK_PASSPHRASE) it is the encrypted file. Without one it is the
    file where there is one, since the secrets are in it; else the keyring; else the file, to
    be made under a passphrase that a person chooses. `memory` is for the demo.
    """
    if memory:
        return MemoryVault()
    if passphrase or file.exists():
        return FileVault(file, passphrase=passphrase)
    from orderdesk.vault.keyring_vault import KeyringVault, system_backends, usable_backend

    backend = usable_backend(profile_id, system_backends())
    return FileVault(file) if backend is None else KeyringVault(backend, profile_id)
