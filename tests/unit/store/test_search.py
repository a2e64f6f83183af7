"""What a search finds, in examples a person can check."""

from array import array
from datetime import timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from orderdesk.domain.errors import InputError, QueryError
from orderdesk.domain.order import Line, Named
from orderdesk.domain.query import Query, parse_query
from orderdesk.domain.shown import Sort
from orderdesk.domain.status import FulfilmentStatus, OrderKind, PaymentStatus
from orderdesk.store.store import Store
from tests.unit.domain.invented import NOON, line, order
from tests.unit.store.filled import BERLIN, SECOND, found, pull, row, rows, totals

EVERYWHERE = order(
    "5F2E-9a",
    state="Placed",
    number="SO-1042",
    lines=(
        line("l1", "Äußerst feine Tinte", code="INK/7", serials="SN-88\nSN-89", mode="a"),
        line("l2", "Gänsekiel", article="0b1c-PROD"),
    ),
    buyer="c1",
    shop="l1",
    currency="EUR",
    title="Für Weiß & Söhne",
    note="ring the bell\ntwice, please",
    tracking="2 x 1Z999AA1",
    form="2",
    home="Straße 5",
).model_copy(
    update={
        "payment": PaymentStatus.PART_PAID,
        "payment_word": "Deposit Paid",
        "fulfilment": FulfilmentStatus.PART,
        "fulfilment_word": "Picked",
        "extra": {"TenderId": 77_001, "Nested": [{"Odd": "Überraschung"}], "Yes": True},
    }
)
NAMES = [
    Named(kind="customer", id="c1", name="Zoë Brontë", detail="Brontë Ltd"),
    Named(kind="location", id="l1", name="Hafen West"),
]


@pytest.fixture
def filled(store: Store) -> Store:
    """Fill the store with one order that has everything, and one that has nothing."""
    store.names.put("main", NAMES)
    pull(store, EVERYWHERE, order("bare", state="Draft", placed_at=None, lines=None))
    return store


@pytest.mark.parametrize(
    "text",
    [
        *("so-1042", "1042", "5f2e-9A", "für weiss", "FÜR WEISS", "söhne", "trade", "placed"),
        *("zoë", "BRONTË ltd", "hafen", "c1", "eur", "part paid", "deposit", "picked", "6.00"),
        *('"bell twice"', "1z999aa1", "strasse", "tinte", "ink/7", "sn-89", "0B1C-prod"),
        *("l2", "77001", "überraschung", "air", "ä", "so", "&", '"& s"', "state:pending"),
        "tinte zoë -hafenn",
    ],
)
def test_order_is_found_by(filled: Store, text: str) -> None:
    assert found(filled, text) == ["5F2E-9a"]


@pytest.mark.parametrize(
    "text",
    [
        # Two fields side by side are no phrase, and a part missing is a part missing.
        *('"bell placed"', "so-1042x", "hafenn", '"zoë  tinte"', "tinte -zoë", "urgent", "%", "_"),
        *("item:zoë", "item:bell", "customer:hafen", "number:42x", "true"),
    ],
)
def test_nothing_is_found_by(filled: Store, text: str) -> None:
    assert found(filled, text) == []


@pytest.mark.parametrize(
    ("text", "vendor_ids"),
    [
        ("state:open", ["5F2E-9a", "bare"]),
        ("state:created,pending", ["5F2E-9a", "bare"]),
        ("-state:created", ["5F2E-9a"]),
        ("state:none", []),
        ("vendor_state:PLACED", ["5F2E-9a"]),
        ("payment:part_paid", ["5F2E-9a"]),
        ("payment:none", ["bare"]),
        ("-payment:paid", ["5F2E-9a", "bare"]),
        ("fulfilment:part", ["5F2E-9a"]),
        ("picked", ["5F2E-9a"]),
        ("fulfilment:none", ["bare"]),
        ("type:sales", ["5F2E-9a", "bare"]),
        ("type:TRADE", ["5F2E-9a"]),
        ('connection:"main shop"', ["5F2E-9a", "bare"]),
        ("connection:shop", ["5F2E-9a", "bare"]),
        ("connection:other", []),
        ('vendor:"quill works"', ["5F2E-9a", "bare"]),
        ("vendor:quillworks", ["5F2E-9a", "bare"]),
        ("id:main:BARE", ["bare"]),
        ("id:5f2e-9A", ["5F2E-9a"]),
        ("number:so", ["5F2E-9a"]),
        ("number:none", ["bare"]),
        ("name:weiss", ["5F2E-9a"]),
        ("customer:brontë", ["5F2E-9a"]),
        ("customer:C1", ["5F2E-9a"]),
        ("customer:none", ["bare"]),
        ("location:hafen", ["5F2E-9a"]),
        ("employee:none", ["5F2E-9a", "bare"]),
        ("item:sn-88", ["5F2E-9a"]),
        ("item:ki", ["5F2E-9a"]),
        ("item:none", ["bare"]),
        ("items:2", ["5F2E-9a"]),
        ("items:none", ["bare"]),
        ("items>=1", ["5F2E-9a"]),
        ("total:6", ["5F2E-9a"]),
        ("total:>6", []),
        ("total:5.99..6.01", ["5F2E-9a"]),
        ("total:none", ["bare"]),
        ("placed:today", ["5F2E-9a"]),
        ("placed:none", ["bare"]),
        ("placed<2026-11-22", []),
        ("currency:eur", ["5F2E-9a"]),
        ("pending:no", ["5F2E-9a", "bare"]),
        ("pending:yes", []),
    ],
)
def test_field_finds(filled: Store, text: str, vendor_ids: list[str]) -> None:
    assert found(filled, text) == vendor_ids


def test_texts_come_back_as_they_were(store: Store) -> None:
    odd = 'a "b" \\ \0 \n \u2028 {} [1,2] 7 null é 子 \x1f'
    pull(store, order("v1", title=odd, number="007"), order("v2", number="[]"))
    shown = {one.vendor_id: one for one in rows(store)}
    assert (shown["v1"].name, shown["v1"].number) == (odd, "007")
    assert (shown["v2"].name, shown["v2"].number) == (None, "[]")


def test_connections_key_is_meant_before_a_part_of_another_name(store: Store) -> None:
    store.connections.put(SECOND)
    pull(store, order("v1"))
    pull(store, order("v2", connection="branch-2"), connection="branch-2")
    assert found(store, "connection:main") == ["v1"]
    assert found(store, "connection:STRASSE") == ["v2"]
    assert sorted(found(store, "connection:a")) == ["v1", "v2"]


def test_text_that_changed_is_found_by_what_it_is_now(store: Store) -> None:
    pull(store, order("v1", title="Goose", lines=(line("1", "Feather"),)))
    store.mirror.put(
        order("v1", title="Gander", lines=(line("1", "Feather"),)), read_at=NOON + timedelta(1)
    )
    assert found(store, "goose") == []
    assert found(store, "gander") == ["v1"]
    assert found(store, "feather") == ["v1"]
    assert store.mirror.drop("main:v1")
    assert found(store, "gander") == found(store, "feather") == found(store, "ga") == []


def test_note_of_megabytes_is_kept_whole_and_found_by_its_beginning(store: Store) -> None:
    note = "beginning " + "x" * 10_000_000 + " end"
    pull(store, order("v1", note=note))
    kept = store.mirror.get("main:v1")
    assert kept is not None
    assert kept.fields["note"] == note
    assert found(store, "beginning") == ["v1"]
    assert found(store, "end") == []


def test_text_with_signs_of_the_index_is_only_text(filled: Store) -> None:
    for text in ('a" OR "b', "NEAR(a b)", "header : x", "*", "^so", "'; drop table shown; --"):
        quoted = text.replace('"', '\\"')
        assert found(filled, f'"{quoted}"') == []
    assert len(found(filled, "")) == 2


def test_numbers_are_sorted_naturally_and_the_unknown_comes_last(store: Store) -> None:
    numbers = ["SO-10", "SO-9", None, "SO-9a", "so-100"]
    pull(store, *(order(f"v{n}", number=number) for n, number in enumerate(numbers)))

    up = [row.number for row in rows(store, "", "number", descending=False)]
    down = [row.number for row in rows(store, "", "number")]
    assert up == ["SO-9", "SO-9a", "SO-10", "so-100", None]
    assert down == ["so-100", "SO-10", "SO-9a", "SO-9", None]


def test_states_are_sorted_as_an_order_goes_through_them(store: Store) -> None:
    states = ["Gone", "Shipped", "Lost", "Draft", "Held", "Placed"]
    pull(store, *(order(f"v{n}", state=state) for n, state in enumerate(states)))

    up = [row.vendor_state for row in rows(store, "", "state", descending=False)]
    assert up == ["Draft", "Placed", "Held", "Shipped", "Gone", "Lost"]


def test_equals_are_newest_first_in_both_directions(store: Store) -> None:
    hours = [1, 3, None, 2, 3]
    placed = [None if hour is None else NOON + timedelta(hours=hour) for hour in hours]
    pull(store, *(order(f"v{n}", placed_at=at) for n, at in enumerate(placed)))

    expected = ["v4", "v1", "v3", "v0", "v2"]
    assert found(store, "", "vendor_state") == expected
    assert found(store, "", "vendor_state", descending=False) == expected
    assert found(store, "") == expected


def test_every_column_of_a_row_can_be_sorted_by(filled: Store) -> None:
    for column in rows(filled)[0].__slots__:
        assert len(found(filled, "", column)) == 2


def test_column_that_there_is_not_is_refused(store: Store) -> None:
    with pytest.raises(InputError, match="no column"):
        store.search.rowids(Query(), Sort("colour"), zone=BERLIN, now=NOON)


@pytest.mark.parametrize("text", ["placed:2026-02-30", "expires<2026-13-01", "placed:9999-12-31"])
def test_date_that_does_not_exist_is_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="no value of") as refusal:
        found(store, text)
    assert "2026-11-22" in refusal.value.sentence()


def test_days_are_those_of_the_zone(store: Store) -> None:
    # 23:30 UTC is already tomorrow in Kiritimati and still today in Niue.
    pull(store, order("v1", placed_at=NOON.replace(hour=23, minute=30)))
    query = parse_query("placed:2026-11-23")
    for zone, count in (("Pacific/Kiritimati", 1), ("Pacific/Niue", 0), ("UTC", 0)):
        assert store.search.count(query, zone=ZoneInfo(zone), now=NOON) == count


def test_money_is_added_up_exactly_by_currency(store: Store) -> None:
    amounts = [
        *(("EUR", "0.10"), ("EUR", "0.20"), ("EUR", "12345678901234567.89")),
        *(("USD", "1.00005"), (None, "-3"), (None, None)),
        *(("JPY", "99999999999999999999"), ("JPY", "0.0000000001")),
    ]
    pull(
        store,
        *(
            order(f"v{n}", currency=currency).model_copy(
                update={"total": None if amount is None else Decimal(amount)}
            )
            for n, (currency, amount) in enumerate(amounts)
        ),
    )
    summed = totals(store)
    assert summed.orders == 8
    assert summed.unknown_totals == 1
    assert {key: str(value) for key, value in summed.sums.items()} == {
        "EUR": "12345678901234568.19",
        "USD": "1.00005",
        "": "-3.00",
        "JPY": "99999999999999999999.0000000001",
    }
    assert totals(store, "currency:usd").sums == {"USD": Decimal("1.00005")}
    assert totals(store, "number:nothing").sums == {}


def test_currency_of_which_no_total_is_known_has_no_sum(store: Store) -> None:
    pull(store, order("v1", currency="EUR", lines=None))
    assert totals(store).sums == {}
    assert totals(store).unknown_totals == 1


def test_rows_come_in_the_order_asked_and_what_is_gone_is_left_out(store: Store) -> None:
    pull(store, order("v1"), order("v2"), order("v3"))
    one, two, three = (store.search.rowid(f"main:v{n}") or 0 for n in (1, 2, 3))
    assert store.mirror.drop("main:v2")

    asked = array("q", [three, two, one, 999, three])
    assert [row.vendor_id for row in store.search.rows(asked)] == ["v3", "v1", "v3"]
    assert store.search.rows([]) == []
    assert store.search.rowid("main:v2") is None


def test_row_ids_are_an_array(store: Store) -> None:
    pull(store, order("v1"))
    rowids = store.search.rowids(Query(), Sort(), zone=BERLIN, now=NOON)
    assert isinstance(rowids, array)
    assert (rowids.typecode, len(rowids)) == ("q", 1)


def test_row_says_everything_a_table_shows(filled: Store) -> None:
    shown = row(filled, "main:5F2E-9a")
    assert shown is not None
    assert (shown.connection, shown.connection_name, shown.vendor) == (
        *("main", "Main shop", "quillworks"),
    )
    assert (shown.kind, shown.kind_word) == (OrderKind.SALES, "Trade")
    assert (shown.customer_id, shown.customer) == ("c1", "Zoë Brontë")
    assert (shown.location_id, shown.location) == ("l1", "Hafen West")
    assert (shown.employee_id, shown.employee) == (None, None)
    assert (shown.payment, shown.payment_word) == ("part_paid", "Deposit Paid")
    assert (shown.items, shown.total, shown.total_computed) == (2, Decimal("6.00"), True)
    assert (shown.placed_at, shown.expires_at) == (NOON, None)
    assert (shown.currency, shown.currency_set_here, shown.state_derived) == ("EUR", False, False)


def test_values_are_counted_most_first(filled: Store) -> None:
    pull(filled, order("more", state="Draft"))
    assert filled.search.values("vendor_state") == [("Draft", 2), ("Placed", 1)]
    assert filled.search.values("type") == [("sales", 2), ("Trade", 1)]
    assert filled.search.values("location") == [("Hafen West", 1)]
    assert filled.search.values("connection") == [("main", 3)]
    with pytest.raises(InputError, match="total"):
        filled.search.values("total")


def _texts(lines: list[Line]) -> list[str | None]:
    return [line.description for line in lines]


def test_products_are_those_on_other_orders_each_once(store: Store) -> None:
    store.connections.put(SECOND)
    same = line("1", "Goose quill", article="p1")
    pull(
        store,
        order("v1", lines=(same, line("2", "Ink", article="p2"))),
        order("v2", lines=(line("1", "Goose quill, newer", article="p1"),)),
        order("v3", lines=(line("1", "Goose", article=None, code=None),)),
        order("v4", lines=None),
    )
    elsewhere = order("v5", connection="branch-2", lines=(line("1", "Goose grease"),))
    pull(store, elsewhere, connection="branch-2")

    assert _texts(store.search.products("main", "goose", 9)) == ["Goose", "Goose quill, newer"]
    assert _texts(store.search.products("main", "in", 9)) == ["Ink"]
    assert len(store.search.products("main", "", 9)) == 3
    assert len(store.search.products("main", "", 2)) == 2
    assert store.search.products("main", "nothing", 9) == []
