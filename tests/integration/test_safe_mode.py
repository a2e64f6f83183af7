"""Safe mode: nothing is sent by itself; what waits goes when a person says so."""

from dataclasses import replace
from pathlib import Path

from orderdesk.domain.commands import CommandState
from tests.integration.world import QUICK, World, desk_on, world_of
from tests.sandbox.calls import Calls
from tests.unit.services.desks import run

HELD = replace(QUICK, grace=20.0)


def test_what_is_asked_for_waits_until_a_person_sends_it(calls: Calls, tmp_path: Path) -> None:
    earlier, now = calls.create_in("Created"), calls.create_in("Created")

    async def before() -> tuple[World, str]:
        async with world_of(calls, tmp_path, timings=HELD) as world:
            await world.desk.grace.begin()
            return world, await world.begin(earlier, "submit")

    async def quietly(old: World, kept: str) -> None:
        desk = desk_on(tmp_path, old.vault)
        world = World(calls, desk, old.key, old.since, old.vault)
        await desk.start_quietly()
        try:
            asked = await world.begin(now, "submit")
            assert not desk.dispatch.started
            assert await world.writes() == []
            await desk.send()
            for command in (kept, asked):
                assert (await world.end(command)).state is CommandState.DONE
            assert len(await world.writes()) == 2
        finally:
            await desk.aclose()

    run(quietly(*run(before())))
