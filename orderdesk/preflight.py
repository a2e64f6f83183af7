"""What this system must have before Qt is imported: a display and Qt's system libraries."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

EXIT_UNAVAILABLE: Final = 69
"""Exit code when the desk cannot open here: no display, or a system library is missing."""


class Library(NamedTuple):
    """A shared library that Qt loads, and the Debian and Ubuntu package that brings it."""

    soname: str
    package: str


# Read off the NEEDED entries of the Qt 6.11 wheels; the packages were tried in a minimal Debian 12.
# `import PySide6.QtGui` fails without these, even where no window is ever shown.
CORE_LIBRARIES: Final = (
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libGL.so.1", "libgl1"),
    Library("libEGL.so.1", "libegl1"),
    Library("libX11.so.6", "libx11-6"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libfreetype.so.6", "libfreetype6"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    Library("libbrotlidec.so.1", "libbrotli1"),
    Library("libzstd.so.1", "libzstd1"),
)
# A window on X11, or on Wayland by way of XWayland, needs these as well.
X11_LIBRARIES: Final = (
    Library("libX11-xcb.so.1", "libx11-xcb1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0"),
    Library("libxcb-render.so.0", "libxcb-render0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-shm.so.0", "libxcb-shm0"),
    Library("libxcb-sync.so.1", "libxcb-sync1"),
    Library("libxcb-util.so.1", "libxcb-util1"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
)
WAYLAND_LIBRARIES: Final = (
    Library("libwayland-client.so.0", "libwayland-client0"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0"),
)


def x_server_answers(display: str) -> bool:
    """Whether the X server named by `display` accepts a connection; true where libxcb is missing.

    A variable left over from a closed session would otherwise make Qt abort the process.
    """
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # library_problem names it
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    try:
        return int(xcb.xcb_connection_has_error(connection)) == 0
    finally:
        xcb.xcb_disconnect(connection)


def display_problem(
    environ: Mapping[str, str],
    platform: str,
    *,
    answers: Callable[[str], bool] = x_server_answers,
) -> str | None:
    """Say in one line why no window can be shown, and what to do; None when one can.

    `environ` is the process environment, `platform` is `sys.platform`, `answers` tells whether an
    X display can be reached.
    """
    plugins = _plugins(environ, platform)
    if plugins is None:
        return None
    if "wayland" in plugins and _wayland_socket(environ):
        return None
    display = environ.get("DISPLAY", "")
    if "xcb" in plugins and display:
        if answers(display):
            return None
        return (
            f"orderdesk needs a display, and the X server {display} (DISPLAY) does not answer: "
            "start it from a terminal inside your desktop session, or use `xvfb-run make demo`."
        )
    return (
        "orderdesk needs a display and there is none: start it in a desktop session (over ssh: "
        "`ssh -X`), or use `xvfb-run make demo`; list, show, do and sync work without a display."
    )


def missing_libraries(libraries: Iterable[Library]) -> tuple[Library, ...]:
    """Return those of `libraries` that the dynamic loader does not find."""
    return tuple(library for library in libraries if not _loads(library.soname))


def library_problem(
    environ: Mapping[str, str] | None = None, platform: str = sys.platform
) -> str | None:
    """Say in one line which system libraries Qt misses and how to install them; None when none.

    `environ` (the process environment when None) and `platform` tell how windows would be shown.
    """
    if not platform.startswith("linux"):
        return None
    plugins = _plugins(os.environ if environ is None else environ, platform) or ()
    ways = [_BY_PLUGIN[plugin] for plugin in plugins]
    missing = missing_libraries(CORE_LIBRARIES)
    # One way to show a window is enough; the last one, X11, is the one to repair.
    shortfalls = [missing_libraries(way) for way in ways]
    if shortfalls and all(shortfalls):
        missing += shortfalls[-1]
    if not missing:
        return None
    names = ", ".join(library.soname for library in missing)
    packages = " ".join(library.package for library in missing)
    return (
        f"orderdesk needs system libraries that are missing here ({names}); on Debian and Ubuntu: "
        f"sudo apt-get install -y --no-install-recommends {packages}"
    )


def main(arguments: list[str], platform: str = sys.platform) -> int:
    """Print the missing packages, one a line, for set-up scripts: for the tests, or for `desk`."""
    libraries = CORE_LIBRARIES if platform.startswith("linux") else ()
    if libraries and arguments == ["desk"]:
        libraries += X11_LIBRARIES + WAYLAND_LIBRARIES
    packages = (library.package for library in missing_libraries(libraries))
    sys.stdout.write("".join(f"{package}\n" for package in packages))
    return 0


_BY_PLUGIN: Final = {"wayland": WAYLAND_LIBRARIES, "xcb": X11_LIBRARIES}


def _plugins(environ: Mapping[str, str], platform: str) -> tuple[str, ...] | None:
    """Name the window systems Qt may use, best first; None where no display server is needed."""
    if not platform.startswith("linux"):
        return None
    wanted = [name.partition(":")[0] for name in environ.get("QT_QPA_PLATFORM", "").split(";")]
    if any(name and not name.startswith(("xcb", "wayland")) for name in wanted):
        return None  # offscreen, minimal, vnc and the like bring their own screen
    named = tuple(plugin for plugin in _BY_PLUGIN if any(n.startswith(plugin) for n in wanted))
    if named:
        return named
    if not environ.get("WAYLAND_DISPLAY"):
        return ("xcb",)
    return ("wayland", "xcb") if environ.get("DISPLAY") else ("wayland",)


def _wayland_socket(environ: Mapping[str, str]) -> bool:
    name = environ.get("WAYLAND_DISPLAY", "")
    return bool(name) and Path(environ.get("XDG_RUNTIME_DIR", "/"), name).is_socket()


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
