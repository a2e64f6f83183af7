"""What is kept for the first frame: places, words and texts of the window as it was last seen."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale, QRect, QSize

from orderdesk import __version__


class Band(NamedTuple):
    """A part of the window: its place, and the theme's colours of its ground and its edge."""

    left: int
    top: int
    width: int
    height: int
    ground: str
    edge: str = ""


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Everything that the first frame needs beside the rows themselves."""

    edition: str
    """Of the store it was made with."""
    table: Band
    width: int
    height: int
    """The window's size it was made with."""
    bands: list[Band]
    zone: str
    titles: dict[str, str]
    states: list[tuple[str, str, str]]
    """Vendor, its word for a state, and what that is called."""
    mixed: bool
    """Whether orders of several connections stand beside one another."""
    rows: list[int] | None = None
    """What stood first where something was searched or sorted; None: the newest stood first."""
    texts: dict[str, str] = field(default_factory=dict[str, str])
    """Numbers and dates as they were written."""
    program: str = __version__
    locale: str = field(default_factory=lambda: QLocale.system().name())

    def place(self, band: Band, size: QSize) -> QRect:
        """Return a band's place in a window of another size, as on another screen.

        What was nearer to the right or to the bottom keeps its distance from there.
        """
        wider, higher = size.width() - self.width, size.height() - self.height
        left, right = band.left, band.left + band.width
        top, bottom = band.top, band.top + band.height
        left += wider if left > self.width // 2 else 0
        right += wider if right > self.width // 2 else 0
        top += higher if top > self.height // 2 else 0
        bottom += higher if bottom > self.height // 2 else 0
        return QRect(left, top, max(right - left, 0), max(bottom - top, 0))


def look_text(look: FirstLook) -> str:
    """Return a look as it is kept."""
    return json.dumps(asdict(look), ensure_ascii=False)


def read_look(text: str, edition: str) -> FirstLook | None:
    """Read a kept look; None where it is broken, or of another store, program or language."""
    try:
        look = _look(json.loads(text))
        ZoneInfo(look.zone)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return None
    fits = (look.edition, look.program, look.locale)
    return look if fits == (edition, __version__, QLocale.system().name()) else None


def _look(kept: Any) -> FirstLook:
    rows: Any = kept["rows"]
    return FirstLook(
        edition=str(kept["edition"]),
        table=_band(kept["table"]),
        width=int(kept["width"]),
        height=int(kept["height"]),
        bands=[_band(one) for one in kept["bands"]],
        zone=str(kept["zone"]),
        titles={str(key): str(title) for key, title in kept["titles"].items()},
        states=[(str(vendor), str(word), str(label)) for vendor, word, label in kept["states"]],
        mixed=bool(kept["mixed"]),
        rows=None if rows is None else [int(one) for one in rows],
        texts={str(key): str(text) for key, text in kept["texts"].items()},
        program=str(kept["program"]),
        locale=str(kept["locale"]),
    )


def _band(kept: Any) -> Band:
    left, top, width, height, ground, edge = kept
    return Band(int(left), int(top), int(width), int(height), str(ground), str(edge))
