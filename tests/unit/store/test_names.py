"""Names for ids, and the rows that show them."""

import pytest

from orderdesk.domain.order import Named
from orderdesk.store import projected
from orderdesk.store.store import Store
from tests.unit.domain.invented import line, order
from tests.unit.store.filled import SECOND, found, pull, row, rows

ADA = Named(kind="customer", id="c1", name="Ada Löwe", detail="Acme")
SHOP = Named(kind="location", id="l1", name="Harbour")
HOME = Named(kind="address", id="a1", name="1 Quay", parent="c1")
OFFICE = Named(kind="address", id="a2", name="2 Quay", parent="c2")


def test_name_is_shown_and_found_once_it_is_known(store: Store) -> None:
    pull(store, order("v1", buyer="c1", shop="l1"))
    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.customer_id, shown.customer) == ("c1", None)

    assert store.names.put("main", [ADA, SHOP]) is True

    shown = row(store, "main:v1")
    assert shown is not None
    assert (shown.customer, shown.location) == ("Ada Löwe", "Harbour")
    assert found(store, "LÖWE") == ["v1"]
    assert found(store, "acme") == ["v1"]
    assert found(store, "customer:löwe location:harb") == ["v1"]


def test_order_that_comes_after_its_name_has_it(store: Store) -> None:
    store.names.put("main", [ADA])
    pull(store, order("v1", buyer="c1"))
    assert found(store, "customer:ada") == ["v1"]


def test_changed_name_is_changed_everywhere(store: Store) -> None:
    store.names.put("main", [ADA])
    pull(store, order("v1", buyer="c1"), order("v2", payer="c1"), order("v3", buyer="c2"))

    assert store.names.put("main", [ADA.model_copy(update={"name": "Bea"})]) is True

    assert found(store, "löwe") == []
    # A payer has no column of its own and is found by name all the same.
    assert sorted(found(store, "bea")) == ["v1", "v2"]


def test_known_name_changes_nothing(store: Store) -> None:
    assert store.names.put("main", [ADA]) is True
    assert store.names.put("main", [ADA]) is False
    assert store.names.put("main", []) is False


def test_name_of_a_product_on_a_line_is_found(store: Store) -> None:
    pull(store, order("v1", lines=(line("1"),)))
    store.names.put("main", [Named(kind="product", id="art-1", name="Gans & Co")])
    assert found(store, "item:gans") == ["v1"]
    store.names.put("main", [Named(kind="customer", id="art-1", name="Somebody")])
    assert found(store, "somebody") == []


def test_names_belong_to_their_connection(store: Store) -> None:
    store.connections.put(SECOND)
    pull(store, order("v1", buyer="c1"))
    pull(store, order("v2", connection="branch-2", buyer="c1"), connection="branch-2")

    store.names.put("branch-2", [ADA])

    assert found(store, "customer:ada") == ["v2"]
    assert store.names.get("main", "customer", "c1") is None


def test_names_by_id(store: Store) -> None:
    store.names.put("main", [ADA, SHOP, HOME])

    assert store.names.get("main", "customer", "c1") == ADA
    assert store.names.get("main", "location", "c1") is None
    wanted = [("customer", "c1"), ("address", "a1"), ("address", "a9")]
    assert store.names.many("main", wanted) == {
        ("customer", "c1"): ADA,
        ("address", "a1"): HOME,
    }
    assert store.names.many("main", []) == {}


def test_names_by_part_of_their_text(store: Store) -> None:
    quays = [
        Named(kind="location", id=f"l{n}", name=name)
        for n, name in enumerate(("Old Quay", "QUAY house"))
    ]
    store.names.put("main", [ADA, HOME, OFFICE, *quays])

    # What begins with the text comes first.
    assert [one.name for one in store.names.find("main", "location", "quay")] == [
        *("QUAY house", "Old Quay"),
    ]
    assert store.names.find("main", "location", "quay", limit=1) == [quays[1]]
    assert store.names.find("main", "address", "", parent="c1") == [HOME]
    assert store.names.find("main", "customer", "acme") == [ADA]
    assert store.names.find("main", "customer", "%") == []
    assert store.names.find("branch-2", "customer", "") == []


def test_names_reach_old_and_new_orders_when_mentions_have_been_sorted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projected, "_MENTIONED_AT_MOST", 3)
    for number in range(6):
        pull(store, order(f"v{number}", buyer="c1"), order(f"w{number}", buyer="c2"))

    store.names.put("main", [Named(kind="customer", id="c1", name="Anna")])

    assert {one.customer for one in rows(store) if one.vendor_id.startswith("v")} == {"Anna"}
    assert {one.customer for one in rows(store) if one.vendor_id.startswith("w")} == {None}
