"""The switches of this vendor: what its text leaves open or contradicts itself in."""

from orderdesk.sandbox.switches import Switch

# The first choice is the default; `orderdesk sandbox --help` prints this table.
SWITCHES = (
    Switch(
        "sign_in_failure",
        ("400", "401", "403"),
        "status for a wrong key, email, password or DevKey",
    ),
    Switch("sign_in_body", ("string", "message", "text", "empty"), "its body: a JSON string, ..."),
    Switch(
        "refusal_body",
        ("message", "string", "text", "empty"),
        "how 400, 403 and 404 are worded: Message in JSON, a JSON string, plain text, no body",
    ),
    Switch("api_key", ("active", "deactivated"), "whether the tenant's key works"),
    Switch("dev_key", ("accepted", "refused"), "a DevKey header instead of the password"),
    Switch(
        "role",
        ("administrator", "sales", "warehouse", "reader"),
        "what the user may do: all, no ship docs, only ship docs, only read",
    ),
    Switch(
        "validation_key",
        ("ProperyName", "PropertyName", "both"),
        "the key of a validation result; the vendor's text misspells it",
    ),
    Switch("not_found", ("400", "404"), "status for a record that there is not"),
    Switch("page_limit", ("clamp", "400"), "more than 1000 records asked for"),
    Switch(
        "direction_member",
        ("any", "SortDirection", "Direction", "SortDirEnum"),
        "the member of Sortation that is read as its direction; the others are ignored",
    ),
    Switch("unknown_property", ("refused", "ignored"), "a filter or a sort by a property unknown"),
    Switch("date_filters", ("literal", "macro"), "date filters by a literal, or with a macro only"),
    Switch(
        "record_dates",
        ("local", "utc", "zulu"),
        "RecordInfo dates: the tenant's time, UTC without a zone, UTC with Z",
    ),
    Switch("count_off", (), "so many more than there are rows are what PUT /list answers", 0),
    Switch(
        "shifting",
        ("still", "delete", "touch", "create"),
        "after each page of orders a colleague deletes its first, edits it, or adds one",
    ),
    Switch("lines_left_out", ("absent", "null", "empty"), "LineItems of a list without lines"),
    Switch("type_tags", ("shown", "absent"), "$type in the lines of answers"),
    Switch(
        "line_without_type",
        ("refused", "lost", "accepted"),
        "an order line sent without $type: 400, silently left out, or taken",
    ),
    Switch("type_position", ("first", "any"), "whether $type must be a line's first member"),
    Switch("ship_line_type", ("optional", "required"), "$type in the lines of a ship doc"),
    Switch("lost_fields", ("cleared", "kept"), "a field that a PUT leaves out"),
    Switch("lost_lines", ("deleted", "kept"), "a line that a PUT's LineItems leave out"),
    Switch("lost_line_items", ("deleted", "kept"), "a PUT of an order without LineItems at all"),
    Switch(
        "fixed_fields",
        ("refused", "ignored"),
        "another value for a field that PUT cannot change: 409, or as if it were not there",
    ),
    Switch(
        "line_parent",
        ("either", "query", "body"),
        "where POST of a line names its order: recordType and docNo in the query or in the body",
    ),
    Switch(
        "status_rules",
        ("any", "final"),
        "any status may follow any, or Invoiced and Cancelled are never left",
    ),
    Switch("overship", ("refused", "accepted"), "a ship doc with more than is outstanding"),
    Switch("short_stock", ("accepted", "refused"), "a ship doc with more than is in stock"),
    Switch(
        "ship_touches",
        ("untouched", "touched"),
        "ModifiedDate of an order when a ship doc is made or deleted",
    ),
    Switch(
        "ship_without_lines", ("refused", "all"), "a ship doc without lines: 409, or ships the rest"
    ),
    Switch(
        "shipped_lines", ("refused", "accepted"), "a line cut below what has been shipped of it"
    ),
    Switch("delete_shipped", ("refused", "accepted"), "DELETE of an order that has ship docs"),
    Switch("total_amount", ("shown", "absent"), "TotalAmount of sales orders"),
    Switch("currency_name", ("code", "words"), "the Name of a CurrencyRef"),
    Switch(
        "card_data",
        ("shown", "null", "absent"),
        "card fields of customers and of some orders; the numbers are test numbers",
    ),
    Switch("request_limit", (), "requests taken in a window before 429; 0: no limit", 0),
    Switch("request_window", (), "seconds that such a window lasts", 60),
    Switch("wait_header", ("sent", "absent"), "Retry-After with a 429"),
)
