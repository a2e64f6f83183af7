"""Other threads wait while the UI thread works, but never for long."""

import sys
import threading

from orderdesk.precedence import Precedence
from orderdesk.services.giving_way import Hands


def test_a_thread_waits_until_the_ui_thread_has_done_its_work() -> None:
    precedence = Precedence(longest=60)
    order: list[str] = []
    begun = threading.Event()

    def work() -> None:
        begun.set()
        precedence.give_way()
        order.append("worker")

    worker = threading.Thread(target=work)
    with precedence, precedence:
        worker.start()
        assert begun.wait(10)
        order.append("window")
    worker.join()
    assert order == ["window", "worker"]


def test_a_window_that_never_rests_stops_nobody() -> None:
    hands = Hands(max_workers=1)
    with Precedence(longest=0) as precedence:
        assert hands.submit(precedence.give_way).result(timeout=10) is None
    hands.shutdown()


def test_the_ui_thread_never_waits_for_itself_and_turns_are_short_while_it_works() -> None:
    before = sys.getswitchinterval()
    with Precedence(longest=60) as precedence:
        precedence.give_way()
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_hands_bring_back_what_became_of_their_work() -> None:
    hands = Hands(max_workers=1)
    assert hands.submit(divmod, 7, 2).result() == (3, 1)
    assert isinstance(hands.submit(divmod, 7, 0).exception(), ZeroDivisionError)
    hands.shutdown()
