"""The index of the texts follows the syncs by itself."""

from pathlib import Path

import pytest

from orderdesk.domain.query import parse_query
from orderdesk.services.texts import WORTH_IT
from tests.unit.domain.invented import order
from tests.unit.services.desks import open_desk, run
from tests.unit.services.quillworks import Vendor

MERGED = 8
"""So many small segments are merged into one."""


def _segments(folder: Path) -> list[Path]:
    return list(folder.rglob("*.grams/*.grams*"))


def _block(folder: Path) -> None:
    [store] = folder.rglob("*.db")
    store.with_name(f"{store.name}.grams").write_text("in the way")


@pytest.mark.parametrize(("count", "segments"), [(WORTH_IT - 1, 0), (WORTH_IT, 1)])
def test_a_sync_that_brought_enough_leaves_its_texts_indexed(
    tmp_path: Path, count: int, segments: int
) -> None:
    vendor = Vendor()
    for number in range(count):
        vendor.put(order(f"o{number}", note=f"note {number}"))

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            [report] = await desk.sync.sync()
            assert report.orders == count
            await desk.sync.indexed()
            assert len(_segments(tmp_path)) == segments

    run(story())


def test_index_that_cannot_be_written_keeps_no_sync_from_its_end(tmp_path: Path) -> None:
    vendor = Vendor()
    for number in range(WORTH_IT):
        vendor.put(order(f"o{number}"))

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            _block(tmp_path)
            [report] = await desk.sync.sync()
            await desk.sync.indexed()
            assert report.error is None
            assert report.changed == WORTH_IT

    run(story())


@pytest.mark.expected_warnings("the index of the texts is made anew")
def test_index_with_a_damaged_file_is_made_anew_and_everything_is_found(tmp_path: Path) -> None:
    vendor = Vendor()

    async def story() -> None:
        async with open_desk(vendor, tmp_path) as desk:
            for turn in range(MERGED):
                for number in range(WORTH_IT):
                    vendor.put(order(f"o{turn}-{number}", note=f"kiwi {turn}"))
                if turn == MERGED - 1:
                    _segments(tmp_path)[0].write_bytes(b"not what it should be")
                await desk.sync.sync()
                await desk.sync.indexed()
            totals = await desk.orders.totals(parse_query("kiwi"), zone="UTC")
            assert totals.orders == MERGED * WORTH_IT

    run(story())
