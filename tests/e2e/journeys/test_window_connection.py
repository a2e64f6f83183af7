"""A connection that is lost: what was asked for is kept, shown, and done exactly once."""

from tests.e2e.journeys.work import Work


def test_a_lost_answer_is_read_back_and_nothing_is_sent_twice(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    work.open(order)
    work.calls.fault(preset="lost_answer", method="PUT")
    work.edit_name("Lost and found")
    work.wait_badges("Pending", mark="outcome unknown")
    assert "the answer was lost" in person.reads("Outcome not known yet.")
    assert work.truth(order)["Name"] == "Lost and found"
    work.wait_badges("Pending")
    assert "Edit order  Done" in work.history()
    assert work.writes() == ["PUT Orders cut"]


def test_what_cannot_be_sent_waits_and_is_sent_once_when_the_vendor_is_back(work: Work) -> None:
    person, order = work.person, work.some("Pending")[0]
    before, _number = work.truth(order), work.open(order)
    work.calls.fault(preset="offline")
    work.edit_name("Written on the train")
    work.wait_badges("Pending", mark="not sent yet")
    person.reads("1 change waits; it is sent when the network returns.")
    assert person.reads("Edit order: Waiting to be sent", within=work.detail)
    assert work.truth(order) == before
    work.calls.admin("DELETE", "/faults")
    person.push("Try again")
    work.wait_truth(order, Name="Written on the train")
    work.wait_badges("Pending")
    assert work.writes() == ["PUT Orders 200"]
    person.wait(
        lambda: not any("when the network returns" in text for text in person.texts()),
        "nothing is said of the connection any more",
    )


def test_the_end_does_not_wait_for_a_vendor_that_does_not_answer(work: Work) -> None:
    person = work.person
    work.calls.fault(kind="hold", method="GET", service="orders")
    person.press("F5")
    work.calls.admin("GET", "/holds?wait=20")
    person.reads("Syncing")
    assert work.program.quit() == 0
    assert work.calls.admin("GET", "/holds"), "the vendor has not answered yet"
