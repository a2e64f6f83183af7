"""What is put together: the policy reaches the services, and the list of versions is fetched."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from orderdesk import update_source
from orderdesk.composition import compose
from orderdesk.config import Profile, Settings
from orderdesk.policy import read_policy
from orderdesk.services.updates import UpdateStatus
from orderdesk.vault.memory_vault import MemoryVault
from tests.unit.services.test_updates import KEY, TOOL, hosted, manifest, signed


async def looked(home: Path, policy: Path) -> UpdateStatus:
    profile = Profile.under(home)
    profile.prepare()
    said = read_policy({"ORDERDESK_POLICY": str(policy)}, system=home / "none.toml")
    desk = compose(profile, Settings(deadline=9), vault=MemoryVault(), policy=said)
    assert desk.settings.now.sync_minutes == 15
    await desk.start(background=False, sending=False)
    try:
        return await desk.updates.check()
    finally:
        await desk.aclose()


def test_a_policy_brings_the_address_and_the_build_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(update_source, "KEYS", (TOOL.public_text(KEY),))
    policy = tmp_path / "policy.toml"
    with hosted() as host:
        host.content = signed(manifest("99.1", issued=datetime.now(UTC)))
        text = f'[settings]\nsync_minutes = 15\n[updates]\naddress = "{host.address}"\n'
        policy.write_text(text, encoding="utf-8")
        status = asyncio.run(looked(tmp_path / "home", policy))
    assert status.offer is not None
    assert status.offer.version == "99.1"


def test_this_build_asks_nobody(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[settings]\nsync_minutes = 15\n", encoding="utf-8")
    status = asyncio.run(looked(tmp_path / "home", policy))
    assert status.why_not is not None
    assert "No update address is set in this build" in status.why_not.render()
