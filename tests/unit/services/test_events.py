"""The bus: everybody hears, nobody is kept from it by another."""

import threading

import pytest

from orderdesk.domain.events import Event, NamesChanged
from orderdesk.services.events import Bus

HEARD = NamesChanged("main")


def test_every_subscriber_hears_until_its_subscription_ends() -> None:
    bus = Bus()
    first: list[Event] = []
    second: list[Event] = []
    end = bus.subscribe(first.append)
    bus.subscribe(second.append)
    bus.publish(HEARD)
    end()
    end()
    bus.publish(HEARD)
    assert first == [HEARD]
    assert second == [HEARD, HEARD]


@pytest.mark.expected_warnings("a subscriber failed on NamesChanged")
def test_a_subscriber_that_fails_keeps_nobody_from_hearing() -> None:
    bus = Bus()
    heard: list[Event] = []

    def fail(_event: Event) -> None:
        raise ValueError

    bus.subscribe(fail)
    bus.subscribe(heard.append)
    bus.publish(HEARD)
    assert heard == [HEARD]


def test_a_subscription_may_begin_and_end_on_any_thread_and_while_publishing() -> None:
    bus = Bus()
    heard: list[Event] = []

    def once(event: Event) -> None:
        heard.append(event)
        end()

    end = bus.subscribe(once)
    thread = threading.Thread(target=lambda: bus.subscribe(heard.append))
    thread.start()
    thread.join()
    bus.publish(HEARD)
    bus.publish(HEARD)
    assert len(heard) == 3
