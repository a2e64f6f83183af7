"""The check before Qt is imported: display, system libraries, and what the person is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from orderdesk import preflight
from orderdesk.preflight import CORE_LIBRARIES, X11_LIBRARIES, Library

ROOT = Path(__file__).parents[2]
ABSENT = Library("liborderdesk-absent.so.7", "liborderdesk-absent7")


def answering(display: str) -> bool:
    return display == ":3"


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({}, "win32"),
        ({}, "darwin"),
        ({"DISPLAY": ":3"}, "linux"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, "linux"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":3"}, "linux"),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":3"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":3"}, "linux"),
    ],
)
def test_a_display_is_found(environ: dict[str, str], platform: str) -> None:
    assert preflight.display_problem(environ, platform, answers=answering) is None


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":4"},
        {"QT_QPA_PLATFORM": "xcb"},
        {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":3"},
        {"WAYLAND_DISPLAY": "wayland-0"},
        {"WAYLAND_DISPLAY": "no-such-socket", "XDG_RUNTIME_DIR": "/nonexistent"},
    ],
)
def test_no_display_is_said_in_one_line_with_a_way_out(environ: dict[str, str]) -> None:
    problem = preflight.display_problem(environ, "linux", answers=answering)
    assert problem is not None
    assert "\n" not in problem
    assert "needs a display" in problem
    assert "desktop session" in problem
    assert "xvfb-run make demo" in problem


def test_a_display_that_does_not_answer_is_named() -> None:
    problem = preflight.display_problem({"DISPLAY": ":4"}, "linux", answers=answering)
    assert problem is not None
    assert "the X server :4 (DISPLAY) does not answer" in problem


def test_a_wayland_session_is_found_by_its_socket(tmp_path: Path) -> None:
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert preflight.display_problem(environ, "linux") is not None
    server = "import socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1])"
    # A bound path stays behind when its process ends, and is a socket still. The short relative
    # name keeps within the 108 bytes that a socket's path may have.
    subprocess.run([sys.executable, "-c", server, "wayland-0"], cwd=tmp_path, check=True)
    assert preflight.display_problem(environ, "linux") is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's")
def test_the_real_x_server_check_sees_that_nobody_listens() -> None:
    if preflight.missing_libraries([Library("libxcb.so.1", "libxcb1")]):
        assert preflight.x_server_answers(":4095") is True
    else:
        assert preflight.x_server_answers(":4095") is False


def test_missing_libraries_are_those_the_loader_does_not_find() -> None:
    present = Library("libc.so.6", "libc6")
    expected = (ABSENT,) if sys.platform.startswith("linux") else (present, ABSENT)
    assert preflight.missing_libraries([present, ABSENT]) == expected


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")
def test_the_missing_library_is_named_with_the_apt_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "CORE_LIBRARIES", (*CORE_LIBRARIES, ABSENT))
    problem = preflight.library_problem({"QT_QPA_PLATFORM": "offscreen"})
    assert problem is not None
    assert "\n" not in problem
    assert ABSENT.soname in problem
    assert problem.endswith("sudo apt-get install -y --no-install-recommends liborderdesk-absent7")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")
def test_qt_runs_offscreen_with_the_core_libraries_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert preflight.library_problem({"QT_QPA_PLATFORM": "offscreen"}) is None
    monkeypatch.setattr(preflight, "_BY_PLUGIN", {"wayland": (ABSENT,), "xcb": (ABSENT,)})
    assert preflight.library_problem({"QT_QPA_PLATFORM": "offscreen"}) is None
    assert preflight.library_problem({"DISPLAY": ":3"}) is not None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")
def test_one_window_system_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":3"}
    monkeypatch.setattr(preflight, "_BY_PLUGIN", {"wayland": (ABSENT,), "xcb": ()})
    assert preflight.library_problem(both) is None
    problem = preflight.library_problem({"WAYLAND_DISPLAY": "wayland-0"})
    assert problem is not None
    assert ABSENT.package in problem


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_bring_their_libraries(platform: str) -> None:
    assert preflight.library_problem({}, platform) is None


def test_each_library_is_listed_once_with_a_package() -> None:
    libraries = CORE_LIBRARIES + X11_LIBRARIES + preflight.WAYLAND_LIBRARIES
    sonames = [library.soname for library in libraries]
    assert len(set(sonames)) == len(sonames)
    assert all(".so." in library.soname and library.package.islower() for library in libraries)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the libraries are Linux's")
def test_the_set_up_script_reads_the_missing_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preflight, "X11_LIBRARIES", (ABSENT,))
    monkeypatch.setattr(preflight, "WAYLAND_LIBRARIES", ())
    assert preflight.main([]) == 0
    assert capsys.readouterr().out == ""
    assert preflight.main(["desk"]) == 0
    assert capsys.readouterr().out == f"{ABSENT.package}\n"
    assert preflight.main(["desk"], "darwin") == 0
    assert capsys.readouterr().out == ""


def test_the_check_itself_imports_no_qt() -> None:
    script = (
        "import sys, orderdesk.preflight; heavy = {'PySide6', 'httpx', 'pydantic', 'asyncio'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.strip() == "[]"
