"""The switches of this vendor: what its text leaves open or contradicts itself in."""

from orderdesk.sandbox.switches import Switch

# The first choice is the default; `orderdesk sandbox --help` prints this table.
SWITCHES = (
    Switch(
        "hrefs",
        ("v1.0", "v2.1", "valomniav2", "mixed", "host"),
        "links in answers: of the old version, of this one, below /valomniav2, each in turn, or"
        " with another host",
    ),
    Switch("old_version", ("refused", "served"), "requests below /api/v1.0"),
    Switch(
        "operation_shape",
        ("seed", "newer", "mixed"),
        "operations as the list samples them, with orderPrepayments and the customer's category,"
        " or one by one",
    ),
    Switch(
        "no_session",
        ("401", "200", "login_page"),
        "a request without a session: no_credentials under this status, or the way to a web page",
    ),
    Switch("bad_login", ("authfail", "401"), "a wrong password: on to /login/authfail, or 401"),
    Switch("account", ("open", "locked", "disabled"), "what is wrong with the user's account"),
    Switch("login_get", ("accepted", "refused"), "signing in by GET"),
    Switch("login_warning", ("none", "deprecated"), "the warning in the answer to a sign-in"),
    Switch("bearer", ("ignored", "accepted"), "the session's token in an Authorization header"),
    Switch("session_seconds", (), "seconds without a request after which a session ends", 1_800),
    Switch("paging_ends", ("null", "absent"), "previous on the first page and next on the last"),
    Switch("max_limit", (), "rows on a page at most, whatever max says", 1_000),
    Switch("list_order", ("id", "newest"), "lists without sort"),
    Switch("list_total", ("exact", "stale"), "paging.total: right, or what it was 7 rows ago"),
    Switch(
        "while_listing",
        ("still", "grows", "shrinks", "moves"),
        "after each page of operations but the last: nothing, one is added, the page's first one"
        " is deleted, or changed",
    ),
    Switch("unknown_type", ("refused", "empty"), "a filter for an operationType there is not"),
    Switch("reference_case", ("exact", "ignored"), "capitals in filters by reference"),
    Switch("payment_dates", ("underscores", "iso"), "dates of payments, which one sample writes"),
    Switch("line_not_found", ("empty", "json"), "the body of a 404 for a line"),
    Switch("create_status", ("201", "200"), "status of the answer to a created operation"),
    Switch(
        "update_path",
        ("order", "collection"),
        "where updates are sent: POST orders/ID, or POST orders with the parameter id",
    ),
    Switch("order_lines", ("required", "optional"), "orderLines of a new operation"),
    Switch(
        "total_discounted",
        ("required", "optional"),
        "totalDiscounted of a new operation, which a client leaves out",
    ),
    Switch(
        "delivered_by",
        ("delivery", "never", "always"),
        "new operations that need deliveredBy: deliveries, none, or all as the table has it",
    ),
    Switch("delivery_date", ("optional", "mandatory"), "deliveryDate of an ORDER"),
    Switch("partial_payment", ("allowed", "refused"), "the user's right to ADVANCE"),
    Switch("percent_discount", ("allowed", "refused"), "the user's right to discount"),
    Switch("on_hold", ("accepted", "refused"), "operations of a customer that is on hold"),
    Switch("duplicate_reference", ("refused", "accepted"), "a reference that is taken"),
    Switch(
        "cheque_fields",
        ("optional", "required"),
        "bank, desiredPaymentDate and chequeImage of a cheque, which the sample leaves out",
    ),
    Switch("cheque_number", ("ignored", "taken"), "chequeNumber in orderPayments"),
    Switch(
        "same_payment",
        ("added", "kept", "refused"),
        "a paymentReference that the operation has: once more, once only, or an error",
    ),
    Switch(
        "settled_edit",
        ("accepted", "refused"),
        "an update that leaves ADVANCE or PAID as it is and brings no payments",
    ),
    Switch("payment_back", ("accepted", "refused"), "from PAID to another status"),
    Switch("delivery_details", ("taken", "refused"), "deliveryStatus and address in an update"),
    Switch("delivery_back", ("refused", "accepted"), "from DELIVERED or REJECTED elsewhere"),
    Switch(
        "prepayment_parameter",
        ("prepaymentPayment", "orderPayments"),
        "the parameter that credits a prepayment: as in the example, or as in the table",
    ),
    Switch(
        "delete_rule",
        ("unsettled", "anything"),
        "what may be deleted: what is neither delivered nor has payments, or anything but a"
        " DELIVERY",
    ),
    Switch(
        "master_lists",
        ("known", "all"),
        "lists of customers, items, employees, itemCategories and warehouses only, or of all",
    ),
    Switch("pdf_access", ("open", "session"), "who may open a pdfUrl"),
    Switch("requests_a_minute", (), "requests that a user has in a minute; 0: no limit", 0),
)
