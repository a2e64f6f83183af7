"""Browsing, sorting and filtering the list, by keys and mouse; nothing is written by it."""

from PySide6.QtWidgets import QListView, QToolButton

from tests.e2e.journeys.person import in_sight
from tests.e2e.journeys.work import Work


def test_orders_are_browsed_by_keys_and_wheel(work: Work) -> None:
    person, table = work.person, work.table
    assert len(work.numbers()) == len(work.orders())
    assert table.hasFocus()
    assert work.current() == work.numbers()[0]
    person.press("Down", "Down")
    assert work.current() == work.numbers()[2]
    person.press("End")
    assert work.current() == work.numbers()[-1]
    assert in_sight(table, table.currentIndex())
    work.sync()
    assert work.current() == work.numbers()[-1]
    person.wait(lambda: in_sight(table, table.currentIndex()), "the last row, after a sync too")
    person.press("PgUp")
    assert work.current() in work.numbers()[1:-1]
    person.press("Home")
    assert work.current() == work.numbers()[0]
    last = work.cell(work.numbers()[-1], "Number")
    assert not in_sight(table, last)
    person.turn_wheel(table.viewport(), -60)
    person.wait(lambda: in_sight(table, last), "the wheel brings the last row into sight")
    assert work.current() == work.numbers()[0]

    def chosen() -> bool:
        # The sync's last look may lay the rows out again between the aim and the click.
        person.click_cell(table, last)
        return work.current() == work.numbers()[-1]

    person.wait(chosen, "the last row is the current one")
    person.reads(work.numbers()[-1], within=work.detail)
    assert work.writes() == []


def test_a_click_on_a_title_sorts(work: Work) -> None:
    person, newest_first = work.person, work.numbers()
    assert newest_first == [order["printable_id"] for order in work.orders()]
    person.click(work.header.viewport(), work.spot("Number"))
    person.wait(lambda: work.numbers() != newest_first, "the orders in another order")
    upwards = work.numbers()
    assert sorted(upwards) == sorted(newest_first)
    person.click(work.header.viewport(), work.spot("Number"))
    person.wait(lambda: work.numbers() == upwards[::-1], "the same from the other end")
    person.click(work.header.viewport(), work.spot("Placed"))
    person.wait(lambda: work.numbers() == newest_first[::-1], "the oldest on top")


def test_typing_filters_and_chips_come_and_go(work: Work) -> None:
    person, everything = work.person, work.numbers()
    pending = work.numbers_of("Pending")
    person.press("Ctrl+F")
    assert work.query.hasFocus()
    person.type("state:pending ")
    person.wait(lambda: set(work.numbers()) == pending, "only pending orders")
    assert set(work.shown("State")) == {"Pending"}
    chip = person.the(QToolButton, "Filter State: Pending")
    assert work.query.text() == ""
    wanted = min(pending)
    person.type(wanted)
    person.wait(lambda: work.numbers() == [wanted], "one order")
    person.press("Esc")
    person.wait(lambda: set(work.numbers()) == pending, "Esc takes the word back")
    assert chip.isVisible()
    person.click(person.the(QToolButton, "Remove filter State: Pending"))
    person.wait(lambda: work.numbers() == everything, "every order again")
    assert not person.all(QToolButton, "Filter State: Pending")
    assert work.writes() == []


def test_what_cannot_be_read_or_found_is_said(work: Work) -> None:
    person, everything = work.person, work.numbers()
    work.find("total>many")
    assert "many" in person.reads("At character")
    assert work.numbers() == everything
    work.find("nothing-of-this-name")
    person.reads("No order matches")
    person.push("Clear filter")
    person.wait(lambda: work.numbers() == everything, "every order again")


def test_menus_and_views_filter_too(work: Work) -> None:
    person = work.person
    cancelled = work.numbers_of("Cancelled")
    person.pick("Filter by State", "Cancelled")
    person.wait(lambda: set(work.numbers()) == cancelled, "only cancelled orders")
    views = person.the(QListView, "Views")
    person.click_cell(views, views.model().index(1, 0))
    open_ = work.numbers_of("Created", "Pending")
    person.wait(lambda: set(work.numbers()) == open_, "every open order, and no other")
    person.press("Ctrl+1")
    person.wait(lambda: len(work.numbers()) == len(work.orders()), "every order again")
