"""Where the files the desk is drawn with are: icons, fonts, style, translations."""

from functools import cache
from pathlib import Path


@cache
def assets() -> Path:
    """Return the folder of the resources, in an installed package or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
