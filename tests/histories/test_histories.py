"""Some short histories; `make histories` runs ten thousand."""

from hypothesis import HealthCheck, settings

from tests.histories.machine import Histories

Histories.TestCase.settings = settings(
    max_examples=80,
    stateful_step_count=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestHistories = Histories.TestCase
