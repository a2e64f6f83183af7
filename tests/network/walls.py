"""What stands between the desk and its vendors: a TLS listener nobody trusts, and slow names."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override

HOST = "127.0.0.1"
_PIECE = 65_536


def self_made_certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this computer that no authority has signed; return how to serve it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Guest network")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "self-made.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@asynccontextmanager
async def tls_before(ports: set[int], context: ssl.SSLContext) -> AsyncGenerator[Mapping[int, int]]:
    """Listen with TLS before each port and hand on what comes; return the ports to go to.

    What gets through although nobody can trust it reaches the vendor, whose log then tells.
    """
    servers: list[asyncio.Server] = []
    doors: dict[int, int] = {}
    try:
        for port in ports:
            server = await asyncio.start_server(_hander_on(port), HOST, 0, ssl=context)
            servers.append(server)
            doors[port] = server.sockets[0].getsockname()[1]
        yield doors
    finally:
        for server in servers:
            server.close()
            await server.wait_closed()


def _hander_on(port: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]:
    async def hand_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection(HOST, port)
        await asyncio.gather(_pour(reader, to_there), _pour(there, writer), return_exceptions=True)

    return hand_on


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(_PIECE):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()


class SlowNames(asyncio.SelectorEventLoop):
    """A loop whose names take their time to be found, each look-up the next of `delays`."""

    def __init__(self) -> None:
        super().__init__()
        self.delays: tuple[float, ...] = ()
        """Seconds; empty: names are found at once."""
        self.asked = 0

    @override
    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> list[Any]:
        if self.delays and host in {"localhost", b"localhost"}:
            delay = self.delays[self.asked % len(self.delays)]
            self.asked += 1
            await lasting(delay)
            host, family = HOST, socket.AF_INET
        return await super().getaddrinfo(
            host, port, family=family, type=type, proto=proto, flags=flags
        )


async def lasting(seconds: float) -> None:
    """Let a fault last for so long."""
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return
