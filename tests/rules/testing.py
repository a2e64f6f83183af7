"""Rules for the tests: they wait for conditions, and each of them asserts something."""

import ast
import re
from collections.abc import Iterable, Iterator

from tests.rules.source import Function, Offence, Rule, Source, calls, dotted, functions, last

# Waits for a length of time, by whatever library.
_FIXED_WAITS = re.compile(
    r"^(time\.sleep|sleep|qtbot\.wait|QTest\.q(Wait|Sleep)|QThread\.(sleep|msleep|usleep))$"
)
_ASYNC_SLEEP = re.compile(r"^(asyncio|anyio|trio)\.sleep$")
# Calls that fail the test by themselves when something does not hold.
_ASSERTING = re.compile(
    r"^(assert_\w+|fail|raises|warns|waitSignals?|waitUntil|waitActive|waitExposed"
    r"|assertNotEmitted|run_state_machine_as_test|fnmatch_lines|check)$"
)


def wait_is_for_a_condition(source: Source) -> Iterator[Offence]:
    """Find fixed waits: too long on one machine and too short on another."""
    if not source.under("tests"):
        return
    for call in calls(source.tree):
        name = dotted(call.func)
        if _FIXED_WAITS.match(name):
            yield Offence(call.lineno, f"{name} waits for time")
        if _ASYNC_SLEEP.match(name) and not _zero(call.args):
            yield Offence(call.lineno, f"{name} waits for time")


def _zero(arguments: list[ast.expr]) -> bool:
    return len(arguments) == 1 and isinstance(arguments[0], ast.Constant) and not arguments[0].value


def asserting_names(files: Iterable[Source]) -> set[str]:
    """Names of the functions in the tests that assert, themselves or through one another."""
    bodies: dict[str, list[Function]] = {}
    for file in files:
        for function in functions(file.tree):
            bodies.setdefault(function.name, []).append(function)
    known: set[str] = set()
    while True:
        found = {
            name
            for name, definitions in bodies.items()
            if name not in known and any(_asserts(each, known) for each in definitions)
        }
        if not found:
            return known
        known |= found


def _asserts(function: Function, known: set[str]) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.Call)
            and (_ASSERTING.match(last(node.func)) or last(node.func) in known)
        )
        for node in ast.walk(function)
    )


def every_test_asserts(files: list[Source]) -> Rule:
    """Make the rule that each test asserts; `files` are all tests, whose functions it may use."""
    known = asserting_names(files)

    def each_test_asserts(source: Source) -> Iterator[Offence]:
        if not source.under("tests") or not source.path.name.startswith("test_"):
            return
        for function in functions(source.tree):
            if function.name.startswith("test_") and function.name not in known:
                yield Offence(function.lineno, f"{function.name} asserts nothing")

    return each_test_asserts
