"""The index of the texts follows the syncs by itself."""

from pathlib import Path

import pytest

from orderdesk.services.texts import WORTH_IT
from tests.unit.domain.invented import order
from tests.unit.services.desks import open_desk, run
from tests.unit.services.quillworks import Vendor


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
