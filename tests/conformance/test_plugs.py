"""The plugs are whole: one trial for each action, and one plug for each connector."""

from orderdesk.connectors.registry import describe_all
from orderdesk.domain.rules import ACTIONS
from tests.conformance.plug import Plug
from tests.conformance.plugs import actions, description_of, plugs


def test_every_action_has_a_trial(plug: Plug) -> None:
    assert sorted(plug.trials) == sorted(actions(plug, lambda _rule: True))


def test_every_shared_action_is_offered_or_said_not_to_be(plug: Plug) -> None:
    rules = description_of(plug).rules
    offered = {rule.name for rule in rules.actions}
    missing = {one.name for one in rules.not_offered}
    assert offered | missing >= set(ACTIONS)
    assert not offered & missing


def test_every_connector_has_a_plug() -> None:
    lacking = {description.vendor for description in describe_all()} - set(plugs())
    assert not lacking
