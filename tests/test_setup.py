"""The set-up script says what is missing and stops where it may not install."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("sh", "dirname", "cat", "cmp", "mktemp", "rm", "env", "tail", "awk")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is for make on Unix")


class Machine:
    """A checkout on a system that has nothing but the standard tools, and commands of our own."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "orderdesk"
        self.commands = folder / "bin"
        self.commands.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (self.commands / tool).symlink_to(found)
        (self.checkout / "scripts").mkdir(parents=True)
        for name in ("scripts/setup.sh", "requirements.lock", "requirements-dev.lock"):
            shutil.copy(ROOT / name, self.checkout / name)

    def command(self, name: str, script: str) -> None:
        """Put a command on the path."""
        file = self.commands / name
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    def set_up(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the script."""
        return subprocess.run(
            [str(self.commands / "sh"), str(self.checkout / "scripts/setup.sh"), *arguments],
            env={"PATH": str(self.commands), "TMPDIR": str(self.checkout)},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.command("id", "echo 1000")
    return made


def test_it_says_how_it_is_called(machine: Machine) -> None:
    done = machine.set_up("everything")
    assert done.returncode == 2
    assert done.stderr == "usage: scripts/setup.sh desk|tests|package\n"


def test_without_rights_it_prints_the_apt_line_and_stops(machine: Machine) -> None:
    machine.command("apt-get", "echo must not be called; exit 99")
    machine.command("sudo", "exit 1")
    done = machine.set_up("tests")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "orderdesk: Python 3.11 or newer with its venv module is missing; install with: "
        "sudo apt-get install -y --no-install-recommends python3 python3-venv\n"
    )


def test_without_apt_it_names_what_is_missing_and_stops(machine: Machine) -> None:
    done = machine.set_up("desk")
    assert done.returncode == 1
    assert done.stderr == (
        "orderdesk: Python 3.11 or newer with its venv module is missing; "
        "install what your system calls: python3 python3-venv\n"
    )


def test_an_old_python_is_not_taken(machine: Machine) -> None:
    machine.command("python3", "exit 1  # as 3.10 answers")
    done = machine.set_up("desk")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize("rights", ["root", "sudo"])
def test_with_rights_it_installs_with_apt_and_shows_its_last_words(
    machine: Machine, rights: str
) -> None:
    calls = machine.checkout / "calls"
    machine.command(
        "apt-get", f'echo "$@" >>{calls}\n[ "$1" = update ] || {{ echo no room; exit 7; }}'
    )
    if rights == "root":
        machine.command("id", "echo 0")
    else:
        machine.command("sudo", '[ "$1" = -n ] && shift && exec "$@"')
        machine.command("true", "exit 0")
    done = machine.set_up("tests")
    assert done.returncode == 1
    assert calls.read_text(encoding="utf-8").splitlines() == [
        "update",
        "install -y --no-install-recommends python3 python3-venv",
    ]
    told = done.stderr.splitlines()
    assert told[0].endswith("is missing; installing with apt-get: python3 python3-venv")
    assert told[1] == "no room"
    assert "apt-get could not install python3 python3-venv" in told[2]


def test_missing_libraries_are_named_by_package(machine: Machine) -> None:
    machine.command("apt-get", "exit 99")
    machine.command("sudo", "exit 1")
    machine.command(
        "python3", '[ "$2" = orderdesk.preflight ] && echo libgl1 && echo libegl1; exit 0'
    )
    done = machine.set_up("desk")
    assert done.returncode == 1
    assert done.stderr == (
        "orderdesk: Qt's system libraries are missing; install with: "
        "sudo apt-get install -y --no-install-recommends libgl1 libegl1\n"
    )


@pytest.mark.parametrize(
    ("part", "lock"), [("desk", "requirements.lock"), ("tests", "requirements-dev.lock")]
)
def test_what_is_set_up_is_not_set_up_again(machine: Machine, part: str, lock: str) -> None:
    python = machine.checkout / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to("/bin/true")
    locked = (machine.checkout / lock).read_text(encoding="utf-8")
    stamp = machine.checkout / f".venv/orderdesk-{part}.stamp"
    stamp.write_text(f"{locked}{machine.checkout.resolve()}\n", encoding="utf-8")
    done = machine.set_up(part)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    stamp.write_text(f"{locked}/elsewhere\n", encoding="utf-8")
    assert machine.set_up(part).returncode == 1, "a moved checkout is set up anew"
