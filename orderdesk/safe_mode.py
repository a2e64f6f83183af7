"""Safe mode, as far as it concerns the whole process: how windows are drawn, and the way back."""

from collections.abc import MutableMapping
from typing import Final

RESTART: Final = 85
"""What the desk returns where it is to be started again, as usual."""
_DRAWN_BY_SOFTWARE: Final = {
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "QT_XCB_GL_INTEGRATION": "none",
    "QT_OPENGL": "software",
}


def draw_by_software(environ: MutableMapping[str, str]) -> None:
    """Have Qt, which must not be imported yet, leave the graphics driver alone."""
    environ.update(_DRAWN_BY_SOFTWARE)


def draw_as_usual(environ: MutableMapping[str, str]) -> None:
    """Take back what `draw_by_software` set, for what is started from here."""
    for name, value in _DRAWN_BY_SOFTWARE.items():
        if environ.get(name) == value:
            del environ[name]
