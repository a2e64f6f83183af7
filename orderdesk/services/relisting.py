"""Prepares a long list for the table beside the UI thread, which only takes it over."""

import asyncio
from array import array

from orderdesk.domain.relisting import Relisting, Standing


async def relist(old: Standing, found: "array[int]") -> Relisting:
    """Return how to get from what stands to what was `found`."""
    return await asyncio.to_thread(_relisting, old, found)


def _relisting(old: Standing, found: "array[int]") -> Relisting:
    # It works by numpy, which is too heavy for the start.
    from orderdesk.store.relisting import relisting

    return relisting(old, found)
