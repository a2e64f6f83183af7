"""How much memory the store's connections may keep pages in, all together."""

import apsw

_BYTES = 48 * 1024 * 1024


def limit_pages() -> None:
    """Have the connections of this process use their pages again instead of taking more.

    Each has a limit of its own, of which a reader that looks through everything once makes full
    use; what it read stands in the system's own cache too, which is nobody's memory.
    """
    apsw.soft_heap_limit(_BYTES)
