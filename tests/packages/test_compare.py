"""What the comparison of packages makes of its measurements, and how it sees a window."""

import shutil
import sys
from pathlib import Path

import pytest
from compare import Result, Row, ratios, size_of_frozen, table
from first_paint import NothingSeen, Start, screen, seconds_to_window

ROWS = [
    Row("bare window", None, 100.0, 100.0, 0.5, 0.4),
    Row("orderdesk", 50.0, 150.0, 150.0, 1.0, 0.6),
    Row("another", 5.0, 10.0, 60.0, None, 0.2),
]
_NO_SCREEN = shutil.which("Xvfb") is None or not sys.platform.startswith("linux")


def test_ratios_are_to_the_bare_window_and_what_was_not_measured_has_none() -> None:
    found = ratios(ROWS)
    assert found["orderdesk"] == {"installed": 1.5, "warm": 1.5, "cold": 2.0}
    assert found["another"] == {"installed": 0.6, "warm": 0.5}


def test_the_table_says_every_figure_and_how_it_was_got() -> None:
    text = table(Result("one.deb", 3, "files forgotten before", ROWS, ratios(ROWS)))
    assert "50.0 MB" in text
    assert "1.00 s" in text
    assert text.splitlines()[3].split()[-2:] == ["0.20", "s"]
    assert text.endswith("cold: files forgotten before; medians of 3 runs\n")


def test_the_size_is_what_the_files_say(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "file").write_bytes(b"x" * 2_000_000)
    (tmp_path / "link").symlink_to("inside/file")
    assert size_of_frozen(tmp_path, None).installed == pytest.approx(2.0, abs=0.01)


@pytest.mark.skipif(_NO_SCREEN, reason="needs Xvfb")
def test_a_program_that_ends_without_a_window_is_told_of_with_its_words() -> None:
    with screen() as seen:
        assert seen.painted() == 0
        with pytest.raises(NothingSeen, match="No such display device"):
            seconds_to_window(Start(("sh", "-c", "echo No such display device; exit 1"), {}), seen)
