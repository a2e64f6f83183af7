"""The command line: one JSON line once it listens, clean ends, and wrong use."""

import json
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from orderdesk.sandbox.command import main
from orderdesk.sandbox.faults import KINDS
from orderdesk.sandbox.iqmetrix.choices import SWITCHES
from orderdesk.sandbox.iqmetrix.presets import PRESETS

ROOT = Path(__file__).parents[2]


@contextmanager
def running(*arguments: str) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", "-m", "orderdesk.sandbox", *arguments]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_answers_and_ends_cleanly(number: signal.Signals) -> None:
    with running("--orders", "3", "--json") as process:
        told = json.loads(line(process))
        assert set(told) == {"control", "connections"}
        assert "iqmetrix" in [connection["vendor"] for connection in told["connections"]]
        assert httpx.get(f"{told['control']}/health").status_code == 200
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "", "")


def test_without_json_a_person_can_read_it() -> None:
    with running("--orders", "1") as process:
        text = line(process)
        assert text.startswith("The sandbox is running.")
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        assert process.stderr is not None
        out, err = process.stdout.read(), process.stderr.read()
        process.wait(20)
        assert "Harbour Mobile (iqmetrix)" in out
        assert "company_id" in out
        assert "password" in out
        assert (process.returncode, err) == (0, "")


def test_the_flags_reach_the_sandbox(tmp_path: Path) -> None:
    file = tmp_path / "state.sandbox"
    arguments = [
        *("--orders", "7", "--seed", "5", "--file", str(file), "--json"),
        *("--start", "2030-01-01T12:00:00", "--switch", "shape=recorded"),
        *("--fault", '{"preset": "offline", "path": "Nothing"}', "--vendor", "iqmetrix"),
    ]
    with running(*arguments) as process:
        control = json.loads(line(process))["control"]
        assert len(httpx.get(f"{control}/orders").json()) == 7
        assert httpx.get(f"{control}/clock").json()["time"].startswith("2030-01-01T12:")
        assert httpx.get(f"{control}/switches").json()["iqmetrix"][0]["value"] == "recorded"
        assert httpx.get(f"{control}/faults").json()["faults"][0]["kind"] == "cut"
        process.send_signal(signal.SIGTERM)
        process.wait(20)
    assert file.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--orders", "many"],
        ["--orders", "-1"],
        ["--port", "70000"],
        ["--port", "x"],
        ["--start", "soon"],
        ["--switch", "shape"],
        ["--switch", "shape=round"],
        ["--switch", "colour=red"],
        ["--fault", "{"],
        ["--fault", "[]"],
        ["--fault", '{"kind": "nonsense"}'],
        ["--vendor", "nobody"],
        ["--nonsense"],
        ["nonsense"],
    ],
)
def test_wrong_use_ends_with_2_and_a_reason(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip()


def test_a_file_that_is_not_ours_ends_with_5(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("This is a letter, and it is long enough to be no database.", encoding="utf-8")
    assert main(["--orders", "1", "--file", str(file)]) == 5
    assert "no sandbox file" in capsys.readouterr().err


def test_help_explains_every_switch_and_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for switch in SWITCHES:
        assert switch.name in told
        assert switch.text in told
    for name in (*KINDS, *PRESETS):
        assert name in told
