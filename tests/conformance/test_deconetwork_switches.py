"""However the site is, as far as its text leaves it open: all is read, and what is said is true."""

from collections.abc import Callable, Mapping

import pytest

from orderdesk.connectors.json_text import as_object, rows, write
from orderdesk.domain.errors import (
    Forbidden,
    Malformed,
    NotFound,
    OutcomeUnknown,
    Rejected,
    VendorError,
)
from orderdesk.domain.gateway import Finding, Gateway
from orderdesk.domain.order import Order
from orderdesk.sandbox.deconetwork.choices import SWITCHES
from orderdesk.sandbox.deconetwork.presets import PRESETS
from tests.conformance.acts import make
from tests.conformance.place import Place, pulled, rules_of
from tests.conformance.plug import Plug
from tests.conformance.test_reads import orders_of, pages
from tests.conformance.trials import verified
from tests.conformance.vendors.deconetwork import FIND, PLUG, UPDATE, new

VENDOR = "deconetwork"

# The first choice of a switch is how it stands in all other tests; one of them is enough here.
FIRST = (SWITCHES[0].name, SWITCHES[0].choices[0])
OTHERS = [(switch.name, choice) for switch in SWITCHES for choice in switch.choices[1:]]
SHUT = {("api", "disabled"), ("user_rights", "none")}
OPEN = [FIRST, *(pair for pair in OTHERS if pair not in SHUT)]


def setting(pair: tuple[str, str]) -> str:
    return "=".join(pair)


def standing(place: Place, number: str) -> Mapping[str, object]:
    """Return what the stand-in has of an order that a marking or a note would change."""
    truth = place.truth(number)
    names = ("status", "produced", "shipped", "shipments", "notes", "mails")
    return {name: truth[name] for name in names}


@pytest.mark.parametrize("pair", OPEN, ids=setting)
def test_all_is_read(place: Place, pair: tuple[str, str]) -> None:
    """By a gateway that knows nothing of the site, single orders also by one that has read none."""
    number = new(place)
    place.switch(**dict([pair]))

    async def single(gateway: Gateway) -> Order:
        return (await gateway.fetch(number)).order

    async def scenario(gateway: Gateway) -> None:
        found = await pages(gateway)
        assert {order.vendor_id for order in orders_of(found)} == set(place.truths())
        assert not [row for page in found for row in page.set_aside]
        assert found[-1].complete
        late = new(place)
        assert (await gateway.fetch(late)).order.vendor_id == late
        again = orders_of(await pages(gateway, found[-1].cursor))
        assert late in {order.vendor_id for order in again}

    assert place.run(single).vendor_id == number
    place.run(scenario)


Meanwhile = Callable[[Place, str, Order], None]


def nothing(_place: Place, _number: str, _order: Order) -> None:
    """Leave the order as it is."""


def a_colleague_marks_it(place: Place, number: str, _order: Order) -> None:
    place.change(number, {"act": "produce"})


def a_colleague_cancels_it(place: Place, number: str, _order: Order) -> None:
    place.change(number, {"act": "cancel"})


def it_vanishes(place: Place, number: str, _order: Order) -> None:
    place.ask("DELETE", f"/orders/{number}")


def its_line_vanishes(place: Place, number: str, order: Order) -> None:
    assert order.lines is not None
    place.change(number, {"lines": {order.lines[0].id: None}})


def its_parts_are_made(place: Place, number: str, order: Order) -> None:
    assert order.lines is not None
    place.change(number, {"lines": {order.lines[0].id: {"production_status": 2}}})


MEANWHILE: tuple[Meanwhile, ...] = (
    nothing,
    a_colleague_marks_it,
    a_colleague_cancels_it,
    it_vanishes,
    its_line_vanishes,
    its_parts_are_made,
)
ASKED: tuple[tuple[str, str | None], ...] = (
    ("mark_produced", None),
    ("mark_produced", "whole"),
    ("mark_produced", "part"),
    ("mark_shipped", None),
    ("mark_shipped", "part"),
    ("add_note", None),
)
# Each choice by which a change may come to something else.
WRITING = [
    pair
    for pair in OPEN
    if pair[0]
    in {
        "order_shape",
        "refusal_status",
        "unknown_order",
        "batch",
        "repeated_status",
        "ship_unproduced",
        "cancelled_orders",
        "over_quantity",
        "note_call",
    }
]


def typed(order: Order, action: str, lines: str | None) -> dict[str, str | None]:
    assert order.lines is not None
    first, second = order.lines
    if action == "add_note":
        return {"content": "Call before noon."}
    chosen = {
        None: None,
        "whole": f"{first.quantity} x {first.id}\n{second.quantity} x {second.id}",
        "part": f"2 x {first.id}",
    }[lines]
    return {"lines": chosen, "shipping_code": "BOAT-9" if action == "mark_shipped" else None}


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda one: one.__name__)
@pytest.mark.parametrize("pair", WRITING, ids=setting)
def test_what_is_said_of_a_change_is_true(
    place: Place, pair: tuple[str, str], meanwhile: Meanwhile
) -> None:
    """Done is only said of what is done, undone of what is not, and all else is not known."""
    place.switch(**dict([pair]))

    async def scenario(gateway: Gateway) -> None:
        for action, lines in ASKED:
            await tried(place, gateway, meanwhile, action, lines)

    place.run(scenario)


async def tried(
    place: Place, gateway: Gateway, meanwhile: Meanwhile, action: str, lines: str | None
) -> None:
    number = new(place)
    before = await gateway.fetch(number)
    command = make(rules_of(gateway), before.order, action, typed(before.order, action, lines))
    meanwhile(place, number, before.order)
    there = number in place.truths()
    was: Mapping[str, object] = standing(place, number) if there else {}
    error: VendorError | None = None
    try:
        sent = await gateway.send(command, before)
    except VendorError as raised:
        error = raised
    else:
        assert sent.order == (await gateway.fetch(number)).order
    now: Mapping[str, object] = standing(place, number) if there else {}
    if error is None:
        assert there
        assert reached(now, action, lines), (action, lines, was, now)
    elif isinstance(error, OutcomeUnknown):
        if not there:
            with pytest.raises(NotFound):
                await verified(gateway, command, before)
            return
        seen = await verified(gateway, command, before)
        assert seen.finding is not Finding.DONE or reached(now, action, lines)
        assert seen.finding is not Finding.UNDONE or now == was
    else:
        assert now == was, (action, lines, error.sentence(), was, now)


def reached(now: Mapping[str, object], action: str, lines: str | None) -> bool:
    """Whether the stand-in has it so; the first line has five pieces, the second four."""
    if action == "add_note":
        return now["notes"] == 1
    count = now["produced" if action == "mark_produced" else "shipped"]
    assert isinstance(count, int)
    return count >= (2 if lines == "part" else 4)


@pytest.mark.parametrize("pair", sorted(SHUT), ids=setting)
def test_a_site_that_lets_nobody_in_says_what_to_do(place: Place, pair: tuple[str, str]) -> None:
    number = new(place)
    place.switch(**dict([pair]))

    async def scenario(gateway: Gateway) -> None:
        with pytest.raises(Forbidden) as told:
            await pulled(gateway)
        with pytest.raises(Forbidden):
            await gateway.fetch(number)
        assert told.value.way_out is not None

    place.run(scenario)


def covered(plug: Plug) -> set[object]:
    """Return the presets that the shared suite puts this connector through."""
    faults = [one.fault for one in (*plug.bad_rows, *plug.unknowns, *plug.damages)]
    assert plug.paging is not None
    return {fault.get("preset") for fault in (*faults, *plug.paging.wrong_totals) if fault}


def test_every_ready_fault_is_tried() -> None:
    own = {"login_page", "password_changed", "warning_in_200", "no_response_status"}
    shared = {"throttled", "failing", "unavailable", "offline", "lost_answer"}  # losses, damages
    assert covered(PLUG) - {None} | own | shared == set(PRESETS)


@pytest.mark.parametrize("preset", ["login_page", "no_response_status"])
def test_a_page_or_half_an_answer_takes_no_order_away(place: Place, preset: str) -> None:
    number = new(place)

    async def scenario(gateway: Gateway) -> None:
        place.fault(preset=preset)
        for read in (gateway.fetch(number), pulled(gateway)):
            with pytest.raises(Malformed):
                await read
        place.clear_faults()
        assert number in {order.vendor_id for order in await pulled(gateway)}

    place.run(scenario)


def test_a_warning_takes_no_order_away(place: Place) -> None:
    """40004 stands in the page of orders, though it is about products."""
    number = new(place)

    async def scenario(gateway: Gateway) -> None:
        place.fault(**{**FIND, "preset": "warning_in_200"})
        with pytest.raises(Malformed):
            await gateway.fetch(number)

    place.run(scenario)


def test_a_warning_on_a_write_proves_nothing(place: Place) -> None:
    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        place.fault(**{**UPDATE, "preset": "warning_in_200", "count": 1})
        with pytest.raises(OutcomeUnknown, match="warning"):
            await gateway.send(make(rules_of(gateway), before.order, "mark_produced", {}), before)

    place.run(scenario)


def test_a_batch_that_was_kept_in_part_is_asked_about(place: Place) -> None:
    place.switch(batch="until_refused")

    async def scenario(gateway: Gateway) -> None:
        before = await gateway.fetch(new(place))
        assert before.order.lines is not None
        first, second = before.order.lines
        wanted = {"lines": f"{first.quantity} x {first.id}\n1 x {second.id}"}
        command = make(rules_of(gateway), before.order, "mark_produced", wanted)
        items = as_object(place.truth(before.order.vendor_id)["order"])["order_lines"]
        assert len([*rows(write(items).decode())]) == 2
        place.change(before.order.vendor_id, {"lines": {second.id: {"production_status": 3}}})
        with pytest.raises(OutcomeUnknown, match="done a part") as told:
            await gateway.send(command, before)
        assert "Invalid request parameters" in str(told.value.words)
        seen = await verified(gateway, command, before)
        assert seen.finding is not Finding.UNDONE

    place.run(scenario)


def test_a_site_without_a_call_for_notes_says_so(place: Place) -> None:
    place.switch(note_call="missing", wrong_path="not_found")

    async def scenario(gateway: Gateway) -> str:
        before = await gateway.fetch(new(place))
        note = make(rules_of(gateway), before.order, "add_note", {"content": "Call."})
        with pytest.raises(Rejected) as told:
            await gateway.send(note, before)
        return told.value.sentence()

    assert "no such call" in place.run(scenario)
