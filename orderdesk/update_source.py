"""Where this build looks for newer versions, and whose word it takes; whoever builds sets it."""

from typing import Final

ADDRESS: Final = ""
"""The signed list of versions, https; "" is nowhere, and then nothing is ever asked."""
KEYS: Final[tuple[str, ...]] = ()
"""The public keys that may sign it, Ed25519, 32 bytes in base64; the newest first."""
