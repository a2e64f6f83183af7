"""Reads: every order, exactly, with what it points to; deletions seen; clocks that are far off."""

import pytest

from orderdesk.domain.errors import Malformed, NotFound, Unreachable
from orderdesk.domain.gateway import Gateway, Page
from orderdesk.domain.order import Named, Order
from tests.conformance.place import Place, pulled, rules_of
from tests.conformance.plug import Fault, Plug
from tests.conformance.trials import fault_on


async def pages(gateway: Gateway, cursor: str | None = None) -> list[Page]:
    return [page async for page in gateway.pull(cursor=cursor)]


async def keep(kept: list[Page], gateway: Gateway, cursor: str | None = None) -> None:
    """Pull, and keep each page as it comes, whatever comes after it."""
    async for page in gateway.pull(cursor=cursor):
        kept += [page]


def orders_of(found: list[Page]) -> list[Order]:
    return [order for page in found for order in page.orders]


def test_a_pull_brings_every_order_there_is(place: Place) -> None:
    found = place.run(pages)
    orders = orders_of(found)
    ids = [order.vendor_id for order in orders]

    assert sorted(ids) == sorted(place.truths())
    assert not [row for page in found for row in page.set_aside]
    assert [page.complete for page in found] == [False] * (len(found) - 1) + [True]
    assert all(order.vendor == place.vendor for order in orders)
    assert all(order.connection == "shop" for order in orders)
    totals = {page.total for page in found} - {None}
    assert totals <= {len(orders)}


def test_an_order_read_alone_is_the_one_in_the_list(place: Place) -> None:
    """Where the list leaves something out, what it does show is the same."""

    async def scenario(gateway: Gateway) -> None:
        for order in (await pulled(gateway))[:20]:
            reading = await gateway.fetch(order.vendor_id)
            assert reading.raw is not None
            assert reading.order.lines is not None
            if order.lines is not None:
                assert reading.order == order
                continue
            shown = {key: reading.order.fields[key] for key in order.fields}
            assert shown == order.fields
            for name in set(Order.model_fields) - {"lines", "fields", "extra"}:
                assert getattr(order, name) in (None, getattr(reading.order, name)), name

    place.run(scenario)


def test_states_kinds_and_fields_are_known(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        rules = rules_of(gateway)
        keys = {spec.key for spec in rules.order_fields}
        line_keys = {spec.key for spec in rules.line_fields}
        for listed in (await pulled(gateway))[:25]:
            order = (await gateway.fetch(listed.vendor_id)).order
            state = rules.state(order.vendor_state)
            assert state is not None or rules.tenant_states
            assert state is None or order.state is state.status
            assert order.kind in gateway.description.kinds
            assert order.placed_at is not None
            assert set(order.fields) == keys
            assert all(set(line.fields) == line_keys for line in order.lines or ())
            assert set(listed.fields) <= keys

    place.run(scenario)


def test_names_are_found_for_what_orders_point_to(place: Place, plug: Plug, kind: str) -> None:
    async def scenario(gateway: Gateway) -> None:
        orders = [
            (await gateway.fetch(order.vendor_id)).order for order in (await pulled(gateway))[:25]
        ]
        assert gateway.description.look_ups[kind]
        if kind in plug.unnamed:
            assert plug.unnamed[kind].endswith(".")
            return
        found: list[Named] = [name async for names in gateway.look_up(kind) for name in names]
        ids = [name.id for name in found]
        assert len(set(ids)) == len(ids)
        assert all(name.name and name.kind == kind for name in found)
        assert pointed(gateway, orders, kind) <= set(ids)

    place.run(scenario)


def pointed(gateway: Gateway, orders: list[Order], kind: str) -> set[str]:
    """Return the ids of a kind that orders point to."""
    specs = rules_of(gateway).order_fields
    keys = [spec.key for spec in specs if spec.look_up == kind]
    of_fields = {order.fields[key] for order in orders for key in keys} - {None}
    references = [
        one for order in orders for one in (order.customer, order.location, order.employee)
    ]
    of_references = {one.id for one in references if one and one.kind == kind}
    return {one for one in of_fields if one} | of_references


def test_an_order_that_is_not_there(place: Place, plug: Plug) -> None:
    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(NotFound) as told:
            await gateway.fetch(plug.missing_id)
        assert told.value.way_out is not None

    place.run(scenario)


def test_a_deletion_is_seen(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await pages(gateway)
        gone = orders_of(before)[0]
        place.ask("DELETE", f"/orders/{gone.vendor_id}")
        with pytest.raises(NotFound):
            await gateway.fetch(gone.vendor_id)
        after = await pages(gateway)
        assert gone.vendor_id not in {order.vendor_id for order in orders_of(after)}
        assert after[-1].complete

    place.run(scenario)


def test_going_on_from_a_cursor_brings_what_changed(place: Place, plug: Plug) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await pages(gateway)
        cursor = next((page.cursor for page in reversed(before) if page.cursor), None)
        known = {order.vendor_id: order for order in orders_of(before)}
        changed = (await gateway.fetch(orders_of(before)[-1].vendor_id)).order
        plug.colleague(place, changed)
        again = await pages(gateway, cursor)
        for order in orders_of(again):
            known[order.vendor_id] = order
        assert set(known) == set(place.truths())
        truth = (await gateway.fetch(changed.vendor_id)).order
        assert truth != changed
        found = {order.vendor_id: order for order in orders_of(again)}
        if changed.vendor_id in found and found[changed.vendor_id].lines is not None:
            assert found[changed.vendor_id] == truth
        whole = again[-1].complete or again[-1].complete_since is not None
        assert changed.vendor_id in found or (whole and not plug.sees_changes)

    place.run(scenario)


def test_a_list_that_breaks_off_keeps_what_came_before(
    place: Place, plug: Plug, breaks_off: Fault
) -> None:
    kept: list[Page] = []

    async def scenario(gateway: Gateway) -> None:
        fault_on(place, [plug.lists], breaks_off)
        with pytest.raises((Malformed, Unreachable)):
            await keep(kept, gateway)
        assert 0 < len(orders_of(kept)) < len(place.truths())
        assert not any(page.complete or page.complete_since for page in kept)
        place.clear_faults()
        cursor = next((page.cursor for page in reversed(kept) if page.cursor), None)
        await keep(kept, gateway, cursor)
        assert {order.vendor_id for order in orders_of(kept)} == set(place.truths())

    place.run(scenario)


def test_one_failure_is_got_over(place: Place, plug: Plug) -> None:
    fault_on(place, [plug.lists], {"kind": "status", "status": 503, "count": 2})
    assert len(place.run(pulled)) == len(place.truths())


def test_a_drip_ends_at_the_deadline(place: Place, plug: Plug) -> None:
    vendor_id = next(iter(place.truths()))

    async def scenario(gateway: Gateway) -> str:
        fault_on(place, plug.reads, {"kind": "drip", "size": 1, "seconds": 1})
        with pytest.raises(Unreachable) as told:
            await gateway.fetch(vendor_id)
        return str(told.value)

    assert "did not answer within 2 seconds" in place.run(scenario, deadline=2.0)


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_clock_far_off_breaks_nothing(place: Place, seconds: int) -> None:
    async def scenario(gateway: Gateway) -> float:
        place.fault(kind="clock_skew", seconds=seconds)
        before = gateway.now()
        found = await pages(gateway)
        assert {order.vendor_id for order in orders_of(found)} == set(place.truths())
        first = (await gateway.fetch(orders_of(found)[0].vendor_id)).order
        assert first.vendor_id == orders_of(found)[0].vendor_id
        return (gateway.now() - before).total_seconds()

    assert abs(place.run(scenario) - seconds) < 30
