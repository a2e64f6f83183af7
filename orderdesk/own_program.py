"""How this program starts itself once more: from the source tree, or frozen into a folder."""

import sys


def own_command(*words: str) -> tuple[str, ...]:
    """Return the command line that runs this very program with `words`."""
    if getattr(sys, "frozen", False):
        return (sys.executable, *words)
    return (sys.executable, "-m", "orderdesk", *words)
