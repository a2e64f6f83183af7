"""The switches of this vendor: what its text leaves open or contradicts itself in."""

from orderdesk.sandbox.switches import Switch

# The first choice is the default; `orderdesk sandbox --help` prints this table.
SWITCHES = (
    Switch(
        "profile",
        ("current", "older"),
        "today's API, or that of 2022: orders and invoices are read only, fewer fields",
    ),
    Switch("api_limit", (), "requests that the API takes in a window (documented: 60)", 60),
    Switch("api_window", (), "seconds of that window, and of the refusals after one too many", 60),
    Switch(
        "api_scope",
        ("app", "token", "everything"),
        "what is counted: the app's requests, each token's, or the identity server's too",
    ),
    Switch(
        "api_patience",
        ("fixed", "extended"),
        "a request during the refusals: only refused, or the wait begins again",
    ),
    Switch(
        "failure_shape",
        ("empty", "message", "page"),
        "body of a 429 or 5xx: none, a message in JSON, or a web page",
    ),
    Switch("retry_after", ("absent", "sent"), "Retry-After on a 429"),
    Switch(
        "refusal_shape",
        ("recorded", "documented"),
        "body of a 400 or 401: empty as it was recorded, or the JSON that the text promises",
    ),
    Switch(
        "unsigned",
        ("invalid", "bare"),
        "401 without a token: as for an invalid one, or with no error in WWW-Authenticate",
    ),
    Switch("bad_client", ("json", "empty"), "body of the 401 for wrong keys at the token address"),
    Switch("page_size", ("clamped", "refused"), "limit of 0, above 200, or no number"),
    Switch(
        "lost_cursor",
        ("empty", "not_found", "first_page"),
        "starting_after names a record that there is not",
    ),
    Switch(
        "has_more",
        ("documented", "everywhere"),
        "has_more in lists: not in those of dispatches and invoices, or in all that are paged",
    ),
    Switch(
        "text_match",
        ("exact", "ignoring_case", "contains"),
        "how filters on number, reference, name and the like compare",
    ),
    Switch(
        "time_bounds",
        ("half_open", "inclusive", "exclusive"),
        "the bounds of since/after and before: first in and last out, both in, both out",
    ),
    Switch("bad_filter", ("ignored", "refused", "nothing"), "a filter whose value cannot be read"),
    Switch("unknown_filter", ("ignored", "refused"), "a parameter that the list does not have"),
    Switch(
        "query_in_body",
        ("accepted", "ignored"),
        "GET parameters in a form body, as the printed curl commands send them",
    ),
    Switch("etag_match", ("supported", "ignored"), "If-None-Match on a GET gives 304"),
    Switch("order_number", ("number", "text"), "the type of an order's number"),
    Switch("no_delivery_date", ("null", "empty", "absent"), "delivery_date when none is wished"),
    Switch(
        "standing_orders", ("on", "off"), "the feature: standing_order_id is there, null when none"
    ),
    Switch("grouping", ("on", "off"), "the feature: order lines have their grouping_category"),
    Switch("listed_cancelled", ("yes", "no"), "cancelled orders in a list without a status"),
    Switch("listed_standing", ("yes", "no"), "standing orders in a list without a status"),
    Switch("customer_time", ("created", "created_at"), "recorded, or documented, field name"),
    Switch(
        "deposit_name",
        ("deposit_percentage", "deposit_pecentage"),
        "the field of payment terms, or the misspelling of the sample",
    ),
    Switch("no_deposit", ("null", "absent"), "deposit of an invoice that needs none"),
    Switch("unknown_parent", ("422", "404"), "an order or customer in a body that there is not"),
    Switch("closed_customer", ("refused", "accepted"), "an order for a customer who is closed"),
    Switch("empty_order", ("refused", "accepted"), "POST of an order without lines"),
    Switch(
        "price_override",
        ("ignored", "accepted", "refused"),
        "unit_price on a line that names a product",
    ),
    Switch(
        "order_limits",
        ("ignored", "enforced"),
        "minimum, multiple, stock and minimum spend at POST of an order",
    ),
    Switch("given_number", ("accepted", "ignored"), "number in POST of an order"),
    Switch("no_address", ("customer", "empty"), "the address of an order that names none"),
    Switch("preorder_status", ("preorder", "new"), "status of a posted order of preorders alone"),
    Switch(
        "dispatch_states",
        ("released", "open"),
        "dispatch of released and part-fulfilled orders only, or of new and invoiced ones too",
    ),
    Switch("dispatch_no_lines", ("everything", "refused"), "a dispatch without dispatch_lines"),
    Switch("dispatch_held", ("refused", "accepted"), "dispatch of a line that is on hold"),
    Switch("dispatch_excess", ("refused", "accepted"), "more dispatched than is outstanding"),
    Switch(
        "dispatch_line_id",
        ("accepted", "ignored"),
        "order_line_id in a dispatch, which only answers are documented to have",
    ),
    Switch(
        "partly_dispatched",
        ("by_invoicing", "part_fulfilled", "released"),
        "status after some were dispatched; by invoicing: part fulfilled unless all the rest"
        " is invoiced or was released without",
    ),
    Switch("invoice_status", ("changes", "stays"), "status of the order that is invoiced"),
    Switch("invoice_held", ("included", "left_out"), "held lines in an invoice of all that is due"),
    Switch("invoice_paid", ("no", "yes"), "paid of a new invoice; yes is what a sample shows"),
    Switch("deleted_invoice", ("reverts", "stays"), "status of the order whose invoice is deleted"),
    Switch("delete_paid_invoice", ("accepted", "refused"), "deleting an invoice that is paid"),
    Switch(
        "delete_order",
        ("any", "unbilled", "new"),
        "which orders may be deleted: all, those without invoice and dispatch, new ones",
    ),
    Switch("deleted_order", ("gone", "cancelled"), "what is left of a deleted order"),
    Switch(
        "deleted_papers", ("kept", "removed"), "invoices and dispatches of an order that is deleted"
    ),
)
