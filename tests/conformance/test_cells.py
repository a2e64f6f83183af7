"""Every cell of a vendor's table: what the desk says, and past the check what the stand-in does."""

import pytest

from orderdesk.domain.actions import Facts, decide
from orderdesk.domain.errors import Conflict, Forbidden, NotFound, Rejected
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from orderdesk.domain.rules import Effect
from tests.conformance.acts import rule_of
from tests.conformance.place import Place, rules_of
from tests.conformance.plug import Plug
from tests.conformance.plugs import actions, description_of
from tests.conformance.trials import command_for
from tests.enablement.cells import Cell


def test_the_table_is_whole(plug: Plug) -> None:
    rules, table = description_of(plug).rules, plug.enablement
    assert sorted(table.actions) == sorted(
        actions(plug, lambda rule: rule.effect is not Effect.CREATE)
    )
    assert {state.word for state in rules.states} <= set(table.states)
    keys = [(cell.state, cell.condition, cell.action) for cell in table.cells]
    assert len(keys) == len(set(keys))
    rows = {(state, condition) for state, condition, _action in keys}
    assert {state for state, _condition in rows} == set(table.states)
    assert len(keys) == len(rows) * len(table.actions)
    assert {**plug.exceptions, **plug.unsendable}.keys() <= set(keys)
    reasons = [*plug.exceptions.values(), *plug.unsendable.values()]
    assert all(reason.endswith(".") for reason in reasons)


def test_cell_past_the_check(place: Place, plug: Plug, cell: Cell) -> None:
    key = (cell.state, cell.condition, cell.action)
    accepted = (cell.verdict != "refused") is not (key in plug.exceptions)

    async def scenario(gateway: Gateway) -> None:
        rules = rules_of(gateway)
        order = await plug.bring(place, gateway, cell)
        assert order.vendor_state == cell.state
        told(plug, gateway, order, cell)
        place.switch(**plug.enablement.switches.get(cell.condition, {}))
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        values = plug.cell_values(order, cell)
        command = command_for(plug, rules, order, cell.action, values=values)
        if accepted:
            await gateway.send(command, before)
            assert place.writes(start)
            way = rules.transition(cell.state, cell.action)
            if way is not None and rule_of(rules, cell.action).effect is Effect.TRANSIT:
                after = (await gateway.fetch(order.vendor_id)).order
                assert after.vendor_state == way.target
            return
        with pytest.raises((Conflict, Rejected, Forbidden, NotFound)) as refusal:
            await gateway.send(command, before)
        assert refusal.value.sentence().endswith(".")
        assert place.done(start) == 0
        assert bool(place.writes(start)) is (key not in plug.unsendable)
        assert (await gateway.fetch(order.vendor_id)).order == before.order

    place.run(scenario)


def told(plug: Plug, gateway: Gateway, order: Order, cell: Cell) -> None:
    """Hold the desk's own answer to the table."""
    settings = {**gateway.config.settings, **plug.enablement.settings.get(cell.condition, {})}
    verdicts = decide(order, rules_of(gateway), Facts(settings=settings), gateway.now())
    verdict = verdicts[cell.action]
    assert verdict.kind == cell.verdict, str(verdict.reason)
    if cell.reason is not None:
        assert cell.reason in str(verdict.reason)
        assert str(verdict.way_out).endswith(".")
