"""Registers a package as an installed one does: by its entry points in a dist-info folder."""

import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ACME: Mapping[str, Mapping[str, str]] = {
    "orderdesk.connectors": {"acme": "acme_orders"},
    "orderdesk.stand_ins": {"acme": "acme_orders.stand_in:VENDOR"},
    "orderdesk.conformance": {"acme": "acme_orders.plug:PLUG"},
}
"""What the package beside this module registers."""


def install(folder: Path, name: str, points: Mapping[str, Mapping[str, str]]) -> Path:
    """Write the metadata of an installed package called `name` into `folder`; that folder.

    `points` are objects by name by entry point group. The folder is to be on sys.path.
    """
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    lines: list[str] = []
    for group, members in points.items():
        lines += [f"[{group}]", *(f"{key} = {value}" for key, value in members.items()), ""]
    (info / "entry_points.txt").write_text("\n".join(lines), "utf-8")
    return folder


def see(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let this process find the packages in `folders` for the length of a test."""
    monkeypatch.setattr(sys, "path", [*map(str, folders), *sys.path])
    importlib.invalidate_caches()
