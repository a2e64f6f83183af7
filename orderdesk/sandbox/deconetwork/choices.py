"""The switches of this vendor: what its text leaves open or contradicts itself in."""

from orderdesk.sandbox.switches import Switch

# The first choice is the default; `orderdesk sandbox --help` prints this table.
SWITCHES = (
    Switch(
        "order_shape",
        ("recorded", "documented", "mixed"),
        "orders as sites answer them, as the reference page samples them, or order by order",
    ),
    Switch(
        "refusal_status",
        ("200", "4xx"),
        "HTTP status of refusals; the vendor documents only the code inside",
    ),
    Switch("refusal_body", ("status_only", "with_rows"), "a refusal also holds no rows, total 0"),
    Switch(
        "success_description", ("empty", "dot", "string"), "description of what went well: a filler"
    ),
    Switch(
        "shipped_field",
        ("6", "7"),
        "number of the date shipped; the other one is the date invoiced: two pages swap them",
    ),
    Switch(
        "condition_numbers",
        ("from_1", "from_0"),
        "numbers of the conditions: equal is 1, or 0 as one program claims",
    ),
    Switch("condition_4", ("greater", "at_least"), "whether condition 4 takes the date itself in"),
    Switch(
        "status_filter",
        ("supported", "refused"),
        "field 4, order status; one reader of the pages says there is none",
    ),
    Switch(
        "over_limit",
        ("refused", "clamped"),
        "a limit above 100: code 50004, or 100 rows as some clients take for granted",
    ),
    Switch("limit_zero", ("total_only", "default"), "what limit 0 gives: no rows, or 100"),
    Switch("sort_direction", ("descending", "ascending"), "direction of every sort field"),
    Switch(
        "login_tokens",
        ("unless_skipped", "always"),
        "whether skip_login_token keeps the token out of document addresses",
    ),
    Switch("wrong_path", ("login_page", "not_found"), "the web page that answers a wrong path"),
    Switch("api", ("enabled", "disabled"), "the API app of the site; disabled gives code 31000"),
    Switch("sign_in_code", ("30001", "10002"), "code for a wrong user or password"),
    Switch("user_rights", ("admin", "none"), "rights of the user; none gives code 10005"),
    Switch(
        "unknown_order",
        ("refused", "ignored"),
        "a change of an order, line or item that there is not: code 50005, or success",
    ),
    Switch(
        "batch",
        ("all_or_nothing", "until_refused"),
        "whether the changes before a refused one of a batch are kept",
    ),
    Switch(
        "repeated_status",
        ("accepted", "refused"),
        "the status that order, line or item already has; accepted changes nothing",
    ),
    Switch("ship_unproduced", ("accepted", "refused"), "shipped without having been produced"),
    Switch("held_orders", ("accepted", "refused"), "a change of an order on hold or not ordered"),
    Switch("cancelled_orders", ("refused", "accepted"), "a change of a cancelled order"),
    Switch(
        "over_quantity",
        ("refused", "clamped"),
        "a qty above what the workflow item has: code 50005, or all there is",
    ),
    Switch(
        "note_call",
        ("exists", "missing"),
        "add_internal_note, which only one reader of the pages knows; missing gives a web page",
    ),
    Switch(
        "calls_limit",
        (),
        "requests that the site takes in a window; the vendor publishes no limit",
        100_000,
    ),
    Switch("calls_window", (), "seconds that such a window lasts", 60),
)
