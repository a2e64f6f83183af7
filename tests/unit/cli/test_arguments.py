"""The words of the command line: what they mean, what is wrong with them, and what they import."""

import subprocess
import sys

import pytest

from orderdesk import __version__
from orderdesk.cli.arguments import parse


def test_without_a_command_it_is_the_desk() -> None:
    arguments = parse([])
    assert arguments.command is None
    assert not arguments.demo


def test_the_demo_has_orders_and_a_seed() -> None:
    plain = parse(["--demo"])
    assert (plain.demo, plain.orders, plain.seed) == (True, 5000, 1)
    other = parse(["--demo", "--orders", "20", "--seed", "7"])
    assert (other.orders, other.seed) == (20, 7)


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["list"], []),
        (["list", "state:pending", "--json"], ["state:pending"]),
        (["list", "--json", "state:pending", "two words"], ["state:pending", "two words"]),
        (["list", "-state:pending", "--limit", "3"], [" -state:pending"]),
        (["list", "state:pending -type:sales"], ["state:pending -type:sales"]),
    ],
)
def test_a_query_may_begin_with_a_minus(words: list[str], query: list[str]) -> None:
    arguments = parse(words)
    assert list(arguments.query) == query
    assert arguments.json == ("--json" in words)


def test_list_takes_a_limit_and_an_order() -> None:
    arguments = parse(["list", "--limit", "3", "--sort", "total", "--ascending"])
    assert (arguments.limit, arguments.sort, arguments.ascending) == (3, "total", True)
    assert (parse(["list"]).limit, parse(["list"]).sort) == (None, "placed_at")


def test_do_takes_values_many_times() -> None:
    arguments = parse(["do", "edit", "n:1", "--set", "a=1", "--set", "b=x=y", "--wait", "--json"])
    assert (arguments.action, arguments.target) == ("edit", "n:1")
    assert list(arguments.values) == ["a=1", "b=x=y"]
    assert arguments.wait
    assert arguments.json
    assert list(parse(["do", "cancel", "n:1"]).values) == []


def test_do_takes_a_query_in_place_of_an_order() -> None:
    arguments = parse(["do", "cancel", "--query", "state:pending -type:sales", "--dry-run"])
    assert (arguments.target, arguments.among) == (None, "state:pending -type:sales")
    assert arguments.dry_run
    assert parse(["do", "cancel", "n:1"]).among is None


def test_connections_have_parts() -> None:
    arguments = parse(["connections", "add", "acme", "--url", "api=x", "--set", "c=1"])
    assert (arguments.command, arguments.part, arguments.vendor) == ("connections", "add", "acme")
    assert list(arguments.urls) == ["api=x"]
    assert list(arguments.settings) == ["c=1"]
    assert list(parse(["connections", "remove", "north"]).connections) == ["north"]
    assert parse(["connections", "import", "-"]).file == "-"


@pytest.mark.parametrize(
    "words",
    [
        ["bogus"],
        ["do"],
        ["do", "cancel"],
        ["show"],
        ["connections"],
        ["connections", "bogus"],
        ["connections", "import"],
        ["list", "--limit", "-1"],
        ["list", "--limit", "many"],
        ["list", "--bogus"],
        ["--demo", "--orders", "x"],
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(words)
    assert end.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "--help" in said.err


@pytest.mark.parametrize(
    "words", [[], ["list"], ["show"], ["do"], ["sync"], ["connections"], ["connections", "add"]]
)
def test_every_command_explains_itself(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse([*words, "--help"])
    assert end.value.code == 0
    help_text = capsys.readouterr().out
    assert help_text.startswith("usage: orderdesk")
    assert all(len(line) <= 100 for line in help_text.splitlines())


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["do", "--help"], ["bogus"]])
def test_help_and_version_import_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "orderdesk", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0]
        for line in done.stderr.splitlines()
        if line.startswith("import time:")
    }
    assert "argparse" in imported
    heavy = {
        "PySide6",
        "httpx",
        "pydantic",
        "apsw",
        "keyring",
        "cryptography",
        "starlette",
        "babel",
    }
    assert not imported & heavy
    if words == ["--version"]:
        assert done.stdout == f"orderdesk {__version__}\n"
