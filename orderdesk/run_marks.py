"""What a run of the desk leaves behind, so that the next one knows how it came up and ended."""

# Light to import: it is written before the first frame. A crash file holds where every thread
# was, by file and line; faulthandler writes no values.

import contextlib
import faulthandler
import os
import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Final

from orderdesk import __version__
from orderdesk.profile import Profile, write_private

FAILED_STARTS: Final = 2
"""So many starts in a row without a window, and safe mode is offered."""
_CRASHES_KEPT: Final = 5
_LONGEST: Final = 200_000
_FRAME: Final = re.compile(r'  File "(?P<file>[^"]*)", line (?P<line>\d+) in (?P<name>[\w.<>]+)')
_KEPT: Final = re.compile(
    r"Fatal Python error: (?:Segmentation fault|Aborted|Bus error|Floating-point exception"
    r"|Illegal instruction|Floating point exception)"
    r"|Windows fatal exception: (?:[a-z ]+|code 0x[0-9a-f]+)"
    r"|(?:Current thread|Thread) 0x[0-9a-f]+(?: \[[^\]\n]*\])?(?: \(most recent call first\))?:"
    r"|  (?:<no Python frame>|Garbage-collecting|\.\.\.)"
    r"|Python [\d.]+|orderdesk [\w.+-]+|ended by [A-Za-z_]\w*|  at [\w.<>: ]+"
)
_THREAD: Final = re.compile(r" \[[^\]\n]*\]")


@dataclass(frozen=True, slots=True)
class Ending:
    """How the run before ended where it did not end as it should; `at` is aware."""

    at: datetime
    crash: Path | None = None


class RunMarks:
    """One run's marks: that it began, that its window came up, that it ended as it should."""

    def __init__(self, profile: Profile | None) -> None:
        """Without a profile, as in the demo, nothing is marked."""
        self._profile = profile
        self._path = Path()
        self._file: TextIOWrapper | None = None
        self.ended: Ending | None = None
        """How the run before ended, if not well."""
        self.failed_starts = 0
        """How many starts in a row before this one brought up no window."""

    def begin(self) -> None:
        """Look at what the run before left, and mark that this one began.

        A folder that cannot be written costs the marks only.
        """
        if self._profile is None:
            return
        with contextlib.suppress(OSError):
            self.ended = _left_over(self._profile)
            self.failed_starts = _count(_starts(self._profile))
            _starts(self._profile).write_text(f"{self.failed_starts + 1}\n", "utf-8")
            _running(self._profile).write_text(f"{__version__}\n", "utf-8")
            _tidy(self._profile)
            name = f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
            self._path = self._profile.logs / name
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(handle, "a", encoding="utf-8")
            faulthandler.enable(self._file, all_threads=True)

    @contextlib.contextmanager
    def kept(self) -> Generator["RunMarks"]:
        """Mark the beginning, and however it goes the end."""
        self.begin()
        try:
            yield self
        except Exception as error:
            self.broke(error)
            raise
        else:
            self.end()

    def came_up(self) -> None:
        """Mark that the window is there: the start did not fail."""
        if self._profile is not None:
            with contextlib.suppress(OSError):
                _starts(self._profile).unlink(missing_ok=True)

    def broke(self, error: BaseException) -> None:
        """Keep where an error went through that ends this run; not what it says."""
        from orderdesk.records import frames_of

        if self._file is not None:
            frames = "".join(f"  at {one}\n" for one in frames_of(error.__traceback__))
            with contextlib.suppress(OSError):
                self._file.write(f"ended by {type(error).__name__}\n{frames}")
            self._close()

    def end(self) -> None:
        """Mark that this run ended as it should."""
        if self._profile is not None:
            self._close()
            with contextlib.suppress(OSError):
                _running(self._profile).unlink(missing_ok=True)

    def _close(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        faulthandler.disable()
        with contextlib.suppress(OSError):
            file.close()
            if not self._path.stat().st_size:
                self._path.unlink()


def _running(profile: Profile) -> Path:
    return profile.state / "running"


def _starts(profile: Profile) -> Path:
    return profile.state / "starts"


def _count(path: Path) -> int:
    try:
        return max(0, int(path.read_text("utf-8")))
    except (OSError, ValueError):
        return 0


def _left_over(profile: Profile) -> Ending | None:
    """Return how the run before ended where its mark still stands."""
    mark = _running(profile)
    if not mark.exists():
        return None
    began = mark.stat().st_mtime
    crashes = [path for path in crash_files(profile) if path.stat().st_size]
    crash = crashes[-1] if crashes and crashes[-1].stat().st_mtime >= began else None
    written = (path.stat().st_mtime for path in profile.logs.glob("desk.*"))
    last = crash.stat().st_mtime if crash else max((began, *written))
    return Ending(datetime.fromtimestamp(last, UTC), crash)


def _tidy(profile: Profile) -> None:
    """Keep the latest crash files, without the names of folders, and no empty ones."""
    files = crash_files(profile)
    for path in files[:-_CRASHES_KEPT]:
        path.unlink()
    for path in files[-_CRASHES_KEPT:]:
        found = path.read_text("utf-8", "replace")
        if not found:
            path.unlink()
        elif plain_crash(found) != found:
            moment = path.stat().st_mtime
            write_private(path, plain_crash(found).encode())
            os.utime(path, (moment, moment))


def crash_files(profile: Profile) -> list[Path]:
    """Return the crash files, the oldest first."""
    return sorted(profile.logs.glob("crash-*.txt"))


def plain_crash(text: str) -> str:
    """Return a crash file's lines that are known not to hold a person's data or folders."""
    lines: list[str] = []
    for line in text[:_LONGEST].splitlines():
        frame = _FRAME.fullmatch(line)
        if frame is not None:
            stem = Path(frame["file"].replace("\\", "/")).stem
            lines.append(f"  at {stem}.{frame['name']}:{frame['line']}")
        elif _KEPT.fullmatch(line):
            lines.append(_THREAD.sub("", line))
    return "".join(f"{line}\n" for line in lines)
