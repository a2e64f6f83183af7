"""What a run of the desk leaves behind, so that the next one knows how it came up and ended."""

# Light to import: it is written before the first frame. A crash file holds where every thread
# was, by file and line; faulthandler writes no values.

import contextlib
import faulthandler
import json
import os
import re
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

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._running = profile.state / "running.json"
        self._starts = profile.state / "starts"
        self._file: TextIOWrapper | None = None
        self.crash = profile.logs / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
        self.ended: Ending | None = None
        """How the run before ended, if not well."""
        self.failed_starts = 0
        """How many starts in a row before this one brought up no window."""

    def begin(self) -> None:
        """Look at what the run before left, and mark that this one began.

        A folder that cannot be written costs the marks only.
        """
        with contextlib.suppress(OSError):
            self.ended = self._left_over()
            self.failed_starts = self._count()
            write_private(self._starts, f"{self.failed_starts + 1}\n".encode())
            write_private(self._running, json.dumps({"version": __version__}).encode())
            self._tidy()
            handle = os.open(self.crash, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            self._file = os.fdopen(handle, "a", encoding="utf-8")
            faulthandler.enable(self._file, all_threads=True)

    def came_up(self) -> None:
        """Mark that the window is there: the start did not fail."""
        with contextlib.suppress(OSError):
            self._starts.unlink(missing_ok=True)

    def broke(self, error: BaseException) -> None:
        """Keep where an error went through that ends this run; not what it says."""
        from orderdesk.records import frames_of

        if self._file is not None:
            frames = "".join(f"  at {one}\n" for one in frames_of(error.__traceback__))
            with contextlib.suppress(OSError):
                self._file.write(f"ended by {type(error).__name__}\n{frames}")

    def end(self, *, well: bool = True) -> None:
        """Mark that this run ended; `well`: as it should."""
        if self._file is None:
            return
        faulthandler.disable()
        with contextlib.suppress(OSError):
            self._file.close()
            if well:
                self._running.unlink(missing_ok=True)
            if not self.crash.stat().st_size:
                self.crash.unlink()
        self._file = None

    def _left_over(self) -> Ending | None:
        if not self._running.exists():
            return None
        crashes = [path for path in crash_files(self._profile) if path.stat().st_size]
        began = self._running.stat().st_mtime
        crash = crashes[-1] if crashes and crashes[-1].stat().st_mtime >= began else None
        last = crash.stat().st_mtime if crash else max(began, self._last_written())
        return Ending(datetime.fromtimestamp(last, UTC), crash)

    def _last_written(self) -> float:
        """Return when the logs were written last, seconds since the epoch: the run went on."""
        files = self._profile.logs.glob("desk.*")
        return max((path.stat().st_mtime for path in files), default=0.0)

    def _count(self) -> int:
        try:
            return max(0, int(self._starts.read_text("utf-8")))
        except (OSError, ValueError):
            return 0

    def _tidy(self) -> None:
        """Keep the latest crash files, without the names of folders, and no empty ones."""
        files = crash_files(self._profile)
        for path in files:
            if not path.stat().st_size:
                path.unlink()
        for path in files[:-_CRASHES_KEPT]:
            path.unlink(missing_ok=True)
        for path in files[-_CRASHES_KEPT:]:
            if path.exists():
                write_private(path, plain_crash(path.read_text("utf-8", "replace")).encode())


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
