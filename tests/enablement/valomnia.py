"""Every state x condition x action of Valomnia with the answer, by hand from its documents.

The state is the delivery status ("-" is none at all); the payment and the kind are conditions.
Not computed from the program's rules: the window, the domain and the sandbox are held to it.
"""

from collections.abc import Mapping

from tests.enablement.cells import Enablement

_ACTIONS = (
    "record_payment",
    "apply_prepayment",
    "assign_delivery",
    "unassign_delivery",
    "edit_delivery",
    "delete",
)

# The columns after state and condition are these actions, in this order.
_ROWS = """
PENDING    none           yes      yes      yes       free   yes     yes
PENDING    assigned       yes      yes      assigned  yes    yes     yes
PENDING    advance        yes      yes      yes       free   yes     yes
PENDING    in_process     yes      yes      yes       free   yes     yes
PENDING    paid           paid     paid     yes       free   yes     payments
PENDING    refunded       payment  payment  yes       free   yes     yes
PENDING    credited       yes      yes      yes       free   yes     credits
PENDING    preorder       yes      kind     yes       free   yes     yes
PENDING    invoice        yes      kind     yes       free   yes     yes
PENDING    delivery_note  yes      kind     yes       free   yes     yes
PENDING    delivery       yes      kind     yes       free   yes     undeletable
DELIVERED  none           yes      yes      state     state  vendor  vendor
DELIVERED  assigned       yes      yes      state     state  vendor  vendor
DELIVERED  advance        yes      yes      state     state  vendor  vendor
DELIVERED  in_process     yes      yes      state     state  vendor  vendor
DELIVERED  paid           paid     paid     state     state  vendor  payments
DELIVERED  refunded       payment  payment  state     state  vendor  vendor
DELIVERED  credited       yes      yes      state     state  vendor  credits
DELIVERED  preorder       yes      kind     state     state  vendor  vendor
DELIVERED  invoice        yes      kind     state     state  vendor  vendor
DELIVERED  delivery_note  yes      kind     state     state  vendor  vendor
DELIVERED  delivery       yes      kind     state     state  vendor  undeletable
REJECTED   none           yes      yes      yes       free   vendor  vendor
REJECTED   assigned       yes      yes      assigned  yes    vendor  vendor
REJECTED   advance        yes      yes      yes       free   vendor  vendor
REJECTED   in_process     yes      yes      yes       free   vendor  vendor
REJECTED   paid           paid     paid     yes       free   vendor  payments
REJECTED   refunded       payment  payment  yes       free   vendor  vendor
REJECTED   credited       yes      yes      yes       free   vendor  credits
REJECTED   preorder       yes      kind     yes       free   vendor  vendor
REJECTED   invoice        yes      kind     yes       free   vendor  vendor
REJECTED   delivery_note  yes      kind     yes       free   vendor  vendor
REJECTED   delivery       yes      kind     yes       free   vendor  undeletable
-          none           yes      yes      yes       free   yes     yes
-          assigned       yes      yes      assigned  yes    yes     yes
-          advance        yes      yes      yes       free   yes     yes
-          in_process     yes      yes      yes       free   yes     yes
-          paid           paid     paid     yes       free   yes     payments
-          refunded       payment  payment  yes       free   yes     yes
-          credited       yes      yes      yes       free   yes     credits
-          preorder       yes      kind     yes       free   yes     yes
-          invoice        yes      kind     yes       free   yes     yes
-          delivery_note  yes      kind     yes       free   yes     yes
-          delivery       yes      kind     yes       free   yes     undeletable
"""

_REASONS: Mapping[str, str] = {
    "paid": "This order is paid",
    "payment": "does not know the payment status",
    "kind": "credits prepayments to orders only",
    "assigned": "Somebody is assigned",
    "free": "Nobody is assigned",
    "payments": "Payments are recorded on this order",
    "credits": "Prepayments are credited to this order",
    "undeletable": "deletes orders, pre-orders, invoices and delivery notes",
}

_STATE_REASONS: Mapping[tuple[str, str], str] = {
    ("DELIVERED", "assign_delivery"): "has been delivered",
    ("DELIVERED", "unassign_delivery"): "has been delivered",
}

# What a colleague does to bring a condition about; kinds and credits are found instead.
_CHANGES: Mapping[str, Mapping[str, object]] = {
    "assigned": {"act": "assign"},
    "advance": {"set": {"status": "ADVANCE"}},
    "in_process": {"set": {"status": "IN_PROCESS"}},
    "paid": {"act": "pay"},
    "refunded": {"set": {"status": "REFUNDED"}},
}

TABLE = Enablement(
    table=f"state condition {' '.join(_ACTIONS)}{_ROWS}",
    reasons=_REASONS,
    state_reasons=_STATE_REASONS,
    changes=_CHANGES,
)
