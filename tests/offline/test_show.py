"""The day offline, played small."""

from pathlib import Path

from tests.offline.__main__ import played


def test_a_day_offline_is_replayed_in_order_and_asks_only_where_it_must(tmp_path: Path) -> None:
    figures = played(tmp_path, commands=20, changed=2, orders=30)
    assert figures.bad == []
    assert figures.counts["conflicts shown"] == 1
    assert (figures.counts["lost"], figures.counts["done twice"]) == (0, 0)
