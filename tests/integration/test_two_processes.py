"""Two processes on one profile: one sends for both, and the other takes over when it dies."""

import asyncio
import sys
from pathlib import Path

from orderdesk.domain.commands import CommandState
from orderdesk.vault.memory_vault import MemoryVault
from tests.integration.second_desk import Outcome, Task
from tests.integration.world import World, desk_on, world_of
from tests.sandbox.calls import Calls
from tests.unit.services.desks import run

ROOT = Path(__file__).resolve().parents[2]
PIPE = asyncio.subprocess.PIPE


async def _second(task: Task) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.integration.second_desk"),
        cwd=ROOT,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(task.model_dump_json().encode())
    process.stdin.close()
    return process


def test_one_process_sends_for_both_and_each_command_once(calls: Calls, tmp_path: Path) -> None:
    orders = [calls.create_in("Pending") for _number in range(8)]

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            assert (await world.do(orders[0], "cancel")).state is CommandState.DONE
            task = Task(
                home=tmp_path,
                key=world.key,
                secrets=calls.secrets,
                action="process",
                orders=tuple(orders[1:5]),
            )
            process = await _second(task)
            ours = [await world.begin(order, "process") for order in orders[5:]]
            for command in ours:
                assert (await world.end(command)).state is CommandState.DONE
            out, err = await process.communicate()
            assert process.returncode == 0, err.decode()
            outcome = Outcome.model_validate_json(out)
            assert outcome == Outcome(held_lock=False, states=("done",) * 4)
            assert world.desk.dispatch.holds_lock
            assert sorted(await world.writes()) == [
                *["POST Orders/Process 201"] * 7,
                "PUT Orders 200",
            ]
            for order in orders[1:]:
                assert (await world.truth(order))["state"] == "Processed"

    run(story())


def test_the_other_takes_over_what_a_killed_process_was_sending(
    calls: Calls, tmp_path: Path
) -> None:
    order = calls.create_in("Pending")

    async def story() -> None:
        async with world_of(calls, tmp_path) as world:
            task = Task(
                home=tmp_path,
                key=world.key,
                secrets=calls.secrets,
                action="process",
                orders=(order,),
            )
            since = world.since
        calls.fault(kind="hold", when="after", method="POST", path="/Process$", count=1)
        process = await _second(task)
        vault = MemoryVault()
        vault.put(task.key, task.secrets)
        await asyncio.to_thread(calls.admin, "GET", "/holds?wait=30")
        desk = desk_on(tmp_path, vault)
        await desk.start(background=False)
        world = World(calls, desk, task.key, since, vault)
        try:
            [entry] = await desk.orders.outbox()
            assert entry.state is CommandState.SENDING
            assert not desk.dispatch.holds_lock
            process.kill()
            await process.communicate()
            await world.admin("POST", "/release", {"then": "cut"})
            entry = await world.end(entry.command.id)
            assert entry.state is CommandState.DONE
            assert desk.dispatch.holds_lock
            assert await world.writes() == ["POST Orders/Process cut"]
        finally:
            await desk.aclose()

    run(story())
