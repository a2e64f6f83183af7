"""One kill at each stage; `make faults` makes fifty."""

from pathlib import Path

import pytest

from tests.faults.__main__ import document_of, table_of
from tests.faults.cases import Case, Kind, Stage, all_cases, few_cases
from tests.faults.harness import Result, run_case, site_for

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("case", few_cases(), ids=lambda case: f"{case.kind} {case.stage}")
def test_a_command_whose_process_is_killed_is_done_exactly_once_or_was_never_kept(
    case: Case, tmp_path: Path
) -> None:
    with site_for([case], tmp_path) as site:
        result = run_case(site, case)
    assert result.good, result
    assert result.verdict == {
        Stage.BEFORE_COMMIT: "never",
        Stage.WHILE_WORKING: "asked",
    }.get(case.stage, "once")


def test_fifty_kills_are_spread_evenly_and_asked_about_where_two_readings_fit() -> None:
    cases = all_cases()
    assert len(cases) == 50
    assert {stage: sum(c.stage is stage for c in cases) for stage in Stage} == dict.fromkeys(
        Stage, 10
    )
    assert {kind: sum(c.kind is kind for c in cases) for kind in Kind} == dict.fromkeys(Kind, 10)
    asked = [(case.stage, case.kind) for case in cases if case.may_be_asked]
    assert sorted(asked) == [
        (Stage.BEFORE_SENDING, Kind.CANCEL),
        (Stage.BEFORE_SENDING, Kind.CANCEL),
        (Stage.BEFORE_SENDING, Kind.PROCESS),
        (Stage.BEFORE_SENDING, Kind.PROCESS),
        (Stage.WHILE_WORKING, Kind.ADD_ITEM),
    ]


def test_the_judge_tells_lost_from_doubled_from_wrong() -> None:
    case = Case(Stage.BEFORE_ANSWER, Kind.ADD_ITEM)
    endings = [(1, True), (0, False), (2, True), (1, False)]
    results = [
        Result(case, state=None, asked=False, sent=1, done=done, right=right, seconds=0.0)
        for done, right in endings
    ]
    assert [result.verdict for result in results] == ["unresolved", "lost", "doubled", "wrong"]
    assert not any(result.good for result in results)
    document = document_of(results)
    assert (document["kills"], document["lost"], document["doubled"]) == (4, 1, 1)
    assert table_of(results).splitlines()[-1].split() == [
        *("all", "4", "0", "0", "0", "1", "1", "1", "1"),
    ]
