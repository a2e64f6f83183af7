"""The switches of this vendor: what its text leaves open or contradicts itself in."""

from orderdesk.sandbox.switches import Switch

# The first choice is the default; `orderdesk sandbox --help` prints this table.
SWITCHES = (
    Switch(
        "shape",
        ("documented", "recorded", "mixed"),
        "answers as the Orders page samples them, as they were recorded, or order by order",
    ),
    Switch(
        "item_type_id",
        ("by_shape", "string", "number"),
        "ItemTypeId in answers: string in the documented shape, number in the recorded one",
    ),
    Switch(
        "manual_cancel",
        ("accepted", "refused"),
        "PUT of State Cancelled on a Pending order; refused reads the error table literally",
    ),
    Switch(
        "cancelled_items",
        ("kept", "cancelled"),
        "status of the items of an order that is cancelled by PUT",
    ),
    Switch("process_created", ("accepted", "refused"), "Process of a Created order"),
    Switch("process_expired", ("refused", "accepted"), "Process of an expired order"),
    Switch("process_empty", ("accepted", "refused"), "Process of an order without items"),
    Switch(
        "process_answer",
        ("receipt", "order"),
        "answer to Process: Id and OrderId, or the order as it was before",
    ),
    Switch("put_status", ("200", "201"), "status of the answer to a PUT"),
    Switch(
        "put_omitted",
        ("cleared", "kept"),
        "an optional field that a PUT leaves out; State is always kept",
    ),
    Switch(
        "put_items_omitted",
        ("deleted", "kept"),
        "an item that a PUT of OrderFull leaves out; without Items all are kept or deleted",
    ),
    Switch(
        "header_items",
        ("ignored", "accepted"),
        "Items in POST and PUT of Orders, which only a guide shows",
    ),
    Switch(
        "final_header",
        ("refused", "accepted"),
        "PUT of Orders, State unchanged, on a Processed, Cancelled or Completed order",
    ),
    Switch("final_items", ("refused", "accepted"), "POST of an item to an order in a final state"),
    Switch("id_mismatch", ("uri", "invalid"), "which of the two texts an id mismatch gives"),
    Switch("negative_quantity", ("refused", "accepted"), "a Quantity below 0 in a request"),
    Switch("foreign_company", ("403", "404"), "the answer for a company that the user may not see"),
    Switch(
        "order_paging",
        ("ignored", "supported"),
        "$skip, $top and $orderby on Orders and OrderFull",
    ),
    Switch("order_sort", ("newest", "oldest", "shuffled"), "order of the lists"),
    Switch(
        "error_body",
        ("message", "text", "empty"),
        "how refusals are worded: Message in JSON, plain text, or no body at all",
    ),
    Switch("sign_in", ("open", "locked"), "whether the user account is locked"),
    Switch(
        "rate_limit", (), "requests that each service takes in a window, signed in or not", 1_000
    ),
    Switch(
        "rate_window", (), "seconds that such a window lasts; it ends on a multiple of them", 60
    ),
)
