"""The document of what may be done at which vendor is the one the rule tables make."""

from pathlib import Path

import pytest

from orderdesk.cli.capabilities import capabilities
from orderdesk.composition import descriptions
from orderdesk.domain.gateway import ConnectorDescription
from orderdesk.domain.rules import ACTIONS

DOCUMENT = Path(__file__).parents[1] / "docs/capabilities.md"


def test_the_document_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    assert capabilities(as_json=False) == 0
    made = capsys.readouterr().out
    kept = DOCUMENT.read_text(encoding="utf-8")
    assert kept == made, "a rule table has changed: run `make capabilities` and commit the result"


@pytest.mark.parametrize("description", descriptions(), ids=lambda one: one.vendor)
def test_every_shared_action_is_offered_or_said_not_to_be(
    description: ConnectorDescription,
) -> None:
    rules = description.rules
    said = {one.name for one in rules.actions} | {one.name for one in rules.not_offered}
    assert set(ACTIONS) <= said, "say in `not_offered` why, and what is nearest"
