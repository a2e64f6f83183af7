"""How a run came up and ended is known to the next one, be it by a crash."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from orderdesk.diagnostics import gather
from orderdesk.profile import Profile
from orderdesk.run_marks import RunMarks, crash_files, plain_crash

CHILD = """
import ctypes, os, sys
from pathlib import Path
from orderdesk.profile import Profile
from orderdesk.run_marks import RunMarks
def die_for_philippa():
    {act}
with RunMarks(Profile.under(Path(sys.argv[1]))).kept():
    die_for_philippa()
"""


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    profile = Profile.under(tmp_path / "home of Philippa Quenby")
    profile.prepare()
    return profile


def run(profile: Profile, act: str) -> int:
    script = profile.data / "script.py"
    script.write_text(CHILD.format(act=act))
    words = [sys.executable, str(script), str(profile.data)]
    return subprocess.run(words, check=False, capture_output=True).returncode


@pytest.mark.parametrize(
    ("act", "code", "word"),
    [
        ("ctypes.string_at(0)", -signal.SIGSEGV, "Fatal Python error: Segmentation fault"),
        ("os.abort()", -signal.SIGABRT, "Fatal Python error: Aborted"),
        ("raise ValueError('Philippa')", 1, "ended by ValueError"),
        ("os.kill(os.getpid(), 9)", -signal.SIGKILL, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_bad_end_is_known_and_says_nobodys_name(
    profile: Profile, act: str, code: int, word: str | None
) -> None:
    assert run(profile, act) == code
    before = [path.read_text() for path in crash_files(profile)]
    assert [word for text in before if text] == ([word] if word else [])
    marks = RunMarks(profile)
    marks.begin()
    try:
        assert marks.ended is not None
        assert (marks.ended.crash is not None) == (word is not None)
        kept = [part.text for part in gather(profile) if part.name.startswith("crashes/")]
        whole = "".join(kept)
        assert (word or "") in whole
        assert "Philippa" not in whole + "".join(p.read_text() for p in crash_files(profile))
        if word:
            assert "script.die_for_philippa:" in whole
    finally:
        marks.end()
    again = RunMarks(profile)
    again.begin()
    again.end()
    assert again.ended is None


def test_starts_without_a_window_are_counted(profile: Profile) -> None:
    counted: list[int] = []
    for came_up in (False, False, True, False):
        marks = RunMarks(profile)
        marks.begin()
        counted.append(marks.failed_starts)
        if came_up:
            marks.came_up()
        marks.end()
    assert counted == [0, 1, 2, 0]


def test_only_known_lines_of_a_crash_are_kept() -> None:
    text = (
        "Fatal Python error: Segmentation fault\n\n"
        "Thread 0x00007f [Philippa] (most recent call first):\n"
        '  File "/home/philippa/x/desk.py", line 7 in <lambda>\n'
        "Philippa Quenby was here\n"
    )
    assert plain_crash(text) == (
        "Fatal Python error: Segmentation fault\n"
        "Thread 0x00007f (most recent call first):\n"
        "  at desk.<lambda>:7\n"
    )
    assert plain_crash(plain_crash(text)) == plain_crash(text)
