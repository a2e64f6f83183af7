"""Of what is planted nothing is in the diagnostics, the logs or the crash files; a small show."""

import re
from pathlib import Path

from tests.secrets.show import shown


def test_nothing_planted_is_in_what_may_be_sent(
    tmp_path: Path, expected_warnings: list[re.Pattern[str]]
) -> None:
    expected_warnings.append(re.compile(r""))
    outcome = shown(tmp_path, vendors=["valomnia"], each=1)
    assert len(outcome.plants) > 45
    assert outcome.problems() == []
