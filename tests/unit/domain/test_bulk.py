"""The plan of an act on many orders, from the same table as for one, and its sentences."""

from dataclasses import replace
from decimal import Decimal

import pytest

from orderdesk.connectors import registry
from orderdesk.domain.actions import Facts
from orderdesk.domain.bulk import (
    Forecast,
    Plan,
    PlanRow,
    Request,
    act_on_orders,
    forecast_of,
    names_of,
    state_of,
    sums_of,
    warning_of,
)
from orderdesk.domain.messages import Message
from orderdesk.domain.order import Order
from orderdesk.domain.rules import TOGETHER
from tests.unit.domain.invented import NOON, RULES, line, order

CLEAR = Facts()


def _row(about: Order, action: str = "cancel", facts: Facts = CLEAR, **more: object) -> PlanRow:
    forecast, rule, verdict = forecast_of(about, RULES, action, facts, NOON)
    row = PlanRow(
        order_id=about.id,
        forecast=forecast,
        vendor=about.vendor,
        number=about.number or "",
        state=state_of(about, RULES),
        total=about.total,
        currency=about.currency,
        rule=rule,
        reason=verdict.reason,
        way_out=verdict.way_out,
    )
    return replace(row, **more)


@pytest.mark.parametrize(
    ("action", "state", "facts", "forecast"),
    [
        ("cancel", "Placed", CLEAR, Forecast.WILL_DO),
        ("cancel", "Shipped", CLEAR, Forecast.VENDOR_DECIDES),
        ("cancel", "Draft", CLEAR, Forecast.REFUSED),
        ("cancel", "Gone", CLEAR, Forecast.REFUSED),
        ("cancel", "Placed", Facts({"strict": "yes"}), Forecast.REFUSED),
        ("cancel", "Placed", Facts(outcome_unknown=True), Forecast.UNKNOWN),
        ("cancel", "Never heard of", CLEAR, Forecast.UNKNOWN),
        ("edit", "Draft", CLEAR, Forecast.WILL_DO),
        ("edit", "Held", CLEAR, Forecast.REFUSED),
        ("delete", "Draft", CLEAR, Forecast.REFUSED),
        ("ship", "Draft", CLEAR, Forecast.REFUSED),
        ("create", "Draft", CLEAR, Forecast.REFUSED),
    ],
)
def test_each_order_has_exactly_one_thing_in_store(
    action: str, state: str, facts: Facts, forecast: Forecast
) -> None:
    row = _row(order("v1", state=state, lines=(line("1"),)), action, facts)
    assert row.forecast is forecast
    assert (row.reason is None) == (forecast is Forecast.WILL_DO)
    assert (row.way_out is None) == (forecast in {Forecast.WILL_DO, Forecast.VENDOR_DECIDES})


def test_the_counts_are_all_the_orders_and_reasons_are_grouped() -> None:
    states = ["Placed", "Gone", "Placed", "Shipped", "Gone", "Gone", "Lost", "Draft"]
    rows = tuple(_row(order(f"v{place}", state=one)) for place, one in enumerate(states))
    plan = Plan(Request("cancel"), rows)
    assert plan.counts() == {
        Forecast.WILL_DO: 2,
        Forecast.REFUSED: 4,
        Forecast.VENDOR_DECIDES: 1,
        Forecast.UNKNOWN: 1,
    }
    assert sum(plan.counts().values()) == len(rows)
    assert [row.order_id for row in plan.sent()] == ["main:v0", "main:v2", "main:v3"]
    assert [row.order_id for row in plan.sent(doubtful=False)] == ["main:v0", "main:v2"]
    assert [str(group.message()) for group in plan.groups()] == [
        "3 are Gone: Cancel is not possible: the order is Gone. Make a new order.",
        "1 is Shipped: Some say Shipped is final.",
        "1 is Lost: The state “Lost” is not known. Look at the vendor's own page.",
        "1 is Draft: Cancel is not possible: the order is Draft. Make a new order.",
    ]
    assert list(plan.rules()) == [RULES.vendor]


def test_what_a_vendor_does_not_offer_is_one_reason_in_every_state() -> None:
    rows = tuple(_row(order(state, state=state), "delete") for state in ("Placed", "Gone"))
    [group] = Plan(Request("delete"), rows).groups()
    assert str(group.message()) == "2: It deletes nothing. Cancel it."


def test_the_button_says_how_many() -> None:
    assert str(act_on_orders("cancel", "Cancel order", 12)) == "Cancel 12 orders"
    assert str(act_on_orders("cancel", "Cancel order", 1)) == "Cancel 1 order"
    assert str(act_on_orders("process", "Process", 1_200)) == "Process 1,200 orders"
    assert str(act_on_orders("scrap", "Scrap", 3)) == "Scrap: 3 orders"


def test_what_is_final_is_named() -> None:
    about = [order(f"v{place}", state="Placed", number=f"{4000 + place}") for place in range(10)]
    rows = [_row(one, customer="Ada {Hale}" if one.number == "4000" else "") for one in about]
    assert str(names_of(rows[:2])) == "4000 (Ada {Hale}), 4001"
    assert str(names_of(rows)).endswith("4006, 4007 and 2 more")
    assert str(warning_of(rows[:1])) == (
        "This cannot be taken back. It is done to 4000 (Ada {Hale})."
    )
    assert warning_of([_row(one, "edit") for one in about]) is None


def test_totals_are_added_by_currency() -> None:
    row = _row(order("v1", state="Placed"), total=Decimal("0.10"), currency="GBP")
    rows = [row, row, replace(row, currency=None), replace(row, total=None)]
    assert sums_of(rows) == {"GBP": Decimal("0.20"), "": Decimal("0.10")}


def test_orders_of_all_vendors_are_taken_together_by_what_an_action_comes_to() -> None:
    found = {one.vendor: one.rules for one in registry.describe_all()}
    names = {rules.vendor: {rule.name for rule in rules.actions} for rules in found.values()}
    for rules in found.values():
        for rule in rules.actions:
            for other in found.values():
                match = other.counterpart(rule.name)
                if rule.name in names[other.vendor]:
                    assert match is not None
                    assert match.name == rule.name
                elif match is not None:
                    assert match.family is rule.family
                    assert any({match.name, rule.name} <= same for same in TOGETHER)
    senders = {vendor: rules.counterpart("ship") for vendor, rules in found.items()}
    assert sum(rule is not None for rule in senders.values()) >= 3


def test_a_reason_may_hold_braces_of_a_vendor() -> None:
    row = _row(order("v1", state="{0}"))
    group = Plan(Request("cancel"), (row,)).groups()[0]
    assert "{0}" in str(group.message())
    assert group.reason == Message(RULES.unknown_state.reason, dict(group.reason.facts))
