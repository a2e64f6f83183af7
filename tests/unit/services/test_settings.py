"""Settings while the desk runs: kept beside what others wrote, and gone by at once."""

import json
from pathlib import Path

import pytest

from orderdesk.config import ConfigError, Settings, load_settings
from orderdesk.domain.errors import InputError
from orderdesk.policy import Policy
from orderdesk.services.settings import SettingsService
from tests.unit.services.desks import Heard, open_desk, run
from tests.unit.services.quillworks import Vendor


def kept(path: Path) -> dict[str, object]:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_change_is_kept_beside_what_others_wrote(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"of_a_newer_one": [1], "deadline": 9}', encoding="utf-8")
    service = SettingsService(path, load_settings(path).settings)
    path.write_text('{"of_a_newer_one": [2], "deadline": 9, "zone": "UTC"}', encoding="utf-8")
    heard: list[Settings] = []
    service.listen(heard.append)
    now = run(service.change({"sync_minutes": 2.0, "history_days": 30}))
    assert (now.sync_minutes, now.deadline, now.zone) == (2, 9, "UTC")
    assert heard == [now]
    assert kept(path) == {
        "of_a_newer_one": [2],
        "deadline": 9,
        "zone": "UTC",
        "sync_minutes": 2,
        "history_days": 30,
    }


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"sync_minutes": 0}, {"sync_minutes"}),
        ({"deadline": 0, "theme": "pink", "log_days": 3}, {"deadline", "theme"}),
        ({"zone": "Nowhere/Town"}, {"zone"}),
    ],
)
def test_nothing_is_kept_where_a_value_is_wrong(
    tmp_path: Path, values: dict[str, object], wrong: set[str]
) -> None:
    path = tmp_path / "settings.json"
    service = SettingsService(path)
    with pytest.raises(InputError) as error:
        run(service.change(values))
    assert error.value.problems.keys() == wrong
    assert not path.exists()
    assert service.now == Settings()


def test_what_is_locked_cannot_be_changed_and_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    policy = Policy(Path("policy.toml"), {"sync_minutes": 15})
    service = SettingsService(path, Settings(sync_minutes=2), policy)
    assert service.now.sync_minutes == 15
    with pytest.raises(InputError, match=r"IT department \(policy\.toml\)"):
        run(service.change({"sync_minutes": 3.0}))
    assert run(service.change({"deadline": 30.0})).sync_minutes == 15
    assert kept(path) == {"deadline": 30}, "a policy that goes leaves no trace"


def test_a_file_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    service = SettingsService(tmp_path / "file" / "settings.json")
    with pytest.raises(ConfigError, match="cannot be"):
        run(service.change({"deadline": 30.0}))
    assert service.now == Settings()


def test_syncs_follow_the_interval_and_the_pause_at_once(tmp_path: Path) -> None:
    async def story() -> None:
        vendor = Vendor()
        async with open_desk(vendor, tmp_path, background=True) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)

            async def due() -> float | None:
                [status] = await desk.connections.list()
                return status.next_try.timestamp() if status.next_try else None

            await heard.until(lambda: bool(vendor.made("pull")))
            first = await due()
            assert first is not None
            await desk.settings.change({"sync_minutes": 60.0 * 24})
            later = await due()
            assert later is not None
            assert later > first + 3600, "the usual in tests is an hour"
            await desk.settings.change({"sync_by_itself": False})
            assert await due() is None
            await desk.settings.change({"sync_by_itself": True, "sync_minutes": 0.0001})
            await heard.until(lambda: len(vendor.made("pull")) > 2)

    run(story())
