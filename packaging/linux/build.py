"""Makes the Debian package and the portable archive of this checkout: `make package`."""

import argparse
import email.utils
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT), str(HERE.parent)]

from bill import complete
from needed import packages_for
from notices import copyright_text, notices
from stripping import strip

import orderdesk
from orderdesk.store.schema import migrations

LOCK = ROOT / "requirements.lock"
HOMEPAGE = os.environ.get("ORDERDESK_HOMEPAGE", "https://orderdesk.example")
"""Where the product's pages will be; the name is reserved for examples until there is one."""
MAINTAINER = "The orderdesk authors <packages@orderdesk.example>"


def told(words: str) -> None:
    """Say on standard error what is done now."""
    sys.stderr.write(f"package: {words}\n")


def git(*words: str) -> str:
    """Return what git says of this checkout."""
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def version_of_checkout() -> str:
    """Return the version, of a commit that is no release with its place in the history."""
    if git("tag", "--points-at", "HEAD", f"v{orderdesk.__version__}"):
        return orderdesk.__version__
    place, commit = git("rev-list", "--count", "HEAD"), git("rev-parse", "--short", "HEAD")
    return f"{orderdesk.__version__}+{place}.{commit}"


def freeze(build: Path, epoch: str) -> Path:
    """Put the program and its Python into one folder and return that."""
    environ = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(build / "dist"), "--workpath", str(build / "work")]
    spec = str(HERE.parent / "orderdesk.spec")
    subprocess.run([*command, *places, spec], cwd=ROOT, env=environ, check=True)
    folder = build / "dist" / "orderdesk"
    strip(folder)
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            # Libraries are read, not run.
            path.chmod(0o755 if path == folder / "orderdesk" else 0o644)
    return folder


class Tree:
    """The files of the installed package under a folder of their own."""

    def __init__(self, top: Path, version: str, epoch: int) -> None:
        self.top = top
        self._words = {
            "@VERSION@": version,
            "@DATE@": time.strftime("%Y-%m-%d", time.gmtime(epoch)),
            "@HOMEPAGE@": HOMEPAGE,
            "@MOMENT@": email.utils.formatdate(epoch),
            "@MAINTAINER@": MAINTAINER,
            "@SCHEMA@": str(migrations()[-1].version),
        }

    def fill(self, frozen: Path) -> None:
        """Lay everything out as it will be on the system."""
        shutil.rmtree(self.top, ignore_errors=True)
        library = self.top / "usr/lib/orderdesk"
        shutil.copytree(frozen, library, symlinks=True)
        self._write("usr/lib/orderdesk/schema", self._words["@SCHEMA@"] + "\n")
        program = self.top / "usr/bin/orderdesk"
        program.parent.mkdir(parents=True)
        program.symlink_to("../lib/orderdesk/orderdesk")
        share = "usr/share"
        self._write(
            f"{share}/applications/orderdesk.desktop", (HERE / "orderdesk.desktop").read_text()
        )
        metainfo = "org.orderdesk.orderdesk.metainfo.xml"
        self._write(f"{share}/metainfo/{metainfo}", self.filled(HERE / f"{metainfo}.in"))
        icon = (ROOT / "resources/icons/orderdesk.svg").read_text()
        self._write(f"{share}/icons/hicolor/scalable/apps/orderdesk.svg", icon)
        self._packed(f"{share}/man/man1/orderdesk.1.gz", self.filled(HERE / "orderdesk.1.in"))
        self._packed(f"{share}/doc/orderdesk/changelog.gz", self.filled(HERE / "changelog.in"))
        self._packed(f"{share}/doc/orderdesk/NEWS.gz", (ROOT / "CHANGELOG.md").read_text())
        self._write(f"{share}/doc/orderdesk/policy.md", (ROOT / "docs/policy.md").read_text())
        self._write(f"{share}/doc/orderdesk/copyright", copyright_text(notices(LOCK)))
        self._write(
            f"{share}/lintian/overrides/orderdesk", (HERE / "lintian-overrides").read_text()
        )

    def filled(self, template: Path) -> str:
        """Return a template with the version, the date and the rest put in."""
        text = template.read_text(encoding="utf-8")
        for word, value in self._words.items():
            text = text.replace(word, value)
        return text

    def _write(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o644)

    def _packed(self, name: str, text: str) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
        path.chmod(0o644)

    def control(self, version: str) -> None:
        """Write what dpkg reads beside the files."""
        size = sum(p.lstat().st_size for p in self.top.rglob("*") if not p.is_dir()) // 1024
        architecture = _said("dpkg", "--print-architecture")
        debian = self.top / "DEBIAN"
        debian.mkdir()
        fields = {
            "Package": "orderdesk",
            "Version": version,
            "Architecture": architecture,
            "Maintainer": MAINTAINER,
            "Installed-Size": str(size),
            "Depends": ", ".join(packages_for(self.top / "usr/lib/orderdesk")),
            "Recommends": "fonts-noto-core, gnome-keyring | kwalletmanager | keepassxc",
            "Section": "misc",
            "Priority": "optional",
            "Homepage": HOMEPAGE,
        }
        text = "".join(f"{name}: {value}\n" for name, value in fields.items())
        text += (
            "Description: work the orders of several vendors on one desk\n"
            " For operations staff who look after orders in more than one vendor system:\n"
            " find, edit, process, ship, invoice and cancel orders in a single window, one\n"
            " by one or by the hundred. Goes on without a network, and has a demo with\n"
            " made-up orders.\n"
        )
        (debian / "control").write_text(text, encoding="utf-8")
        for script in sorted((HERE / "maintainer").iterdir()):
            (debian / script.name).write_text(self.filled(script), encoding="utf-8")
            (debian / script.name).chmod(0o755)
        self._sums(debian / "md5sums")

    def _sums(self, place: Path) -> None:
        lines: list[str] = []
        for path in sorted(self.top.rglob("*")):
            if path.is_file() and not path.is_symlink() and place.parent not in path.parents:
                digest = hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
                lines.append(f"{digest}  {path.relative_to(self.top)}\n")
        place.write_text("".join(lines), encoding="utf-8")
        place.chmod(0o644)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def make_deb(tree: Tree, version: str, out: Path, epoch: str) -> Path:
    """Pack the tree as a Debian package."""
    tree.control(version)
    for path in tree.top.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
    target = out / f"orderdesk_{version}_{_said('dpkg', '--print-architecture')}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", tree.top, target]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    return target


def make_archive(frozen: Path, version: str, out: Path, epoch: str) -> Path:
    """Pack the program's folder alone, to be unpacked anywhere."""
    target = out / f"orderdesk-{version}-linux-{os.uname().machine}.tar.xz"

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.mtime, member.uid, member.gid = int(epoch), 0, 0
        member.uname = member.gname = "root"
        return member

    with tarfile.open(target, "w:xz", preset=6) as archive:
        archive.add(frozen, f"orderdesk-{version}", filter=plain)
    return target


def make_bill(out: Path, version: str) -> Path:
    """Write the bill of materials of what is inside, as CycloneDX."""
    target = out / f"orderdesk-{version}.cdx.json"
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK)]
    options = ["--output-reproducible", "--of", "JSON", "-o", str(target)]
    subprocess.run([*command, *options, "--pyproject", str(ROOT / "pyproject.toml")], check=True)
    bill = complete(json.loads(target.read_text("utf-8")), notices(LOCK))
    target.write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    return target


def check_licences() -> None:
    """Stop where something is inside whose licence has not been looked at."""
    wrong = [f"{one.name} ({one.licence})" for one in notices(LOCK) if not one.allowed]
    if wrong:
        raise SystemExit(f"May these be shipped? See packaging/notices.py: {', '.join(wrong)}")


def main() -> int:
    """Build everything into `--out` and print what was made as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "packages")
    parser.add_argument("--version", default="", help="instead of the checkout's")
    parser.add_argument("--no-archive", action="store_true", help="the Debian package alone")
    asked = parser.parse_args()
    begun = time.monotonic()
    version = asked.version or version_of_checkout()
    epoch = git("log", "-1", "--format=%ct")
    out: Path = asked.out
    out.mkdir(parents=True, exist_ok=True)
    check_licences()
    told(f"freezing {version}")
    frozen = freeze(ROOT / "build", epoch)
    bill = make_bill(out, version)
    shutil.copy2(bill, frozen / "bill-of-materials.cdx.json")
    tree = Tree(ROOT / "build" / "tree", version, int(epoch))
    tree.fill(frozen)
    told("packing")
    made = [make_deb(tree, version, out, epoch), bill]
    if not asked.no_archive:
        made.append(make_archive(frozen, version, out, epoch))
    lines = [f"{hashlib.sha256(one.read_bytes()).hexdigest()}  {one.name}\n" for one in made]
    (out / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    sizes = {one.name: one.stat().st_size for one in made}
    figures = {"version": version, "bytes": sizes, "seconds": round(time.monotonic() - begun, 1)}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
