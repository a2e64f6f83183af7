"""`python -m orderdesk.sandbox`: the sandbox without the rest of the program."""

import sys

from orderdesk.sandbox.command import main

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
