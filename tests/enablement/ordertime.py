"""Actions at Order Time with the answer, by hand from its pages Sales Order and Ship Doc.

Not computed from the program's rules: the window, the domain and the sandbox are held to it. The
states are those of the stand-in's company; no page of the vendor's says what any of them forbids.
"""

from collections.abc import Mapping

from tests.enablement.cells import Cell, Enablement

_TABLE = """
state      condition  edit  add_item  edit_item  remove_item  change_status  ship     delete
Approved   none       yes   yes       yes        yes          yes            yes      vendor
Approved   part       yes   yes       yes        yes          yes            yes      vendor
Approved   shipped    yes   yes       yes        yes          yes            nothing  vendor
Approved   closed     yes   yes       yes        yes          yes            nothing  vendor
Approved   final      yes   yes       yes        yes          yes            yes      vendor
Invoiced   none       yes   yes       yes        yes          yes            yes      vendor
Invoiced   part       yes   yes       yes        yes          yes            yes      vendor
Invoiced   shipped    yes   yes       yes        yes          yes            nothing  vendor
Invoiced   closed     yes   yes       yes        yes          yes            nothing  vendor
Invoiced   final      yes   yes       yes        yes          yes            yes      vendor
Cancelled  none       yes   yes       yes        yes          yes            yes      vendor
Cancelled  part       yes   yes       yes        yes          yes            yes      vendor
Cancelled  shipped    yes   yes       yes        yes          yes            nothing  vendor
Cancelled  closed     yes   yes       yes        yes          yes            nothing  vendor
Cancelled  final      yes   yes       yes        yes          yes            yes      vendor
"""

SWITCHES: Mapping[str, Mapping[str, str]] = {"final": {"status_rules": "final"}}
"""The sandbox's switches that a condition asks for."""

CHANGES: Mapping[str, Mapping[str, object]] = {
    "none": {},
    "part": {"act": "ship_part"},
    "shipped": {"act": "ship"},
    "closed": {"act": "clear_lines"},
    "final": {},
}
"""What a colleague does to an order in the sandbox to bring the condition about."""

TABLE = Enablement(
    table=_TABLE,
    reasons={"nothing": "Nothing of this order is left to ship"},
    state_reasons={},
    switches=SWITCHES,
    changes=CHANGES,
)

ENABLEMENT: tuple[Cell, ...] = TABLE.cells
"""Every cell of the table."""
STATES, CONDITIONS, ACTIONS = TABLE.states, TABLE.conditions, TABLE.actions
