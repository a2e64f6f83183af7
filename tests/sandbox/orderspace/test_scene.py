"""The made-up shop: deterministic, consistent with itself, and with every shape in it."""

import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from orderdesk.sandbox.clock import Clock
from orderdesk.sandbox.dice import Dice
from orderdesk.sandbox.orderspace import reading, shelf
from orderdesk.sandbox.orderspace.data.landmarks import landmarks
from orderdesk.sandbox.orderspace.data.maker import OrderMaker
from orderdesk.sandbox.orderspace.data.scene import Scene, made_up
from orderdesk.sandbox.orderspace.lifecycle import reserves
from orderdesk.sandbox.orderspace.orders import STATUSES, Order
from orderdesk.sandbox.orderspace.papers import counted
from orderdesk.sandbox.orderspace.shelf import Shelf
from orderdesk.sandbox.orderspace.vendor import NAME, VENDOR
from orderdesk.sandbox.server import Sandbox, SandboxOptions
from orderdesk.sandbox.storage import Storage
from orderdesk.sandbox.vendors import Surroundings
from tests.sandbox.calls import as_object
from tests.sandbox.orderspace.calls import ShopCalls, lines_of

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)


def empty_shelf() -> Shelf:
    return Shelf(Storage(), NAME)


def made(*, orders: int, seed: int = 1) -> Scene:
    return made_up(empty_shelf(), seed=seed, orders=orders, now=NOW)


@pytest.fixture(scope="module")
def known() -> Shelf:
    return empty_shelf()


@pytest.fixture(scope="module")
def scene(known: Shelf) -> Scene:
    return made_up(known, seed=1, orders=600, now=NOW)


def by_id(scene: Scene, key: str) -> Order:
    return next(order for order in scene.orders if order.id == key)


def test_the_same_seed_makes_the_same_shop() -> None:
    one, two, other = (made(orders=120, seed=seed) for seed in (7, 7, 8))
    assert one == two
    assert one.orders != other.orders


@pytest.mark.parametrize("count", [0, 1, 26, 27, 90])
def test_as_many_orders_as_are_asked_for(count: int) -> None:
    assert len(made(orders=count).orders) == count


def test_five_thousand_orders_are_there_in_a_moment() -> None:
    start = time.process_time()
    VENDOR.build(Surroundings(Storage(), Clock(), 5_000, 1))
    assert time.process_time() - start < 6  # about 1.5 on an idle machine


def test_numbers_times_and_ids(scene: Scene) -> None:
    orders = scene.orders
    assert len({order.id for order in orders}) == len(orders)
    numbers = [order.number for order in orders]
    assert numbers == sorted({*numbers})
    moments = [order.created for order in orders]
    assert moments == sorted(moments)
    assert moments[-1] < NOW.timestamp()
    assert len({invoice.number for invoice in scene.invoices}) == len(scene.invoices)


def test_every_status_is_there(scene: Scene) -> None:
    assert {order.status for order in scene.orders} == {*STATUSES}
    few = {order.status for order in made(orders=26).orders}
    assert few == {*STATUSES}


def test_counters_are_the_sums_of_the_papers(scene: Scene) -> None:
    invoiced: dict[str, int] = {}
    paid: dict[str, int] = {}
    dispatched: dict[str, int] = {}
    for invoice in scene.invoices:
        for key, count in counted(invoice.lines).items():
            invoiced[key] = invoiced.get(key, 0) + count
            paid[key] = paid.get(key, 0) + (count if invoice.paid else 0)
    for dispatch in scene.dispatches:
        for key, count in counted(dispatch.lines).items():
            dispatched[key] = dispatched.get(key, 0) + count
    for order in scene.orders:
        for line in order.lines:
            counters = (line.invoiced, line.paid, line.dispatched)
            key = line.id
            assert counters == (invoiced.get(key, 0), paid.get(key, 0), dispatched.get(key, 0))


def test_statuses_fit_the_counters(scene: Scene) -> None:
    for order in scene.orders:
        left = sum(line.to_dispatch for line in order.lines)
        sent = sum(line.dispatched for line in order.lines)
        match order.status:
            case "fulfilled":
                assert left == 0
            case "part_fulfilled":
                assert sent > 0
                assert left > 0
            case "released":
                assert left > 0
            case "preorder":
                assert all(line.is_held for line in order.goods)
            case _:
                assert sent == 0


def test_stock_is_what_is_on_hand_without_what_is_reserved(known: Shelf, scene: Scene) -> None:
    reserved: dict[str, int] = {}
    for order in scene.orders:
        for line in order.goods if reserves(order) else []:
            if not line.is_held:
                reserved[line.sku] = reserved.get(line.sku, 0) + line.to_dispatch
    for level in known.all(shelf.LEVELS):
        left = reading.whole(level, "on_hand") - reserved.get(reading.text(level, "sku"), 0)
        assert reading.whole(level, "available") == left


def test_papers_name_what_there_is(known: Shelf, scene: Scene) -> None:
    orders = {order.id for order in scene.orders}
    for order in scene.orders:
        assert known.get(shelf.CUSTOMERS, order.customer_id) is not None
        assert all(known.variant(line.sku) for line in order.lines if line.sku)
        assert all(line.name for line in order.lines)
    assert {key for invoice in scene.invoices for key in invoice.order_ids} <= orders
    assert {dispatch.order_id for dispatch in scene.dispatches} <= orders


def test_the_odd_shapes(known: Shelf, scene: Scene) -> None:
    assert by_id(scene, "or_empty014").lines == ()
    assert by_id(scene, "or_zer00015").gross_total == 0
    assert len(by_id(scene, "or_l0ng0013").lines) == 61
    assert len(str(by_id(scene, "or_l0ng0013").values["company_name"])) > 150
    assert by_id(scene, "or_jpyen022").currency == "JPY"
    assert by_id(scene, "or_cred1t26").net_total == 0
    assert any(line.unit_price < 0 for line in by_id(scene, "or_cred1t26").lines)
    twice = [line.sku for line in by_id(scene, "or_tw1ce010").goods]
    assert twice.count("HM-LC") == 2
    deposit = next(one for one in scene.invoices if "or_dep0s117" in one.order_ids)
    assert not deposit.paid
    assert deposit.values["payments"]
    odd = by_id(scene, "or_0ddm0n20")
    assert {line.tax_rate for line in odd.lines} == {Decimal("14.975")}
    currencies = {order.currency for order in scene.orders}
    assert currencies >= {"CAD", "USD", "EUR", "GBP", "JPY"}
    maker = OrderMaker(Dice("x"), known, int(NOW.timestamp()))
    assert len({wish.key for wish in landmarks(maker)}) == len(landmarks(maker))


def test_a_shop_is_kept_in_a_file_and_read_again(tmp_path: Path) -> None:
    options = SandboxOptions(orders=40, only=[NAME], file=tmp_path / "state.sandbox")
    with Sandbox(options) as running, ShopCalls(running) as calls:
        order = calls.order_in("invoice", "pay")
        calls.dispatch(order, {"sku": "HM-CM", "quantity": 1})
        calls.order({"sku": "HM-NP", "quantity": 1}, {"name": "X", "quantity": 1, "unit_price": 1})
        before = [
            calls.get(f"/{name}", limit="200").content
            for name in (
                "orders",
                "invoices",
                "dispatches",
                "customers",
                "products",
                "inventory_levels",
            )
        ]
        token = calls.token
    again = SandboxOptions(orders=99, seed=4, only=[NAME], file=options.file)
    with Sandbox(again) as running, ShopCalls(running) as calls:
        calls.token = token
        after = [
            calls.get(f"/{name}", limit="200").content
            for name in (
                "orders",
                "invoices",
                "dispatches",
                "customers",
                "products",
                "inventory_levels",
            )
        ]
        assert after == before
        assert calls.dispatch(order, {"sku": "HM-CM", "quantity": 3}).status_code == 200


def test_a_reset_makes_another_shop() -> None:
    with Sandbox(SandboxOptions(orders=5, only=[NAME])) as running, ShopCalls(running) as calls:
        calls.switch(profile="older")
        calls.admin("POST", "/reset", {"orders": 8, "seed": 3})
        calls.token = None
        orders = calls.rows("/orders")
        assert len(orders) == 8
        assert "created_by" in orders[0]
        assert sum(len(lines_of(order)) for order in orders) > 8


def test_the_connection_is_what_clients_are_given(shop_calls: ShopCalls) -> None:
    connection = shop_calls.connection
    assert connection.keys() == {"name", "vendor", "urls", "settings", "secrets"}
    assert connection["name"] == "Wholesale"
    assert (connection["vendor"], connection["settings"]) == (NAME, {})
    assert as_object(connection["secrets"]).keys() == {"client_id", "client_secret"}
    urls = as_object(connection["urls"])
    assert str(urls["api"]).endswith("/orderspace/api/v1")
    assert str(urls["token"]).endswith("/orderspace/identity/oauth/token")
