"""A program that is closed as it should be leaves nothing to be recovered; drafts have a place."""

from PySide6.QtWidgets import QApplication, QDialog

from orderdesk.ui.main_window import MainWindow
from orderdesk.ui.recovery.record import KEY, read_record
from tests.e2e.journeys.work import Work


def test_a_proper_end_is_known_and_a_draft_is_found_in_the_list(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    work.open(order)
    person.press("Ctrl+E")
    person.the(QDialog, "edit-dialog")
    person.fill("Name", "Half typed")
    person.push("Close")
    person.press("Ctrl+1")
    person.wait(lambda: len(work.numbers()) == len(work.orders()), "every order")
    assert work.program.quit() == 0
    work.begin()
    [window] = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    before = read_record(window.keeper.kept(KEY))
    assert before is not None
    assert before.ended
    assert window.notices.text("recovery") == ""
    person.menu("Order", "Drafts…")
    dialog = person.the(QDialog, "drafts-dialog")
    person.reads("1 draft kept", within=dialog)
    person.push("Open", within=dialog)
    person.the(QDialog, "edit-dialog")
    person.reads("What you typed before is back.")
    person.push("Close")
