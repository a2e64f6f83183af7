"""What a person does with orders: acts are checked and kept, nothing typed wrong gets further."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from orderdesk.domain.actions import Kind
from orderdesk.domain.commands import AddLine, CommandState, EditLine, EditOrder, Transit
from orderdesk.domain.errors import InputError, Refused
from orderdesk.domain.events import CommandChanged, NamesChanged, OrdersChanged
from orderdesk.domain.order import FieldValue, Line, Named
from orderdesk.domain.query import parse_query
from orderdesk.domain.shown import Mark, Sort
from orderdesk.services.desk import Desk
from orderdesk.services.viewing import product_of
from tests.unit.domain.invented import RULES, line, order
from tests.unit.services.desks import Heard, open_desk, run, synced_desk
from tests.unit.services.quillworks import Vendor, named


def _vendor() -> Vendor:
    vendor = Vendor()
    vendor.put(
        order("a", title="Ink", buyer="b1", payer="p1", lines=(line("1"), line("2"))),
        order("b", state="Placed", title="Nibs", depot="East", lines=(line("3"),)),
        order("c", state="Shipped", title="Wax", lines=()),
    )
    vendor.names = [*named("customer", "b1", "p1"), *named("location", "s1")]
    return vendor


async def _refused(desk: Desk, order_id: str, action: str, **values: str | None) -> Refused:
    with pytest.raises(Refused) as caught:
        await desk.orders.act(order_id, action, values)
    return caught.value


async def _wrong(
    desk: Desk, order_id: str, action: str, *, line_id: str | None = None, **values: str | None
) -> InputError:
    with pytest.raises(InputError) as caught:
        await desk.orders.act(order_id, action, values, line_id=line_id)
    return caught.value


def test_an_act_is_kept_shown_and_told_before_anything_is_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            desk.dispatch.kick()
            receipt = await desk.orders.act("main:a", "edit", {"title": " Red ink "})
            assert receipt.order == "main:a"
            assert receipt.entry.state is CommandState.WAITING
            command = receipt.entry.command
            assert isinstance(command, EditOrder)
            assert command.changes == {"title": "Red ink"}
            assert command.base == {"title": "Ink"}
            assert (command.author, command.computer) == ("ada", "desk-1")
            assert heard.events[:2] == [
                OrdersChanged(frozenset({"main:a"})),
                CommandChanged(receipt.command, "main:a", "edit", CommandState.WAITING),
            ]

    run(story())


def test_a_refused_act_says_why_and_the_way_out_and_keeps_nothing(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            error = await _refused(desk, "main:c", "edit", title="Red")
            assert error.sentence() == (
                "Edit is not possible: the order is Shipped. Make a new order."
            )
            error = await _refused(desk, "main:a", "delete")
            assert error.sentence() == "It deletes nothing. Cancel it."
            assert await desk.orders.outbox() == []

    run(story())
    assert vendor.calls == []


@pytest.mark.parametrize(
    ("action", "values", "fields"),
    [
        ("edit", {"colour": "red"}, {"colour"}),
        ("edit", {"made_by": "me"}, {"made_by"}),
        ("edit", {"rebate": "-1", "until": "soon"}, {"rebate", "until"}),
        ("edit", {"rebate": "1e400"}, {"rebate"}),
        ("edit", {"rebate": "NaN"}, {"rebate"}),
        ("edit", {"title": "x" * 41}, {"title"}),
        ("edit", {"home": "a", "depot": "b"}, {"home", "depot"}),
        ("edit", {"title": "Ink"}, set[str]()),
        ("edit", {}, set[str]()),
        ("add_item", {"text": "Pen"}, {"count"}),
        ("add_item", {"text": "Pen", "count": "-1"}, {"count"}),
        ("add_item", {"text": "Pen", "count": "1", "article": "ART-1"}, {"article"}),
        ("submit", {"why": "because"}, {"why"}),
        ("fly", {}, set[str]()),
        ("create", {}, set[str]()),
    ],
)
def test_what_cannot_be_sent_is_said_by_field_and_not_kept(
    tmp_path: Path, action: str, values: dict[str, str], fields: set[str]
) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            error = await _wrong(desk, "main:a", action, **values)
            assert set(error.problems) == fields
            assert error.sentence()
            assert await desk.orders.outbox() == []

    run(story())


@pytest.mark.parametrize("line_id", [None, "nowhere"])
def test_an_item_action_needs_an_item_of_the_order(tmp_path: Path, line_id: str | None) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            error = await _wrong(desk, "main:a", "edit_item", line_id=line_id, count="3")
            assert error.field == "line"

    run(story())


def test_an_item_is_edited_by_what_changes(tmp_path: Path) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            receipt = await desk.orders.act(
                "main:a", "edit_item", {"count": "3", "text": "Goose quill"}, line_id="1"
            )
            command = receipt.entry.command
            assert isinstance(command, EditLine)
            assert (command.changes, command.base) == ({"count": "3"}, {"count": "2"})
            error = await _wrong(desk, "main:a", "edit_item", line_id="1", article="art-2")
            assert set(error.problems) == {"article"}

    run(story())


@pytest.mark.parametrize("order_id", ["main:none", "other:a", "nonsense", "main:"])
def test_an_order_that_is_not_here_is_said_so(tmp_path: Path, order_id: str) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            for attempt in (
                desk.orders.view(order_id),
                desk.orders.act(order_id, "edit", {"title": "Red"}),
                desk.orders.refresh(order_id),
            ):
                with pytest.raises(InputError, match="no order"):
                    await attempt

    run(story())


def test_a_second_act_stands_on_the_first(tmp_path: Path) -> None:
    """A double click, and a queue: the projection is what is decided on."""
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path, sending=False) as desk:
            first = await desk.orders.act("main:a", "submit", {})
            with pytest.raises(Refused):
                await desk.orders.act("main:a", "submit", {})
            second = await desk.orders.act("main:a", "process", {})
            command = second.entry.command
            assert isinstance(command, Transit)
            assert (command.source, command.target) == ("Placed", "Shipped")
            for receipt in (first, second):
                entry = await desk.orders.wait(receipt.command, timeout=20)
                assert entry.state is CommandState.DONE

    run(story())
    assert vendor.calls == ["fetch a", "send submit", "fetch a", "send process"]


def test_a_line_that_is_not_there_yet_can_be_neither_changed_nor_removed(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            held = asyncio.Event()
            vendor.hooks["send"] = held.wait
            receipt = await desk.orders.act("main:a", "add_item", {"text": "Pen", "count": "1"})
            command = receipt.entry.command
            assert isinstance(command, AddLine)
            for action, values in (("edit_item", {"count": "2"}), ("remove_item", {})):
                with pytest.raises(Refused, match="not at the vendor yet"):
                    await desk.orders.act("main:a", action, values, line_id=command.line_id)
            held.set()

    run(story())


def test_a_view_shows_the_projection_the_mirror_the_names_and_the_verdicts(
    tmp_path: Path,
) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            held = asyncio.Event()
            vendor.hooks["send"] = held.wait
            await desk.orders.act("main:b", "process", {})
            view = await desk.orders.view("main:b")
            assert view.order.vendor_state == "Shipped"
            assert view.mirror is not None
            assert view.mirror.vendor_state == "Placed"
            assert view.row.mark in {Mark.WAITING, Mark.SENDING}
            assert [entry.command.action for entry in view.commands] == ["process"]
            assert view.verdicts["delete"].kind is Kind.NOT_OFFERED
            assert view.verdicts["edit"].kind is Kind.REFUSED
            assert view.verdicts["cancel"].kind is Kind.VENDOR_DECIDES
            assert view.read_at is not None
            view = await desk.orders.view("main:a")
            assert view.names == {
                ("customer", "b1"): Named(kind="customer", id="b1", name="customer b1"),
                ("customer", "p1"): Named(kind="customer", id="p1", name="customer p1"),
            }
            assert view.verdicts["edit"].fields[0] == "title"
            held.set()

    run(story())


def test_nothing_can_be_done_with_an_order_before_the_vendor_has_it(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            held = asyncio.Event()
            vendor.hooks["send"] = held.wait
            receipt = await desk.orders.create("main", {"title": "New"}, [])
            view = await desk.orders.view(receipt.order)
            assert view.mirror is None
            kinds = {name: verdict.kind for name, verdict in view.verdicts.items()}
            assert kinds.pop("delete") is Kind.NOT_OFFERED
            assert set(kinds.values()) == {Kind.REFUSED}
            with pytest.raises(Refused, match="not at the vendor yet"):
                await desk.orders.act(receipt.order, "edit", {"title": "Newer"})
            held.set()

    run(story())


def test_the_problems_of_a_new_order_name_line_and_field(tmp_path: Path) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            lines = [
                {"text": "Pen", "count": "1", "article": "x"},
                {"text": "Pen", "count": "0", "article": "X"},
            ]
            with pytest.raises(InputError) as caught:
                await desk.orders.create("main", {"rebate": "much"}, lines)
            assert set(caught.value.problems) == {"rebate", "lines.1.count", "lines.1.article"}
            with pytest.raises(InputError, match="no connection"):
                await desk.orders.create("other", {}, [])
            verdict = await desk.orders.create_verdict("main")
            assert verdict.kind is Kind.ALLOWED
            assert "title" in verdict.fields
            assert "made_by" not in verdict.fields

    run(story())


def test_withdrawing_takes_back_what_was_not_sent(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            held = asyncio.Event()
            vendor.hooks["fetch"] = held.wait
            receipt = await desk.orders.act("main:b", "process", {})
            await desk.orders.withdraw(receipt.command)
            held.set()
            entry = await desk.orders.wait(receipt.command, timeout=20)
            assert entry.state is CommandState.WITHDRAWN
            with pytest.raises(Refused):
                await desk.orders.withdraw(receipt.command)
            view = await desk.orders.view("main:b")
            assert view.order.vendor_state == "Placed"
            assert [e.state for e in view.history] == [CommandState.WITHDRAWN]

    run(story())
    assert vendor.made("send") == []


def test_waiting_ends_with_the_time_or_when_there_is_no_such_command(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            held = asyncio.Event()
            vendor.hooks["send"] = held.wait
            receipt = await desk.orders.act("main:b", "process", {})
            entry = await desk.orders.wait(receipt.command, timeout=0)
            assert entry.open
            with pytest.raises(InputError, match="no command"):
                await desk.orders.wait("nothing", timeout=0)
            held.set()

    run(story())


def test_orders_are_found_counted_and_read_by_row(tmp_path: Path) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            found = await desk.orders.search(parse_query("state:pending"), Sort(), zone="UTC")
            assert found.complete
            first = await desk.orders.first(parse_query("state:pending"), Sort(), zone="UTC")
            assert (first.rowids, first.complete) == (found.rowids, True)
            totals = await desk.orders.totals(parse_query("state:pending"), zone="UTC")
            assert totals.orders == 1
            [row] = await desk.orders.rows(found.rowids)
            assert row.id == "main:b"
            assert await desk.orders.rowid("main:b") == row.rowid
            counts = await desk.orders.count(
                [parse_query(""), parse_query("ink"), parse_query("nothing")], zone="UTC"
            )
            assert counts == [3, 1, 0]
            assert dict(await desk.orders.values("vendor_state")) == {
                "Draft": 1,
                "Placed": 1,
                "Shipped": 1,
            }

    run(story())


def test_refreshing_reads_one_order_again(tmp_path: Path) -> None:
    vendor = _vendor()

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            vendor.change("a", title="Red ink")
            await desk.orders.refresh("main:a")
            assert heard.of(OrdersChanged) == [OrdersChanged(frozenset({"main:a"}))]
            assert (await desk.orders.view("main:a")).order.fields["title"] == "Red ink"

    run(story())
    assert vendor.calls == ["fetch a"]


def test_names_are_found_here_first_and_asked_for_below_a_parent(tmp_path: Path) -> None:
    vendor = _vendor()
    vendor.names += named("address", "x1", "x2", parent="b1")

    async def story() -> None:
        async with synced_desk(vendor, tmp_path) as desk:
            heard = Heard()
            desk.bus.subscribe(heard)
            found = await desk.orders.find_names("main", "customer", "B1")
            assert [name.id for name in found] == ["b1"]
            assert vendor.calls == []
            for _time in range(2):
                found = await desk.orders.find_names("main", "address", "", parent="b1")
                assert [name.id for name in found] == ["x1", "x2"]
            assert vendor.calls == ["look_up address b1"]
            assert heard.of(NamesChanged) == [NamesChanged("main")]
            # A parent below which there is nothing is asked for, and nothing has changed.
            assert await desk.orders.find_names("main", "address", "", parent="b9") == []
            assert heard.of(NamesChanged) == [NamesChanged("main")]

    run(story())


def test_products_are_what_stands_on_other_orders(tmp_path: Path) -> None:
    async def story() -> None:
        async with synced_desk(_vendor(), tmp_path) as desk:
            products = await desk.orders.products("main", "Q-1")
            [product] = products
            assert product.product_id == "art-1"
            assert product.sku == "Q-1"
            assert product.description == "Goose quill"
            assert str(product.price) == "1.50"
            assert product.fields == {
                "article": "art-1",
                "code": "Q-1",
                "text": "Goose quill",
                "each": "1.50",
            }

    run(story())


def test_a_product_brings_nothing_that_its_number_excludes() -> None:
    rules = replace(
        RULES,
        line_fields=tuple(
            replace(spec, excludes=("text", "each")) if spec.key == "code" else spec
            for spec in RULES.line_fields
        ),
        actions=(),
    )
    fields: dict[str, FieldValue] = {"code": "Q-1", "text": "Goose quill", "each": "1.50"}
    assert product_of(Line(id="1", fields=fields), rules).fields == {"code": "Q-1"}
    fields["code"] = None
    left = product_of(Line(id="1", fields=fields), rules).fields
    assert left == {"text": "Goose quill", "each": "1.50"}


def test_drafts_and_preferences_are_kept_over_a_restart(tmp_path: Path) -> None:
    async def before() -> None:
        async with open_desk(_vendor(), tmp_path) as desk:
            await desk.orders.save_draft("new", '{"title": "half a tit"}')
            await desk.orders.save_draft("old", "{}")
            await desk.orders.drop_draft("old")
            await desk.preferences.put("columns", "name,state")

    async def after() -> None:
        async with open_desk(_vendor(), tmp_path) as desk:
            assert await desk.orders.draft("new") == '{"title": "half a tit"}'
            assert await desk.orders.draft("old") is None
            assert await desk.preferences.get("columns") == "name,state"
            assert await desk.preferences.get("theme") is None

    run(before())
    run(after())
