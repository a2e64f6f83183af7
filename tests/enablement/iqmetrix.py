"""Every state x condition x action of iQmetrix with the answer, by hand from its Orders page.

Not computed from the program's rules: the window, the domain and the sandbox are held to it.
"""

from collections.abc import Mapping

from tests.enablement.cells import Cell, Enablement

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

_REASONS: Mapping[str, str] = {
    "expired": "has expired",
    "billing": "no billing customer",
    "both": "a customer and to a location at once",
    "strict": "strict cancelling",
}

_STATE_REASONS: Mapping[tuple[str, str], str] = {
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

TABLE = Enablement(
    table=_TABLE,
    reasons=_REASONS,
    state_reasons=_STATE_REASONS,
    settings=SETTINGS,
    switches=SWITCHES,
    changes=CHANGES,
)

ENABLEMENT: tuple[Cell, ...] = TABLE.cells
"""Every cell of the table."""
STATES, CONDITIONS, ACTIONS = TABLE.states, TABLE.conditions, TABLE.actions
