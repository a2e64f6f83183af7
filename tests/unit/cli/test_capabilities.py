"""`orderdesk capabilities`: the matrix of all connectors, without a profile."""

import json

import pytest

from orderdesk.cli.command import main
from orderdesk.composition import descriptions
from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.order import Order
from tests.unit.domain.invented import NOON

_SAID = {
    Kind.ALLOWED: {"yes", "yes, if"},
    Kind.REFUSED: {"no", "yes, if", "vendor decides"},
    Kind.VENDOR_DECIDES: {"vendor decides"},
    Kind.NOT_OFFERED: {"not offered"},
}


def test_no_profile_is_touched_and_json_is_what_is_decided(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ORDERDESK_HOME", str(home))
    assert main(["capabilities", "--json"]) == 0
    matrix = {one["vendor"]: one for one in json.loads(capsys.readouterr().out)}
    assert list(home.iterdir()) == []
    assert matrix.keys() == {one.vendor for one in descriptions()}
    for description in descriptions():
        rules = description.rules
        answers = {
            (action["action"], cell["state"]): cell["answer"]
            for action in matrix[rules.vendor]["actions"]
            for cell in action["states"]
        }
        for state in rules.states:
            about = Order(
                connection="c", vendor=rules.vendor, vendor_id="1", vendor_state=state.word
            )
            for name, verdict in decide(about, rules, Facts(), NOON).items():
                said = answers.get((name, state.word)) or answers[name, "any"]
                assert said in _SAID[verdict.kind], (rules.vendor, name, state.word)
