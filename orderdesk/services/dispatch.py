"""Dispatch: takes commands from the outbox to their vendors, each exactly once."""


class Dispatch:
    """Sends what waits, while this process holds the profile's dispatch lock."""

    @property
    def holds_lock(self) -> bool:
        """Whether this process is the one that sends."""
        raise NotImplementedError
