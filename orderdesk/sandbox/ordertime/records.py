"""The numbers of the record types, filter operators, sort directions and date macros."""

from collections.abc import Mapping

# Sources: the vendor's pages "Enums" and "Basic Object Types", and the table of a working client.
SHIP_DOC = 4
SALES_ORDER = 7
QUOTE = 13
ITEM = 100
PART_ITEM = 101
NON_PART = 103
SERVICE = 105
OTHER_CHARGE = 108
ITEM_ALL = 115
CUSTOMER = 120
ADDRESS = 121
CONTACT = 122
LOCATION = 150
UOM = 160
CURRENCY = 170
TERM = 190
SHIP_METHOD = 250
FOB = 260
DISCOUNT = 270
TAX_CODE = 320
SALES_REP = 370
CLASS = 380
TAX_ITEM = 390
DOC_STATUS = 630
ORDER_LINE = 1000
SHIP_LINE = 1070
STOCK = 1111
STOCK_BY_LOCATION = 1112

DOCUMENTS = (SALES_ORDER, SHIP_DOC, QUOTE)
"""Types whose records are keyed by DocNo and hold lines."""
ITEM_KINDS: Mapping[int, tuple[str, ...]] = {
    ITEM: ("part", "nonpart", "service", "charge"),
    PART_ITEM: ("part",),
    NON_PART: ("nonpart",),
    SERVICE: ("service",),
    OTHER_CHARGE: ("charge",),
    ITEM_ALL: ("part", "nonpart", "service", "charge"),
}
"""Which of the kept items a type of items lists."""
KEPT = (
    SALES_ORDER,
    SHIP_DOC,
    ITEM_ALL,
    CUSTOMER,
    ADDRESS,
    CONTACT,
    LOCATION,
    UOM,
    CURRENCY,
    TERM,
    SHIP_METHOD,
    FOB,
    DISCOUNT,
    TAX_CODE,
    SALES_REP,
    CLASS,
    TAX_ITEM,
    DOC_STATUS,
    STOCK_BY_LOCATION,
)
"""Types that are kept; the lists of the others are derived from them or empty."""
KNOWN = frozenset(
    (
        *(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 100, 101, 102, 103, 105, 107, 108, 115, 120, 121, 122),
        *(130, 150, 151, 160, 162, 170, 180, 190, 200, 220, 230, 250, 260, 270, 280, 282, 284, 300),
        *(310, 320, 330, 350, 370, 380, 385, 390, 500, 510, 610, 630, 660, 850, 860, 1000, 1010),
        *(1040, 1054, 1060, 1070, 1080, 1090, 1095, 1100, 1110, 1111, 1112, 2600, 2610, 2620),
        *(3080, 3091),
    )
)
"""Every type that the vendor's table or a working client's table has."""

EQUAL, GREATER, LESS, AT_LEAST, AT_MOST, NOT_EQUAL = 1, 2, 3, 4, 5, 6
IN, NOT_IN, IS_NULL, NOT_NULL, LIKE, NOT_LIKE = 8, 9, 10, 11, 12, 13
OPERATORS = frozenset(
    (
        *(EQUAL, GREATER, LESS, AT_LEAST, AT_MOST, NOT_EQUAL, IN, NOT_IN),
        *(IS_NULL, NOT_NULL, LIKE, NOT_LIKE),
    )
)
"""7 is in no table."""
ASCENDING, DESCENDING = 1, 2
CUSTOM_MACRO = 25
"""The date macro that leaves the day to the operator and its value."""
