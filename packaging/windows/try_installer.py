"""Compiles the installer around a stand-in payload and runs it under wine, every step looked at.

What it can show: the installer's own work. What it cannot: the program itself on Windows, since the
payload is a stand-in. Needs makensis and 64-bit wine; keeps everything in a folder of its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPT = Path(__file__).resolve().with_name("orderdesk.nsi")
APPS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\orderdesk"
LINKS = r"HKCU\Software\Classes\orderdesk"
_LONGEST = 180


class Windows:
    """A wine prefix of its own, with an installer of each version beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drive = folder / "prefix" / "drive_c"
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": ""}
        self._environ = {**os.environ, **quiet, "WINEPREFIX": str(folder / "prefix")}

    def wine(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a Windows program to its end."""
        return subprocess.run(
            ["wine", *words],
            env=self._environ,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
            check=False,
            errors="replace",
        )

    def begin(self) -> None:
        """Make the prefix."""
        self.wine("wineboot", "--init")
        self.settle()

    def settle(self) -> None:
        """Wait until what was started has ended: an uninstaller goes on as a copy of itself."""
        subprocess.run(["wineserver", "-w"], env=self._environ, timeout=_LONGEST, check=False)

    def end(self) -> None:
        """End whatever still runs."""
        subprocess.run(["wineserver", "-k"], env=self._environ, timeout=_LONGEST, check=False)

    def local(self) -> Path:
        """Return the user's local application data."""
        return next((self.drive / "users").glob("*/AppData/Local"))

    def start_menu(self) -> Path:
        """Return the user's start menu."""
        return next(
            (self.drive / "users").glob("*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs")
        )

    def installer(self, version: str, files: dict[str, str]) -> Path:
        """Compile the installer of a version that brings `files`."""
        payload = self.folder / f"payload-{version}"
        for name, text in files.items():
            path = payload / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        target = self.folder / f"setup-{version}.exe"
        words = ["-V2", "-WX", "-DWIN64_ONLY", f"-DVERSION={version}", f"-DPAYLOAD={payload}"]
        subprocess.run(["makensis", *words, f"-DOUT={target}", str(SCRIPT)], check=True)
        return target

    def registry(self, key: str, name: str | None = None) -> str | None:
        """Return a value of the registry, or whether there is the key; None: there is not."""
        asked = ["/v", name] if name else []
        done = self.wine("reg", "query", key, *asked)
        if done.returncode != 0:
            return None
        return done.stdout.strip().splitlines()[-1].split("    ")[-1] if name else key


def journey(windows: Windows) -> dict[str, bool]:
    """Install, upgrade and uninstall; return what was found, by what it shows."""
    found: dict[str, bool] = {}

    def see(what: str, so: bool) -> None:
        found[what] = so
        sys.stderr.write(f"{'yes' if found[what] else 'NO '}  {what}\n")

    first = {"orderdesk.exe": "one", "_internal/old.txt": "old", "_internal/kept.txt": "1"}
    second = {"orderdesk.exe": "two", "_internal/kept.txt": "2", "_internal/new.txt": "new"}
    windows.begin()
    home = windows.local() / "Programs" / "orderdesk"
    data = windows.local() / "orderdesk" / "orderdesk.db"
    data.parent.mkdir(parents=True)
    data.write_text("what the user has", encoding="utf-8")
    menu = windows.start_menu() / "orderdesk"

    windows.wine(str(windows.installer("0.1.0", first)), "/S")
    windows.settle()
    see("installs without asking, for this user", (home / "orderdesk.exe").exists())
    see("has its Apps entry", windows.registry(APPS, "DisplayVersion") == "0.1.0")
    see("is in the start menu", (menu / "orderdesk.lnk").exists())
    see("answers links", windows.registry(LINKS) is not None)

    windows.wine(str(windows.installer("0.2.0", second)), "/S")
    windows.settle()
    see("upgrades in place", (home / "orderdesk.exe").read_text("utf-8") == "two")
    see("says the new version", windows.registry(APPS, "DisplayVersion") == "0.2.0")
    see("takes away what is no more", not (home / "_internal/old.txt").exists())
    see("brings what is new", (home / "_internal/new.txt").exists())
    see("leaves the data through an upgrade", data.exists())

    windows.wine(str(home / "uninstall.exe"), "/S")
    windows.settle()
    see("uninstalls the program", not home.exists())
    see("takes the start menu entry away", not menu.exists())
    see("takes the Apps entry away", windows.registry(APPS) is None)
    see("takes the links away", windows.registry(LINKS) is None)
    see("leaves the data", data.exists())

    windows.wine(str(windows.folder / "setup-0.2.0.exe"), "/S")
    windows.settle()
    windows.wine(str(home / "uninstall.exe"), "/S", "/DATA")
    windows.settle()
    see("takes the data away when it is asked to", not data.parent.exists())
    see("leaves nothing behind", not home.exists() and not menu.exists())
    return found


def main() -> int:
    """Run the journey and print what was found as JSON; 1 where something is not so."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    missing = [tool for tool in ("makensis", "wine", "wineserver") if not shutil.which(tool)]
    if missing:
        sys.stderr.write(f"needs {', '.join(missing)}: apt-get install nsis wine64 wine\n")
        return 69
    with tempfile.TemporaryDirectory(prefix="orderdesk-wine-") as folder:
        windows = Windows(Path(folder))
        try:
            found = journey(windows)
        finally:
            windows.end()
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
