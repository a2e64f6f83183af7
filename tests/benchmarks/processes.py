"""What the system says of a process."""

from pathlib import Path


def _status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def _megabytes(pid: int, key: str) -> float:
    return int(_status(pid)[key].split()[0]) / 1024


def anonymous_megabytes(pid: int) -> float:
    """Return the memory that is the process's own, not a file's."""
    return _megabytes(pid, "RssAnon")


def resident_megabytes(pid: int) -> float:
    """Return all memory of the process that is not swapped out."""
    return _megabytes(pid, "VmRSS")


def threads(pid: int) -> int:
    """Return how many threads the process has."""
    return int(_status(pid)["Threads"])


def handles(pid: int) -> int:
    """Return how many files, sockets and the like the process holds open."""
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
