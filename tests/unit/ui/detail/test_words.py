"""What the detail says: header, fields, customers, history, reasons, raw."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from orderdesk.domain.commands import CommandState
from orderdesk.domain.fields import FieldSpec, FieldType
from orderdesk.domain.history import FieldChange, HistoryEntry, Origin
from orderdesk.domain.order import FieldValue, Named, Order
from orderdesk.domain.status import FulfilmentStatus, PaymentStatus
from orderdesk.services.views import OrderView
from orderdesk.store.store import Store
from orderdesk.ui.detail.badge_row import BadgeRow
from orderdesk.ui.detail.customer_tab import CustomerTab, parties_of
from orderdesk.ui.detail.fields_model import FieldsModel, Role, field_groups
from orderdesk.ui.detail.fields_table import FieldsTable
from orderdesk.ui.detail.header import Header, badges_of
from orderdesk.ui.detail.history_words import history_paragraphs
from orderdesk.ui.detail.raw_words import raw_text
from orderdesk.ui.detail.reasons_dialog import reasons
from orderdesk.ui.detail.status_badges import status_badges
from orderdesk.ui.detail.words_view import Paragraph, WordsView
from orderdesk.ui.icons import Icons
from orderdesk.ui.theme import Theme
from orderdesk.ui.widgets.badge import Badge
from tests.unit.ui.activity.room import Room
from tests.unit.ui.detail.staging import NOON, OpenDesk, edit, line, order, transit_to
from tests.unit.ui.models import watched

ViewOf = Callable[..., OrderView]


def _record(entry: HistoryEntry, store: Store) -> None:
    store.history.add(entry)


def _nothing(_store: Store) -> None:
    """Add nothing to a store."""


@pytest.fixture
def opened(open_desk: OpenDesk) -> list[Room]:
    return []


@pytest.fixture
def view_of(open_desk: OpenDesk, opened: list[Room]) -> ViewOf:
    def view(
        one: Order, *edits: dict[str, FieldValue], more: Callable[[Store], object] = _nothing
    ) -> OrderView:
        room = open_desk(one, more=more)
        opened.append(room)
        for values in edits:
            room.wait(room.desk.orders.act(one.id, "edit", values))
        return room.wait(room.desk.orders.view(one.id))

    return view


def text_of(paragraphs: tuple[Paragraph, ...]) -> list[str]:
    return ["".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs]


# Header


def badge_texts(view: OrderView, now: datetime = NOON) -> list[str]:
    return [badge.text for badge in badges_of(view, now)]


def test_badges_say_state_expiry_and_what_waits(view_of: ViewOf) -> None:
    view = view_of(order(), {"title": "Other"})
    axes = ["Pending", "Open", "Payment, fulfilment: Not known"]
    assert badge_texts(view) == [*axes, "expires in 19 h", "not sent yet"]


def test_an_unknown_state_is_shown_by_the_vendors_word(view_of: ViewOf) -> None:
    view = view_of(order(state="Parked", expires_at=None))
    assert badge_texts(view)[:2] == ["State not known", "Parked"]


def test_the_axes_stand_beside_the_vendors_own_words(view_of: ViewOf) -> None:
    told: dict[str, object] = {
        "payment": PaymentStatus.PART_PAID,
        "payment_word": "deposit taken",
        "fulfilment": FulfilmentStatus.FULFILLED,
        "fulfilment_word": "FULFILLED",
        "state_derived": True,
    }
    badges = badges_of(view_of(order(expires_at=None).model_copy(update=told)), NOON)
    assert [badge.text for badge in badges] == [
        "Pending",
        "derived from “Open”",
        "Payment: Part paid · deposit taken",
        "Fulfilment: Fulfilled",
    ]
    assert [badge.dashed for badge in badges] == [True, True, False, False]
    assert [badge.hue for badge in badges[2:]] == ["blue", "green"]


def test_an_axis_that_is_not_known_says_so_beside_the_one_that_is(view_of: ViewOf) -> None:
    told = {"payment": PaymentStatus.PAID, "fulfilment_word": "odd"}
    texts = badge_texts(view_of(order(expires_at=None).model_copy(update=told)))
    assert texts[2:] == ["Payment: Paid", "Fulfilment: Not known · odd"]


@pytest.mark.parametrize("status", [*PaymentStatus, *FulfilmentStatus])
def test_every_status_has_its_badge(status: str, icons: Icons) -> None:
    payment = status in set(PaymentStatus)
    told = {"payment" if payment else "fulfilment": status}
    badges = status_badges(order().model_copy(update=told))
    badge = badges[2 if payment else 3]
    assert "Not known" not in badge.text
    assert not icons.get(str(badge.icon)).isNull()


def test_a_word_wider_than_the_panel_is_cut_and_told(theme: Theme, icons: Icons) -> None:
    row = BadgeRow(theme, icons)
    long = "W" * 300
    row.show_badges([Badge(long, "slate", "truck"), Badge("Short", "slate")])
    assert row.accessibleName() == f"{long}, Short"
    assert row.heightForWidth(300) < 3 * row.heightForWidth(10_000)
    row.resize(300, row.heightForWidth(300))
    image = row.grab().toImage()
    ground = image.pixelColor(299, 0)
    assert image.pixelColor(150, image.height() // 4) != ground, "the cut one fills its row"


def test_an_expired_order_says_so_and_a_finished_one_needs_not(view_of: ViewOf) -> None:
    assert "expired" in badge_texts(view_of(order()), NOON + timedelta(days=2))


def test_a_finished_order_has_no_countdown(view_of: ViewOf) -> None:
    axes = ["Cancelled", "Void", "Payment, fulfilment: Not known"]
    assert badge_texts(view_of(order(state="Void"))) == axes


def test_the_countdown_runs_by_the_vendors_clock(
    view_of: ViewOf, opened: list[Room], qtbot: QtBot
) -> None:
    soon = NOON + timedelta(microseconds=1)
    view = replace(view_of(order(expires_at=soon)), now=NOON)
    header = opened[0].show(Header(opened[0].context), 400, 200)
    with qtbot.waitSignal(header.expired):
        header.show_view(view)
        header.tick()
    assert "expired" in header.badges.accessibleName()


def test_the_number_can_be_selected_and_copied(view_of: ViewOf, opened: list[Room]) -> None:
    view = view_of(order())
    header = opened[0].show(Header(opened[0].context), 400, 200)
    header.show_view(view)
    assert header.number.text() == "8765-1234"
    assert header.number.accessibleName() == "Order 8765-1234"
    QTest.mouseClick(header.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "8765-1234"
    assert header.line.text() == "Ines Duarte · Harbour Mobile · placed 21 Nov 13:51"


def test_a_long_number_makes_no_wide_panel(view_of: ViewOf, opened: list[Room]) -> None:
    view = view_of(order(number="X" * 400))
    header = opened[0].show(Header(opened[0].context), 400, 200)
    header.show_view(view)
    assert header.minimumSizeHint().width() <= 340


# Fields


def test_fields_stand_by_group_with_names_for_ids(view_of: ViewOf, opened: list[Room]) -> None:
    view = view_of(order(note="two\nlines"))
    groups = dict(field_groups(view, opened[0].context.zone))
    shown = {line.label: line.value for lines in groups.values() for line in lines}
    assert list(groups) == ["Order", "Billing"]
    assert shown["Location"] == "Harbour Street (14202)"
    assert shown["Order type"] == "Sales"
    assert shown["Billing address"] == "12 Quay Rd, Bristol BS1 4XX (a1)"
    assert shown["Note"] == "two\nlines"
    assert "Discount" not in shown, "what is empty is left out"


def test_a_field_changed_here_shows_what_the_vendor_has(
    view_of: ViewOf, opened: list[Room]
) -> None:
    view = view_of(order(), {"title": "Other", "note": "New"})
    lines = {
        line.key: line for _, group in field_groups(view, opened[0].context.zone) for line in group
    }
    assert (lines["title"].value, lines["title"].before) == ("Other", "Shelf cart")
    assert lines["title"].spoken() == "Name: Other, was Shelf cart, not sent yet"
    assert lines["note"].spoken() == "Note: New, was empty, not sent yet"


def test_the_fields_model_is_sound_and_tells_what_changed(
    view_of: ViewOf, opened: list[Room], qtbot: QtBot
) -> None:
    view = view_of(order())
    zone = opened[0].context.zone
    model = FieldsModel()
    with watched(model):
        with qtbot.waitSignal(model.rowsInserted):
            model.show_groups(field_groups(view, zone))
        place = model.place_of_field("title")
        assert place is not None
        changed: list[int] = []

        def note(first: QModelIndex, _last: QModelIndex) -> None:
            changed.append(first.row())

        model.dataChanged.connect(note)
        other = view.order.model_copy(update={"fields": {**view.order.fields, "title": "Other"}})
        with qtbot.assertNotEmitted(model.modelReset):
            model.show_groups(field_groups(replace(view, order=other), zone))
        assert changed == [place]
        assert model.index(place, 1).data(Role.BEFORE) == "Shelf cart"
        assert model.line(0) is None, "the name of a group"
        assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable
        model.show_groups([])


def test_a_value_is_copied_as_the_vendor_writes_it(view_of: ViewOf, opened: list[Room]) -> None:
    view = view_of(order())
    table = opened[0].show(FieldsTable(opened[0].context), 400, 400)
    table.show_view(view)
    place = table.fields.place_of_field("shop")
    assert place is not None
    table.setCurrentIndex(table.fields.index(place, 1))
    QTest.keySequence(table, QKeySequence(QKeySequence.StandardKey.Copy))
    assert QGuiApplication.clipboard().text() == "14202"


# Customer


def test_parties_are_the_groups_that_name_people(view_of: ViewOf) -> None:
    parties = parties_of(view_of(order(ship_to="c9")))
    assert [party.group for party in parties] == ["Billing", "Shipping"]
    assert parties[0].text() == "Ines Duarte\n12 Quay Rd\nBristol BS1 4XX"
    assert not parties[1].members[0].known


def test_an_address_that_is_spelt_out_is_a_party_of_its_own(view_of: ViewOf) -> None:
    view = view_of(order())
    spelt = (
        FieldSpec("ship.name", "Name", group="Delivery address"),
        FieldSpec("ship.line2", "Line 2", group="Delivery address"),
        FieldSpec("ship.city", "City", group="Delivery address"),
        FieldSpec("bill.city", "City", group="Billing address"),
    )
    rules = replace(view.description.rules, order_fields=spelt)
    fields = {"ship.name": "Harbour Mobile", "ship.city": "Bristol"}
    seen = replace(
        view,
        order=view.order.model_copy(update={"fields": fields}),
        description=replace(view.description, rules=rules),
    )
    [party] = parties_of(seen)
    assert (party.group, party.text()) == ("Delivery address", "Harbour Mobile\nBristol")


def test_a_full_address_is_copied_in_one_click(view_of: ViewOf, opened: list[Room]) -> None:
    view = view_of(order())
    tab = opened[0].show(CustomerTab(opened[0].context), 400, 400)
    tab.show_view(view)
    [edits, copy] = tab.findChildren(QPushButton)
    assert edits.accessibleName() == "Edit among the details: Billing"
    assert copy.accessibleName() == "Copy name and address: Billing"
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Ines Duarte\n12 Quay Rd\nBristol BS1 4XX"


# History


def test_history_says_when_who_what_and_what_the_vendor_answered(
    view_of: ViewOf, opened: list[Room]
) -> None:
    one = order()

    def done_before(store: Store) -> None:
        store.outbox.enqueue(edit("c1", one, title="Cart 7", shop="14203"))
        store.outbox.begin_sending("c1", before=one, owner="x", now=NOON)
        store.outbox.settle("c1", CommandState.DONE, now=NOON, request_id="req-1")
        store.outbox.enqueue(transit_to("c2", one, "cancel", "Void"))
        store.outbox.begin_sending("c2", before=one, owner="x", now=NOON)
        words = "transition is <b>invalid</b>"
        at = NOON + timedelta(minutes=1)
        store.outbox.settle("c2", CommandState.REJECTED, now=at, reason="Refused.", words=words)

    view = view_of(one, more=done_before)
    text = text_of(history_paragraphs(view, opened[0].context.zone))
    assert text[0] == "Cancel order  Rejected by the vendor"
    assert text[1] == "22 Nov 12:01 · Ana on desk-3"
    assert "State: Pending → Cancelled" in text
    assert "The vendor says: “transition is <b>invalid</b>”" in text
    assert "Edit order  Done" in text
    assert "Name: Shelf cart → Cart 7" in text
    assert "Location: Harbour Street → Mill Lane" in text
    assert "Request id req-1" in text


def test_a_change_found_by_reading_is_the_vendors(view_of: ViewOf, opened: list[Room]) -> None:
    one = order()
    changes = (FieldChange(field="items", before=None, after="Case"),)
    seen = HistoryEntry(
        at=NOON, order_id=one.id, origin=Origin.VENDOR, action="seen", changes=changes
    )
    view = view_of(one, more=partial(_record, seen))
    text = text_of(history_paragraphs(view, opened[0].context.zone))
    assert text == ["Changed at the vendor", "22 Nov 12:00", "Item “Case” added"]


def test_a_removed_item_is_one_line_of_history(view_of: ViewOf, opened: list[Room]) -> None:
    one = order()
    gone = line("2", "Charging stand", each="24.00")
    changes = tuple(
        FieldChange(field=key, before=value, after=None) for key, value in gone.fields.items()
    )
    removed = HistoryEntry(
        at=NOON,
        order_id=one.id,
        origin=Origin.DESK,
        action="remove_item",
        state=CommandState.DONE,
        bulk="r1",
        changes=(*changes, FieldChange(field="rebate", before="5", after=None)),
    )
    view = view_of(one, more=partial(_record, removed))
    text = text_of(history_paragraphs(view, opened[0].context.zone))
    assert text[1] == "22 Nov 12:00 · with other orders, in one go"
    assert text[2:] == ["Item “Charging stand” removed", "Discount: £5.00 → empty"]


def test_what_an_act_was_about_is_said_by_name(view_of: ViewOf, opened: list[Room]) -> None:
    entry = HistoryEntry(
        order_id="main:o1",
        at=NOON,
        origin=Origin.DESK,
        author="Ana",
        computer="desk-3",
        action="process",
        state=CommandState.DONE,
        changes=(
            FieldChange(field="which", before=None, after="3 x 2\n1 x 1"),
            FieldChange(field="who", before=None, after="c2"),
        ),
    )
    view = view_of(order(), more=partial(_record, entry))
    form = (
        FieldSpec("which", "Items", FieldType.QUANTITIES),
        FieldSpec("who", "Deliverer", FieldType.REFERENCE, look_up="customer"),
    )
    rules = view.description.rules
    process = rules.action("process")
    assert process is not None
    acting = replace(rules, actions=(replace(process, fields=form),))
    names = {("customer", "c2"): Named(kind="customer", id="c2", name="Northgate Cycles")}
    seen = replace(view, description=replace(view.description, rules=acting), names=names)
    text = text_of(history_paragraphs(seen, opened[0].context.zone))
    assert "Items: 3 × Charging stand, 1 × Galaxy S4 battery" in text
    assert "Deliverer: Northgate Cycles" in text


def test_times_that_differ_by_seconds_are_told_apart(view_of: ViewOf, opened: list[Room]) -> None:
    one = order()
    times = ("2026-11-22T02:47:10Z", "2026-11-22T02:47:55Z", "2026-11-22T02:47:55.250Z")
    changes = (
        FieldChange(field="due", before=times[0], after=times[1]),
        FieldChange(field="due", before=times[1], after=times[2]),
    )
    seen = HistoryEntry(
        at=NOON, order_id=one.id, origin=Origin.VENDOR, action="seen", changes=changes
    )
    view = view_of(one, more=partial(_record, seen))
    text = text_of(history_paragraphs(view, opened[0].context.zone))
    assert text[2:] == [
        "Due: 22 Nov 02:47:10 → 22 Nov 02:47:55",
        f"Due: {times[1]} → {times[2]}",
    ]


def test_a_history_without_entries_says_so(view_of: ViewOf, opened: list[Room]) -> None:
    [text] = text_of(history_paragraphs(view_of(order()), opened[0].context.zone))
    assert "Nothing was done to this order here" in text


def test_markup_is_shown_and_never_taken_for_markup(
    view_of: ViewOf, opened: list[Room], theme: Theme, qtbot: QtBot
) -> None:
    words = WordsView(theme)
    qtbot.addWidget(words)
    changes = (FieldChange(field="title", before="<h1>a</h1>", after="<img src=x>"),)
    one = order()
    seen = HistoryEntry(
        at=NOON, order_id=one.id, origin=Origin.VENDOR, action="seen", changes=changes
    )
    view = view_of(one, more=partial(_record, seen))
    words.show_paragraphs(history_paragraphs(view, opened[0].context.zone))
    assert "<h1>a</h1> → <img src=x>" in words.toPlainText()
    assert words.isReadOnly()


# Reasons and raw


def test_every_reason_is_listed_and_what_is_not_offered_once(view_of: ViewOf) -> None:
    text = text_of(reasons(view_of(order(buyer=None))))
    assert text.count("Not offered by Example Trade") == 1
    assert text.index("Process") < text.index("Possible, if the vendor agrees")
    assert "This order has no billing customer. Edit it." in text
    assert text[-2:] == ["It deletes no order.", "→ Cancel it."]
    assert "No call is written down." in text


def test_raw_shows_what_is_not_known_here(view_of: ViewOf) -> None:
    odd = line("1").model_copy(update={"extra": {"Colour": "red"}})
    text = raw_text(view_of(order(extra={"Origin": "<i>x</i>"}, lines=(odd,))))
    assert '"Origin": "<i>x</i>"' in text
    assert "item “Galaxy S4 battery”" in text
    assert '"Colour": "red"' in text


def test_raw_says_when_there_is_nothing(view_of: ViewOf) -> None:
    assert "nothing beyond" in raw_text(view_of(order()))
