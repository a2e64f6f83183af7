"""The frozen program's entry: the same as `python -m orderdesk`."""

import sys

from orderdesk.__main__ import main

sys.exit(main())
