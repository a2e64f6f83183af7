"""Operations made by hand, so that every shape is there however few are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from orderdesk.sandbox.json_text import JsonValue
from orderdesk.sandbox.valomnia import moments
from orderdesk.sandbox.valomnia.data.goods import Pack
from orderdesk.sandbox.valomnia.data.maker import OperationMaker, Wish
from orderdesk.sandbox.valomnia.data.people import CARD, CASH, CHEQUE, FORMER, TRANSFER
from orderdesk.sandbox.valomnia.data.shops import ISLAND, ON_HOLD, PREPAYMENTS, PRINTED
from orderdesk.sandbox.valomnia.enumerations import (
    ADVANCE,
    DELIVERED,
    DELIVERY,
    DELIVERY_NOTE,
    IN_PROCESS,
    INVOICE,
    NOT_PAID,
    ORDER,
    PAID,
    PENDING,
    PREORDER,
    REJECTED,
)
from orderdesk.sandbox.valomnia.operations import Credit, Operation

PRINTED_ORDER = 5
"""The id of the order in the vendor's text."""
LONG_COMMENT = (
    "Leave the boxes with the night watchman behind the ferry terminal, not at the shop; ring "
    "twice; the dog is friendly, the goose is not. Le livreur doit être payé avant midi. "
) * 6
EVERYTHING = "everything"
"""In the place of goods: one line of each."""


@dataclass(frozen=True, slots=True)
class _Landmark:
    """One operation by hand."""

    hours: float
    """How long ago it was made."""
    shop: int
    goods: tuple[tuple[int, int], ...] | str = ((0, 5), (8, 2))
    """Places in the list of packs, and quantities."""
    kind: str = ORDER
    status: str = NOT_PAID
    delivery: str | None = PENDING
    driver: int | None = None
    paid_by: int = CASH
    advances: tuple[int, ...] = ()
    discount: int | None = None
    rep: int = 3
    reference: str | None = None
    changes: Mapping[str, JsonValue] = field(default_factory=dict[str, JsonValue])
    credits: tuple[Credit, ...] = ()
    comment: str | None = None


# The first are fit to be worked on in a demo; the fifth is the one of the vendor's printed
# requests; then come the other kinds and states, and the odd shapes.
_LANDMARKS = (
    _Landmark(0.4, 1, ((0, 10), (5, 2), (20, 6)), comment="Back door, after four"),
    _Landmark(1.2, 7, ((3, 4), (11, 12)), driver=6),
    _Landmark(2, 4, ((15, 20), (30, 3)), kind=PREORDER, rep=4),
    _Landmark(27, 9, ((8, 6), (22, 5), (33, 10)), delivery=DELIVERED, driver=7),
    _Landmark(
        190,
        PRINTED,
        ((4, 60),),
        status=PAID,
        delivery=DELIVERED,
        driver=6,
        paid_by=CHEQUE,
        rep=4,
        reference="marigold_order_0005",
        changes=dict.fromkeys(("checkInDate", "deliveryPostalCode", "deliveryAddress")),
    ),
    _Landmark(30, 12, ((2, 3), (9, 4)), kind=INVOICE, delivery=DELIVERED, driver=8),
    _Landmark(20, 14, ((12, 8),), kind=DELIVERY_NOTE, delivery=DELIVERED, driver=8, rep=5),
    _Landmark(5, 15, ((17, 2), (18, 2)), kind=DELIVERY, driver=10, rep=5),
    _Landmark(50, 16, ((35, 4), (40, 2)), status=ADVANCE, advances=(30, 25)),
    _Landmark(8, 17, ((42, 6),), status=IN_PROCESS, paid_by=TRANSFER, rep=9),
    _Landmark(70, 18, ((6, 3),), delivery=REJECTED, driver=6, comment="Shop shut for the week"),
    _Landmark(3, 10, EVERYTHING, rep=11, driver=10, comment="Opening stock"),
    _Landmark(0.2, 11, ()),
    _Landmark(6, 13, ((65, 2), (66, 5)), comment="Samples, no charge"),
    _Landmark(
        4,
        19,
        ((16, 1),),
        changes={
            "total": Decimal("1234567.895"),
            "currency": "TND",
            "exchangeRate": Decimal("0.4512"),
        },
    ),
    _Landmark(7, ISLAND, ((13, 10), (24, 5)), rep=2, comment="Bateau de mardi"),
    _Landmark(9, 2, ((26, 2),), comment=LONG_COMMENT, rep=2),
    _Landmark(10, 20, ((28, 4),), comment="<b>Rush</b> & “fragile” 100% — 至急お願いします"),
    _Landmark(
        11,
        21,
        ((29, 1),),
        delivery=None,
        changes=dict.fromkeys(
            (
                "latitude",
                "longitude",
                "checkInDate",
                "deliveryDate",
                "deliveryCountry",
                "deliveryCity",
                "deliveryPostalCode",
                "deliveryAddress",
            )
        ),
    ),
    _Landmark(12, ON_HOLD, ((31, 2),)),
    # Delivered before it was assigned, and wanted after that, as in the vendor's own sample.
    _Landmark(
        400,
        22,
        ((32, 3),),
        status=PAID,
        delivery=DELIVERED,
        driver=7,
        changes={"desiredDeliveryDate": 0, "deliveredOn": -40, "assignmentDate": -20},
    ),
    _Landmark(13, 23, ((34, 7),), rep=9, reference="ORDER2002260001"),
    _Landmark(
        90, 24, ((36, 12),), status=PAID, advances=(20, 20), paid_by=CARD, delivery=DELIVERED
    ),
    _Landmark(14, 1, ((37, 3),), status=PAID, credits=(Credit(PREPAYMENTS + 1, Decimal(50)),)),
    _Landmark(60, 25, ((38, 3),), kind=DELIVERY, delivery=REJECTED, driver=8),
    _Landmark(15, 26, ((39, 2),), reference="Épicerie/2026 №7 * 'A&B' +50%"),
    _Landmark(16, 27, ((41, 9),), discount=10),
    _Landmark(1_900, 28, ((43, 2),), status=PAID, delivery=DELIVERED, rep=FORMER),
    _Landmark(17, 29, ((44, 1), (45, 1)), kind=PREORDER, driver=6, rep=4),
    _Landmark(18, 5, ((46, 4),), status=ADVANCE, advances=(50,), paid_by=CHEQUE, driver=7),
)


def landmarks(maker: OperationMaker, now: int) -> list[Operation]:
    """Make all of them, the most important first."""
    made = [maker.make(_wish(maker, landmark, now), now) for landmark in _LANDMARKS]
    first = made[PRINTED_ORDER - 1]
    made[PRINTED_ORDER - 1] = replace(first, values={**first.values, "pdf": "4_marigold.pdf"})
    return made


def _wish(maker: OperationMaker, landmark: _Landmark, now: int) -> Wish:
    created = now - int(landmark.hours * moments.HOUR)
    changes: dict[str, JsonValue] = dict(landmark.changes)
    for name in ("desiredDeliveryDate", "deliveredOn", "assignmentDate"):
        days = changes.get(name)
        if isinstance(days, int):
            changes[name] = now + days * moments.DAY // 10
    return Wish(
        created,
        maker.shops[landmark.shop - 1],
        landmark.rep,
        _goods(maker, landmark),
        landmark.kind,
        landmark.status,
        landmark.delivery,
        landmark.driver,
        landmark.paid_by,
        landmark.advances,
        landmark.discount,
        landmark.reference,
        changes=changes,
        credits=landmark.credits,
        comment=landmark.comment,
    )


def _goods(maker: OperationMaker, landmark: _Landmark) -> list[tuple[Pack, int]]:
    if isinstance(landmark.goods, str):
        return [(pack, 1 + number % 5) for number, pack in enumerate(maker.packs)]
    return [(maker.packs[place], quantity) for place, quantity in landmark.goods]
