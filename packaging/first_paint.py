"""When a program's first window is seen: looks at the pixels of a virtual screen of its own."""

import contextlib
import ctypes
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

WIDTH, HEIGHT = 1600, 1000
# Rows of pixels that are looked at: a window is larger than what lies between two of them.
_ROWS: Final = range(25, HEIGHT, 50)
_EVERY_S: Final = 0.004
_PATIENCE_S: Final = 120.0
_RESTLESS_S: Final = 30.0
_RESTING_CPU_S: Final = 0.05
_Z_PIXMAP: Final = 2
_ALL_PLANES: Final = 0xFFFFFFFF
# A window of a fifth of the screen; what is smaller is a tip or a splash.
_SEEN: Final = 0.2


class NothingSeen(Exception):
    """A program ended, or its time was over, before a window was painted."""


class _Image(ctypes.Structure):
    # The head of Xlib's XImage.
    _fields_ = (
        *((name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")),
        ("data", ctypes.c_void_p),
    )


class Screen:
    """A virtual X screen without a window manager, black where nothing is painted."""

    def __init__(self, display: str) -> None:
        self.display = display
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._connection = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._connection:
            raise RuntimeError(f"the screen {display} does not answer")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._connection))

    def painted(self) -> float:
        """Return which part of the pixels looked at is not black, 0 to 1."""
        lit = 0
        for row in _ROWS:
            image = self._x.XGetImage(
                *(self._connection, self._root, 0, row, WIDTH, 1),
                *(ctypes.c_ulong(_ALL_PLANES), _Z_PIXMAP),
            )
            pixels = ctypes.string_at(image.contents.data, WIDTH * 4)
            lit += WIDTH - _black(pixels)
            self._x.XDestroyImage(image)
        return lit / (WIDTH * len(_ROWS))


def _black(pixels: bytes) -> int:
    # Blue, green, red and a byte that says nothing.
    return sum(
        not any(three) for three in zip(pixels[::4], pixels[1::4], pixels[2::4], strict=True)
    )


@contextlib.contextmanager
def screen() -> Generator[Screen]:
    """Start a virtual screen; it ends with the block."""
    reading, writing = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    options = ("-displayfd", str(writing), "-screen", "0", size, "-br", "-nolisten", "tcp")
    server = subprocess.Popen(("Xvfb", *options), pass_fds=(writing,), stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield Screen(f":{said.readline().strip()}")
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True, slots=True)
class Start:
    """What is started, with what environment."""

    command: Sequence[str]
    environment: Mapping[str, str]


def seconds_to_window(start: Start, seen: Screen) -> float:
    """Return the seconds from before `start` is begun until its window has been painted.

    The program is ended afterwards.

    Raises:
        NothingSeen: with the end of what it wrote.
    """
    environment = {**start.environment, "DISPLAY": seen.display}
    with tempfile.TemporaryFile() as written:
        begun = time.monotonic()
        program = subprocess.Popen(
            start.command,
            env=environment,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
        try:
            while seen.painted() < _SEEN:
                late = time.monotonic() - begun > _PATIENCE_S
                if late or program.poll() is not None:
                    written.seek(0)
                    said = written.read()[-2000:].decode(errors="replace")
                    raise NothingSeen(f"{start.command[0]}: {said}")
                time.sleep(_EVERY_S)
            took = time.monotonic() - begun
            # What the program keeps for its next start, it keeps when it has come to rest and ends.
            _rest(program.pid)
            return took
        finally:
            _end(program)


def _rest(process: int) -> None:
    """Wait until a process has done next to nothing for a second, or for too long."""
    begun, spent = time.monotonic(), -1.0
    while time.monotonic() - begun < _RESTLESS_S:
        words = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2].split()
        now = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
        if spent >= 0 and now - spent < _RESTING_CPU_S:
            return
        spent = now
        time.sleep(1)


def _end(program: "subprocess.Popen[bytes]") -> None:
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(timeout=15)
            return


def forget_files() -> bool:
    """Make the system forget the files that it has read, for a cold start; False: not allowed."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="utf-8")
    except OSError:
        return False
    return True
