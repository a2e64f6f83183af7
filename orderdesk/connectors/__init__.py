"""Connectors: our code that talks to vendors, one package each behind the domain's port."""

import sys
from types import ModuleType
from typing import cast

# httpx imports its own command line where click, rich and pygments happen to be installed: 12 MB
# that nothing here uses.
cast("dict[str, ModuleType | None]", sys.modules).setdefault("httpx._main", None)
