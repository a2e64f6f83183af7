"""Plants secrets, names, addresses and tokens, works, and looks for them where none may be.

python -m tests.secrets [--each 4]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from tests.secrets.show import shown

LEAST = 200


def main() -> int:
    """Run, print, and fail where something is found, not proved, or too little was planted."""
    parser = argparse.ArgumentParser(prog="tests.secrets", description=__doc__)
    parser.add_argument("--each", type=int, default=4, help="texts at a place that takes several")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = shown(Path(folder), each=options.each)
    problems = outcome.problems()
    if len(outcome.plants) < LEAST:
        problems.append(f"only {len(outcome.plants)} were planted, of {LEAST}")
    sys.stdout.write("\n".join([outcome.table(), *problems, ""]))
    sys.stdout.write("none was found\n" if not problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
