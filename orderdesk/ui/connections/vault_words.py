"""Where secrets are kept, in words."""

from orderdesk.domain.messages import QT_TRANSLATE_NOOP
from orderdesk.services.views import VaultState

WHERE: dict[VaultState, str] = {
    VaultState.KEYRING: QT_TRANSLATE_NOOP(
        "messages", "Secrets are kept in the system keyring, not in orderdesk's own files."
    ),
    VaultState.FILE_OPEN: QT_TRANSLATE_NOOP(
        "messages", "Secrets are kept in a file encrypted under your passphrase; it is unlocked."
    ),
    VaultState.FILE_LOCKED: QT_TRANSLATE_NOOP(
        "messages", "Secrets are kept in a file encrypted under your passphrase; it is locked now."
    ),
    VaultState.FILE_NEW: QT_TRANSLATE_NOOP(
        "messages",
        "This system has no keyring. Secrets go into a file encrypted under a passphrase that you "
        "choose.",
    ),
    VaultState.MEMORY: QT_TRANSLATE_NOOP(
        "messages", "Secrets are kept in memory only and are gone when orderdesk closes."
    ),
}
KEPT: dict[VaultState, str] = {
    VaultState.KEYRING: QT_TRANSLATE_NOOP("messages", "Kept in the system keyring: unchanged"),
    VaultState.FILE_OPEN: QT_TRANSLATE_NOOP("messages", "Kept in the encrypted file: unchanged"),
    VaultState.FILE_LOCKED: QT_TRANSLATE_NOOP("messages", "Kept in the encrypted file: unchanged"),
    VaultState.FILE_NEW: QT_TRANSLATE_NOOP("messages", "Not here: type it again"),
    VaultState.MEMORY: QT_TRANSLATE_NOOP("messages", "Kept in memory: unchanged"),
}
"""What stands in an empty field of a secret that is kept."""

NEEDS_PASSPHRASE = frozenset({VaultState.FILE_NEW, VaultState.FILE_LOCKED})
UNLOCK_LABELS: dict[VaultState, str] = {
    VaultState.FILE_NEW: QT_TRANSLATE_NOOP("messages", "Choose a passphrase…"),
    VaultState.FILE_LOCKED: QT_TRANSLATE_NOOP("messages", "Unlock…"),
}
