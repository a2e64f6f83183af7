"""Several orders are selected: a plan, then progress, then the ledger, and the failed again."""

from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QTabBar, QTableView

from orderdesk.sandbox.json_text import Document
from orderdesk.ui.bulk.clearing import Clearing
from tests.e2e.journeys.person import Person, shown_texts
from tests.e2e.journeys.work import Work

CHOSEN = 9


def _select(work: Work) -> list[str]:
    """Select pending orders and some others, by keys; return their numbers."""
    person = work.person
    everything = len(work.numbers())
    work.find("state:pending,processed ")
    person.wait(lambda: CHOSEN <= len(work.numbers()) < everything, "what was looked for is listed")
    person.click_cell(work.table, work.table.model().index(0, 0))
    person.press("Home", *["Shift+Down"] * (CHOSEN - 1))
    person.reads(f"{CHOSEN} orders are selected", within=work.detail)
    return work.numbers()[:CHOSEN]


def _rows(person: Person, column: int) -> list[str]:
    dialog = person.the(QDialog)
    return shown_texts(person.the(QTableView, within=dialog), column)


def _states(work: Work, numbers: list[str]) -> dict[str, str]:
    return {
        str(order["printable_id"]): str(order["state"])
        for order in work.orders()
        if order["printable_id"] in numbers
    }


def test_several_orders_are_cancelled_and_the_failed_tried_again(work: Work) -> None:
    person = work.person
    numbers = _select(work)
    before = _states(work, numbers)
    person.menu("Order", "Cancel order")
    dialog = person.the(QDialog, "plan-dialog")
    person.wait(lambda: _rows(person, 0) == numbers, "the plan lists what is selected")
    outlooks = dict(zip(numbers, _rows(person, 3), strict=True))
    able = [number for number, outlook in outlooks.items() if outlook == "Will be done"]
    assert able
    assert {outlooks[number] for number in numbers if before[number] == "Processed"} <= {
        "Not possible"
    }
    person.reads("This cannot be taken back.", within=dialog)
    assert person.the(QPushButton, "Go back").hasFocus()
    assert work.writes() == []
    assert not person.all(QCheckBox, within=dialog)
    fault: Document = {"kind": "status", "status": 400, "method": "PUT", "count": 1}
    work.calls.fault(**fault, path="Orders", body='{"Message": "Not on a Sunday."}')
    person.push(f"Cancel order {able[0]}" if len(able) == 1 else f"Cancel {len(able)} orders")

    person.reads(f"Cancel order, {CHOSEN} orders: Ended")
    person.reads("1 failed")
    after = _states(work, numbers)
    assert sum(state == "Cancelled" for state in after.values()) == len(able) - 1
    assert len(work.writes()) == len(able)
    person.push("Ledger…")
    dialog = person.the(QDialog, "ledger-dialog")
    person.wait(lambda: len(_rows(person, 0)) == 1, "the failed one is listed")
    person.reads("Not on a Sunday.", within=dialog)
    tabs = person.the(QTabBar, within=dialog)
    assert tabs.tabText(0) == f"All {CHOSEN}"
    person.push("Retry failed (1)")
    failed = next(number for number in able if after[number] != "Cancelled")
    person.push(f"Cancel order {failed}")
    person.reads("Cancel order, 1 order: Ended")
    after = _states(work, numbers)
    assert {after[number] for number in able} == {"Cancelled"}
    assert len(work.writes()) == len(able) + 1


def test_a_field_is_filled_in_once_for_several_orders(work: Work) -> None:
    person = work.person
    numbers = _select(work)
    person.press("Ctrl+E")
    dialog = person.the(QDialog, "plan-dialog")
    person.wait(lambda: _rows(person, 0) == numbers, "the plan lists what is selected")
    able = [n for n, said in zip(numbers, _rows(person, 3), strict=True) if said == "Will be done"]
    person.press("Ctrl+Return")
    person.reads("Give at least one field a new value.", within=dialog)
    person.fill("Name", "Together")
    # What is left empty stays as it is on each order; what is ticked is emptied.
    clearing = person.the(Clearing, within=dialog)
    clearing.ticks["EmployeeId"].trigger()
    person.reads("Emptied on every order: Employee", within=dialog)
    person.press("Ctrl+Return")
    person.wait(lambda: not person.dialog(), "the form is handed over")
    person.reads(f"Edit order, {CHOSEN} orders: Ended")
    person.press("Ctrl+Shift+J")
    dialog = person.the(QDialog, "ledger-dialog")
    person.reads(f"Edit order, {CHOSEN} orders: Ended", within=dialog)
    tabs = person.the(QTabBar, within=dialog)
    person.click(tabs, tabs.tabRect(0).center())
    person.wait(lambda: _rows(person, 0) == numbers, "the ledger lists what was selected")
    outcomes = dict(zip(numbers, _rows(person, 2), strict=True))
    named = {str(o["printable_id"]) for o in work.orders() if o["name"] == "Together"}
    # The vendor has rules of its own; where they forbid it, the ledger says so.
    assert {number for number in numbers if outcomes[number] == "Done"} == named
    assert {number for number in numbers if outcomes[number] in {"Done", "Failed"}} == set(able)
    assert named
    emptied = [str(order["id"]) for order in work.orders() if order["name"] == "Together"]
    assert [one for one in emptied if work.calls.whole(one).get("EmployeeId")] == []
    person.press("Esc")
    person.wait(lambda: not person.dialog(), "the ledger is closed")
