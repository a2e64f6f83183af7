"""One measurement in a process of its own: python -m tests.benchmarks.one NAME FOLDER."""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

Measure = Callable[[Path], dict[str, float]]


def main() -> int:
    """Print the figures of a module, or of a function in it, on a profile, as JSON."""
    name, folder = sys.argv[1:]
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    module, _dot, function = name.partition(".")
    found_in = importlib.import_module(f"tests.benchmarks.{module}")
    measure = cast("Measure", getattr(found_in, function or "figures"))
    found = measure(Path(folder))
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
