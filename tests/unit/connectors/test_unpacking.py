"""Unpacking an answer's body: the same bytes, in pieces that are never much."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator

import pytest

from orderdesk.connectors.unpacking import NotPacked, unpacked

TEXT = b'{"orders": [' + b"1, " * 5_000 + b"1]}"
PACKED = gzip.compress(TEXT, mtime=0)
BARE = zlib.compress(TEXT)[2:-4]


async def cut(body: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(body), size):
        yield body[start : start + size]


def pieces(body: bytes, encoding: str, *, size: int = 7) -> list[bytes]:
    async def gathered() -> list[bytes]:
        return [piece async for piece in unpacked(cut(body, size), encoding)]

    return asyncio.run(gathered())


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", PACKED),
        (" GZip ", PACKED),
        ("x-gzip", PACKED),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", BARE),
    ],
)
def test_a_body_is_unpacked_as_its_header_says(encoding: str, body: bytes) -> None:
    assert b"".join(pieces(body, encoding)) == TEXT


def test_no_piece_is_much_however_small_it_was_on_the_wire() -> None:
    bomb = gzip.compress(bytes(10_000_000))
    found = pieces(bomb, "gzip", size=len(bomb))
    assert sum(map(len, found)) == 10_000_000
    assert max(map(len, found)) <= 65_536


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", TEXT),
        ("gzip", PACKED[:-20]),
        ("deflate", b"\x78\x9cnonsense"),
        ("br", TEXT),
        ("gzip, br", PACKED),
    ],
)
def test_what_is_not_so_packed_is_told(encoding: str, body: bytes) -> None:
    with pytest.raises(NotPacked):
        pieces(body, encoding)


def test_an_empty_body_need_not_be_packed() -> None:
    assert pieces(b"", "gzip") == []
