"""One desk a profile: a second start hands its link over to the first, and ends."""

import hashlib
import os
from typing import Final

from orderdesk.desk_lock import lock_path
from orderdesk.profile import Profile

LINK_SCHEME: Final = "orderdesk"
_ORDER: Final = f"{LINK_SCHEME}://order/"
_LONGEST: Final = 1_000
_PATIENCE_MS: Final = 3_000


def order_of_link(link: str) -> str | None:
    """Return the id of the order that `orderdesk://order/ID` names; None for any other text.

    A link comes from anywhere: what is too long, or holds what no id holds, is no link.
    """
    from urllib.parse import unquote

    if not link.startswith(_ORDER) or len(link) > _LONGEST:
        return None
    order_id = unquote(link.removeprefix(_ORDER)).rstrip("/")
    return order_id if order_id and order_id.isprintable() else None


def address_of(profile: Profile) -> str:
    """Return the name under which a profile's desk listens, the same for every start of it."""
    place = hashlib.sha256(str(lock_path(profile)).encode()).hexdigest()[:16]
    user = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f"orderdesk-{user}-{place}"


def hand_over(profile: Profile, link: str) -> bool:
    """Have the desk that is open come to the front, with a link if there is one; whether it did."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(address_of(profile))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(f"{link}\n".encode())
    socket.flush()
    answered = socket.waitForReadyRead(_PATIENCE_MS)
    socket.disconnectFromServer()
    return answered
