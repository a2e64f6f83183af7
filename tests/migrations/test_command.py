"""`orderdesk restore`: the list, the plan, the way back and what it refuses."""

import json
from pathlib import Path

import pytest

from orderdesk.__main__ import main
from orderdesk.desk_lock import only_desk
from orderdesk.profile import HOME_VARIABLE, Profile
from orderdesk.store.store import Store
from tests.migrations.older import NEWEST, contents, make_older, make_present, step_of, type_more
from tests.unit.domain.invented import ALL_RULES, edit, order

STEP = 8


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Profile:
    """Make a profile whose store is of an earlier form."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    found = Profile.locate()
    found.prepare()
    make_present(tmp_path / "present.db", 60)
    make_older(found.database, STEP, tmp_path / "present.db")
    return found


def test_there_and_back_by_commands(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str) -> str:
        assert main(words) == 0
        return capsys.readouterr().out

    assert said("restore").startswith("There is no backup yet")
    assert len(json.loads(said("list", "--limit", "3", "--json"))) == 3
    assert step_of(profile.database) == NEWEST
    type_more(profile.database, "abc")
    with Store.open(profile.database, ALL_RULES) as store:
        for about in (order("v50"), order("v51")):
            store.staged.put(about.id, [edit(about.vendor_id, about, title="kept")], run="r")
    [listed] = json.loads(said("restore", "--json"))
    assert (listed["name"], listed["step"]) == ("before-0009", STEP)
    assert "before-0009" in said("restore")

    before = contents(profile.database)
    planned = said("restore", "before-0009", "--dry-run")
    assert "would be put in place" in planned
    assert "as they are now: #4, #26, #27, #28." in planned
    assert "kept in a file instead: #29, #30." in planned
    assert "#29 edit main:v50 (staged)" in planned
    assert contents(profile.database) == before
    done = json.loads(said("restore", "before-0009", "--json"))
    assert (done["step"], done["present_step"]) == (STEP, NEWEST)
    assert step_of(profile.database) == STEP
    staged = json.loads(Path(done["file"]).read_text("utf-8"))["commands"]
    assert [one["number"] for one in staged] == [one["number"] for one in done["left"]]
    assert [one["content"]["changes"] for one in staged] == [{"title": "kept"}] * 2
    said("list", "--json")
    assert contents(profile.database)["outbox"] == before["outbox"]


def test_nothing_is_put_back_while_the_desk_is_open(
    profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_desk(profile) as only:
        assert only
        assert main(["restore", "before-0009"]) == 3
    assert "The desk is open" in capsys.readouterr().err
    assert main(["restore", "before-0009"]) == 5
    assert "no backup before-0009" in capsys.readouterr().err
    assert step_of(profile.database) == STEP
