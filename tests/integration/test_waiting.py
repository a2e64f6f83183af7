"""What waited over the end of the desk, at the stand-in: read again, decided again, asked about."""

from dataclasses import replace
from pathlib import Path

from orderdesk.domain.commands import CommandState
from orderdesk.services.views import Decision
from orderdesk.store.store import Store
from tests.integration.world import QUICK, RULES, World, desk_on, world_of
from tests.sandbox.calls import Calls
from tests.unit.services.desks import run

HELD = replace(QUICK, grace=20.0)


def test_what_waited_is_read_again_and_what_is_final_is_asked_about(
    calls: Calls, tmp_path: Path
) -> None:
    final, gone, free = calls.create_in("Pending"), calls.create_in("Pending"), "submit"
    submitted = calls.create_in("Created")

    async def before() -> tuple[World, dict[str, str]]:
        async with world_of(calls, tmp_path, timings=HELD) as world:
            await world.desk.grace.begin()
            kept = {
                "final": await world.begin(final, "cancel"),
                "gone": await world.begin(gone, "cancel"),
                "free": await world.begin(submitted, free),
            }
            assert await world.writes() == []
            return world, kept

    async def after(old: World, kept: dict[str, str]) -> None:
        desk = desk_on(tmp_path, old.vault)
        world = World(calls, desk, old.key, old.since, old.vault)
        await desk.start(background=False)
        try:
            asked = await world.end(kept["final"])
            assert (asked.state, asked.waited) == (CommandState.ASKING, True)
            # Somebody else has processed it meanwhile: the fresh reading says so.
            refused = await world.end(kept["gone"])
            assert refused.state is CommandState.REFUSED
            assert (await world.end(kept["free"])).state is CommandState.DONE
            assert (await world.truth(submitted))["state"] == "Pending"
            assert (await world.truth(final))["state"] == "Pending"
            await desk.orders.decide(kept["final"], Decision.SEND_AGAIN)
            assert (await world.end(kept["final"])).state is CommandState.DONE
            assert (await world.truth(final))["state"] == "Cancelled"
            assert len(await world.writes()) == 2
        finally:
            await desk.aclose()

    old, kept = run(before())
    with Store.open(tmp_path / "desk.db", RULES) as store:
        for entry in store.outbox.open():
            store.outbox.requeue(entry.command.id)
    calls.admin("POST", f"/orders/{gone}", {"set": {"State": "Processed"}})
    run(after(old, kept))
