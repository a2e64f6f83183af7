"""What is published of newer versions, and what of it is offered here."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from orderdesk.domain.errors import DeskError
from orderdesk.domain.messages import QT_TRANSLATE_NOOP, Fact, Message

PRODUCT: Final = "orderdesk"
MOST_BYTES: Final = 1_000_000
"""A list of versions is never longer; what is longer is not read."""
_STAGES: Final = {"dev": 0, "a": 1, "b": 2, "rc": 3, "": 4}
_VERSION: Final = re.compile(
    r"(\d{1,6}(?:\.\d{1,6}){0,3})(?:\.?(dev|a|b|rc)(\d{1,6}))?(?:\+[\w.]{1,60})?"
)
_PARTS = 4
_MOST_NEWS = 12
_LONGEST_NEWS = 240
_CHANNELS: Final = {"stable": ("stable",), "early": ("stable", "early")}

NOT_SIGNED = QT_TRANSLATE_NOOP(
    "messages", "The list of versions is not signed by whoever makes orderdesk."
)
NOT_READABLE = QT_TRANSLATE_NOOP("messages", "What came is no list of versions ({words}).")
OTHER_PRODUCT = QT_TRANSLATE_NOOP("messages", "The list of versions is of “{product}”.")
OLDER_LIST = QT_TRANSLATE_NOOP(
    "messages", "The list of versions is number {serial}, older than number {seen}, seen before."
)
EXPIRED = QT_TRANSLATE_NOOP(
    "messages", "The list of versions was good until {day}; today is {today}, by this computer."
)
NO_CHANNEL = QT_TRANSLATE_NOOP("messages", "The list has no versions of the kind “{channel}”.")
BAD_VERSION = QT_TRANSLATE_NOOP("messages", "“{version}” is no version that can be compared.")
BAD_PAGE = QT_TRANSLATE_NOOP("messages", "“{page}” is no encrypted address to download from.")
TOO_LONG = QT_TRANSLATE_NOOP("messages", "The list of versions is too long to be one.")
NOTHING_OFFERED = QT_TRANSLATE_NOOP(
    "messages", "Nothing is offered, and what you have goes on working."
)
CHECK_CLOCK = QT_TRANSLATE_NOOP(
    "messages", "Look at this computer's date. If it is right, the list was not renewed in time."
)


class UpdateRefused(DeskError):
    """What was published cannot be trusted or read; nothing of it is offered."""


def refusal(text: str, facts: Mapping[str, Fact] | None = None) -> UpdateRefused:
    """Return the error for a list that is not believed."""
    return UpdateRefused(Message(text, facts or {}), way_out=Message(NOTHING_OFFERED))


class _Published(BaseModel):
    # What a newer list says beside this is for newer programs.
    model_config = ConfigDict(frozen=True, extra="ignore")


class Package(_Published):
    """One file to download; `sha256` is in hex, `size` in bytes."""

    name: Annotated[str, Field(max_length=200)]
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Release(_Published):
    """The newest version of a channel; `page` is where a person downloads it."""

    version: Annotated[str, Field(max_length=60)]
    page: Annotated[str, Field(max_length=500)]
    news: tuple[str, ...] = ()
    packages: tuple[Package, ...] = ()


class Manifest(_Published):
    """The signed list; `serial` grows with each one that is published."""

    product: str
    serial: Annotated[int, Field(ge=1, le=2**53)]
    issued: AwareDatetime
    expires: AwareDatetime
    channels: Mapping[str, Release]


class Offer(BaseModel):
    """A version newer than the one that runs."""

    model_config = ConfigDict(frozen=True)

    version: str
    page: str
    news: tuple[str, ...] = ()


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: 1.2.dev3 < 1.2a1 < 1.2rc1 < 1.2 = 1.2.0 < 1.10.

    Raises:
        UpdateRefused: it is written in no way that is known here.
    """
    found = _VERSION.fullmatch(version)
    if found is None:
        raise refusal(BAD_VERSION, {"version": version[:60]})
    parts = [int(part) for part in found[1].split(".")]
    padded = parts + [0] * (_PARTS - len(parts))
    return (*padded, _STAGES[found[2] or ""], int(found[3] or 0))


def read_manifest(body: bytes, *, seen: int, now: datetime) -> Manifest:
    """Read a list whose signature is good; `seen` is the highest number that was read before.

    Raises:
        UpdateRefused: it is unreadable, another product's, older than one seen, or expired.
    """
    try:
        manifest = Manifest.model_validate_json(body)
    except ValidationError as error:
        detail = error.errors()[0]
        place = ".".join(map(str, detail["loc"]))
        raise refusal(NOT_READABLE, {"words": f"{place}: {detail['msg']}"[:200]}) from error
    if manifest.product != PRODUCT:
        raise refusal(OTHER_PRODUCT, {"product": manifest.product[:60]})
    if manifest.serial < seen:
        raise refusal(OLDER_LIST, {"serial": str(manifest.serial), "seen": str(seen)})
    if manifest.expires <= now:
        facts = {"day": f"{manifest.expires:%Y-%m-%d}", "today": f"{now:%Y-%m-%d}"}
        raise UpdateRefused(Message(EXPIRED, facts), way_out=Message(CHECK_CLOCK))
    return manifest


def offer_of(manifest: Manifest, *, channel: str, running: str) -> Offer | None:
    """Return the newest version of the channel, None where none is newer than `running`.

    Raises:
        UpdateRefused: there is no such channel, or what it says cannot be used.
    """
    names = _CHANNELS.get(channel, (channel,))
    releases = [manifest.channels[name] for name in names if name in manifest.channels]
    if not releases:
        raise refusal(NO_CHANNEL, {"channel": channel})
    newest = max(releases, key=lambda release: version_key(release.version))
    if version_key(newest.version) <= version_key(running):
        return None
    if not _encrypted(newest.page):
        raise refusal(BAD_PAGE, {"page": newest.page[:120]})
    news = tuple(" ".join(line.split())[:_LONGEST_NEWS] for line in newest.news[:_MOST_NEWS])
    return Offer(version=newest.version, page=newest.page, news=tuple(filter(None, news)))


def _encrypted(page: str) -> bool:
    """Whether it is an address that a browser opens over an encrypted connection."""
    try:
        parts = urlsplit(page)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
