"""What reading back proves of a write whose answer was lost."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from orderdesk.connectors.references import own_reference
from orderdesk.connectors.valomnia import verification
from orderdesk.connectors.valomnia.rules import RULES
from orderdesk.domain.commands import Act, CreateOrder
from orderdesk.domain.gateway import Finding
from orderdesk.domain.order import FieldValue, Order
from tests.conformance.acts import changed, make
from tests.unit.connectors.valomnia.samples import listed

BEFORE = listed(deliveredBy=None, orderPayments=[{"id": 1, "reference": "first"}])
assert BEFORE.placed_at is not None
SENT = BEFORE.placed_at + timedelta(days=3)


def act(action: str, **values: str) -> Act:
    made = make(RULES, BEFORE, action, values)
    assert isinstance(made, Act)
    return made


def now(**fields: FieldValue) -> Order:
    return BEFORE.model_copy(update={"fields": {**BEFORE.fields, **fields}})


def create(**fields: str) -> CreateOrder:
    made = make(RULES, BEFORE, "create", {"operationType": "ORDER", "customerId": "17", **fields})
    assert isinstance(made, CreateOrder)
    return made


def test_a_payment_is_known_by_its_reference() -> None:
    command = act("record_payment", status="PAID", paymentTypeId="7")
    own = own_reference(command.id)
    done = verification.of_payment(command, BEFORE, now(orderPayments=f"first\n{own}"))
    assert done.finding is Finding.DONE
    undone = verification.of_payment(command, BEFORE, now())
    assert (undone.finding, undone.guarded) == (Finding.UNDONE, False)
    assert own in str(undone.readings[0])


def test_a_payment_of_the_same_reference_of_before_proves_nothing() -> None:
    command = act("record_payment", status="PAID", paymentReference="first")
    assert verification.of_payment(command, BEFORE, now()).finding is Finding.UNDONE
    twice = now(orderPayments="first\nfirst")
    assert verification.of_payment(command, BEFORE, twice).finding is Finding.DONE


@pytest.mark.parametrize(
    ("known", "seen", "shown", "touched", "finding"),
    [
        (None, "L-27", True, True, Finding.DONE),
        (None, "#27", True, True, Finding.DONE),
        (None, "L-28", True, True, Finding.UNDONE),
        (None, None, True, True, Finding.UNDONE),
        ("L-27", "L-27", True, True, Finding.AMBIGUOUS),
        ("L-27", "L-27", True, False, Finding.UNDONE),
        (None, None, False, True, Finding.AMBIGUOUS),
        (None, None, False, False, Finding.UNDONE),
    ],
)
def test_a_prepayment_is_known_by_the_list_where_it_is_shown(
    known: str | None, seen: str | None, *, shown: bool, touched: bool, finding: Finding
) -> None:
    command = act("apply_prepayment", prepaymentId="27", amountToCredit="1")
    later = {"lastUpdated": SENT.isoformat()} if touched else {}
    found = verification.of_credit(
        command,
        frozenset({"L-27", "#27"}),
        now(orderPrepayments=known),
        now(orderPrepayments=seen, **later),
        shown=shown,
        sent_at=SENT,
    )
    assert (found.finding, found.guarded) == (finding, False)
    assert bool(found.readings) is (finding is not Finding.DONE)


def test_a_change_of_the_same_moment_proves_nothing() -> None:
    command = act("apply_prepayment", prepaymentId="27", amountToCredit="1")
    just = now(lastUpdated=SENT.isoformat())
    names = frozenset({"L-27"})
    found = verification.of_credit(command, names, just, just, shown=False, sent_at=SENT)
    assert found.finding is Finding.AMBIGUOUS


def test_an_assignment_is_known_by_the_deliverer() -> None:
    command = act("assign_delivery", userId="6")
    assert verification.of_assignment(command, now(deliveredBy="6")).finding is Finding.DONE
    undone = verification.of_assignment(command, now())
    assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
    other = verification.of_assignment(command, now(deliveredBy="7"))
    assert other.finding is Finding.AMBIGUOUS
    assert verification.of_unassignment(now()).finding is Finding.DONE
    still = verification.of_unassignment(now(deliveredBy="6"))
    assert (still.finding, still.guarded) == (Finding.UNDONE, True)


@pytest.mark.parametrize(
    ("changes", "seen", "finding"),
    [
        ({"deliveryComment": "Later"}, {"deliveryComment": "Later"}, Finding.DONE),
        ({"deliveryComment": " Later "}, {"deliveryComment": "Later"}, Finding.DONE),
        ({"deliveryComment": None}, {"deliveryComment": None}, Finding.DONE),
        ({"deliveryComment": "Later"}, {}, Finding.UNDONE),
        ({"deliveryComment": "Later"}, {"deliveryComment": "Never"}, Finding.AMBIGUOUS),
        ({"deliveryCountry": "France"}, {"deliveryCountry": "FR"}, Finding.DONE),
        ({"deliveryCountry": "fr"}, {"deliveryCountry": "FR"}, Finding.DONE),
        ({"deliveryCountry": "France"}, {}, Finding.UNDONE),
        (
            {"deliveryComment": "Later", "deliveryCity": "Digby"},
            {"deliveryComment": "Later"},
            Finding.AMBIGUOUS,
        ),
        ({"deliveryCity": "Lunenburg"}, {}, Finding.DONE),
    ],
)
def test_an_edit_is_known_by_its_fields(
    changes: Mapping[str, str | None], seen: Mapping[str, str | None], finding: Finding
) -> None:
    command = changed(RULES, BEFORE, **changes)
    found = verification.of_edit(command, BEFORE, now(**seen))
    assert (found.finding, found.guarded) == (finding, finding is Finding.UNDONE)
    assert bool(found.readings) is (finding is Finding.AMBIGUOUS)


def test_a_new_order_is_known_by_its_reference() -> None:
    assert BEFORE.placed_at is not None
    own, typed = create(), create(reference="quay_order_0071")
    for command in (own, typed):
        undone = verification.of_creation(command, None, SENT)
        assert (undone.finding, undone.guarded) == (Finding.UNDONE, True)
        just = verification.of_creation(command, BEFORE, BEFORE.placed_at)
        assert just.finding is Finding.DONE
    assert verification.of_creation(own, BEFORE, SENT).finding is Finding.DONE
    old = verification.of_creation(typed, BEFORE, SENT)
    assert old.finding is Finding.AMBIGUOUS
    assert "quay_order_0071" in str(old.readings[0])
    other = create(reference="quay_order_0071", customerId="18")
    found = verification.of_creation(other, BEFORE, BEFORE.placed_at)
    assert found.finding is Finding.AMBIGUOUS
