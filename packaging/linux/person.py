"""A person at a virtual screen: keys, a mouse, window titles, pictures."""

import contextlib
import os
import subprocess
from collections.abc import Generator
from pathlib import Path

from fresh_system import until

TOOLS = ("Xvfb", "openbox", "xdotool", "import")
SIZE = "1440x900x24"
_FIELD_MS = "12"


class Person:
    """Acts on a screen as the keys and the mouse allow, and sees titles; keeps pictures."""

    def __init__(self, screen: str, pictures: Path) -> None:
        self._screen = screen
        self._environ = {**os.environ, "DISPLAY": screen}
        self._pictures = pictures
        self._name = ""
        pictures.mkdir(parents=True, exist_ok=True)

    @property
    def screen(self) -> str:
        """The display's name."""
        return self._screen

    def name_pictures(self, name: str) -> None:
        """Begin the names of the pictures that follow with `name`."""
        self._name = name

    def _do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environ, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def titles(self) -> list[str]:
        """Return the titles of the windows that are seen."""
        numbers = self._do("search", "--onlyvisible", "--name", ".").split()
        return [title for number in numbers if (title := self._do("getwindowname", number))]

    def in_front(self) -> str:
        """Return the title of the window that takes the keys."""
        return self._do("getactivewindow", "getwindowname")

    def see(self, part: str, *, seconds: float = 60) -> float:
        """Wait for a window with `part` in its title to take the keys; return how long it took.

        Raises:
            WentWrong: it did not come.
        """
        try:
            return until(
                lambda: part in self.in_front(),
                f"a window called “{part}” in front, but there are {self.titles()}",
                seconds=seconds,
            )
        except BaseException:
            self.picture("not-seen")
            raise

    def see_no(self, part: str) -> None:
        """Wait until no window has `part` in its title.

        Raises:
            WentWrong: there is one all the same.
        """
        until(lambda: not any(part in title for title in self.titles()), f"“{part}” is still there")

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self._do("key", "--clearmodifiers", key)
            # What a key opens is there before a person's next one.
            self._still()

    def type(self, text: str) -> None:
        """Type a text in place of what the field has."""
        self.press("ctrl+a")
        self._do("type", "--delay", _FIELD_MS, text)
        self._still()

    def drag(self, *, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag with the left button from a place of the screen to another."""
        self._do("mousemove", *map(str, start), "mousedown", "1")
        middle = [(one + other) // 2 for one, other in zip(start, end, strict=True)]
        for place in (middle, end, end):
            self._do("mousemove", *map(str, place))
            self._still()
        self._do("mouseup", "1")
        self._still()

    def minimise(self) -> None:
        """Put the window in front away, as its button does."""
        self._do("getactivewindow", "windowminimize")

    def _still(self) -> None:
        """Wait until the screen has stood still for a moment, at most a few seconds."""
        seen: list[bytes] = []

        def stands() -> bool:
            seen.append(self._pixels())
            return len(seen) > 2 and seen[-1] == seen[-2] == seen[-3]

        with contextlib.suppress(Exception):
            until(stands, "a screen that stands still", seconds=3)

    def _pixels(self) -> bytes:
        words = ["import", "-window", "root", "-depth", "8", "rgb:-"]
        return subprocess.run(words, env=self._environ, capture_output=True, check=False).stdout

    def picture(self, name: str) -> Path:
        """Keep what is seen now."""
        self._still()
        target = self._pictures / f"{self._name}{name}.png"
        words = ["import", "-window", "root", str(target)]
        subprocess.run(words, env=self._environ, check=False)
        return target


@contextlib.contextmanager
def person_at_screen(pictures: Path) -> Generator[Person]:
    """Give somebody at a screen of their own, with a window manager."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-ac", "-nolisten", "tcp"]
    screen = subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as file:
        number = f":{file.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": number}, stderr=subprocess.DEVNULL
    )
    try:
        yield Person(number, pictures)
    finally:
        for process in (manager, screen):
            process.terminate()
            process.wait()
