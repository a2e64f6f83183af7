"""Unpacks an answer's body in small pieces, however much a piece of it would unpack to."""

import zlib
from collections.abc import AsyncIterator, Iterator
from typing import Final

ACCEPTED: Final = "gzip, deflate"
"""The encodings that are asked for, as the Accept-Encoding header lists them."""

_PIECE = 65_536
_EITHER_HEAD = 32 + zlib.MAX_WBITS  # gzip's or zlib's, whichever it is
_NO_HEAD = -zlib.MAX_WBITS
_PLAIN = frozenset({"", "identity"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


class NotPacked(Exception):
    """The body is not packed as its header says; the message says how."""


class _Unpacker:
    """Unpacks one body; `headless` is a deflate that comes without its head."""

    def __init__(self, *, headless: bool) -> None:
        self._inner = zlib.decompressobj(_NO_HEAD if headless else _EITHER_HEAD)

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Give what a piece unpacks to, a little at a time."""
        while piece and not self._inner.eof:
            yield self._inner.decompress(piece, _PIECE)
            piece = self._inner.unconsumed_tail

    @property
    def ended(self) -> bool:
        """Whether the body has come to its end."""
        return self._inner.eof


async def unpacked(pieces: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """Give a body's pieces as its Content-Encoding says they are packed.

    A library's own unpacking makes a thousand times as much of one piece before anybody can
    look at how long it is.

    Raises:
        NotPacked: for another encoding, or a body that is not so packed.
    """
    name = encoding.strip().lower()
    if name in _PLAIN:
        async for piece in pieces:
            yield piece
        return
    if name not in _PACKED:
        raise NotPacked(f"packed as {name[:40]}")
    unpacker: _Unpacker | None = None
    async for piece in pieces:
        if unpacker is None:
            headless = name == "deflate" and bool(piece) and piece[0] & 15 != zlib.DEFLATED
            unpacker = _Unpacker(headless=headless)
        try:
            for part in unpacker.feed(piece):
                yield part
        except zlib.error as error:
            raise NotPacked(str(error)) from None
    if unpacker is not None and not unpacker.ended:
        raise NotPacked("it breaks off")
