"""Rules for the whole package: sizes, names, what belongs where."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator

from tests.rules.source import (
    ROOT,
    Function,
    Offence,
    Rule,
    Source,
    calls,
    dotted,
    functions,
    imported,
)

MODULE_LINES = 500
TEST_MODULE_LINES = 600
FUNCTION_LINES = 40

_NAMED_VENDORS = {"iqmetrix", "orderspace", "ordertime", "deconetwork", "valomnia"}
_VENDOR_FOLDERS = {
    folder.name
    for parent in ("connectors", "sandbox")
    for folder in (ROOT / "orderdesk" / parent).glob("*")
    if folder.is_dir() and folder.name != "__pycache__"
}
VENDORS = frozenset(_NAMED_VENDORS | _VENDOR_FOLDERS)

# A module that is imported in these places only; the direction between layers is import-linter's.
_PLACES = {
    "httpx": ("orderdesk/connectors/http.py",),
    "apsw": ("orderdesk/store",),
    "sqlite3": ("orderdesk/sandbox",),
    "keyring": ("orderdesk/vault",),
    "cryptography": ("orderdesk/vault",),
    "qasync": ("orderdesk/app.py", "orderdesk/ui/tasks.py"),
    "starlette": ("orderdesk/sandbox",),
    "uvicorn": ("orderdesk/sandbox",),
    # Where amounts are texts already: elsewhere simplejson reads and writes decimals exactly.
    "json": (
        "orderdesk/cli",
        "orderdesk/sandbox",
        "orderdesk/store",
        "orderdesk/ui",
        "orderdesk/vault",
        "orderdesk/config.py",
        "orderdesk/diagnostics.py",
        "orderdesk/logs.py",
        "orderdesk/trace.py",
    ),
}
# The tree of errors is drawn where it is defined.
_LONGER_OPENING = "orderdesk/domain/errors.py"
_DUMPING_GROUND = re.compile(
    r"(^|_)(utils?|helpers?|common|managers?|base|misc|tools|stuff|core)(_|$)"
)
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|CREATE\s+(VIRTUAL\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s)",
    re.DOTALL,
)
_SILENCER = re.compile(r"#\s*(noqa|ruff:|type:\s*ignore|pyright:|basedpyright:|mypy:|pylint:)")
_LATER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def vendor_is_named_at_home_only(source: Source) -> Iterator[Offence]:
    """Find a vendor's name outside its connector and its sandbox."""
    if not source.under("orderdesk"):
        return
    home = source.path.parts[2] if source.under("orderdesk/connectors", "orderdesk/sandbox") else ""
    strangers = sorted(VENDORS - {home.removesuffix(".py")})
    for number, line in enumerate(source.text.splitlines(), 1):
        for vendor in strangers:
            if vendor in line.casefold():
                yield Offence(number, f"names the vendor {vendor}")


def connector_knows_no_other(source: Source) -> Iterator[Offence]:
    """Find a connector that imports another one, and shared modules that import any."""
    if not source.under("orderdesk/connectors"):
        return
    home = source.path.parts[2]
    for line, module in imported(source.tree):
        parts = module.split(".")
        if parts[:2] == ["orderdesk", "connectors"] and len(parts) > 2:
            other = parts[2]
            if other in VENDORS and other != home:
                yield Offence(line, f"imports the connector {other}")


def import_stands_in_its_place(source: Source) -> Iterator[Offence]:
    """Find HTTP, SQL, secrets and the event loop outside their one place."""
    if not source.under("orderdesk"):
        return
    for line, module in imported(source.tree):
        places = _PLACES.get(module.partition(".")[0])
        if places and not source.under(*places):
            yield Offence(line, f"imports {module}, which only {', '.join(places)} may")


def sql_stands_in_the_store(source: Source) -> Iterator[Offence]:
    """Find SQL outside the store; the sandbox has its own."""
    if not source.under("orderdesk") or source.under("orderdesk/store", "orderdesk/sandbox"):
        return
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and _SQL.match(node.value)
        ):
            yield Offence(node.lineno, "holds SQL")


def module_is_short(source: Source) -> Iterator[Offence]:
    """Find modules of more than 500 lines, of tests 600."""
    limit = TEST_MODULE_LINES if source.under("tests") else MODULE_LINES
    length = len(source.text.splitlines())
    if source.path.suffix == ".py" and length > limit:
        yield Offence(limit, f"has {length} lines; {limit} is the limit")


def function_is_short(source: Source) -> Iterator[Offence]:
    """Find functions of more than 40 lines of code; docstring and comments do not count."""
    if not source.under("orderdesk"):
        return
    lines = source.text.splitlines()
    for function in functions(source.tree):
        length = _code_lines(function, lines)
        if length > FUNCTION_LINES:
            message = f"{function.name} has {length} lines; {FUNCTION_LINES} is the limit"
            yield Offence(function.lineno, message)


def _code_lines(function: Function, lines: list[str]) -> int:
    body = function.body
    if ast.get_docstring(function) is not None:
        body = body[1:]
    if not body:
        return 0
    held = (line.strip() for line in lines[body[0].lineno - 1 : function.end_lineno])
    return sum(1 for line in held if line and not line.startswith("#"))


def module_says_in_one_line_what_it_is(source: Source) -> Iterator[Offence]:
    """Find modules that do not open with one line saying what they are."""
    if not source.under("orderdesk") or source.path.suffix != ".py":
        return
    docstring = ast.get_docstring(source.tree)
    if docstring is None:
        yield Offence(1, "has no docstring")
    elif "\n" in docstring and not source.under(_LONGER_OPENING):
        yield Offence(1, "has a docstring of several lines")


def module_name_is_a_noun(source: Source) -> Iterator[Offence]:
    """Find modules and folders that are a place for anything."""
    if not source.under("orderdesk"):
        return
    for part in (*source.path.parts[1:-1], source.path.stem):
        if _DUMPING_GROUND.search(part):
            yield Offence(1, f"{part} says nothing about what is in it")


def checker_is_not_silenced(source: Source) -> Iterator[Offence]:
    """Find comments that turn a checker off."""
    for line, comment in _comments(source):
        if _SILENCER.search(comment):
            yield Offence(line, f"silences a checker: {comment}")


def nothing_is_left_for_later(source: Source) -> Iterator[Offence]:
    """Find work left in a comment; it stands in the tracker."""
    for line, comment in _comments(source):
        if _LATER.search(comment):
            yield Offence(line, f"leaves work: {comment}")


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    if source.path.suffix != ".py":
        return
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def printing_is_the_command_lines(source: Source) -> Iterator[Offence]:
    """Find prints outside the commands; the rest logs."""
    if not source.under("orderdesk") or source.under(
        "orderdesk/cli", "orderdesk/sandbox/command.py"
    ):
        return
    for call in calls(source.tree):
        if dotted(call.func) == "print":
            yield Offence(call.lineno, "prints")


def nothing_sleeps(source: Source) -> Iterator[Offence]:
    """Find sleeps in the client: a thread waits for an event that can end the wait."""
    if not source.under("orderdesk") or source.under("orderdesk/sandbox"):
        return
    for call in calls(source.tree):
        if dotted(call.func) == "time.sleep":
            yield Offence(call.lineno, "sleeps")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            for alias in node.names:
                if alias.name == "sleep":
                    yield Offence(node.lineno, "sleeps")


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        vendor_is_named_at_home_only,
        connector_knows_no_other,
        import_stands_in_its_place,
        sql_stands_in_the_store,
        module_is_short,
        function_is_short,
        module_says_in_one_line_what_it_is,
        module_name_is_a_noun,
        checker_is_not_silenced,
        nothing_is_left_for_later,
        printing_is_the_command_lines,
        nothing_sleeps,
    )
}
