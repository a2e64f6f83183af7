"""What the histories choose from, and what is counted and kept of their steps."""

from collections import Counter
from dataclasses import dataclass

from hypothesis import strategies as st

from orderdesk.domain.staging import Step
from tests.histories.staged_model import StagedOrder
from tests.histories.vendor import READS, WRITES, Fault

PICK = st.integers(0, 11)
HEADER = st.sampled_from(
    [
        *(("title", "A"), ("title", "B"), ("title", None), ("note", "A"), ("note", "B")),
        *(("rebate", "1"), ("rebate", "2"), ("rebate", None), ("payer", "p"), ("payer", None)),
    ]
)
LINE = st.sampled_from(
    [
        *(("count", "1"), ("count", "2"), ("count", "3"), ("each", "2"), ("each", "3")),
        *(("code", "Q"), ("code", "R")),
    ]
)
ARTICLES = st.sampled_from(["art-0", "art-5", "art-6"])
MOVES = st.sampled_from(["submit", "submit", "process", "process", "cancel", "scrap"])
FAULTS = st.sampled_from(
    [
        *(("write", fault) for fault in WRITES),
        *(("read", fault) for fault in READS),
        ("verify", Fault.AMBIGUOUS),
    ]
)
COUNTS: Counter[str] = Counter()
"""What happened in all histories of this process, for the figures."""


@dataclass
class Taken:
    """One step of staging, with what the model had before and after it."""

    step: Step
    before: StagedOrder
    after: StagedOrder
