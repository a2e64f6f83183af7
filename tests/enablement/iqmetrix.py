"""Every state x condition x action of iQmetrix with the answer, by hand from its Orders page.

Not computed from the program's rules: the window, the domain and the sandbox are held to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

STATES = ("Created", "Pending", "Processed", "Completed", "Cancelled")
CONDITIONS = ("none", "expired", "no_billing_customer", "both_targets", "strict_cancel")
ACTIONS = ("edit", "add_item", "edit_item", "remove_item", "submit", "process", "cancel")

# yes: allowed; vendor: the documents differ, so the vendor decides; anything else: refused, and
# the word names the rule that refuses it.
_TABLE = """
state      condition            edit     add_item  edit_item  remove_item  submit   process  cancel
Created    none                 yes      yes       yes        yes          yes      vendor   state
Created    expired              expired  expired   expired    expired      expired  expired  state
Created    no_billing_customer  yes      yes       yes        yes          yes      billing  state
Created    both_targets         yes      yes       both       both         both     vendor   state
Created    strict_cancel        yes      yes       yes        yes          yes      vendor   state
Pending    none                 yes      yes       yes        yes          state    yes      yes
Pending    expired              expired  expired   expired    expired      state    expired  expired
Pending    no_billing_customer  yes      yes       yes        yes          state    billing  yes
Pending    both_targets         yes      yes       both       both         state    yes      both
Pending    strict_cancel        yes      yes       yes        yes          state    yes      strict
Processed  none                 state    state     state      state        state    state    state
Processed  expired              state    state     state      state        state    state    state
Processed  no_billing_customer  state    state     state      state        state    state    state
Processed  both_targets         state    state     state      state        state    state    state
Processed  strict_cancel        state    state     state      state        state    state    state
Completed  none                 state    state     state      state        state    state    state
Completed  expired              state    state     state      state        state    state    state
Completed  no_billing_customer  state    state     state      state        state    state    state
Completed  both_targets         state    state     state      state        state    state    state
Completed  strict_cancel        state    state     state      state        state    state    state
Cancelled  none                 state    state     state      state        state    state    state
Cancelled  expired              state    state     state      state        state    state    state
Cancelled  no_billing_customer  state    state     state      state        state    state    state
Cancelled  both_targets         state    state     state      state        state    state    state
Cancelled  strict_cancel        state    state     state      state        state    state    state
"""

REASONS: Mapping[str, str] = {
    "expired": "has expired",
    "billing": "no billing customer",
    "both": "a customer and to a location at once",
    "strict": "strict cancelling",
}
"""What the reason of a refusal says, by the rule that refuses; a state's is in STATE_REASONS."""

STATE_REASONS: Mapping[tuple[str, str], str] = {
    ("Created", "cancel"): "only while it is pending",
    ("Pending", "submit"): "pending already",
    ("Processed", "edit"): "only while it is created or pending",
    ("Processed", "add_item"): "only while it is created or pending",
    ("Processed", "edit_item"): "only while it is created or pending",
    ("Processed", "remove_item"): "only while it is created or pending",
    ("Processed", "submit"): "only while it is created",
    ("Processed", "process"): "processed already",
    ("Processed", "cancel"): "only while it is pending",
    ("Completed", "edit"): "only while it is created or pending",
    ("Completed", "add_item"): "only while it is created or pending",
    ("Completed", "edit_item"): "only while it is created or pending",
    ("Completed", "remove_item"): "only while it is created or pending",
    ("Completed", "submit"): "only while it is created",
    ("Completed", "process"): "has been processed",
    ("Completed", "cancel"): "only while it is pending",
    ("Cancelled", "edit"): "only while it is created or pending",
    ("Cancelled", "add_item"): "only while it is created or pending",
    ("Cancelled", "edit_item"): "only while it is created or pending",
    ("Cancelled", "remove_item"): "only while it is created or pending",
    ("Cancelled", "submit"): "opens no cancelled order again",
    ("Cancelled", "process"): "ends it there",
    ("Cancelled", "cancel"): "cancelled already",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: `verdict` as the domain has it, `cause` the rule that refuses, if any."""

    state: str
    condition: str
    action: str
    verdict: str
    cause: str | None

    @property
    def reason(self) -> str | None:
        """A part of the sentence that a person must be given; None where it is allowed."""
        if self.cause == "state":
            return STATE_REASONS[self.state, self.action]
        return REASONS[self.cause] if self.cause else None

    def __str__(self) -> str:
        return f"{self.state}-{self.condition}-{self.action}"


def _cells() -> tuple[Cell, ...]:
    verdicts = {"yes": "allowed", "vendor": "vendor_decides"}
    header, *lines = _TABLE.strip().splitlines()
    _state, _condition, *actions = header.split()
    cells: list[Cell] = []
    for line in lines:
        state, condition, *words = line.split()
        for action, word in zip(actions, words, strict=True):
            verdict = verdicts.get(word, "refused")
            cells.append(
                Cell(state, condition, action, verdict, word if verdict == "refused" else None)
            )
    return tuple(cells)


ENABLEMENT: tuple[Cell, ...] = _cells()
"""Every cell of the table."""

SETTINGS: Mapping[str, Mapping[str, str]] = {"strict_cancel": {"strict_cancel": "yes"}}
"""The connection's settings that a condition asks for."""

SWITCHES: Mapping[str, Mapping[str, str]] = {"strict_cancel": {"manual_cancel": "refused"}}
"""The sandbox's switches that a condition asks for."""

CHANGES: Mapping[str, Mapping[str, object]] = {
    "none": {},
    "expired": {"act": "expire"},
    "no_billing_customer": {"set": {"BillingCustomerId": None}},
    "both_targets": {
        "set": {
            "ShippingCustomerId": "659c2a38-d083-4421-9330-46d779702f85",
            "ShippingEntityId": 14203,
        }
    },
    "strict_cancel": {},
}
"""What a colleague does to an order in the sandbox to bring the condition about."""
