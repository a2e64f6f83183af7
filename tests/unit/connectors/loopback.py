"""A tiny server that answers each request with bytes a test has written, right or wrong."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answering = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Loopback:
    """What was asked, head and body, and where."""

    port: int = 0
    asked: list[bytes] = field(default_factory=list[bytes])

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return head + await reader.readexactly(length)


@asynccontextmanager
async def served(answer: Answering) -> AsyncGenerator[Loopback]:
    """Serve on a free port; each connection is one request, and closed when answered."""
    loopback = Loopback()
    busy: set[asyncio.Task[None] | None] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        busy.add(asyncio.current_task())
        try:
            asked = await _request(reader)
            loopback.asked.append(asked)
            await answer(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    loopback.port = server.sockets[0].getsockname()[1]
    try:
        yield loopback
    finally:
        server.close()
        for task in filter(None, busy):
            task.cancel()
        await asyncio.gather(*filter(None, busy))


def reply(
    status: int = 200, body: bytes = b"{}", *, headers: dict[str, str] | None = None
) -> bytes:
    """Write an answer with the right length."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def always(*answers: bytes) -> Answering:
    """Give the answers one after the other, the last one for ever."""
    left = list(answers)

    async def answer(_asked: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()

    return answer
