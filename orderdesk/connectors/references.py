"""References of our own, by which what was sent can be found again."""

import hashlib
from typing import Final

PREFIX: Final = "OD-"
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def own_reference(command_id: str) -> str:
    """Return the reference that belongs to one command and to no other."""
    digest = hashlib.blake2s(command_id.encode(), digest_size=8).digest()
    number = int.from_bytes(digest)
    return PREFIX + "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in range(10))
