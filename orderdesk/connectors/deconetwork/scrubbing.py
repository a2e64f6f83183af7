"""What is never kept of what a site sends: card numbers, and tokens in addresses."""

# Addresses of documents carry a login token unless it is asked to be left out
# (skip_login_token, reference page); that a site heeds it is not relied on.

import re
from typing import Final, cast

from orderdesk.connectors import payloads

_SECRET_NAMES: Final = frozenset(
    {"card_number", "cardnumber", "cvv", "cvc", "card_code", "login_token", "token"}
)
_DEEPEST: Final = 60
"""Deeper than any reader looks, and shallow enough for every writer."""

_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?://)(?:[^\s/?#@]*@)?(?P<path>[^\s?#\"<>]*)(?:[?#][^\s\"<>]*)?",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(
    r"(?P<name>\b(?:login_token|token|password|username)=)[^\s&\"<>]+", re.IGNORECASE
)


def clean_text(text: str) -> str:
    """Return a text whose addresses end with their path, without tokens."""
    if "://" in text:
        text = _ADDRESS.sub(r"\g<scheme>\g<path>", text)
    if "=" in text:
        text = _TOKEN.sub(rf"\g<name>{payloads.REMOVED}", text)
    return text


def _clean(value: object, name: str, depth: int) -> object:
    if depth > _DEEPEST:
        return payloads.REMOVED
    if isinstance(value, str):
        if name.endswith(("url", "urls", "thumbnail")):  # some have no host
            value = value.partition("?")[0].partition("#")[0]
        return clean_text(value)
    if isinstance(value, dict):
        members = cast("dict[str, object]", value).items()
        return {
            clean_text(key): _clean(member, key.casefold(), depth + 1) for key, member in members
        }
    if isinstance(value, list):
        return [_clean(entry, name, depth + 1) for entry in cast("list[object]", value)]
    return value


def scrub(value: object) -> object:
    """Return `value` without what must never be kept, whatever its depth."""
    return payloads.scrub(_clean(value, "", 0), _SECRET_NAMES)
