"""Shows a package to the three tools that judge one: `make package-lint`."""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "packages"
# Debian's packages of the tools.
TOOLS = {
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "lintian": "lintian",
}
WHOLE, WRONG, NOT_LOOKED = 0, 1, 2
Looked = tuple[int, str]


def _run(*command: str | Path) -> Looked:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def _desktop_file(files: Path) -> Looked:
    return _run("desktop-file-validate", *(files / "usr/share/applications").glob("*.desktop"))


def _metainfo(files: Path) -> Looked:
    # The pictures' addresses are not called: they stand under the home page of the release.
    command = ("appstreamcli", "validate", "--strict", "--no-net", "--no-color")
    code, said = _run(*command, *(files / "usr/share/metainfo").glob("*.xml"))
    return appstream_verdict(code, said, _appstream_version())


def _appstream_version() -> tuple[int, ...]:
    found = re.search(r"(\d+)\.(\d+)", _run("appstreamcli", "--version")[1])
    return tuple(map(int, found.groups())) if found else (0,)


def appstream_verdict(code: int, said: str, version: tuple[int, ...]) -> Looked:
    """Return what AppStream's answer is worth.

    Before 1.0 it did not know `<developer>`, which it asks for since; with `developer_name`, which
    it knew, the later ones would complain.
    """
    judged = re.findall(r"^[EWIP]: (.+)$", said, re.MULTILINE)
    if code and version < (1, 0) and all("unknown-tag developer" in one for one in judged):
        return 0, "but for <developer>, which AppStream knows from 1.0 on"
    return code, said


def _policy(package: Path) -> Looked:
    allow = ["--allow-root"] if "--allow-root" in _run("lintian", "--help")[1] else []
    shown = ("--fail-on", "error,warning", "--tag-display-limit", "0")
    return _run("lintian", *allow, *shown, package)


def look(package: Path) -> int:
    """Print what each tool says; an override of lintian's stands with its reason."""
    worst = WHOLE
    with tempfile.TemporaryDirectory() as name:
        files = Path(name)
        subprocess.run(["dpkg-deb", "-x", package, files], check=True)
        looks: dict[str, Callable[[], Looked]] = {
            "desktop-file-validate": lambda: _desktop_file(files),
            "appstreamcli": lambda: _metainfo(files),
            "lintian": lambda: _policy(package),
        }
        for tool, judge in looks.items():
            if shutil.which(tool) is None:
                sys.stdout.write(f"{tool}: not looked, it is missing: apt install {TOOLS[tool]}\n")
                worst = worst or NOT_LOOKED
                continue
            code, said = judge()
            sys.stdout.write(f"{tool}: {'wrong' if code else 'fine'}\n")
            sys.stdout.writelines(f"    {line}\n" for line in said.splitlines())
            worst = WRONG if code else worst
    return worst


def main() -> int:
    """Look at a package; 1 where something is wrong, 2 where a tool is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", nargs="?", type=Path, help="default: the one built last")
    package: Path | None = parser.parse_args().package
    if package is None:
        built = sorted(BUILT.glob("*.deb"), key=lambda path: path.stat().st_mtime)
        if not built:
            raise SystemExit("lint: nothing is built yet; make package")
        package = built[-1]
    return look(package)


if __name__ == "__main__":
    sys.exit(main())
