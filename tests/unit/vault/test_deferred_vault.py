"""A vault that is opened on first use, once."""

from concurrent.futures import ThreadPoolExecutor

from orderdesk.vault.deferred_vault import DeferredVault
from orderdesk.vault.memory_vault import MemoryVault
from orderdesk.vault.port import State, Vault


def test_it_is_opened_when_it_is_needed_and_only_once() -> None:
    opened: list[Vault] = []

    def open_it() -> Vault:
        opened.append(MemoryVault())
        return opened[-1]

    vault = DeferredVault(open_it)
    assert opened == []
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(vault.put, "north", {f"n{i}": f"value {i}"}) for i in range(8)]:
            done.result()
    assert len(opened) == 1
    assert vault.state is State.MEMORY
    assert vault.get("north", "n7") == "value 7"
    vault.unlock("anything")
    vault.remove("north")
    assert vault.get("north", "n7") is None
