"""From the wire to the domain: every field, nothing lost, nothing made up, no card data."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from orderdesk.connectors.json_text import write
from orderdesk.connectors.ordertime.cards import is_card, masked, without_cards
from orderdesk.connectors.ordertime.item_fields import LINE_FIELDS
from orderdesk.connectors.ordertime.mapping import Mapper, currency_of
from orderdesk.connectors.ordertime.moments import day_text, known_zone, read_when
from orderdesk.connectors.ordertime.order_fields import ORDER_FIELDS
from orderdesk.connectors.ordertime.wire import Ref, read_order
from orderdesk.connectors.payloads import BadRow
from orderdesk.domain.order import Named, Order
from orderdesk.domain.status import FulfilmentStatus, OrderKind, OrderStatus
from tests.unit.connectors.ordertime.own_samples import mapped, raw_order, ship_docs

HALIFAX = "America/Halifax"


def test_the_head_is_mapped() -> None:
    order = mapped(raw_order(), [], time_zone=HALIFAX)
    assert (order.vendor_id, order.number, order.name) == ("17373", "17373", "TG-5512")
    assert (order.kind, order.kind_word) == (OrderKind.SALES, "sales order")
    assert (order.state, order.vendor_state) == (None, "Send to Printer")
    assert order.customer is not None
    assert order.customer.id == "2210"
    assert order.location is not None
    assert order.location.id == "Long Wharf"  # it has no number
    assert order.employee is not None
    assert order.employee.id == "4"
    assert order.placed_at == datetime(2026, 3, 2, 4, tzinfo=UTC)
    assert (order.total, order.total_computed) == (Decimal(100), False)
    assert (order.currency, order.currency_set_here) == ("USD", False)
    assert order.discount == Decimal("12.50")
    assert (order.payment, order.payment_word) == (None, None)
    assert set(order.fields) == {spec.key for spec in ORDER_FIELDS}
    assert Order.model_validate_json(order.model_dump_json()) == order


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("Date", "2026-03-02"),
        ("PromiseDate", "2026-03-09T14:30:00"),
        ("FOB", None),
        ("InternalNotes", "Weigh it twice.\nThen once more."),
        ("CurrencyRef", "2"),
        ("ShipAmount", "9.95"),
        ("AdditionalFeeAmount", "0"),
        ("ShipAddress.City", "Pugwash"),
        ("BillAddress.City", None),
        ("CustomFields", "Priority (SOCust3): yes\nWeb order (SOCust6): 450001\nSOCust7: 12.5"),
        ("RecordInfo.CreatedDate", "2026-03-02T08:11:12.1234567"),
        ("StatusRef.Id", "117"),
        ("Id", "52127"),
    ],
)
def test_fields_are_text(key: str, text: str | None) -> None:
    assert mapped(raw_order(), []).fields[key] == text


def test_what_is_unknown_is_kept_beside_its_part() -> None:
    order = mapped(raw_order(), [])
    assert order.extra == {
        "Payment": {"Terms": "Net 30"},
        "Weather": {"Wind": "4.50"},
        "RecordInfo": {"ModifiedBy": "maeve"},
        "ShipAddress": {"Gate": "B"},
    }
    assert [line.extra for line in order.lines or ()] == [{"Knots": 3}, {}, {}]


def test_lines_are_mapped_with_what_has_left() -> None:
    order = mapped(raw_order(), ship_docs())
    lines = order.lines or ()
    assert [(line.id, line.sku, line.quantity) for line in lines] == [
        ("9001", "ROPE-12", Decimal(20)),
        ("9002", "ROPE-12", Decimal("5.5")),
        ("9003", "BUOY-R", Decimal(-1)),
    ]
    assert [line.fields["shipped"] for line in lines] == ["12", "0", "0"]
    assert [line.fields["to_ship"] for line in lines] == ["8", "0", "0"]
    assert all(set(line.fields) == {spec.key for spec in LINE_FIELDS} for line in lines)
    assert order.fulfilment is FulfilmentStatus.PART
    assert (order.fields["shipped"], order.fields["to_ship"]) == ("12", "8")
    assert order.fields["ship_docs"] == "8001\n8002"
    assert order.fields["tracking"] == "1Z 999 (8002)"


def test_more_than_was_ordered_is_shown_on_the_last_line_of_the_item() -> None:
    docs = ship_docs() * 3
    lines = mapped(raw_order(), docs).lines or ()
    assert [line.fields["shipped"] for line in lines] == ["20", "16", "0"]
    assert mapped(raw_order(), docs).fulfilment is FulfilmentStatus.FULFILLED


def test_ship_docs_that_cannot_be_seen_are_not_known() -> None:
    order = mapped(raw_order(), None)
    assert order.fulfilment is None
    assert order.fields["ship_docs"] is None
    assert [line.fields["to_ship"] for line in order.lines or ()] == [None] * 3


def test_a_row_of_a_list_says_nothing_of_lines() -> None:
    row = mapped(raw_order(LineItems=[]), [], whole=False)
    assert row.lines is None
    assert (row.fulfilment, row.fields["ship_docs"]) == (FulfilmentStatus.NONE, None)
    assert "to_ship" not in row.fields
    shipped = mapped(raw_order(), ship_docs(), whole=False)
    assert (shipped.fulfilment, shipped.fields["ship_docs"]) == (None, "8001\n8002")
    unseen = mapped(raw_order(), None, whole=False)
    assert not {"ship_docs", "tracking", "shipped"} & set(unseen.fields)


def test_a_total_that_is_not_sent_is_added_up() -> None:
    raw = raw_order()
    del raw["TotalAmount"]
    order = mapped(raw, [])
    # 20 x 1.50 + 5.50 x 1.5 - 40, less 12.50
    assert (order.total, order.total_computed) == (Decimal("-14.250"), True)
    row = mapped(raw, [], whole=False)
    assert (row.total, row.total_computed) == (None, True)


@pytest.mark.parametrize(
    ("name", "setting", "currency"),
    [
        ("CAD", "", ("CAD", False)),
        ("cad", "EUR", ("CAD", False)),
        ("Canadian dollar", "EUR", ("CAD", False)),
        ("Sand dollar", "EUR", (None, False)),
        (None, "eur", ("EUR", True)),
        (None, "", (None, False)),
        (None, "Euro", (None, False)),
    ],
)
def test_a_currency_is_a_code_or_not_known(
    name: str | None, setting: str, currency: tuple[str | None, bool]
) -> None:
    assert currency_of(None if name is None else Ref(Id="1", Name=name), setting) == currency


def test_states_mean_what_was_set() -> None:
    meanings = "Send to Printer = processed"
    assert mapped(raw_order(), [], states=meanings).state is OrderStatus.PROCESSED
    assert mapped(raw_order(), [], states="no pair at all").state is None
    unnamed = mapped(raw_order(StatusRef={"Id": 9, "Name": None}), [])
    assert (unnamed.state, unnamed.vendor_state) == (None, "9")
    assert mapped(raw_order(StatusRef=None), []).vendor_state == ""


def test_names_come_with_the_order() -> None:
    _order, names = Mapper("shop", {}).read(raw_order(), [], whole=True)
    assert Named(kind="status", id="Send to Printer", name="Send to Printer") in names
    assert Named(kind="customer", id="2210", name="Tern & Gull Chandlery") in names
    assert Named(kind="address", id="1", name="Primary", parent="2210") in names
    assert Named(kind="contact", id="12", name="Ines Alder", parent="2210") in names
    assert Named(kind="item", id="78", name="BUOY-R") in names


def test_no_card_data_is_kept() -> None:
    text = mapped(raw_order(), ship_docs()).model_dump_json()
    assert "4111" not in text
    assert "ALDER" not in text.replace("Alder", "")
    assert "CreditCard" not in text
    clean = write(without_cards({"a": [{"Credit_Card_No": "4", "b": 1}], "CVV": "1"}))
    assert clean == b'{"a":[{"b":1}]}'


@pytest.mark.parametrize("name", ["CreditCardNo", "creditCardZip", "card_number", "CVV2", "CVC"])
def test_members_that_hold_card_data(name: str) -> None:
    assert is_card(name)


@pytest.mark.parametrize("name", ["DiscardedQty", "Cardinality", "CustomerPO", "Scorecard"])
def test_members_that_hold_none(name: str) -> None:
    assert not is_card(name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Card 4111 1111 1111 1111 has run out.", "Card (removed) has run out."),
        ("3782-822463-10005", "(removed)"),
        ("PO 4111111111111112", "PO 4111111111111112"),
        ("902-555-0111", "902-555-0111"),
    ],
)
def test_card_numbers_are_taken_out_of_sentences(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"DocNo": None}, "DocNo is missing."),
        ({"DocNo": 0}, "DocNo is “0”, which is no number of a document."),
        ({"DocNo": "12/3"}, "DocNo is “12/3”, which is no number of a document."),
        ({"DocNo": True}, "DocNo is missing."),
        ({"CustomerRef": None}, "CustomerRef"),
        ({"TotalAmount": "much"}, "TotalAmount is “much”, which is no number an order can have."),
        ({"Date": "soon"}, "Date is “soon”, which is no time."),
        ({"LineItems": [{"Id": None}]}, "LineItems 1 Id is missing."),
    ],
)
def test_what_cannot_be_shown_safely_names_its_field(
    changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(BadRow) as told:
        read_order(raw_order(**changes))
    assert str(told.value).startswith(reason.removesuffix("."))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-02T00:00:00", "2026-03-02"),
        ("2026-03-02", "2026-03-02"),
        ("2026-03-02T04:00:00Z", "2026-03-02"),
        ("2026-03-02T15:30:00.0000000", "2026-03-02T15:30:00"),
        ("0001-01-01T00:00:00", None),
        (None, None),
    ],
)
def test_days_are_the_companys(text: str | None, day: str | None) -> None:
    assert day_text(read_when(text), known_zone(HALIFAX)) == day
