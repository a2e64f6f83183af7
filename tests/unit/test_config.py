"""The profile's folders and the settings file, good and bad."""

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from orderdesk.config import (
    ConfigError,
    Profile,
    Settings,
    load_settings,
    local_zone,
    save_settings,
    write_private,
)


def test_the_home_variable_puts_every_file_under_one_folder(tmp_path: Path) -> None:
    profile = Profile.locate({"ORDERDESK_HOME": str(tmp_path / "home")})
    profile.prepare()
    files = [
        profile.settings,
        profile.secrets,
        profile.database,
        profile.logs,
        profile.lock,
        profile.cache,
    ]
    assert all(path.is_relative_to(tmp_path / "home") for path in files)
    assert len({path.name for path in files}) == len(files)
    assert all(path.parent.is_dir() for path in files)


def test_without_it_the_system_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform.startswith("linux"):
        for name in ("CONFIG", "DATA", "CACHE", "STATE"):
            monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
        profile = Profile.locate({})
        assert profile.settings == tmp_path / "CONFIG" / "orderdesk" / "settings.json"
        assert profile.database.is_relative_to(tmp_path / "DATA")
        assert profile.cache.is_relative_to(tmp_path / "CACHE")
        assert profile.logs.is_relative_to(tmp_path / "STATE")
    else:
        assert Profile.locate({}).database.is_absolute()


def test_a_relative_home_is_taken_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Profile.locate({"ORDERDESK_HOME": "here"}).data == tmp_path / "here"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_folders_and_files_are_the_owners_alone(tmp_path: Path) -> None:
    profile = Profile.under(tmp_path / "home")
    profile.prepare()
    save_settings(profile.settings, Settings(theme="dark"))
    assert stat.S_IMODE(profile.config.stat().st_mode) == 0o700
    assert stat.S_IMODE(profile.settings.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_named_with_a_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    profile = Profile.under(tmp_path / "file" / "home")
    for work in (profile.prepare, profile.identity):
        with pytest.raises(ConfigError) as error:
            work()
        assert str(tmp_path / "file") in error.value.sentence()
        assert "ORDERDESK_HOME" in error.value.sentence()


def test_the_profile_has_one_id_however_many_ask_for_it_first(tmp_path: Path) -> None:
    profile = Profile.under(tmp_path / "home")
    with ThreadPoolExecutor(4) as pool:
        found = {done.result() for done in [pool.submit(profile.identity) for _ in range(8)]}
    assert len(found) == 1
    assert found == {profile.identity()}
    assert Profile.under(tmp_path / "other").identity() not in found


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(deadline=5, settle_seconds=1.5, zone="Europe/Berlin", theme="dark")
    save_settings(path, settings)
    loaded = load_settings(path)
    assert loaded.settings == settings
    assert loaded.problem is None
    assert loaded.settings.zone_info() == ZoneInfo("Europe/Berlin")


def test_no_file_means_defaults(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "settings.json")
    assert loaded.settings == Settings()
    assert loaded.problem is None
    assert loaded.settings.zone_info() == local_zone()


def test_what_a_newer_version_has_set_survives(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"deadline": 7, "density": "compact"}')
    loaded = load_settings(path)
    save_settings(path, loaded.settings.model_copy(update={"theme": "light"}))
    assert '"density": "compact"' in path.read_text()
    assert load_settings(path).settings.deadline == 7


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00\x01", '{"deadline": 5'])
def test_a_file_that_is_no_settings_is_kept_aside_and_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    loaded = load_settings(path)
    assert loaded.settings == Settings()
    assert loaded.problem is not None
    sentence = loaded.problem.sentence()
    assert str(path) in sentence
    assert "defaults are used" in sentence
    aside = tmp_path / "settings.unusable.json"
    assert str(aside) in sentence
    assert aside.read_text() == text
    assert load_settings(path).problem is None


def test_bytes_that_are_no_text_are_kept_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe{}")
    assert load_settings(path).problem is not None
    assert (tmp_path / "settings.unusable.json").read_bytes() == b"\xff\xfe{}"


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ('"deadline": -1', "deadline"),
        ('"deadline": 1e400', "deadline"),
        ('"deadline": NaN', "deadline"),
        ('"zone": "Mars/Olympus"', "zone"),
        ('"zone": "../../etc/passwd"', "zone"),
        ('"theme": "purple"', "theme"),
        ('"sync_minutes": 0', "sync_minutes"),
    ],
)
def test_one_bad_setting_does_not_cost_the_others(tmp_path: Path, bad: str, named: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"settle_seconds": 9, {bad}}}')
    loaded = load_settings(path)
    assert loaded.settings == Settings(settle_seconds=9)
    assert loaded.problem is not None
    assert named in loaded.problem.sentence()
    assert load_settings(path).settings == Settings(settle_seconds=9)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "in the way"
    folder.mkdir()
    (folder / "file").write_text("x")
    with pytest.raises(OSError, match="in the way"):
        write_private(folder, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["in the way"]


def test_the_local_zone_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/St_Johns")
    assert local_zone() == ZoneInfo("America/St_Johns")
