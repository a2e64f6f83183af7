"""Every state x condition x action of Orderspace with the answer, by hand from its documents.

Not computed from the program's rules: the window, the domain and the sandbox are held to it.
"""

from collections.abc import Mapping

from tests.enablement.cells import Enablement

# `none`: some of the order is invoiced and some is not, and nothing has left.
_TABLE = """
state           condition       invoice  delete_invoice  dispatch  delete
new             none            yes      yes             state     yes
new             all_invoiced    all      yes             state     yes
new             none_invoiced   yes      nothing         state     yes
new             all_held        yes      yes             state     yes
new             older           older    older           state     older
invoiced        none            vendor   yes             state     vendor
invoiced        all_invoiced    all      yes             state     vendor
invoiced        none_invoiced   vendor   nothing         state     vendor
invoiced        all_held        vendor   yes             state     vendor
invoiced        older           older    older           state     older
released        none            vendor   yes             yes       vendor
released        all_invoiced    all      yes             yes       vendor
released        none_invoiced   vendor   nothing         yes       vendor
released        all_held        vendor   yes             held      vendor
released        older           older    older           yes       older
part_fulfilled  none            yes      yes             yes       vendor
part_fulfilled  all_invoiced    all      yes             yes       vendor
part_fulfilled  none_invoiced   yes      nothing         yes       vendor
part_fulfilled  all_held        yes      yes             held      vendor
part_fulfilled  older           older    older           yes       older
preorder        none            vendor   yes             state     vendor
preorder        all_invoiced    all      yes             state     vendor
preorder        none_invoiced   vendor   nothing         state     vendor
preorder        all_held        vendor   yes             state     vendor
preorder        older           older    older           state     older
on_hold         none            vendor   yes             state     vendor
on_hold         all_invoiced    all      yes             state     vendor
on_hold         none_invoiced   vendor   nothing         state     vendor
on_hold         all_held        vendor   yes             state     vendor
on_hold         older           older    older           state     older
fulfilled       none            vendor   yes             state     vendor
fulfilled       all_invoiced    all      yes             state     vendor
fulfilled       none_invoiced   vendor   nothing         state     vendor
fulfilled       all_held        vendor   yes             state     vendor
fulfilled       older           older    older           state     older
standing_order  none            state    yes             state     vendor
standing_order  all_invoiced    state    yes             state     vendor
standing_order  none_invoiced   state    nothing         state     vendor
standing_order  all_held        state    yes             state     vendor
standing_order  older           state    older           state     older
cancelled       none            state    yes             state     vendor
cancelled       all_invoiced    state    yes             state     vendor
cancelled       none_invoiced   state    nothing         state     vendor
cancelled       all_held        state    yes             state     vendor
cancelled       older           state    older           state     older
"""

_REASONS: Mapping[str, str] = {
    "all": "invoiced already",
    "nothing": "there is no invoice",
    "held": "on hold, or is a preorder",
    "older": "older edition",
}

_STATE_REASONS: Mapping[tuple[str, str], str] = {
    ("standing_order", "invoice"): "a template that makes orders",
    ("cancelled", "invoice"): "nothing of it to invoice",
    ("new", "dispatch"): "once it is released",
    ("invoiced", "dispatch"): "waits for its payment",
    ("preorder", "dispatch"): "wait until they are released",
    ("on_hold", "dispatch"): "on hold",
    ("fulfilled", "dispatch"): "everything on it has been dispatched",
    ("standing_order", "dispatch"): "a template that makes orders",
    ("cancelled", "dispatch"): "is cancelled",
}

TABLE = Enablement(
    table=_TABLE,
    blank="~",
    reasons=_REASONS,
    state_reasons=_STATE_REASONS,
    settings={"older": {"read_only": "yes"}},
    switches={"older": {"profile": "older"}},
)
