"""A few kills of each vendor's commands; `make faults` makes two hundred of each."""

from collections import Counter
from pathlib import Path

import pytest

from orderdesk.domain.commands import CommandState, OutboxEntry
from orderdesk.domain.gateway import Gateway
from orderdesk.services.delivery import Delivery
from tests.conformance.plugs import description_of, plugs
from tests.faults.cases import Case, Stage, Way, cases_of, kinds_at
from tests.faults.harness import run_all
from tests.faults.verdicts import Ask, Result, Row, Verdict, document_of, table_of

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("vendor", plugs())
def test_what_is_killed_is_done_exactly_once_or_was_never_kept(vendor: str, tmp_path: Path) -> None:
    plug = plugs()[vendor]
    cases = cases_of(plug, len(Stage))
    first = list(plugs()).index(vendor)
    few = [cases[(first + step) % len(cases)] for step in (0, 2, 3)]
    results = list(run_all(plug, few, tmp_path))
    assert [result for result in results if not result.good] == []
    assert [result.case for result in results] == few


@pytest.mark.parametrize("vendor", plugs())
def test_kills_are_spread_evenly_over_stages_and_kinds(vendor: str) -> None:
    plug = plugs()[vendor]
    cases = cases_of(plug, 200)
    counts = Counter(case.stage for case in cases)
    together = any(rule.at_once > 1 for rule in description_of(plug).rules.actions)
    stages = set(Stage) if together else set(Stage) - {Stage.BETWEEN_SETTLING}
    assert set(counts) == stages
    assert max(counts.values()) - min(counts.values()) <= 1
    for stage in stages:
        found = Counter((case.action, case.way) for case in cases if case.stage is stage)
        assert set(found) == set(kinds_at(plug, stage))
        assert max(found.values()) - min(found.values()) <= 1
    assert {Way.ALONE, Way.IN_A_RUN} <= {case.way for case in cases}
    held = [case.release for case in cases if case.stage is Stage.WHILE_WORKING]
    assert set(held) == {"drop", "continue"}


@pytest.mark.parametrize("stage", [Stage.BEFORE_ANSWER, Stage.BETWEEN_SETTLING])
def test_of_several_in_one_call_none_is_lost_or_done_twice(stage: Stage, tmp_path: Path) -> None:
    [(plug, rule)] = [
        (plug, rule)
        for plug in plugs().values()
        for rule in description_of(plug).rules.actions
        if rule.at_once > 1 and rule.name not in plug.one_by_one
    ][:1]
    case = Case(plug.vendor, stage, rule.name, Way.IN_A_RUN)
    [result] = run_all(plug, [case], tmp_path)
    assert [row.verdict for row in result.rows] == [Verdict.ONCE] * 3
    # All went in one request.
    assert {row.sent for row in result.rows} == {1}


def test_a_desk_that_sends_again_without_looking_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def again(self: Delivery, _gateway: Gateway, entry: OutboxEntry, _found: object) -> None:
        await self.outcomes.again(entry, "")

    monkeypatch.setattr(Delivery, "_proved", again)
    plug = next(plug for plug in plugs().values() if "create" in plug.trials)
    [result] = run_all(plug, [Case(plug.vendor, Stage.BEFORE_ANSWER, "create")], tmp_path)
    assert [one.verdict for one in result.rows] == [Verdict.DOUBLED]


CASE = Case("acme", Stage.BEFORE_ANSWER, "cancel")


def row(
    *,
    done: int = 1,
    right: bool = True,
    state: CommandState | None = CommandState.DONE,
    asks: tuple[Ask, ...] = (),
) -> Row:
    return Row("cancel", state, sent=1, done=done, right=right, asks=asks)


@pytest.mark.parametrize(
    ("ended", "verdict"),
    [
        (row(), Verdict.ONCE),
        (row(done=0), Verdict.LOST),
        (row(done=0, state=None), Verdict.LOST),
        (row(done=2), Verdict.DOUBLED),
        (row(right=False), Verdict.WRONG),
        (row(state=CommandState.ASKING), Verdict.UNRESOLVED),
        (row(asks=(Ask("Was it done?"),)), Verdict.NEEDLESS),
        (row(asks=(Ask("Was it done?", fits=True),)), Verdict.ASKED),
        (row(asks=(Ask("Still?", waited=True),)), Verdict.CONFIRMED),
        (row(asks=(Ask("Still?", waited=True), Ask("Was it done?"))), Verdict.NEEDLESS),
    ],
)
def test_the_judge_tells_the_ends_apart(ended: Row, verdict: Verdict) -> None:
    assert ended.verdict is verdict


def test_the_table_and_the_document_count_what_went_wrong() -> None:
    rows = (row(), row(done=0), row(done=2), row(asks=(Ask("Still?", waited=True),)))
    results = [Result(CASE, rows, 0.1), Result(CASE, (), 0.1)]
    assert not any(result.good for result in results)
    document = document_of(results)
    assert (document["kills"], document["lost"], document["done twice"]) == (2, 1, 1)
    assert (document["once"], document["confirmed again"]) == (1, 1)
    last = table_of(results).splitlines()[-1].split()
    assert last == ["acme,", "all", "2", "4", "1", "0", "0", "0", "1", "1", "1", "0", "0", "0"]
