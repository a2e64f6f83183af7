"""Every state x condition x action of DecoNetwork with the answer, by hand from its page.

States are the vendor's numbers. The reference page knows two changes, to produced (2) and to
shipped (3), and none back; 1 and 4 stand in recorded orders. What the other numbers mean, and
whether an order may be shipped before it is produced, no page says: the vendor decides. The call
for notes is known to one reader of the pages only.
"""

from collections.abc import Mapping

from tests.enablement.cells import Enablement

_TABLE = """
state  condition  mark_produced  mark_shipped  add_note
1      none       yes            vendor        vendor
1      produced   yes            vendor        vendor
1      shipped    yes            vendor        vendor
1      no_lines   yes            vendor        vendor
2      none       state          yes           vendor
2      no_lines   state          yes           vendor
3      none       state          state         vendor
4      none       state          state         vendor
0      none       vendor         vendor        vendor
5      none       vendor         vendor        vendor
6      none       vendor         vendor        vendor
7      none       vendor         vendor        vendor
8      none       vendor         vendor        vendor
9      none       vendor         vendor        vendor
10     none       vendor         vendor        vendor
11     none       vendor         vendor        vendor
12     none       vendor         vendor        vendor
12     produced   vendor         vendor        vendor
13     none       vendor         vendor        vendor
13     produced   vendor         vendor        vendor
"""

_STATE_REASONS: Mapping[tuple[str, str], str] = {
    ("2", "mark_produced"): "produced already",
    ("3", "mark_produced"): "moves an order only forward",
    ("4", "mark_produced"): "cancelled, so nothing of it is produced",
    ("3", "mark_shipped"): "shipped already",
    ("4", "mark_shipped"): "cancelled, so nothing of it is shipped",
}

STAGES: Mapping[str, int] = {"produced": 2, "shipped": 3}
"""What a condition is to the lines: how far they all are."""

# Nothing says what a site does with a status that an order has already. Here it refuses it, so
# that what the desk refuses can be seen to be refused past it.
_STRICT: Mapping[str, str] = {"repeated_status": "refused"}

TABLE = Enablement(
    table=_TABLE,
    state_reasons=_STATE_REASONS,
    switches={"none": _STRICT, "no_lines": _STRICT},
)
