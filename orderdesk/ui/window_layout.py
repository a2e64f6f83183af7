"""How the window was left, as text: read before anything heavy is imported."""

import base64
import binascii
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from PySide6.QtWidgets import QMainWindow

from orderdesk.ui.theme import Appearance

FIRST_SIZE = (1440, 860)


@dataclass(frozen=True, slots=True)
class WindowLayout:
    """The window's place and which panes it shows; sizes in pixels by the panes' names."""

    version: int = 1
    geometry: str = ""
    """Qt's own, base64: Qt alone knows how to bring a window back onto a screen that is there."""
    sizes: dict[str, int] = field(default_factory=dict[str, int])
    hidden: list[str] | None = None


def read_window_layout(text: str | None) -> WindowLayout:
    """Read a kept layout; whatever cannot be read gives the default one."""
    try:
        return _layout(json.loads(text)) if text else WindowLayout()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return WindowLayout()


def window_layout_text(layout: WindowLayout) -> str:
    """Return a layout as it is kept."""
    return json.dumps(asdict(layout))


def read_appearance(text: str | None) -> Appearance:
    """Read the kept look; whatever cannot be read follows the system."""
    return Appearance(text) if text in set(Appearance) else Appearance.SYSTEM


def restore_geometry(window: QMainWindow, layout: WindowLayout) -> bool:
    """Put the window where it was; False where nothing usable was kept."""
    try:
        blob = base64.b64decode(layout.geometry, validate=True)
    except (binascii.Error, ValueError):
        return False
    return bool(blob) and window.restoreGeometry(blob)


def geometry_text(window: QMainWindow) -> str:
    """Return the window's place as text."""
    return base64.b64encode(window.saveGeometry().data()).decode("ascii")


def _layout(kept: Any) -> WindowLayout:
    hidden: Any = kept.get("hidden")
    return WindowLayout(
        version=_checked(kept.get("version", 1), int),
        geometry=_checked(kept.get("geometry", ""), str),
        sizes={name: _checked(size, int) for name, size in kept.get("sizes", {}).items()},
        hidden=None if hidden is None else [_checked(name, str) for name in hidden],
    )


def _checked(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(kind.__name__)
    return value
