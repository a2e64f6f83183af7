"""DecoNetwork in the window: note, produced, shipped, some and all, and what is refused."""

import pytest

from tests.e2e.journeys.walk import Trade, Walk, inner, many


@pytest.fixture(scope="module")
def trade() -> Trade:
    """Trade with DecoNetwork."""
    return Trade(vendor="deconetwork", writes=r"/manage_orders/(update_order_status|add_internal)")


def test_each_action_is_done_once(walk: Walk) -> None:
    person, order = walk.person, walk.first(status=1, lines=1, produced=0, notes=0)
    pieces, number = order["pieces"], walk.open(order)
    walk.do("Add note")
    walk.asked("Add note", number)
    person.fill("Note, needed", "Call before noon, ask for Ω")
    walk.submit()
    noted = walk.wait_whole(order, notes=1)
    assert "Call before noon, ask for Ω" in str(inner(noted, "order")["notes"])

    person.press("Ctrl+Shift+M")
    dialog = walk.asked("Mark produced", number)
    person.reads("cannot take this back", within=dialog)
    walk.agree("Mark produced")
    walk.wait_whole(order, status=2, produced=pieces)
    walk.wait_state("Processed")

    walk.order_menu("Mark shipped")
    walk.asked("Mark shipped", number)
    person.fill("Tracking number", "GX 4401")
    walk.agree("Mark shipped")
    sent = walk.wait_whole(order, status=3, shipped=pieces, shipments=1)
    assert "GX 4401" in str(many(inner(sent, "order"), "shipments"))
    walk.wait_state("Completed")

    walk.do("Mark produced")
    person.reads("Mark produced is not possible", within=walk.detail)
    person.reads("moves an order only forward", within=walk.detail)
    assert not person.dialog()

    some = next(one for one in walk.orders() if one["pieces"] == 5 and one["status"] == 1)
    number = walk.open(some)
    walk.do("Mark produced")
    walk.asked("Mark produced", number)
    walk.choose("Items", "Only the quantities below")
    person.type("1")
    walk.agree("Mark produced")
    walk.wait_whole(some, status=1, produced=1)
    walk.wait_writes("add_note 200", "mark_produced 200", "mark_shipped 200", "mark_produced 200")


def test_what_the_rules_leave_to_the_vendor_it_refuses_with_its_words(walk: Walk) -> None:
    person, order = walk.person, walk.first(status=1, produced=0)
    walk.calls.switch(ship_unproduced="refused")
    number = walk.open(order)
    walk.do("Mark shipped")
    dialog = walk.asked("Mark shipped", number)
    person.reads("DecoNetwork decides", within=dialog)
    walk.agree("Mark shipped")
    said = person.reads("Rejected by the vendor")
    assert "produced first" in said
    walk.wait_state("Pending")
    walk.wait_writes("nothing 200")
    assert walk.whole(order)["shipped"] == 0
