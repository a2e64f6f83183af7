"""Bad input: what cannot be read costs itself and nothing else; what is unknown is kept."""

import pytest

from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.gateway import Gateway
from tests.conformance.place import Place, pulled, rules_of
from tests.conformance.plug import BadRow, Damage, Plug, Unknown
from tests.conformance.test_reads import orders_of, pages
from tests.conformance.trials import fault_on


def test_a_bad_row_is_set_aside_and_the_rest_loads(place: Place, bad_row: BadRow) -> None:
    place.fault(**bad_row.fault)
    found = place.run(pages)
    aside = [row for page in found for row in page.set_aside]

    assert 1 <= len(aside) <= bad_row.rows
    assert len(orders_of(found)) + len(aside) == len(place.truths())
    for row in aside:
        assert row.raw.startswith("{")
        assert row.reason.endswith(".")
        assert len(row.raw) < 1_000_000
    assert any(row.vendor_id is None for row in aside) is bad_row.nameless
    assert found[-1].complete is not bad_row.nameless


def test_what_is_unknown_is_kept_and_shown(place: Place, plug: Plug, unknown: Unknown) -> None:
    async def scenario(gateway: Gateway) -> None:
        place.switch(**unknown.switches)
        before = await pulled(gateway)
        first = before[0].vendor_id
        assert not unknown.seen((await gateway.fetch(first)).order)
        if unknown.change is not None:
            unknown.change(place, first)
        if unknown.fault is not None:
            place.fault(**unknown.fault)
        listed = {order.vendor_id: order for order in await pulled(gateway)}
        assert set(listed) == {order.vendor_id for order in before}
        read = (await gateway.fetch(first)).order
        seen = [order for order in (read, *listed.values()) if unknown.seen(order)]
        assert seen
        if not unknown.forbids:
            return
        rules, facts = rules_of(gateway), Facts(settings=gateway.config.settings)
        for name, verdict in decide(seen[0], rules, facts, gateway.now()).items():
            rule = rules.action(name)
            if rule is None or rule.any_state:
                continue
            assert verdict.kind is Kind.REFUSED
            assert seen[0].vendor_state in str(verdict.reason)

    place.run(scenario)


def test_a_bad_answer_is_one_clear_sentence(place: Place, plug: Plug, damage: Damage) -> None:
    async def scenario(gateway: Gateway) -> None:
        order = (await gateway.fetch((await pulled(gateway))[0].vendor_id)).order
        fault_on(place, plug.reads, damage.fault)
        with pytest.raises(damage.error) as listed:
            await pulled(gateway)
        with pytest.raises(damage.error) as told:
            await gateway.fetch(order.vendor_id)
        for error in (listed.value, told.value):
            assert damage.sentence in error.sentence()
            assert error.sentence().endswith(".")
        place.clear_faults()
        assert (await gateway.fetch(order.vendor_id)).order == order

    place.run(scenario)
