"""Enablement past the check: what is allowed the stand-in accepts, what is refused it refuses."""

from collections.abc import Iterator, Mapping

import pytest

from orderdesk.connectors.iqmetrix.rules import RULES
from orderdesk.domain.commands import Command, Transit
from orderdesk.domain.errors import Conflict, Rejected
from orderdesk.domain.gateway import Gateway
from orderdesk.domain.order import Order
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.conformance.acts import add_line, changed, edit, edit_line, remove_line, transit
from tests.conformance.place import Place, pulled, switch
from tests.enablement.iqmetrix import CHANGES, ENABLEMENT, SWITCHES, Cell

TARGETS: Mapping[str, str] = {"submit": "Pending", "process": "Processed", "cancel": "Cancelled"}

NO_MOVE = (
    "A PUT of the state that the order is in already moves nothing, and the documents refuse "
    "only moves; the desk has nothing to submit there."
)
EXCEPTIONS: Mapping[tuple[str, str, str], str] = {
    ("Pending", condition, "submit"): NO_MOVE
    for condition in ("none", "no_billing_customer", "strict_cancel")
}
"""Cells that the desk refuses and the stand-in accepts, with the reason."""


@pytest.fixture(scope="module")
def standing() -> Iterator[Place]:
    """Run this vendor's stand-in for the module."""
    with Sandbox(SandboxOptions(orders=60, only=["iqmetrix"])) as sandbox:
        place = Place(sandbox, "iqmetrix")
        yield place
        place.close()


async def brought(place: Place, gateway: Gateway, cell: Cell) -> Order:
    """Bring an order with an item and a billing customer into the cell's state and condition."""
    order = (await pulled(gateway))[0]
    fresh = {
        "State": cell.state,
        "BillingCustomerId": "659c2a38-d083-4421-9330-46d779702f85",
        "ShippingCustomerId": None,
        "ShippingEntityId": None,
        "OrderExpiryHours": 87_600,
    }
    place.change(order.vendor_id, {"set": fresh, "add_items": [{"Description": "One more"}]})
    change = CHANGES[cell.condition]
    if change:
        place.change(order.vendor_id, dict(change))
    return (await gateway.fetch(order.vendor_id)).order


def made(order: Order, cell: Cell) -> Command:
    """Make the cell's command without asking the rules."""
    match cell.action:
        case "edit":
            if cell.condition == "both_targets":  # the edit that is the way out
                return changed(RULES, order, ShippingEntityId=None)
            return edit(RULES, order)
        case "add_item":
            return add_line(RULES, order)
        case "edit_item":
            return edit_line(RULES, order)
        case "remove_item":
            return remove_line(RULES, order)
        case move:
            like = order.model_copy(
                update={"vendor_state": "Pending" if move != "submit" else "Created"}
            )
            command: Transit = transit(RULES, like, move)
            return command.model_copy(update={"source": order.vendor_state})


@pytest.mark.parametrize("cell", ENABLEMENT, ids=str)
def test_cell_past_the_check(place: Place, cell: Cell) -> None:
    accepted = cell.verdict != "refused" or str(cell) in {"-".join(key) for key in EXCEPTIONS}

    async def scenario(gateway: Gateway) -> None:
        order = await brought(place, gateway, cell)
        assert order.vendor_state == cell.state
        switch(place, **SWITCHES.get(cell.condition, {}))
        before = await gateway.fetch(order.vendor_id)
        start = place.last_number()
        if accepted:
            await gateway.send(made(order, cell), before)
        else:
            with pytest.raises((Conflict, Rejected)) as told:
                await gateway.send(made(order, cell), before)
            assert told.value.words
        assert len(place.writes(start)) == 1
        after = (await gateway.fetch(order.vendor_id)).order
        if accepted and cell.action in TARGETS:
            assert after.vendor_state == TARGETS[cell.action]
        elif not accepted:
            assert after == before.order

    place.run(scenario)


def test_every_exception_is_a_refusal_of_ours() -> None:
    cells = {(cell.state, cell.condition, cell.action): cell for cell in ENABLEMENT}
    assert all(cells[key].verdict == "refused" for key in EXCEPTIONS)
    assert all(reason.endswith(".") for reason in EXCEPTIONS.values())


def test_processing_a_created_order_is_the_vendors_choice(place: Place) -> None:
    cell = Cell("Created", "none", "process", "vendor_decides", None)

    async def scenario(gateway: Gateway) -> str | None:
        order = await brought(place, gateway, cell)
        switch(place, process_created="refused")
        with pytest.raises(Conflict) as told:
            await gateway.send(made(order, cell), await gateway.fetch(order.vendor_id))
        return told.value.words

    assert place.run(scenario) == "Resource state transition from Created to Processed is invalid"
