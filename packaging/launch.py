"""The frozen program's entry: the same as `python -m orderdesk`."""

import os
import sys


def _give_back_search_path() -> None:
    """Let what is started from here, a browser or a keyring, load the system's own libraries.

    The loader in front of Python put this folder first. It has been read by now; a copy of this
    program that is started, as the demo's sandbox is, gets it put there anew: without the word
    below it would be taken for a part of this process, and look for the system's libraries.
    """
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    else:
        os.environ.pop("LD_LIBRARY_PATH", None)


if sys.platform.startswith("linux"):
    _give_back_search_path()

from orderdesk.__main__ import main

sys.exit(main())
