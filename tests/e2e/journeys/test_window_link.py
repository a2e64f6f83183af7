"""A second start has the first window show the order that its link names, and ends."""

import os
import subprocess
import sys

from orderdesk.composition import descriptions, rules_of
from orderdesk.desk_lock import only_desk
from orderdesk.store.store import Store
from tests.e2e.journeys.work import Work


def second_start(work: Work, *words: str) -> "subprocess.Popen[str]":
    environ = {**os.environ, "ORDERDESK_HOME": str(work.program.home)}
    return subprocess.Popen(
        [sys.executable, "-m", "orderdesk", *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def connection_of(work: Work) -> str:
    database = work.program.profile.database
    with Store.open(database, rules_of(descriptions()), read_only=True) as store:
        return store.connections.all()[0].key


def test_a_second_start_hands_its_link_over(work: Work) -> None:
    person = work.person
    first, other = work.some("Pending")[:2]
    work.open(first)
    with only_desk(work.program.profile) as only:
        assert only
        for words, answer in (
            (
                [f"orderdesk://order/{connection_of(work)}:{other['id']}"],
                str(other["printable_id"]),
            ),
            (["orderdesk://order/nowhere:1"], "There is no order nowhere:1 here."),
            (["orderdesk://customer/1"], "names no order."),
            ([], None),
        ):
            second = second_start(work, *words)
            person.wait(lambda second=second: second.poll() is not None, "the second start ends")
            assert (second.returncode, second.communicate()[0]) == (0, "")
            if answer is not None:
                person.reads(answer)
    assert work.header.isVisible()
