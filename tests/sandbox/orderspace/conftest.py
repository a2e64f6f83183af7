"""One stand-in with few orders for each module, put back in order after each test."""

from collections.abc import Iterator

import pytest

from orderdesk.sandbox.server import Sandbox, SandboxOptions
from tests.sandbox.orderspace.calls import PLENTY, ShopCalls


@pytest.fixture(scope="module")
def shop() -> Iterator[Sandbox]:
    """Run a sandbox with 60 orders."""
    with Sandbox(SandboxOptions(orders=60, only=["orderspace"])) as running:
        yield running


@pytest.fixture(scope="module")
def signed_in_shop(shop: Sandbox) -> Iterator[ShopCalls]:
    """Sign in once for a module."""
    with ShopCalls(shop) as calls:
        yield calls


@pytest.fixture
def shop_calls(signed_in_shop: ShopCalls) -> Iterator[ShopCalls]:
    """Speak to the stand-in without faults, far from its limit, other switches as by default."""
    signed_in_shop.switch(api_limit=PLENTY)
    yield signed_in_shop
    signed_in_shop.admin("DELETE", "/faults")
    signed_in_shop.admin("DELETE", "/switches")
