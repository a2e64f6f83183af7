"""The sockets behind the requests, so that a fault can cut exactly one."""

import asyncio
import socket
import struct
import sys

from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

Peer = tuple[str, int]


class Wires:
    """The open connections by the address of their other end."""

    def __init__(self) -> None:
        self._open: dict[Peer, asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """Return uvicorn's protocol, made to tell us of every connection."""
        wires = self._open

        class TrackedProtocol(H11Protocol):
            """HTTP/1.1 on a connection that can be found again."""

            @override
            def connection_made(self, transport: asyncio.Transport) -> None:
                super().connection_made(transport)
                if self.client is not None:
                    wires[self.client] = transport

            @override
            def connection_lost(self, exc: Exception | None) -> None:
                if self.client is not None:
                    wires.pop(self.client, None)
                super().connection_lost(exc)

        return TrackedProtocol

    def cut(self, peer: Peer, *, reset: bool) -> None:
        """Close one connection: with a reset and without what is still to be sent, or in order."""
        transport = self._open.get(peer)
        if transport is None:
            return
        if not reset:
            transport.close()
            return
        raw: socket.socket | None = transport.get_extra_info("socket")
        if raw is not None:
            # Lingering for no time makes the system send a reset; Windows packs two shorts.
            linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        transport.abort()

    def cut_all(self) -> None:
        for peer in list(self._open):
            self.cut(peer, reset=False)
