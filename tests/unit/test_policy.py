"""The policy of a computer: what it locks, and what happens where it is broken."""

import os
import re
from pathlib import Path

import pytest

from orderdesk.config import Settings
from orderdesk.policy import POLICY_VARIABLE, read_policy, system_path


def written(folder: Path, text: str) -> Path:
    path = folder / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    policy = read_policy({}, system=tmp_path / "none" / "policy.toml")
    assert (policy.path, policy.updates, policy.problem) == (None, True, None)
    assert policy.over(Settings(theme="dark")) == Settings(theme="dark")


def test_what_is_set_goes_before_what_a_person_chose(tmp_path: Path) -> None:
    text = (
        '[settings]\nsync_minutes = 15\ntheme = "dark"\n'
        '[updates]\ncheck = false\naddress = "https://updates.example/orderdesk"\n'
    )
    policy = read_policy({}, system=written(tmp_path, text))
    assert policy.problem is None
    assert not policy.updates
    assert policy.address == "https://updates.example/orderdesk"
    chosen = Settings.model_validate({"sync_minutes": 2, "deadline": 9, "of_a_newer_one": [1]})
    now = policy.over(chosen)
    assert (now.sync_minutes, now.theme, now.deadline) == (15, "dark", 9)
    assert now.model_extra == {"of_a_newer_one": [1]}
    assert str(policy.path) in policy.reason().render()


@pytest.mark.parametrize(
    ("text", "words", "kept"),
    [
        ("[settings\n", "line 1", {}),
        ("settings = 3\n", "settings is no table", {}),
        ("[updates]\ncheck = 'no'\n", "updates.check", {}),
        ("[updates]\naddress = 7\n", "updates.address", {}),
        ("[settings]\ntheme = 'pink'\ndeadline = 30\n", "settings.theme", {"deadline": 30}),
        ("x = '" + "a" * 100_001 + "'", "longer", {}),
    ],
)
def test_a_broken_file_is_told_and_turns_updates_off(
    tmp_path: Path, text: str, words: str, kept: dict[str, int]
) -> None:
    path = written(tmp_path, text)
    policy = read_policy({}, system=path)
    assert not policy.updates
    assert policy.locked == kept, "what can be used of it holds"
    assert policy.problem is not None
    assert words in policy.problem.sentence()
    assert str(path) in policy.problem.sentence()


def test_bytes_that_are_no_text_and_a_folder_in_its_place_are_broken(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_bytes(b"\xff\xfe")
    assert read_policy({}, system=path).problem is not None
    policy = read_policy({}, system=tmp_path)
    assert policy.problem is not None
    assert not policy.updates


def test_words_of_a_newer_version_are_told_and_the_rest_holds(tmp_path: Path) -> None:
    text = "colour = 1\n[settings]\nspeed = 3\ndeadline = 30\n[updates]\nring = 'b'\n"
    policy = read_policy({}, system=written(tmp_path, text))
    assert policy.updates
    assert policy.locked == {"deadline": 30}
    assert policy.problem is not None
    assert "colour, settings.speed, updates.ring" in policy.problem.sentence()


def test_a_persons_variable_is_heard_only_where_the_computer_has_no_file(tmp_path: Path) -> None:
    own = written(tmp_path, "[updates]\ncheck = false\n")
    environ = {POLICY_VARIABLE: str(own)}
    assert not read_policy(environ, system=tmp_path / "none").updates
    (tmp_path / "system").mkdir()
    system = written(tmp_path / "system", "")
    assert read_policy(environ, system=system).updates
    missing = read_policy({POLICY_VARIABLE: str(tmp_path / "gone")}, system=tmp_path / "none")
    assert missing.problem is not None, "a file that was named and is not there is told"


def test_each_system_has_its_place() -> None:
    assert system_path({}, "linux") == Path("/etc/orderdesk/policy.toml")
    assert "Application Support" in str(system_path({}, "darwin"))
    assert "policy.toml" in str(system_path({"ProgramData": "D:\\Data"}, "win32"))
    assert read_policy(dict(os.environ)).problem is None


def test_the_document_names_every_setting_with_its_usual_value() -> None:
    text = (Path(__file__).parents[2] / "docs" / "policy.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (.+) \|$", text, re.MULTILINE))
    assert rows.keys() == Settings.model_fields.keys()
    for name, usual in rows.items():
        value: object = getattr(Settings(), name)
        if value is not None:
            shown = f"{value:g}" if isinstance(value, float) else str(value)
            assert usual.strip('`"').casefold() == shown.casefold(), name
