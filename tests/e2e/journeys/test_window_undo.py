"""Time to undo, by keys: held, taken back, left over the end of the program, and asked about."""

from PySide6.QtWidgets import QDialog, QPushButton

from tests.e2e.journeys.work import Work


def test_a_cancel_is_undone_then_left_behind_and_sent_after_a_word(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    person.menu("Tools", "Time to undo…")
    person.the(QDialog, "grace-dialog")
    person.press("Ctrl+A")
    person.type("30")
    person.press("Return")
    person.wait(lambda: not person.dialog(), "the time is kept")

    number = work.open(order)
    person.press("Ctrl+Shift+X")
    person.push(f"Cancel order {number}")
    person.the(QPushButton, f"Undo: Cancel order {number}")
    work.wait_badges("Cancelled", mark="not sent yet")
    person.press("Ctrl+Z")
    work.wait_badges("Pending")
    person.press("Ctrl+Shift+Z")
    person.the(QPushButton, f"Undo: Cancel order {number}")
    work.wait_badges("Cancelled", mark="not sent yet")
    assert work.writes() == []
    assert work.program.quit() == 0

    # Nobody waits for half a minute here: it is due when the program comes back.
    work.overdue()
    work.program.start()
    person.wait(work.numbers, "orders are listed")
    work.open(order)
    work.wait_badges("Cancelled", mark="needs your decision")
    assert work.truth(order)["State"] == "Pending"
    person.push("Decide…", within=work.detail)
    dialog = person.the(QDialog, "decision-dialog")
    person.reads("since before the desk was started", within=dialog)
    person.push("Send now", within=dialog)
    work.wait_truth(order, State="Cancelled")
    work.wait_badges("Cancelled")
    assert work.writes() == ["PUT Orders 200"]
