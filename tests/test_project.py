"""The project's own files agree with one another: locks, targets, README, version."""

import importlib.metadata
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import orderdesk

ROOT = Path(__file__).parents[1]
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
PACKAGE_LOCK = "requirements-package.lock"

# What the lock must serve, as the values that environment markers ask for.
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


@dataclass(frozen=True)
class Pin:
    """One package of a lock."""

    version: str
    marker: Marker | None
    hashes: frozenset[str]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, Pin]:
    """Read a lock: its packages by canonical name."""
    found: dict[str, Pin] = {}
    for entry in re.sub(r"\s*\\\n\s*", " ", text_of(name)).splitlines():
        if not entry or entry.lstrip().startswith("#"):
            continue
        wanted, *hashes = entry.split(" --hash=")
        requirement = Requirement(wanted)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", entry
        assert hashes, f"{entry} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each.strip()) for each in hashes), entry
        key = canonicalize_name(requirement.name)
        assert key not in found, f"{key} is locked twice"
        found[key] = Pin(specifier.version, requirement.marker, frozenset(hashes))
    return found


def project() -> dict[str, list[Requirement]]:
    """Read what pyproject.toml asks for, by lock."""
    table = tomllib.loads(text_of("pyproject.toml"))
    run = [Requirement(each) for each in table["project"]["dependencies"]]
    dev = [Requirement(each) for each in table["dependency-groups"]["dev"]]
    package = [Requirement(each) for each in table["dependency-groups"]["package"]]
    return {RUN_LOCK: run, DEV_LOCK: run + dev, PACKAGE_LOCK: run + package}


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK, PACKAGE_LOCK])
def test_lock_holds_no_addresses_and_no_paths(lock: str) -> None:
    words = text_of(lock).split()
    assert words
    forbidden = [
        word for word in words if "://" in word or "@" in word or re.match(r"[/~]|[A-Z]:\\", word)
    ]
    options = [word for word in words if word.startswith("-") and not word.startswith("--hash=")]
    assert forbidden == []
    assert set(options) <= {"-c"}, "only the note of where a package comes from"


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK, PACKAGE_LOCK])
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_lock_serves_the_project_everywhere(lock: str, system: str, python: str) -> None:
    locked = pins(lock)
    environment = {
        **SYSTEMS[system],
        "python_version": python,
        "python_full_version": f"{python}.2",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for wanted in project()[lock]:
        pin = locked[canonicalize_name(wanted.name)]
        assert wanted.specifier.contains(pin.version), f"{wanted} is locked at {pin.version}"
        assert pin.marker is None or pin.marker.evaluate(environment), f"{wanted} on {system}"


@pytest.mark.parametrize("lock", [DEV_LOCK, PACKAGE_LOCK])
def test_the_locks_agree(lock: str) -> None:
    run, more = pins(RUN_LOCK), pins(lock)
    assert {name: more.get(name) for name in run} == run


def test_markers_bring_what_only_one_system_needs() -> None:
    locked = pins(DEV_LOCK)
    for name, system in (("pywin32-ctypes", "win32"), ("colorama", "win32"), ("jeepney", "linux")):
        assert str(locked[name].marker) == f'sys_platform == "{system}"'


def test_tests_run_on_what_is_locked() -> None:
    wrong = {
        name: (pin.version, importlib.metadata.version(name))
        for name, pin in pins(DEV_LOCK).items()
        if (pin.marker is None or pin.marker.evaluate())
        and importlib.metadata.version(name) != pin.version
    }
    assert wrong == {}, "run scripts/setup.sh tests"


def test_version_and_changelog_agree() -> None:
    changelog = text_of("CHANGELOG.md")
    headings = re.findall(r"^## \[?([^\]\n ]+)", changelog, re.MULTILINE)
    assert re.fullmatch(r"\d+\.\d+\.\d+", orderdesk.__version__)
    assert headings
    assert headings[0] in {"Unreleased", orderdesk.__version__}
    released = [heading for heading in headings if heading != "Unreleased"]
    assert released[:1] in ([], [orderdesk.__version__])


def targets() -> set[str]:
    (declared,) = re.findall(r"^\.PHONY: (.+)$", text_of("Makefile"), re.MULTILINE)
    return {name for name in declared.split() if not name.startswith("setup-")}


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_help_lists_every_target_with_what_it_does() -> None:
    done = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert {target for make, target, _ in lines if make == "make"} == targets()
    assert all(len(what) > 10 for _, _, what in lines)
    assert subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_readme_names_the_two_commands_and_their_equivalents() -> None:
    readme = text_of("README.md")
    for line in (
        "make demo",
        "make test",
        ".venv/bin/python -m orderdesk --demo",
        r".venv\Scripts\python -m orderdesk --demo",
        "--require-hashes -r requirements.lock",
    ):
        assert line in readme


def test_readme_links_to_files_that_are_there() -> None:
    for document in ("README.md", "CONTRIBUTING.md", "resources/README.md"):
        links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(document))
        missing = [link for link in links if not (ROOT / document).parent.joinpath(link).exists()]
        assert missing == [], document


def test_every_target_named_in_a_document_exists() -> None:
    for document in ("README.md", "CONTRIBUTING.md"):
        named = set(
            re.findall(r"(?:^|`)(?:[A-Z_]+=\S+ )?make ([a-z-]+)", text_of(document), re.MULTILINE)
        )
        assert named
        assert named <= targets(), document


def test_ci_calls_make_test_and_may_be_run() -> None:
    script = ROOT / ".ci/run"
    assert script.read_text(encoding="utf-8").rstrip().endswith("make --no-print-directory test")
    assert script.stat().st_mode & 0o111


def test_licence_is_the_one_declared() -> None:
    declared = tomllib.loads(text_of("pyproject.toml"))["project"]["license"]
    assert declared == "Apache-2.0"
    licence = text_of("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_no_committed_file_names_this_checkout() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    needle = f"{ROOT}/".encode()
    guilty = [str(file) for file in files if file.is_file() and needle in file.read_bytes()]
    assert guilty == []
