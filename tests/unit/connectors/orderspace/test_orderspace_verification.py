"""What a read-back tells: never done where it may not be, never sent again where it might be."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from orderdesk.connectors.orderspace.names import Invoices
from orderdesk.connectors.orderspace.verification import (
    of_counts,
    of_creation,
    of_deletion,
    of_invoices,
)
from orderdesk.connectors.orderspace.wire import read_invoice
from orderdesk.connectors.references import own_reference
from orderdesk.domain.commands import Act, CreateOrder
from orderdesk.domain.gateway import Finding
from orderdesk.domain.order import Order
from tests.unit.connectors.orderspace.samples import mapped, raw_lines, raw_order

FIRST, SECOND, THIRD = "ol_f1rst001", "ol_sec0nd02", "ol_th1rd003"
FREE = {"on_hold": False, "preorder_window_id": "", "invoiced": 0, "dispatched": 0}
HELD = {**FREE, "on_hold": True}
DONE, UNDONE, UNSURE = Finding.DONE, Finding.UNDONE, Finding.AMBIGUOUS


def act(action: str, **values: str) -> Act:
    return Act(
        id="c1",
        connection="shop",
        vendor_id="or_t1deM4rk",
        action=action,
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        source="released",
        values=values,
    )


def order(*lines: Mapping[str, object]) -> Order:
    """Return an order of 10, 2 and 5 pieces, each line as told."""
    return mapped(raw_order(status="released", order_lines=raw_lines(*lines)[: len(lines)]))


def sent(*counts: int, base: Mapping[str, object] = FREE) -> Order:
    return order(*({**base, "dispatched": count} for count in counts))


def billed(*counts: int) -> Order:
    return order(*({**FREE, "invoiced": count} for count in counts))


@pytest.mark.parametrize(
    ("lines", "before", "now", "finding", "guarded"),
    [
        # All that there is: nothing could leave a second time.
        ("", (0, 0), (0, 0), UNDONE, True),
        ("", (4, 0), (4, 0), UNDONE, True),
        ("", (0, 0), (10, 2), DONE, False),
        ("", (4, 0), (10, 2), DONE, False),
        (f"10 x {FIRST}\n2 x {SECOND}", (0, 0), (0, 0), UNDONE, True),
        # A part: sent again, it might leave twice.
        (f"3 x {FIRST}", (0, 0), (0, 0), UNDONE, False),
        (f"10 x {FIRST}", (0, 0), (0, 0), UNDONE, False),
        (f"3 x {FIRST}", (0, 0), (3, 0), DONE, False),
        (f"3 x {FIRST}", (4, 1), (7, 1), DONE, False),
        # Somebody else's, or theirs and ours.
        (f"3 x {FIRST}", (0, 0), (2, 0), UNSURE, False),
        (f"3 x {FIRST}", (0, 0), (6, 0), UNSURE, False),
        (f"3 x {FIRST}", (0, 0), (3, 1), UNSURE, False),
        (f"3 x {FIRST}", (0, 0), (0, 2), UNSURE, False),
        (f"3 x {FIRST}", (4, 0), (1, 0), UNSURE, False),
        ("", (0, 0), (10, 0), UNSURE, False),
        # There was nothing to send.
        ("", (10, 2), (10, 2), UNDONE, False),
    ],
)
def test_a_dispatch_by_its_counts(
    lines: str,
    before: tuple[int, int],
    now: tuple[int, int],
    finding: Finding,
    guarded: bool,
) -> None:
    seen = of_counts(act("dispatch", lines=lines), sent(*before), sent(*now))
    assert (seen.finding, seen.guarded) == (finding, guarded)
    assert bool(seen.readings) is (finding is UNSURE)
    assert seen.order is not None


def test_a_dispatch_that_leaves_held_items_does_not_guard_itself() -> None:
    before = order({**FREE}, {**HELD})
    assert not of_counts(act("dispatch"), before, before).guarded


@pytest.mark.parametrize(
    ("now", "finding"),
    [((10, 2), DONE), ((10, 0), UNSURE), ((0, 0), UNDONE)],
)
def test_an_invoice_by_its_counts(now: tuple[int, int], finding: Finding) -> None:
    assert of_counts(act("invoice"), billed(0, 0), billed(*now)).finding is finding


@pytest.mark.parametrize(("second", "finding"), [(0, DONE), (2, DONE), (1, UNSURE)])
def test_an_invoice_of_all_takes_held_items_in_or_not(second: int, finding: Finding) -> None:
    before = order({**FREE}, {**HELD})
    now = order({**FREE, "invoiced": 10}, {**HELD, "invoiced": second})
    assert of_counts(act("invoice"), before, now).finding is finding


def test_without_knowing_how_it_was_nothing_is_claimed() -> None:
    assert of_counts(act("dispatch"), None, sent(10, 2)).finding is UNSURE


def test_readings_say_what_was_and_what_is() -> None:
    seen = of_counts(act("dispatch", lines=f"3 x {FIRST}"), sent(0, 0), sent(2, 1))
    assert [str(one) for one in seen.readings] == [
        "Gull Case (Colour: Blue): 2 of 10 now; it was 0, and 3 more were asked for.",
        "Gull Dock: 1 of 2 now; it was 0, and 0 more were asked for.",
    ]


INVOICE = read_invoice({"id": "iv_1", "number": "HMW-1", "orders": [{"id": "or_t1deM4rk"}]})


@pytest.mark.parametrize(
    ("name", "invoices", "finding", "guarded"),
    [
        ("iv_1", Invoices((INVOICE,), True), UNDONE, True),
        ("HMW-1", Invoices((INVOICE,), True), UNDONE, True),
        ("iv_2", Invoices((INVOICE,), True), DONE, False),
        ("iv_2", Invoices((INVOICE,), False), UNSURE, False),
        ("", Invoices((INVOICE,), True), UNDONE, False),
        ("", Invoices((), True), DONE, False),
        ("", Invoices((), False), UNSURE, False),
    ],
)
def test_a_deleted_invoice_by_those_that_there_are(
    name: str, invoices: Invoices, finding: Finding, guarded: bool
) -> None:
    seen = of_invoices(act("delete_invoice", invoice=name), invoices, billed(1, 0))
    assert (seen.finding, seen.guarded) == (finding, guarded)


@pytest.mark.parametrize(
    ("was", "now", "finding"),
    [
        ("new", "new", UNDONE),
        ("new", "cancelled", UNSURE),
        ("cancelled", "cancelled", UNDONE),
    ],
)
def test_an_order_that_is_still_there(was: str, now: str, finding: Finding) -> None:
    seen = of_deletion(mapped(raw_order(status=was)), mapped(raw_order(status=now)))
    assert (seen.finding, seen.guarded) == (finding, finding is UNDONE)


def creation(reference: str | None = None) -> CreateOrder:
    return CreateOrder(
        id="c1",
        connection="shop",
        vendor_id="c1",
        action="create",
        created_at=datetime(2026, 11, 22, tzinfo=UTC),
        fields={"customer_id": "cu_1", "reference": reference},
    )


def test_a_new_order_by_our_own_reference() -> None:
    ours = mapped(raw_order(reference=own_reference("c1")))
    other = mapped(raw_order(reference=own_reference("c2")))
    assert of_creation(creation(), [other]).guarded
    found = of_creation(creation(), [other, ours])
    assert (found.finding, found.order) == (DONE, ours)
    assert of_creation(creation(), [ours, ours]).finding is UNSURE


def test_a_new_order_by_a_reference_that_was_typed() -> None:
    like = mapped(raw_order(reference="spring"))
    nothing = of_creation(creation("spring"), [mapped(raw_order())])
    assert (nothing.finding, nothing.guarded) == (UNDONE, False)
    assert of_creation(creation("spring"), [like]).finding is UNSURE
