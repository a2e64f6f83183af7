"""Reads: every order, exactly, and names; what cannot be read costs itself and nothing else."""

import pytest

from orderdesk.domain.actions import Facts, Kind, decide
from orderdesk.domain.errors import Malformed, NotFound, Unreachable
from orderdesk.domain.gateway import Gateway, Page
from orderdesk.domain.order import Named, Order
from tests.conformance.place import Place, pulled, rules_of


async def pages(gateway: Gateway) -> list[Page]:
    return [page async for page in gateway.pull(cursor=None)]


def test_a_pull_brings_every_order_there_is(place: Place) -> None:
    found = place.run(pages)
    orders = [order for page in found for order in page.orders]
    ids = [order.vendor_id for order in orders]

    assert sorted(ids) == sorted(place.truths())
    assert not [row for page in found for row in page.set_aside]
    assert [page.complete for page in found] == [False] * (len(found) - 1) + [True]
    assert all(order.vendor == place.vendor for order in orders)
    assert all(order.connection == "shop" for order in orders)


def test_an_order_read_alone_is_the_one_in_the_list(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        for order in (await pulled(gateway))[:20]:
            reading = await gateway.fetch(order.vendor_id)
            assert reading.order == order
            assert reading.raw is not None

    place.run(scenario)


def test_states_and_words_are_known_and_typed(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        rules = rules_of(gateway)
        orders = await pulled(gateway)
        assert {order.vendor_state for order in orders} <= {state.word for state in rules.states}
        assert all(order.state is not None for order in orders)
        assert all(order.kind in gateway.description.kinds for order in orders)
        assert all(order.placed_at for order in orders)
        keys = {spec.key for spec in rules.order_fields}
        assert all(set(order.fields) == keys for order in orders)

    place.run(scenario)


def test_names_are_found_for_what_orders_point_to(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        orders = await pulled(gateway)
        for kind, label in gateway.description.look_ups.items():
            pointed = {
                reference.id
                for order in orders
                for reference in (order.customer, order.location, order.employee)
                if reference and reference.kind == kind
            }
            found: list[Named] = [name async for names in gateway.look_up(kind) for name in names]
            ids = [name.id for name in found]
            assert label
            assert len(set(ids)) == len(ids)
            assert all(name.name and name.kind == kind for name in found)
            assert pointed <= set(ids)

    place.run(scenario)


def test_an_order_that_is_not_there(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(NotFound) as told:
            await gateway.fetch("5d4f0a0e-3f43-4d64-9a37-1c0b5f7f9b11")
        assert told.value.words
        assert told.value.way_out is not None

    place.run(scenario)


PRESETS = (
    "null_required",
    "null_id",
    "negative_quantity",
    "huge_quantity",
    "nan_quantity",
    "nan_text_quantity",
    "huge_price",
    "broken_date",
    "huge_note",
)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_bad_row_is_set_aside_and_the_rest_loads(place: Place, preset: str) -> None:
    place.fault(preset=preset, rows=2)
    found = place.run(pages)
    orders = [order for page in found for order in page.orders]
    aside = [row for page in found for row in page.set_aside]

    assert len(aside) in {1, 2}
    assert len(orders) + len(aside) == len(place.truths())
    for row in aside:
        assert row.raw.startswith("{")
        assert row.reason.endswith(".")
        assert len(row.raw) < 1_000_000
    named = {row.vendor_id for row in aside}
    assert found[-1].complete is (None not in named)


@pytest.mark.parametrize("preset", ["unknown_state", "unknown_type"])
def test_what_is_unknown_is_kept_and_shown(place: Place, preset: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = {order.vendor_id: order for order in await pulled(gateway)}
        place.fault(preset=preset)
        after = {order.vendor_id: order for order in await pulled(gateway)}
        assert set(after) == set(before)
        [odd] = [after[key] for key in after if after[key] != before[key]]
        if preset == "unknown_type":
            assert odd.kind is None
            assert odd.kind_word
            return
        assert (odd.state, odd.vendor_state) == (None, "AwaitingMoonrise")
        verdicts = decide(odd, rules_of(gateway), Facts(), gateway.now())
        assert not any(verdict.allowed for verdict in verdicts.values())
        refused = [one for one in verdicts.values() if one.kind is Kind.REFUSED]
        assert all("AwaitingMoonrise" in str(one.reason) for one in refused)

    place.run(scenario)


@pytest.mark.parametrize(
    ("fault", "error", "sentence"),
    [
        ({"kind": "html"}, Malformed, "web page"),
        ({"kind": "malformed"}, Malformed, "breaks off"),
        ({"kind": "malformed", "fraction": 0}, Malformed, "empty"),
        ({"kind": "truncate"}, Unreachable, "broke off"),
        ({"kind": "cut", "when": "before"}, Unreachable, "broke off"),
        ({"kind": "cut", "when": "after", "reset": False}, Unreachable, "broke off"),
        ({"kind": "status", "status": 503}, Unreachable, "an error of its own"),
        ({"kind": "status", "status": 500}, Unreachable, "an error of its own"),
    ],
)
def test_a_bad_answer_is_one_clear_sentence(
    place: Place, fault: dict[str, object], error: type[Exception], sentence: str
) -> None:
    async def scenario(gateway: Gateway) -> str:
        order = (await pulled(gateway))[0]
        place.fault(**fault, method="GET")
        with pytest.raises(error) as listed:
            await pulled(gateway)
        with pytest.raises(error) as told:
            await gateway.fetch(order.vendor_id)
        place.clear_faults()
        assert (await gateway.fetch(order.vendor_id)).order == order
        return f"{listed.value} | {told.value}"

    assert place.run(scenario).count(sentence) == 2


def test_a_list_that_breaks_off_keeps_what_came_before(place: Place) -> None:
    kept: list[Order] = []
    ends: list[bool] = []

    async def keep(gateway: Gateway) -> None:
        async for page in gateway.pull(cursor=None):
            kept.extend(page.orders)
            ends.append(page.complete)

    async def scenario(gateway: Gateway) -> None:
        place.fault(kind="malformed", method="GET")
        with pytest.raises(Malformed):
            await keep(gateway)

    place.run(scenario)
    assert 0 < len(kept) < len(place.truths())
    assert not any(ends)


def test_one_failure_is_got_over(place: Place) -> None:
    place.fault(kind="status", status=503, count=2, method="GET")
    assert len(place.run(pulled)) == len(place.truths())


def test_a_drip_ends_at_the_deadline(place: Place) -> None:
    async def scenario(gateway: Gateway) -> str:
        order = (await pulled(gateway))[0]
        place.fault(kind="drip", size=1, seconds=1, method="GET")
        with pytest.raises(Unreachable) as told:
            await gateway.fetch(order.vendor_id)
        return str(told.value)

    assert "did not answer within 2 seconds" in place.run(scenario, deadline=2.0)


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_clock_far_off_breaks_nothing(place: Place, seconds: int) -> None:
    async def scenario(gateway: Gateway) -> float:
        place.fault(kind="clock_skew", seconds=seconds)
        before = gateway.now()
        orders = await pulled(gateway)
        assert (await gateway.fetch(orders[0].vendor_id)).order == orders[0]
        return (gateway.now() - before).total_seconds()

    assert abs(place.run(scenario) - seconds) < 30
