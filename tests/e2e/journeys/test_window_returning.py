"""What was typed, done and laid out outlives a refusal and the end of the program."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QLineEdit, QListView

from orderdesk.composition import descriptions, rules_of
from orderdesk.store.store import Store
from orderdesk.ui.panes import Panes
from orderdesk.ui.window_layout import read_window_layout
from tests.e2e.journeys.work import Work


def test_a_rejected_edit_keeps_what_was_typed(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    work.open(order)
    words = '{"Message": "The name is taken."}'
    work.calls.fault(kind="status", status=400, method="PUT", count=1, body=words)
    work.edit_name("A rare name")
    said = person.reads("Rejected by the vendor.")
    assert "The name is taken." in said
    work.wait_badges("Pending")
    person.press("Ctrl+E")
    person.the(QDialog, "edit-dialog")
    person.reads("What you typed before is back.")
    assert person.the(QLineEdit, "Name").text() == "A rare name"
    person.push("Save changes (1)")
    work.wait_truth(order, Name="A rare name")
    assert work.writes() == ["PUT Orders 400", "PUT Orders 200"]


def test_a_new_order_typed_before_the_end_is_offered_again_and_made_once(work: Work) -> None:
    person, like = work.person, work.some("Pending")[0]
    known = {str(order["id"]) for order in work.orders()}
    number = str(like["printable_id"])
    location, customer = (work.cell(number, title).data() for title in ("Location", "Customer"))
    person.press("Ctrl+N")
    person.the(QDialog, "New order")
    person.fill("Name", "Typed before lunch")
    person.push("Close")
    assert work.program.quit() == 0
    # The next start shows the first page of orders at once, from what the closing left.
    assert work.program.profile.first_look.exists()
    work.begin()
    person.press("Ctrl+N")
    person.the(QDialog, "New order")
    person.reads("What you typed before is back.")
    assert person.the(QLineEdit, "Name").text() == "Typed before lunch"
    person.suggest("Location, needed", location)
    person.suggest("Billing customer", customer)
    person.suggest("add-product", "Lumo")
    person.push("Add item", within=person.the(QDialog, "item-dialog"))
    dialog = person.the(QDialog, "New order")
    total = person.reads("Total 1,", within=dialog)
    person.push("Create order")
    person.wait(lambda: len(work.orders()) > len(known), "the order is made")
    [made] = [order for order in work.orders() if str(order["id"]) not in known]
    truth, model = work.truth(made), work.truth(like)
    assert (made["name"], made["items"]) == ("Typed before lunch", 1)
    for field in ("EntityId", "BillingCustomerId"):
        assert truth[field] == model[field]
    number = work.open(made)
    work.wait_badges("Created")
    assert str(work.cell(number, "Total").data()) in total
    assert work.writes() == ["POST OrderFull 201"]


def test_the_panes_are_kept_as_wide_as_they_were(work: Work) -> None:
    sidebar, orders, detail = work.person.the(Panes).sizes()
    assert work.program.quit() == 0
    database = work.program.profile.database
    with Store.open(database, rules_of(descriptions()), read_only=True) as store:
        kept = read_window_layout(store.preferences.get("window")).sizes
    wide = {"sidebar": sidebar, "orders": orders, "detail": detail}
    assert wide == {name: kept[name] for name in wide}


def test_all_is_found_again_after_the_end(work: Work) -> None:
    person = work.person
    done, waiting = work.some("Pending")[:2]
    work.open(done)
    work.edit_name("Done before the end")
    work.wait_truth(done, Name="Done before the end")
    work.wait_badges("Pending")
    work.open(waiting)
    work.calls.fault(preset="offline")
    work.edit_name("Waits over the end")
    work.wait_badges("Pending", mark="not sent yet")
    person.press("Esc")
    person.press("Ctrl+1")
    person.wait(lambda: len(work.numbers()) == len(work.orders()), "every order")
    customers = work.shown("Customer")
    person.click(work.header.viewport(), work.spot("Customer"))
    person.wait(lambda: work.shown("Customer") != customers, "the orders by customer")
    person.menu("View", "Columns", "Name")
    right = work.spot("State") + QPoint(work.header.sectionSize(work.column("State")) - 21, 0)
    person.drag(work.header.viewport(), right, right + QPoint(40, 0))
    person.drag(work.header.viewport(), work.spot("State"), work.spot("Number") - QPoint(15, 0))
    person.press("F9")
    titles, numbers = work.titles(), work.numbers()
    assert titles[:2] == ["State", "Number"]
    assert titles[-1] == "Name"
    width = work.header.sectionSize(work.column("State"))
    assert work.program.quit() == 0
    work.program.start()
    person.wait(lambda: len(work.numbers()) == len(numbers), "every order")
    assert work.titles() == titles
    assert work.numbers() == numbers
    assert work.header.sectionSize(work.column("State")) == width
    assert not person.all(QListView, "connections")
    work.open(done)
    assert "Edit order  Done" in work.history()
    work.open(waiting)
    work.wait_badges("Pending", mark="not sent yet")
    work.calls.admin("DELETE", "/faults")
    work.wait_truth(waiting, Name="Waits over the end")
    work.wait_badges("Pending")
    assert work.writes() == ["PUT Orders 200"] * 2
