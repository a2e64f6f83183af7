"""Somebody else changed the same: the desk asks, and does what was decided."""

from PySide6.QtWidgets import QPushButton, QWidget

from tests.e2e.journeys.work import Work


def test_mine_is_written_over_theirs_when_that_is_decided(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    work.open(order)
    work.colleague(order, set={"Name": "Hers", "DiscountAmount": 2})
    work.edit_name("Mine")
    asked = person.reads("“Hers”", within=work.detail)
    assert "“Mine”" in asked
    work.wait_badges("Pending", mark="needs your decision")
    assert work.truth(order)["Name"] == "Hers"
    assert work.writes() == []
    person.push("Decide…", within=work.detail)
    person.push("Name: yours, Mine")
    person.push("Send 1 of yours")
    after = work.wait_truth(order, Name="Mine")
    assert after["DiscountAmount"] == 2, "what only she changed stays"
    work.wait_badges("Pending")
    assert work.writes() == ["PUT Orders 200"]


def test_theirs_stays_when_that_is_decided_of_what_waited(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    work.open(order)
    work.calls.fault(preset="offline")
    work.edit_name("Mine")
    work.wait_badges("Pending", mark="not sent yet")
    work.colleague(order, set={"Name": "Hers"})
    work.calls.admin("DELETE", "/faults")
    work.wait_badges("Pending", mark="needs your decision")
    person.press("Ctrl+J")
    activity = person.the(QWidget, "activity")
    person.reads("“Hers”", within=activity)
    person.push("Decide…", within=activity)
    person.push("Name: theirs now, Hers")
    person.push("Keep theirs, send nothing")
    work.wait_badges("Pending")
    person.wait(lambda: not person.all(QPushButton, "Decide…"), "it is asked no longer")
    assert work.truth(order)["Name"] == "Hers"
    assert work.writes() == []


def test_what_somebody_else_made_impossible_is_refused_with_the_reason(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    number = work.open(order)
    work.colleague(order, act="process")
    person.push("do-cancel")
    person.push(f"Cancel order {number}")
    said = person.reads(f"Cancel order {number}: Refused by the rules.")
    assert "This order is processed" in said
    work.wait_badges("Processed")
    assert work.writes() == []
