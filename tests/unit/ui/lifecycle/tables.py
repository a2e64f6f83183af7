"""Invented vendors' tables for the diagram, small and large."""

from orderdesk.domain.rules import (
    ActionRule,
    Certainty,
    Effect,
    Family,
    Refusal,
    State,
    Transition,
    VendorRules,
)
from orderdesk.domain.status import OrderStatus

UNKNOWN = Refusal("“{state}” is a state this desk does not know.", "Use the vendor's own page.")
UNSETTLED = Refusal("An earlier command is not settled.", "Wait until it is.")


def transit(name: str, label: str, *, reversible: bool = True) -> ActionRule:
    return ActionRule(
        name=name,
        effect=Effect.TRANSIT,
        family=Family.STATUS,
        label=label,
        icon="send",
        summary=f"{label} this order.",
        refusals={"": Refusal("{action} is not possible: the order is {state}.", "Wait.")},
        reversible=reversible,
        confirmation="" if reversible else "{number} of {customer} leaves for good.",
    )


def rules_of(
    states: tuple[State, ...], transitions: tuple[Transition, ...], actions: tuple[ActionRule, ...]
) -> VendorRules:
    return VendorRules(
        vendor="example",
        title="Example Trade",
        states=states,
        transitions=transitions,
        actions=actions,
        not_offered=(),
        order_fields=(),
        line_fields=(),
        unknown_state=UNKNOWN,
        unsettled=UNSETTLED,
    )


SMALL = rules_of(
    (
        State("Draft", OrderStatus.CREATED, "Created", 0),
        State("Open", OrderStatus.PENDING, "Pending", 1),
        State("Worked", OrderStatus.PROCESSED, "Processed", 2),
        State("Void", OrderStatus.CANCELLED, "Cancelled", 2, 1, terminal=True),
        State("Closed", OrderStatus.COMPLETED, "Completed", 3, terminal=True),
    ),
    (
        Transition("Draft", "Open", "submit"),
        Transition("Draft", "Worked", "process", Certainty.DISPUTED, "The papers disagree."),
        Transition("Open", "Worked", "process"),
        Transition("Open", "Void", "cancel", Certainty.DISPUTED, "No call is written down."),
        Transition("Worked", "Closed", None),
    ),
    (
        transit("submit", "Submit"),
        transit("process", "Process", reversible=False),
        transit("cancel", "Cancel order"),
    ),
)

_NAMES = (
    ("new", OrderStatus.CREATED, "New", 0, 0),
    ("released", OrderStatus.PENDING, "Released", 1, 0),
    ("preorder", OrderStatus.ON_HOLD, "Pre-order", 0, 1),
    ("standing", OrderStatus.ON_HOLD, "Standing order, on hold", 1, 1),
    ("part_fulfilled", OrderStatus.PROCESSED, "Part fulfilled", 2, 0),
    ("fulfilled", OrderStatus.COMPLETED, "Fulfilled", 3, 0),
    ("invoiced", OrderStatus.COMPLETED, "Invoiced", 4, 0),
    ("cancelled", OrderStatus.CANCELLED, "Cancelled", 3, 2),
)
LARGE = rules_of(
    tuple(State(w, s, label, c, r) for w, s, label, c, r in _NAMES),
    (
        Transition("new", "released", "release"),
        Transition("new", "preorder", "hold"),
        Transition("preorder", "new", "resume"),
        Transition("released", "standing", "hold"),
        Transition("standing", "released", "resume"),
        Transition("released", "part_fulfilled", None),
        Transition("released", "fulfilled", "dispatch"),
        Transition("part_fulfilled", "fulfilled", "dispatch"),
        Transition("fulfilled", "invoiced", "invoice"),
        Transition("released", "invoiced", "invoice", Certainty.DISPUTED, "Perhaps."),
        Transition("new", "cancelled", "cancel"),
        Transition("released", "cancelled", "cancel"),
        Transition("standing", "cancelled", "cancel"),
        Transition("part_fulfilled", "cancelled", "cancel"),
    ),
    tuple(
        transit(name, label)
        for name, label in (
            ("release", "Release"),
            ("hold", "Hold"),
            ("resume", "Resume"),
            ("dispatch", "Dispatch"),
            ("invoice", "Invoice"),
            ("cancel", "Cancel order"),
        )
    ),
)
