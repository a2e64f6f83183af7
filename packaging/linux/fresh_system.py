"""Fresh Debian systems to try a package in: thrown away afterwards, and nothing runs on in them."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

USER = "clerk"
PACKAGES = "/mnt"
"""Where the packages that are tried lie inside."""
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_LONGEST = 1_200
# In its own mounts and processes: whoever kills the first process of it kills all.
_ENTER = """
system=$1 packages=$2 archives=$3 user=$4
shift 4
mount -t proc proc "$system/proc"
mount --rbind /dev "$system/dev"
mount --bind "$packages" "$system/mnt"
mount --bind "$archives" "$system/var/cache/apt/archives"
if [ -n "${DISPLAY:-}" ]; then
    mkdir -p "$system/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$system/tmp/.X11-unix"
fi
exec chroot --userspec="$user:$user" "$system" "$@"
"""


class WentWrong(Exception):
    """A step that everything after it needs did not come about; the message says which."""


def until(condition: Callable[[], object], what: str, *, seconds: float = 60) -> float:
    """Wait until something holds and return after how many seconds it did.

    What goes wrong while it is looked at, as with a store that is just being written, is "not yet".

    Raises:
        WentWrong: it did not within `seconds`; the message is `what`.
    """
    begun, why = time.monotonic(), ""
    while True:
        try:
            if condition():
                return time.monotonic() - begun
        except WentWrong as wrong:
            why = f" ({wrong})"
        if time.monotonic() - begun > seconds:
            raise WentWrong(f"not within {seconds:.0f} s: {what}{why}")
        time.sleep(0.1)


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    code: int
    out: str
    err: str
    seconds: float

    def good(self) -> "Ran":
        """Return it.

        Raises:
            WentWrong: its exit code was not 0.
        """
        if self.code:
            raise WentWrong(f"exit code {self.code}: {(self.err or self.out)[-1_500:]}")
        return self


class System:
    """A Debian system under a folder."""

    def __init__(self, top: Path, packages: Path, archives: Path) -> None:
        self.top = top
        self._packages = packages
        self._archives = archives
        self._started: list[subprocess.Popen[str]] = []
        self.environ: dict[str, str] = {}
        """What every command is given beside the path and the language."""

    def start(
        self,
        *words: str,
        user: str = "root",
        environ: Mapping[str, str] | None = None,
        said: IO[str] | int = subprocess.PIPE,
    ) -> "subprocess.Popen[str]":
        """Start a command inside and return at once; `said`: where its errors go."""
        home = "/root" if user == "root" else f"/home/{user}"
        given = {"PATH": _PATH, "LANG": "C.UTF-8", "HOME": home, "USER": user}
        given |= {"DEBIAN_FRONTEND": "noninteractive"} | self.environ | dict(environ or {})
        apart = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-euc", _ENTER]
        places = [str(self.top), str(self._packages), str(self._archives), user]
        process = subprocess.Popen(
            [*apart, "sh", *places, *words],
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            errors="replace",
        )
        self._started.append(process)
        return process

    def run(self, *words: str, user: str = "root", environ: Mapping[str, str] | None = None) -> Ran:
        """Run a command inside to its end."""
        begun = time.monotonic()
        process = self.start(*words, user=user, environ=environ)
        try:
            out, err = process.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            kill(process)
            out, err = process.communicate()
            err += f"\nnot within {_LONGEST} s"
        return Ran(process.returncode, out, err, time.monotonic() - begun)

    def apt(self, *words: str) -> Ran:
        """Run apt-get as an administrator does, without questions."""
        return self.run("apt-get", "-y", "-o", "Acquire::Retries=3", *words)

    def size(self) -> int:
        """Return how many bytes the system takes."""
        words = ["du", "-sxb", str(self.top)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return int(done.stdout.split()[0])

    def packages(self) -> dict[str, str]:
        """Return the version of every installed package."""
        shown = self.run("dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\\n")
        rows = [line.split(" ", 2) for line in shown.good().out.splitlines()]
        return {name: version for status, name, version in rows if status == "installed"}

    def end(self) -> None:
        """End whatever was started and still runs."""
        for process in self._started:
            if process.poll() is None:
                kill(process)
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    stream.close()
        self._started.clear()


def kill(process: "subprocess.Popen[str]") -> None:
    """SIGKILL what was started inside with every process of it, at one moment."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    with contextlib.suppress(OSError):
        # The first process inside: the kernel kills all the others with it, then unshare ends.
        for child in children.read_text().split():
            os.kill(int(child), signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(10)
    process.kill()
    process.wait()


class Roots:
    """Makes systems as copies of others: overlays, so that one costs nothing."""

    def __init__(self, work: Path, packages: Path) -> None:
        self._work = work
        self._packages = packages
        self._number = 0

    def base(self, suite: str, tar: Path | None) -> list[Path]:
        """Return the layers of a bare system of a Debian release, from a tar file if one is given.

        It has no Python, a user, and the lists of what can be installed.
        """
        top = self._work / suite
        top.mkdir(parents=True)
        if tar is not None:
            subprocess.run(["tar", "-C", str(top), "-xf", str(tar)], check=True)
        else:
            words = ["debootstrap", "--variant=minbase", "--include=ca-certificates"]
            subprocess.run([*words, suite, str(top)], stdout=subprocess.DEVNULL, check=True)
        shutil.copy2("/etc/resolv.conf", top / "etc/resolv.conf")
        (self._work / f"archives-{suite}" / "partial").mkdir(parents=True)
        system = System(top, self._packages, self._work / f"archives-{suite}")
        system.apt("update").good()
        pythons = [name for name in system.packages() if "python" in name]
        if pythons:
            system.apt("purge", "--autoremove", *pythons).good()
        system.run("useradd", "--create-home", "--shell", "/bin/sh", USER).good()
        return [top]

    @contextlib.contextmanager
    def copy(self, layers: Sequence[Path]) -> Generator["Copy"]:
        """Give a copy of a system, uppermost layer first; it is removed in the end."""
        self._number += 1
        place = self._work / f"copy-{self._number}"
        upper, scratch, top = place / "upper", place / "scratch", place / "top"
        for folder in (upper, scratch, top):
            folder.mkdir(parents=True)
        lower = ":".join(str(layer) for layer in layers)
        options = f"lowerdir={lower},upperdir={upper},workdir={scratch}"
        subprocess.run(["mount", "-t", "overlay", "-o", options, "overlay", str(top)], check=True)
        system = Copy(top, self._packages, self._work / f"archives-{layers[-1].name}")
        system.layers = [upper, *layers]
        try:
            yield system
        finally:
            system.end()
            system.freeze()
            shutil.rmtree(place)


class Copy(System):
    """A system that is thrown away; frozen, it can be copied."""

    layers: list[Path]

    def freeze(self) -> list[Path]:
        """Take it out of use and return its layers, which live as long as it does."""
        if os.path.ismount(self.top):
            self.end()
            subprocess.run(["umount", str(self.top)], check=True)
        return self.layers


def files_of(top: Path) -> set[str]:
    """Return every file and folder of a system but those of the kernel and of the moment."""
    found: set[str] = set()
    for folder, folders, files in os.walk(top):
        inside = os.path.relpath(folder, top)
        if inside == ".":
            inside = ""
            folders[:] = [name for name in folders if name not in MOMENTARY]
        found |= {f"/{inside}/{name}".replace("//", "/") for name in (*folders, *files)}
    return found


MOMENTARY = {"proc", "sys", "dev", "run", "tmp", "mnt"}
# What the package tools write about what they did.
_BOOKS = ("/var/lib/dpkg", "/var/lib/apt", "/var/cache/apt", "/var/cache/debconf", "/var/log")


def left_behind(before: set[str], after: set[str], home: str) -> list[str]:
    """Return what came and is neither the user's nor in the tools' books."""
    return sorted(
        path
        for path in after - before
        if not any(path == book or path.startswith(f"{book}/") for book in (*_BOOKS, home))
    )
