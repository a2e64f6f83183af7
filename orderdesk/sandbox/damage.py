"""What a fault does to the body of an answer."""

import zlib
from dataclasses import replace
from decimal import Decimal
from functools import cache

from orderdesk.sandbox.exchange import Reply
from orderdesk.sandbox.faults import Fault
from orderdesk.sandbox.json_text import JsonValue, NotJson, encode, parse, raw

_BOMB = 100
"""Megabytes."""
WEB_PAGE = (
    "<!DOCTYPE html>\n<html lang='en'><head><title>Sign in to continue</title></head>"
    "<body><h1>Guest network</h1><p>Please accept the terms of use to go on.</p></body></html>\n"
)
"""What a hotel's network puts in place of an answer."""


@cache
def packed_zeros(megabytes: int) -> bytes:
    """Return a body that is small on the wire and unpacks to so many megabytes."""
    packer = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    zeros = bytes(1_000_000)
    return b"".join([*(packer.compress(zeros) for _ in range(megabytes)), packer.flush()])


def bombed(reply: Reply, fault: Fault) -> Reply:
    """Put a body in the answer's place that takes all memory from whoever unpacks it whole."""
    headers = (*reply.headers, ("content-encoding", "gzip"))
    body = packed_zeros(fault.filler or _BOMB)
    return replace(reply, status=fault.status or 200, body=body, headers=headers)


def shortened(body: bytes, fraction: Decimal) -> bytes:
    """Return the first part of a body; never all of it."""
    return body[: min(int(len(body) * fraction), max(len(body) - 1, 0))]


def with_field_replaced(reply: Reply, fault: Fault) -> Reply:
    """Replace `fault.field` in the first `fault.rows` objects of the answer that have it."""
    try:
        value = parse(reply.body)
    except NotJson:
        return reply
    replacement = raw(fault.json) if fault.json is not None else "x" * fault.filler
    left = _replace(value, fault.field or "", replacement, fault.rows)
    if left == fault.rows:
        return reply
    return replace(reply, body=encode(value))


def _replace(value: JsonValue, name: str, replacement: JsonValue, left: int) -> int:
    """Replace in place; how many replacements are left."""
    if left == 0:
        return 0
    if isinstance(value, list):
        for item in value:
            left = _replace(item, name, replacement, left)
    elif isinstance(value, dict):
        if name in value:
            value[name] = replacement
            left -= 1
        for item in value.values():
            left = _replace(item, name, replacement, left)
    return left
