"""What stops a build, what the bill of materials says, and what the check of flaws makes of it."""

from pathlib import Path

import build
import pytest
from bill import complete
from lint import appstream_verdict
from notices import Notice, locked_names, notices
from stripping import may_be_stripped
from vulnerabilities import verdict

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"
KNOWN = '{"dependencies": [{"name": "one", "version": "1", "vulns": []}]}'
FLAWED = (
    '{"dependencies": [{"name": "one", "version": "1",'
    ' "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}'
)


def _notice(licence: str) -> Notice:
    return Notice("one", "1", licence, ())


@pytest.mark.parametrize("licence", ["MIT", "MIT OR GPL-2.0-only", "BSD-3-Clause AND MIT"])
def test_a_licence_that_was_looked_at_may_be_shipped(licence: str) -> None:
    assert _notice(licence).allowed


@pytest.mark.parametrize("licence", ["GPL-3.0-only", "MIT AND GPL-2.0-only", "not said", ""])
def test_any_other_licence_may_not(licence: str) -> None:
    assert not _notice(licence).allowed


def test_everything_locked_is_noticed_and_may_be_shipped() -> None:
    found = notices(LOCK)
    assert len(found) > 30
    assert {one.name for one in found} <= set(locked_names(LOCK))
    assert [one.name for one in found if not one.allowed] == []


def test_a_licence_nobody_looked_at_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    def found(_lock: Path) -> list[Notice]:
        return [_notice("GPL-3.0-only")]

    monkeypatch.setattr(build, "notices", found)
    with pytest.raises(SystemExit, match=r"one \(GPL-3\.0-only\)"):
        build.check_licences()


def test_the_bill_names_licences_and_what_no_lock_names() -> None:
    bill = {
        "components": [{"name": "one", "bom-ref": "r1"}, {"name": "windows-only", "bom-ref": "r2"}],
        "dependencies": [{"ref": "r1", "dependsOn": ["r2"]}, {"ref": "r2"}],
    }
    whole = complete(bill, [_notice("MIT")])
    named = {one["name"]: one for one in whole["components"]}
    assert named["one"]["licenses"] == [{"expression": "MIT"}]
    assert "windows-only" not in named
    assert {"Python", "Qt", "OpenSSL", "SQLite"} <= named.keys()
    assert named["SQLite"]["version"].startswith("3.")
    assert whole["dependencies"] == [{"ref": "r1", "dependsOn": []}]


@pytest.mark.parametrize(
    ("answer", "complaint", "code"),
    [
        (KNOWN, "", 0),
        (FLAWED, "", 1),
        ("", "requests.exceptions.ConnectionError: Max retries exceeded", 0),
        ("", "No module named pip_audit", 2),
    ],
)
def test_a_flaw_fails_the_check_and_a_missing_network_does_not(
    answer: str, complaint: str, code: int
) -> None:
    assert verdict(answer, complaint) == code


def test_an_older_appstream_is_forgiven_one_word_alone() -> None:
    known = "I: org.orderdesk.orderdesk:8: unknown-tag developer"
    assert appstream_verdict(3, known, (0, 16))[0] == 0
    assert appstream_verdict(3, known, (1, 0))[0] == 3
    assert appstream_verdict(3, f"{known}\nE: org:9: tag-empty name", (0, 16))[0] == 3


def test_what_was_moved_into_a_wheel_and_the_program_itself_are_not_stripped() -> None:
    folder = Path("orderdesk")
    assert may_be_stripped(folder / "_internal/PySide6/QtCore.abi3.so", folder)
    assert not may_be_stripped(folder / "_internal/numpy.libs/libscipy_openblas64_-1.so", folder)
    assert not may_be_stripped(folder / "orderdesk", folder)
